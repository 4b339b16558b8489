"""Long lists, a page at a time: the address says which one, and each knows whether there is one before and after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, request

ON_A_PAGE = 50
LAST_PAGE = 10_000
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and the numbers of the pages beside it; 0 where there is none."""

    rows: Sequence[Row]
    before: int
    after: int


def asked_page(find: Callable[[int, int], Sequence[Row]]) -> Page[Row]:
    """The page that the address asks for. `find(offset, limit)` is asked for one row more than the page shows."""
    number = max(1, request.args.get("page", 1, type=int))
    if number > LAST_PAGE:
        abort(404)
    found = find((number - 1) * ON_A_PAGE, ON_A_PAGE + 1)
    return Page(found[:ON_A_PAGE], number - 1, number + 1 if len(found) > ON_A_PAGE else 0)

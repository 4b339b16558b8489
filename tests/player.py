"""Somebody who plays a whole run without a script: one form after another, as the pages hand them out."""

from collections.abc import Callable, Mapping, Sequence

from flask import Flask

import quizzes
from course import attempts
from quizzes.definitions import AnyItem
from tests.cast import Person
from tests.pages import Page, Visitor

Way = Callable[[AnyItem], Sequence[Mapping[str, Sequence[str]]]]


def right(item: AnyItem) -> Sequence[Mapping[str, Sequence[str]]]:
    return item.right_way()


def wrong(item: AnyItem) -> Sequence[Mapping[str, Sequence[str]]]:
    return next(item.wrong_ways())


def start(visitor: Visitor, address: str) -> int:
    """Press the start button on this page and return the attempt's number."""
    visitor.get(address)
    visitor.submit()
    assert visitor.page is not None
    return int(visitor.page.location.split("?")[0].rsplit("/", 1)[1])


def sheet_of(app: Flask, person: Person, attempt: int) -> attempts.Sheet:
    with app.app_context():
        sheet = attempts.find_own(person.id, attempt)
        assert sheet is not None
        return sheet


def fields(item: str, form: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The form values of one item under the names that its fields have on the page."""
    return {f"a-{item}-{part}" if part else f"a-{item}": [*values] for part, values in form.items()}


def play(app: Flask, visitor: Visitor, person: Person, address: str, way: Way = right) -> Page:
    """Start at this address, answer every item on its own page, hand in, and return the page of the result."""
    attempt = start(visitor, address)
    paper = sheet_of(app, person, attempt).paper
    seen: list[Page] = [visitor.get(f"/attempts/{attempt}")]
    for item in paper.items:
        for form in way(item):
            visitor.post(f"/attempts/{attempt}/answers", {"step": item.id, **fields(item.id, form)})
            seen.append(visitor.follow())
    visitor.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    return visitor.follow()


def start_of(definition: quizzes.Definition, mode: str = "scored") -> str:
    """The address of the page that starts it."""
    if definition.kind == "quiz":
        return f"/quizzes/{definition.module}"
    return f"/practice/{definition.id}?mode={mode}"

"""Walks through linked places: which moves somebody has made, read from a kept answer of any shape."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from quizzes.answering import NotAnOption


class Place(Protocol):
    """Somewhere in a walk: its exits lead on, and without one the walk ends here."""

    @property
    def id(self) -> str: ...

    @property
    def exits(self) -> Mapping[str, str]:
        """What can be chosen here → the place that it leads to."""
        ...


def walked(places: Mapping[str, Place], start: str, kept: object) -> list[tuple[str, str]]:
    """The (place, choice) pairs of a kept list that do lead from one to the next, up to the first that does not."""
    here, found = start, []
    for move in kept if isinstance(kept, list) else []:
        choice = move.get("choice") if isinstance(move, dict) else None
        if not isinstance(choice, str) or choice not in places[here].exits:
            break
        found.append((here, choice))
        here = places[here].exits[choice]
    return found


def arrived(places: Mapping[str, Place], start: str, moves: Sequence[tuple[str, str]]) -> str:
    """The place where these moves end."""
    return places[moves[-1][0]].exits[moves[-1][1]] if moves else start


def step_number(given: Sequence[str], due: int, field: str) -> int:
    """The number of the step that a form belongs to: how many were made before it, by default the one that is `due`.

    Raises `NotAnOption` for what is no number.
    """
    if len(given) > 1 or (given and not (given[0].isascii() and given[0].isdigit() and len(given[0]) < 4)):
        raise NotAnOption(field)
    return int(given[0]) if given else due


def routes(places: Mapping[str, Place], start: str, longest: int) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every way to an end of at most `longest` moves, the first choices first."""
    stack: list[tuple[tuple[str, str], ...]] = [()]
    while stack:
        way = stack.pop()
        here = places[arrived(places, start, way)]
        if not here.exits:
            yield way
        elif len(way) < longest:
            stack += [(*way, (here.id, choice)) for choice in reversed([*here.exits])]


def unreachable(places: Mapping[str, Place], start: str) -> list[str]:
    """Places that no way leads to, in their order."""
    seen, waiting = {start}, [start]
    while waiting:
        for place in places[waiting.pop()].exits.values():
            if place in places and place not in seen:
                seen.add(place)
                waiting.append(place)
    return [place for place in places if place not in seen]


def has_circle(places: Mapping[str, Place], start: str) -> bool:
    """Whether some way comes back to where it was."""

    harmless: set[str] = set()

    def visit(here: str, way: tuple[str, ...]) -> bool:
        if here in way:
            return True
        if here in harmless:
            return False
        found = any(visit(there, (*way, here)) for there in places[here].exits.values())
        harmless.add(here)
        return found

    return visit(start, ())


def longest(places: Mapping[str, Place], start: str) -> int:
    """The moves of the longest way. Of places without a circle; their number may be large, that of ways larger."""
    known: dict[str, int] = {}

    def moves_from(here: str) -> int:
        if here not in known:
            known[here] = max((1 + moves_from(there) for there in {*places[here].exits.values()}), default=0)
        return known[here]

    return moves_from(start)


def can_miss(places: Mapping[str, Place], start: str, wanted: Collection[str]) -> bool:
    """Whether some way ends without having come past one of the `wanted` places. Of places without a circle."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here in wanted:
            continue
        following = {*places[here].exits.values()}
        if not following:
            return True
        waiting += following - seen
        seen |= following
    return False

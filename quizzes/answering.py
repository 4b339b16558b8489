"""Answers as they arrive from a form and as they are kept, and the refusals of what cannot be an answer."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

# What is kept of an answer, JSON-safe: {"choice": "b"}, {"choices": ["a", "c"]}, {"order": {"x": 1, "y": None}},
# {"verdict": "act", "rule": "hate", "sure": None}. A kept answer is never trusted: whoever reads one checks it.
Response = dict[str, JsonValue]
Form = Mapping[str, Sequence[str]]
Given = Mapping[str, Sequence[str]]  # the values of one item's form fields, by part

PREFIX = "a-"


class Refusal(Exception):
    """What was handed in cannot be taken; nothing of it was kept."""


class NotDrawn(Refusal):
    """The answer is for an item that is not on this paper; `item` is what it was called, as it was sent."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class NotAnOption(Refusal):
    """The value of `field` is none that the form offers, or the form has no such field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class OutOfOrder(Refusal):
    """The step is not the one that is due; what was answered stands."""


class NoAlternative(Refusal):
    """There is nothing to take instead of this item, or it was begun."""


def field_name(item_id: str, name: str = "") -> str:
    """The form field of an item, or of its part `name`."""
    return f"{PREFIX}{item_id}-{name}" if name else f"{PREFIX}{item_id}"


def one_of(values: Sequence[str], allowed: Sequence[str], field: str) -> str | None:
    """The single value of a radio group or a select; None when it is empty or absent.

    Raises `NotAnOption` for any other value and for more than one.
    """
    if len(values) > 1:
        raise NotAnOption(field)
    value = values[0] if values else ""
    if value and value not in allowed:
        raise NotAnOption(field)
    return value or None

"""What scoring returns: figures for the record, and reasons for the learner."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

from pydantic import JsonValue

from quizzes.texts import Run

Verdict = Literal["right", "wrong", "partly", "unanswered", "unscored"]


@dataclass(frozen=True)
class Mark:
    """What one answer is worth: `credit` 0 to 1, exact, and the wrong beliefs it shows."""

    verdict: Verdict
    credit: Fraction
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemResult:
    """One item of a result; `credit` is 0 to 1."""

    id: str
    verdict: Verdict
    credit: float
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What a paper and its answers come to.

    `score` is 0 to 100; `points` of `out_of` count items. `components` are the figures behind the score and
    `diagnostics` those that explain it without counting; each kind documents its own.
    """

    score: float
    passed: bool
    points: float
    out_of: float
    components: Mapping[str, float]
    items: tuple[ItemResult, ...]
    diagnostics: Mapping[str, float] = field(default_factory=dict)

    def to_data(self) -> dict[str, JsonValue]:
        """The same as JSON-safe data."""
        return {
            **asdict(self),
            "items": [{**asdict(item), "misconceptions": [*item.misconceptions]} for item in self.items],
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "Result":
        """The result that `to_data` described. Raises `KeyError` or `TypeError` when it is none."""
        items = tuple(ItemResult(**{**item, "misconceptions": tuple(item["misconceptions"])}) for item in data["items"])
        return Result(**{**data, "items": items})


@dataclass(frozen=True)
class Reasons:
    """An answer beside the right one, in words. `why` is about what was chosen, `why_right` about the key."""

    your_answer: str = ""
    right_answer: str = ""
    why: str = ""
    why_right: str = ""


@dataclass(frozen=True)
class ExplainedItem:
    """One item after it was answered; `number` is its place on the paper, from 1."""

    id: str
    number: int
    kind: str
    verdict: Verdict
    your_answer: str
    right_answer: str
    why: str
    why_right: str
    misconception: str
    heading: str = ""
    runs: tuple[Run, ...] = ()
    author: str = ""
    context: str = ""
    gloss: str = ""
    lesson: str | None = None


@dataclass(frozen=True)
class Explained:
    """A paper after it was handed in, what went wrong first."""

    items: tuple[ExplainedItem, ...]


def verdict_of(credit: Fraction) -> Verdict:
    """The word for a credit of an answered item."""
    if credit == 1:
        return "right"
    return "partly" if credit else "wrong"

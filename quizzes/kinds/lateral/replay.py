"""The path of a learner beside that of a fact-checker: what was opened, and what it revealed."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.kinds.lateral.claim import Claim
from quizzes.results import ExplainedItem


@dataclass(frozen=True)
class PathStep:
    """One action: the tab that was opened, whether it left the page, and what it revealed; "" for nothing."""

    kind: str
    source: str
    leaves: bool
    shows: str


@dataclass(frozen=True)
class ExplainedClaim(ExplainedItem):
    """A claim after its verdict. `your_answer` and `right_answer` are names of verdicts, for the page to put in words.

    `…_left_after` is the number of the action that left the page, 0 if none did; `missed` is needed evidence that was
    not found; the credits are the four parts of the score, each from 0 to 1.
    """

    picture: str = ""
    sure: str = ""
    about: str = ""
    points: float = 0.0
    verdict_credit: float = 0.0
    evidence_credit: float = 0.0
    lateral_credit: float = 0.0
    certainty_credit: float = 0.0
    own_path: tuple[PathStep, ...] = ()
    own_left_after: int = 0
    model_path: tuple[PathStep, ...] = ()
    model_left_after: int = 0
    missed: tuple[str, ...] = ()


def replayed(claim: Claim, path: Sequence[str], language: str) -> tuple[PathStep, ...]:
    """The path in one language."""
    tabs = [claim.tab_by_id[name] for name in path]
    return tuple(
        PathStep(tab.kind, claim.source_of(tab, language), tab.leaves, tab.shows[language] if tab.shows else "")
        for tab in tabs
    )


def left_after(claim: Claim, path: Sequence[str]) -> int:
    """The number of the action that left the page of the claim, from 1; 0 if none did."""
    return next((number for number, name in enumerate(path, 1) if claim.tab_by_id[name].leaves), 0)

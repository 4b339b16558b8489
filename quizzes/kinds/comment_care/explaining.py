"""What a learner reads after handing in: three lists of comments with their reasons, the figures, and what if."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from quizzes.kinds.comment_care.comment import Comment, Family
from quizzes.kinds.comment_care.settings import NEW_ACCOUNT, Settings
from quizzes.kinds.comment_care.sieve import Hold
from quizzes.results import ExplainedItem
from quizzes.texts import Run


@dataclass(frozen=True)
class ExplainedComment:
    """A comment with the rules that hid it, and its family in words."""

    author: str
    who: str
    runs: tuple[Run, ...]
    gloss: str
    sev: int
    holds: tuple[Hold, ...]
    family: str
    why: str

    @staticmethod
    def of(
        comment: Comment, holds: Sequence[Hold], families: Mapping[str, Family], language: str
    ) -> "ExplainedComment":
        family = families[comment.family]
        return ExplainedComment(
            comment.author,
            comment.who,
            comment.runs,
            comment.gloss[language] if comment.gloss else "",
            comment.sev or 0,
            tuple(holds),
            family.name[language],
            family.why[language],
        )


@dataclass(frozen=True)
class Figures:
    """What settings came to on a stream: four counts, then shares of 0 to 1, and J of −1 to 1."""

    harm: int = 0
    hidden_harm: int = 0
    harmless: int = 0
    visible_harmless: int = 0
    harm_hidden: float = 0.0
    harmless_visible: float = 0.0
    severe_hidden: float = 0.0
    j: float = 0.0
    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0

    @property
    def components(self) -> dict[str, float]:
        return {name: float(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class WhatIf:
    """One control changed, `to` what, and what that would have come to."""

    control: str
    to: str
    score: float
    passed: bool
    figures: Figures


@dataclass(frozen=True)
class ExplainedStudio(ExplainedItem):
    """The judged stream, after handing in."""

    settings: Settings = NEW_ACCOUNT
    keywords: tuple[str, ...] = ()
    passed: bool = False
    figures: Figures = Figures()
    caught: tuple[ExplainedComment, ...] = ()
    slipped: tuple[ExplainedComment, ...] = ()
    silenced: tuple[ExplainedComment, ...] = ()
    what_if: tuple[WhatIf, ...] = ()

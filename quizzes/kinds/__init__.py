"""The registry of what can be drawn and answered: a kind more is a package beside these, and its lines here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from quizzes.answering import Response
from quizzes.definitions import AnyDefinition
from quizzes.kinds.feed_spotting import scoring as feed_spotting
from quizzes.kinds.feed_spotting.definition import FeedSpotting
from quizzes.kinds.quiz import scoring as quiz
from quizzes.kinds.quiz.definition import Quiz
from quizzes.kinds.report_desk import scoring as report_desk
from quizzes.kinds.report_desk.definition import ReportDesk
from quizzes.results import ExplainedItem, Result

AnyKind = TypeVar("AnyKind", bound=AnyDefinition, contravariant=True)


class Scoring(Protocol[AnyKind]):
    """What the scoring file of a kind provides. `responses` holds every item of `item_ids`, `{}` where none was given.

    All of it is total and deterministic: an answer of any shape counts as unanswered where it makes no sense.
    """

    def score(self, definition: AnyKind, item_ids: Sequence[str], responses: Mapping[str, Response], /) -> Result: ...

    def explain(
        self, definition: AnyKind, item_id: str, response: Response, language: str, number: int, /
    ) -> ExplainedItem: ...

    def weakest_families(
        self, definition: AnyKind, item_ids: Sequence[str], responses: Mapping[str, Response], /
    ) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Kind:
    """How definitions of one kind are read, and how they are scored."""

    model: type[AnyDefinition]
    scoring: Scoring[Any]


Activity = FeedSpotting | ReportDesk
Definition = Quiz | Activity

KINDS: Mapping[str, Kind] = {
    "quiz": Kind(Quiz, quiz),
    "feed_spotting": Kind(FeedSpotting, feed_spotting),
    "report_desk": Kind(ReportDesk, report_desk),
}

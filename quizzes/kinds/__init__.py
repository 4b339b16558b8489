"""The registry of what can be drawn and answered: a kind more is a package beside these, and its lines here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from quizzes.answering import Response
from quizzes.definitions import AnyDefinition
from quizzes.kinds.booster.definition import Booster
from quizzes.kinds.branching import scoring as branching
from quizzes.kinds.branching.definition import Branching
from quizzes.kinds.bystander import scoring as bystander
from quizzes.kinds.bystander.definition import Bystander
from quizzes.kinds.comment_care import scoring as comment_care
from quizzes.kinds.comment_care import strategies as comment_care_strategies
from quizzes.kinds.comment_care.definition import CommentCare
from quizzes.kinds.conversation import scoring as conversation
from quizzes.kinds.conversation.definition import Conversation
from quizzes.kinds.feed_spotting import scoring as feed_spotting
from quizzes.kinds.feed_spotting.definition import FeedSpotting
from quizzes.kinds.lateral import scoring as lateral
from quizzes.kinds.lateral.definition import Lateral
from quizzes.kinds.ordering import scoring as ordering
from quizzes.kinds.ordering.definition import OrderingActivity
from quizzes.kinds.quiz import scoring as quiz
from quizzes.kinds.quiz.definition import Quiz
from quizzes.kinds.report_desk import scoring as report_desk
from quizzes.kinds.report_desk.definition import ReportDesk
from quizzes.kinds.test import scoring as test
from quizzes.kinds.test.definition import CourseTest
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
    """How definitions of one kind are read, how they are scored, and what only trying them out tells the checker."""

    model: type[AnyDefinition]
    scoring: Scoring[Any]
    troubles: Callable[[Any], Iterable[str]] = lambda _definition: ()


Activity = Branching | Bystander | CommentCare | Conversation | FeedSpotting | Lateral | OrderingActivity | ReportDesk
Definition = Quiz | Activity | CourseTest | Booster

KINDS: Mapping[str, Kind] = {
    "quiz": Kind(Quiz, quiz),
    "branching": Kind(Branching, branching),
    "bystander": Kind(Bystander, bystander),
    "comment_care": Kind(CommentCare, comment_care, comment_care_strategies.troubles),
    "conversation": Kind(Conversation, conversation),
    "feed_spotting": Kind(FeedSpotting, feed_spotting),
    "lateral": Kind(Lateral, lateral),
    "ordering": Kind(OrderingActivity, ordering),
    "report_desk": Kind(ReportDesk, report_desk),
    "test": Kind(CourseTest, test),
    "booster": Kind(Booster, test),
}

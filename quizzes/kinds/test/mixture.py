"""What the test and the booster share: questions from several modules, and after them posts."""

from abc import ABC
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quizzes.checking import Finding
from quizzes.definitions import AnyDefinition, AnyItem, Mode, Review
from quizzes.kinds.feed_spotting.post import JudgedPost
from quizzes.kinds.quiz.single_choice import SingleChoice
from quizzes.texts import LANGUAGES, Frozen, Name, Text

MixedItem = SingleChoice | JudgedPost

LONGEST_RUN_OF_IDS = 6
LONGEST_KEY_SHARE = 0.5  # of the questions whose key is the longest option
QUESTIONS, POSTS = 0, 1


class ModuleCell(Frozen):
    """A cell of the blueprint: what is asked, and in which module it is taught."""

    cell: Name
    module: Name
    outcome: str = Field(pattern=r"^[A-Z]{2}[0-9]+$")
    bloom: Literal["recall", "apply", "judge"]


class AnyMixture(AnyDefinition, ABC):
    """Questions in the cells of a blueprint, and posts that break the rule or do not."""

    listed: ClassVar[str] = "items"
    has_pass_mark: ClassVar[bool] = False

    minutes: int = Field(ge=1, le=60, description="how long it takes")
    title: Text = Field(description="what it is called on every page")
    content_note: Text = Field(description="one neutral line on what the samples contain")
    rule_card: Text = Field(description="the rule by which posts are judged, in a few sentences")
    blueprint: tuple[ModuleCell, ...] = Field(description="what the questions are about")
    items: tuple[Annotated[MixedItem, Field(discriminator="kind")], ...] = Field(description="questions and posts")
    review: Review = Field(description="who has read all of the file")

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.items

    @cached_property
    def by_id(self) -> Mapping[str, MixedItem]:
        return {item.id: item for item in self.items}

    @cached_property
    def questions(self) -> Mapping[str, SingleChoice]:
        return {item.id: item for item in self.items if isinstance(item, SingleChoice)}

    @cached_property
    def posts(self) -> Mapping[str, JudgedPost]:
        return {item.id: item for item in self.items if isinstance(item, JudgedPost)}

    @property
    def reviews(self) -> Mapping[str, Review]:
        """The whole, and each question, which may have been signed by somebody else than the posts."""
        return {self.id: self.review, **{item.id: item.review for item in self.questions.values()}}

    def posts_of(self, kind: str) -> Mapping[str, str]:
        """Post → family, of signals or of noise."""
        return {post.id: post.family for post in self.posts.values() if post.kind == kind}

    def section_of(self, item_id: str) -> int:
        return QUESTIONS if item_id in self.questions else POSTS

    def module_of(self, item_id: str) -> str:
        question = self.questions.get(item_id)
        found = (cell.module for cell in self.blueprint if question and cell.cell == question.cell)
        return next(found, self.module)

    def title_in(self, language: str) -> str:
        return self.title[language]

    def content_note_in(self, language: str) -> str | None:
        return self.content_note[language]

    def rule_card_in(self, language: str) -> str | None:
        return self.rule_card[language]

    def page_size(self, mode: Mode) -> int:
        return 1

    def findings(self) -> Iterator[Finding]:
        yield from self.review.findings()
        yield from self._cell_findings()
        yield from self._post_findings()
        yield from self._length_findings()

    def _cell_findings(self) -> Iterator[Finding]:
        cells = {cell.cell: cell for cell in self.blueprint}
        if len(cells) < len(self.blueprint):
            yield Finding(("blueprint",), "A cell stands in the blueprint twice.")
        for question in self.questions.values():
            cell = cells.get(question.cell)
            if cell is None:
                yield Finding(("items", question.id, "cell"), f"The blueprint has no cell “{question.cell}”.")
            elif cell.outcome != question.outcome:
                message = f"The cell “{cell.cell}” is about {cell.outcome}, this question about {question.outcome}."
                yield Finding(("items", question.id, "outcome"), message)
            if question.status != "live":
                yield Finding(("items", question.id, "status"), "Every question here is asked: its status is “live”.")

    def _post_findings(self) -> Iterator[Finding]:
        for post in self.posts.values():
            if not post.is_scored:
                yield Finding(("items", post.id, "kind"), "Here a post breaks the rule or does not; none is debatable.")
        judged = sorted(self.posts.values(), key=lambda post: (len(post.id), post.id))
        for kind, run in groupby(judged, key=lambda post: post.kind):
            ids = [post.id for post in run]
            if len(ids) > LONGEST_RUN_OF_IDS:
                message = (
                    f"In the order of ids, “{ids[0]}” to “{ids[-1]}” are all {kind} posts. Ids stand in the form and "
                    "would tell the answer: number the posts in a mixed order."
                )
                yield Finding(("items", ids[0]), message)

    def _length_findings(self) -> Iterator[Finding]:
        """Nobody does well by always choosing the longest option."""
        for language in LANGUAGES:
            longest = sum(key_is_longest(question, language) for question in self.questions.values())
            if longest > LONGEST_KEY_SHARE * len(self.questions):
                message = (
                    f"The key is the longest option in {longest} of {len(self.questions)} questions ({language}); "
                    f"{LONGEST_KEY_SHARE:.0%} is the most."
                )
                yield Finding(("items",), message)


def key_is_longest(question: SingleChoice, language: str) -> bool:
    """Whether the right option has more characters than each wrong one."""
    lengths = {option.id: len(option.t[language]) for option in question.options}
    wrong = [lengths[option] for option in question.others]
    return any(lengths[key] > max(wrong, default=0) for key in question.keys)


def key_positions(questions: Sequence[SingleChoice]) -> Counter[int]:
    """Position, from 1 → in how many questions the right option stands there."""
    return Counter(place for question in questions for place, option in enumerate(question.options, 1) if option.key)

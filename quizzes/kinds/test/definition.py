"""One form of the test: everybody who takes it gets the same questions and posts, in an order of their own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import Mode, Stratum
from quizzes.kinds.feed_spotting.definition import STRONG_A_RUN, STRONG_SEVERITY
from quizzes.kinds.test.mixture import AnyMixture, key_positions
from quizzes.texts import Name

PAGE_SIZE = 4  # divides both the questions and the posts, so that no page holds both


class CourseTest(AnyMixture):
    """A form: one question for each cell of the blueprint, and posts of every family that `families` names.

    What all forms share, and the anchors that stand in each of them, is written once in `all-forms.yaml`.

    Scoring: the share of questions answered right; J of the posts beside it. There is no pass mark: a form counts as
    taken when every page has an answer.
    """

    is_taken_once: ClassVar[bool] = True

    kind: Literal["test"]
    families: Mapping[Name, int] = Field(description="how many posts of each family a form has")
    anchors: tuple[Name, ...] = Field(description="ids of the items that stand in all forms; told by their file")

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        return (
            Stratum(len(self.questions), {item: question.cell for item, question in self.questions.items()}),
            Stratum(len(self.posts), {item: post.family for item, post in self.posts.items()}),
        )

    def page_size(self, mode: Mode) -> int:
        return PAGE_SIZE

    def still_due(self, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
        """The first item of every page without an answer: such a page may not have been seen."""
        pages = (item_ids[start : start + PAGE_SIZE] for start in range(0, len(item_ids), PAGE_SIZE))
        return tuple(page[0] for page in pages if not any(self._is_answered(item, responses) for item in page))

    def _is_answered(self, item: str, responses: Mapping[str, Response]) -> bool:
        return self.by_id[item].is_answered(responses.get(item) or {})

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from self._blueprint_findings()
        yield from self._family_findings()
        yield from self._key_position_findings()
        yield from self._anchor_findings()

    def _blueprint_findings(self) -> Iterator[Finding]:
        asked = Counter(question.cell for question in self.questions.values())
        for cell in self.blueprint:
            if asked[cell.cell] != 1:
                message = f"A form has one question for the cell “{cell.cell}”; this one has {asked[cell.cell]}."
                yield Finding(("items",), message)
        per_module = {*Counter(cell.module for cell in self.blueprint).values()}
        if len(per_module) > 1:
            yield Finding(("blueprint",), "Every module has as many cells as the others.")
        for name, items in (("questions", self.questions), ("posts", self.posts)):
            if len(items) % PAGE_SIZE:
                message = f"{len(items)} {name} do not fill pages of {PAGE_SIZE}, and no page holds both kinds."
                yield Finding(("items",), message)

    def _family_findings(self) -> Iterator[Finding]:
        signals, noise = Counter(self.posts_of("signal").values()), Counter(self.posts_of("noise").values())
        if signals.total() != noise.total():
            message = f"Signals and noise are equally many, not {signals.total()} and {noise.total()}."
            yield Finding(("items",), message)
        found = signals + noise
        for family in sorted({*self.families, *found}):
            if found[family] != self.families.get(family, 0):
                message = (
                    f"A form has {self.families.get(family, 0)} posts of the family “{family}”; "
                    f"this one has {found[family]}."
                )
                yield Finding(("items",), message)
        strong = sum(post.severity == STRONG_SEVERITY for post in self.posts.values())
        if strong > STRONG_A_RUN:
            message = f"{strong} posts have severity {STRONG_SEVERITY}; a form has {STRONG_A_RUN} at most."
            yield Finding(("items",), message)

    def _key_position_findings(self) -> Iterator[Finding]:
        positions = key_positions([*self.questions.values()])
        if len({positions[place] for place in (1, 2, 3)}) > 1:
            counted = ", ".join(str(positions[place]) for place in (1, 2, 3))
            message = f"The key stands in each position equally often; here it is {counted} times."
            yield Finding(("items",), message)

    def _anchor_findings(self) -> Iterator[Finding]:
        kinds = Counter(self.by_id[item].kind for item in self.anchors if item in self.by_id)
        if kinds != {"single_choice": 1, "signal": 1, "noise": 1}:
            yield Finding(("items",), "All forms share one question, one signal and one noise post, and no more.")

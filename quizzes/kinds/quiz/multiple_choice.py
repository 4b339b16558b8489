"""A question with several right options, marked with set credit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from quizzes.answering import Given, NotAnOption, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import Misconception
from quizzes.kernels.set_credit import set_credit
from quizzes.kinds.quiz.question import ChoiceQuestion
from quizzes.results import Mark, Reasons, verdict_of


class MultipleChoice(ChoiceQuestion):
    """Four to six options, two or more with `key: true`. Credit: `max(0, hits/keys − wrong/non-keys)`.

    Kept answer: `{"choices": ["a", "c"]}`. Form: `a-<item>` repeated, and `a-<item>-shown=1`, so that a page on which
    the last tick was taken away can be saved. No tick at all is no answer.
    """

    sizes: ClassVar[range] = range(4, 7)

    kind: Literal["multiple_choice"]

    @property
    def parts(self) -> tuple[str, ...]:
        return ("", "shown")

    def read(self, given: Given, earlier: Response) -> Response | None:
        shown = one_of(given.get("shown", ()), ("1",), field_name(self.id, "shown"))
        ticked = [value for value in given.get("", ()) if value]
        if not set(ticked) <= set(self.option_ids):
            raise NotAnOption(field_name(self.id))
        if not shown and not ticked:
            return None
        return {"choices": [option for option in self.option_ids if option in ticked]}

    def is_answered(self, response: Response) -> bool:
        return bool(self._chosen(response))

    def mark(self, response: Response) -> Mark:
        chosen = self._chosen(response)
        if not chosen:
            return Mark("unanswered", set_credit(chosen, self.keys, self.others))
        credit = set_credit(chosen, self.keys, self.others)
        return Mark(verdict_of(credit), credit, self.misconceptions_of(chosen - self.keys))

    def explain(self, response: Response, language: str) -> Reasons:
        """The reasons of wrong ticks (of all ticks when none is wrong), then those of missing ones."""
        chosen = self._chosen(response)
        return Reasons(
            your_answer=self.texts(chosen, language),
            right_answer=self.texts(self.keys, language),
            why=self.whys(chosen - self.keys or chosen, language),
            why_right=self.whys(self.keys - chosen, language),
        )

    def _chosen(self, response: Response) -> frozenset[str]:
        choices = response.get("choices")
        return frozenset(option for option in self.option_ids if isinstance(choices, list) and option in choices)

    def right_way(self) -> Sequence[Given]:
        return [{"": sorted(self.keys), "shown": ["1"]}]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [{"": sorted(self.others), "shown": ["1"]}]
        yield [{"": sorted(self.option_ids), "shown": ["1"]}]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from super().findings(misconceptions)
        if len(self.keys) < 2:
            yield Finding(("options",), "Two options or more have “key: true”; with one, make it a single_choice.")
        if not self.others:
            yield Finding(("options",), "Every option is right: ticking everything would earn the full credit.")

"""A question with three options, one of which is right."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from quizzes.answering import Given, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import Misconception
from quizzes.kinds.quiz.question import ChoiceQuestion
from quizzes.results import Mark, Reasons, verdict_of


class SingleChoice(ChoiceQuestion):
    """Three options, exactly one with `key: true`. Credit: 1 for the key.

    Kept answer: `{"choice": "b"}`. Form: `a-<item>` with the option's id.
    """

    sizes: ClassVar[range] = range(3, 4)

    kind: Literal["single_choice"]

    @property
    def parts(self) -> tuple[str, ...]:
        return ("",)

    def read(self, given: Given, earlier: Response) -> Response | None:
        choice = one_of(given.get("", ()), self.option_ids, field_name(self.id))
        return {"choice": choice} if choice else None

    def is_answered(self, response: Response) -> bool:
        return bool(self._chosen(response))

    def mark(self, response: Response) -> Mark:
        chosen = self._chosen(response)
        if not chosen:
            return Mark("unanswered", Fraction(0))
        credit = Fraction(chosen <= self.keys)
        return Mark(verdict_of(credit), credit, self.misconceptions_of(chosen - self.keys))

    def explain(self, response: Response, language: str) -> Reasons:
        chosen = self._chosen(response)
        return Reasons(
            your_answer=self.texts(chosen, language),
            right_answer=self.texts(self.keys, language),
            why=self.whys(chosen, language),
            why_right=self.whys(self.keys - chosen, language),
        )

    def _chosen(self, response: Response) -> frozenset[str]:
        return frozenset(option for option in self.option_ids if option == response.get("choice"))

    def right_way(self) -> Sequence[Given]:
        return [{"": sorted(self.keys)}]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield from ([{"": [option]}] for option in sorted(self.others))

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from super().findings(misconceptions)
        if len(self.keys) != 1:
            yield Finding(("options",), f"Exactly one option has “key: true”, not {len(self.keys)}.")

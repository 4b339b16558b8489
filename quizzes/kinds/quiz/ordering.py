"""A question whose steps are put in order, where many orders may be right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from quizzes.answering import Given, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import Misconception
from quizzes.kernels.partial_order import Before, is_kept, one_right_order, order_credit
from quizzes.kinds.quiz.question import Question, Step
from quizzes.results import Mark, Reasons, verdict_of
from quizzes.texts import Name


class Ordering(Question):
    """Steps (in `options`) and pairs `before: [[a, b], …]`: a comes before b. Credit: `max(0, 2p − 1)`, p = pairs kept.

    Kept answer: `{"order": {"a": 1, "b": None}}`, every step with its place or None. Form: `a-<item>-<step>=1..n`.
    Ties and empty places can be saved; `gaps` names them, and no pair with one is kept.
    """

    kind: Literal["ordering"]
    options: tuple[Step, ...]
    before: tuple[tuple[Name, Name], ...]

    @property
    def choices(self) -> Sequence[Step]:
        return self.options

    @property
    def pairs(self) -> tuple[Before, ...]:
        return tuple(Before(first, then) for first, then in self.before)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.option_ids

    def read(self, given: Given, earlier: Response) -> Response | None:
        places = [str(place) for place in range(1, len(self.options) + 1)]
        found = {
            step: one_of(given.get(step, ()), places, field_name(self.id, step))
            for step in self.option_ids
        }  # fmt: skip
        if not any(found.values()):
            return None
        return {"order": {step: int(place) if place else None for step, place in found.items()}}

    def is_answered(self, response: Response) -> bool:
        places = self._places(response)
        return len(places) == len(self.options) == len({*places.values()})

    def mark(self, response: Response) -> Mark:
        places = self._places(response)
        if not places:
            return Mark("unanswered", Fraction(0))
        credit = order_credit(places, self.pairs)
        return Mark(verdict_of(credit), credit)

    def explain(self, response: Response, language: str) -> Reasons:
        """Why the steps that came too late belong earlier; of a right order, why each step stands where it does."""
        places = self._places(response)
        right = self._right_order()
        late = {pair.first for pair in self.pairs if not is_kept(pair, places)}
        why = {step.id: step.why[language] for step in self.options}
        explained = [why[step] for step in right if step in late or not late]
        return Reasons(
            your_answer=self._listed(sorted(places, key=lambda step: places[step]), places, language),
            right_answer=self._listed(right, {step: place for place, step in enumerate(right, 1)}, language),
            why=" ".join(explained) if places else "",
            why_right="" if places else " ".join(explained),
        )

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        places = self._places(response)
        missing = tuple(step for step in self.option_ids if step not in places)
        shared = Counter(places.values())
        tied = tuple(step for step in self.option_ids if shared[places.get(step, 0)] > 1)
        if missing and places:
            yield "missing", missing
        if tied:
            yield "tie", tied

    def _places(self, response: Response) -> dict[str, int]:
        order = response.get("order")
        given = order if isinstance(order, dict) else {}
        places = range(1, len(self.options) + 1)
        return {step: place for step in self.option_ids if type(place := given.get(step)) is int and place in places}

    def _right_order(self) -> tuple[str, ...]:
        return one_right_order(self.option_ids, self.pairs)

    def _listed(self, steps: Sequence[str], places: Mapping[str, int], language: str) -> str:
        texts = {step.id: step.t[language] for step in self.options}
        return "; ".join(f"{places[step]}. {texts[step]}" for step in steps)

    def right_way(self) -> Sequence[Given]:
        return [{step: [str(place)] for place, step in enumerate(self._right_order(), 1)}]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [{step: [str(place)] for place, step in enumerate(reversed(self._right_order()), 1)}]
        yield [{step: ["1"] for step in self.option_ids}]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from super().findings(misconceptions)
        steps = self.option_ids
        if len(steps) < 3:
            yield Finding(("options",), "Ordering needs three steps or more.")
        if not self.before:
            yield Finding(("before",), "Without a pair in “before”, no order is better than another.")
        for index, (first, then) in enumerate(self.before):
            unknown = [step for step in (first, then) if step not in steps]
            if unknown:
                yield Finding(("before", index), f"There is no step “{unknown[0]}”.")
        idle = [step for step in steps if not any(step in pair for pair in self.before)]
        for step in idle:
            yield Finding(
                ("options", step), f"The step “{step}” is in no pair of “before”: its place would not matter."
            )
        if len(self._right_order()) < len(steps):
            yield Finding(("before",), "The pairs run in a circle: no order keeps them all.")

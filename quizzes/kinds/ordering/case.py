"""One case of an ordering activity: the steps of a response, what belongs before what, and what does harm."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field

from quizzes.answering import Given, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.kernels.partial_order import Before, one_right_order, safe_order_credit, share_of_orders
from quizzes.showing import ShownItem, ShownOption
from quizzes.texts import Frozen, Name, Text

NEVER = "never"
PASS_CREDIT = Fraction(80, 100)
LUCKY_SHARE = Fraction(5, 100)  # so many of all orders may pass at most
FEWEST_HARMS = 3
MOST_STEPS = 12  # harmful ones apart: whoever counts orders counts sets of them

Place = int | str


class Step(Frozen):
    """Something to do. Its id stands in the form, so it tells nothing of the place."""

    id: Name = Field(description="its name in the pairs")
    t: Text = Field(description="what is done")
    why: Text = Field(description="what it is for: told to whoever leaves it out")


class HarmfulStep(Step):
    """Something that people do in good faith or in fright, and that makes it worse."""

    id: Name = Field(description="stands in the form, so it does not say that the step does harm")
    t: Text = Field(description="what is done, worded so that a decent person could choose it")
    why: Text = Field(description="what it leads to: told to whoever keeps it")
    misconception: Name = Field(description="the belief behind it")


class Pair(Frozen):
    """A step that belongs before another one."""

    first: Name = Field(description="the step that comes first")
    then: Name = Field(description="the step that comes later")
    weight: int = Field(
        default=1, ge=0, le=9, description="how much it matters; with 0 a broken pair is told and costs nothing"
    )
    critical: bool = Field(default=False, description="whether an order that breaks it is unsafe and cannot pass")
    broken: Text = Field(description="what goes wrong, said of this pair: “Report came before evidence: …”")


class OrderingCase(AnyItem):
    """A case with the steps of a response. Each gets a place, or `never`; many orders are right.

    Kept answer: `{"order": {"safe": 1, "pay": "never", "lock": None}}`, every step with its place, `never` or None.
    Form: `a-<case>-<step>`, 1 to the number of steps, or `never`. Ties and empty places can be saved; an order with
    one of them is no answer yet.
    """

    role: Literal["friend", "self", "minor"] = Field(
        description="whom it is about: a friend, oneself, or somebody under 18, who needs another way"
    )
    story: Text = Field(description="what has happened, without blame, and without a detail that nobody needs")
    steps: tuple[Step, ...] = Field(min_length=4, max_length=MOST_STEPS, description="the steps that help")
    harmful: tuple[HarmfulStep, ...] = Field(
        min_length=FEWEST_HARMS, max_length=MOST_STEPS, description="the steps that do harm; they are in no pair"
    )
    before: tuple[Pair, ...] = Field(description="which steps come before which; there is an order that keeps all")
    optional: tuple[Name, ...] = Field(
        default=(), description="steps that may also be left out; their pairs count only where they are kept"
    )
    facts: tuple[Name, ...] = Field(default=(), description="the facts behind its words, by id")

    @property
    def all_steps(self) -> tuple[Step, ...]:
        return (*self.steps, *self.harmful)

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.all_steps)

    @cached_property
    def step_ids(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.steps)

    @cached_property
    def pairs(self) -> tuple[Before, ...]:
        return tuple(Before(pair.first, pair.then, pair.weight, pair.critical) for pair in self.before)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.option_ids

    @property
    def misconceptions(self) -> frozenset[str]:
        return frozenset(step.misconception for step in self.harmful)

    # --- shown and answered

    def shown(self, sight: Sight) -> ShownItem:
        texts = {step.id: step.t[sight.language] for step in self.all_steps}
        options = tuple(ShownOption(step, texts[step]) for step in sight.order)
        return ShownItem(self.id, "ordering", stem=self.story[sight.language], options=options)

    def read(self, given: Given, earlier: Response) -> Response | None:
        allowed = (*(str(place) for place in self._places), NEVER)
        found = {
            step: one_of(given.get(step, ()), allowed, field_name(self.id, step)) for step in self.option_ids
        }  # fmt: skip
        if not any(found.values()) and not earlier:
            return None
        return {
            "order": {step: int(place) if place and place != NEVER else place for step, place in found.items()}
        }  # fmt: skip

    def is_answered(self, response: Response) -> bool:
        return len(self.decided(response)) == len(self.option_ids) and not any(self._tied(response))

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        """`missing` where nothing was decided; then `unplaced`, and a `tie` for each place that several steps have."""
        decided = self.decided(response)
        undecided = tuple(step for step in self.option_ids if step not in decided)
        if undecided:
            yield ("unplaced" if decided else "missing"), undecided
        for tied in self._tied(response):
            yield "tie", tied

    def decided(self, response: Response) -> Mapping[str, Place]:
        """Step → its place or `never`, for those that have one. Total: what makes no sense is not decided."""
        order = response.get("order")
        given = order if isinstance(order, dict) else {}
        found: dict[str, Place] = {}
        for step in self.option_ids:
            place = given.get(step)
            if (type(place) is int and place in self._places) or place == NEVER:
                found[step] = place
        return found

    def placed(self, response: Response) -> Mapping[str, int]:
        """The steps that are kept, with their places."""
        return {step: place for step, place in self.decided(response).items() if isinstance(place, int)}

    def _tied(self, response: Response) -> Iterator[tuple[str, ...]]:
        placed = self.placed(response)
        for place, count in sorted(Counter(placed.values()).items()):
            if count > 1:
                yield tuple(step for step in self.option_ids if placed.get(step) == place)

    @property
    def _places(self) -> range:
        return range(1, len(self.option_ids) + 1)

    # --- marked

    def pairs_that_count(self, placed: Mapping[str, int]) -> tuple[Before, ...]:
        """All pairs but those of optional steps that were left out."""
        left_out = {step for step in self.optional if step not in placed}
        return tuple(pair for pair in self.pairs if not {pair.first, pair.then} & left_out)

    def kept_harms(self, placed: Mapping[str, int]) -> tuple[HarmfulStep, ...]:
        return tuple(step for step in self.harmful if step.id in placed)

    def credit(self, response: Response) -> Fraction:
        """0 to 1; an order with a gap or a tie earns nothing."""
        if not self.is_answered(response):
            return Fraction(0)
        placed = self.placed(response)
        return safe_order_credit(placed, self.pairs_that_count(placed), len(self.kept_harms(placed)))

    def passes(self, response: Response) -> bool:
        return self.credit(response) >= PASS_CREDIT and not self.kept_harms(self.placed(response))

    def right_order(self, steps: Sequence[str] | None = None) -> tuple[str, ...]:
        """One order of these steps, or of all that help, that keeps every pair."""
        return one_right_order(self.step_ids if steps is None else steps, self.pairs)

    def in_order(self, steps: Sequence[str]) -> Response:
        """The answer of somebody who takes these steps in this order and no other."""
        places = {step: place for place, step in enumerate(steps, 1)}
        return {"order": {step: places.get(step, NEVER) for step in self.option_ids}}

    def blind_ways(self) -> Iterator[tuple[str, Response]]:
        """Ways to answer without reading, each with its name."""
        yield "every step kept, in the order of the file", self.in_order(self.option_ids)
        yield "every step kept, backwards", self.in_order(self.option_ids[::-1])
        yield "every step kept, by its name", self.in_order(sorted(self.option_ids))
        yield "the helpful steps in the order of the file", self.in_order(self.step_ids)
        yield "the helpful steps backwards", self.in_order(self.step_ids[::-1])
        yield "the helpful steps by their names", self.in_order(sorted(self.step_ids))
        yield "no step kept", self.in_order(())

    # --- rehearsed and checked

    def right_way(self) -> Sequence[Given]:
        return [self._form(self.right_order())]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [self._form(self.right_order()[::-1])]
        yield [self._form(())]

    def _form(self, steps: Sequence[str]) -> Given:
        places = {step: str(place) for place, step in enumerate(steps, 1)}
        return {step: [places.get(step, NEVER)] for step in self.option_ids}

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from self._step_findings(misconceptions)
        unsound = list(self._pair_findings())
        yield from unsound
        if not unsound:
            yield from self._luck_findings()

    def _step_findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        names = self.option_ids
        for step in sorted({name for name in names if names.count(name) > 1}):
            yield Finding((), f"The step “{step}” stands there twice, perhaps as helpful and as harmful.")
        for step in sorted(set(self.optional) - set(self.step_ids)):
            yield Finding(("optional",), f"There is no step “{step}” that could be left out.")
        in_pairs = {name for pair in self.before for name in (pair.first, pair.then)}
        for step in self.step_ids:
            if step not in in_pairs and step not in self.optional:
                message = f"The step “{step}” is in no pair of “before” and not optional: its place would not matter."
                yield Finding(("steps", step), message)
        for harm in self.harmful:
            if harm.misconception not in misconceptions:
                message = f"The misconception “{harm.misconception}” is not in the list of the file."
                yield Finding(("harmful", harm.id, "misconception"), message)

    def _pair_findings(self) -> Iterator[Finding]:
        harmful = {step.id for step in self.harmful}
        for index, pair in enumerate(self.before):
            for name in (pair.first, pair.then):
                if name in harmful:
                    yield Finding(("before", index), f"“{name}” does harm at any time, so it is in no pair.")
                elif name not in self.step_ids:
                    yield Finding(("before", index), f"There is no step “{name}”.")
            if pair.critical and not pair.weight:
                yield Finding(("before", index, "weight"), "A critical pair weighs something: give it 1 or more.")
        if not any(pair.weight for pair in self.before):
            yield Finding(("before",), "No pair weighs anything, so no order is better than another.")
        if len(self.right_order()) < len(self.step_ids):
            yield Finding(("before",), "The pairs run in a circle: no order keeps them all.")

    def _luck_findings(self) -> Iterator[Finding]:
        """Nobody passes by throwing the steps, harmful ones set apart, or by a way without reading."""
        for steps in ({*self.step_ids}, {*self.step_ids} - {*self.optional}):
            pairs = self.pairs_that_count(dict.fromkeys(steps, 1))
            share = share_of_orders(sorted(steps), pairs, PASS_CREDIT)
            if share > LUCKY_SHARE:
                message = (
                    f"{float(share):.1%} of all orders of {len(steps)} steps pass; {float(LUCKY_SHARE):.0%} is the "
                    "most. Add a pair that matters, or make one critical."
                )
                yield Finding(("before",), message)
        for name, response in self.blind_ways():
            if self.passes(response):
                yield Finding(("steps",), f"“{name}” passes: change the order of the file, or the names.")

"""Scoring of an order: pairs kept, a price for each harmful step, and a cap for what is unsafe.

With the weights w of the pairs of a case (those of optional steps that were left out do not count):

    p = Σw(pairs kept) / Σw(pairs)        b = max(0, 2p − 1)
    score = 100 · max(0, b − 0.25 · harmful steps kept); any critical pair broken → at most 59
    passed: 80 or more in the mean of the cases, and no harmful step kept

A pair is kept when both steps have a place and stand in this order. An order in which a step is undecided, or two steps
share a place, is no answer and earns 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.answering import Response
from quizzes.facts import ShownFact
from quizzes.kernels.partial_order import is_kept
from quizzes.kinds.ordering.case import PASS_CREDIT, OrderingCase, Pair
from quizzes.kinds.ordering.definition import OrderingActivity
from quizzes.results import ExplainedItem, ItemResult, Mark, Result, verdict_of


@dataclass(frozen=True)
class Reason:
    """What went wrong with one pair or one step. `step` names a step that was left out or should have been.

    A critical one makes the order unsafe; a free one costs nothing.
    """

    sentence: str
    step: str = ""
    is_critical: bool = False
    is_free: bool = False


@dataclass(frozen=True)
class ExplainedCase(ExplainedItem):
    """A case after it was answered: the learner's order beside a right one, and what goes wrong where they differ."""

    points: float = 0
    role: str = ""
    yours: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    model_optional: tuple[str, ...] = ()
    broken: tuple[Reason, ...] = ()
    missed: tuple[Reason, ...] = ()
    harmed: tuple[Reason, ...] = ()
    facts: tuple[ShownFact, ...] = ()


def score(activity: OrderingActivity, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. `points` adds up the credits of the cases.

    Components: counts `cases`, `pairs`, `pairs_kept`, `harms` (harmful steps kept), `critical` (critical pairs broken)
    and `unanswered`; `weight_kept`, the p of all cases together, 0 to 1.
    """
    cases = [activity.by_id[item] for item in item_ids]
    marks = {case.id: mark(case, responses[case.id]) for case in cases}
    mean = sum((one.credit for one in marks.values()), Fraction(0)) / len(marks) if marks else Fraction(0)
    answered = {case: case.placed(responses[case.id]) for case in cases if case.is_answered(responses[case.id])}
    counted = [
        (pair, is_kept(pair, placed)) for case, placed in answered.items() for pair in case.pairs_that_count(placed)
    ]
    harms = sum(len(case.kept_harms(placed)) for case, placed in answered.items())
    weight = sum(pair.weight for pair, _kept in counted)
    kept_weight = sum(pair.weight for pair, kept in counted if kept)
    return Result(
        score=float(100 * mean),
        passed=mean >= PASS_CREDIT and not harms,
        points=float(sum(one.credit for one in marks.values())),
        out_of=float(len(marks)),
        components={
            "cases": float(len(cases)),
            "pairs": float(sum(pair.weight > 0 for pair, _kept in counted)),
            "pairs_kept": float(sum(pair.weight > 0 and kept for pair, kept in counted)),
            "harms": float(harms),
            "critical": float(sum(pair.critical and not kept for pair, kept in counted)),
            "unanswered": float(len(cases) - len(answered)),
            "weight_kept": kept_weight / weight if weight else 0.0,
        },
        items=tuple(
            ItemResult(name, one.verdict, float(one.credit), one.misconceptions) for name, one in marks.items()
        ),
    )


def mark(case: OrderingCase, response: Response) -> Mark:
    """The credit of a case; the beliefs are those behind the harmful steps that were kept."""
    if not case.is_answered(response):
        return Mark("unanswered", Fraction(0))
    credit = case.credit(response)
    harms = case.kept_harms(case.placed(response))
    return Mark(verdict_of(credit), credit, tuple(dict.fromkeys(step.misconception for step in harms)))


def explain(activity: OrderingActivity, item_id: str, response: Response, language: str, number: int) -> ExplainedCase:
    """One case: the learner's order beside one right one, a sentence for each broken pair, each harm, each omission."""
    case = activity.by_id[item_id]
    one, decided, placed = mark(case, response), case.decided(response), case.placed(response)
    texts = {step.id: step.t[language] for step in case.all_steps}
    yours = sorted(placed, key=lambda step: placed[step])
    model = case.right_order()
    reasons = _broken(case, placed, language) if decided else ()
    missed = _missed(case, placed, language) if decided else ()
    harmed = tuple(Reason(step.why[language], step.t[language]) for step in case.kept_harms(placed))
    facts = {fact.id: fact for fact in activity.facts}
    return ExplainedCase(
        id=case.id,
        number=number,
        kind="ordering",
        verdict=one.verdict,
        your_answer="; ".join(texts[step] for step in yours),
        right_answer="; ".join(texts[step] for step in model),
        why=" ".join(reason.sentence for reason in (*harmed, *reasons, *missed)),
        why_right="",
        misconception=activity.belief(one.misconceptions, language),
        heading=case.story[language],
        points=float(100 * one.credit),
        role=case.role,
        yours=tuple(texts[step] for step in yours),
        left_out=tuple(texts[step] for step in case.option_ids if step in decided and step not in placed),
        model=tuple(texts[step] for step in model),
        model_optional=tuple(texts[step] for step in model if step in case.optional),
        broken=reasons,
        missed=missed,
        harmed=harmed,
        facts=tuple(facts[name].shown(language) for name in case.facts if name in facts),
    )


def weakest_families(
    activity: OrderingActivity, item_ids: Sequence[str], responses: Mapping[str, Response]
) -> tuple[str, ...]:
    """The cases that did not go well enough to pass, worst first: each may be practised again."""
    weak = [item for item in item_ids if not activity.by_id[item].passes(responses[item])]
    return tuple(sorted(weak, key=lambda item: (activity.by_id[item].credit(responses[item]), item)))


def _broken(case: OrderingCase, placed: Mapping[str, int], language: str) -> tuple[Reason, ...]:
    """Pairs of kept steps that stand the wrong way round, those that make the order unsafe first."""
    wrong = [pair for pair in case.before if _is_turned(pair, placed)]
    wrong.sort(key=lambda pair: (not pair.critical, -pair.weight))
    return tuple(Reason(pair.broken[language], is_critical=pair.critical, is_free=not pair.weight) for pair in wrong)


def _is_turned(pair: Pair, placed: Mapping[str, int]) -> bool:
    both = pair.first in placed and pair.then in placed
    return both and placed[pair.first] >= placed[pair.then]


def _missed(case: OrderingCase, placed: Mapping[str, int], language: str) -> tuple[Reason, ...]:
    """Steps that may not be left out, and were."""
    critical = {name for pair in case.before if pair.critical for name in (pair.first, pair.then)}
    return tuple(
        Reason(step.why[language], step.t[language], step.id in critical)
        for step in case.steps
        if step.id not in placed and step.id not in case.optional
    )

"""The learner's trail beside the model trail: for each screen what was chosen, what fits, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quizzes.facts import ShownFact
from quizzes.kernels.partial_order import is_kept
from quizzes.kinds.report_desk.case import Case
from quizzes.kinds.report_desk.marks import CaseMark
from quizzes.kinds.report_desk.walk import Walk
from quizzes.results import ExplainedItem
from quizzes.texts import Text

# What became of a choice: it fits, comes near, is free, does harm, or was to be chosen and was not.
ChoiceMark = Literal["fits", "near", "free", "harms", "missed"]


@dataclass(frozen=True)
class TrailChoice:
    """One choice in words; on the first screen `text` is the decision, "report" or "leave"."""

    text: str
    mark: ChoiceMark


@dataclass(frozen=True)
class TrailStep:
    """A screen of both trails. `credit` is 0 to 1; None where the screen has no credit of its own."""

    screen: str
    yours: tuple[TrailChoice, ...]
    model: tuple[str, ...]
    why: str
    credit: float | None


@dataclass(frozen=True)
class ExplainedCase(ExplainedItem):
    """A case after it was sent; `points` of 100."""

    points: float = 0.0
    urgency: str = ""
    is_to_report: bool = True
    emergency_missed: bool = False
    story: str = ""
    trail: tuple[TrailStep, ...] = ()
    reviewer: str = ""
    facts: tuple[ShownFact, ...] = ()
    outcome: str = ""


def trail(case: Case, walk: Walk, mark: CaseMark, language: str) -> Iterator[TrailStep]:
    """Both trails, screen by screen. Where nothing is to be reported there is no more than the first and the last."""
    decision = "report" if case.is_to_report else "leave"
    chosen = [TrailChoice(walk.decision, "fits" if walk.decision == decision else "harms")] if walk.decision else []
    yield TrailStep("post", tuple(chosen), (decision,), "" if case.is_to_report else case.why.reason[language], None)
    if case.is_to_report:
        yield _reason(case, walk, mark, language)
        yield _evidence(case, walk, mark, language)
        yield _order(case, walk, mark, language)
    yield _channels(case, walk, mark, language)


def _reason(case: Case, walk: Walk, mark: CaseMark, language: str) -> TrailStep:
    yours = []
    if walk.decision == "report" and walk.detail:
        credit = case.credit_of(walk.detail)
        fit: ChoiceMark = "fits" if credit == 1 else "near" if credit else "missed"
        yours = [TrailChoice(case.label(walk.detail, language), fit)]
    model = (case.label(case.theme, language),)
    return TrailStep("reason", tuple(yours), model, case.why.reason[language], float(mark.reason))


def _evidence(case: Case, walk: Walk, mark: CaseMark, language: str) -> TrailStep:
    chosen = walk.evidence or () if walk.decision == "report" else ()
    marks: dict[str, ChoiceMark] = {"keep": "fits", "may": "free", "harm": "harms"}
    yours = [TrailChoice(case.label(one, language), marks[case.evidence[one]]) for one in chosen]
    model = case.kept_as("keep")
    yours += _missed(case, model, chosen, language)
    return TrailStep(
        "evidence", tuple(yours), _labels(case, model, language), _in(case.why.evidence, language), float(mark.evidence)
    )


def _order(case: Case, walk: Walk, mark: CaseMark, language: str) -> TrailStep:
    places = walk.places if walk.decision == "report" else {}
    late = {pair.first for pair in case.pairs if not is_kept(pair, places)}
    yours = [
        TrailChoice(case.label(step, language), "missed" if step in late else "fits")
        for step in sorted(places, key=lambda step: places[step])
    ]
    model = _labels(case, case.right_order(), language)
    return TrailStep("order", tuple(yours), model, _in(case.why.order, language), float(mark.order))


def _channels(case: Case, walk: Walk, mark: CaseMark, language: str) -> TrailStep:
    chosen = walk.channels or ()
    marks: dict[str, ChoiceMark] = {"must": "fits", "should": "fits", "may": "free", "harm": "harms"}
    yours = [TrailChoice(case.label(one, language), marks[case.channels[one]]) for one in chosen]
    model = [one for one in case.turned_to_as("must", "should") if one in case.offered.channels]
    yours += _missed(case, model, chosen, language)
    return TrailStep(
        "channels", tuple(yours), _labels(case, model, language), case.why.channels[language], float(mark.channels)
    )


def _missed(case: Case, model: Sequence[str], chosen: Sequence[str], language: str) -> list[TrailChoice]:
    return [TrailChoice(case.label(one, language), "missed") for one in model if one not in chosen]


def _labels(case: Case, names: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(case.label(one, language) for one in names)


def _in(text: Text | None, language: str) -> str:
    return text[language] if text else ""

"""Scoring of a report desk: the mean of its cases, each by reason, evidence, channels and order (`marks.py`).

    score = mean of the cases, of which each is 100 · (0.30 R + 0.25 E + 0.30 C + 0.15 O)
    passed: score ≥ 70, and no emergency missed

A third of the cases are to be left alone and earn nothing once they are reported, so reporting everything comes to 67
at most, with everything else right. Leaving everything alone misses the emergency; ticking everything costs E and C.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kinds.report_desk.case import Case
from quizzes.kinds.report_desk.definition import ReportDesk
from quizzes.kinds.report_desk.marks import CaseMark, mark
from quizzes.kinds.report_desk.trail import ExplainedCase, trail
from quizzes.kinds.report_desk.walk import Walk
from quizzes.results import ItemResult, Result, Verdict, verdict_of

PASS_SHARE = Fraction(70, 100)


def score(desk: ReportDesk, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. `points` adds up the shares of the cases.

    Components: `reason`, `evidence` and `order`, means 0 to 1 over the cases to report; `channels`, mean over all;
    counts `cases`, `to_report`, `reported` (of these), `to_leave`, `left` (of these), `harms` (harmful things ticked),
    `emergencies`, `emergencies_missed`, `unsent`. No diagnostics.
    """
    cases = [desk.by_id[item] for item in item_ids]
    walks = {case.id: case.walk(responses[case.id]) for case in cases}
    marks = {case.id: mark(case, walks[case.id]) for case in cases}
    mean = _mean(one.credit for one in marks.values())
    missed = sum(one.emergency_missed for one in marks.values())
    to_report = [case for case in cases if case.is_to_report]
    sent = [case for case in cases if marks[case.id].is_sent]
    return Result(
        score=float(100 * mean),
        passed=mean >= PASS_SHARE and not missed,
        points=float(sum((one.credit for one in marks.values()), Fraction(0))),
        out_of=float(len(cases)),
        components={
            "reason": float(_mean(marks[case.id].reason for case in to_report)),
            "evidence": float(_mean(marks[case.id].evidence for case in to_report)),
            "order": float(_mean(marks[case.id].order for case in to_report)),
            "channels": float(_mean(one.channels for one in marks.values())),
            "cases": float(len(cases)),
            "to_report": float(len(to_report)),
            "reported": float(sum(case.is_to_report and walks[case.id].decision == "report" for case in sent)),
            "to_leave": float(len(cases) - len(to_report)),
            "left": float(sum(not case.is_to_report and walks[case.id].decision == "leave" for case in sent)),
            "harms": float(sum(len(_harmful(case, walks[case.id])) for case in sent)),
            "emergencies": float(sum(case.is_emergency for case in cases)),
            "emergencies_missed": float(missed),
            "unsent": float(len(cases) - len(sent)),
        },
        items=tuple(_item(case, walks[case.id], marks[case.id]) for case in cases),
    )


def explain(desk: ReportDesk, item_id: str, response: Response, language: str, number: int) -> ExplainedCase:
    """The learner's trail beside the model's, what a reviewer sees, and what becomes of reports."""
    case = desk.by_id[item_id]
    walk = case.walk(response)
    one = mark(case, walk)
    return ExplainedCase(
        id=case.id,
        number=number,
        kind="case",
        verdict=_verdict(one),
        your_answer="",
        right_answer="",
        why="",
        why_right="",
        misconception=desk.belief(_item(case, walk, one).misconceptions, language),
        runs=case.runs,
        author=case.author,
        context=case.context[language],
        gloss=case.gloss[language] if case.gloss else "",
        points=float(100 * one.credit),
        urgency=case.urgency,
        is_to_report=case.is_to_report,
        emergency_missed=one.emergency_missed,
        story=case.story[language],
        trail=tuple(trail(case, walk, one, language)),
        reviewer=case.reviewer[language],
        facts=tuple(
            fact.shown(language) for fact in desk.desk.facts_of(case.turned_to_as("must", "should"), case.facts)
        ),
        outcome=desk.outcome[language],
    )


def weakest_families(desk: ReportDesk, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
    """The cases to play again: those with a missed emergency first, then those below the pass mark, worst first."""
    marks = {item: mark(desk.by_id[item], desk.by_id[item].walk(responses[item])) for item in item_ids}
    weak = [item for item, one in marks.items() if one.emergency_missed or one.credit < PASS_SHARE]
    return tuple(sorted(weak, key=lambda item: (not marks[item].emergency_missed, marks[item].credit, item)))


def _item(case: Case, walk: Walk, one: CaseMark) -> ItemResult:
    beliefs = tuple(case.beliefs[choice] for choice in _harmful(case, walk) if choice in case.beliefs)
    return ItemResult(case.id, _verdict(one), float(one.credit), tuple(dict.fromkeys(beliefs if one.is_sent else ())))


def _harmful(case: Case, walk: Walk) -> tuple[str, ...]:
    """What was chosen and does harm: among the channels, and in a report among the evidence."""
    kept = walk.evidence or () if walk.decision == "report" and case.is_to_report else ()
    return (
        *(one for one in case.turned_to_as("harm") if one in walk.taken),
        *(one for one in kept if case.evidence[one] == "harm"),
    )


def _verdict(one: CaseMark) -> Verdict:
    return verdict_of(one.credit) if one.is_sent else "unanswered"


def _mean(values: Iterable[Fraction]) -> Fraction:
    found = [*values]
    return sum(found, Fraction(0)) / len(found) if found else Fraction(0)

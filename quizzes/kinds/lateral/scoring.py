"""Scoring of lateral reading: the verdict, the evidence it rests on, whether the page was left, and how sure one was.

For each claim, with the tabs that were opened:

    V   = 1 for the right verdict; ½ for false instead of misleading, or the other way round; ¼ for “cannot tell”
          when what is needed was neither found nor within reach of the actions that were left; else 0
    Ev  = |revealed ∩ needed| / |needed|
    Lat = 1 if the first or the second action left the page of the claim, else 0
    K   = 0, ½, 1 for a right verdict at low, mid, high certainty; 0, −½, −1 for a wrong one; no certainty is low
    claim = 0.55·V + 0.20·Ev + 0.15·Lat + 0.10·(K + 1)/2; without a verdict 0

    score = 100 · mean(claims)
    J = not-true claims judged not true / not-true claims − true claims not judged true / true claims
    passed: J ≥ ½ and score ≥ 70

Only “cannot tell” asks whether more could have been found: whoever could still look has not looked, and whoever has
found it can tell. It predicts nothing, so its K is 0. For J it neither catches an untrue claim nor believes a true one,
and so counts like an unanswered claim. A verdict of the right side of J but the wrong word is wrong for K.

Why 70 besides J: the outcome is to leave, to find and then to judge. Six lucky verdicts with no tab opened come to 65
at most; so nobody passes by judging from the page alone. Actions within the budget cost nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kernels.certainty import LEVELS, PROBABILITY, Prediction, calibration, certainty_bonus
from quizzes.kernels.signal_detection import Judgement, tally
from quizzes.kinds.lateral.claim import Claim
from quizzes.kinds.lateral.definition import Lateral
from quizzes.kinds.lateral.replay import ExplainedClaim, left_after, replayed
from quizzes.kinds.lateral.rules import LEAVES_BY
from quizzes.results import ItemResult, Mark, Result, Verdict

JUDGING, FINDING, LEAVING, KNOWING = Fraction(55, 100), Fraction(20, 100), Fraction(15, 100), Fraction(10, 100)
ADJACENT = Fraction(1, 2)
HONEST = Fraction(1, 4)
PASS_J = Fraction(1, 2)
PASS_SCORE = 70


@dataclass(frozen=True)
class Credits:
    """The four parts of a claim, each from 0 to 1; certainty is (K + 1)/2."""

    verdict: Fraction = Fraction(0)
    evidence: Fraction = Fraction(0)
    lateral: Fraction = Fraction(0)
    certainty: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        """What the claim comes to, 0 to 1."""
        parts = (JUDGING * self.verdict, FINDING * self.evidence, LEAVING * self.lateral, KNOWING * self.certainty)
        return sum(parts, Fraction(0))


def score(lateral: Lateral, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. `points` counts right verdicts.

    Components: counts `true_claims`, `untrue_claims`, `caught` (untrue ones judged not true), `doubted` (true ones
    judged not true), `right`, `near` (false instead of misleading or the other way round), `cannot_tell`,
    `no_verdict`, `left` (claims whose page was left in time), `all_found` (claims with all evidence); means 0 to 1
    `verdict`, `evidence`, `lateral`, `certainty`; `j`, −1 to 1.
    Diagnostics: for each level `said_<level>` and of these `right_<level>`; `calibration` 0 to 1; `overconfidence`
    −1 to 1, the mean chance of being right that was stated minus the share that was right. Both are left out without
    a verdict that says how sure.
    """
    claims = [lateral.by_id[item] for item in item_ids]
    answers = [(claim, responses[claim.id]) for claim in claims]
    credited = [credits_of(claim, response) for claim, response in answers]
    counts = tally(Judgement(not claim.is_true, _doubted(claim, response)) for claim, response in answers)
    mean = sum((one.total for one in credited), Fraction(0)) / len(claims) if claims else Fraction(0)
    marks = [mark(claim, response) for claim, response in answers]
    verdicts = [claim.verdict(response) for claim, response in answers]
    right = sum(one.verdict == "right" for one in marks)
    return Result(
        score=float(100 * mean),
        passed=counts.j >= PASS_J and 100 * mean >= PASS_SCORE,
        points=float(right),
        out_of=float(len(claims)),
        components={
            "true_claims": float(counts.noise),
            "untrue_claims": float(counts.signals),
            "caught": float(counts.hits),
            "doubted": float(counts.false_alarms),
            "right": float(right),
            "near": float(sum(_is_near(claim, response) for claim, response in answers)),
            "cannot_tell": float(verdicts.count("cannot_tell")),
            "no_verdict": float(verdicts.count(None)),
            "left": float(sum(_has_left(claim, response) for claim, response in answers)),
            "all_found": float(sum(set(claim.needed) <= claim.found(response) for claim, response in answers)),
            "verdict": _mean(one.verdict for one in credited),
            "evidence": _mean(one.evidence for one in credited),
            "lateral": _mean(one.lateral for one in credited),
            "certainty": _mean(one.certainty for one in credited),
            "j": float(counts.j),
        },
        items=tuple(
            ItemResult(claim.id, one.verdict, float(one.credit), one.misconceptions)
            for claim, one in zip(claims, marks, strict=True)
        ),
        diagnostics=_diagnostics(answers),
    )


def credits_of(claim: Claim, response: Response) -> Credits:
    """The parts of one claim; all 0 without a verdict, whatever was opened."""
    verdict = claim.verdict(response)
    if verdict is None:
        return Credits()
    is_right = verdict == claim.truth
    bonus = Fraction(0) if verdict == "cannot_tell" else certainty_bonus(is_right, claim.sure(response))
    return Credits(
        verdict=_verdict_credit(claim, response),
        evidence=Fraction(len(claim.found(response) & set(claim.needed)), len(set(claim.needed))),
        lateral=Fraction(_has_left(claim, response)),
        certainty=(bonus + 1) / 2,
    )


def mark(claim: Claim, response: Response) -> Mark:
    """The verdict on the verdict, and what the whole claim is worth."""
    credit, total = _verdict_credit(claim, response), credits_of(claim, response).total
    if claim.verdict(response) is None:
        return Mark("unanswered", Fraction(0))
    word: Verdict = "right" if credit == 1 else "partly" if credit else "wrong"
    is_belief = word == "wrong" and claim.verdict(response) != "cannot_tell"
    return Mark(word, total, (claim.misconception,) if is_belief and claim.misconception else ())


def explain(lateral: Lateral, item_id: str, response: Response, language: str, number: int) -> ExplainedClaim:
    """One claim with the path that was taken beside a fact-checker's, and what each tab revealed."""
    claim = lateral.by_id[item_id]
    one, parts, own = mark(claim, response), credits_of(claim, response), claim.opened(response)
    return ExplainedClaim(
        id=claim.id,
        number=number,
        kind="claim",
        verdict=one.verdict,
        your_answer=claim.verdict(response) or "",
        right_answer=claim.truth,
        why=claim.why[language],
        why_right="",
        misconception=lateral.belief(one.misconceptions, language),
        runs=claim.card.runs,
        author=claim.card.site,
        context=claim.card.context[language],
        gloss=claim.card.gloss_in(language),
        picture=claim.card.picture_in(language),
        sure=claim.sure(response) or "",
        about=claim.about,
        points=float(100 * one.credit),
        verdict_credit=float(parts.verdict),
        evidence_credit=float(parts.evidence),
        lateral_credit=float(parts.lateral),
        certainty_credit=float(parts.certainty),
        own_path=replayed(claim, own, language),
        own_left_after=left_after(claim, own),
        model_path=replayed(claim, claim.path, language),
        model_left_after=left_after(claim, claim.path),
        missed=tuple(evidence for evidence in claim.needed if evidence not in claim.found(response)),
    )


def weakest_families(lateral: Lateral, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
    """`offer` or `story`, or both, where a verdict was not right: the smaller share of right ones first."""
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for claim in (lateral.by_id[item] for item in item_ids):
        verdicts[claim.about].append(claim.verdict(responses[claim.id]) == claim.truth)
    weak = {about: Fraction(sum(right), len(right)) for about, right in verdicts.items() if not all(right)}
    return tuple(sorted(weak, key=lambda about: (weak[about], about)))


def _verdict_credit(claim: Claim, response: Response) -> Fraction:
    verdict = claim.verdict(response)
    if verdict == claim.truth:
        return Fraction(1)
    if _is_near(claim, response):
        return ADJACENT
    if verdict == "cannot_tell" and not claim.was_within_reach(response):
        return HONEST
    return Fraction(0)


def _is_near(claim: Claim, response: Response) -> bool:
    return {claim.verdict(response), claim.truth} == {"false", "misleading"}


def _has_left(claim: Claim, response: Response) -> bool:
    return 0 < left_after(claim, claim.opened(response)) <= LEAVES_BY


def _doubted(claim: Claim, response: Response) -> bool | None:
    """Whether the claim was judged not true; None where it was neither believed nor doubted."""
    verdict = claim.verdict(response)
    return None if verdict in (None, "cannot_tell") else verdict != "true"


def _mean(values: Iterable[Fraction]) -> float:
    found = [*values]
    return float(sum(found, Fraction(0)) / len(found)) if found else 0.0


def _diagnostics(answers: Sequence[tuple[Claim, Response]]) -> dict[str, float]:
    predictions = [
        Prediction(claim.verdict(response) == claim.truth, sure)
        for claim, response in answers
        if (sure := claim.sure(response))
    ]
    found: dict[str, float] = {}
    for level in LEVELS:
        its = [one.is_right for one in predictions if one.sure == level]
        found |= {f"said_{level}": float(len(its)), f"right_{level}": float(its.count(True))}
    if not predictions:
        return found
    stated = sum((PROBABILITY[one.sure or "low"] for one in predictions), Fraction(0)) / len(predictions)
    was_right = Fraction(sum(bool(one.is_right) for one in predictions), len(predictions))
    return {
        **found,
        "calibration": float(calibration(predictions)),
        "overconfidence": float(stated - was_right),
    }

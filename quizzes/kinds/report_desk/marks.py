"""What one case comes to: the four credits, their weights, and the cap of a missed emergency.

Of a case to report, with w(must) = 1 and w(should) = ½, whoever reports it gets

    R = credit of the reason, 1 for the right one, less for a near one
    E = kept / to be kept − ½ · harmful things ticked
    C = Σw(turned to) / Σw − ½ · harmful ones
    O = pairs of steps in the right order / pairs

E and C lie between 0 and 1. Whoever leaves it alone has R = E = O = 0, and C as above: `app` was missed and `leave`
does harm. Where nothing is to be reported, a reason, evidence and an order are what there should not be: R = E = O = 1
for whoever leaves it alone, with C as above, and R = E = O = C = 0 for whoever reports it: `leave`, its only must, was
missed and `app` does harm.

    case = 100 · (0.30 R + 0.25 E + 0.30 C + 0.15 O), and at most 40 where an emergency went without emergency help

A case that was not sent counts nothing.
"""

from dataclasses import dataclass
from fractions import Fraction

from quizzes.kernels.partial_order import is_kept
from quizzes.kernels.set_credit import penalised_credit
from quizzes.kinds.report_desk.case import Case
from quizzes.kinds.report_desk.walk import Walk

REASON, EVIDENCE, CHANNELS, ORDER = Fraction(30, 100), Fraction(25, 100), Fraction(30, 100), Fraction(15, 100)
CAP_OF_A_MISSED_EMERGENCY = Fraction(40, 100)
WEIGHTS = {"must": Fraction(1), "should": Fraction(1, 2)}


@dataclass(frozen=True)
class CaseMark:
    """The four credits of a case, each 0 to 1; None of them where it was not sent."""

    is_sent: bool
    reason: Fraction = Fraction(0)
    evidence: Fraction = Fraction(0)
    channels: Fraction = Fraction(0)
    order: Fraction = Fraction(0)
    emergency_missed: bool = False

    @property
    def credit(self) -> Fraction:
        """The case as a share of 100."""
        whole = REASON * self.reason + EVIDENCE * self.evidence + CHANNELS * self.channels + ORDER * self.order
        return min(whole, CAP_OF_A_MISSED_EMERGENCY) if self.emergency_missed else whole


def mark(case: Case, walk: Walk) -> CaseMark:
    """The formula above."""
    missed = case.is_emergency and not (walk.taken & case.helps_at_once and walk.is_complete)
    if not walk.is_complete:
        return CaseMark(is_sent=False, emergency_missed=missed)
    channels = _channels(case, walk)
    if not case.is_to_report or walk.decision == "leave":
        fits = Fraction(int(walk.decision == "leave" and not case.is_to_report))
        return CaseMark(True, fits, fits, channels, fits, missed)
    return CaseMark(
        True, case.credit_of(walk.detail or ""), _evidence(case, walk), channels, _order(case, walk), missed
    )


def _evidence(case: Case, walk: Walk) -> Fraction:
    worth = dict.fromkeys(case.kept_as("keep"), Fraction(1))
    return penalised_credit({*(walk.evidence or ())}, worth, {*case.kept_as("harm")})


def _channels(case: Case, walk: Walk) -> Fraction:
    worth = {one: WEIGHTS[rating] for one, rating in case.channels.items() if rating in WEIGHTS}
    return penalised_credit(walk.taken, worth, {*case.turned_to_as("harm")})


def _order(case: Case, walk: Walk) -> Fraction:
    return Fraction(sum(is_kept(pair, walk.places) for pair in case.pairs), len(case.pairs))

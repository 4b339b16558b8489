"""How well somebody tells two kinds of things apart, and towards which side they lean.

Signals are the things to act on, noise the things to leave. A hit acts on a signal, a miss leaves one; a false
alarm acts on noise, a correct rejection leaves it. Formulas: W. J. Youden, "Index for rating diagnostic tests",
Cancer 3 (1950) 32–35 (J); H. Stanislaw and N. Todorov, "Calculation of signal detection theory measures", Behavior
Research Methods, Instruments, & Computers 31 (1999) 137–149 (d′, c, area under the curve); M. J. Hautus, "Corrections
for extreme proportions and their biasing effects on estimated values of d′", same journal 27 (1995) 46–51
(log-linear correction).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

_z = NormalDist().inv_cdf


@dataclass(frozen=True)
class Judgement:
    """One thing that was judged; `acted` is None where nothing was answered. `weight` counts for signals."""

    is_signal: bool
    acted: bool | None
    weight: int = 1


@dataclass(frozen=True)
class Tally:
    """The four counts of answered things, and the unanswered ones of either kind."""

    hits: int
    misses: int
    false_alarms: int
    correct_rejections: int
    unanswered_signals: int
    unanswered_noise: int

    @property
    def signals(self) -> int:
        return self.hits + self.misses + self.unanswered_signals

    @property
    def noise(self) -> int:
        return self.false_alarms + self.correct_rejections + self.unanswered_noise

    @property
    def hit_rate(self) -> Fraction:
        """H without weights, 0 to 1; 0 without signals."""
        return Fraction(self.hits, self.signals) if self.signals else Fraction(0)

    @property
    def false_alarm_rate(self) -> Fraction:
        """F, 0 to 1; 0 without noise. Unanswered noise counts as not rejected, so that silence earns nothing."""
        return Fraction(self.false_alarms + self.unanswered_noise, self.noise) if self.noise else Fraction(0)

    @property
    def j(self) -> Fraction:
        """J = H − F without weights, −1 to 1."""
        return discrimination(self, self.hit_rate)

    @property
    def d_prime(self) -> float:
        """d′ = z(H′) − z(F′) over what was answered, in standard deviations; 0 is chance.

        H′ = (h + ½)/(h + m + 1) and F′ = (f + ½)/(f + r + 1) keep it finite. Never grade on it: who flags everything
        harmful and 42 % of the rest gets 1.96, who is right on 83 % of both 1.74.
        """
        return _z(self._corrected_hits) - _z(self._corrected_alarms)

    @property
    def criterion(self) -> float:
        """c = −½ [z(H′) + z(F′)] over what was answered; below 0 leans towards acting, above towards leaving."""
        return -(_z(self._corrected_hits) + _z(self._corrected_alarms)) / 2 or 0.0

    @property
    def _corrected_hits(self) -> float:
        return (self.hits + 0.5) / (self.hits + self.misses + 1)

    @property
    def _corrected_alarms(self) -> float:
        return (self.false_alarms + 0.5) / (self.false_alarms + self.correct_rejections + 1)


def tally(judgements: Iterable[Judgement]) -> Tally:
    """Count the judgements."""
    judged = [(one.is_signal, one.acted) for one in judgements]
    return Tally(
        hits=judged.count((True, True)),
        misses=judged.count((True, False)),
        false_alarms=judged.count((False, True)),
        correct_rejections=judged.count((False, False)),
        unanswered_signals=judged.count((True, None)),
        unanswered_noise=judged.count((False, None)),
    )


def weighted_hit_rate(judgements: Iterable[Judgement]) -> Fraction:
    """H = Σw(hit) / Σw(signal), 0 to 1; 0 without signals."""
    signals = [one for one in judgements if one.is_signal]
    total = sum(one.weight for one in signals)
    return Fraction(sum(one.weight for one in signals if one.acted), total) if total else Fraction(0)


def discrimination(counts: Tally, hit_rate: Fraction) -> Fraction:
    """J = H − F, −1 to 1. With one kind of thing only there is nothing to tell apart: 0."""
    if not counts.signals or not counts.noise:
        return Fraction(0)
    return hit_rate - counts.false_alarm_rate


def area_under_curve(signals: Sequence[float], noise: Sequence[float]) -> Fraction | None:
    """The chance that a signal is rated above a noise: (1/nₛnₙ) ΣΣ [rᵢ > rⱼ] + ½ [rᵢ = rⱼ], 0 to 1, ½ is chance.

    Ratings rise with the certainty that the thing is a signal. None when either kind was never rated.
    """
    pairs = len(signals) * len(noise)
    if not pairs:
        return None
    above = sum(high > low for high in signals for low in noise)
    equal = sum(high == low for high in signals for low in noise)
    return Fraction(2 * above + equal, 2 * pairs)

"""How well a filter hides what harms and leaves the rest to be seen.

Of harm and harmless things, each with a weight, a filter hides some:

    R = Σw(hidden harm) / Σw(harm)        S = Σw(visible harmless) / Σw(harmless)        J = R + S − 1

Hiding everything and hiding nothing both come to J = 0. J is Youden's index (see `signal_detection.py`) with weights on
both sides. Precision, recall and F1 count things without weights: C. J. van Rijsbergen, "Information Retrieval", 2nd
edition, Butterworths 1979, chapter 7 (F1 = 1 − E with equal weights).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

NONE = Fraction(0)


@dataclass(frozen=True)
class Filtered:
    """One thing that went through the filter; a weight is more than 0."""

    is_harm: bool
    is_hidden: bool
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Filtering:
    """The four counts, and the weighted shares R and S, each 0 to 1 and 0 where there is nothing to share."""

    hidden_harm: int
    visible_harm: int
    hidden_harmless: int
    visible_harmless: int
    harm_hidden: Fraction  # R
    harmless_visible: Fraction  # S

    @property
    def j(self) -> Fraction:
        """J = R + S − 1, −1 to 1. With one sort of thing only there is nothing to tell apart: 0."""
        if not self.hidden_harm + self.visible_harm or not self.hidden_harmless + self.visible_harmless:
            return NONE
        return self.harm_hidden + self.harmless_visible - 1

    @property
    def precision(self) -> Fraction:
        """Of what is hidden, the share that harms; 0 when nothing is hidden."""
        return share(self.hidden_harm, self.hidden_harm + self.hidden_harmless)

    @property
    def recall(self) -> Fraction:
        """Of what harms, the share that is hidden; 0 without harm."""
        return share(self.hidden_harm, self.hidden_harm + self.visible_harm)

    @property
    def f1(self) -> Fraction:
        """The harmonic mean of precision and recall; 0 when no harm is hidden."""
        return share(2 * self.hidden_harm, 2 * self.hidden_harm + self.hidden_harmless + self.visible_harm)


def filtering(things: Iterable[Filtered]) -> Filtering:
    """Count and weigh what a filter did."""
    counts = {(harm, hidden): 0 for harm in (True, False) for hidden in (True, False)}
    weights = dict.fromkeys(counts, NONE)
    for thing in things:
        counts[thing.is_harm, thing.is_hidden] += 1
        weights[thing.is_harm, thing.is_hidden] += thing.weight
    return Filtering(
        hidden_harm=counts[True, True],
        visible_harm=counts[True, False],
        hidden_harmless=counts[False, True],
        visible_harmless=counts[False, False],
        harm_hidden=share(weights[True, True], weights[True, True] + weights[True, False]),
        harmless_visible=share(weights[False, False], weights[False, False] + weights[False, True]),
    )


def share(part: Fraction | int, whole: Fraction | int) -> Fraction:
    """A part of a whole; 0 where there is no whole."""
    return Fraction(part) / Fraction(whole) if whole else NONE

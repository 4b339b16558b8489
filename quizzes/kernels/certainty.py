"""How well somebody knows what they know: certainty weighed against being right.

Sources: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950)
1–3 (the squared distance between a stated probability and what happened); A. R. Gardner-Medwin, "Confidence
assessment in the teaching of basic science", Association for Learning Technology Journal 3 (1995) 80–85
(certainty-based marking: three levels, of which the higher ones cost more when wrong).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Sure = Literal["low", "mid", "high"]
LEVELS: tuple[Sure, ...] = get_args(Sure)

# What each level says about the chance of being right: a coin, three in four, certain.
PROBABILITY = {"low": Fraction(1, 2), "mid": Fraction(3, 4), "high": Fraction(1)}
RIGHT_BONUS = {"low": Fraction(0), "mid": Fraction(1, 2), "high": Fraction(1)}
WRONG_BONUS = {"low": Fraction(0), "mid": Fraction(-1, 2), "high": Fraction(-1)}


@dataclass(frozen=True)
class Prediction:
    """What somebody held likely and how sure they were; `is_right` is None where nothing was predicted."""

    is_right: bool | None
    sure: Sure | None


def brier(prediction: Prediction) -> Fraction:
    """`(p − o)²`, 0 best to 1 worst, with p from the level of certainty and o = 1 when right, else 0.

    No level counts as the lowest one, no prediction as the worst.
    """
    if prediction.is_right is None:
        return Fraction(1)
    return (PROBABILITY[prediction.sure or "low"] - int(prediction.is_right)) ** 2


def calibration(predictions: Iterable[Prediction]) -> Fraction:
    """`1 − mean(Brier)`, 0 to 1. Without predictions there is nothing to be off by: 1."""
    found = [brier(prediction) for prediction in predictions]
    return 1 - sum(found, Fraction(0)) / len(found) if found else Fraction(1)


def certainty_bonus(is_right: bool, sure: Sure | None) -> Fraction:
    """K: 0, ½, 1 for right answers at low, mid and high certainty, 0, −½, −1 for wrong ones; no level is the lowest."""
    return (RIGHT_BONUS if is_right else WRONG_BONUS)[sure or "low"]

"""Credit for choosing among options that experts have rated from −3, harmful, to 3, helpful.

Sources: the Suicide Intervention Response Inventory, R. A. Neimeyer and B. Bonnelle, "The Suicide Intervention Response
Inventory: a revision and validation", Death Studies 21 (1997) 59–81 (a reply is worth its distance from the ratings of
a panel); J. A. Weekley and R. E. Ployhart (eds.), "Situational Judgment Tests" (2006), on picking the best and the
worst option. Keys are fixed beforehand, since the way of scoring changes who comes first.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

LOWEST, HIGHEST = Fraction(-3), Fraction(3)


def closeness(chosen: Fraction, ratings: Iterable[Fraction]) -> Fraction:
    """`1 − (max − chosen)/(max − min)`: 1 for the best of these ratings, 0 for the worst.

    `chosen` is one of them. Where all are equal nothing can be told apart, and every choice is the best.
    """
    ratings = tuple(ratings)
    best, worst = max(ratings), min(ratings)
    return 1 - (best - chosen) / (best - worst) if best != worst else Fraction(1)


def goodness(rating: Fraction) -> Fraction:
    """`(rating + 3)/6`: a rating from −3 to 3 as a share from 0 to 1."""
    return (rating - LOWEST) / (HIGHEST - LOWEST)


def best_worst_credit(best: Sequence[Fraction], worst: Fraction, ratings: Sequence[Fraction]) -> Fraction:
    """The ratings of what was picked as best and as worst, as a share from 0 to 1 of what could be reached.

    With `g(x) = (x + 3)/6` the sum is `Σ g(rating of a best pick) + g(−rating of the worst pick)`; 0 is the least and
    1 the most that as many different options of the same scene can come to. Fewer picks than `best` should have earn
    less by leaving out their part: give the missing ones as the lowest rating of the scene.
    """
    ordered = sorted(ratings)
    count = len(best)
    found = _sum(best, worst)
    most = _sum(ordered[-count:], ordered[0])
    least = _sum(ordered[:count], ordered[-1])
    if most == least:
        return Fraction(1)
    return min(Fraction(1), max(Fraction(0), (found - least) / (most - least)))


def _sum(best: Sequence[Fraction], worst: Fraction) -> Fraction:
    return sum((goodness(rating) for rating in best), goodness(-worst))

"""Credit for choosing a set of options out of a list."""

from collections.abc import Set as AbstractSet
from fractions import Fraction


def set_credit(chosen: AbstractSet[str], keys: AbstractSet[str], others: AbstractSet[str]) -> Fraction:
    """`max(0, hits/keys − wrong/others)`, between 0 and 1.

    `keys` are the right options and `others` the wrong ones; what is chosen outside both counts for nothing.
    Ticking everything or nothing earns 0 whenever there is an option to leave out, and each right tick or
    untick never earns less. Without keys nothing can be earned.

    This is hit rate minus false-alarm rate, Youden's J of one question: W. J. Youden, "Index for rating
    diagnostic tests", Cancer 3 (1950) 32–35.
    """
    if not keys:
        return Fraction(0)
    hits = Fraction(len(chosen & keys), len(keys))
    wrong = Fraction(len(chosen & others), len(others)) if others else Fraction(0)
    return max(Fraction(0), hits - wrong)

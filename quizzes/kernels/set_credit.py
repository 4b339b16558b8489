"""Credit for choosing a set of options out of a list."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction

HALF = Fraction(1, 2)


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


def penalised_credit(
    chosen: AbstractSet[str], weights: Mapping[str, Fraction], harmful: AbstractSet[str], penalty: Fraction = HALF
) -> Fraction:
    """`Σw(chosen)/Σw − penalty · |chosen ∩ harmful|`, between 0 and 1.

    `weights` are the options that ought to be chosen; each of the `harmful` ones costs the penalty, however many right
    ones there are, and every other option is free. One right option more, or one harmful one less, never earns less.
    Where nothing ought to be chosen, only harm can cost: 1 without any.

    Partial credit with a fixed price for harm, as situational tests use it for actions that undo the good of the
    others; the plain share is recall of set retrieval (C. J. van Rijsbergen, "Information Retrieval", 1979, ch. 7).
    """
    total = sum(weights.values(), Fraction(0))
    share = sum((weights[one] for one in weights if one in chosen), Fraction(0)) / total if total else Fraction(1)
    return min(Fraction(1), max(Fraction(0), share - penalty * len(chosen & harmful)))

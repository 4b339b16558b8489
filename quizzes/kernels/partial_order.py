"""Credit for putting steps in order when many orders are right."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

HARM_PRICE = Fraction(1, 4)
CRITICAL_CAP = Fraction(59, 100)


@dataclass(frozen=True)
class Before:
    """`first` belongs before `then`; `weight` says how much it matters, 0 or more.

    Without a `critical` pair no order is safe, whatever else is right about it.
    """

    first: str
    then: str
    weight: int = 1
    critical: bool = False


def is_kept(pair: Before, places: Mapping[str, int]) -> bool:
    """Whether both steps have a place and stand in this order; a tie does not keep the pair."""
    if pair.first not in places or pair.then not in places:
        return False
    return places[pair.first] < places[pair.then]


def order_credit(places: Mapping[str, int], pairs: Iterable[Before]) -> Fraction:
    """`max(0, 2p − 1)` with `p = Σw(pairs kept) / Σw(pairs)`, between 0 and 1.

    `places` gives each step its place, 1 first. A blind order keeps about half of the pairs, so half counts as
    nothing: the same correction that turns the share of concordant pairs into Kendall's tau
    (M. G. Kendall, "A new measure of rank correlation", Biometrika 30 (1938) 81–93), floored at 0.
    Keeping one pair more never earns less. Without pairs nothing can be earned.
    """
    pairs = tuple(pairs)
    total = sum(pair.weight for pair in pairs)
    if not total:
        return Fraction(0)
    kept = sum(pair.weight for pair in pairs if is_kept(pair, places))
    return max(Fraction(0), 2 * Fraction(kept, total) - 1)


def safe_order_credit(places: Mapping[str, int], pairs: Iterable[Before], harms: int) -> Fraction:
    """`max(0, b − ¼ · harms)` with `b = max(0, 2p − 1)`, and 0.59 at most where a critical pair is broken.

    `harms` counts the steps that do harm and were kept. Each costs the same, however good the order of the others is:
    a fixed price, as in `penalised_credit` of `set_credit.py`. One harm more never earns more.
    """
    pairs = tuple(pairs)
    credit = max(Fraction(0), order_credit(places, pairs) - HARM_PRICE * harms)
    is_safe = all(is_kept(pair, places) for pair in pairs if pair.critical)
    return credit if is_safe else min(credit, CRITICAL_CAP)


def share_of_orders(steps: Sequence[str], pairs: Iterable[Before], least: Fraction) -> Fraction:
    """The share of all orders of the steps that keep every critical pair and earn `least` or more.

    Counted exactly: of each set of steps that may stand first, in how many orders it does so with what weight kept
    (the subset recursion by which linear extensions are counted). 2ⁿ sets, so a dozen steps at most.
    """
    pairs = tuple(pairs)
    orders: dict[frozenset[str], Counter[int]] = {frozenset(): Counter({0: 1})}
    for _place in steps:
        longer: dict[frozenset[str], Counter[int]] = {}
        for placed, kept in orders.items():
            for step in (one for one in steps if one not in placed):
                held = [pair for pair in pairs if pair.then == step]
                if any(pair.critical and pair.first not in placed for pair in held):
                    continue
                more = sum(pair.weight for pair in held if pair.first in placed)
                counts = longer.setdefault(placed | {step}, Counter())
                for weight, count in kept.items():
                    counts[weight + more] += count
        orders = longer
    total = sum(pair.weight for pair in pairs)
    enough = total * (least + 1) / 2
    good = sum(count for kept in orders.values() for weight, count in kept.items() if total and weight >= enough)
    return Fraction(good, factorial(len(steps)))


def one_right_order(steps: Sequence[str], pairs: Iterable[Before]) -> tuple[str, ...]:
    """An order that keeps every pair and otherwise leaves the steps as they are listed.

    Steps that stand in a circle are left out, so a complete answer has as many steps as were given
    (A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5 (1962) 558–562).
    """
    pairs, left, ordered = tuple(pairs), list(steps), []
    while free := [step for step in left if not any(pair.then == step and pair.first in left for pair in pairs)]:
        left.remove(free[0])
        ordered.append(free[0])
    return tuple(ordered)

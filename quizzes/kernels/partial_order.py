"""Credit for putting steps in order when many orders are right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Before:
    """`first` belongs before `then`; `weight` says how much it matters, 0 or more."""

    first: str
    then: str
    weight: int = 1


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

"""Credit for an order: many may be right, half right is chance."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.partial_order import Before, is_kept, one_right_order, order_credit

STEPS = ("safe", "evidence", "report", "block")
PAIRS = (
    Before("safe", "evidence"),
    Before("evidence", "report", 3),
    Before("evidence", "block"),
    Before("safe", "block"),
)
places = st.dictionaries(st.sampled_from(STEPS), st.integers(1, 4))


def placed(*steps: str) -> dict[str, int]:
    return {step: place for place, step in enumerate(steps, 1)}


@pytest.mark.parametrize(
    ("order", "credit"),
    [
        (placed("safe", "evidence", "report", "block"), Fraction(1)),
        (placed("safe", "evidence", "block", "report"), Fraction(1)),  # another right order
        # report before evidence breaks 3 of 6: p = 1/2, 2p − 1 = 0
        (placed("safe", "report", "evidence", "block"), Fraction(0)),
        # evidence first breaks 1 of 6: p = 5/6, 2p − 1 = 2/3
        (placed("evidence", "safe", "report", "block"), Fraction(2, 3)),
        # block after nothing: breaks 2 of 6: p = 4/6, 2p − 1 = 1/3
        (placed("block", "safe", "evidence", "report"), Fraction(1, 3)),
        (placed("block", "report", "evidence", "safe"), Fraction(0)),
        (dict.fromkeys(STEPS, 1), Fraction(0)),
        ({}, Fraction(0)),
    ],
)
def test_credit_of_hand_worked_orders(order: dict[str, int], credit: Fraction) -> None:
    assert order_credit(order, PAIRS) == credit


def test_without_pairs_nothing_is_earned() -> None:
    assert order_credit(placed(*STEPS), ()) == 0


@given(places)
def test_credit_is_a_share(order: dict[str, int]) -> None:
    assert 0 <= order_credit(order, PAIRS) <= 1


@given(places, places)
def test_keeping_more_pairs_never_earns_less(one: dict[str, int], other: dict[str, int]) -> None:
    kept_by_one = {pair for pair in PAIRS if is_kept(pair, one)}
    kept_by_other = {pair for pair in PAIRS if is_kept(pair, other)}

    if kept_by_one <= kept_by_other:
        assert order_credit(one, PAIRS) <= order_credit(other, PAIRS)


@given(st.permutations(STEPS), st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(STEPS)), max_size=5))
def test_a_right_order_is_found_whenever_there_is_one(steps: list[str], drawn: list[tuple[str, str]]) -> None:
    pairs = [Before(first, then) for first, then in drawn]
    possible = [order for order in permutations(steps) if all(is_kept(pair, placed(*order)) for pair in pairs)]

    found = one_right_order(steps, pairs)

    assert (found in possible) == bool(possible)
    assert (len(found) == len(steps)) == bool(possible)

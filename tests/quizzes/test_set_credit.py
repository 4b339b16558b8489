"""Credit for a set of ticks: hand-worked, bounded, and worth nothing to who ticks everything."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.set_credit import set_credit

KEYS, OTHERS = frozenset("ab"), frozenset("cde")
choices = st.frozensets(st.sampled_from("abcde"))


@pytest.mark.parametrize(
    ("chosen", "credit"),
    [
        ("ab", Fraction(1)),
        ("a", Fraction(1, 2)),  # 1/2 − 0/3
        ("ac", Fraction(1, 6)),  # 1/2 − 1/3
        ("abc", Fraction(2, 3)),  # 2/2 − 1/3
        ("acd", Fraction(0)),  # 1/2 − 2/3 is below 0
        ("abx", Fraction(1)),  # what is not in the list counts for nothing
        ("", Fraction(0)),
        ("abcde", Fraction(0)),
    ],
)
def test_credit_of_hand_worked_ticks(chosen: str, credit: Fraction) -> None:
    assert set_credit(frozenset(chosen), KEYS, OTHERS) == credit


def test_without_keys_nothing_is_earned_and_without_others_nothing_is_lost() -> None:
    assert set_credit(frozenset("a"), frozenset(), OTHERS) == 0
    assert set_credit(frozenset("a"), KEYS, frozenset()) == Fraction(1, 2)


@given(choices)
def test_credit_is_a_share(chosen: frozenset[str]) -> None:
    assert 0 <= set_credit(chosen, KEYS, OTHERS) <= 1


@given(choices, st.sampled_from("abcde"))
def test_putting_one_option_right_never_earns_less(chosen: frozenset[str], changed: str) -> None:
    better = chosen | {changed} if changed in KEYS else chosen - {changed}

    assert set_credit(better, KEYS, OTHERS) >= set_credit(chosen, KEYS, OTHERS)

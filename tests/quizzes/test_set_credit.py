"""Credit for a set of ticks: hand-worked, bounded, and worth nothing to who ticks everything."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.set_credit import penalised_credit, set_credit

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


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("", "0"),
        ("app campus", "3/4"),  # (1 + 1/2) / (1 + 1/2 + 1/2)
        ("app campus police", "1"),
        ("app campus police heal", "1"),  # what is neither asked for nor harmful is free
        ("app campus police confront", "1/2"),
        ("app confront ignore", "0"),
    ],
)
def test_harm_costs_half_whatever_else_was_chosen(chosen: str, expected: str) -> None:
    weights = {"app": Fraction(1), "campus": Fraction(1, 2), "police": Fraction(1, 2)}

    assert penalised_credit({*chosen.split()}, weights, {"confront", "ignore"}) == Fraction(expected)


@given(st.sets(st.sampled_from("abcdef")), st.sampled_from("abc"), st.sampled_from("de"))
def test_one_right_option_more_or_one_harmful_one_less_never_earns_less(
    chosen: set[str], right: str, harm: str
) -> None:
    weights, harmful = {"a": Fraction(1), "b": Fraction(1, 2), "c": Fraction(2)}, {"d", "e"}

    found = penalised_credit(chosen, weights, harmful)

    assert 0 <= found <= penalised_credit(chosen | {right}, weights, harmful) <= 1
    assert found <= penalised_credit(chosen - {harm}, weights, harmful)


def test_where_nothing_ought_to_be_chosen_only_harm_costs() -> None:
    assert [penalised_credit(chosen, {}, {"x"}) for chosen in ({"y"}, {"x"})] == [1, Fraction(1, 2)]

"""Certainty: worked by hand, and what must hold for every level."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.certainty import LEVELS, Prediction, Sure, brier, calibration, certainty_bonus

predictions = st.lists(st.builds(Prediction, st.sampled_from([True, False, None]), st.sampled_from([*LEVELS, None])))


@pytest.mark.parametrize(
    ("is_right", "sure", "expected"),
    [
        (True, "low", "1/4"),  # (1/2 − 1)²
        (True, "mid", "1/16"),  # (3/4 − 1)²
        (True, "high", "0"),
        (False, "low", "1/4"),
        (False, "mid", "9/16"),
        (False, "high", "1"),
        (True, None, "1/4"),
        (None, "high", "1"),
        (None, None, "1"),
    ],
)
def test_a_prediction_is_as_far_off_as_worked_by_hand(is_right: bool | None, sure: Sure | None, expected: str) -> None:
    assert brier(Prediction(is_right, sure)) == Fraction(expected)


def test_calibration_is_one_minus_the_mean() -> None:
    given_ones = [Prediction(True, "high"), Prediction(False, "mid"), Prediction(True, "low")]

    assert calibration(given_ones) == 1 - (0 + Fraction(9, 16) + Fraction(1, 4)) / 3
    assert calibration([]) == 1


@given(predictions, st.sampled_from(LEVELS))
def test_calibration_stays_between_0_and_1_and_being_right_never_lowers_it(
    before: list[Prediction], sure: Sure
) -> None:
    right, wrong = [*before, Prediction(True, sure)], [*before, Prediction(False, sure)]

    assert 0 <= calibration(wrong) <= calibration(right) <= 1


def test_the_bonus_rewards_certainty_only_when_it_is_right() -> None:
    assert [certainty_bonus(True, sure) for sure in (None, *LEVELS)] == [0, 0, Fraction(1, 2), 1]
    assert [certainty_bonus(False, sure) for sure in (None, *LEVELS)] == [0, 0, Fraction(-1, 2), -1]

"""Rated choices: worked by hand, and what must hold whatever the ratings are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.rated_choice import best_worst_credit, closeness, goodness

ratings = st.lists(st.fractions(-3, 3, max_denominator=10), min_size=3, max_size=6)


def test_a_reply_is_worth_its_distance_from_the_best_one() -> None:
    # Ratings −1.8, 2.6, −0.6: the range is 4.4, the third reply lies 3.2 below the best.
    panel = [Fraction("-1.8"), Fraction("2.6"), Fraction("-0.6")]

    assert [closeness(rating, panel) for rating in panel] == [0, 1, 1 - Fraction("3.2") / Fraction("4.4")]


def test_a_rating_becomes_a_share() -> None:
    assert [goodness(Fraction(rating)) for rating in (-3, 0, 3)] == [0, Fraction(1, 2), 1]


def test_best_and_worst_picks_worked_by_hand() -> None:
    # Ratings 2.5, 1.9, 2.2, −2.3, −2.0. Best 2.5 and 2.2 with worst −2.3: 5.5/6 + 5.2/6 + 5.3/6 = 16/6, the most.
    # Least: −2.3 and −2.0 as best, 2.5 as worst: 0.7/6 + 1/6 + 0.5/6 = 2.2/6.
    # Best 2.5 and 1.9 with worst −2.0: 5.5/6 + 4.9/6 + 5/6 = 15.4/6, so (15.4 − 2.2)/(16 − 2.2).
    scene = [Fraction(rating) for rating in ("2.5", "1.9", "2.2", "-2.3", "-2.0")]
    a, b, c, d, e = scene

    assert best_worst_credit([a, c], d, scene) == 1
    assert best_worst_credit([d, e], a, scene) == 0
    assert best_worst_credit([a, b], e, scene) == Fraction("13.2") / Fraction("13.8")


@given(ratings, st.data())
def test_credits_stay_between_0_and_1_and_a_better_pick_never_earns_less(
    scene: list[Fraction], data: st.DataObject
) -> None:
    best, better, worst = (data.draw(st.sampled_from(scene)) for _pick in range(3))
    best, better = sorted((best, better))

    assert 0 <= closeness(best, scene) <= closeness(better, scene) <= 1
    assert 0 <= best_worst_credit([best], worst, scene) <= best_worst_credit([better], worst, scene) <= 1
    assert best_worst_credit([best], better, scene) <= best_worst_credit([best], best, scene)


@pytest.mark.parametrize("rating", [-3, 0, 2])
def test_where_all_are_rated_alike_every_choice_is_the_best(rating: int) -> None:
    alike = [Fraction(rating)] * 3

    assert closeness(alike[0], alike) == best_worst_credit(alike[:1], alike[0], alike) == 1

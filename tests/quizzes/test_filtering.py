"""The kernel of filtering: an example worked by hand, and what holds for every filter."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.filtering import Filtered, Filtering, filtering

weights = st.integers(1, 30).map(lambda tenths: Fraction(tenths, 10))
things = st.lists(st.builds(Filtered, st.booleans(), st.booleans(), weights), max_size=30)


def end(*sorts: tuple[bool, bool, int, Fraction | int]) -> Filtering:
    """What (is harm, is hidden, how many, weight) come to."""
    return filtering(
        Filtered(is_harm, is_hidden, Fraction(weight))
        for is_harm, is_hidden, count, weight in sorts
        for _one in range(count)
    )


def test_a_filter_that_hides_most_harm_and_one_critic() -> None:
    # harm: 4 of weight 3 hidden, 2 of weight 2 seen: R = 12/16. Harmless: 1 critic (1½) hidden, 9 seen: S = 9/10½
    found = end((True, True, 4, 3), (True, False, 2, 2), (False, True, 1, Fraction(3, 2)), (False, False, 9, 1))

    assert (found.harm_hidden, found.harmless_visible) == (Fraction(3, 4), Fraction(6, 7))
    assert found.j == Fraction(3, 4) + Fraction(6, 7) - 1
    assert (found.precision, found.recall) == (Fraction(4, 5), Fraction(2, 3))
    assert found.f1 == Fraction(8, 11)  # 2 · 4/5 · 2/3 / (4/5 + 2/3)


@pytest.mark.parametrize("is_hidden", [True, False])
@given(things=things)
def test_a_filter_that_does_not_look_comes_to_nothing(is_hidden: bool, things: list[Filtered]) -> None:
    assert filtering(Filtered(one.is_harm, is_hidden, one.weight) for one in things).j == 0


@given(things)
def test_every_figure_stays_in_its_bounds(things: list[Filtered]) -> None:
    found = filtering(things)

    assert -1 <= found.j <= 1
    shares = (found.harm_hidden, found.harmless_visible, found.precision, found.recall, found.f1)
    assert [0 <= share <= 1 for share in shares] == [True] * 5


@given(things)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(things: list[Filtered]) -> None:
    found = filtering(things)
    total = found.precision + found.recall

    assert found.f1 == (2 * found.precision * found.recall / total if total else 0)


@given(things.filter(bool), st.data())
def test_one_better_decision_never_makes_it_worse(things: list[Filtered], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(things) - 1))
    one = things[at]
    worse = [*things[:at], Filtered(one.is_harm, not one.is_harm, one.weight), *things[at + 1 :]]
    better = [*things[:at], Filtered(one.is_harm, one.is_harm, one.weight), *things[at + 1 :]]

    assert filtering(better).j >= filtering(worse).j
    assert filtering(better).f1 >= filtering(worse).f1


def test_nothing_at_all_is_no_figure() -> None:
    found = filtering([])

    assert (found.j, found.precision, found.recall, found.f1) == (0, 0, 0, 0)

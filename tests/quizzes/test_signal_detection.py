"""Telling signals from noise: hand-worked figures, bounds, and strategies that must not pay."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kernels.signal_detection import (
    Judgement,
    Tally,
    area_under_curve,
    discrimination,
    tally,
    weighted_hit_rate,
)

judgements = st.lists(
    st.builds(Judgement, st.booleans(), st.sampled_from([True, False, None]), st.integers(1, 3)), max_size=60
)


def counts(hits: int, false_alarms: int, signals: int = 12, noise: int = 12) -> Tally:
    return Tally(hits, signals - hits, false_alarms, noise - false_alarms, 0, 0)


def j_of(judged: list[Judgement]) -> Fraction:
    return discrimination(tally(judged), weighted_hit_rate(judged))


def test_who_over_flags_ranks_below_who_is_balanced_although_d_prime_says_otherwise() -> None:
    # over-flagging: 12/12 hits, 5/12 false alarms    J = 1 − 5/12 = 7/12
    # balanced:      10/12 hits, 2/12 false alarms    J = 10/12 − 2/12 = 8/12
    over, balanced = counts(12, 5), counts(10, 2)

    assert (over.j, balanced.j) == (Fraction(7, 12), Fraction(8, 12))
    assert over.d_prime > balanced.d_prime


@pytest.mark.parametrize(
    ("hits", "false_alarms", "d_prime", "criterion"),
    [
        # H′ = 12.5/13 = 0.9615, z = 1.7688; F′ = 5.5/13 = 0.4231, z = −0.1940: d′ = 1.963, c = −½ (1.5748) = −0.787
        (12, 5, 1.963, -0.787),
        # H′ = 10.5/13 = 0.8077, z = 0.8694; F′ = 2.5/13 = 0.1923, z = −0.8694: d′ = 1.739, c = 0
        (10, 2, 1.739, 0.0),
        # H′ = F′ = 12.5/13: flagging everything is no discrimination, only a lean, c = −1.769
        (12, 12, 0.0, -1.769),
        # H′ = F′ = 0.5/13: leaving everything is the same lean the other way
        (0, 0, 0.0, 1.769),
        # H′ = F′ = 6.5/13 = ½: guessing
        (6, 6, 0.0, 0.0),
    ],
)
def test_d_prime_and_criterion_of_hand_worked_examples(
    hits: int, false_alarms: int, d_prime: float, criterion: float
) -> None:
    found = counts(hits, false_alarms)

    assert found.d_prime == pytest.approx(d_prime, abs=0.001)
    assert found.criterion == pytest.approx(criterion, abs=0.001)


def test_a_severe_miss_costs_more_than_a_mild_one() -> None:
    severe, mild = Judgement(True, True, 3), Judgement(True, True, 1)

    # Σw = 4: the severe hit alone is 3/4, the mild one alone 1/4
    assert weighted_hit_rate([severe, Judgement(True, False, 1)]) == Fraction(3, 4)
    assert weighted_hit_rate([Judgement(True, False, 3), mild]) == Fraction(1, 4)


def test_what_is_left_open_counts_as_missed_and_as_not_rejected() -> None:
    found = tally([Judgement(True, None), Judgement(True, True), Judgement(False, None), Judgement(False, False)])

    assert found == Tally(1, 0, 0, 1, 1, 1)
    assert (found.hit_rate, found.false_alarm_rate, found.j) == (Fraction(1, 2), Fraction(1, 2), 0)


def test_what_is_left_open_does_not_lean_to_either_side() -> None:
    nothing = tally([Judgement(True, None), Judgement(False, None)])

    assert (nothing.d_prime, nothing.criterion) == (0.0, 0.0)


def test_with_one_kind_of_post_there_is_nothing_to_tell_apart() -> None:
    assert j_of([Judgement(True, True)]) == 0
    assert j_of([Judgement(False, False)]) == 0
    assert tally([]).j == 0


@given(judgements)
def test_rates_and_j_stay_in_their_bounds(judged: list[Judgement]) -> None:
    found = tally(judged)

    assert 0 <= weighted_hit_rate(judged) <= 1
    assert 0 <= found.hit_rate <= 1
    assert 0 <= found.false_alarm_rate <= 1
    assert -1 <= j_of(judged) <= 1


@given(judgements, st.booleans())
def test_the_same_verdict_on_everything_earns_nothing(judged: list[Judgement], acted: bool) -> None:
    same = [Judgement(one.is_signal, acted, one.weight) for one in judged]

    assert j_of(same) == 0


@given(judgements, st.data())
def test_one_more_right_verdict_never_lowers_j(judged: list[Judgement], data: st.DataObject) -> None:
    if not judged:
        return
    index = data.draw(st.integers(0, len(judged) - 1))
    one = judged[index]
    better = [*judged]
    better[index] = Judgement(one.is_signal, one.is_signal, one.weight)

    assert j_of(better) >= j_of(judged)


def test_the_area_under_the_curve_counts_pairs_by_hand() -> None:
    # pairs (3,2) (3,−1) above, (2,2) equal, (2,−1) above: (3 + ½)/4
    assert area_under_curve([3, 2], [2, -1]) == Fraction(7, 8)
    assert area_under_curve([], [1]) is None


@given(st.lists(st.integers(-3, 3), min_size=1), st.lists(st.integers(-3, 3), min_size=1))
def test_the_area_is_a_share_and_turns_round_with_the_kinds(signals: list[int], noise: list[int]) -> None:
    area, turned = area_under_curve(signals, noise), area_under_curve(noise, signals)

    assert area is not None
    assert turned is not None
    assert 0 <= area <= 1
    assert area + turned == 1

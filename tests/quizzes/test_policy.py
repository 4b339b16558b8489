"""When the next try opens: time to study after a failed one, none after a passed one."""

from datetime import UTC, datetime, timedelta

import pytest

from quizzes import Leave, Try, TryDecision, next_try

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in Malaysia
MIDNIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # 00:00 on 22 November in Malaysia


def failed(*minutes_before_noon: int) -> list[Try]:
    return [Try(NOON - timedelta(minutes=minutes), False) for minutes in minutes_before_noon]


def test_the_first_try_is_open() -> None:
    assert next_try([], NOON) == TryDecision(True, None, 1)


@pytest.mark.parametrize(
    ("history", "opens_at"),
    [
        (failed(3), NOON + timedelta(minutes=7)),
        (failed(300, 3), NOON + timedelta(minutes=117)),
        (failed(900, 300, 3), MIDNIGHT),
        (failed(5000, 900, 300, 3), MIDNIGHT),
    ],
)
def test_after_a_failed_try_the_next_one_opens_later(history: list[Try], opens_at: datetime) -> None:
    number = len(history) + 1

    assert next_try(history, NOON) == TryDecision(False, opens_at, number)
    assert next_try(history, opens_at - timedelta(seconds=1)) == TryDecision(False, opens_at, number)
    assert next_try(history, opens_at) == TryDecision(True, None, number)


def test_a_third_failure_just_before_midnight_opens_at_midnight() -> None:
    late = Try(MIDNIGHT - timedelta(minutes=1), False)

    assert next_try([*failed(900, 300), late], MIDNIGHT) == TryDecision(True, None, 4)


def test_who_has_passed_may_improve_at_once() -> None:
    history = [*failed(20), Try(NOON - timedelta(minutes=2), True), Try(NOON - timedelta(minutes=1), False)]

    assert next_try(history, NOON) == TryDecision(True, None, 4)


def test_who_was_given_leave_tries_again_at_once_up_to_that_number_or_always() -> None:
    history = failed(900, 300, 3)

    assert next_try(history, NOON, Leave(at_once_up_to=4)) == TryDecision(True, None, 4)
    assert next_try(history, NOON, Leave(at_once_up_to=3)) == TryDecision(False, MIDNIGHT, 4)
    assert next_try(history, NOON, Leave(waives_cool_down=True)) == TryDecision(True, None, 4)

"""Days as people in Malaysia read them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from course.frame import change, day, figure, short_day


def test_a_moment_after_midnight_in_malaysia_is_of_the_new_day(app: Flask) -> None:
    one_in_the_morning = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)

    with app.test_request_context("/"):
        assert day(one_in_the_morning) == day(date(2026, 11, 27)) == "27 November 2026"
        assert short_day(one_in_the_morning) == "27 Nov"


@pytest.mark.parametrize(
    ("value", "digits", "shown", "as_change"),
    [
        (-0.3, 0, "0", "0"),
        (0.3, 0, "0", "0"),
        (-0.004, 2, "0.00", "0.00"),
        (4.6, 0, "5", "+5"),
        (-4.6, 0, "−5", "−5"),
        (-0.31, 2, "−0.31", "−0.31"),
    ],
)
def test_figures_have_a_true_minus_and_no_sign_where_nothing_is_left(
    value: float, digits: int, shown: str, as_change: str
) -> None:
    assert figure(value, digits) == shown
    assert change(value, digits) == as_change

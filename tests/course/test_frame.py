"""Days as people in Malaysia read them."""

from datetime import UTC, date, datetime

from flask import Flask

from course.frame import day, short_day


def test_a_moment_after_midnight_in_malaysia_is_of_the_new_day(app: Flask) -> None:
    one_in_the_morning = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)

    with app.test_request_context("/"):
        assert day(one_in_the_morning) == day(date(2026, 11, 27)) == "27 November 2026"
        assert short_day(one_in_the_morning) == "27 Nov"

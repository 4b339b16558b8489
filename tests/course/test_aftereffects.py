"""Whether an activity about distress leaves people worse: counted from one tap each, tied to nobody, and acted on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from course import aftereffects
from course.extensions import db
from course.tables import Aftereffect
from tests.cast import Person
from tests.conftest import Clock
from tests.course.test_conversation import PRACTICE, SCORED, everything_kept
from tests.pages import Page, Visitor
from tests.player import play, right

SignIn = Callable[[Person], Visitor]
TALK = "activity:friend-conversation"
NOW = datetime(2026, 11, 28, 7, tzinfo=UTC)


def tell(app: Flask, worse: int, same: int, better: int, now: datetime = NOW) -> None:
    with app.app_context():
        for felt, times in zip(aftereffects.FELT, (worse, same, better), strict=True):
            for _ in range(times):
                aftereffects.tell(TALK, felt, now)


def counted(app: Flask, now: datetime = NOW) -> list[aftereffects.Counted]:
    with app.app_context():
        return aftereffects.counted(now)


def asked(page: Page) -> list[str]:
    return page.words("form[action$=afterwards] button")


@pytest.mark.parametrize("mode", [PRACTICE, SCORED])
def test_after_a_conversation_one_tap_counts_one_and_the_question_is_gone(
    app: Flask, alice: Person, clock: Clock, sign_in: SignIn, mode: str
) -> None:
    student = sign_in(alice)
    result = play(app, student, alice, mode, right)
    before = everything_kept(app)

    student.submit({"felt": "worse"}, form="form[action$=afterwards]")
    page = student.follow()

    after = everything_kept(app)
    assert asked(result) == ["Worse", "The same", "Better"]
    assert asked(page) == []
    assert "below are ways to talk to somebody" in page.text
    assert after.pop("aftereffects") == [
        {"activity": TALK, "month": f"{clock.now():%Y-%m}", "felt": "worse", "told": 1}
    ]
    before.pop("aftereffects")
    assert after == before, "a tap leaves its trace in a counter and nowhere else"


def test_pressing_twice_counts_once(app: Flask, alice: Person, clock: Clock, sign_in: SignIn) -> None:
    student = sign_in(alice)
    address = play(app, student, alice, SCORED, right).address

    for felt in ("better", "better", "worse"):
        student.post(f"{address}/afterwards", {"felt": felt})

    assert [row["told"] for row in everything_kept(app)["aftereffects"]] == [1]


def test_nobody_is_asked_an_hour_later_or_counted(app: Flask, alice: Person, clock: Clock, sign_in: SignIn) -> None:
    student = sign_in(alice)
    address = play(app, student, alice, SCORED, right).address
    clock.advance(hours=1)

    later = student.get(address)
    student.post(f"{address}/afterwards", {"felt": "worse"})

    assert asked(later) == []
    assert everything_kept(app)["aftereffects"] == []


def test_nobody_is_asked_after_anything_else(app: Flask, alice: Person, sign_in: SignIn) -> None:
    student = sign_in(alice)
    page = play(app, student, alice, "/practice/feed-spotting?mode=practice", right)

    student.post(f"{page.address}/afterwards", {"felt": "worse"})

    assert asked(page) == []
    assert everything_kept(app)["aftereffects"] == []


def test_strangers_and_nonsense_are_refused(
    app: Flask, alice: Person, bob: Person, clock: Clock, sign_in: SignIn
) -> None:
    student = sign_in(alice)
    address = play(app, student, alice, SCORED, right).address

    sign_in(bob).post(f"{address}/afterwards", {"felt": "worse"}, expect=404)
    for felt in ("", "awful", "worse\0"):
        student.post(f"{address}/afterwards", {"felt": felt}, expect=400)

    assert everything_kept(app)["aftereffects"] == []


def test_figures_appear_from_twenty_answers_on(app: Flask) -> None:
    tell(app, 0, 12, 7)
    (few,) = counted(app)
    tell(app, 0, 0, 1)
    (enough,) = counted(app)

    assert (few.told, few.parts, few.does_harm) == (19, None, False)
    assert (enough.told, enough.parts) == (20, {"worse": 0, "same": 12, "better": 8})


def test_a_term_is_this_month_and_the_five_before_in_malaysia(app: Flask) -> None:
    tell(app, 0, 20, 0, datetime(2026, 5, 31, 15, 59, tzinfo=UTC))  # the last minute of May in Malaysia
    tell(app, 0, 0, 20, datetime(2026, 5, 31, 16, 0, tzinfo=UTC))

    (november,) = counted(app, NOW)
    december = counted(app, datetime(2026, 11, 30, 16, 0, tzinfo=UTC))

    assert november.parts == {"worse": 0, "same": 0, "better": 20}
    assert december == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 8), st.integers(0, 30), st.integers(0, 30))
def test_harm_is_more_than_one_in_ten_of_at_least_twenty(app: Flask, worse: int, same: int, better: int) -> None:
    with app.app_context():
        db.session.execute(delete(Aftereffect))
        db.session.commit()
    tell(app, worse, same, better)

    found = counted(app)

    told = worse + same + better
    assert [one.does_harm for one in found] == ([told >= 20 and 10 * worse > told] if told else [])


def test_taps_at_the_same_moment_all_count(own_app: Flask) -> None:
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: tell(own_app, 1, 0, 1), range(25)))

    assert [one.parts for one in counted(own_app)] == [{"worse": 25, "same": 0, "better": 25}]


def test_the_office_sees_figures_and_is_told_to_stop_when_it_does_harm(
    app: Flask, admin: Person, clock: Clock, sign_in: SignIn
) -> None:
    office = sign_in(admin)
    nothing = office.get("/admin/aftereffects")
    tell(app, 2, 10, 7, clock.now())
    few = office.get("/admin/aftereffects")
    tell(app, 0, 0, 1, clock.now())
    fine = office.get("/admin/aftereffects")
    tell(app, 1, 0, 0, clock.now())
    harm = office.get("/admin/aftereffects")

    assert "Nobody has said anything" in nothing.text
    assert few.words("tbody td") == ["Fewer than 20 so far: nothing is shown."]
    assert fine.words("tbody td") == ["20", "2", "10", "8"]
    assert fine.all(".notice--bad") == []
    assert harm.words("tbody td") == ["21", "3", "10", "8"]
    assert "more than 10 of 100 people felt worse" in harm.one(".notice--bad").text_content()


def test_lecturers_do_not_see_it(app: Flask, lecturer: Person, sign_in: SignIn) -> None:
    sign_in(lecturer).get("/admin/aftereffects", expect=404)

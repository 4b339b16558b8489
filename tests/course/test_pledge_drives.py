"""Pledge drives: signing once, counting, words for the wall, what organisers see, and what is forgotten."""

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course import drives, signatures, wall
from course.extensions import db
from course.tables import CheckBack, Signature, WallWord
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.pledging import FROM_HERE, NOON, PLEDGE, begin, phone, sign, sign_many
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]


def counted(app: Flask, drive_id: int) -> int:
    with app.app_context():
        return wall.count(drive_id).online


def rows(app: Flask) -> list[Signature]:
    with app.app_context():
        return list(db.session.scalars(select(Signature).order_by(Signature.id)))


# --- signing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://localhost"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}]
)
def test_a_browser_that_says_less_of_where_it_comes_from_signs_too(
    app: Flask, organiser: Person, clock: Clock, headers: dict[str, str]
) -> None:
    drive = begin(app, organiser.id)

    phone(app).post("/pledge/shah-alam", PLEDGE, expect=303, headers=headers)

    assert counted(app, drive) == 1


# --- by e-mail --------------------------------------------------------------------------------------------------------


def test_what_nobody_confirms_is_forgotten_in_two_weeks(app: Flask, organiser: Person, clock: Clock) -> None:
    begin(app, organiser.id, once="email", closes_at=NOON + timedelta(days=30))
    sign(phone(app), {"email": "dina@example.edu.my"})

    with app.app_context():
        drives.close_what_is_over(NOON + timedelta(days=15))

    assert rows(app) == []


# --- attacks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "faculty", "email", "words", "at", "client_id", "situation", "own_action"])
@pytest.mark.parametrize("value", ["\0", "x" * 5000, "' OR 1=1 --", "<script>alert(1)</script>", "😀" * 200, "own"])
def test_no_field_breaks_the_form(app: Flask, organiser: Person, clock: Clock, field: str, value: str) -> None:
    begin(app, organiser.id)

    answer = phone(app).browser.post("/pledge/shah-alam", data={**PLEDGE, field: value}, headers=FROM_HERE)

    assert answer.status_code in (303, 400, 422)
    assert b"<script>alert" not in answer.data


def test_a_flood_of_one_phone_is_stopped(app: Flask, organiser: Person, clock: Clock, throttled: None) -> None:
    begin(app, organiser.id)
    visitor = phone(app)

    answers = [
        visitor.browser.post("/pledge/shah-alam", data=PLEDGE, headers=FROM_HERE).status_code for _time in range(8)
    ]

    assert answers == [303] * 6 + [429] * 2


def run_at_once(jobs: Iterable[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_twenty_presses_at_the_same_moment_one_counts(own_app: Flask, applications: Any, clock: Clock) -> None:
    owner = applications.admit(own_app, "o@example.edu.my", "O", role="organiser")
    drive = begin(own_app, owner.id)
    with own_app.app_context():
        shown = drives.preview(drive)
    assert shown is not None
    together = threading.Barrier(20)

    def press(number: int) -> None:
        with own_app.app_context():
            together.wait()
            device, client = ("one", f"{number:016}") if number < 10 else (f"d{number}", "same-number-1234")
            signatures.sign(shown, signatures.Signing(client, "en", device=device), secret="s", now=NOON)

    run_at_once(lambda number=number: press(number) for number in range(20))

    assert counted(own_app, drive) == 2


# --- the wall ---------------------------------------------------------------------------------------------------------


def test_the_wall_shows_the_number_the_goal_a_code_and_approved_words_alone(
    app: Flask, organiser: Person, clock: Clock, client: Visitor
) -> None:
    drive = begin(app, organiser.id)
    for sentence in ("Be kind", "Read twice"):
        sign(phone(app), {"words": sentence})
    with app.app_context():
        first = wall.queue(drive)[0]
        wall.decide(drive, [first.id], approve=True, reason="", by_id=organiser.id, now=NOON)

    page = client.get("/pledge/shah-alam/wall")

    assert page.words(".number") == ["2"]
    assert page.one("progress").get("max") == "500"
    assert len(page.all(".code svg")) == 1
    assert "Be kind" in page.text
    assert "Read twice" not in page.text


def test_an_organiser_refuses_several_sentences_with_a_reason(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id)
    for number in range(3):
        sign(phone(app), {"words": f"Buy my soap {number}"})
    desk = sign_in(organiser)
    waiting = desk.get(f"/drives/{drive}/messages").form_data
    assert waiting("main form:first-of-type")
    with app.app_context():
        chosen = [word.id for word in wall.queue(drive)][:2]

    desk.post(f"/drives/{drive}/messages/decide", {"message": chosen, "act": "refuse", "reason": ""})
    desk.post(f"/drives/{drive}/messages/decide", {"message": chosen, "act": "refuse", "reason": "advertising"})

    with app.app_context():
        states = [(word.state, word.reason, word.decided_by_id) for word in db.session.scalars(select(WallWord))]
    assert sorted(states, key=str) == sorted(
        [("refused", "advertising", organiser.id)] * 2 + [("waiting", "", None)], key=str
    )


@pytest.mark.parametrize(("sentence", "shown"), [("rasa nak mati", True), ("Fikir dulu", False)])
def test_whoever_writes_of_distress_is_shown_help_first(
    app: Flask, organiser: Person, clock: Clock, sentence: str, shown: bool
) -> None:
    begin(app, organiser.id)
    visitor = phone(app)
    sign(visitor, {"words": sentence})

    page = visitor.follow()

    assert bool(page.all("main .card a[href='/help']")) is shown


# --- organisers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", ["0", "-1", "x", "", "9" * 30])
def test_paper_is_counted_in_whole_sheets_and_never_below_nothing(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn, count: str
) -> None:
    drive = begin(app, organiser.id)

    sign_in(organiser).post(f"/drives/{drive}/paper", {"count": count, "note": "\0" * 300})

    with app.app_context():
        assert wall.count(drive).paper == 0


@pytest.mark.parametrize("signed", [1, 30])
def test_the_page_of_a_drive_asks_as_often_for_thirty_signatures_as_for_one(
    app: Flask,
    organiser: Person,
    clock: Clock,
    sign_in: SignIn,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    signed: int,
) -> None:
    drive = begin(app, organiser.id)
    sign_many(app, drive, signed, words="Be kind")
    desk = sign_in(organiser)
    asked = []
    for address in ("/drives", f"/drives/{drive}", f"/drives/{drive}/messages"):
        desk.get(address)
        with count_queries() as queries:
            desk.get(address)
        asked.append(queries.count)

    assert asked == [1, 11, 4]


# --- later ------------------------------------------------------------------------------------------------------------


def test_two_weeks_later_a_signer_is_asked_once_and_only_numbers_are_told(
    app: Flask, organiser: Person, alice: Person, bob: Person, clock: Clock, sign_in: SignIn
) -> None:
    begin(app, organiser.id)
    account = sign_in(alice)
    sign(account)
    (signature,) = rows(app)
    address = f"/plan/check-back/{signature.id}/14"
    assert account.get("/plan").all(f"[href='{address}']") == []
    clock.advance(days=15)
    assert account.get("/plan").all(f"[href='{address}']")
    assert account.get("/me").all(f"[href='{address}']")

    account.get(address)
    account.submit({"met": "yes", "did": ""}, expect=422)
    account.submit({"met": "yes", "did": "partly"})

    assert account.get("/plan").all(f"[href='{address}']") == []
    with app.app_context():
        answer = db.session.scalars(select(CheckBack)).one()
        assert (answer.day, answer.met, answer.did) == (14, True, "partly")
    sign_in(bob).get(address, expect=404)
    account.get(f"/plan/check-back/{signature.id}/30", expect=404)


HUGE = "9" * 30


@pytest.mark.parametrize(
    ("room", "data"),
    [
        ("/messages/decide", {"message": HUGE, "act": "approve"}),
        ("/organisers", {"email": "\0" + "x" * 5000}),
        ("/stations/new", {"name": "\0", "pin": HUGE}),
        ("/paper", {"count": "3000000000"}),
    ],
)
def test_odd_input_of_an_organiser_changes_nothing(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn, room: str, data: dict[str, str]
) -> None:
    drive = begin(app, organiser.id)

    sign_in(organiser).post(f"/drives/{drive}{room}", data)

    with app.app_context():
        assert (drives.paper_of(drive), drives.stations_of(drive), wall.queue(drive)) == ([], [], [])
        assert len(drives.organisers_of(drive)) == 1


@pytest.mark.parametrize(
    "address", ["/drives/{huge}", "/drives/{drive}/stations/{huge}/remove", "/plan/check-back/{huge}/14"]
)
def test_a_number_that_no_table_has_is_not_there(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn, address: str
) -> None:
    drive = begin(app, organiser.id)
    where = address.format(huge=HUGE, drive=drive)

    answer = sign_in(organiser).browser.open(where, method="POST" if "remove" in where else "GET")

    assert answer.status_code in (302, 404)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "soon", "\0"])
def test_a_drive_stands_within_the_calendar(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn, moment: str
) -> None:
    desk = sign_in(organiser)
    desk.get("/drives/new")
    titles = {"title_en": "Think", "title_ms": "Fikir", "campus": "Kampus", "slug": "fikir"}

    for name in ("opens_at", "closes_at"):
        desk.submit({**titles, name: moment}, expect=422)

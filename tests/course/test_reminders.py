"""What somebody wants to be reminded by: a letter each week, once, and a calendar with a secret address."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from icalendar import Calendar

from course import catalogue, cohorts, digests, jobs, mail
from course.tables.cohorts import JoinedHow
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor

SignIn = Callable[[Person], Visitor]
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)  # 8:00 in Malaysia


@pytest.fixture(autouse=True)
def empty_mailbox(app: Flask) -> None:
    for file in Path(app.config["MAIL_FOLDER"]).glob("*.eml"):
        file.unlink()


@pytest.fixture
def cohort(app: Flask, lecturer: Person, alice: Person, clock: Clock) -> int:
    """A class in which Alice is, with something due two days after a Monday."""
    with app.app_context():
        number = cohorts.create(lecturer.id, cohorts.Details("Group A"), now=clock.now())
        cohorts.set_due_dates(number, {"spot-it": MONDAY + timedelta(days=2)}, actor_id=None, now=clock.now())
        cohorts.join(alice.id, number, JoinedHow.CODE, now=clock.now())
        return number


def letters(app: Flask) -> list[EmailMessage]:
    found = sorted(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in found]


def wants(app: Flask, person: Person, clock: Clock, *, digest: bool = True) -> None:
    with app.app_context():
        digests.choose(person.id, nudges=True, digest=digest, now=clock.now())


def sweep(app: Flask) -> None:
    with app.app_context():
        jobs.current().send_digests()


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (MONDAY, MONDAY),
        (MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=7)),
        (MONDAY + timedelta(days=6, hours=23), MONDAY),
    ],
)
def test_a_week_begins_on_monday_at_eight_in_malaysia(now: datetime, monday: datetime) -> None:
    assert digests.last_monday(now) == monday


def test_the_letter_of_the_week_comes_once_to_whoever_asked_for_it(
    app: Flask, alice: Person, bob: Person, cohort: int, clock: Clock
) -> None:
    clock.moment = MONDAY - timedelta(days=1)
    wants(app, alice, clock)
    sweep(app)
    assert letters(app) == []

    for minutes in (0, 10, 60 * 24):
        clock.moment = MONDAY + timedelta(minutes=minutes)
        sweep(app)

    (letter,) = letters(app)
    assert letter["To"] == alice.email
    assert "due on 2 December 2026" in letter.get_content()
    assert "/letters/" in letter["List-Unsubscribe"]
    clock.moment = MONDAY + timedelta(days=7)
    sweep(app)
    assert ["was due on" in one.get_content() for one in letters(app)] == [False, True]


def test_a_week_with_nothing_due_brings_no_letter(app: Flask, alice: Person, cohort: int, clock: Clock) -> None:
    with app.app_context():
        cohorts.set_due_dates(cohort, {"spot-it": MONDAY + timedelta(days=30)}, actor_id=None, now=clock.now())
    wants(app, alice, clock)
    clock.moment = MONDAY

    sweep(app)

    assert letters(app) == []


def test_two_workers_send_one_letter(app: Flask, alice: Person, cohort: int, clock: Clock) -> None:
    wants(app, alice, clock)
    clock.moment = MONDAY
    taken: list[digests.Digest] = []

    def work() -> None:
        with app.app_context():
            while found := digests.next_digest(catalogue.current().columns, clock.now()):
                taken.append(found)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [one.user_id for one in taken] == [alice.id]


def test_a_letter_that_the_server_did_not_take_waits(
    app: Flask, alice: Person, cohort: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(app, alice, clock)
    clock.moment = MONDAY

    def refuse(*_anything: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(mail, "deliver", refuse)
        with pytest.raises(ConnectionRefusedError), app.app_context():
            jobs.current().send_digests.call_local()
    clock.advance(minutes=1)
    sweep(app)

    assert len(letters(app)) == 1


def test_the_account_page_opts_in_and_the_link_in_the_letter_opts_out(
    app: Flask, alice: Person, cohort: int, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(alice)
    browser.post("/account/letters", {"nudges": "y", "digest": "y"})
    with app.app_context():
        assert digests.wanted_by(alice.id) == digests.Wanted(nudges=True, digest=True)
    clock.moment = MONDAY
    sweep(app)
    token = str(letters(app)[0]["List-Unsubscribe"]).strip("<>").partition("/letters/")[2]
    stranger = Visitor(app)
    stranger.get(f"/letters/{token}")

    stranger.submit({})

    assert stranger.follow().one("main p.lead").text_content() == "Done. You get no more of these letters."
    with app.app_context():
        assert digests.wanted_by(alice.id) == digests.Wanted(nudges=True, digest=False)


def test_a_calendar_has_a_secret_address_that_can_be_renewed_and_closed(
    app: Flask, alice: Person, cohort: int, sign_in: SignIn, clock: Clock
) -> None:
    browser, program = sign_in(alice), Visitor(app).browser

    def address() -> str:
        found = browser.get("/account").words(".secret-address")
        return "/calendar/" + found[0].partition("/calendar/")[2]

    browser.post("/account/calendar")
    first = address()
    answer = program.get(first)
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtend") == MONDAY + timedelta(days=2)
    assert alice.display_name not in answer.text

    browser.post("/account/calendar")
    assert program.get(first).status_code == 404
    second = address()
    assert program.get(second).status_code == 200

    browser.post("/account/calendar/close")
    assert program.get(second).status_code == 404

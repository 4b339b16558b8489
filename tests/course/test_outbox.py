"""No letter is lost, none is said to be sent that was not, and one that cannot be delivered delays no other."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import cohorts, digests, jobs, mail, nudges, outbox, privacy
from course.extensions import db
from course.tables import OutgoingLetter
from course.tables.cohorts import JoinedHow
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor


class Killed(BaseException):
    """The worker's process ends."""


def die(*_anything: object) -> None:
    raise Killed


class MailServer:
    """A mail server of the kind that real ones are: sometimes away, and particular about some addresses."""

    is_away = False
    taken: tuple[EmailMessage, ...] = ()
    codes: dict[str, int] = {}  # noqa: RUF012 -- emptied for each test

    def __init__(self, *_arguments: object, **_keywords: object) -> None:
        if MailServer.is_away:
            raise ConnectionRefusedError(111, "Connection refused")

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_problem: object) -> None:
        pass

    def send_message(self, message: EmailMessage) -> None:
        to = str(message["To"])
        if code := MailServer.codes.get(to):
            raise smtplib.SMTPRecipientsRefused({to: (code, b"no")})
        MailServer.taken += (message,)


@pytest.fixture(autouse=True)
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib, "SMTP", MailServer)
    for name, value in {"is_away": False, "taken": (), "codes": {}}.items():
        monkeypatch.setattr(MailServer, name, value)
    monkeypatch.setitem(app.config, "MAIL_SERVER", "mail.invalid")
    monkeypatch.setitem(app.config, "MAIL_STARTTLS", False)


def post(app: Flask, *addresses: str) -> None:
    with app.app_context():
        jobs.post([mail.Letter(address, "Hello", "A link") for address in addresses])


def sweep(app: Flask) -> None:
    """What a worker does each minute."""
    with app.app_context():
        jobs.current().send_letters.call_local()


def waiting(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutgoingLetter)) or 0


def taken() -> list[str]:
    return [str(message["To"]) for message in MailServer.taken]


def names() -> list[str]:
    return [str(message["Message-ID"]) for message in MailServer.taken]


def test_a_letter_is_sent_at_once_and_then_forgotten(app: Flask) -> None:
    post(app, "alice@example.edu.my")

    assert taken() == ["alice@example.edu.my"]
    assert waiting(app) == 0


def test_letters_outlive_a_server_that_is_away_for_days_and_are_sent_once(app: Flask, clock: Clock) -> None:
    MailServer.is_away = True
    post(app, "alice@example.edu.my", "bob@example.edu.my")
    for _hour in range(48):
        clock.advance(hours=1)
        with pytest.raises(ConnectionRefusedError):
            sweep(app)
    assert (taken(), waiting(app)) == ([], 2)

    MailServer.is_away = False
    clock.advance(minutes=1)
    sweep(app)
    clock.advance(days=1)
    sweep(app)

    assert sorted(taken()) == ["alice@example.edu.my", "bob@example.edu.my"]
    assert waiting(app) == 0


def test_a_server_that_says_not_now_is_asked_again(app: Flask, clock: Clock) -> None:
    MailServer.codes["alice@example.edu.my"] = 451  # greylisting: whoever comes back is let in
    post(app, "alice@example.edu.my", "bob@example.edu.my")
    at_once = taken()

    MailServer.codes.clear()
    clock.advance(minutes=1)
    sweep(app)

    assert (at_once, taken()) == (["bob@example.edu.my"], ["bob@example.edu.my", "alice@example.edu.my"])


def test_an_address_that_is_none_is_given_up_and_stands_in_nobodys_way(app: Flask, clock: Clock) -> None:
    MailServer.codes["nobody@example.edu.my"] = 550
    post(app, "nobody@example.edu.my", "bob@example.edu.my")

    MailServer.codes.clear()
    for _day in range(6):
        clock.advance(days=1)
        sweep(app)

    assert taken() == ["bob@example.edu.my"]
    clock.advance(days=2)
    with app.app_context():
        outbox.forget_old(clock.now())
    assert waiting(app) == 0


def test_what_was_given_up_is_not_late_and_what_waits_is(app: Flask, clock: Clock) -> None:
    MailServer.codes["nobody@example.edu.my"] = 550
    post(app, "nobody@example.edu.my")
    MailServer.is_away = True
    post(app, "bob@example.edu.my")
    clock.advance(minutes=61)

    with app.app_context():
        assert outbox.late(clock.now()) == 1


def test_a_server_that_never_wants_it_is_not_asked_for_ever(app: Flask, clock: Clock) -> None:
    MailServer.codes["alice@example.edu.my"] = 451
    post(app, "alice@example.edu.my")
    for _day in range(12):
        clock.advance(days=1)
        sweep(app)

    MailServer.codes.clear()
    clock.advance(days=1)
    sweep(app)

    assert taken() == []


def test_a_worker_that_is_killed_before_sending_loses_no_letter(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(mail, "deliver", die)
        with pytest.raises(Killed):
            post(app, "alice@example.edu.my")
    sweep(app)
    before = taken()

    clock.advance(seconds=outbox.HELD_FOR.total_seconds())
    sweep(app)

    assert (before, taken()) == ([], ["alice@example.edu.my"])


def test_a_worker_that_is_killed_after_sending_sends_the_same_letter_again(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "sent", die)
        with pytest.raises(Killed):
            post(app, "alice@example.edu.my")

    clock.advance(seconds=outbox.HELD_FOR.total_seconds())
    sweep(app)
    post(app, "alice@example.edu.my")

    first, again, another = names()
    assert first == again != another
    assert first.endswith("@127.0.0.1>")


def test_a_header_in_two_lines_is_no_letter_and_stops_no_other(app: Flask) -> None:
    with app.app_context():
        jobs.post(
            [mail.Letter("a@b.my", "Hello\nBcc: all@b.my", "x"), mail.Letter("bob@example.edu.my", "Hello", "A link")]
        )

    assert taken() == ["bob@example.edu.my"]


def test_whoever_erases_the_account_gets_no_letter_that_waits(app: Flask, alice: Person, clock: Clock) -> None:
    MailServer.is_away = True
    post(app, alice.email)
    with app.app_context():
        privacy.erase(alice.id, password=alice.password, now=clock.now())

    assert waiting(app) == 0


def test_an_unknown_address_leaves_the_same_trace_as_a_known_one(app: Flask, client: Visitor, alice: Person) -> None:
    for address in (alice.email, "nobody@example.edu.my"):
        client.get("/reset")
        client.submit({"email": address})

    assert taken() == [alice.email]
    assert waiting(app) == 0


# --- letters that wait in the rows they are about ---------------------------------------------------------------------


@pytest.fixture
def cohort(app: Flask, lecturer: Person, alice: Person, bob: Person, clock: Clock) -> int:
    with app.app_context():
        made = cohorts.create(lecturer.id, cohorts.Details("Digital Literacy"), now=clock.now())
        for person in (alice, bob):
            cohorts.join(person.id, made, JoinedHow.CODE, now=clock.now())
        return made


def test_the_log_says_sent_of_what_was_sent_and_names_what_could_not_be(
    app: Flask, cohort: int, lecturer: Person, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    MailServer.codes[alice.email] = 550
    with app.app_context():
        everybody = [one.membership for one in nudges.everybody(cohort)]
        nudges.write(cohort, lecturer.id, everybody, {"en": ("s", "b"), "ms": ("s", "b")}, "t" * 20, now=clock.now())
        jobs.current().send_nudges()

    page = sign_in(lecturer).get(f"/classes/{cohort}/nudge")

    said = dict(zip(page.words(".nudge-log bdi"), page.words(".nudge-log summary small"), strict=True))
    assert "could not be delivered" in said["Alice Wong"]
    assert "could not" not in said["Bob anak Jelani"]
    assert "on its way" not in said["Bob anak Jelani"]


def test_the_weekly_letter_is_another_one_each_week(app: Flask, cohort: int, alice: Person, clock: Clock) -> None:
    with app.app_context():
        digests.choose(alice.id, nudges=True, digest=True, now=clock.now())
        due = {"spot-it": clock.now() + timedelta(days=10), "report-it": clock.now() + timedelta(days=16)}
        cohorts.set_due_dates(cohort, due, actor_id=None, now=clock.now())
        for _week in range(2):
            clock.advance(days=7)
            jobs.current().send_digests.call_local()

    assert taken() == [alice.email, alice.email]
    assert len(set(names())) == 2

"""`flask check-deploy`: what is not ready is named, with what to do; what is ready is said to be."""

import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update

from course import campuses, clock, keys, readiness
from course.extensions import db
from course.tables import Certificate
from tests.applications import Applications
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import earn

UNIT = campuses.Unit(
    campus="Shah Alam",
    name_en="Counselling unit",
    name_ms="Unit kaunseling",
    phone="03-5544 0000",
    chat="",
    site="",
    hours_en="",
    hours_ms="",
    verified_on=clock.now().date(),
)


def check(app: Flask) -> tuple[int, dict[str, str]]:
    """The exit code, and each thing said with its level."""
    outcome = app.test_cli_runner().invoke(args=["check-deploy"])
    lines = (line.partition(" ") for line in outcome.output.splitlines())
    return outcome.exit_code, {said.strip(): level for level, _, said in lines}


def level_of(said: dict[str, str], beginning: str) -> str | None:
    return next((level for sentence, level in said.items() if sentence.startswith(beginning)), None)


class MailServer:
    """Takes letters, and counts who asked."""

    asked: tuple[str, ...] = ()

    def __init__(self, host: str, *_more: object, **_options: object) -> None:
        if host == "down.invalid":
            raise ConnectionRefusedError(111, "Connection refused")

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_problem: object) -> None:
        pass

    def noop(self) -> None:
        MailServer.asked += ("noop",)


@pytest.fixture
def mail_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    monkeypatch.setattr(smtplib, "SMTP", MailServer)
    monkeypatch.setattr(MailServer, "asked", ())
    monkeypatch.setitem(app.config, "MAIL_STARTTLS", False)
    return lambda host: monkeypatch.setitem(app.config, "MAIL_SERVER", host)


def test_a_site_that_lacks_nothing_is_told_so(app: Flask, admin: Person, mail_on: Callable[[str], None]) -> None:
    mail_on("mail.invalid")
    with app.app_context():
        campuses.keep(UNIT, actor_id=admin.id, now=clock.now())

    code, said = check(app)

    assert code == 0
    # The content that comes with the program is unsigned, and tests run on a local site.
    assert sorted(set(said.values())) == ["good", "look"]
    assert len([level for level in said.values() if level == "look"]) == 2
    assert level_of(said, "A certificate is drawn, signed and known again") == "good"
    assert level_of(said, "mail.invalid takes letters from here.") == "good"
    assert MailServer.asked == ("noop",)


def test_an_empty_site_says_what_its_operator_does_next(app: Flask) -> None:
    code, said = check(app)

    assert (code, level_of(said, "Nobody is an administrator")) == (0, "look")
    assert level_of(said, "No counselling unit stands on the help page") == "look"
    assert level_of(said, "No mail server is named") == "look"


def test_a_unit_that_nobody_checked_for_long_is_named(app: Flask, admin: Person, clock: Clock) -> None:
    with app.app_context():
        old = replace(UNIT, verified_on=clock.now().date() - timedelta(days=91))
        campuses.keep(old, actor_id=admin.id, now=clock.now())

    _code, said = check(app)

    assert level_of(said, "Checked more than 90 days ago: Counselling unit.") == "look"


def test_a_mail_server_that_does_not_answer_is_wrong(app: Flask, mail_on: Callable[[str], None]) -> None:
    mail_on("down.invalid")

    code, said = check(app)

    assert (code, level_of(said, "down.invalid does not take letters from here")) == (1, "wrong")


def test_tables_of_another_release_are_wrong_and_nothing_is_asked_of_them(own_app: Flask) -> None:
    with own_app.app_context(), db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
        connection.commit()

    code, said = check(own_app)

    assert (code, level_of(said, "The tables are not those of this release")) == (1, "wrong")
    assert level_of(said, "Nobody is an administrator") is None


def test_keys_that_others_may_read_or_that_end_are_wrong(own_app: Flask, clock: Clock) -> None:
    with own_app.app_context():
        keys.current()
        key = next(keys.folder().glob("document-*.key.pem"))
    key.chmod(0o644)
    readable = check(own_app)
    key.chmod(0o600)
    clock.advance(days=5 * 365 - 30)
    soon = check(own_app)
    clock.advance(days=60)
    over = check(own_app)

    assert (readable[0], level_of(readable[1], "Others may read document-")) == (1, "wrong")
    assert (soon[0], level_of(soon[1], "The key ends on")) == (0, "look")
    assert (over[0], level_of(over[1], "The key ends on")) == (1, "wrong")


def test_broken_keys_are_wrong_twice_over(own_app: Flask) -> None:
    with own_app.app_context():
        keys.current()
        (keys.folder() / keys.RING).write_text("[document]")

    code, said = check(own_app)

    assert (code, level_of(said, "A certificate cannot be made")) == (1, "wrong")
    assert [level for sentence, level in said.items() if "make-keys" in sentence] == ["wrong"]


def test_a_queue_that_nobody_works_on_is_wrong(applications: Applications, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "A_WORKER_TAKES_SECONDS", 0.5)
    with applications.alone_on("sqlite", HUEY_IMMEDIATE=False) as app:
        code, said = check(app)

    assert (code, level_of(said, "No worker takes jobs (1 wait)")) == (1, "wrong")


def test_certificates_that_could_not_be_drawn_are_wrong(app: Flask, alice: Person, clock: Clock) -> None:
    earn(app, alice, clock)
    with app.app_context():
        db.session.execute(
            update(Certificate).values(pdf=None, pdf_sha256=None, drawing_error="no glyph", drawing_tries=5)
        )
        db.session.commit()

    code, said = check(app)

    assert (code, level_of(said, "1 certificates could not be drawn")) == (1, "wrong")


def test_a_public_address_that_leads_nowhere_is_to_be_looked_at(applications: Applications, closed_port: int) -> None:
    address = f"https://127.0.0.1:{closed_port}"
    with applications.alone_on("sqlite", PUBLIC_URL=address, PRODUCTION=True, SECRET_KEY="x" * 32) as app:
        code, said = check(app)

    assert (code, level_of(said, f"{address}/healthz does not answer from here")) == (1, "look")
    assert level_of(said, "No proxy is trusted") == "look"
    assert [sentence for sentence, level in said.items() if level == "wrong"] != []  # it has no keys yet

"""Work done beside the site: drawing certificates, sending mail. The rows are the truth, the queue only a hint."""

import logging
import smtplib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab

import certificates
from course import attempts, awards, catalogue, clock, drives, enrolments, keys, letters, mail, rooms
from course.mint import Mint

log = logging.getLogger(__name__)
MAIL_RETRIES = 5
MAIL_RETRY_SECONDS = 60


@dataclass(frozen=True)
class Jobs:
    """The queue and what can be put into it."""

    queue: Huey
    draw_certificate: Any
    send_mail: Any
    do_nothing: Any
    draw_what_was_left: Any
    forget_answers: Any
    carry_out_roster: Any
    do_rosters_that_were_left: Any
    close_drives: Any
    close_rooms: Any


def connect(app: Flask) -> None:
    queue = _queue(app)

    @queue.task(name="draw_certificate")  # type: ignore[untyped-decorator]
    def draw_certificate(certificate_id: int) -> None:
        with app.app_context():
            awards.draw(certificate_id, mint(), clock.now())

    @queue.task(name="send_mail", retries=MAIL_RETRIES, retry_delay=MAIL_RETRY_SECONDS)  # type: ignore[untyped-decorator]
    def send_mail(to: str, subject: str, body: str) -> None:
        mail.deliver(mail.Letter(to, subject, body), app.config)

    @queue.task(name="do_nothing")  # type: ignore[untyped-decorator]
    def do_nothing() -> None:
        pass

    @queue.periodic_task(crontab(), name="draw_what_was_left")  # type: ignore[untyped-decorator]
    def draw_what_was_left() -> None:
        with app.app_context():
            left = awards.undrawn(clock.now())
        for certificate_id in left:
            draw_certificate(certificate_id)

    @queue.periodic_task(crontab(hour="3", minute="20"), name="forget_answers")  # type: ignore[untyped-decorator]
    def forget_answers() -> None:
        with app.app_context():
            attempts.forget_answers(catalogue.current().written.bank.definitions, clock.now())
            enrolments.forget_old(clock.now())

    @queue.task(name="carry_out_roster")  # type: ignore[untyped-decorator]
    def carry_out_roster(upload_id: int) -> None:
        with app.app_context():
            enrolments.carry_out(upload_id, clock.now())
            _send_letters(app)

    @queue.periodic_task(crontab(), name="do_rosters_that_were_left")  # type: ignore[untyped-decorator]
    def do_rosters_that_were_left() -> None:
        with app.app_context():
            for upload_id in enrolments.unfinished():
                enrolments.carry_out(upload_id, clock.now())
            _send_letters(app)

    @queue.periodic_task(crontab(), name="close_drives")  # type: ignore[untyped-decorator]
    def close_drives() -> None:
        with app.app_context():
            drives.close_what_is_over(clock.now())

    @queue.periodic_task(crontab(), name="close_rooms")  # type: ignore[untyped-decorator]
    def close_rooms() -> None:
        with app.app_context():
            rooms.close_what_is_over(clock.now())

    app.extensions["jobs"] = Jobs(
        queue,
        draw_certificate,
        send_mail,
        do_nothing,
        draw_what_was_left,
        forget_answers,
        carry_out_roster,
        do_rosters_that_were_left,
        close_drives,
        close_rooms,
    )
    app.extensions["mint"] = _mint(app)


def _send_letters(app: Flask) -> None:
    """All that wait, one after another. While the server does not answer they wait for the next minute's sweep."""
    while letter := enrolments.next_letter(clock.now()):
        try:
            mail.deliver(letters.about_class(letter), app.config)
        except smtplib.SMTPException as refused:
            if not isinstance(refused, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
                log.warning("A letter about a class was refused for good: %s", refused)
                continue
            enrolments.put_back(letter)
            raise
        except OSError:
            enrolments.put_back(letter)
            raise


def _mint(app: Flask) -> Mint:
    issuer = certificates.BadgeIssuer(app.config["PUBLIC_URL"].rstrip("/"), app.config["CAMPUS_NAME"])
    return Mint(keys.of(app), issuer, app.config["TIMESTAMP_SERVICE"])


def _queue(app: Flask) -> Huey:
    if app.config["HUEY_IMMEDIATE"]:
        return MemoryHuey("thinktwice", immediate=True, results=False)
    if app.config["REDIS_URL"]:
        return RedisHuey("thinktwice", url=app.config["REDIS_URL"], results=False)
    return SqliteHuey("thinktwice", filename=str(Path(app.instance_path) / "jobs.db"), results=False)


def current() -> Jobs:
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs


def draw_now(certificate_id: int) -> None:
    """Draw in this process; for a student who asks before the worker came round."""
    awards.draw(certificate_id, mint(), clock.now())


def badge_now(award: awards.Award) -> str:
    """The badge of a certificate, signed here when the worker has not come round yet."""
    return awards.badge_of(award.id) or awards.keep_badge(award.id, mint())


def preview_now(award: awards.Award) -> bytes:
    """The picture for sharing, drawn on the first asking."""
    known = awards.preview_of(award.id)
    return known or awards.keep_preview(award, mint().preview(award.claims, with_name=award.shows_name))


def mint() -> Mint:
    """What makes badges and PDFs in this process."""
    found: Mint = current_app.extensions["mint"]
    return found

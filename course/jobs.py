"""Work done beside the site: drawing certificates, sending mail. The rows are the truth, the queue only a hint."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab

import certificates
from course import attempts, awards, catalogue, clock, drives, keys, mail, register
from course.mint import Mint

MAIL_RETRIES = 5
MAIL_RETRY_SECONDS = 60


@dataclass(frozen=True)
class Jobs:
    """The queue and what can be put into it."""

    queue: Huey
    draw_certificate: Any
    issue_earned: Any
    send_mail: Any
    do_nothing: Any
    draw_what_was_left: Any
    forget_answers: Any
    close_drives: Any


def connect(app: Flask) -> None:
    queue = _queue(app)

    @queue.task(name="draw_certificate")  # type: ignore[untyped-decorator]
    def draw_certificate(certificate_id: int) -> None:
        with app.app_context():
            awards.draw(certificate_id, mint(), clock.now())

    @queue.task(name="issue_earned")  # type: ignore[untyped-decorator]
    def issue_earned(actor: int) -> None:
        """Killed in the middle, it leaves people who have earned one: the page shows them, and asking again goes on."""
        with app.app_context():
            issuer, office = catalogue.current().issuer, awards.Actor(actor, "admin")
            for person in register.earned(issuer):
                if issued := register.issue_to(person, issuer, office, clock.now()):
                    draw_certificate(issued)

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

    @queue.periodic_task(crontab(), name="close_drives")  # type: ignore[untyped-decorator]
    def close_drives() -> None:
        with app.app_context():
            drives.close_what_is_over(clock.now())

    app.extensions["jobs"] = Jobs(
        queue,
        draw_certificate,
        issue_earned,
        send_mail,
        do_nothing,
        draw_what_was_left,
        forget_answers,
        close_drives,
    )
    app.extensions["mint"] = _mint(app)


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

"""Work done beside the site: drawing certificates, sending mail. The rows are the truth, the queue only a hint."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from huey import Huey, crontab

import certificates
from course import (
    attempts,
    awards,
    catalogue,
    class_letters,
    clock,
    digests,
    drives,
    enrolments,
    keys,
    mail,
    nudges,
    outbox,
    places,
    queues,
    register,
    rooms,
    session_letters,
    stories,
)
from course.extensions import db
from course.mint import Mint

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Jobs:
    """The queue and what can be put into it."""

    queue: Huey
    draw_certificate: Any
    issue_earned: Any
    send_letters: Any
    do_nothing: Any
    draw_what_was_left: Any
    forget_answers: Any
    look_after_sessions: Any
    forget_addresses: Any
    carry_out_roster: Any
    do_rosters_that_were_left: Any
    send_nudges: Any
    send_digests: Any
    forget_stories: Any
    close_drives: Any
    close_rooms: Any


def connect(app: Flask) -> None:
    queue = queues.queue_of(app)

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

    @queue.periodic_task(crontab(), name="send_letters")  # type: ignore[untyped-decorator]
    def send_letters() -> None:
        with app.app_context():
            while found := outbox.next_letter(clock.now()):
                _send(*found, app)

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
            nudges.forget_old(clock.now())
            outbox.forget_old(clock.now())

    @queue.task(name="carry_out_roster")  # type: ignore[untyped-decorator]
    def carry_out_roster(upload_id: int) -> None:
        with app.app_context():
            enrolments.carry_out(upload_id, clock.now())
            _send_invitations(app)

    @queue.periodic_task(crontab(), name="do_rosters_that_were_left")  # type: ignore[untyped-decorator]
    def do_rosters_that_were_left() -> None:
        with app.app_context():
            for upload_id in enrolments.unfinished():
                enrolments.carry_out(upload_id, clock.now())
            _send_invitations(app)

    @queue.periodic_task(crontab(minute="*/5"), name="look_after_sessions")  # type: ignore[untyped-decorator]
    def look_after_sessions() -> None:
        with app.app_context():
            places.fill_places(clock.now(), session_letters.place_free)
            places.remind(clock.now(), session_letters.reminder)
        send_letters()

    @queue.periodic_task(crontab(hour="3", minute="40"), name="forget_addresses")  # type: ignore[untyped-decorator]
    def forget_addresses() -> None:
        with app.app_context():
            places.forget_addresses(clock.now())

    @queue.periodic_task(crontab(), name="send_nudges")  # type: ignore[untyped-decorator]
    def send_nudges() -> None:
        with app.app_context():
            while letter := nudges.next_letter(clock.now()):
                _send(class_letters.from_lecturer(letter), letter.held, app)

    @queue.periodic_task(crontab(minute="*/10"), name="send_digests")  # type: ignore[untyped-decorator]
    def send_digests() -> None:
        with app.app_context():
            while digest := digests.next_digest(catalogue.current().columns, clock.now()):
                if digest.lines:
                    _send(class_letters.of_the_week(digest), digest.held, app, digest.name)
                else:
                    outbox.sent(digest.held, clock.now())

    @queue.periodic_task(crontab(hour="3", minute="50"), name="forget_stories")  # type: ignore[untyped-decorator]
    def forget_stories() -> None:
        with app.app_context():
            stories.forget_refused(clock.now())

    @queue.periodic_task(crontab(), name="close_drives")  # type: ignore[untyped-decorator]
    def close_drives() -> None:
        with app.app_context():
            drives.close_what_is_over(clock.now())

    @queue.periodic_task(crontab(), name="close_rooms")  # type: ignore[untyped-decorator]
    def close_rooms() -> None:
        with app.app_context():
            rooms.close_what_is_over(clock.now())

    app.extensions["jobs"] = Jobs(
        queue=queue,
        draw_certificate=draw_certificate,
        issue_earned=issue_earned,
        send_letters=send_letters,
        do_nothing=do_nothing,
        draw_what_was_left=draw_what_was_left,
        forget_answers=forget_answers,
        carry_out_roster=carry_out_roster,
        do_rosters_that_were_left=do_rosters_that_were_left,
        send_nudges=send_nudges,
        send_digests=send_digests,
        look_after_sessions=look_after_sessions,
        forget_addresses=forget_addresses,
        forget_stories=forget_stories,
        close_drives=close_drives,
        close_rooms=close_rooms,
    )
    app.extensions["mint"] = _mint(app)


def _send_invitations(app: Flask) -> None:
    """All that wait, one after another. While the server does not answer they wait for the next minute's sweep."""
    while letter := enrolments.next_letter(clock.now()):
        _send(class_letters.about_class(letter), letter.held, app)


def _send(letter: mail.Letter, held: outbox.Held, app: Flask, name: str = "") -> None:
    """One letter. What the server would not take delays no other one; a server that takes none ends the sweep."""
    try:
        if letter.to:
            mail.deliver(letter, app.config, name or held.name)
    except mail.NotTaken as refused:
        log.warning("A letter was not taken: %s", refused)
        if refused.for_good:
            outbox.give_up(held, clock.now())
        else:
            outbox.put_off(held, clock.now(), counts=True)
    except OSError:
        outbox.put_off(held, clock.now(), counts=False)
        raise
    else:
        outbox.sent(held, clock.now())


def _mint(app: Flask) -> Mint:
    issuer = certificates.BadgeIssuer(app.config["PUBLIC_URL"].rstrip("/"), app.config["CAMPUS_NAME"])
    return Mint(keys.of(app), issuer, app.config["TIMESTAMP_SERVICE"])


def current() -> Jobs:
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs


def post(letters: Iterable[mail.Letter]) -> None:
    """Keep these letters until they are sent, and have the worker send them."""
    with db.writing() as session:
        outbox.keep(session, letters, clock.now())
    current().send_letters()


def post_nothing() -> None:
    """Takes as long as posting a letter."""
    post([mail.Letter("", "", "")])


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

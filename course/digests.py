"""Letters and calendars that somebody wants: muting lecturers' letters, a digest each week, a secret address."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from course import cohorts, outbox
from course.clock import in_malaysia
from course.extensions import db
from course.overview import Column
from course.tables import Attempt, Reminders, User

Kind = Literal["nudges", "digest"]
KINDS: tuple[Kind, ...] = ("nudges", "digest")
WEEKDAY, HOUR = 0, 8  # Monday morning, in Malaysia
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Wanted:
    """What somebody chose on the account page."""

    nudges: bool = True
    digest: bool = False
    calendar_secret: str | None = None


@dataclass(frozen=True)
class DueLine:
    """A module that is due, or overdue, and not passed."""

    cohort: int
    module: str
    due_at: datetime
    class_name: str


@dataclass(frozen=True)
class Digest:
    """One week's letter to one person; without lines there is nothing to send."""

    held: outbox.Held
    monday: datetime
    user_id: int
    email: str
    language: str
    display_name: str
    lines: tuple[DueLine, ...]

    @property
    def name(self) -> str:
        """Another one each week."""
        return f"{self.held.name}-{self.monday:%Y%m%d}"


def wanted_by(user_id: int) -> Wanted:
    row = db.session.execute(
        select(Reminders.nudges_muted_at, Reminders.digest_since, Reminders.calendar_secret).where(
            Reminders.user_id == user_id
        )
    ).first()
    return Wanted(row.nudges_muted_at is None, row.digest_since is not None, row.calendar_secret) if row else Wanted()


def choose(user_id: int, *, nudges: bool, digest: bool, now: datetime) -> None:
    """What is wanted from now on; choosing the same again changes nothing."""
    with db.writing() as session:
        row = _row(session, user_id)
        row.nudges_muted_at = None if nudges else row.nudges_muted_at or now
        row.digest_since = (row.digest_since or now) if digest else None


def stop(user_id: int, kind: Kind, *, now: datetime) -> None:
    """No more letters of this kind. Of somebody whose account is gone there is nothing to stop."""
    with db.writing() as session:
        if session.get(User, user_id) is None:
            return
        row = _row(session, user_id)
        if kind == "nudges":
            row.nudges_muted_at = row.nudges_muted_at or now
        else:
            row.digest_since = None


def renew_calendar(user_id: int) -> str:
    """A new secret address; the old one leads nowhere from now on."""
    with db.writing() as session:
        row = _row(session, user_id)
        row.calendar_secret = secrets.token_urlsafe(32)
        return row.calendar_secret


def close_calendar(user_id: int) -> None:
    with db.writing() as session:
        _row(session, user_id).calendar_secret = None


def owner_of_calendar(secret: str) -> int | None:
    if not 20 <= len(secret) <= 43 or not secret.isascii():
        return None
    return db.session.scalar(select(Reminders.user_id).where(Reminders.calendar_secret == secret))


# --- links that stop letters ------------------------------------------------------------------------------------------


def stop_token(user_id: int, kind: Kind, secret: str) -> str:
    """For the foot of a letter: it stops this one kind of letter to this one person, without signing in."""
    return str(_signed(secret).dumps([user_id, kind]))


def read_stop_token(token: str, secret: str) -> tuple[int, Kind] | None:
    try:
        user_id, kind = _signed(secret).loads(token[:300])
    except (BadSignature, ValueError, TypeError):
        return None
    return (user_id, kind) if kind in KINDS and type(user_id) is int else None


def _signed(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="thinktwice stop letters")


# --- the weekly letter ------------------------------------------------------------------------------------------------


def last_monday(now: datetime) -> datetime:
    """The latest Monday morning that has come."""
    here = in_malaysia(now)
    day = here.date() - timedelta(days=(here.weekday() - WEEKDAY) % 7)
    monday = datetime.combine(day, time(HOUR), here.tzinfo)
    return monday if monday <= here else monday - timedelta(days=7)


def next_digest(columns: tuple[Column, ...], now: datetime) -> Digest | None:
    """Take the next person whose letter of this week has not gone out; None when all have."""
    monday = last_monday(now)
    with db.writing() as session:
        user_id = session.scalar(
            select(Reminders.user_id)
            .where(
                Reminders.digest_since < monday,
                or_(Reminders.digest_sent_at.is_(None), Reminders.digest_sent_at < monday),
                outbox.may_be_taken(Reminders, now),
            )
            .order_by(Reminders.user_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if user_id is None:
            return None
        return _digest(session, outbox.hold(session, Reminders, user_id, now), columns, now)


def due_lines(user_id: int, columns: tuple[Column, ...]) -> tuple[DueLine, ...]:
    """What is due for this person and not passed, the earliest first."""
    passed = set(
        db.session.scalars(
            select(Attempt.subject).where(
                Attempt.user_id == user_id, Attempt.mode == "scored", Attempt.passed.is_(True)
            )
        )
    )
    done = {column.module for column in columns if passed.issuperset(column.subjects)}
    found = [
        DueLine(joined.cohort, module, due_at, joined.details.name)
        for joined in cohorts.joined_by(user_id)
        for module, due_at in joined.due.items()
        if module not in done
    ]
    return tuple(sorted(found, key=lambda line: (line.due_at, line.module)))


def _digest(session: Session, held: outbox.Held, columns: tuple[Column, ...], now: datetime) -> Digest:
    user = session.get_one(User, held.key)
    lines = tuple(line for line in due_lines(user.id, columns) if line.due_at <= now + AHEAD)
    return Digest(held, last_monday(now), user.id, user.email, user.language, user.display_name, lines)


def _row(session: Session, user_id: int) -> Reminders:
    session.get_one(User, user_id, with_for_update=True)  # two first choices at once come one after another
    row = session.get(Reminders, user_id, populate_existing=True)
    if row is None:
        row = Reminders(user_id=user_id)
        session.add(row)
    return row

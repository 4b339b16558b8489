"""Live sessions: what is planned, published, changed and called off, and what stays afterwards."""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from course import audit, places
from course.extensions import db
from course.refusals import Refusal
from course.tables import LiveSession, Registration, SessionQuestion, User
from course.tables.sessions import PlaceState, QuestionState, SessionState

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is taken for something else
CODE_LENGTH = 6
WHEN_AND_WHERE = ("starts_at", "ends_at", "place")
KEPT_FOR_SECONDS = 30  # the front page asks the database twice a minute, however many read it


class AddressTaken(Refusal):
    """Another session has this address."""


class LinkNotOpened(Refusal):
    """Not the address of a page that a browser can open."""


@dataclass(frozen=True)
class Listed:
    """A session in the list of the office."""

    live: LiveSession
    taken: int
    waiting: int
    questions: int


@dataclass(frozen=True)
class Next:
    """The session that comes next, for the front page."""

    slug: str
    title: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime


# --- What anybody may read


def upcoming(now: datetime) -> Sequence[LiveSession]:
    """Published and cancelled ones that are not over: who had a date in mind is told that it is off."""
    return db.session.scalars(
        select(LiveSession)
        .where(LiveSession.state != SessionState.DRAFT, LiveSession.ends_at > now)
        .order_by(LiveSession.starts_at, LiveSession.id)
    ).all()


def past(now: datetime, offset: int = 0, limit: int = 50) -> Sequence[LiveSession]:
    """The newest first."""
    return db.session.scalars(
        select(LiveSession)
        .where(LiveSession.state == SessionState.PUBLISHED, LiveSession.ends_at <= now)
        .order_by(LiveSession.starts_at.desc(), LiveSession.id)
        .offset(offset)
        .limit(limit)
    ).all()


def find(slug: str) -> LiveSession | None:
    """A session that is no draft."""
    return db.session.scalar(
        select(LiveSession).where(LiveSession.slug == slug, LiveSession.state != SessionState.DRAFT)
    )


_kept: WeakKeyDictionary[Engine, tuple[float, tuple[Next, ...]]] = WeakKeyDictionary()


def following(now: datetime) -> Next | None:
    """The next session, from memory for half a minute: the front page asks no database."""
    kept = _kept.get(db.engine)
    if kept is None or kept[0] < time.monotonic():
        kept = _kept[db.engine] = (time.monotonic() + KEPT_FOR_SECONDS, _soon(now))
    return next((one for one in kept[1] if one.ends_at > now), None)


def forget() -> None:
    _kept.clear()


def _soon(now: datetime) -> tuple[Next, ...]:
    table = LiveSession.__table__
    wanted = (
        select(table.c.slug, table.c.title_en, table.c.title_ms, table.c.starts_at, table.c.ends_at)
        .where(table.c.state == SessionState.PUBLISHED, table.c.ends_at > now)
        .order_by(table.c.starts_at, table.c.id)
        .limit(3)
    )
    with db.reading() as connection:
        return tuple(
            Next(row.slug, {"en": row.title_en, "ms": row.title_ms}, row.starts_at, row.ends_at)
            for row in connection.execute(wanted)
        )


# --- The office


def all_listed() -> list[Listed]:
    """Every session, newest first, with what waits in it."""
    places = select(Registration.session_id, Registration.state, func.count().label("number")).group_by(
        Registration.session_id, Registration.state
    )
    counted = {(row.session_id, row.state): row.number for row in db.session.execute(places)}
    asked = dict(
        db.session.execute(
            select(Registration.session_id, func.count())
            .join(SessionQuestion, SessionQuestion.registration_id == Registration.id)
            .where(SessionQuestion.state == QuestionState.WAITING)
            .group_by(Registration.session_id)
        ).all()
    )
    rows = db.session.scalars(select(LiveSession).order_by(LiveSession.starts_at.desc(), LiveSession.id))
    return [
        Listed(
            live,
            counted.get((live.id, PlaceState.REGISTERED), 0),
            counted.get((live.id, PlaceState.WAITING), 0),
            asked.get(live.id, 0),
        )
        for live in rows
    ]


def find_any(session_id: int) -> LiveSession | None:
    """A session by its number, drafts too: for the office."""
    return db.session.get(LiveSession, session_id)


def registrations(session_id: int) -> list[tuple[Registration, str, str]]:
    """Everybody with a place or in the queue: registration, address, name (empty without an account)."""
    rows = db.session.execute(
        select(Registration, func.coalesce(Registration.email, User.email), func.coalesce(User.display_name, ""))
        .outerjoin(User, User.id == Registration.user_id)
        .where(Registration.session_id == session_id, Registration.state != PlaceState.CANCELLED)
        .order_by(Registration.state, Registration.asked_at, Registration.id)
    )
    return [(row, email, name) for row, email, name in rows]


def keep(
    session_id: int | None, written: Mapping[str, Any], *, actor_id: int | None, now: datetime
) -> tuple[LiveSession, list[places.Place], list[places.Place]]:
    """Add a draft, or change a session.

    Returns it, who moved up because the room is larger, and who is to be told that its time or place is another.
    Raises `AddressTaken`, `LinkNotOpened`, and LookupError for a number that is none of ours.
    """
    if written["link"] and not can_be_opened(written["link"]):
        raise LinkNotOpened
    told: list[places.Place] = []
    try:
        with db.writing() as session:
            live = places.held(session, session_id) if session_id else LiveSession(attendance_code=new_code())
            before = [getattr(live, name) for name in WHEN_AND_WHERE]
            for name, value in written.items():
                setattr(live, name, value)
            live.revision, live.changed_at = (live.revision or 0) + bool(session_id), now
            session.add(live)
            session.flush()
            act = "live session changed" if session_id else "live session added"
            audit.note(session, act=act, about=f"session {live.id}", actor_id=actor_id, now=now)
            if before != [getattr(live, name) for name in WHEN_AND_WHERE] and places.is_open(live, now):
                places.remind_again(session, live, now)
                told = places.in_session(session, live.id)
            moved = places.move_up(session, live, now)
    except IntegrityError as taken:
        raise AddressTaken from taken
    forget()
    return live, moved, told


def publish(session_id: int, *, actor_id: int | None, now: datetime) -> None:
    """From then on it stands on the site. One that was cancelled stays so: whoever was told would not know."""
    _change(session_id, "live session published", actor_id, now, SessionState.DRAFT, state=SessionState.PUBLISHED)


def cancel(session_id: int, *, actor_id: int, now: datetime) -> list[places.Place]:
    """Call a published session off. Returns everybody who had a place or waited for one, once."""
    changed = _change(
        session_id, "live session cancelled", actor_id, now, SessionState.PUBLISHED, state=SessionState.CANCELLED
    )
    if not changed:
        return []
    return places.in_session(db.session(), session_id)


def renew_code(session_id: int, *, actor_id: int, now: datetime) -> None:
    """A new code for attendance; the old one counts no more."""
    _change(session_id, "attendance code renewed", actor_id, now, None, attendance_code=new_code())


def keep_afterwards(
    session_id: int, *, recording: str, transcript_en: str, transcript_ms: str, actor_id: int | None, now: datetime
) -> None:
    """What stays of a session. Raises `LinkNotOpened`."""
    if recording and not can_be_opened(recording):
        raise LinkNotOpened
    _change(
        session_id,
        "recording and transcript kept",
        actor_id,
        now,
        None,
        recording=recording,
        transcript_en=transcript_en,
        transcript_ms=transcript_ms,
    )


def note_export(session_id: int, *, actor_id: int, now: datetime) -> None:
    with db.writing() as session:
        audit.note(session, act="registrations exported", about=f"session {session_id}", actor_id=actor_id, now=now)


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def can_be_opened(address: str) -> bool:
    """An https address with a host; `javascript:` and its like must never become a link."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and "." in (parts.hostname or "") and not re.search(r"[\s<>\"'\\]", address)
    except ValueError:
        return False


def _change(
    session_id: int, act: str, actor_id: int | None, now: datetime, only_from: str | None, **values: Any
) -> bool:
    """Set columns of a session, with the trace of it; whether anything was changed."""
    with db.writing() as session:
        live = places.held(session, session_id)
        if only_from is not None and live.state != only_from:
            return False
        for name, value in values.items():
            setattr(live, name, value)
        live.revision, live.changed_at = live.revision + 1, now
        audit.note(session, act=act, about=f"session {session_id}", actor_id=actor_id, now=now)
    forget()
    return True

"""Places in live sessions: taken, waited for, given back; who came, who is reminded, and the links that lead there."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import mail, outbox
from course.extensions import db
from course.refusals import Refusal
from course.tables import LiveSession, Registration, User
from course.tables.sessions import PlaceState, SessionState

LINK_OPENS_BEFORE = timedelta(hours=1)
ATTENDANCE_OPENS_BEFORE = timedelta(minutes=30)
ATTENDANCE_CLOSES_AFTER = timedelta(hours=2)
REMINDED_BEFORE = timedelta(days=1)
ADDRESSES_KEPT_FOR = timedelta(days=30)
CONFIRMED_WITHIN_SECONDS = 2 * 24 * 3600


class RegistrationClosed(Refusal):
    """The session is over, cancelled, or not open yet."""


class LinkUsedUp(Refusal):
    """The link is too old, belongs to nothing, or was never ours."""


class WrongCode(Refusal):
    """Not the code that was shown in the session."""


class NotNow(Refusal):
    """Attendance is taken from shortly before a session until shortly after it."""


class NoPlace(Refusal):
    """The place was given back, or is still one in the queue."""


@dataclass(frozen=True)
class Place:
    """What somebody has in a session: the place itself, and how to write to them."""

    id: int
    live: LiveSession
    state: str
    language: str
    email: str
    attended_at: datetime | None = None
    queue: int = 0  # how many stand before, and oneself, in the queue


Writer = Callable[[Place], mail.Letter]


# --- Taking one, giving it back


def place_of(user_id: int, live: LiveSession) -> Place | None:
    row = db.session.scalar(_own_row(live.id, user_id, None).where(Registration.state != PlaceState.CANCELLED))
    return row and _as_place(db.session(), row, live)


def places_of(user_id: int, now: datetime) -> list[tuple[LiveSession, str, int]]:
    """Somebody's places in sessions that are not over: session, state, number of the place."""
    rows = db.session.execute(
        select(LiveSession, Registration.state, Registration.id)
        .join(Registration, Registration.session_id == LiveSession.id)
        .where(
            Registration.user_id == user_id,
            Registration.state != PlaceState.CANCELLED,
            LiveSession.ends_at > now,
        )
        .order_by(LiveSession.starts_at)
    )
    return [(live, state, number) for live, state, number in rows]


def free_places(live: LiveSession) -> int:
    return max(0, live.capacity - _counted(db.session(), live.id, PlaceState.REGISTERED))


def take_place(
    slug: str, *, user_id: int | None = None, email: str | None = None, language: str, now: datetime
) -> tuple[Place, bool]:
    """A place, or one in the queue when all are taken; and whether it is new. Raises `RegistrationClosed`.

    The session's row is locked while places are counted, so that there are never more than it holds.
    """
    try:
        return _take_place(slug, user_id, email, language, now)
    except IntegrityError:
        return _take_place(slug, user_id, email, language, now)  # the same person twice at once: the other one won


def _take_place(slug: str, user_id: int | None, email: str | None, language: str, now: datetime) -> tuple[Place, bool]:
    with db.writing() as session:
        live = session.scalar(
            select(LiveSession)
            .where(LiveSession.slug == slug)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if live is None or not is_open(live, now):
            raise RegistrationClosed
        if email is not None and (known := session.scalar(select(User.id).where(User.email == email))):
            user_id, email = known, None  # the address is the account's: one person, one place
        row = session.scalar(_own_row(live.id, user_id, email).execution_options(populate_existing=True))
        if row and row.state != PlaceState.CANCELLED:
            return _as_place(session, row, live), False
        row = row or Registration(session_id=live.id, user_id=user_id, email=email)
        has_room = _counted(session, live.id, PlaceState.REGISTERED) < live.capacity
        is_first = not _counted(session, live.id, PlaceState.WAITING)  # nobody goes past who waits already
        row.state = PlaceState.REGISTERED if has_room and is_first else PlaceState.WAITING
        row.language, row.asked_at, row.reminded_at = language, now, _reminded_by_letter(live, now)
        session.add(row)
        session.flush()
        return _as_place(session, row, live), True


def give_back(place_id: int, now: datetime) -> list[Place]:
    """Give a place back; the first of the queue move up, and are returned so that they can be told.

    An address without an account is forgotten with its place.
    """
    with db.writing() as session:
        live, row = locked(session, place_id)
        if row is None or row.state == PlaceState.CANCELLED:
            return []
        if row.user_id is None:
            session.delete(row)
        else:
            row.state = PlaceState.CANCELLED
        session.flush()
        return move_up(session, live, now)


def is_open(live: LiveSession, now: datetime) -> bool:
    """Whether places can be taken: until the session ends, for who comes late."""
    return live.state == SessionState.PUBLISHED and now < live.ends_at


def move_up(session: Session, live: LiveSession, now: datetime) -> list[Place]:
    """Fill free places from the queue, in its order. The caller holds the session's row."""
    if not is_open(live, now):
        return []
    free = live.capacity - _counted(session, live.id, PlaceState.REGISTERED)
    if free <= 0:
        return []
    first = session.scalars(
        select(Registration)
        .where(Registration.session_id == live.id, Registration.state == PlaceState.WAITING)
        .order_by(Registration.asked_at, Registration.id)
        .limit(free)
    ).all()
    for row in first:
        row.state, row.reminded_at = PlaceState.REGISTERED, _reminded_by_letter(live, now)
    session.flush()
    return [_as_place(session, row, live) for row in first]


def locked(session: Session, place_id: int) -> tuple[LiveSession, Registration | None]:
    """The session of a place, locked, and then the place as it stands. Raises `LinkUsedUp`."""
    live = session.scalar(
        select(LiveSession)
        .join(Registration, Registration.session_id == LiveSession.id)
        .where(Registration.id == place_id)
        .with_for_update(of=LiveSession)
        .execution_options(populate_existing=True)
    )
    if live is None:
        raise LinkUsedUp
    return live, session.scalar(
        select(Registration).where(Registration.id == place_id).execution_options(populate_existing=True)
    )


def _own_row(session_id: int, user_id: int | None, email: str | None) -> Any:
    whose = Registration.user_id == user_id if user_id is not None else Registration.email == email
    return select(Registration).where(Registration.session_id == session_id, whose)


def _counted(session: Session, session_id: int, state: PlaceState) -> int:
    wanted = select(func.count(Registration.id)).where(
        Registration.session_id == session_id, Registration.state == state
    )
    return session.scalar(wanted) or 0


def _reminded_by_letter(live: LiveSession, now: datetime) -> datetime | None:
    """Who gets a place within the last day is reminded by the letter that says so."""
    return now if live.starts_at - now <= REMINDED_BEFORE else None


def _as_place(session: Session, row: Registration, live: LiveSession) -> Place:
    email = row.email or session.scalar(select(User.email).where(User.id == row.user_id)) or ""
    return Place(row.id, live, row.state, row.language, email, row.attended_at, _queue(session, row))


def _queue(session: Session, row: Registration) -> int:
    if row.state != PlaceState.WAITING:
        return 0
    before = (Registration.asked_at < row.asked_at) | (
        (Registration.asked_at == row.asked_at) & (Registration.id <= row.id)
    )
    wanted = select(func.count(Registration.id)).where(
        Registration.session_id == row.session_id, Registration.state == PlaceState.WAITING, before
    )
    return session.scalar(wanted) or 0


# --- Links: to confirm an address, and to one's own place


def confirmation(slug: str, email: str, language: str, secret: str) -> str:
    """What a letter carries to an address; nothing is kept about it until its reader says yes."""
    return _confirmations(secret).dumps([slug, email, language])


def read_confirmation(token: str, secret: str) -> tuple[str, str, str]:
    """Session, address and language. Raises `LinkUsedUp`."""
    try:
        slug, email, language = _confirmations(secret).loads(token, max_age=CONFIRMED_WITHIN_SECONDS)
    except (BadSignature, ValueError, TypeError) as broken:
        raise LinkUsedUp from broken
    return slug, email, language


def key_of(place_id: int, secret: str) -> str:
    """Whoever has this text has the place: it stands in letters, and on pages of its owner."""
    return _places(secret).dumps(place_id)


def find_place(slug: str, key: str, secret: str) -> Place:
    """Raises `LinkUsedUp`, also for a place that was given back."""
    try:
        place_id = _places(secret).loads(key)
    except BadSignature as broken:
        raise LinkUsedUp from broken
    found = db.session.execute(
        select(Registration, LiveSession)
        .join(LiveSession, LiveSession.id == Registration.session_id)
        .where(Registration.id == place_id, LiveSession.slug == slug, Registration.state != PlaceState.CANCELLED)
    ).one_or_none()
    if found is None:
        raise LinkUsedUp
    return _as_place(db.session(), *found)


def _confirmations(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="thinktwice.session-confirmation")


def _places(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="thinktwice.session-place")


# --- Being there


def link_is_shown(place: Place, now: datetime) -> bool:
    """The link to join is for who has a place, from an hour before the session until its end."""
    live = place.live
    return (
        bool(live.link)
        and live.state == SessionState.PUBLISHED
        and place.state == PlaceState.REGISTERED
        and live.starts_at - LINK_OPENS_BEFORE <= now < live.ends_at
    )


def takes_attendance(live: LiveSession, now: datetime) -> bool:
    opens, closes = live.starts_at - ATTENDANCE_OPENS_BEFORE, live.ends_at + ATTENDANCE_CLOSES_AFTER
    return live.state == SessionState.PUBLISHED and opens <= now < closes


def attend(place: Place, typed: str, now: datetime) -> None:
    """Note that somebody came. Raises `NoPlace`, `NotNow`, `WrongCode`. A second time changes nothing."""
    if place.state != PlaceState.REGISTERED:
        raise NoPlace
    if not takes_attendance(place.live, now):
        raise NotNow
    code = re.sub(r"[\s-]", "", typed).upper()
    if not (code.isascii() and secrets.compare_digest(code, place.live.attendance_code)):
        raise WrongCode
    with db.writing() as session:
        session.execute(
            update(Registration)
            .where(Registration.id == place.id, Registration.attended_at.is_(None))
            .values(attended_at=now)
        )


# --- What time brings: places of erased accounts, reminders, forgetting


def fill_places(now: datetime, write: Writer) -> None:
    """Let queues move up where places are free, as after an account was erased, and tell who got one."""
    waiting = select(Registration.session_id).where(Registration.state == PlaceState.WAITING)
    ids = db.session.scalars(select(LiveSession.id).where(LiveSession.ends_at > now, LiveSession.id.in_(waiting))).all()
    for session_id in ids:
        with db.writing() as session:
            moved = move_up(session, held(session, session_id), now)
            outbox.keep(session, map(write, moved), now)


def remind(now: datetime, write: Writer) -> None:
    """Write to everybody who is to be reminded now, once, whoever asks at the same moment."""
    due = (
        select(Registration.id)
        .join(LiveSession, LiveSession.id == Registration.session_id)
        .where(
            LiveSession.state == SessionState.PUBLISHED,
            LiveSession.starts_at > now,
            LiveSession.starts_at <= now + REMINDED_BEFORE,
            Registration.state == PlaceState.REGISTERED,
        )
    )
    with db.writing() as session:
        claimed = session.scalars(
            update(Registration)
            .where(Registration.id.in_(due), Registration.reminded_at.is_(None))
            .values(reminded_at=now)
            .returning(Registration.id)
            .execution_options(synchronize_session=False)
        ).all()
        outbox.keep(session, map(write, _by_number(session, claimed)), now)


def forget_addresses(now: datetime) -> None:
    """Addresses without an account go a month after the session, and their questions with them."""
    over = select(LiveSession.id).where(LiveSession.ends_at <= now - ADDRESSES_KEPT_FOR)
    with db.writing() as session:
        session.execute(
            delete(Registration)
            .where(Registration.email.is_not(None), Registration.session_id.in_(over))
            .execution_options(synchronize_session=False)
        )


# --- For whoever changes a session


def remind_again(session: Session, live: LiveSession, now: datetime) -> None:
    """For another time there is another reminder, unless the letter about the change is it."""
    session.execute(
        update(Registration)
        .where(Registration.session_id == live.id)
        .values(reminded_at=_reminded_by_letter(live, now))
    )


def in_session(session: Session, session_id: int) -> list[Place]:
    """All that are taken or waited for."""
    still_in = select(Registration.id).where(
        Registration.session_id == session_id, Registration.state != PlaceState.CANCELLED
    )
    return _by_number(session, session.scalars(still_in).all())


def held(session: Session, session_id: int) -> LiveSession:
    """The session's row, locked: nobody takes or gives back a place meanwhile. Raises LookupError."""
    live = session.get(LiveSession, session_id, with_for_update=True, populate_existing=True)
    if live is None:
        raise LookupError(session_id)
    return live


def _by_number(session: Session, ids: Sequence[int]) -> list[Place]:
    rows = session.execute(
        select(Registration, LiveSession, func.coalesce(Registration.email, User.email))
        .join(LiveSession, LiveSession.id == Registration.session_id)
        .outerjoin(User, User.id == Registration.user_id)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
    )
    return [Place(row.id, live, row.state, row.language, email, row.attended_at) for row, live, email in rows]

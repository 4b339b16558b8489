"""Live sessions: places and the queue for them, who came, what is asked, and what stays afterwards."""

import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import audit, mail, outbox
from course.extensions import db
from course.refusals import Refusal
from course.tables import LiveSession, Registration, SessionQuestion, User
from course.tables.sessions import PlaceState, QuestionState, SessionState

LINK_OPENS_BEFORE = timedelta(hours=1)
ATTENDANCE_OPENS_BEFORE = timedelta(minutes=30)
ATTENDANCE_CLOSES_AFTER = timedelta(hours=2)
REMINDED_BEFORE = timedelta(days=1)
ADDRESSES_KEPT_FOR = timedelta(days=30)
CONFIRMED_WITHIN_SECONDS = 2 * 24 * 3600
QUESTIONS_OF_ONE_PLACE = 10
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is taken for something else
CODE_LENGTH = 6
WHEN_AND_WHERE = ("starts_at", "ends_at", "place")
KEPT_FOR_SECONDS = 30  # the front page asks the database twice a minute, however many read it


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


class EnoughAsked(Refusal):
    """This place has sent as many questions as one may."""


class AddressTaken(Refusal):
    """Another session has this address."""


class LinkNotOpened(Refusal):
    """Not the address of a page that a browser can open."""


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


def free_places(live: LiveSession) -> int:
    return max(0, live.capacity - _counted(db.session(), live.id, PlaceState.REGISTERED))


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


# --- Places


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
        live, row = _locked(session, place_id)
        if row is None or row.state == PlaceState.CANCELLED:
            return []
        if row.user_id is None:
            session.delete(row)
        else:
            row.state = PlaceState.CANCELLED
        session.flush()
        return _move_up(session, live, now)


def is_open(live: LiveSession, now: datetime) -> bool:
    """Whether places can be taken: until the session ends, for who comes late."""
    return live.state == SessionState.PUBLISHED and now < live.ends_at


def _move_up(session: Session, live: LiveSession, now: datetime) -> list[Place]:
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


def _locked(session: Session, place_id: int) -> tuple[LiveSession, Registration | None]:
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


def ask(place: Place, text: str, name: str, now: datetime) -> None:
    """Send the speakers a question; a moderator reads it first.

    Raises `NoPlace`, `RegistrationClosed`, `EnoughAsked`.
    """
    if place.state != PlaceState.REGISTERED:
        raise NoPlace
    if not is_open(place.live, now):
        raise RegistrationClosed
    with db.writing() as session:
        _live, row = _locked(session, place.id)
        if row is None:
            raise LinkUsedUp
        asked = session.scalar(select(func.count()).where(SessionQuestion.registration_id == row.id)) or 0
        if asked >= QUESTIONS_OF_ONE_PLACE:
            raise EnoughAsked
        session.add(
            SessionQuestion(registration_id=row.id, text=text, name=name, state=QuestionState.WAITING, asked_at=now)
        )


def shown_questions(session_id: int) -> Sequence[SessionQuestion]:
    """What a moderator let through, in the order in which it came."""
    shown = SessionQuestion.state.in_((QuestionState.SHOWN, QuestionState.ANSWERED))
    return db.session.scalars(_questions(session_id).where(shown)).all()


def own_questions(place_id: int) -> Sequence[SessionQuestion]:
    return db.session.scalars(
        select(SessionQuestion)
        .where(SessionQuestion.registration_id == place_id)
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    ).all()


def _questions(session_id: int) -> Any:
    return (
        select(SessionQuestion)
        .join(Registration, Registration.id == SessionQuestion.registration_id)
        .where(Registration.session_id == session_id)
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    )


# --- What time brings: places of erased accounts, reminders, forgetting


def fill_places(now: datetime, write: Writer) -> None:
    """Let queues move up where places are free, as after an account was erased, and tell who got one."""
    waiting = select(Registration.session_id).where(Registration.state == PlaceState.WAITING)
    ids = db.session.scalars(select(LiveSession.id).where(LiveSession.ends_at > now, LiveSession.id.in_(waiting))).all()
    for session_id in ids:
        with db.writing() as session:
            moved = _move_up(session, _for_office(session, session_id), now)
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
        outbox.keep(session, map(write, _places_by_id(session, claimed)), now)


def forget_addresses(now: datetime) -> None:
    """Addresses without an account go a month after the session, and their questions with them."""
    over = select(LiveSession.id).where(LiveSession.ends_at <= now - ADDRESSES_KEPT_FOR)
    with db.writing() as session:
        session.execute(
            delete(Registration)
            .where(Registration.email.is_not(None), Registration.session_id.in_(over))
            .execution_options(synchronize_session=False)
        )


def _places_by_id(session: Session, ids: Sequence[int]) -> list[Place]:
    rows = session.execute(
        select(Registration, LiveSession, func.coalesce(Registration.email, User.email))
        .join(LiveSession, LiveSession.id == Registration.session_id)
        .outerjoin(User, User.id == Registration.user_id)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
    )
    return [Place(row.id, live, row.state, row.language, email, row.attended_at) for row, live, email in rows]


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


def questions_of(session_id: int) -> Sequence[SessionQuestion]:
    return db.session.scalars(_questions(session_id)).all()


def keep(
    session_id: int | None, written: Mapping[str, Any], *, actor_id: int | None, now: datetime
) -> tuple[LiveSession, list[Place], list[Place]]:
    """Add a draft, or change a session.

    Returns it, who moved up because the room is larger, and who is to be told that its time or place is another.
    Raises `AddressTaken`, `LinkNotOpened`, and LookupError for a number that is none of ours.
    """
    if written["link"] and not can_be_opened(written["link"]):
        raise LinkNotOpened
    told: list[Place] = []
    try:
        with db.writing() as session:
            live = _for_office(session, session_id) if session_id else LiveSession(attendance_code=new_code())
            before = [getattr(live, name) for name in WHEN_AND_WHERE]
            for name, value in written.items():
                setattr(live, name, value)
            live.revision, live.changed_at = (live.revision or 0) + bool(session_id), now
            session.add(live)
            session.flush()
            act = "live session changed" if session_id else "live session added"
            audit.note(session, act=act, about=f"session {live.id}", actor_id=actor_id, now=now)
            if before != [getattr(live, name) for name in WHEN_AND_WHERE] and is_open(live, now):
                _remind_again(session, live, now)
                told = _places_by_id(session, session.scalars(_still_in(live.id)).all())
            moved = _move_up(session, live, now)
    except IntegrityError as taken:
        raise AddressTaken from taken
    forget()
    return live, moved, told


def publish(session_id: int, *, actor_id: int | None, now: datetime) -> None:
    """From then on it stands on the site. One that was cancelled stays so: whoever was told would not know."""
    _change(session_id, "live session published", actor_id, now, SessionState.DRAFT, state=SessionState.PUBLISHED)


def cancel(session_id: int, *, actor_id: int, now: datetime) -> list[Place]:
    """Call a published session off. Returns everybody who had a place or waited for one, once."""
    changed = _change(
        session_id, "live session cancelled", actor_id, now, SessionState.PUBLISHED, state=SessionState.CANCELLED
    )
    if not changed:
        return []
    ids = db.session.scalars(
        select(Registration.id).where(Registration.session_id == session_id, Registration.state != PlaceState.CANCELLED)
    ).all()
    return _places_by_id(db.session(), ids)


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


def judge(session_id: int, question_id: int, state: QuestionState, *, actor_id: int, now: datetime) -> None:
    """What becomes of a question. Raises LookupError for one that is not of this session."""
    with db.writing() as session:
        question = session.scalar(_questions(session_id).where(SessionQuestion.id == question_id))
        if question is None:
            raise LookupError(question_id)
        question.state = state
        audit.note(session, act=f"question {state}", about=f"question {question_id}", actor_id=actor_id, now=now)


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
        live = _for_office(session, session_id)
        if only_from is not None and live.state != only_from:
            return False
        for name, value in values.items():
            setattr(live, name, value)
        live.revision, live.changed_at = live.revision + 1, now
        audit.note(session, act=act, about=f"session {session_id}", actor_id=actor_id, now=now)
    forget()
    return True


def _remind_again(session: Session, live: LiveSession, now: datetime) -> None:
    """For another time there is another reminder, unless the letter about the change is it."""
    session.execute(
        update(Registration)
        .where(Registration.session_id == live.id)
        .values(reminded_at=_reminded_by_letter(live, now))
    )


def _still_in(session_id: int) -> Any:
    """Numbers of the places, and of those in the queue."""
    return select(Registration.id).where(
        Registration.session_id == session_id, Registration.state != PlaceState.CANCELLED
    )


def _for_office(session: Session, session_id: int) -> LiveSession:
    live = session.get(LiveSession, session_id, with_for_update=True, populate_existing=True)
    if live is None:
        raise LookupError(session_id)
    return live

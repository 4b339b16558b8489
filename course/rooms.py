"""A class that answers together: a round is open, then closed, then explained. It counts for nothing, and for nobody.

While a round is open its answers are kept under a keyed hash, so that each can be changed. Closing counts them and
throws them away with the key: afterwards nobody can tell who answered, or what.
"""

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Row, Select, delete, func, literal, select
from sqlalchemy.orm import Session, aliased

import quizzes
from course import cohorts
from course.extensions import db
from course.refusals import Refusal
from course.tables import Cohort, Membership, Room, RoomAnswer, RoomRound

OPEN_FOR = timedelta(minutes=30)
FEWEST_SHOWN = 5  # with fewer answers a distribution would tell of somebody
CODE_LENGTH = 6
ROUNDS_LISTED = 20
MOST_REMEMBERED = 10_000  # a bound, not a policy
NO_ROUND = "0.none"

Found = TypeVar("Found")
State = Literal["open", "closed", "explained"]


class RoundClosed(Refusal):
    """Nobody answers any more."""


class RoundStillOpen(Refusal):
    """Reasons come after the answers."""


@dataclass(frozen=True)
class Round:
    """What was asked, and how far the room is with it."""

    id: int
    cohort_id: int
    asked: str = field(repr=False)
    started_at: datetime
    state: State
    answered: int | None  # None while it is open: ask `answered`
    counts: Mapping[str, int] = field(default_factory=dict)  # choice → how many; empty where they were too few

    @property
    def paper(self) -> quizzes.Paper:
        """The item, to be shown and read."""
        return _paper(self.asked)

    @property
    def version(self) -> str:
        """Changes whenever the room has something else to show."""
        return f"{self.id}.{self.state}"

    @property
    def shows_counts(self) -> bool:
        return self.answered is not None and self.answered >= FEWEST_SHOWN


@dataclass(frozen=True)
class Seat:
    """A room as somebody of the class finds it."""

    cohort_id: int
    name: str
    round: Round | None

    @property
    def version(self) -> str:
        return self.round.version if self.round else NO_ROUND


_remembered: dict[Hashable, tuple[float, Any]] = {}


def remembered(what: str, of: Hashable, seconds: float, ask: Callable[[], Found]) -> Found:
    """From this process's memory while it is fresh, so that three hundred phones ask the database once."""
    kept = _remembered.get((what, of))
    if kept is None or kept[0] < monotonic():
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.clear()
        kept = _remembered[what, of] = (monotonic() + seconds, ask())
    return kept[1]


@lru_cache(maxsize=64)
def _paper(asked: str) -> quizzes.Paper:
    return quizzes.asked_again(asked)


# --- questions --------------------------------------------------------------------------------------------------------

_ROUND = (
    RoomRound.id,
    RoomRound.cohort_id,
    RoomRound.asked,
    RoomRound.started_at,
    RoomRound.closes_at,
    RoomRound.closed_at,
    RoomRound.explained_at,
    RoomRound.answered,
    RoomRound.counts,
)


def code_of(cohort_id: int) -> str | None:
    """The code on the wall; None before the first round."""
    return db.session.scalar(select(Room.code).where(Room.cohort_id == cohort_id))


def rounds(cohort_id: int, *, now: datetime) -> list[Round]:
    """The newest first."""
    rows = db.session.execute(_rounds(cohort_id).order_by(RoomRound.id.desc()).limit(ROUNDS_LISTED))
    return [_round(row, now) for row in rows]


def find(cohort_id: int, round_id: int, *, now: datetime) -> Round | None:
    """A round of this class. Ask `cohorts.find_taught` first."""
    row = db.session.execute(_rounds(cohort_id).where(RoomRound.id == round_id)).first()
    return _round(row, now) if row else None


def find_seat(user_id: int, typed: str, *, now: datetime) -> Seat | None:
    """The room behind a code, for somebody who is in the class now; to everybody else there is none."""
    code = cohorts.read_code(typed)
    if len(code) != CODE_LENGTH or not code.isascii():
        return None
    later = aliased(RoomRound)
    newest = select(func.max(later.id)).where(later.cohort_id == Room.cohort_id).correlate(Room).scalar_subquery()
    row = db.session.execute(
        select(Cohort.id.label("room_of"), Cohort.name, *_ROUND)
        .select_from(Room)
        .join(Cohort, Cohort.id == Room.cohort_id)
        .join(Membership, Membership.cohort_id == Room.cohort_id)
        .outerjoin(RoomRound, RoomRound.id == newest)
        .where(
            Room.code == code,
            Membership.user_id == user_id,
            Membership.left_at.is_(None),
            Cohort.archived_at.is_(None),
        )
    ).first()
    return Seat(row.room_of, row.name, _round(row, now) if row.id else None) if row else None


def asked_now(cohort_ids: Sequence[int], *, now: datetime) -> list[tuple[str, str]]:
    """(code, class) of the rooms of these classes in which something is asked at this moment."""
    rows = db.session.execute(
        select(Room.code, Cohort.name)
        .join(Cohort, Cohort.id == Room.cohort_id)
        .join(RoomRound, RoomRound.cohort_id == Room.cohort_id)
        .where(Room.cohort_id.in_(cohort_ids), RoomRound.closed_at.is_(None), RoomRound.closes_at > now)
        .order_by(Cohort.name)
    )
    return [(row.code, row.name) for row in rows]


def answered(round_id: int) -> int:
    """How many have answered so far; of a round that is closed, how many did."""
    kept = select(RoomRound.answered).where(RoomRound.id == round_id).scalar_subquery()
    so_far = select(func.count()).where(RoomAnswer.round_id == round_id).scalar_subquery()
    with db.reading() as connection:
        return int(connection.scalar(select(func.coalesce(kept, so_far))) or 0)


def version(cohort_id: int, *, now: datetime) -> str:
    """Of what the room has to show: a phone that knows it already is told nothing more."""
    with db.reading() as connection:
        row = connection.execute(
            select(RoomRound.id, RoomRound.closes_at, RoomRound.closed_at, RoomRound.explained_at)
            .where(RoomRound.cohort_id == cohort_id)
            .order_by(RoomRound.id.desc())
            .limit(1)
        ).first()
    return f"{row.id}.{_state(row, now)}" if row else NO_ROUND


def own_answer(round_id: int, user_id: int) -> tuple[str, ...]:
    """What somebody chose in a round that is open: () for nothing, and for everybody once it is closed."""
    salt = db.session.scalar(select(RoomRound.salt).where(RoomRound.id == round_id, RoomRound.closed_at.is_(None)))
    if not salt:
        return ()
    found = db.session.get(RoomAnswer, (round_id, key_of(salt, user_id)))
    return tuple(found.choices) if found else ()


def key_of(salt: str, user_id: int) -> str:
    """Under which an answer is kept: without the salt it says nothing of anybody."""
    return hmac.new(salt.encode(), str(user_id).encode(), hashlib.sha256).hexdigest()


def _rounds(cohort_id: int) -> Select:
    return select(*_ROUND).where(RoomRound.cohort_id == cohort_id)


def _round(row: Row, now: datetime) -> Round:
    state = _state(row, now)
    answered, counts = row.answered, row.counts or {}
    if row.closed_at is None and state == "closed":  # its time is over, and the worker has not come round yet
        answered, counts = _counted(db.session(), row.id)
    return Round(row.id, row.cohort_id, row.asked, row.started_at, state, answered, counts)


def _state(row: Row, now: datetime) -> State:
    if row.closed_at is None and now < row.closes_at:
        return "open"
    return "explained" if row.explained_at else "closed"


def _counted(session: Session, round_id: int) -> tuple[int, dict[str, int]]:
    """How many answered, and what; the second is empty where they are too few to be told."""
    given = session.scalars(select(RoomAnswer.choices).where(RoomAnswer.round_id == round_id)).all()
    if len(given) < FEWEST_SHOWN:
        return len(given), {}
    return len(given), dict(Counter(choice for choices in given for choice in choices))


# --- verbs of lecturers -----------------------------------------------------------------------------------------------


def start(cohort_id: int, paper: quizzes.Paper, *, now: datetime) -> int:
    """Put a question or post to the room, and return the round; the one before it is closed.

    Raises `cohorts.ClassArchived`.
    """
    with db.writing() as session:
        # The row of the class is locked, so that two starts at once come one after the other.
        cohort = session.scalars(select(Cohort).where(Cohort.id == cohort_id).with_for_update()).one()
        if cohort.archived_at is not None:
            raise cohorts.ClassArchived
        if session.get(Room, cohort_id) is None:
            session.add(Room(cohort_id=cohort_id, code=_unused_code(session)))
        _close(session, RoomRound.cohort_id == cohort_id, now)
        started = RoomRound(
            cohort_id=cohort_id,
            asked=paper.definition.to_json(),
            started_at=now,
            closes_at=now + OPEN_FOR,
            salt=secrets.token_urlsafe(32),
        )
        session.add(started)
        session.flush()
        return started.id


def close(cohort_id: int, round_id: int, *, now: datetime) -> None:
    """Nobody answers any more, and nobody can tell who did. Closing twice changes nothing."""
    with db.writing() as session:
        _close(session, (RoomRound.cohort_id == cohort_id) & (RoomRound.id == round_id), now)


def explain(cohort_id: int, round_id: int, *, now: datetime) -> None:
    """Show the reasons too. Raises `RoundStillOpen`. Twice changes nothing."""
    with db.writing() as session:
        found = session.scalars(
            select(RoomRound).where(RoomRound.cohort_id == cohort_id, RoomRound.id == round_id).with_for_update()
        ).one()
        if found.closed_at is None and now < found.closes_at:
            raise RoundStillOpen
        _close(session, RoomRound.id == round_id, now)
        found.explained_at = found.explained_at or now


def close_what_is_over(now: datetime) -> int:
    """Close the rounds whose half hour is over; how many those were."""
    with db.writing() as session:
        return _close(session, RoomRound.closes_at <= now, now)


def _close(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    # The lock waits for answers on their way; whoever comes later finds the round closed.
    found = session.scalars(select(RoomRound).where(which, RoomRound.closed_at.is_(None)).with_for_update()).all()
    for one in found:
        one.answered, one.counts = _counted(session, one.id)
        one.closed_at, one.salt = min(now, one.closes_at), ""
        session.execute(delete(RoomAnswer).where(RoomAnswer.round_id == one.id))
    session.flush()
    return len(found)


def _unused_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(cohorts.CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if session.scalar(select(Room.cohort_id).where(Room.code == code)) is None:
            return code


# --- the verb of students ---------------------------------------------------------------------------------------------


def answer(round_id: int, user_id: int, choices: Sequence[str], *, now: datetime) -> None:
    """Keep an answer, or put it in the place of the one before: one statement. Raises `RoundClosed`."""
    salt = db.session.scalar(select(RoomRound.salt).where(RoomRound.id == round_id))
    if not salt:
        raise RoundClosed
    with db.writing() as session:
        still_open = (
            select(RoomRound.id, literal(key_of(salt, user_id)), literal([*choices], RoomAnswer.choices.type))
            .where(RoomRound.id == round_id, RoomRound.closed_at.is_(None), RoomRound.closes_at > now)
            .with_for_update(read=True)
        )
        adding = db.adding(RoomAnswer.__table__).from_select(["round_id", "who", "choices"], still_open)
        kept = adding.on_conflict_do_update(
            index_elements=["round_id", "who"], set_={"choices": adding.excluded.choices}
        )
        if session.scalar(kept.returning(RoomAnswer.__table__.c.round_id)) is None:
            raise RoundClosed


# --- privacy ----------------------------------------------------------------------------------------------------------


def export(session: Session, user_id: int) -> list[dict[str, Any]]:
    """What somebody chose in rounds that are open."""
    found = [(round_id, session.get(RoomAnswer, (round_id, who))) for round_id, who in _keys(session, user_id)]
    return [{"round_id": round_id, "choices": one.choices} for round_id, one in found if one]


def forget(session: Session, user_id: int) -> None:
    """Take away what somebody answered in rounds that are open; of others nothing is kept of anybody."""
    for round_id, who in _keys(session, user_id):
        session.execute(delete(RoomAnswer).where(RoomAnswer.round_id == round_id, RoomAnswer.who == who))


def _keys(session: Session, user_id: int) -> list[tuple[int, str]]:
    """Under which answers of this person would be kept, in every round of the person's classes that is open."""
    rows = session.execute(
        select(RoomRound.id, RoomRound.salt)
        .join(Membership, Membership.cohort_id == RoomRound.cohort_id)
        .where(RoomRound.closed_at.is_(None), Membership.user_id == user_id)
    )
    return [(round_id, key_of(salt, user_id)) for round_id, salt in rows]

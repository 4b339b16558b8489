"""Letters leave at least once: who sends one holds it for a while, and what nobody finished is taken up by another.

A letter waits in the row that it is about (a nudge, an invitation, a wish for the weekly letter) or, already in words,
in the outbox itself. It counts as sent when the mail server has taken it, and not before; a worker that is killed
between the two sends it once more, under the same Message-ID, so that a mailbox knows it for the same letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, update
from sqlalchemy.orm import Session

from course import mail
from course.extensions import db
from course.tables import Invitation, Nudge, OutgoingLetter, Reminders
from course.tables.columns import MOST_TRIES

HELD_FOR = timedelta(minutes=5)  # longer than a server may take; then another worker believes the holder dead
# After each try but the last.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 720, 720, 720))
LATE = timedelta(hours=1)
KEPT = timedelta(days=7)  # what still waits after that is of no use to anybody
Waiting = type[Nudge] | type[Invitation] | type[Reminders] | type[OutgoingLetter]
# The column that says when; the outbox forgets what was sent.
_SENT: dict[Any, str] = {
    Nudge: "sent_at",
    Invitation: "sent_at",
    Reminders: "digest_sent_at",
}


@dataclass(frozen=True)
class Held:
    """A letter that one worker holds: the row in which it waits, and how often it was tried, this time included."""

    table: Waiting
    key: int
    tries: int

    @property
    def name(self) -> str:
        """What its Message-ID is made of."""
        return f"{self.table.__tablename__}-{self.key}"


def may_be_taken(table: Waiting, now: datetime) -> ColumnElement[bool]:
    """Nobody holds it, and it was not given up."""
    is_free = or_(table.sending_until.is_(None), table.sending_until <= now)
    return and_(is_free, not_(table.is_given_up))


def hold(session: Session, table: Waiting, key: int, now: datetime) -> Held:
    """In the transaction that has found and locked the row."""
    values = {"sending_until": now + HELD_FOR, "sending_tries": table.sending_tries + 1}
    changed = update(table).where(_key(table) == key).values(values).returning(table.sending_tries)
    return Held(table, key, session.scalars(changed.execution_options(synchronize_session=False)).one())


def sent(held: Held, now: datetime) -> None:
    """The mail server has taken it."""
    with db.writing() as session:
        if held.table is OutgoingLetter:
            session.execute(delete(OutgoingLetter).where(OutgoingLetter.id == held.key))
        else:
            _change(session, held, {_SENT[held.table]: now, "sending_until": None, "sending_tries": 0})


def put_off(held: Held, now: datetime, *, counts: bool) -> None:
    """It waits for its next try. One that failed because no letter could be sent does not count."""
    tries = held.tries if counts else held.tries - 1
    if tries >= MOST_TRIES:
        give_up(held, now)
        return
    pause = PAUSES[tries - 1] if counts else PAUSES[0]
    with db.writing() as session:
        _change(session, held, {"sending_until": now + pause, "sending_tries": tries})


def give_up(held: Held, now: datetime) -> None:
    """It will never be taken. The weekly letter of the next week is another one."""
    if held.table is Reminders:
        sent(held, now)
        return
    with db.writing() as session:
        _change(session, held, {"sending_until": None, "sending_tries": MOST_TRIES})


def _change(session: Session, held: Held, values: dict[str, Any]) -> None:
    changed = update(held.table).where(_key(held.table) == held.key).values(values)
    session.execute(changed.execution_options(synchronize_session=False))


def _key(table: Waiting) -> Any:
    (key,) = table.__table__.primary_key.columns
    return key


# --- letters that are in words already --------------------------------------------------------------------------------


def keep(session: Session, letters: Iterable[mail.Letter], now: datetime) -> None:
    """Put letters into the outbox, in the transaction of what they tell about."""
    session.add_all(
        OutgoingLetter(recipient=letter.to, subject=letter.subject, body=letter.body, written_at=now)
        for letter in letters
    )


def next_letter(now: datetime) -> tuple[mail.Letter, Held] | None:
    """Take one, so that no other worker sends it; None when none may be taken now."""
    with db.writing() as session:
        row = session.execute(
            select(OutgoingLetter.id, OutgoingLetter.recipient, OutgoingLetter.subject, OutgoingLetter.body)
            .where(may_be_taken(OutgoingLetter, now))
            .order_by(OutgoingLetter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        return mail.Letter(row.recipient, row.subject, row.body), hold(session, OutgoingLetter, row.id, now)


def late(now: datetime) -> int:
    """How many letters have waited for an hour and still do."""
    waiting = OutgoingLetter.written_at < now - LATE, not_(OutgoingLetter.is_given_up)
    return db.session.scalar(select(func.count()).where(*waiting)) or 0


def forget_old(now: datetime) -> None:
    with db.writing() as session:
        session.execute(delete(OutgoingLetter).where(OutgoingLetter.written_at < now - KEPT))

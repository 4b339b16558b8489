"""The counselling units of the campuses, which stand before the country's on every page of help."""

import re
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.engine import Engine

from course import audit
from course.extensions import db
from course.refusals import Refusal
from course.tables import CampusUnit

KEPT_FOR_SECONDS = 30  # another process shows a change after this; the one that made it at once
_DIALLED = re.compile(r"\+?[0-9][0-9 ()\-]{1,28}")


class PhoneNotDialled(Refusal):
    """Not a number that a phone can call."""


class AddressNotOpened(Refusal):
    """Not the address of a page that a browser can open."""


class NoWayToReach(Refusal):
    """A unit without phone, chat and site helps nobody."""


@dataclass(frozen=True)
class Unit:
    """A unit as an administrator enters it, and as pages of help read it."""

    campus: str
    name_en: str
    name_ms: str
    phone: str
    chat: str
    site: str
    hours_en: str
    hours_ms: str
    verified_on: date
    id: int | None = None


_kept: WeakKeyDictionary[Engine, tuple[float, tuple[Unit, ...]]] = WeakKeyDictionary()


def units() -> tuple[Unit, ...]:
    """By campus and name; from memory for half a minute, so that a page of help asks no database."""
    kept = _kept.get(db.engine)
    if kept is None or kept[0] < time.monotonic():
        kept = _kept[db.engine] = (time.monotonic() + KEPT_FOR_SECONDS, _units())
    return kept[1]


def forget() -> None:
    _kept.clear()


def _units() -> tuple[Unit, ...]:
    table = CampusUnit.__table__
    columns = [table.c[name] for name in Unit.__dataclass_fields__]
    with db.reading() as connection:
        return tuple(Unit(*row) for row in connection.execute(select(*columns).order_by(table.c.campus, table.c.id)))


def find(unit_id: int) -> Unit | None:
    return next((unit for unit in _units() if unit.id == unit_id), None)


def keep(unit: Unit, *, actor_id: int, now: datetime) -> None:
    """Add a unit, or change the one with its number.

    Raises `PhoneNotDialled`, `AddressNotOpened`, `NoWayToReach`, and LookupError for a number that is none of ours.
    """
    if not (unit.phone or unit.chat or unit.site):
        raise NoWayToReach
    if unit.phone and not _DIALLED.fullmatch(unit.phone):
        raise PhoneNotDialled(unit.phone)
    for address in (unit.chat, unit.site):
        if address and not _can_be_opened(address):
            raise AddressNotOpened(address)
    with db.writing() as session:
        row = session.get(CampusUnit, unit.id) if unit.id else CampusUnit()
        if row is None:
            raise LookupError(unit.id)
        for name, value in asdict(unit).items():
            if name != "id":
                setattr(row, name, value)
        row.changed_at = now
        session.add(row)
        session.flush()
        act = "campus unit changed" if unit.id else "campus unit added"
        audit.note(session, act=act, about=f"unit {row.id}", actor_id=actor_id, now=now)
    forget()


def remove(unit_id: int, *, actor_id: int, now: datetime) -> None:
    """A unit that is gone already is no mistake."""
    with db.writing() as session:
        row = session.get(CampusUnit, unit_id)
        if row:
            session.delete(row)
            audit.note(session, act="campus unit removed", about=f"unit {unit_id}", actor_id=actor_id, now=now)
    forget()


def _can_be_opened(address: str) -> bool:
    """An https address with a host; `javascript:` and its like must never become a link on a page of help."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and "." in (parts.hostname or "") and not re.search(r"[\s<>\"'\\]", address)
    except ValueError:
        return False

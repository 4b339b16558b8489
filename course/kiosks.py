"""A drive's kiosk: a device that an organiser set up for a station signs for it, also what it kept while offline."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from course import audit, drives, signatures
from course.extensions import db, passwords
from course.refusals import Refusal
from course.tables import Drive, Station

SET_UP_SECONDS = 15 * 60  # how long the address for setting up a device works
KEPT_DAYS = 30  # how long a device stays a kiosk
LATEST = timedelta(days=7)  # how long a signature may have waited on its device


class NotAPin(Refusal):
    """It is not 4 to 8 figures."""


@dataclass(frozen=True)
class Kiosk:
    """What stands at a station. `ends_at` is when the drive closed, or will."""

    station_id: int
    station: str
    drive: drives.Shown
    ends_at: datetime

    def is_open(self, now: datetime) -> bool:
        return self.counts_here and self.drive.is_open(now)

    @property
    def counts_here(self) -> bool:
        """A drive that counts accounts would need everybody to sign in on a device that all share."""
        return self.drive.once != "account"


@dataclass(frozen=True)
class Offered:
    """A signature as a device sends it. Its clock is not believed: it says only how long the signature waited."""

    client_id: str
    text_id: int
    language: str
    name: str = ""
    faculty: str = ""
    email: str = ""
    waited_seconds: float = 0


@dataclass(frozen=True)
class Taken:
    """What the device may forget, what will never be taken, and the letters that must go out."""

    kept: tuple[str, ...]
    refused: tuple[str, ...]
    letters: tuple[signatures.Letter, ...]


def set_up_key(station: Station, secret: str) -> str:
    """For the address that an organiser opens on the device; a new PIN makes it worthless."""
    return _keys(secret, "set-up").dumps(_mark(station))


def device_key(drive_id: int, station_id: int, key: str, secret: str) -> str | None:
    """What a device keeps from now on, when the key of its set-up address still works."""
    station = _station(drive_id, station_id)
    if station is None or not _opens(_keys(secret, "set-up"), station, key, SET_UP_SECONDS):
        return None
    return _keys(secret, "device").dumps(_mark(station))


def find(drive_id: int, station_id: int, key: str, secret: str) -> Kiosk | None:
    """The kiosk of the device that holds this key; None when it was removed, or its PIN is another one now."""
    station = _station(drive_id, station_id)
    if station is None or not _opens(_keys(secret, "device"), station, key, KEPT_DAYS * 24 * 3600):
        return None
    shown, drive = drives.preview(drive_id), db.session.get_one(Drive, drive_id)
    if shown is None:
        return None
    return Kiosk(station.id, station.name, shown, min(drive.closed_at or drive.closes_at, drive.closes_at))


def fits(kiosk: Kiosk, pin: str) -> bool:
    return drives.pin_fits(db.session.get_one(Station, kiosk.station_id), pin)


def change_pin(drive_id: int, station_id: int, pin: str, *, actor_id: int | None, now: datetime) -> None:
    """From now on no device is set up for the station; what waits on one is sent when it is set up again.

    Raises NotAPin, and LookupError for a station of another drive.
    """
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise NotAPin
    with db.writing() as session:
        station = session.get(Station, station_id)
        if station is None or station.drive_id != drive_id:
            raise LookupError(station_id)
        station.pin_hash = passwords.hash(f"station:{pin}")
        about = f"drive {drive_id}: station {station_id}"
        audit.note(session, act="station PIN changed", about=about, actor_id=actor_id, now=now)


def find_station(drive_id: int, station_id: int) -> Station | None:
    return _station(drive_id, station_id)


def take(kiosk: Kiosk, offered: Sequence[Offered], *, secret: str, now: datetime) -> Taken:
    """Sign what a device brings. Bringing it again changes nothing, and is answered in the same way."""
    kept, refused, letters = [], [], []
    for one in offered:
        try:
            letter = _sign(kiosk, one, secret, now)
        except Refusal:
            refused.append(one.client_id)
        else:
            kept.append(one.client_id)
            letters += [letter] if letter else []
    return Taken(tuple(kept), tuple(refused), tuple(letters))


def _sign(kiosk: Kiosk, offered: Offered, secret: str, now: datetime) -> signatures.Letter | None:
    """Under the text that stood on the device, at the moment when it was signed as far as that can be believed."""
    signed_at = max(now - min(timedelta(seconds=offered.waited_seconds), LATEST), kiosk.drive.opens_at)
    # What was signed while the drive was open may come in after it has closed.
    is_late = kiosk.drive.state == "closed" and signed_at < kiosk.ends_at and now - kiosk.ends_at < LATEST
    if not kiosk.counts_here or offered.text_id not in kiosk.drive.text_ids:
        raise drives.DriveNotOpen
    drive = replace(kiosk.drive, state="open" if is_late else kiosk.drive.state)
    signing = signatures.Signing(
        client_id=offered.client_id,
        language=offered.language,
        source="kiosk",
        station_id=kiosk.station_id,
        name=offered.name,
        faculty=offered.faculty,
        email=offered.email,
        text_id=offered.text_id,
    )
    return signatures.sign(drive, signing, secret=secret, now=min(signed_at, now))


def _station(drive_id: int, station_id: int) -> Station | None:
    wanted = (Station.id == station_id, Station.drive_id == drive_id, Station.removed_at.is_(None))
    return db.session.scalar(select(Station).where(*wanted))


def _keys(secret: str, what: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"thinktwice.kiosk-{what}")


def _mark(station: Station) -> list[object]:
    return [station.id, hashlib.sha256(station.pin_hash.encode()).hexdigest()[:20]]


def _opens(keys: URLSafeTimedSerializer, station: Station, key: str, seconds: int) -> bool:
    try:
        return bool(keys.loads(key, max_age=seconds) == _mark(station))
    except BadSignature:
        return False

"""Pledge drives: whose they are, what they ask, when they open and close, their stations and their paper."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import audit, people
from course.clock import in_malaysia
from course.extensions import db, passwords
from course.refusals import Refusal
from course.tables import Drive, DriveOrganiser, PaperEntry, PledgeText, Signature, Station, User, WallWord

Once = Literal["email", "account", "device"]
ANONYMISED_AFTER = timedelta(days=180)
UNCONFIRMED_KEPT = timedelta(days=14)
FIRST_TEXTS: Mapping[str, str] = {  # what a new drive begins with; organisers change it
    "en": (
        "I think twice before I post, comment or share: is it true, is it kind, is it mine to share? "
        "I report what attacks people and do not repeat it. I stand beside whoever is hurt."
    ),
    "ms": (
        "Saya fikir dulu sebelum membuat hantaran, mengulas atau berkongsi: benarkah, berbudikah, hak sayakah untuk "
        "berkongsi? Saya melaporkan kandungan yang menyerang orang dan tidak mengulanginya. Saya berdiri di "
        "sisi mereka yang terluka."
    ),
}
KEPT_FOR_SECONDS, MOST_KEPT = 2.0, 1000


class DriveNotOpen(Refusal):
    """Nobody can sign now: the drive has not begun, or is over."""


class AddressTaken(Refusal):
    """Another drive has this address."""


class NoDraft(Refusal):
    """It has been opened: what people signed is not thrown away."""


class TimeIsOver(Refusal):
    """It would close again within a minute."""


class TextsUnchanged(Refusal):
    """The new version says what the old one says."""


class HasSignatures(Refusal):
    """What was signed under cannot be changed any more."""


class NobodyToAdd(Refusal):
    """No organiser has this e-mail address."""


class LastOrganiser(Refusal):
    """Nobody would be left whose drive it is."""


@dataclass(frozen=True)
class Details:
    """What an organiser decides about a drive."""

    slug: str
    title_en: str
    title_ms: str
    campus: str
    languages: str
    opens_at: datetime
    closes_at: datetime
    goal: int | None
    once: Once
    asks_name: bool
    asks_email: bool
    faculties: list[str]
    held_words: list[str]
    look: str


@dataclass(frozen=True)
class Shown:
    """A drive as its public pages need it; the same for everybody."""

    id: int
    slug: str
    titles: Mapping[str, str]
    campus: str
    languages: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    goal: int | None
    once: Once
    asks_name: bool
    asks_email: bool
    faculties: tuple[str, ...]
    held_words: tuple[str, ...]
    look: str
    state: str
    text_id: int
    text_ids: frozenset[int]  # of every version: a page that was opened before a new one is signed as it was read
    texts: Mapping[str, str]
    stations: Mapping[str, int]  # by the token of their code
    salt: str

    def is_open(self, now: datetime) -> bool:
        return self.state == "open" and self.opens_at <= now < self.closes_at


# --- what the public sees ------------------------------------------------------------------------------------------

_kept: WeakKeyDictionary[Engine, dict[str, tuple[float, Shown | None]]] = WeakKeyDictionary()
_SHOWN = select(Drive, PledgeText).join(PledgeText, PledgeText.drive_id == Drive.id).order_by(PledgeText.version.desc())


def find_shown(slug: str) -> Shown | None:
    """The drive at this public address, unless it is a draft; from memory for two seconds, as a hall of phones asks."""
    kept = _kept.setdefault(db.engine, {})
    found = kept.get(slug)
    if found is None or found[0] < time.monotonic():
        if len(kept) > MOST_KEPT:
            kept.clear()
        found = kept[slug] = (time.monotonic() + KEPT_FOR_SECONDS, _shown(Drive.slug == slug, Drive.state != "draft"))
    return found[1]


def forget() -> None:
    """What is remembered of drives, after a change; other processes see it two seconds later."""
    _kept.clear()


def find_draft(slug: str, user_id: int) -> Shown | None:
    """The draft at this address, for one of its organisers."""
    own = select(DriveOrganiser.drive_id).where(DriveOrganiser.user_id == user_id)
    return _shown(Drive.slug == slug, Drive.state == "draft", Drive.id.in_(own))


def preview(drive_id: int) -> Shown | None:
    """Also a draft, for its organisers."""
    return _shown(Drive.id == drive_id)


def _shown(*conditions: ColumnElement[bool]) -> Shown | None:
    row = db.session.execute(_SHOWN.where(*conditions).limit(1)).first()
    if row is None:
        return None
    drive, text = row
    stations = {station.token: station.id for station in stations_of(drive.id)}
    return Shown(
        id=drive.id,
        slug=drive.slug,
        titles={"en": drive.title_en, "ms": drive.title_ms},
        campus=drive.campus,
        languages=("en", "ms") if drive.languages == "both" else (drive.languages,),
        opens_at=drive.opens_at,
        closes_at=drive.closes_at,
        goal=drive.goal,
        once=drive.once,  # type: ignore[arg-type]  # a constraint of the table
        asks_name=drive.asks_name,
        asks_email=drive.asks_email,
        faculties=tuple(drive.faculties),
        held_words=tuple(drive.held_words),
        look=drive.look,
        state=drive.state,
        text_id=text.id,
        text_ids=frozenset(db.session.scalars(select(PledgeText.id).where(PledgeText.drive_id == drive.id))),
        texts={"en": text.text_en, "ms": text.text_ms},
        stations=stations,
        salt=drive.salt,
    )


# --- organisers ----------------------------------------------------------------------------------------------------


def create(details: Details, texts: Mapping[str, str], *, organiser_id: int, now: datetime) -> int:
    """A draft. Raises AddressTaken."""
    try:
        with db.writing() as session:
            drive = Drive(**asdict(details), state="draft", salt=secrets.token_urlsafe(32), created_at=now)
            session.add(drive)
            session.flush()
            session.add(DriveOrganiser(drive_id=drive.id, user_id=organiser_id))
            session.add(PledgeText(drive_id=drive.id, version=1, text_en=texts["en"], text_ms=texts["ms"], made_at=now))
            made = drive.id
    except IntegrityError as taken:
        raise AddressTaken(details.slug) from taken
    forget()
    return made


def change(drive_id: int, details: Details, *, actor_id: int | None, now: datetime) -> None:
    """Raises AddressTaken, and HasSignatures when the address or the way of counting would change after the first."""
    try:
        with db.writing() as session:
            drive = session.get_one(Drive, drive_id)
            if (drive.slug, drive.once) != (details.slug, details.once) and _has_signatures(session, drive_id):
                raise HasSignatures
            changed = [name for name, value in asdict(details).items() if getattr(drive, name) != value]
            for name in changed:
                setattr(drive, name, getattr(details, name))
            if changed:
                _note(session, "drive changed", drive_id, actor_id, now, ", ".join(changed))
    except IntegrityError as taken:
        raise AddressTaken(details.slug) from taken
    forget()


def _has_signatures(session: Session, drive_id: int) -> bool:
    return session.scalar(select(Signature.id).where(Signature.drive_id == drive_id).limit(1)) is not None


def write_text(drive_id: int, texts: Mapping[str, str], *, actor_id: int | None, now: datetime) -> int:
    """A new version, which is signed from now on. Raises TextsUnchanged."""
    with db.writing() as session:
        newest = _newest_text(session, drive_id)
        if (newest.text_en, newest.text_ms) == (texts["en"], texts["ms"]):
            raise TextsUnchanged
        version = newest.version + 1
        session.add(
            PledgeText(drive_id=drive_id, version=version, text_en=texts["en"], text_ms=texts["ms"], made_at=now)
        )
        _note(session, "pledge text written", drive_id, actor_id, now, f"version {version}")
    forget()
    return version


def texts_of(drive_id: int) -> Sequence[PledgeText]:
    """Every version, the newest first."""
    found = select(PledgeText).where(PledgeText.drive_id == drive_id).order_by(PledgeText.version.desc())
    return db.session.scalars(found).all()


def _newest_text(session: Session, drive_id: int) -> PledgeText:
    newest = select(PledgeText).where(PledgeText.drive_id == drive_id).order_by(PledgeText.version.desc()).limit(1)
    found = session.scalar(newest)
    if found is None:
        raise LookupError(drive_id)
    return found


def open_drive(drive_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Also one that was closed too early; not one that has been anonymised. Raises TimeIsOver."""
    with db.writing() as session:
        drive = session.get_one(Drive, drive_id)
        if drive.closes_at <= now:
            raise TimeIsOver
        if drive.state in ("draft", "closed"):
            drive.state, drive.closed_at = "open", None
            _note(session, "drive opened", drive_id, actor_id, now)
    forget()


def close_drive(drive_id: int, *, actor_id: int | None, now: datetime) -> None:
    with db.writing() as session:
        drive = session.get_one(Drive, drive_id)
        if drive.state == "open":
            drive.state, drive.closed_at = "closed", now
            _note(session, "drive closed", drive_id, actor_id, now)
    forget()


def discard(drive_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Throw a draft away, with its stations. Raises NoDraft."""
    with db.writing() as session:
        drive = session.get_one(Drive, drive_id, with_for_update=True)
        if drive.state != "draft" or _has_signatures(session, drive_id):
            raise NoDraft
        session.execute(delete(Drive).where(Drive.id == drive_id))
        _note(session, "drive discarded", drive_id, actor_id, now)
    forget()


def without_organiser() -> list[tuple[int, str]]:
    """(number, address) of every drive whose organisers have all left."""
    kept = select(DriveOrganiser.drive_id).where(DriveOrganiser.drive_id == Drive.id)
    return [(number, slug) for number, slug in db.session.execute(select(Drive.id, Drive.slug).where(~kept.exists()))]


def close_what_is_over(now: datetime) -> int:
    """Close drives whose time has come, and anonymise what was closed half a year ago; how many that were."""
    with db.writing() as session:
        over = (
            update(Drive)
            .execution_options(synchronize_session=False)
            .where(Drive.state == "open", Drive.closes_at <= now)
        )
        closed = session.scalars(over.values(state="closed", closed_at=Drive.closes_at).returning(Drive.id)).all()
        old = select(Drive).where(Drive.state == "closed", Drive.closed_at <= now - ANONYMISED_AFTER)
        drives = session.scalars(old).all()
        for drive in drives:
            _anonymise(session, drive)
        session.execute(
            delete(Signature).where(Signature.confirmed_at.is_(None), Signature.signed_at < now - UNCONFIRMED_KEPT)
        )
    forget()
    return len(closed) + len(drives)


def _anonymise(session: Session, drive: Drive) -> None:
    """What is left says how many signed, where and on which day, and nothing of anybody."""
    session.execute(delete(Signature).where(Signature.drive_id == drive.id, Signature.confirmed_at.is_(None)))
    for signature in session.scalars(select(Signature).where(Signature.drive_id == drive.id)):
        signature.name = signature.faculty = ""
        signature.once_key = signature.user_id = None
        signature.client_id = f"gone-{signature.id:016}"
        signature.signed_at = signature.confirmed_at = _day_of(signature.signed_at)
        signature.mailed_at = None
    session.execute(update(WallWord).where(WallWord.drive_id == drive.id).values(signature_id=None, decided_by_id=None))
    session.execute(delete(WallWord).where(WallWord.drive_id == drive.id, WallWord.state != "approved"))
    drive.salt, drive.state = "", "anonymised"


def _day_of(moment: datetime) -> datetime:
    return in_malaysia(moment).replace(hour=12, minute=0, second=0, microsecond=0)


def organised_by(user_id: int) -> list[tuple[Drive, int]]:
    """(drive, how many signatures count), the newest first; one query."""
    counted = (
        select(func.count())
        .where(Signature.drive_id == Drive.id, Signature.confirmed_at.is_not(None))
        .scalar_subquery()
    )
    own = DriveOrganiser.user_id == user_id
    found = select(Drive, counted).join(DriveOrganiser, DriveOrganiser.drive_id == Drive.id).where(own)
    return [(drive, number) for drive, number in db.session.execute(found.order_by(Drive.id.desc()))]


def find_organised(user_id: int, drive_id: int) -> Drive | None:
    """None when it is not theirs."""
    own = (DriveOrganiser.user_id == user_id, Drive.id == drive_id)
    return db.session.scalar(select(Drive).join(DriveOrganiser, DriveOrganiser.drive_id == Drive.id).where(*own))


def organisers_of(drive_id: int) -> list[tuple[int, str, str]]:
    """(number, name, e-mail)"""
    found = select(User.id, User.display_name, User.email).join(DriveOrganiser, DriveOrganiser.user_id == User.id)
    rows = db.session.execute(found.where(DriveOrganiser.drive_id == drive_id).order_by(User.display_name))
    return [(row.id, row.display_name, row.email) for row in rows]


def add_organiser(drive_id: int, email: str, *, actor_id: int | None, now: datetime) -> None:
    """Raises NobodyToAdd, also for somebody who may not organise: the answer tells nothing of who has an account."""
    try:
        address = people.normal_email(email)
    except people.EmailNotUsable as unusable:
        raise NobodyToAdd from unusable
    with db.writing() as session:
        may = User.role.in_(("organiser", "admin"))
        user_id = session.scalar(select(User.id).where(User.email == address, may))
        if user_id is None:
            raise NobodyToAdd
        if session.get(DriveOrganiser, (drive_id, user_id)) is None:
            session.add(DriveOrganiser(drive_id=drive_id, user_id=user_id))
            _note(session, "organiser added", drive_id, actor_id, now, f"user {user_id}")


def remove_organiser(drive_id: int, user_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Raises LastOrganiser."""
    with db.writing() as session:
        session.get(Drive, drive_id, with_for_update=True)
        all_of_it = session.scalars(select(DriveOrganiser).where(DriveOrganiser.drive_id == drive_id)).all()
        leaving = [one for one in all_of_it if one.user_id == user_id]
        if leaving and len(all_of_it) == 1:
            raise LastOrganiser
        for one in leaving:
            session.delete(one)
            _note(session, "organiser removed", drive_id, actor_id, now, f"user {user_id}")


# --- stations and paper ---------------------------------------------------------------------------------------------


def add_station(drive_id: int, name: str, pin: str, *, actor_id: int | None, now: datetime) -> int:
    with db.writing() as session:
        station = Station(
            drive_id=drive_id, name=name, token=secrets.token_urlsafe(24), pin_hash=passwords.hash(f"station:{pin}")
        )
        session.add(station)
        session.flush()
        made = station.id
        _note(session, "station added", drive_id, actor_id, now, f"station {made}")
    forget()
    return made


def remove_station(drive_id: int, station_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Its signatures stay; its code and its kiosk no longer work."""
    with db.writing() as session:
        station = session.get(Station, station_id)
        if station and station.drive_id == drive_id and station.removed_at is None:
            station.removed_at = now
            _note(session, "station removed", drive_id, actor_id, now, f"station {station_id}")
    forget()


def stations_of(drive_id: int) -> Sequence[Station]:
    found = select(Station).where(Station.drive_id == drive_id, Station.removed_at.is_(None)).order_by(Station.id)
    return db.session.scalars(found).all()


def find_station(drive_id: int, token: str) -> Station | None:
    """The station with this secret, while it stands."""
    wanted = (Station.drive_id == drive_id, Station.token == token, Station.removed_at.is_(None))
    return db.session.scalar(select(Station).where(*wanted)) if token else None


def pin_fits(station: Station, pin: str) -> bool:
    return passwords.matches(station.pin_hash, f"station:{pin[:20]}")


def count_paper(drive_id: int, count: int, note: str, *, by_id: int, now: datetime) -> None:
    """Raises ValueError when less than nothing would be left."""
    with db.writing() as session:
        session.get(Drive, drive_id, with_for_update=True)
        if _paper(session, drive_id) + count < 0:
            raise ValueError(count)
        session.add(PaperEntry(drive_id=drive_id, count=count, note=note, by_id=by_id, at=now))
        _note(session, "paper counted", drive_id, by_id, now, str(count))


def paper_of(drive_id: int) -> Sequence[PaperEntry]:
    found = select(PaperEntry).where(PaperEntry.drive_id == drive_id).order_by(PaperEntry.id.desc())
    return db.session.scalars(found).all()


def _paper(session: Session, drive_id: int) -> int:
    return (
        session.scalar(select(func.coalesce(func.sum(PaperEntry.count), 0)).where(PaperEntry.drive_id == drive_id)) or 0
    )


def _note(session: Session, act: str, drive_id: int, actor_id: int | None, now: datetime, more: str = "") -> None:
    about = f"drive {drive_id}: {more}" if more else f"drive {drive_id}"
    audit.note(session, act=act, about=about, actor_id=actor_id, now=now)

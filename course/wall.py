"""What is told of a drive's signatures: the count on the wall, approved words, and figures that betray nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update

from course import words
from course.clock import in_malaysia
from course.extensions import db
from course.tables import CheckBack, PaperEntry, PledgeText, Signature, Station, WallWord

SMALLEST_CELL = 10
REFUSALS: tuple[words.RefusedFor, ...] = (
    "attacks_people",
    "names_a_person",
    "contact_details",
    "distress_followed_up",
    "advertising",
    "off_topic",
)
WORDS_ON_THE_WALL = 12


@dataclass(frozen=True)
class Count:
    """What the wall shows."""

    online: int
    paper: int
    words: tuple[tuple[str, str], ...]  # (language, text)

    @property
    def total(self) -> int:
        return self.online + self.paper


def count(drive_id: int) -> Count:
    """As of now; pages keep it for a second."""
    counted = (
        select(func.count())
        .where(Signature.drive_id == drive_id, Signature.confirmed_at.is_not(None))
        .scalar_subquery()
    )
    paper = (
        select(func.coalesce(func.sum(PaperEntry.count), 0)).where(PaperEntry.drive_id == drive_id).scalar_subquery()
    )
    newest = (
        select(WallWord.language, WallWord.text)
        .where(WallWord.drive_id == drive_id, WallWord.state == "approved")
        .order_by(WallWord.id.desc())
        .limit(WORDS_ON_THE_WALL)
    )
    with db.reading() as connection:
        online, on_paper = connection.execute(select(counted, paper)).one()
        shown = connection.execute(newest).all()
    return Count(int(online), int(on_paper), tuple((row.language, row.text) for row in shown))


@dataclass(frozen=True)
class Cell:
    """How many signed in one group; None where that would tell too much of too few."""

    name: str
    count: int | None


def hidden_when_few(counts: Mapping[str, int], smallest: int = SMALLEST_CELL) -> list[Cell]:
    """Groups by size. Those under `smallest` are hidden, and the next one too where it could be worked out."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    few = {name for name, number in ordered if 0 < number < smallest}
    if few and sum(counts[name] for name in few) < smallest:
        left = [name for name, number in ordered if name not in few and number > 0]
        few |= set(left[-1:])
    return [Cell(name, None if name in few else number) for name, number in ordered]


@dataclass(frozen=True)
class Figures:
    """What organisers see of a drive."""

    count: Count
    unconfirmed: int
    by_hour: list[tuple[datetime, int]]
    by_station: list[Cell]
    by_faculty: list[Cell]
    waiting: int
    met: int
    acted: int
    answered: int


def figures(drive_id: int) -> Figures:
    """The same few queries for one signature and for ten thousand."""
    session = db.session()
    counted = (Signature.drive_id == drive_id, Signature.confirmed_at.is_not(None))
    faculties = session.execute(select(Signature.faculty, func.count()).where(*counted).group_by(Signature.faculty))
    unconfirmed = session.scalar(
        select(func.count()).where(Signature.drive_id == drive_id, Signature.confirmed_at.is_(None))
    )
    answers = session.execute(
        select(CheckBack.met, CheckBack.did, func.count())
        .join(Signature, Signature.id == CheckBack.signature_id)
        .where(Signature.drive_id == drive_id)
        .group_by(CheckBack.met, CheckBack.did)
    ).all()
    return Figures(
        count=count(drive_id),
        unconfirmed=unconfirmed or 0,
        by_hour=_by_hour(session.scalars(select(Signature.signed_at).where(*counted))),
        by_station=_by_station(drive_id),
        by_faculty=hidden_when_few({name or "": number for name, number in faculties}),
        waiting=waiting(drive_id),
        met=sum(number for met, _did, number in answers if met),
        acted=sum(number for _met, did, number in answers if did in ("yes", "partly")),
        answered=sum(number for _met, _did, number in answers),
    )


def _by_station(drive_id: int) -> list[Cell]:
    stations = db.session.execute(
        select(Station.name, func.count())
        .select_from(Signature)
        .outerjoin(Station, Station.id == Signature.station_id)
        .where(Signature.drive_id == drive_id, Signature.confirmed_at.is_not(None))
        .group_by(Station.name)
    )
    return hidden_when_few({name or "": number for name, number in stations})


def _by_hour(moments: Iterable[datetime]) -> list[tuple[datetime, int]]:
    """(the hour, how many signed in it), as the clock stands in Malaysia, without hours in which nobody did."""
    hours: dict[datetime, int] = {}
    for moment in moments:
        hour = in_malaysia(moment).replace(minute=0, second=0, microsecond=0)
        hours[hour] = hours.get(hour, 0) + 1
    return sorted(hours.items())


@dataclass(frozen=True)
class ExportedLine:
    """What organisers may take with them of one signature: no hour, no faculty, a name only where it was given.

    Nor a station where few signed: the page hides how many those were, and here they could be counted.
    """

    day: str
    station: str
    source: str
    version: int
    name: str


def export(drive_id: int) -> list[ExportedLine]:
    rows = db.session.execute(
        select(Signature.signed_at, Station.name, Signature.source, PledgeText.version, Signature.name)
        .join(PledgeText, PledgeText.id == Signature.text_id)
        .outerjoin(Station, Station.id == Signature.station_id)
        .where(Signature.drive_id == drive_id, Signature.confirmed_at.is_not(None))
    )
    told = {cell.name for cell in _by_station(drive_id) if cell.count is not None}
    lines = [
        ExportedLine(f"{in_malaysia(at):%Y-%m-%d}", station if station in told else "", source, version, name)
        for at, station, source, version, name in rows
    ]
    return sorted(lines, key=lambda line: (line.day, line.station, line.source, line.version, line.name))


# --- words for the wall -----------------------------------------------------------------------------------------------


def queue(drive_id: int, limit: int = 100) -> Sequence[WallWord]:
    """What waits to be read: held ones first, then the oldest."""
    found = select(WallWord).where(WallWord.drive_id == drive_id, WallWord.state.in_(("held", "waiting")))
    return db.session.scalars(found.order_by(WallWord.state, WallWord.id).limit(limit)).all()


def waiting(drive_id: int) -> int:
    """How many wait to be read."""
    found = select(func.count()).where(WallWord.drive_id == drive_id, WallWord.state.in_(("waiting", "held")))
    return db.session.scalar(found) or 0


def approved(drive_id: int, offset: int, limit: int) -> Sequence[WallWord]:
    """What is or was on the wall, the newest first."""
    found = select(WallWord).where(WallWord.drive_id == drive_id, WallWord.state == "approved")
    return db.session.scalars(found.order_by(WallWord.id.desc()).offset(offset).limit(limit)).all()


def decide(drive_id: int, word_ids: Sequence[int], *, approve: bool, reason: str, by_id: int, now: datetime) -> int:
    """Approve or refuse these words of the drive; how many that changed. An approved one can be taken back."""
    state = "approved" if approve else "refused"
    with db.writing() as session:
        chosen = (WallWord.drive_id == drive_id, WallWord.id.in_(word_ids), WallWord.state != state)
        changed = update(WallWord).where(*chosen)
        values = {"state": state, "reason": "" if approve else reason, "decided_by_id": by_id, "decided_at": now}
        return cast(CursorResult[Any], session.execute(changed.values(**values))).rowcount

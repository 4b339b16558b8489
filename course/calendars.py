"""iCalendar: what happens when, as files and feeds that every calendar reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from course.clock import in_malaysia

ASK_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Occasion:
    """One thing that happens. `uid` stays the same for ever; `revision` grows with every change."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    text: str
    place: str
    url: str
    changed_at: datetime
    revision: int = 0
    is_cancelled: bool = False
    takes_time: bool = True  # else nobody is busy meanwhile


@dataclass(frozen=True)
class Due:
    """One thing that is due; `key` stays the same when the date moves, so that calendars move it too."""

    key: str
    title: str
    due_at: datetime
    link: str
    note: str = ""


def due_dates(name: str, entries: Iterable[Due], *, host: str, now: datetime) -> bytes:
    """A calendar of what is due; each stands for the last half an hour before it is."""
    return calendar(
        name,
        [
            Occasion(
                uid=f"{one.key}@{host}",
                starts_at=one.due_at - timedelta(minutes=30),
                ends_at=one.due_at,
                title=one.title,
                text=one.note,
                place="",
                url=one.link,
                changed_at=now,
                takes_time=False,
            )
            for one in entries
        ],
    )


def calendar(name: str, occasions: Iterable[Occasion]) -> bytes:
    """A calendar with these occasions, in Malaysian time; the same occasions give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//ThinkTwice//Calendar//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Kuala_Lumpur")
    made.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for occasion in occasions:
        made.add_component(_event(occasion))
    if made.events:
        made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(occasion: Occasion) -> Event:
    event = Event()
    event.add("uid", occasion.uid)
    event.add("dtstamp", occasion.changed_at)
    event.add("last-modified", occasion.changed_at)
    event.add("sequence", occasion.revision)
    event.add("dtstart", in_malaysia(occasion.starts_at))
    event.add("dtend", in_malaysia(occasion.ends_at))
    event.add("summary", occasion.title)
    if occasion.text:
        event.add("description", occasion.text)
    if occasion.place:
        event.add("location", occasion.place)
    event.add("url", occasion.url)
    if not occasion.takes_time:
        event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if occasion.is_cancelled else "CONFIRMED")
    return event

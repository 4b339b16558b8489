"""What is due, as a calendar (iCalendar, RFC 5545): of a class for its lecturer, of a student as a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//ThinkTwice//course//EN"


@dataclass(frozen=True)
class Entry:
    """One thing that is due; `key` stays the same when the date moves, so that calendars move it too."""

    key: str
    title: str
    due_at: datetime
    link: str
    note: str = ""


def written(name: str, entries: Sequence[Entry], *, host: str, now: datetime) -> bytes:
    """A calendar of these; each stands for the last half an hour before it is due."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for one in entries:
        event = Event()
        event.add("uid", f"{one.key}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", one.due_at - timedelta(minutes=30))
        event.add("dtend", one.due_at)
        event.add("summary", one.title)
        event.add("url", one.link)
        event.add("transp", "TRANSPARENT")
        if one.note:
            event.add("description", one.note)
        calendar.add_component(event)
    ics: bytes = calendar.to_ical()
    return ics

"""A pledge drive for tests: made as its organiser makes it, with a station, open on the day of the tests."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from course import drives, kiosks
from tests.cast import Person
from tests.pages import Visitor

MORNING, EVENING = datetime(2026, 11, 21, 1, tzinfo=UTC), datetime(2026, 11, 21, 10, tzinfo=UTC)
PIN = "2468"
OURS = {"Sec-Fetch-Site": "same-origin"}  # what a browser says of a form that is sent from our own page
TEXTS = {"en": "I pause before I post.", "ms": "Saya fikir sebelum hantar."}


@dataclass(frozen=True)
class Held:
    """A drive with its first station."""

    id: int
    slug: str
    station: int
    token: str
    text_id: int

    @property
    def kiosk(self) -> str:
        return f"/drives/{self.id}/kiosk/{self.station}"


def hold_drive(app: Flask, organiser: Person, *, is_open: bool = True, **changes: Any) -> Held:
    """`hold_drive(app, organiser, once="email")`"""
    details: dict[str, Any] = {
        "slug": "orientation-week",
        "title_en": "Pause before you post",
        "title_ms": "Fikir sebelum hantar",
        "campus": "Universiti Contoh Malaysia",
        "languages": "both",
        "opens_at": MORNING,
        "closes_at": EVENING,
        "goal": 500,
        "once": "device",
        "asks_name": True,
        "asks_email": False,
        "faculties": ["Law", "Medicine"],
        "held_words": [],
        "look": "brand",
        **changes,
    }
    with app.app_context():
        made = drives.create(drives.Details(**details), TEXTS, organiser_id=organiser.id, now=MORNING)
        station = drives.add_station(made, "Library", PIN, actor_id=None, now=MORNING)
        if is_open:
            drives.open_drive(made, actor_id=None, now=details["opens_at"])
        (text,) = drives.texts_of(made)
        return Held(made, details["slug"], station, drives.stations_of(made)[0].token, text.id)


def set_up(app: Flask, held: Held) -> Visitor:
    """The browser of a device that is this drive's kiosk."""
    with app.app_context():
        station = kiosks.find_station(held.id, held.station)
        assert station
        key = kiosks.set_up_key(station, app.config["SECRET_KEY"])
    device = Visitor(app)
    device.post(f"{held.kiosk}/set-up/{key}", headers=OURS, expect=303)
    return device


def waiting(number: int, held: Held, *, waited_seconds: float = 0, **filled: str) -> dict[str, Any]:
    """A signature as a kiosk keeps it."""
    named = f"{number:032x}"
    form = {"client_id": named, "text_id": str(held.text_id), "language": "en", "agree": "y", **filled}
    return {"id": named, "fields": form, "waited_seconds": waited_seconds}

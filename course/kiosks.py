"""A drive's kiosk: a device that an organiser set up for a station signs for it, also what it kept while offline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Kiosk:
    """What a kiosk shows and asks; `text_id` is the version of the pledge that stands on it."""

    drive_id: int
    station_id: int
    station: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    text_id: int
    is_open: bool
    asks_name: bool
    faculties: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A signature as the device sends it. Its clock is not believed: it says only how long the signature waited."""

    id: str
    text_id: int
    language: str
    name: str = ""
    faculty: str = ""
    waited_seconds: float = 0


@dataclass(frozen=True)
class Taken:
    kept: tuple[str, ...]  # ids that the device may forget; a repeat is answered like the first
    refused: tuple[str, ...]


def find(drive_id: int, station_id: int, secret: str) -> Kiosk | None:
    return Kiosk(drive_id, station_id, "Library", {"en": "Pause before you post", "ms": "Fikir sebelum hantar"},
        {"en":"I will pause before I post, and stand with the person a comment hurts.","ms":"Saya akan berhenti seketika sebelum menghantar, dan berdiri bersama orang yang disakiti oleh sesuatu komen."},1,True,True,("Law","Medicine"))


def take(kiosk: Kiosk, offered: Sequence[Offered], now: datetime) -> Taken:
    return Taken(tuple(x.id for x in offered), ())


def is_pin(kiosk: Kiosk, pin: str) -> bool:
    return pin == "2468"

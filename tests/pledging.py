"""Drives and signers as the tests of pledges need them."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask

from course import drives, signatures
from tests.pages import Page, Visitor

NOON = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # where the tests' clock stands
DETAILS = drives.Details(
    slug="shah-alam",
    title_en="#ThinkTwice at Kampus Shah Alam",
    title_ms="#FikirDulu di Kampus Shah Alam",
    campus="Kampus Shah Alam",
    languages="both",
    opens_at=NOON - timedelta(hours=2),
    closes_at=NOON + timedelta(hours=6),
    goal=500,
    once="device",
    asks_name=True,
    asks_email=True,
    faculties=["Law", "Medicine"],
    held_words=["kantin"],
    look="brand",
)
TEXTS = {"en": "I think twice before I post.", "ms": "Saya fikir dulu sebelum menghantar."}
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
PLEDGE = {"agree": "y"}


def begin(app: Flask, organiser_id: int, *, opened: bool = True, **changes: Any) -> int:
    """A drive of this organiser, open unless told otherwise."""
    with app.app_context():
        made = drives.create(replace(DETAILS, **changes), TEXTS, organiser_id=organiser_id, now=NOON)
        if opened:
            drives.open_drive(made, actor_id=None, now={**asdict(DETAILS), **changes}["opens_at"])
        return made


def phone(app: Flask, address: str = "/pledge/shah-alam") -> Visitor:
    """Somebody's phone that has just opened the pledge."""
    visitor = Visitor(app)
    visitor.get(address)
    return visitor


def sign(
    visitor: Visitor, data: Mapping[str, Any] | None = None, *, expect: int = 303, slug: str = "shah-alam"
) -> Page:
    return visitor.post(f"/pledge/{slug}", {**PLEDGE, **(data or {})}, expect=expect, headers=FROM_HERE)


def sign_many(app: Flask, drive_id: int, number: int, **details: Any) -> None:
    """So many signatures, each of a device of its own."""
    with app.app_context():
        shown = drives.preview(drive_id)
        assert shown is not None
        for _one in range(number):
            signing = signatures.Signing(signatures.new_client_id(), "en", device=signatures.new_client_id(), **details)
            signatures.sign(shown, signing, secret="secret", now=NOON)


def empty_the_mail(app: Flask) -> None:
    for file in Path(app.config["MAIL_FOLDER"]).glob("*.eml"):
        file.unlink()


def letters_to(app: Flask) -> list[str]:
    letters = []
    for file in sorted(Path(app.config["MAIL_FOLDER"]).glob("*.eml")):
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        letters.append(str(message.get_body().get_content()))  # type: ignore[union-attr]
    return letters


def link_in(letter: str) -> str:
    found = re.search(r"https?://[^/\s]+(/confirm/\S+)", letter)
    assert found
    return found[1]

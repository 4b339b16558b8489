"""A live session as the office plans it, for the tests that are about one."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask

from course import clock, sessions
from course.tables import LiveSession

WRITTEN: dict[str, Any] = {
    "slug": "safer-internet-day",
    "title_en": "Safer Internet Day",
    "title_ms": "Hari Internet Selamat",
    "description_en": "What happens to a report.",
    "description_ms": "Perkara yang berlaku kepada laporan.",
    "speakers_en": "A counsellor of the campus",
    "speakers_ms": "Seorang kaunselor kampus",
    "spoken": "both",
    "place": "Dewan Kuliah 1",
    "link": "https://meet.example.edu.my/sid",
    "capacity": 2,
}


def plan(app: Flask, *, begins: datetime, publish: bool = True, **details: Any) -> LiveSession:
    """Plan a session of an hour and publish it."""
    moments = {"starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    with app.app_context():
        live, _moved, _told = sessions.keep(None, {**WRITTEN, **moments, **details}, actor_id=None, now=clock.now())
        if publish:
            sessions.publish(live.id, actor_id=None, now=clock.now())
        return live


def letters(app: Flask) -> list[tuple[str, str, str]]:
    """Whom the site wrote to since the last asking: address, subject, text. In the order of the addresses."""
    folder, found = Path(app.config["MAIL_FOLDER"]), []
    for file in folder.glob("*.eml") if folder.is_dir() else ():
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = letter.get_body()
        assert body is not None
        found.append((letter["To"], letter["Subject"], body.get_content()))
        file.unlink()
    return sorted(found)


def link_in(text: str) -> str:
    """The path of the address that stands in a letter."""
    found = re.search(r"https?://[^/\s]+(/sessions/\S+)", text)
    assert found, text
    return found[1]

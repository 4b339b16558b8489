"""A pledge drive in the middle of its day."""

import random
import secrets
from datetime import datetime, timedelta

from sqlalchemy import insert

from course import drives, signatures, wall
from course.extensions import db
from course.tables import Signature

FACULTIES = {"Education": 40, "Engineering": 30, "Law": 20, "Medicine": 8, "Music": 2}
WORDS = (
    ("en", "Read it twice, then ask who it hurts."),
    ("ms", "Fikir dulu, baru kongsi."),
    ("en", "A joke about a group is still about somebody."),
    ("ms", "Kalau marah, simpan dulu dalam draf."),
)
WORDS_WAITING = (("en", "I stand beside my classmates."), ("ms", "Ikut saya di @kempen_kita"), ("en", "Be kind online"))


def seed(organiser_id: int, now: datetime) -> None:
    """A drive in the middle of its day: two stations, 312 signatures, a sheet of paper, words read and unread."""
    details = drives.Details(
        slug="demo",
        title_en="Think twice at our campus",
        title_ms="Fikir dulu di kampus kita",
        campus="Demo Campus",
        languages="both",
        opens_at=now - timedelta(hours=6),
        closes_at=now + timedelta(days=7),
        goal=500,
        once="device",
        asks_name=False,
        asks_email=False,
        faculties=list(FACULTIES),
        held_words=[],
        look="brand",
    )
    drive_id = drives.create(details, drives.FIRST_TEXTS, organiser_id=organiser_id, now=now - timedelta(days=2))
    stations = [
        drives.add_station(drive_id, name, "2468", actor_id=organiser_id, now=now)
        for name in ("Library", "Student centre")
    ]
    drives.open_drive(drive_id, actor_id=organiser_id, now=now)
    drives.count_paper(drive_id, 40, "Lecture hall 2", by_id=organiser_id, now=now - timedelta(hours=1))
    chance = random.Random(312)  # noqa: S311 -- the same demo for everybody, not a secret
    text_id = drives.texts_of(drive_id)[0].id
    signed = []
    for number in range(312 - len(WORDS + WORDS_WAITING)):
        at = now - timedelta(minutes=chance.triangular(5, 350, 90))
        signed.append(
            {
                "drive_id": drive_id,
                "text_id": text_id,
                "station_id": chance.choice([*stations, stations[0], None]),
                "client_id": signatures.new_client_id(),
                "once_key": f"demo-{number}",
                "faculty": chance.choices(["", *FACULTIES], [60, *FACULTIES.values()])[0],
                "language": chance.choice(["en", "ms", "ms"]),
                "source": "phone",
                "signed_at": at,
                "confirmed_at": at,
            }
        )
    with db.writing() as session:
        session.execute(insert(Signature), signed)
    shown = drives.preview(drive_id)
    if shown is None:
        raise LookupError(drive_id)
    for language, words in WORDS + WORDS_WAITING:
        said = signatures.Signing(signatures.new_client_id(), language, device=words, words=words)
        signatures.sign(shown, said, secret=secrets.token_hex(8), now=now - timedelta(minutes=20))
    good = [word.id for word in wall.queue(drive_id) if (word.language, word.text) in WORDS]
    wall.decide(drive_id, good, approve=True, reason="", by_id=organiser_id, now=now)

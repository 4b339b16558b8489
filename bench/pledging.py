"""The site with a pledge drive that is open, for measurements: limits off, everything else as it is served."""

from datetime import timedelta
from secrets import token_hex

from bench.migrated import app
from course import clock, drives, people

SLUG = "bench"

with app.app_context():
    now = clock.now()
    somebody = people.register(
        email="omar@demo.example.com", display_name="Omar", password=token_hex(16), language="en", now=now
    )
    made = drives.create(
        drives.Details(
            slug=SLUG,
            title_en="Pause before you post",
            title_ms="Fikir sebelum hantar",
            campus="Universiti Contoh Malaysia",
            languages="both",
            opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(hours=9),
            goal=10_000,
            once="device",
            asks_name=True,
            asks_email=False,
            faculties=["Law", "Medicine"],
            held_words=[],
            look="brand",
        ),
        drives.FIRST_TEXTS,
        organiser_id=somebody.id,
        now=now,
    )
    drives.open_drive(made, actor_id=None, now=now)

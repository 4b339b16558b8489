"""A counselling unit of the campus, as an administrator enters it."""

from dataclasses import replace
from datetime import date

from flask import Flask
from sqlalchemy import select

from course import campuses, clock, people
from course.extensions import db
from course.tables import User
from tests.cast import PASSWORD

UNIT = campuses.Unit(
    campus="",
    name_en="Unit Kaunseling",
    name_ms="Unit Kaunseling",
    phone="03-1111 2222",
    chat="",
    site="",
    hours_en="",
    hours_ms="",
    verified_on=date(2026, 11, 20),
)


def name_unit(app: Flask, **details: str) -> None:
    with app.app_context():
        campuses.keep(replace(UNIT, **details), actor_id=_somebody(), now=clock.now())  # type: ignore[arg-type]


def _somebody() -> int:
    known = db.session.scalar(select(User.id).limit(1))
    return (
        known
        or people.register(
            email="office@example.edu.my", display_name="Office", password=PASSWORD, language="en", now=clock.now()
        ).id
    )

"""How an activity leaves people: numbers, and nobody beside them."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db


class Aftereffect(db.Model):  # type: ignore[name-defined,misc]
    """How many people said in one month that an activity left them feeling worse, the same or better.

    A counter and not a row for each: the order and the minute of an answer would lead to who gave it.
    """

    __tablename__ = "aftereffects"
    __table_args__ = (
        CheckConstraint("felt in ('worse', 'same', 'better')", name="felt_is_known"),
        CheckConstraint("told > 0", name="told_is_positive"),
    )

    activity: Mapped[str] = mapped_column(String(80), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # "2026-11", in Malaysia
    felt: Mapped[str] = mapped_column(String(6), primary_key=True)
    told: Mapped[int]

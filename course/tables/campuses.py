"""What a campus has of its own."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import Moment


class CampusUnit(db.Model):  # type: ignore[name-defined,misc]
    """A counselling unit of a campus: who is there for its students, and when somebody last made sure of it."""

    __tablename__ = "campus_units"
    __table_args__ = (
        CheckConstraint("length(name_en) between 1 and 120", name="name_en_has_1_to_120_characters"),
        CheckConstraint("length(name_ms) between 1 and 120", name="name_ms_has_1_to_120_characters"),
        CheckConstraint("phone <> '' or chat <> '' or site <> ''", name="can_be_reached"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campus: Mapped[str] = mapped_column(String(120), default="")  # empty where the site serves one campus
    name_en: Mapped[str] = mapped_column(String(120))
    name_ms: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30), default="")
    chat: Mapped[str] = mapped_column(String(300), default="")
    site: Mapped[str] = mapped_column(String(300), default="")
    hours_en: Mapped[str] = mapped_column(String(200), default="")
    hours_ms: Mapped[str] = mapped_column(String(200), default="")
    verified_on: Mapped[date] = mapped_column(Date)
    changed_at: Mapped[datetime] = mapped_column(Moment)

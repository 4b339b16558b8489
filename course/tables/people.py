"""People who have an account."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment


class Role(StrEnum):
    STUDENT = "student"
    LECTURER = "lecturer"
    ORGANISER = "organiser"
    ADMIN = "admin"


class User(db.Model):  # type: ignore[name-defined,misc]
    """One account. `session_token` stands in every session cookie; a new one signs out everywhere."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role in ('student', 'lecturer', 'organiser', 'admin')", name="role_is_known"),
        CheckConstraint("language in ('en', 'ms')", name="language_is_known"),
        CheckConstraint("length(display_name) between 1 and 120", name="display_name_has_1_to_120_characters"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # normalised and in lower case
    display_name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default=Role.STUDENT)
    language: Mapped[str] = mapped_column(String(2), default="en")
    session_token: Mapped[str] = mapped_column(String(43))
    created_at: Mapped[datetime] = mapped_column(Moment)

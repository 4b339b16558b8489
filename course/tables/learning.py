"""Lessons that a student says to have read."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import Moment


class LessonDone(db.Model):  # type: ignore[name-defined,misc]
    """One row the first time a student marks a lesson as read; it gates nothing."""

    __tablename__ = "lessons_done"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(60), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(60), primary_key=True)
    done_at: Mapped[datetime] = mapped_column(Moment)

"""The #ThinkTwice pledge as a private plan."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import Moment


class Pledge(db.Model):  # type: ignore[name-defined,misc]
    """A student's if-then plan. Nobody else reads it; removing it removes the row."""

    __tablename__ = "pledges"
    __table_args__ = (
        CheckConstraint("length(situation) between 1 and 300", name="situation_has_1_to_300_characters"),
        CheckConstraint("length(action) between 1 and 300", name="action_has_1_to_300_characters"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    situation: Mapped[str] = mapped_column(String(300))
    action: Mapped[str] = mapped_column(String(300))
    obstacle: Mapped[str] = mapped_column(String(300), default="")
    way_round: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(2))
    pledged_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

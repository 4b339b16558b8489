"""Stories: what made a day better, sent by somebody of whom nothing is kept."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN


class Story(db.Model):  # type: ignore[name-defined,misc]
    """One story. It names nobody, keeps days and no hours, and appears nowhere until somebody has approved it.

    `ticket` comes from the form, so that a double click sends one story; `reason` says why it is held or was refused.
    """

    __tablename__ = "stories"
    __table_args__ = (
        CheckConstraint("length(text) between 1 and 400", name="text_has_1_to_400_characters"),
        CheckConstraint("language in ('en', 'ms')", name="language_is_known"),
        CheckConstraint("state in ('waiting', 'held', 'approved', 'refused')", name="state_is_known"),
        CheckConstraint("(state in ('waiting', 'held')) = (decided_on is null)", name="decided_has_its_day"),
        CheckConstraint("(state in ('held', 'refused')) = (reason <> '')", name="held_and_refused_have_a_reason"),
        Index("ix_stories_state_decided_on", "state", "decided_on"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(String(22), unique=True)
    text: Mapped[str] = mapped_column(String(400))
    campus: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(30), default="")
    content_note: Mapped[str] = mapped_column(String(20), default="")
    sent_on: Mapped[date] = mapped_column(Date)
    decided_on: Mapped[date | None] = mapped_column(Date)

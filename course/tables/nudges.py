"""Letters from lecturers to students, and which letters and calendars somebody wants."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment, Sendable


class Nudge(Sendable, db.Model):  # type: ignore[name-defined,misc]
    """One letter from a lecturer to one student of a class, as it was sent. One ticket writes to nobody twice."""

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("ticket", "user_id"),
        CheckConstraint("language in ('en', 'ms')", name="language_is_known"),
        Index("ix_nudges_cohort_id", "cohort_id"),
        Index("ix_nudges_user_id", "user_id"),
        Index("ix_nudges_sender_id", "sender_id"),
        Index("ix_nudges_sent_at", "sent_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    ticket: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class Reminders(Sendable, db.Model):  # type: ignore[name-defined,misc]
    """What somebody wants to be reminded by. Without a row: letters from lecturers, no digest, no calendar."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("calendar_secret"), Index("ix_reminders_digest_since", "digest_since"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    nudges_muted_at: Mapped[datetime | None] = mapped_column(Moment)
    digest_since: Mapped[datetime | None] = mapped_column(Moment)
    digest_sent_at: Mapped[datetime | None] = mapped_column(Moment)
    calendar_secret: Mapped[str | None] = mapped_column(String(43))

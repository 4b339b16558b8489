"""Live sessions: talks and workshops at an hour, who has a place in them, and what they ask."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment


class SessionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class PlaceState(StrEnum):
    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class QuestionState(StrEnum):
    WAITING = "waiting"
    SHOWN = "shown"
    ANSWERED = "answered"
    REFUSED = "refused"


class LiveSession(db.Model):  # type: ignore[name-defined,misc]
    """One session. `revision` counts changes, so that a calendar knows which of two copies is newer."""

    __tablename__ = "live_sessions"
    __table_args__ = (
        CheckConstraint("length(title_en) between 1 and 160", name="title_en_has_1_to_160_characters"),
        CheckConstraint("length(title_ms) between 1 and 160", name="title_ms_has_1_to_160_characters"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("capacity between 1 and 10000", name="capacity_is_1_to_10000"),
        CheckConstraint("place <> '' or link <> ''", name="happens_somewhere"),
        CheckConstraint("spoken in ('en', 'ms', 'both')", name="spoken_is_known"),
        CheckConstraint("state in ('draft', 'published', 'cancelled')", name="state_is_known"),
        Index("ix_live_sessions_state_starts_at", "state", "starts_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title_en: Mapped[str] = mapped_column(String(160))
    title_ms: Mapped[str] = mapped_column(String(160))
    description_en: Mapped[str] = mapped_column(Text)
    description_ms: Mapped[str] = mapped_column(Text)
    spoken: Mapped[str] = mapped_column(String(4))
    speakers_en: Mapped[str] = mapped_column(String(300))
    speakers_ms: Mapped[str] = mapped_column(String(300))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(300))  # shown to who has a place alone, near the time
    capacity: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=SessionState.DRAFT)
    attendance_code: Mapped[str] = mapped_column(String(6))
    recording: Mapped[str] = mapped_column(String(300), default="")
    transcript_en: Mapped[str] = mapped_column(Text, default="")
    transcript_ms: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Registration(db.Model):  # type: ignore[name-defined,misc]
    """A place in a session, or in its queue: of an account, or of an address that was confirmed by mail.

    `asked_at` is the place in the queue; who gave a place back and wants one again stands at its end.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("session_id", "user_id"),
        UniqueConstraint("session_id", "email"),
        CheckConstraint("(user_id is null) <> (email is null)", name="belongs_to_an_account_or_an_address"),
        CheckConstraint("state in ('registered', 'waiting', 'cancelled')", name="state_is_known"),
        CheckConstraint("language in ('en', 'ms')", name="language_is_known"),
        Index("ix_registrations_session_id_state_asked_at", "session_id", "state", "asked_at"),
        Index("ix_registrations_user_id", "user_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_sessions.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    attended_at: Mapped[datetime | None] = mapped_column(Moment)


class SessionQuestion(db.Model):  # type: ignore[name-defined,misc]
    """A question to the speakers, with a name only where its writer wanted one. Nobody is shown where it came from."""

    __tablename__ = "session_questions"
    __table_args__ = (
        CheckConstraint("length(text) between 1 and 500", name="text_has_1_to_500_characters"),
        CheckConstraint("state in ('waiting', 'shown', 'answered', 'refused')", name="state_is_known"),
        Index("ix_session_questions_registration_id", "registration_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(500))
    name: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(10), default=QuestionState.WAITING)
    asked_at: Mapped[datetime] = mapped_column(Moment)

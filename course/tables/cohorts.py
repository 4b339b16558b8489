"""Classes: who teaches them, who is in them, what is due when, and what somebody was granted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Json, Moment, Sendable


class JoinedHow(StrEnum):
    CODE = "code"
    LINK = "link"
    ROSTER = "roster"


class Cohort(db.Model):  # type: ignore[name-defined,misc]
    """A class. Whoever knows `join_code` may join; a new code makes the old one, and its posters, worthless."""

    __tablename__ = "cohorts"
    __table_args__ = (
        CheckConstraint("length(name) between 1 and 120", name="name_has_1_to_120_characters"),
        CheckConstraint("ends_on is null or starts_on is null or starts_on <= ends_on", name="ends_after_it_starts"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    course_code: Mapped[str] = mapped_column(String(30), default="")
    campus: Mapped[str] = mapped_column(String(120), default="")
    term: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    join_code: Mapped[str] = mapped_column(String(12), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    archived_at: Mapped[datetime | None] = mapped_column(Moment)


class CohortTeacher(db.Model):  # type: ignore[name-defined,misc]
    """Somebody who teaches the class. Without this row there is no way to any page of it."""

    __tablename__ = "cohort_teachers"
    __table_args__ = (Index("ix_cohort_teachers_user_id", "user_id"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(Moment)


class Membership(db.Model):  # type: ignore[name-defined,misc]
    """A student in a class. Of one who erased the account stays a row without a person.

    `figures` is then what the class's totals need: the modules passed, and whether there was a certificate.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("cohort_id", "user_id"),
        CheckConstraint("how in ('code', 'link', 'roster')", name="how_is_known"),
        Index("ix_memberships_user_id", "user_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    joined_at: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    how: Mapped[str] = mapped_column(String(10))
    figures: Mapped[dict[str, Any] | None] = mapped_column(Json)


class DueDate(db.Model):  # type: ignore[name-defined,misc]
    """When a module is due in a class."""

    __tablename__ = "due_dates"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment)


class Extension(db.Model):  # type: ignore[name-defined,misc]
    """A later date for one student, which stands before the date of the class everywhere."""

    __tablename__ = "extensions"

    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment)


class Allowance(db.Model):  # type: ignore[name-defined,misc]
    """What somebody was granted at one quiz or activity: tries at once, or no waiting between tries at all.

    Tries up to the number `at_once_up_to` open without a cool-down.
    """

    __tablename__ = "allowances"
    __table_args__ = (CheckConstraint("at_once_up_to >= 0", name="tries_are_counted_from_one"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    at_once_up_to: Mapped[int] = mapped_column(default=0, server_default="0")
    waives_cool_down: Mapped[bool] = mapped_column(default=False, server_default=false())
    granted_at: Mapped[datetime] = mapped_column(Moment)


class Invitation(Sendable, db.Model):  # type: ignore[name-defined,misc]
    """A line of a roster whose address had no account; the name stands as the university wrote it."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("cohort_id", "email"), Index("ix_invitations_email", "email"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    invited_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)


class RosterImport(db.Model):  # type: ignore[name-defined,misc]
    """An uploaded roster: `lines` wait for the lecturer's word, then for the worker; `report` says what was refused.

    The rows are the truth and the job only a hint: `done` lines are through, also when a worker was killed.
    """

    __tablename__ = "roster_imports"
    __table_args__ = (
        CheckConstraint("done between 0 and total", name="done_of_total"),
        Index("ix_roster_imports_created_by", "created_by"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    filename: Mapped[str] = mapped_column(String(120), default="")
    lines: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)

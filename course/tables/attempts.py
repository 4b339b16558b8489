"""Attempts at quizzes and activities, the answers given in them, and the content they were drawn from."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Json, Moment


class Definition(db.Model):  # type: ignore[name-defined,misc]
    """A quiz or activity as it stood when somebody first drew from it; attempts re-score from here."""

    __tablename__ = "definitions"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    first_drawn_at: Mapped[datetime] = mapped_column(Moment)


class Attempt(db.Model):  # type: ignore[name-defined,misc]
    """One try. `paper` names the drawn items in their order; the score stands from submission on.

    A practice run keeps its answers for the learner's own screen and never a score. A conversation keeps neither
    answers nor a score, only whether it was passed.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("user_id", "subject", "mode", "number"),
        CheckConstraint("mode in ('scored', 'practice')", name="mode_is_known"),
        CheckConstraint(
            "(passed is null) = (submitted_at is null or mode = 'practice')", name="passed_or_not_when_submitted"
        ),
        CheckConstraint("score is null or passed is not null", name="scored_when_submitted"),
        CheckConstraint("score is null or (score >= 0 and score <= 100)", name="score_in_0_to_100"),
        Index("ix_attempts_subject_submitted_at", "subject", "submitted_at"),
        # All that a class page reads, so that it walks past no paper.
        Index("ix_attempts_figures", "user_id", "subject", "mode", "submitted_at", "started_at", "score", "passed"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(80))  # "quiz:spot-it", "activity:feed-spotting"
    mode: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(ForeignKey("definitions.content_hash"))
    paper: Mapped[dict[str, Any]] = mapped_column(Json)
    started_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    score: Mapped[float | None] = mapped_column(Double)
    passed: Mapped[bool | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)


class Answer(db.Model):  # type: ignore[name-defined,misc]
    """One answer to one item, replaced as it is changed; verdict and credit follow at submission."""

    __tablename__ = "answers"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    answer: Mapped[dict[str, Any]] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[str | None] = mapped_column(String(12))
    credit: Mapped[float | None] = mapped_column(Double)

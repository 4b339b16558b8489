"""A class that answers together: its room, what was asked there, and the answers while a round is open."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Json, Moment

STILL_OPEN = text("closed_at IS NULL")


class Room(db.Model):  # type: ignore[name-defined,misc]
    """Where a class answers. `code` stands on the wall; it opens the room for people of the class alone."""

    __tablename__ = "rooms"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)


class RoomRound(db.Model):  # type: ignore[name-defined,misc]
    """One question or post, put to the room: open, then closed, then explained.

    `asked` is the definition with this item alone, as it stood. `salt` keys who answered, and is thrown away when the
    round closes, with the answers; `counts` is what is left of them.
    """

    __tablename__ = "room_rounds"
    __table_args__ = (
        CheckConstraint("(closed_at is null) = (salt <> '')", name="salt_is_gone_when_closed"),
        CheckConstraint("(closed_at is null) = (answered is null)", name="counted_when_closed"),
        CheckConstraint("explained_at is null or closed_at is not null", name="explained_after_closing"),
        Index(
            "uq_room_rounds_one_is_open",
            "cohort_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        Index("ix_room_rounds_newest", "cohort_id", "id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("rooms.cohort_id", ondelete="CASCADE"))
    asked: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    explained_at: Mapped[datetime | None] = mapped_column(Moment)
    salt: Mapped[str] = mapped_column(String(43))
    answered: Mapped[int | None]
    counts: Mapped[dict[str, Any] | None] = mapped_column(Json)


class RoomAnswer(db.Model):  # type: ignore[name-defined,misc]
    """One answer in a round that is open; `who` is a keyed hash, so that it can be changed. Closing deletes them."""

    __tablename__ = "room_answers"

    round_id: Mapped[int] = mapped_column(ForeignKey("room_rounds.id", ondelete="CASCADE"), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    choices: Mapped[list[str]] = mapped_column(Json)

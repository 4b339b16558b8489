"""Pledge drives: a campus's day of pledging, its stations, its signatures, and words for the wall."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Json, Moment


class Drive(db.Model):  # type: ignore[name-defined,misc]
    """A drive. `salt` makes its hashes worthless elsewhere, and is thrown away when the drive is anonymised."""

    __tablename__ = "drives"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'open', 'closed', 'anonymised')", name="state_is_known"),
        CheckConstraint("once in ('email', 'account', 'device')", name="once_is_known"),
        CheckConstraint("languages in ('both', 'en', 'ms')", name="languages_are_known"),
        CheckConstraint("look in ('brand', 'coral', 'leaf', 'sun')", name="look_is_known"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("goal is null or goal > 0", name="goal_is_positive"),
        CheckConstraint("(state in ('closed', 'anonymised')) = (closed_at is not null)", name="closed_has_its_moment"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title_en: Mapped[str] = mapped_column(String(120))
    title_ms: Mapped[str] = mapped_column(String(120))
    campus: Mapped[str] = mapped_column(String(120))
    languages: Mapped[str] = mapped_column(String(4))
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    goal: Mapped[int | None]
    once: Mapped[str] = mapped_column(String(10))
    asks_name: Mapped[bool]
    asks_email: Mapped[bool]  # optional: only to send the pledge there; `once` by e-mail asks anyhow
    faculties: Mapped[list[str]] = mapped_column(Json)  # empty: not asked
    held_words: Mapped[list[str]] = mapped_column(Json)  # what the organisers want to read before it is shown
    look: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    salt: Mapped[str] = mapped_column(String(43))
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class DriveOrganiser(db.Model):  # type: ignore[name-defined,misc]
    """Whose drive it is."""

    __tablename__ = "drive_organisers"

    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class PledgeText(db.Model):  # type: ignore[name-defined,misc]
    """One version of what is pledged. A signature keeps the version that it signed; a text never changes."""

    __tablename__ = "pledge_texts"
    __table_args__ = (UniqueConstraint("drive_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"))
    version: Mapped[int]
    text_en: Mapped[str] = mapped_column(String(600))
    text_ms: Mapped[str] = mapped_column(String(600))
    made_at: Mapped[datetime] = mapped_column(Moment)


class Station(db.Model):  # type: ignore[name-defined,misc]
    """A place where people sign: a stall with a kiosk, or a poster. `token` stands in its QR code."""

    __tablename__ = "stations"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[int] = mapped_column(primary_key=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token: Mapped[str] = mapped_column(String(43), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class Signature(db.Model):  # type: ignore[name-defined,misc]
    """One signature. It counts from `confirmed_at` on: at once, or when the address was confirmed.

    `once_key` is a keyed hash of address, account or device; no address is kept. A signer's plan is not kept here.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("drive_id", "client_id"),
        UniqueConstraint("drive_id", "once_key"),
        CheckConstraint("source in ('phone', 'kiosk')", name="source_is_known"),
        Index("ix_signatures_counted", "drive_id", "confirmed_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"))
    text_id: Mapped[int] = mapped_column(ForeignKey("pledge_texts.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id", ondelete="SET NULL"))
    client_id: Mapped[str] = mapped_column(String(43))
    once_key: Mapped[str | None] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    faculty: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(2))
    source: Mapped[str] = mapped_column(String(10))
    signed_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    mailed_at: Mapped[datetime | None] = mapped_column(Moment)


class PaperEntry(db.Model):  # type: ignore[name-defined,misc]
    """Signatures on paper: a count with a note, shown apart."""

    __tablename__ = "paper_entries"
    __table_args__ = (CheckConstraint("count <> 0", name="count_is_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"), index=True)
    count: Mapped[int]  # less than nothing takes a mistake back
    note: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Moment)


class WallWord(db.Model):  # type: ignore[name-defined,misc]
    """A sentence that somebody offers to the wall. It appears nowhere until somebody has approved it."""

    __tablename__ = "wall_words"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'held', 'approved', 'refused')", name="state_is_known"),
        CheckConstraint("length(text) between 1 and 140", name="text_has_1_to_140_characters"),
        Index("ix_wall_words_queue", "drive_id", "state"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    drive_id: Mapped[int] = mapped_column(ForeignKey("drives.id", ondelete="CASCADE"))
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id", ondelete="SET NULL"), unique=True)
    text: Mapped[str] = mapped_column(String(140))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(30), default="")
    sent_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class CheckBack(db.Model):  # type: ignore[name-defined,misc]
    """Two and four weeks later: did the situation come up, and did they do it?"""

    __tablename__ = "check_backs"
    __table_args__ = (
        UniqueConstraint("signature_id", "day"),
        CheckConstraint("day in (14, 30)", name="day_is_known"),
        CheckConstraint("did in ('yes', 'partly', 'not_yet') or (did = '' and not met)", name="did_when_met"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signatures.id", ondelete="CASCADE"))
    day: Mapped[int]
    met: Mapped[bool]
    did: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)

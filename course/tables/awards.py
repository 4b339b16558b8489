"""Certificates: frozen claims first, the drawn PDF beside them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment

UNDRAWN = text("pdf is null")


class Certificate(db.Model):  # type: ignore[name-defined,misc]
    """One issued certificate. `claims` are its canonical bytes and never change; the PDF is a view of them.

    The drawing columns are a lease: whoever sets `drawing_until` in the future draws. They live here so
    that a worker killed in the middle loses nothing, whichever queue sent it.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("user_id", "course"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_is_sha256"),
        CheckConstraint("(pdf is null) = (pdf_sha256 is null)", name="pdf_has_its_hash"),
        Index("ix_certificates_undrawn", "drawing_until", postgresql_where=UNDRAWN, sqlite_where=UNDRAWN),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(20), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    course: Mapped[str] = mapped_column(String(60))
    claims: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    drawing_until: Mapped[datetime | None] = mapped_column(Moment)
    drawing_tries: Mapped[int] = mapped_column(default=0)
    drawing_error: Mapped[str | None] = mapped_column(Text)

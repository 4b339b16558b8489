"""Certificates: frozen claims first; the badge and the PDF, which show them, beside them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment

UNDRAWN = text("pdf is null")
CURRENT = text("revoked_at is null")


class Certificate(db.Model):  # type: ignore[name-defined,misc]
    """One issued certificate. `claims` are its canonical bytes and never change; badge and PDF are views of them.

    `status_list` and `status_index` are its bit in the public list of those that count no more. One that was
    replaced is a revoked one that leads to its successor. `shows_name` is the holder's wish about the shared picture.

    The drawing columns are a lease: whoever sets `drawing_until` in the future draws. They live here so
    that a worker killed in the middle loses nothing, whichever queue sent it.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("status_list", "status_index"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_is_sha256"),
        CheckConstraint("(pdf is null) = (pdf_sha256 is null)", name="pdf_has_its_hash"),
        CheckConstraint(
            "(revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null)",
            name="revoked_by_somebody_for_a_reason",
        ),
        CheckConstraint("replaced_by_id is null or revoked_at is not null", name="replaced_is_revoked"),
        CheckConstraint("(status_list is null) = (status_index is null)", name="status_place_is_whole"),
        Index(
            "ix_certificates_current",
            "user_id",
            "course",
            unique=True,
            postgresql_where=CURRENT,
            sqlite_where=CURRENT,
        ),
        Index("ix_certificates_pdf_sha256", "pdf_sha256"),
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
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[str | None] = mapped_column(String(20))  # a role, never a person
    revoked_reason: Mapped[str | None] = mapped_column(String(40))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    status_list: Mapped[int | None]
    status_index: Mapped[int | None]
    shows_name: Mapped[bool] = mapped_column(default=False, server_default=false())

    badge: Mapped[str | None] = mapped_column(Text, deferred=True)
    preview: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    drawing_until: Mapped[datetime | None] = mapped_column(Moment)
    drawing_tries: Mapped[int] = mapped_column(default=0)
    drawing_error: Mapped[str | None] = mapped_column(Text)

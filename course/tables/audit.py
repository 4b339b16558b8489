"""Who with power did what."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment


class AuditEntry(db.Model):  # type: ignore[name-defined,misc]
    """One act. `actor_id` is empty for acts of the command line and for people who have since left."""

    __tablename__ = "audit_entries"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(200))

"""Letters in words that wait until the mail server has taken them."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.extensions import db
from course.tables.columns import NEVER_AGAIN, Moment, Sendable


class OutgoingLetter(Sendable, db.Model):  # type: ignore[name-defined,misc]
    """One letter to one address, deleted when it is sent. Its Message-ID has its number: none is used twice."""

    __tablename__ = "outgoing_letters"
    __table_args__ = (Index("ix_outgoing_letters_sending_until", "sending_until"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))  # empty: to nobody, which takes as long
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)

"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

MOST_TRIES = 10  # after which a letter is given up
# A number is never given to somebody else, not even after its row was erased: audit entries and cookies name it.
NEVER_AGAIN = {"sqlite_autoincrement": True}
Json = JSON().with_variant(JSONB(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A point in time: refuses naive datetimes, gives back UTC (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Sendable:
    """A row in which a letter waits: until when a worker holds it, or it is put off, and how often it was tried."""

    sending_until: Mapped[datetime | None] = mapped_column(Moment)
    sending_tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    @hybrid_property
    def is_given_up(self) -> bool:
        return self.sending_tries >= MOST_TRIES

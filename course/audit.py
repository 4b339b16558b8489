"""The trace that acts of power leave."""

from datetime import datetime

from sqlalchemy.orm import Session

from course.tables import AuditEntry


def note(session: Session, *, act: str, about: str, actor_id: int | None, now: datetime) -> None:
    """Write one entry in the caller's transaction, so that the act and its trace stand or fall together."""
    session.add(AuditEntry(act=act, about=about, actor_id=actor_id, at=now))

"""The trace that acts of power leave, and how it is read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.extensions import db
from course.tables import AuditEntry, User


@dataclass(frozen=True)
class Noted:
    """One act. `actor` is empty for acts of the command line and of people who have since left."""

    at: datetime
    act: str
    about: str
    actor_id: int | None
    actor: str | None


def note(session: Session, *, act: str, about: str, actor_id: int | None, now: datetime) -> None:
    """Write one entry in the caller's transaction, so that the act and its trace stand or fall together."""
    session.add(AuditEntry(act=act, about=about, actor_id=actor_id, at=now))


def entries(*, act: str | None = None, about: str = "", offset: int = 0, limit: int) -> list[Noted]:
    """What was done, the newest first: all of it, one kind of act, or what was about one thing."""
    columns = (AuditEntry.at, AuditEntry.act, AuditEntry.about, AuditEntry.actor_id, User.display_name)
    question = select(*columns).outerjoin(User, User.id == AuditEntry.actor_id)
    if act:
        question = question.where(AuditEntry.act == act)
    if about:
        question = question.where(AuditEntry.about.contains(about, autoescape=True))
    question = question.order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    return [Noted(*row) for row in db.session.execute(question)]


def acts() -> list[str]:
    """Every kind of act that was ever noted."""
    return list(db.session.scalars(select(AuditEntry.act).distinct().order_by(AuditEntry.act)))

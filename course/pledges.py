"""The #ThinkTwice pledge: a private if-then plan that its owner may change or remove."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from course.extensions import db
from course.tables import Pledge


@dataclass(frozen=True)
class Plan:
    """When I …, I will …; and when … gets in the way, I will …"""

    situation: str
    action: str
    obstacle: str = ""
    way_round: str = ""
    pledged_at: datetime | None = None


def find_own(user_id: int) -> Plan | None:
    kept = db.session.get(Pledge, user_id)
    return kept and Plan(kept.situation, kept.action, kept.obstacle, kept.way_round, kept.pledged_at)


def keep(user_id: int, plan: Plan, *, language: str, now: datetime) -> None:
    """Make the pledge or change it. The day of the first pledge stays."""
    try:
        _keep(user_id, plan, language, now)
    except IntegrityError:
        _keep(user_id, plan, language, now)  # two first pledges at once: this one changes the other


def _keep(user_id: int, plan: Plan, language: str, now: datetime) -> None:
    with db.writing() as session:
        kept = session.get(Pledge, user_id) or Pledge(user_id=user_id, pledged_at=now)
        kept.situation, kept.action = plan.situation, plan.action
        kept.obstacle, kept.way_round = plan.obstacle, plan.way_round
        kept.language, kept.changed_at = language, now
        session.add(kept)


def remove(user_id: int) -> None:
    with db.writing() as session:
        kept = session.get(Pledge, user_id)
        if kept:
            session.delete(kept)

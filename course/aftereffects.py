"""Whether an activity about distress does harm: asked in one tap, counted, and answered by nobody in particular.

Teaching about mental health can leave some people worse, so it is watched like a side effect: what is counted is shown
from twenty answers on, and when more than one in ten felt worse, somebody has to look.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from sqlalchemy import func, select

from course.clock import in_malaysia
from course.extensions import db
from course.tables import Aftereffect

Felt = Literal["worse", "same", "better"]
FELT: tuple[Felt, ...] = get_args(Felt)
FEWEST_SHOWN = 20
MOST_WORSE = 0.10
MONTHS = 6  # a term with its holidays


@dataclass(frozen=True)
class Counted:
    """What was said of one activity; the parts are None while fewer than twenty said anything."""

    activity: str
    told: int
    parts: dict[Felt, int] | None

    @property
    def does_harm(self) -> bool:
        return self.parts is not None and self.parts["worse"] > MOST_WORSE * self.told


def tell(activity: str, felt: Felt, now: datetime) -> None:
    """One more who says so. Who, and at what time of the month, is kept nowhere."""
    first = db.adding(Aftereffect.__table__).values(activity=activity, month=_month(now), felt=felt, told=1)
    with db.writing() as session:
        session.execute(
            first.on_conflict_do_update(
                index_elements=["activity", "month", "felt"], set_={"told": Aftereffect.__table__.c.told + 1}
            )
        )


def counted(now: datetime) -> list[Counted]:
    """What was said in this month and the five before it, by activity."""
    rows = db.session.execute(
        select(Aftereffect.activity, Aftereffect.felt, func.sum(Aftereffect.told))
        .where(Aftereffect.month > _month(now, MONTHS))
        .group_by(Aftereffect.activity, Aftereffect.felt)
    )
    found: dict[str, dict[Felt, int]] = defaultdict(lambda: dict.fromkeys(FELT, 0))
    for activity, felt, told in rows:
        found[activity][cast(Felt, felt)] = int(told)
    return [_counted(activity, parts) for activity, parts in sorted(found.items())]


def _counted(activity: str, parts: dict[Felt, int]) -> Counted:
    told = sum(parts.values())
    return Counted(activity, told, parts if told >= FEWEST_SHOWN else None)


def _month(now: datetime, back: int = 0) -> str:
    day = in_malaysia(now)
    years, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return f"{years:04}-{month + 1:02}"

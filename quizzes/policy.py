"""When the next try at a quiz or a scored activity opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

COOL_DOWN_MINUTES = (10, 120)  # after the first and the second failed try; after later ones, the next day
MALAYSIA = timezone(timedelta(hours=8))  # without daylight saving; a zone database is not needed


@dataclass(frozen=True)
class Try:
    """A try that was handed in; `submitted_at` knows its time zone."""

    submitted_at: datetime
    passed: bool


@dataclass(frozen=True)
class TryDecision:
    """Whether try `number` may start; if not, `opens_at` says when."""

    allowed: bool
    opens_at: datetime | None
    number: int


@dataclass(frozen=True)
class Leave:
    """What a lecturer granted: tries up to this number open at once, or every try does."""

    at_once_up_to: int = 0
    waives_cool_down: bool = False


NO_LEAVE = Leave()


def next_try(history: Sequence[Try], now: datetime, leave: Leave = NO_LEAVE) -> TryDecision:
    """The decision at `now` (with time zone) about the try after those of `history`.

    Tries are unlimited. After a failed one there is time to study: 10 minutes, then 2 hours, then until midnight
    in Malaysia. Who has passed may improve at once, and who was given leave may try again at once.
    """
    number = len(history) + 1
    has_leave = leave.waives_cool_down or number <= leave.at_once_up_to
    if not history or has_leave or any(one.passed for one in history):
        return TryDecision(True, None, number)
    opens_at = _opens_at(len(history), max(one.submitted_at for one in history))
    return TryDecision(True, None, number) if opens_at <= now else TryDecision(False, opens_at, number)


def _opens_at(failed: int, last: datetime) -> datetime:
    if failed <= len(COOL_DOWN_MINUTES):
        return last + timedelta(minutes=COOL_DOWN_MINUTES[failed - 1])
    midnight = last.astimezone(MALAYSIA).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)

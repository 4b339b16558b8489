"""The one place that reads the clock, and the time zone that people here live in."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

KUALA_LUMPUR = ZoneInfo("Asia/Kuala_Lumpur")


def now() -> datetime:
    return datetime.now(UTC)


def in_malaysia(moment: datetime) -> datetime:
    return moment.astimezone(KUALA_LUMPUR)

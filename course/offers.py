"""What the course offers beside its modules: a test before, after and later, and a booster; and when each is open."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

import quizzes
from course.attempts import Standing
from course.refusals import Refusal

Which = Literal["before", "after", "later"]
State = Literal["open", "started", "done", "waiting", "past"]
WHICH: tuple[Which, ...] = get_args(Which)
LATER_DAYS = 30  # from the test after the course to the one that shows what stayed
BOOSTER_DAYS = 10  # from the last thing passed: what a game taught is gone within a fortnight
_PREFIX = "test:"

Standings = Mapping[tuple[str, str], Standing]


class NotOpen(Refusal):
    """The test or the booster is not open now: too early, too late, or taken."""


@dataclass(frozen=True)
class Offer:
    """How one test, or the booster, stands for somebody.

    `waiting` without `opens_at` is for other things to be passed first; `past` is a chance that has gone without harm.
    """

    state: State
    opens_at: datetime | None = None
    attempt: int | None = None  # the one under way, or the one handed in
    done_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "started")


def subject_of(which: Which) -> str:
    """The name under which attempts at this test are kept, whichever form it was."""
    return f"{_PREFIX}{which}"


def which_of(subject: str) -> Which | None:
    """The test whose attempts are kept under this name."""
    return next((which for which in WHICH if subject_of(which) == subject), None)


def form_of(forms: Sequence[quizzes.CourseTest], user_id: int, which: Which) -> quizzes.CourseTest:
    """The form that this person gets: A before and B after, or the other way round, by lot; later it is C.

    The lot is the person's number alone, so that it falls the same way as long as the account lives.
    """
    a, b, c = forms
    if which == "later":
        return c
    lot = hashlib.sha256(f"thinktwice forms {user_id}".encode()).digest()[0] % 2
    return (a, b)[(lot + (which == "after")) % 2]


def test(which: Which, asked: Sequence[str], standings: Standings, *, has_begun: bool, now: datetime) -> Offer:
    """Where somebody stands with one of the tests. `asked` are the subjects that the certificate asks for beside it."""
    standing = standings.get((subject_of(which), "scored"))
    if standing and standing.done_at:
        return Offer("done", attempt=standing.last_attempt, done_at=standing.done_at)
    if which == "before" and has_begun:
        return Offer("past")
    if standing and standing.open_attempt:
        return Offer("started", attempt=standing.open_attempt)
    if which == "before":
        return Offer("open")
    if which == "after":
        return Offer("open") if core_passed_at(asked, standings) else Offer("waiting")
    after = standings.get((subject_of("after"), "scored"))
    return _from_day(after.done_at if after else None, LATER_DAYS, now)


def booster(subject: str, asked: Sequence[str], standings: Standings, now: datetime) -> Offer:
    """Where somebody stands with the booster; one that was finished may be taken again."""
    standing = standings.get((subject, "practice"))
    if standing and standing.open_attempt:
        return Offer("started", attempt=standing.open_attempt, done_at=standing.done_at)
    if standing and standing.done_at:
        return Offer("done", attempt=standing.last_attempt, done_at=standing.done_at)
    return _from_day(core_passed_at(asked, standings), BOOSTER_DAYS, now)


def core_passed_at(asked: Sequence[str], standings: Standings) -> datetime | None:
    """When the last of these was passed for the first time; None while one is missing, or when nothing is asked."""
    found = [standings.get((subject, "scored")) for subject in asked]
    passed = [standing.passed_at for standing in found if standing and standing.passed_at]
    return max(passed) if passed and len(passed) == len(asked) else None


def has_begun(lessons_done: Mapping[str, Iterable[str]], standings: Standings) -> bool:
    """Whether somebody has learned or tried anything of the course, so that it is too late for a test before."""
    return any(lessons_done.values()) or any(which_of(subject) is None for subject, _mode in standings)


def _from_day(start: datetime | None, days: int, now: datetime) -> Offer:
    if start is None:
        return Offer("waiting")
    opens_at = start + timedelta(days=days)
    return Offer("open") if opens_at <= now else Offer("waiting", opens_at)

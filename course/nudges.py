"""Who may need a kind word, each with its reason; the letters that lecturers write, and who wants none.

Read are scored tries and lessons of modules that are not private, the test after the course, and what is due.
Check-ins, visits to the help page, what was skipped, replies in conversations and pledges are out of reach: a test
says so.
"""

import secrets
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import aliased

from course import cohorts, insight, outbox
from course.extensions import db
from course.overview import Column
from course.refusals import Refusal
from course.tables import Attempt, Cohort, LessonDone, Membership, Nudge, Reminders, User

QUIET = timedelta(days=7)  # without a step, before anybody is asked how it goes
SOON = timedelta(days=3)
REST = timedelta(days=2)  # after a letter, before the same class may write again
FAILED_TRIES = 2  # at the same thing
FEW_RIGHT, OF_ITEMS = 0.5, 6  # on one outcome
KEPT = timedelta(days=180)
MOST_AT_ONCE = 500
AFTER = "test:after"


class NobodyToWriteTo(Refusal):
    """Nobody was chosen, or all who were want no letters or have just had one."""


class Why(StrEnum):
    NOT_STARTED = "not_started"
    STALLED = "stalled"
    STRUGGLING = "struggling"
    TEST_MISSING = "test_missing"
    DUE_SOON = "due_soon"


@dataclass(frozen=True)
class Reason:
    """Why somebody may need a word; `about` is the subject, outcome or module that it is about."""

    why: Why
    about: str = ""
    number: int = 0  # days, or tries
    due_at: datetime | None = None


@dataclass(frozen=True)
class Person:
    """A student of a class, with the reasons found, and when the class's lecturers last wrote."""

    membership: int
    user_id: int
    display_name: str
    language: str
    joined_at: datetime
    is_muted: bool
    written_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()

    def takes_letters(self, now: datetime) -> bool:
        """Not who wants none, nor who was just written to: three lecturers of a class are one voice too many."""
        return not self.is_muted and (self.written_at is None or now - self.written_at >= REST)


@dataclass(frozen=True)
class Rules:
    """What the rules need of the course: its open modules, what counts for its end, and the outcomes of questions."""

    columns: tuple[Column, ...]
    core: frozenset[str]  # modules before the test after the course
    has_test: bool
    outcomes: Mapping[str, Mapping[str, str]]  # subject → item → outcome


@dataclass
class Steps:
    """What one student has done, and when last."""

    last_at: datetime | None = None
    passed: set[str] = field(default_factory=set)
    failed: Counter[str] = field(default_factory=Counter)
    handed_in: set[str] = field(default_factory=set)

    def step(self, moment: datetime) -> None:
        self.last_at = max(self.last_at or moment, moment)


@dataclass(frozen=True)
class Written:
    """A letter of the log: who wrote what to whom."""

    subject: str
    body: str
    sender: str | None
    recipient: str
    written_at: datetime
    sent_at: datetime | None
    is_given_up: bool  # the mail server would not take it


@dataclass(frozen=True)
class Letter:
    """A nudge that is being sent."""

    held: outbox.Held
    user_id: int
    email: str
    language: str
    subject: str
    body: str
    sender: str
    reply_to: str
    class_name: str


# --- who needs one ----------------------------------------------------------------------------------------------------


def who(taught: cohorts.Taught, rules: Rules, now: datetime) -> list[Person]:
    """Students with a reason, what is due first at the top; the number of queries does not grow with them."""
    people, steps = everybody(taught.id), _steps(taught.id, rules)
    extended, weak = cohorts.extensions(taught.id), _weak_outcomes(taught.id, rules)
    modules = {person.user_id: _passed(steps[person.user_id], rules) for person in people}
    median = statistics.median([len(found) for found in modules.values()]) if modules else 0
    found = []
    for person in people:
        due = {module: extended.get((person.membership, module), at) for module, at in taught.due.items()}
        reasons = reasons_for(
            person,
            steps[person.user_id],
            modules[person.user_id],
            weak.get(person.user_id, ()),
            due,
            median,
            rules,
            now,
        )
        if reasons:
            found.append(_with(person, tuple(reasons)))
    return sorted(found, key=lambda one: (_first_due(one) or datetime.max.replace(tzinfo=now.tzinfo), one.display_name))


def reasons_for(
    person: Person,
    steps: Steps,
    passed: set[str],
    weak: Sequence[str],
    due: Mapping[str, datetime],
    median: float,
    rules: Rules,
    now: datetime,
) -> list[Reason]:
    """The rules in the order in which they are told. Whoever has not begun is told of nothing else."""
    left = [column.module for column in rules.columns if column.module not in passed]
    soon = sorted((due[module], module) for module in left if module in due and now <= due[module] <= now + SOON)
    due_soon = [Reason(Why.DUE_SOON, module, due_at=at) for at, module in soon[:1]]
    if steps.last_at is None:
        waited = (now - person.joined_at).days
        return [*due_soon, Reason(Why.NOT_STARTED, number=waited)] if now - person.joined_at >= QUIET else due_soon
    found = list(due_soon)
    if now - steps.last_at >= QUIET and left and len(passed) < median:
        found.append(Reason(Why.STALLED, number=(now - steps.last_at).days))
    stuck = [(tries, subject) for subject, tries in steps.failed.items() if subject not in steps.passed]
    if stuck and max(stuck)[0] >= FAILED_TRIES:
        tries, subject = max(stuck)
        found.append(Reason(Why.STRUGGLING, subject, tries))
    elif weak:
        found.append(Reason(Why.STRUGGLING, weak[0]))
    if rules.has_test and rules.core and passed >= rules.core and AFTER not in steps.handed_in:
        found.append(Reason(Why.TEST_MISSING))
    return found


def everybody(cohort_id: int) -> list[Person]:
    """Who is in the class, who of them wants no letters, and when each was written to last."""
    last = (
        select(Nudge.user_id, func.max(Nudge.written_at).label("at"))
        .where(Nudge.cohort_id == cohort_id)
        .group_by(Nudge.user_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Membership.id,
            User.id,
            User.display_name,
            User.language,
            Membership.joined_at,
            Reminders.nudges_muted_at.is_not(None),
            last.c.at,
        )
        .join(User, User.id == Membership.user_id)
        .outerjoin(Reminders, Reminders.user_id == User.id)
        .outerjoin(last, last.c.user_id == User.id)
        .where(Membership.cohort_id == cohort_id, Membership.left_at.is_(None))
        .order_by(User.display_name, User.id)
    )
    return [Person(*row) for row in rows]


def _steps(cohort_id: int, rules: Rules) -> defaultdict[int, Steps]:
    found: defaultdict[int, Steps] = defaultdict(Steps)
    subjects = [*insight.open_subjects(rules.columns), AFTER]
    tries = db.session.execute(
        select(Attempt.user_id, Attempt.subject, Attempt.passed, Attempt.started_at, Attempt.submitted_at)
        .join(Membership, Membership.user_id == Attempt.user_id)
        .where(
            Membership.cohort_id == cohort_id,
            Membership.left_at.is_(None),
            Attempt.mode == "scored",
            Attempt.subject.in_(subjects),
        )
    )
    for user_id, subject, passed, started_at, submitted_at in tries:
        steps = found[user_id]
        steps.step(submitted_at or started_at)
        if submitted_at is not None:
            steps.handed_in.add(subject)
        if passed:
            steps.passed.add(subject)
        elif passed is False:
            steps.failed[subject] += 1
    read = db.session.execute(
        select(LessonDone.user_id, func.max(LessonDone.done_at, type_=LessonDone.done_at.type))
        .join(Membership, Membership.user_id == LessonDone.user_id)
        .where(
            Membership.cohort_id == cohort_id,
            LessonDone.module.in_([column.module for column in rules.columns if not column.is_private]),
        )
        .group_by(LessonDone.user_id)
    )
    for user_id, done_at in read:
        found[user_id].step(done_at)
    return found


def _weak_outcomes(cohort_id: int, rules: Rules) -> dict[int, list[str]]:
    """Person → outcomes of which fewer than half of at least six questions were right in the latest attempts."""
    seen: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for one in insight.latest_of(cohort_id, tuple(rules.outcomes)):
        outcomes = rules.outcomes[one.subject]
        for item in one.result["items"]:
            if item["id"] in outcomes:
                seen[one.user_id, outcomes[item["id"]]].append(item["credit"])
    weak: dict[int, list[str]] = {}
    for (user_id, outcome), credits in sorted(seen.items()):
        if len(credits) >= OF_ITEMS and sum(credits) / len(credits) < FEW_RIGHT:
            weak.setdefault(user_id, []).append(outcome)
    return weak


def _passed(steps: Steps, rules: Rules) -> set[str]:
    return {column.module for column in rules.columns if steps.passed.issuperset(column.subjects)}


def _with(person: Person, reasons: tuple[Reason, ...]) -> Person:
    return Person(**{**vars(person), "reasons": reasons})


def _first_due(person: Person) -> datetime | None:
    return next((reason.due_at for reason in person.reasons if reason.due_at), None)


# --- letters ----------------------------------------------------------------------------------------------------------


def new_ticket() -> str:
    """Stands in the form, so that a double click sends no second letter."""
    return secrets.token_urlsafe(24)


def written_with(cohort_id: int, ticket: str) -> int:
    """How many letters were put in line with this ticket."""
    question = select(func.count()).where(Nudge.ticket == ticket[:64], Nudge.cohort_id == cohort_id)
    return db.session.scalar(question) or 0


def write(
    cohort_id: int,
    sender_id: int,
    memberships: Iterable[int],
    words: Mapping[str, tuple[str, str]],
    ticket: str,
    *,
    now: datetime,
) -> int:
    """Put a letter for each of these students of the class in line, and say for how many.

    `words` is (subject, body) by language. Whoever wants none gets none, nor does who was written to in the last two
    days. The same ticket again writes nothing and says the same number. Raises `NobodyToWriteTo`.
    """
    wanted = set(list(memberships)[:MOST_AT_ONCE])
    with db.writing() as session:
        session.get_one(Cohort, cohort_id, with_for_update=True)  # two clicks at once come one after another
        if known := written_with(cohort_id, ticket):
            return known
        people = [
            one
            for one in everybody(cohort_id)
            if one.membership in wanted and one.takes_letters(now) and one.language in words
        ]
        if not people:
            raise NobodyToWriteTo
        for one in people:
            subject, body = words[one.language]
            session.add(
                Nudge(
                    cohort_id=cohort_id,
                    sender_id=sender_id,
                    user_id=one.user_id,
                    ticket=ticket[:64],
                    language=one.language,
                    subject=subject.replace("{name}", one.display_name)[:160],
                    body=body.replace("{name}", one.display_name),
                    written_at=now,
                )
            )
        return len(people)


def log(cohort_id: int, offset: int, limit: int) -> list[Written]:
    """What was written in this class, the newest first."""
    sender, recipient = aliased(User), aliased(User)
    rows = db.session.execute(
        select(
            Nudge.subject,
            Nudge.body,
            sender.display_name,
            recipient.display_name,
            Nudge.written_at,
            Nudge.sent_at,
            Nudge.is_given_up,
        )
        .join(recipient, recipient.id == Nudge.user_id)
        .outerjoin(sender, sender.id == Nudge.sender_id)
        .where(Nudge.cohort_id == cohort_id)
        .order_by(Nudge.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Written(*row) for row in rows]


def next_letter(now: datetime) -> Letter | None:
    """Take one letter that waits, so that no other worker sends it.

    What its reader muted since is dropped, and so is what was written to somebody who has left the class, or by
    somebody who has left the site.
    """
    recipient, sender = aliased(User), aliased(User)
    is_in = select(Membership.id).where(
        Membership.cohort_id == Nudge.cohort_id, Membership.user_id == Nudge.user_id, Membership.left_at.is_(None)
    )
    muted = select(Reminders.user_id).where(Reminders.nudges_muted_at.is_not(None))
    with db.writing() as session:
        session.execute(
            delete(Nudge).where(
                Nudge.sent_at.is_(None), or_(Nudge.user_id.in_(muted), Nudge.sender_id.is_(None), ~is_in.exists())
            ),
            execution_options={"synchronize_session": False},
        )
        row = session.execute(
            select(
                Nudge.id,
                Nudge.user_id,
                recipient.email,
                Nudge.language,
                Nudge.subject,
                Nudge.body,
                sender.display_name,
                sender.email.label("reply_to"),
                Cohort.name,
            )
            .join(recipient, recipient.id == Nudge.user_id)
            .join(sender, sender.id == Nudge.sender_id)
            .join(Cohort, Cohort.id == Nudge.cohort_id)
            .where(Nudge.sent_at.is_(None), outbox.may_be_taken(Nudge, now))
            .order_by(Nudge.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Nudge)
        ).first()
        if row is None:
            return None
        return Letter(outbox.hold(session, Nudge, row[0], now), *row[1:])


def forget_old(now: datetime) -> None:
    with db.writing() as session:
        session.execute(delete(Nudge).where(Nudge.written_at < now - KEPT))

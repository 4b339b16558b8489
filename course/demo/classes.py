"""Three classes to try lecturers' pages on: students who finish early, plod, struggle, stop, or never begin.

Every attempt is drawn, answered and scored by the real engine, so that each re-scores to its figure.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import insert, select

import quizzes
from course import attempts, awards, catalogue, cohorts, offers
from course.clock import KUALA_LUMPUR, in_malaysia
from course.extensions import db, passwords
from course.tables import LessonDone, Membership, User
from course.tables.cohorts import JoinedHow
from course.tables.people import Role
from quizzes.answering import field_name

WEEKS = 10  # since the term began
MOST_TRIES = 4
TAUGHT = (0.05, 0.3)  # the share of items that the course makes the difference for
SECRET = b"thinktwice demo"


@dataclass(frozen=True)
class Group:
    """One class of the demo."""

    name: str
    course_code: str
    share: float  # of the students


GROUPS = (
    Group("Literasi Digital, Kumpulan A", "COM110", 0.4),
    Group("Media and Society, Tutorial 3", "MSC204", 0.35),
    Group("Etika Komunikasi, Seksyen 2", "ETK151", 0.25),
)


@dataclass(frozen=True)
class Manner:
    """How somebody goes through the course: how much they know, when they begin, how far they go."""

    weight: int
    knows: float  # the share of items answered right at the first try
    begins_week: tuple[float, float]
    pace_days: tuple[float, float]  # between one thing and the next
    stops_after: tuple[int, int]  # things done; many more than there are means never


MANNERS = (
    Manner(16, 0.97, (0.2, 1.5), (0.4, 1.5), (99, 99)),  # quick
    Manner(38, 0.88, (0.5, 3.0), (2.0, 5.0), (99, 99)),  # steady
    Manner(16, 0.62, (0.5, 3.0), (2.0, 5.0), (5, 99)),  # struggling
    Manner(15, 0.82, (0.3, 2.0), (1.0, 4.0), (1, 4)),  # stopped
    Manner(9, 0.85, (8.0, 9.7), (0.5, 1.5), (99, 99)),  # late
    Manner(6, 0.0, (0.0, 0.0), (1.0, 1.0), (0, 0)),  # never began
)
GIVEN = ["Nur Aisyah", "Muhammad Haziq", "Siti Khadijah", "Ahmad Faris", "Nurul Izzati", "Danish", "Balqis", "Luqman"]
WOMEN = {"Nur Aisyah", "Siti Khadijah", "Nurul Izzati", "Balqis"}
FATHERS = ["Abdullah", "Rahman", "Ismail", "Yusof", "Salleh", "Osman", "Hashim", "Zainal", "Idris", "Bakar"]
SURNAMES = ["Tan", "Lim", "Chong", "Wong", "Lee", "Ng", "Goh", "Yap", "Teoh", "Khoo", "Ooi", "Cheah"]
GIVEN_CHINESE = ["Wei Ming", "Jia Hui", "Xin Yi", "Kah Wai", "Mei Ling", "Zhi Hao", "Li Ting", "Jun Jie", "Pei Shan"]
GIVEN_INDIAN = ["Devi a/p", "Kavitha a/p", "Arun a/l", "Prakash a/l", "Priya a/p", "Dinesh a/l", "Sharvin a/l"]
FATHERS_INDIAN = ["Raju", "Muthu", "Krishnan", "Subramaniam", "Ganesan", "Velu", "Maniam", "Chandran"]
GIVEN_EAST = ["Dayang", "Jelani anak", "Stephanie anak", "Faizal", "Melissa", "Rayner anak", "Jocelyn", "Mathew"]
FATHERS_EAST = ["Ugak", "Jimbai", "Mojikon", "Lasimbang", "Gundah", "Entalai", "Sipail", "Unggau"]
NAMES = ((GIVEN, FATHERS), (GIVEN_CHINESE, SURNAMES), (GIVEN_INDIAN, FATHERS_INDIAN), (GIVEN_EAST, FATHERS_EAST))


@dataclass(frozen=True)
class DemoStudent:
    """An account in a class, with the manner that its numbers come from."""

    id: int
    cohort: int
    manner: Manner
    chance: Random


def seed(
    now: datetime, *, students: int, lecturer: str, password: str, tick: Callable[[], None] = lambda: None
) -> None:
    """The three classes of the lecturer with this address; with 500 students or more, one class of all."""
    people = _people(now, students, lecturer, password)
    for one in people:
        with db.writing() as session:
            history, lessons = _walk(one, now)
            if lessons:
                session.execute(insert(LessonDone), lessons)
            attempts.keep_finished(session, history)
            if history:
                last = history[-1].submitted_at
                awards.issue_when_earned(session, one.id, catalogue.current().issuer, last)
        tick()


def _people(now: datetime, students: int, lecturer: str, password: str) -> list[DemoStudent]:
    groups = GROUPS if students < 500 else (Group("Literasi Digital, semua kumpulan", "COM110", 1.0),)
    began, chance = now - timedelta(weeks=WEEKS), Random(students)  # noqa: S311 -- the same people on every machine
    emails = [f"student{number:03}@demo.example.com" for number in range(1, students + 1)]
    made = _cohorts(began, groups, lecturer)
    _let_join(made[0], began + timedelta(days=1))
    with db.writing() as session:
        hashed = passwords.hash(password)
        session.execute(
            insert(User),
            [
                {
                    "email": email,
                    "display_name": _name(chance),
                    "password_hash": hashed,
                    "role": Role.STUDENT,
                    "language": chance.choice(("ms", "ms", "en")),
                    # Whoever has the password may sign in; nobody has one of these sessions.
                    "session_token": hashlib.sha256(email.encode() + SECRET).hexdigest()[:43],
                    "created_at": began,
                }
                for email in emails
            ],
        )
        rows = session.execute(select(User.email, User.id).where(User.email.in_(emails)))
        numbers = {row.email: row.id for row in rows}
        places = [
            cohort for cohort, group in zip(made, groups, strict=True) for _ in range(round(students * group.share))
        ]
        found = [
            DemoStudent(
                numbers[email],
                places[min(place, len(places) - 1)],
                chance.choices(MANNERS, [manner.weight for manner in MANNERS])[0],
                Random(f"{email} {students}"),  # noqa: S311
            )
            for place, email in enumerate(emails)
        ]
        session.execute(
            insert(Membership),
            [
                {
                    "cohort_id": one.cohort,
                    "user_id": one.id,
                    "joined_at": began + timedelta(hours=one.chance.randrange(1, 90)),
                    "how": one.chance.choice(list(JoinedHow)),
                }
                for one in found
            ],
        )
    return found


def _cohorts(began: datetime, groups: Sequence[Group], lecturer: str) -> list[int]:
    user_id = db.session.scalar(select(User.id).where(User.email == lecturer))
    if user_id is None:
        raise LookupError(lecturer)
    first = in_malaysia(began).date()
    term = f"Semester 1 {first.year}/{(first.year + 1) % 100:02}"
    numbers = []
    for group in groups:
        details = cohorts.Details(group.name, group.course_code, "", term, first, first + timedelta(weeks=14))
        numbers.append(cohorts.create(user_id, details, now=began))
        due = {
            column.module: datetime.combine(first + timedelta(weeks=2 * place), time(23, 59), KUALA_LUMPUR)
            for place, column in enumerate(catalogue.current().columns, 1)
        }
        cohorts.set_due_dates(numbers[-1], due, actor_id=user_id, now=began)
    return numbers


def _let_join(cohort: int, moment: datetime) -> None:
    """The demo's own students are in the first class, so that what is due shows on their pages too."""
    for user_id in db.session.scalars(select(User.id).where(User.role == Role.STUDENT)).all():
        cohorts.join(user_id, cohort, JoinedHow.LINK, now=moment)


def _name(chance: Random) -> str:
    given, families = chance.choices(NAMES, (50, 25, 15, 10))[0]
    name, family = chance.choice(given), chance.choice(families)
    if given is GIVEN:
        return f"{name} {'binti' if name in WOMEN else 'bin'} {family}"
    return f"{family} {name}" if given is GIVEN_CHINESE else f"{name} {family}"


def _walk(one: DemoStudent, now: datetime) -> tuple[list[attempts.Finished], list[dict[str, object]]]:
    """What a student has done since the term began: attempts, and lessons marked as read."""
    chance, manner = one.chance, one.manner
    moment = now - timedelta(weeks=WEEKS) + timedelta(weeks=chance.uniform(*manner.begins_week))
    left = chance.randint(*manner.stops_after)
    history: list[attempts.Finished] = []
    lessons: list[dict[str, object]] = []
    knows = min(0.99, max(0.3, chance.gauss(manner.knows, 0.06)))
    for module, subject, definition in _way(one.id):
        if left <= 0 or moment > now:
            break
        left -= 1
        if module and not any(done["module"] == module for done in lessons):
            lessons += _lessons(one.id, module, moment)
        for number in range(1, MOST_TRIES + 1):
            begun, moment = moment, moment + timedelta(minutes=chance.uniform(4, 18))
            if moment > now:
                break
            knew = knows - chance.uniform(*TAUGHT) if subject == offers.subject_of("before") else knows
            better = max(0.1, min(0.99, knew + 0.08 * (number - 1)))
            attempt = _attempt(one.id, subject, definition, number, better, chance, begun, moment)
            history.append(attempt)
            if attempt.result.passed or not definition.has_pass_mark:
                break
            moment += timedelta(hours=chance.uniform(2.2, 40))
        moment = _in_waking_hours(moment + timedelta(days=chance.uniform(*manner.pace_days)), chance)
    return history, lessons


def _way(user_id: int) -> Iterator[tuple[str, str, quizzes.Definition]]:
    """(module, subject, definition) in the order of the course, with the tests before and after its core."""
    course = catalogue.current()
    if course.tests:
        yield "", offers.subject_of("before"), offers.form_of(course.tests, user_id, "before")
    asked = set(course.asked)
    is_over = False
    for column in course.columns:
        if course.tests and not is_over and not asked & set(column.subjects):
            is_over = True
            yield "", offers.subject_of("after"), offers.form_of(course.tests, user_id, "after")
        for subject in column.subjects:
            definition = course.definition(subject)
            if definition is not None:
                yield column.module, subject, definition
    if course.tests and not is_over:
        yield "", offers.subject_of("after"), offers.form_of(course.tests, user_id, "after")


def _lessons(user_id: int, slug: str, moment: datetime) -> list[dict[str, object]]:
    module = catalogue.current().library.module(slug)
    return [
        {"user_id": user_id, "module": slug, "lesson": lesson.slug, "done_at": moment - timedelta(minutes=9 * place)}
        for place, lesson in enumerate(module.lessons if module else (), 1)
    ]


def _attempt(
    user_id: int,
    subject: str,
    definition: quizzes.Definition,
    number: int,
    knows: float,
    chance: Random,
    begun: datetime,
    ended: datetime,
) -> attempts.Finished:
    seed = hashlib.sha256(f"{user_id} {subject} {number}".encode() + SECRET).digest()
    paper = quizzes.draw(definition, seed)
    answers: dict[str, quizzes.Response] = {}
    for item in paper.items:
        ways = [item.right_way()] if chance.random() < knows else list(item.wrong_ways())
        answers |= _answered(paper, item.id, chance.choice(ways))
    return attempts.Finished(user_id, subject, number, paper, answers, quizzes.score(paper, answers), begun, ended)


def _answered(
    paper: quizzes.Paper, item: str, way: Sequence[Mapping[str, Sequence[str]]]
) -> dict[str, quizzes.Response]:
    given: dict[str, quizzes.Response] = {}
    for form in way:
        given |= paper.read({field_name(item, part): [*values] for part, values in form.items()}, given)
    return given


def _in_waking_hours(moment: datetime, chance: Random) -> datetime:
    """Between eight in the morning and midnight in Malaysia."""
    local = in_malaysia(moment)
    return local.replace(hour=chance.randrange(8, 24), minute=chance.randrange(60))

"""Classes: who teaches them, who joins and leaves, what is due when, and what somebody was granted.

The lookup is the permission: `find_taught` and `find_student` know only what is the lecturer's own.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import audit, people
from course.clock import in_malaysia
from course.extensions import db
from course.refusals import Refusal
from course.tables import Allowance, Attempt, Cohort, CohortTeacher, DueDate, Extension, Invitation, Membership, User
from course.tables.cohorts import JoinedHow
from course.tables.people import Role

# Without letters and figures that are mistaken for one another when a code is read from a wall.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
INVITATIONS_KEPT_DAYS = 180
MOST_TRIES_AT_ONCE = 10


class ClassArchived(Refusal):
    """The class is over: nobody joins, and nothing of it is changed."""


class AlreadyInClass(Refusal):
    """Joining twice changes nothing."""


class TeachesThisClass(Refusal):
    """Whoever teaches a class is not one of its students."""


class NoSuchLecturer(Refusal):
    """The address has no account, or one that may not teach; the two are not told apart."""


class LastTeacher(Refusal):
    """A class needs somebody who teaches it."""


@dataclass(frozen=True)
class Details:
    """What a lecturer writes about a class."""

    name: str
    course_code: str = ""
    campus: str = ""
    term: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Taught:
    """A class as whoever teaches it sees it."""

    id: int
    details: Details
    join_code: str
    archived_at: datetime | None
    due: Mapping[str, datetime] = field(default_factory=dict)  # module → when
    students: int = 0

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


@dataclass(frozen=True)
class Student:
    """Somebody who is in a class now."""

    membership: int
    cohort: int
    user_id: int
    display_name: str
    email: str
    language: str
    joined_at: datetime


@dataclass(frozen=True)
class Allowed:
    """What a student was granted at one quiz or activity."""

    at_once_up_to: int
    waives_cool_down: bool


@dataclass(frozen=True)
class Joined:
    """A class as somebody in it sees it, with the dates that hold for this person."""

    membership: int
    cohort: int
    details: Details
    teachers: tuple[str, ...]
    due: Mapping[str, datetime]  # module → when, with the extensions of this person


@dataclass(frozen=True)
class Open:
    """What somebody who has a code is told of the class before joining."""

    id: int
    details: Details
    teachers: tuple[str, ...]
    is_archived: bool


# --- questions --------------------------------------------------------------------------------------------------------

_DETAILS = (Cohort.name, Cohort.course_code, Cohort.campus, Cohort.term, Cohort.starts_on, Cohort.ends_on)
_TAUGHT = (
    select(Cohort.id, Cohort.join_code, Cohort.archived_at, *_DETAILS)
    .join(CohortTeacher, CohortTeacher.cohort_id == Cohort.id)
    .order_by(Cohort.archived_at.is_not(None), Cohort.id.desc())
)
_STUDENTS = (
    select(
        Membership.id,
        Membership.cohort_id,
        User.id,
        User.display_name,
        User.email,
        User.language,
        Membership.joined_at,
    )
    .join(User, User.id == Membership.user_id)
    .where(Membership.left_at.is_(None))
)


def without_teacher() -> list[tuple[int, str]]:
    """(number, name) of every class that is not over and whose teachers have all left."""
    kept = select(CohortTeacher.user_id).where(CohortTeacher.cohort_id == Cohort.id)
    orphans = select(Cohort.id, Cohort.name).where(~kept.exists(), Cohort.archived_at.is_(None)).order_by(Cohort.id)
    return [(number, name) for number, name in db.session.execute(orphans)]


def taught_by(user_id: int) -> list[Taught]:
    """The classes of a lecturer, the newest first and the archived ones last."""
    in_it = (
        select(func.count())
        .where(Membership.cohort_id == Cohort.id, Membership.left_at.is_(None), Membership.user_id.is_not(None))
        .scalar_subquery()
    )
    rows = db.session.execute(_TAUGHT.add_columns(in_it.label("students")).where(CohortTeacher.user_id == user_id))
    return [_taught(row, students=row.students) for row in rows]


def find_taught(user_id: int, cohort_id: int) -> Taught | None:
    """The class, if this person teaches it now; to everybody else it does not exist."""
    rows = db.session.execute(
        _TAUGHT.add_columns(DueDate.module, DueDate.due_at)
        .outerjoin(DueDate, DueDate.cohort_id == Cohort.id)
        .where(CohortTeacher.user_id == user_id, Cohort.id == cohort_id)
    ).all()
    return _taught(rows[0], {row.module: row.due_at for row in rows if row.module}) if rows else None


def find_student(cohort_id: int, membership_id: int) -> Student | None:
    """Somebody who is in this class now. Ask `find_taught` first."""
    row = db.session.execute(_STUDENTS.where(Membership.cohort_id == cohort_id, Membership.id == membership_id)).first()
    return Student(*row) if row else None


def students(cohort_id: int) -> list[Student]:
    """Who is in the class now, by name."""
    rows = db.session.execute(_STUDENTS.where(Membership.cohort_id == cohort_id).order_by(User.display_name, User.id))
    return [Student(*row) for row in rows]


def teachers(cohort_id: int) -> list[people.Listed]:
    rows = db.session.execute(
        select(User.id, User.email, User.display_name, User.role, User.created_at)
        .join(CohortTeacher, CohortTeacher.user_id == User.id)
        .where(CohortTeacher.cohort_id == cohort_id)
        .order_by(CohortTeacher.added_at, User.id)
    )
    return [people.Listed(*row) for row in rows]


def due_dates(cohort_id: int) -> dict[str, datetime]:
    rows = db.session.execute(select(DueDate.module, DueDate.due_at).where(DueDate.cohort_id == cohort_id))
    return {row.module: row.due_at for row in rows}


def extensions(cohort_id: int) -> dict[tuple[int, str], datetime]:
    """(membership, module) → the later date that was granted, for a whole class."""
    rows = db.session.execute(
        select(Extension.membership_id, Extension.module, Extension.due_at)
        .join(Membership, Membership.id == Extension.membership_id)
        .where(Membership.cohort_id == cohort_id)
    )
    return {(membership, module): due_at for membership, module, due_at in rows}


def due_for(student: Student) -> dict[str, datetime]:
    """Module → when it is due for this student, extensions applied."""
    rows = db.session.execute(
        select(Extension.module, Extension.due_at).where(Extension.membership_id == student.membership)
    )
    return due_dates(student.cohort) | {row.module: row.due_at for row in rows}


def read_code(typed: str) -> str:
    """The code as it is kept, however it was typed: small letters, spaces and hyphens are forgiven."""
    letters = [letter for letter in typed[:40].upper() if letter.isalnum()]
    return "".join(letters)


def find_open(typed: str) -> Open | None:
    """The class behind a join code."""
    code = read_code(typed)
    if len(code) != CODE_LENGTH or not code.isascii():
        return None
    row = db.session.execute(select(Cohort.id, Cohort.archived_at, *_DETAILS).where(Cohort.join_code == code)).first()
    if row is None:
        return None
    names = tuple(teacher.display_name for teacher in teachers(row.id))
    return Open(row.id, _details(row), names, row.archived_at is not None)


def is_in(user_id: int, cohort_id: int) -> bool:
    return db.session.scalar(_membership(user_id, cohort_id).where(Membership.left_at.is_(None))) is not None


def joined_by(user_id: int) -> list[Joined]:
    """The classes that somebody is in and that are not over, with what is due for them: two queries."""
    rows = db.session.execute(
        select(Membership.id.label("membership"), Cohort.id, *_DETAILS, User.display_name)
        .join(Cohort, Cohort.id == Membership.cohort_id)
        .outerjoin(CohortTeacher, CohortTeacher.cohort_id == Cohort.id)
        .outerjoin(User, User.id == CohortTeacher.user_id)
        .where(Membership.user_id == user_id, Membership.left_at.is_(None), Cohort.archived_at.is_(None))
        .order_by(Membership.id, CohortTeacher.added_at, User.id)
    ).all()
    if not rows:
        return []
    due = _due_of(user_id)
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row.membership, []).extend([row.display_name] if row.display_name else [])
    firsts = {row.membership: row for row in reversed(rows)}
    return [
        Joined(number, firsts[number].id, _details(firsts[number]), tuple(found), due.get(number, {}))
        for number, found in names.items()
    ]


def _due_of(user_id: int) -> dict[int, dict[str, datetime]]:
    """Membership → module → when it is due for this person."""
    rows = db.session.execute(
        select(
            Membership.id, DueDate.module, func.coalesce(Extension.due_at, DueDate.due_at, type_=DueDate.due_at.type)
        )
        .join(DueDate, DueDate.cohort_id == Membership.cohort_id)
        .outerjoin(Extension, (Extension.membership_id == Membership.id) & (Extension.module == DueDate.module))
        .where(Membership.user_id == user_id, Membership.left_at.is_(None))
        .order_by(DueDate.due_at)
    )
    due: dict[int, dict[str, datetime]] = {}
    for membership, module, due_at in rows:
        due.setdefault(membership, {})[module] = due_at
    return due


# --- verbs of lecturers -----------------------------------------------------------------------------------------------


def create(user_id: int, details: Details, *, now: datetime) -> int:
    """Make a class that this person teaches, and return its number."""
    with db.writing() as session:
        cohort = Cohort(**_columns(details), join_code=_unused_code(session), created_at=now, created_by=user_id)
        session.add(cohort)
        session.flush()
        session.add(CohortTeacher(cohort_id=cohort.id, user_id=user_id, added_at=now))
        return cohort.id


def change(cohort_id: int, details: Details, *, actor_id: int | None, now: datetime) -> None:
    """Raises `ClassArchived`."""
    with db.writing() as session:
        _open(session, cohort_id)
        session.execute(update(Cohort).where(Cohort.id == cohort_id).values(**_columns(details)))
        _note(session, "class changed", f"class {cohort_id}", actor_id, now)


def set_due_dates(cohort_id: int, due: Mapping[str, datetime], *, actor_id: int | None, now: datetime) -> None:
    """Exactly these dates; a module that is not named is due at no time. Raises `ClassArchived`."""
    with db.writing() as session:
        _open(session, cohort_id)
        session.execute(delete(DueDate).where(DueDate.cohort_id == cohort_id))
        session.add_all(DueDate(cohort_id=cohort_id, module=module, due_at=due_at) for module, due_at in due.items())
        _note(session, "due dates set", f"class {cohort_id}", actor_id, now)


def renew_code(cohort_id: int, *, actor_id: int | None, now: datetime) -> str:
    """A new join code; with the old one nobody joins any more. Raises `ClassArchived`."""
    with db.writing() as session:
        cohort = _open(session, cohort_id)
        cohort.join_code = _unused_code(session)
        _note(session, "class code renewed", f"class {cohort_id}", actor_id, now)
        return cohort.join_code


def archive(cohort_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Nobody joins any more, nothing is due; its figures stay readable. Archiving twice changes nothing."""
    with db.writing() as session:
        cohort = session.get_one(Cohort, cohort_id, with_for_update=True)
        if cohort.archived_at is None:
            cohort.archived_at = now
            _note(session, "class archived", f"class {cohort_id}", actor_id, now)


def reopen(cohort_id: int, *, actor_id: int | None, now: datetime) -> None:
    with db.writing() as session:
        cohort = session.get_one(Cohort, cohort_id, with_for_update=True)
        if cohort.archived_at is not None:
            cohort.archived_at = None
            _note(session, "class opened again", f"class {cohort_id}", actor_id, now)


def add_teacher(cohort_id: int, email: str, *, actor_id: int, now: datetime) -> people.Listed:
    """Somebody more who teaches the class. Raises `NoSuchLecturer`. Twice changes nothing."""
    try:
        address = people.normal_email(email)
    except people.EmailNotUsable as unusable:
        raise NoSuchLecturer from unusable
    may_teach = User.role.in_([Role.LECTURER, Role.ADMIN])
    user_id = db.session.scalar(select(User.id).where(User.email == address, may_teach))
    if user_id is None:
        raise NoSuchLecturer
    with db.writing() as session:
        if session.get(CohortTeacher, (cohort_id, user_id)) is None:
            session.add(CohortTeacher(cohort_id=cohort_id, user_id=user_id, added_at=now))
            _note(session, "class teacher added", f"class {cohort_id}, user {user_id}", actor_id, now)
    found = people.find_listed(user_id)
    if found is None:
        raise NoSuchLecturer
    return found


def remove_teacher(cohort_id: int, user_id: int, *, actor_id: int, now: datetime) -> None:
    """Take away somebody's way to every page of the class. Raises `LastTeacher`."""
    with db.writing() as session:
        # All are locked, so that of two last ones who remove each other the second is refused.
        there = session.scalars(
            select(CohortTeacher.user_id).where(CohortTeacher.cohort_id == cohort_id).with_for_update()
        ).all()
        if there == [user_id]:
            raise LastTeacher
        if user_id in there:
            session.execute(
                delete(CohortTeacher).where(CohortTeacher.cohort_id == cohort_id, CohortTeacher.user_id == user_id)
            )
            _note(session, "class teacher removed", f"class {cohort_id}, user {user_id}", actor_id, now)


def remove_student(student: Student, *, actor_id: int, now: datetime) -> None:
    """Out of the class; the account, its attempts and its certificate stay as they are."""
    with db.writing() as session:
        session.execute(
            update(Membership)
            .where(Membership.id == student.membership, Membership.left_at.is_(None))
            .values(left_at=now)
        )
        _note(session, "student removed", f"class {student.cohort}, user {student.user_id}", actor_id, now)


def extend(student: Student, module: str, due_at: datetime | None, *, actor_id: int, now: datetime) -> None:
    """Another date for one student, or with None the date of the class again. Raises ClassArchived."""
    with db.writing() as session:
        _open(session, student.cohort)
        session.execute(
            delete(Extension).where(Extension.membership_id == student.membership, Extension.module == module)
        )
        if due_at is not None:
            session.add(Extension(membership_id=student.membership, module=module, due_at=due_at))
        until = f"{in_malaysia(due_at):%Y-%m-%d}" if due_at else "as the class"
        _note(session, "extension", f"user {student.user_id}, {module}, {until}", actor_id, now)


def allowances(student: Student) -> dict[str, Allowed]:
    """Subject → what this student was granted there."""
    rows = db.session.execute(
        select(Allowance.subject, Allowance.at_once_up_to, Allowance.waives_cool_down).where(
            Allowance.user_id == student.user_id
        )
    )
    return {subject: Allowed(at_once, waives) for subject, at_once, waives in rows}


def allow(
    student: Student, subject: str, *, more_tries: int, waives_cool_down: bool, actor_id: int, now: datetime
) -> None:
    """So many tries more that open without waiting, counted from those handed in; or no waiting there at all.

    Raises ClassArchived.
    """
    with db.writing() as session:
        _open(session, student.cohort)
        handed_in = session.scalar(
            select(func.count()).where(
                Attempt.user_id == student.user_id,
                Attempt.subject == subject,
                Attempt.mode == "scored",
                Attempt.submitted_at.is_not(None),
            )
        )
        row = session.get(Allowance, (student.user_id, subject)) or Allowance(user_id=student.user_id, subject=subject)
        row.at_once_up_to = (handed_in or 0) + min(more_tries, MOST_TRIES_AT_ONCE) if more_tries else 0
        row.waives_cool_down, row.granted_at = waives_cool_down, now
        session.add(row)
        _note(session, "allowance", f"user {student.user_id}, {subject}", actor_id, now)


# --- verbs of students ------------------------------------------------------------------------------------------------


def join(user_id: int, cohort_id: int, how: JoinedHow, *, now: datetime) -> int:
    """Into the class, again after having left it; returns the membership.

    Raises `ClassArchived`, `AlreadyInClass`, `TeachesThisClass`.
    """
    try:
        with db.writing() as session:
            _open(session, cohort_id)
            return _join(session, user_id, cohort_id, how, now)
    except IntegrityError as met:  # two clicks at once (possible on PostgreSQL alone)
        raise AlreadyInClass from met


def leave(user_id: int, cohort_id: int, *, now: datetime) -> None:
    """Out of the class at once: its lecturers see nothing of this person any more. Leaving twice changes nothing."""
    with db.writing() as session:
        session.execute(
            update(Membership)
            .where(Membership.user_id == user_id, Membership.cohort_id == cohort_id, Membership.left_at.is_(None))
            .values(left_at=now)
        )


def _join(session: Session, user_id: int, cohort_id: int, how: JoinedHow, now: datetime) -> int:
    if session.get(CohortTeacher, (cohort_id, user_id)) is not None:
        raise TeachesThisClass
    membership = session.scalar(_membership(user_id, cohort_id))
    if membership is None:
        membership = Membership(cohort_id=cohort_id, user_id=user_id, joined_at=now, how=how)
        session.add(membership)
    elif membership.left_at is None:
        raise AlreadyInClass
    else:
        membership.left_at, membership.joined_at, membership.how = None, now, how
    session.execute(
        update(Invitation)
        .where(
            Invitation.cohort_id == cohort_id,
            Invitation.email == select(User.email).where(User.id == user_id).scalar_subquery(),
            Invitation.accepted_at.is_(None),
        )
        .values(accepted_at=now)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    return int(membership.id)


# --- the pieces -------------------------------------------------------------------------------------------------------


def _membership(user_id: int, cohort_id: int) -> Select[Membership]:
    return select(Membership).where(Membership.user_id == user_id, Membership.cohort_id == cohort_id)


def _open(session: Session, cohort_id: int) -> Cohort:
    cohort = session.get_one(Cohort, cohort_id, with_for_update=True)
    if cohort.archived_at is not None:
        raise ClassArchived
    return cohort


def _unused_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Cohort.id).where(Cohort.join_code == code)) is None:
            return code


def _columns(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in Details.__dataclass_fields__}


def _details(row: Row) -> Details:
    return Details(row.name, row.course_code, row.campus, row.term, row.starts_on, row.ends_on)


def _taught(row: Row, due: Mapping[str, datetime] | None = None, students: int = 0) -> Taught:
    return Taught(row.id, _details(row), row.join_code, row.archived_at, due or {}, students)


def _note(session: Session, act: str, about: str, actor_id: int | None, now: datetime) -> None:
    audit.note(session, act=act, about=about, actor_id=actor_id, now=now)

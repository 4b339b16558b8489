"""How far a class is: what lecturers see of their students, and nothing else of them.

Only scored attempts at what a module asks for are read, by name. Of a module that practises a conversation with
somebody in distress a lecturer sees passed or not yet: no score, no time, no number of tries.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Integer, Select, String, and_, case, cast, func, select, type_coerce
from sqlalchemy.types import NullType

from course.extensions import db
from course.tables import Attempt, Certificate, Extension, Membership, User

State = Literal["passed", "tried", "begun", "none"]
SMALLEST_GROUP = 5  # figures about fewer people are about persons


@dataclass(frozen=True)
class Column:
    """A module as a column: what has to be passed in it, and whether only passed or not yet is shown."""

    module: str
    subjects: tuple[str, ...]
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """How one student stands with one module; the score is the mean of the best at each thing tried."""

    state: State
    score: int | None = None


NONE, BEGUN, PASSED = Cell("none"), Cell("begun"), Cell("passed")


@dataclass(frozen=True, slots=True)
class Row:
    """One student of a class."""

    membership: int
    display_name: str
    email: str
    cells: tuple[Cell, ...]
    last_at: datetime | None  # when something scored was last begun or handed in, private modules left out
    has_certificate: bool
    late: tuple[str, ...]  # modules whose date has passed and which are not passed

    @property
    def passed(self) -> int:
        return sum(cell.state == "passed" for cell in self.cells)

    @property
    def has_begun(self) -> bool:
        return any(cell.state != "none" for cell in self.cells)


@dataclass(frozen=True)
class Overview:
    """All students of a class; `people` and the counts hold those too who erased their account since."""

    rows: tuple[Row, ...]
    people: int
    passed: tuple[int, ...]  # by column
    certificates: int
    not_begun: int

    @property
    def is_small(self) -> bool:
        return self.people < SMALLEST_GROUP


@dataclass(frozen=True)
class Try:
    """One scored attempt in a lecturer's list."""

    subject: str
    number: int
    started_at: datetime
    submitted_at: datetime | None
    score: float | None
    passed: bool | None


def class_overview(
    cohort_id: int, columns: Sequence[Column], due: Mapping[str, datetime], *, course: str, now: datetime
) -> Overview:
    """Every student × every module, in two queries whatever the number of students."""
    with db.reading() as connection:
        members = connection.execute(_members(cohort_id, course)).all()
        histories = connection.execute(_histories(cohort_id, columns)).all()
    known: dict[str, _Piece] = {}
    best = {user_id: _bests(pieces, known) for user_id, pieces, _last_at in histories}
    last = {user_id: last_at for user_id, _pieces, last_at in histories}
    people = {member.id: member for member in members}
    extended: dict[int, dict[str, datetime]] = {}
    for member in members:
        if member.module:
            extended.setdefault(member.id, {})[member.module] = member.due_at
    overdue = _overdue(due, now)
    rows = tuple(
        _row(
            member,
            columns,
            best.get(member.user_id, {}),
            _moment(last.get(member.user_id)),
            _overdue({**due, **extended[member.id]}, now) if member.id in extended else overdue,
        )
        for member in people.values()
        if member.user_id is not None
    )
    left = [member.figures or {} for member in people.values() if member.user_id is None]
    return _counted(rows, left, columns)


def attempts_of(user_id: int, columns: Sequence[Column]) -> list[Try]:
    """The scored attempts of a student at what is not private, the newest first."""
    subjects = [subject for column in columns if not column.is_private for subject in column.subjects]
    rows = db.session.execute(
        select(
            Attempt.subject,
            Attempt.number,
            Attempt.started_at,
            Attempt.submitted_at,
            Attempt.score,
            Attempt.passed,
        )
        .where(Attempt.user_id == user_id, Attempt.mode == "scored", Attempt.subject.in_(subjects))
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
    )
    return [Try(*row) for row in rows]


def _members(cohort_id: int, course: str) -> Select:
    """Everybody in the class; somebody with extensions once for each of them."""
    current = and_(
        Certificate.user_id == Membership.user_id,
        Certificate.course == course,
        Certificate.revoked_at.is_(None),
        Certificate.withdrawn_at.is_(None),
    )
    return (
        select(
            Membership.id,
            Membership.user_id,
            Membership.figures,
            User.display_name,
            User.email,
            Certificate.id.label("certificate"),
            Extension.module,
            Extension.due_at,
        )
        .outerjoin(User, User.id == Membership.user_id)
        .outerjoin(Certificate, current)
        .outerjoin(Extension, Extension.membership_id == Membership.id)
        .where(Membership.cohort_id == cohort_id, Membership.left_at.is_(None))
    )


def _histories(cohort_id: int, columns: Sequence[Column]) -> Select:
    """One row for each student: every attempt as "subject score passed", joined by commas, and the last moment.

    A row for each attempt, or for each thing tried, is three times as dear: making rows is most of the page. Scores
    are sent as whole thousandths, since a database takes long to write fractions as text.
    """
    subjects = [subject for column in columns for subject in column.subjects]
    told = [subject for column in columns if not column.is_private for subject in column.subjects]
    score = cast(cast(func.round(Attempt.score * _THOUSAND), Integer), String)
    piece = (
        Attempt.subject.concat(" ")
        .concat(func.coalesce(score, ""))
        .concat(case((Attempt.passed.is_(True), " 1"), else_=" 0"))
    )
    moment = case((Attempt.subject.in_(told), func.coalesce(Attempt.submitted_at, Attempt.started_at)))
    return (
        select(
            Membership.user_id,
            func.aggregate_strings(piece, ","),
            type_coerce(func.max(moment), NullType()),  # as the database gives it
        )
        .join(Attempt, Attempt.user_id == Membership.user_id)
        .where(
            Membership.cohort_id == cohort_id,
            Membership.left_at.is_(None),
            Attempt.mode == "scored",
            Attempt.subject.concat("").in_(subjects),  # not a look into the index for each of them
        )
        .group_by(Membership.user_id)
    )


_THOUSAND = 1000
_Best = tuple[float | None, int]  # the best score at one thing, and 1 when it was passed
_Piece = tuple[str, float | None, int]  # subject, score, passed


def _bests(pieces: str, known: dict[str, _Piece]) -> dict[str, _Best]:
    """The best of each thing that one student tried; `known` remembers pieces, which many students share."""
    best: dict[str, _Best] = {}
    for piece in pieces.split(","):
        found = known.get(piece)
        if found is None:
            found = known[piece] = _read(piece)
        subject, score, passed = found
        before = best.get(subject)
        if before is not None:
            passed = max(passed, before[1])
            score = before[0] if score is None or (before[0] or 0) > score else score
        best[subject] = (score, passed)
    return best


def _read(piece: str) -> _Piece:
    subject, score, passed = piece.split(" ")
    return subject, int(score) / _THOUSAND if score else None, int(passed)


def _overdue(due: Mapping[str, datetime], now: datetime) -> Set[str]:
    return {module for module, due_at in due.items() if due_at < now}


def _moment(stored: Any) -> datetime | None:
    """What a `Moment` column gives, from what the database gave: SQLite a text in UTC, PostgreSQL a datetime."""
    if isinstance(stored, str):
        stored = datetime.fromisoformat(stored).replace(tzinfo=UTC)
    moment: datetime | None = stored
    return moment


def _row(
    member: Any,
    columns: Sequence[Column],
    best: Mapping[str, _Best],
    last_at: datetime | None,
    overdue: Set[str],
) -> Row:
    cells = tuple([_cell(column, best) for column in columns])
    late = tuple(
        [
            column.module
            for column, cell in zip(columns, cells, strict=True)
            if cell.state != "passed" and column.module in overdue
        ]
    )
    return Row(member.id, member.display_name, member.email, cells, last_at, member.certificate is not None, late)


def _cell(column: Column, best: Mapping[str, _Best]) -> Cell:
    """One walk over what the module asks for: there are thousands of cells, and generators would double the cost."""
    tried = passed = scored = 0
    total = 0.0
    for subject in column.subjects:
        found = best.get(subject)
        if found is not None:
            tried += 1
            passed += found[1]
            if found[0] is not None:
                scored += 1
                total += found[0]
    if not tried:
        return NONE
    is_passed = passed == len(column.subjects)
    if column.is_private:
        return PASSED if is_passed else NONE
    if not scored:
        return PASSED if is_passed else BEGUN
    return _scored("passed" if is_passed else "tried", round(total / scored))


@cache
def _scored(state: State, score: int) -> Cell:
    return Cell(state, score)


def _counted(rows: tuple[Row, ...], left: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> Overview:
    passed = [
        sum(row.cells[place].state == "passed" for row in rows)
        + sum(set(column.subjects) <= set(one.get("passed", ())) for one in left)
        for place, column in enumerate(columns)
    ]
    tried = {subject for column in columns for subject in column.subjects}
    return Overview(
        rows=rows,
        people=len(rows) + len(left),
        passed=tuple(passed),
        certificates=sum(row.has_certificate for row in rows) + sum(bool(one.get("certificate")) for one in left),
        not_begun=sum(not row.has_begun for row in rows) + sum(not tried & set(one.get("tried", ())) for one in left),
    )


# --- what is taken away -----------------------------------------------------------------------------------------------

AT_ONCE = 1000  # rows fetched from the database together


@dataclass(frozen=True, slots=True)
class Line:
    """One scored attempt of one student, for a file."""

    display_name: str
    email: str
    subject: str
    number: int
    started_at: datetime
    submitted_at: datetime | None
    score: float | None
    passed: bool | None


def lines(cohort_id: int, subjects: Sequence[str]) -> Iterator[Line]:
    """Every scored attempt of the class at these, by name; fetched as they are written."""
    with db.engine.connect() as connection:  # a transaction, in which PostgreSQL keeps its cursor
        rows = connection.execution_options(yield_per=AT_ONCE).execute(
            _of_class(
                select(
                    User.display_name,
                    User.email,
                    Attempt.subject,
                    Attempt.number,
                    Attempt.started_at,
                    Attempt.submitted_at,
                    Attempt.score,
                    Attempt.passed,
                ).join(User, User.id == Attempt.user_id),
                cohort_id,
                subjects,
            ).order_by(User.display_name, User.id, Attempt.id)
        )
        for row in rows:
            yield Line(*row)


def _of_class(question: Select, cohort_id: int, subjects: Sequence[str]) -> Select:
    return question.join(Membership, Membership.user_id == Attempt.user_id).where(
        Membership.cohort_id == cohort_id,
        Membership.left_at.is_(None),
        Attempt.mode == "scored",
        Attempt.subject.in_(subjects),
    )

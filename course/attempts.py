"""Attempts: started by ticket, saved answer by answer, submitted once, scored for ever the same."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Literal

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Executable, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import quizzes
from course import awards
from course.extensions import db
from course.refusals import Refusal
from course.tables import Allowance, Answer, Attempt, Definition

Mode = Literal["scored", "practice"]
FormFields = Mapping[str, Sequence[str]]
_UNTRACKED = {"synchronize_session": False}
UNFINISHED_KEPT_DAYS = 7  # for answers that are not kept once they were handed in


class TamperedTicket(Refusal):
    """The start form does not carry a ticket of ours for this person."""


class StaleTicket(Refusal):
    """The start form is older than an attempt made since; its page must be opened again."""


class CoolingDown(Refusal):
    """The next try opens later; `opens_at` says when."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class NoSuchAttempt(Refusal):
    """Nobody's attempt, or somebody else's: the same to whoever asks."""


class AlreadySubmitted(Refusal):
    """The attempt was handed in before; what was answered then stands."""


class AlreadyTaken(Refusal):
    """This is taken once, and it was."""


class StillOpen(Refusal):
    """Something has to be answered before this can be handed in; `items` says where."""

    def __init__(self, items: tuple[str, ...]) -> None:
        super().__init__(items)
        self.items = items


class StepOutOfOrder(Refusal):
    """In a practice run the items are answered one after another, and each once."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with one quiz or activity."""

    number: int  # of the next try
    opens_at: datetime | None  # None: now
    open_attempt: int | None  # id of an attempt that is under way
    best_score: float | None
    passed: bool
    tries: int
    passed_at: datetime | None = None  # for the first time
    done_at: datetime | None = None  # when the last try was handed in
    last_attempt: int | None = None  # id of that try


@dataclass(frozen=True)
class Sheet:
    """An attempt with its paper and the answers so far; what every page of an attempt is made from."""

    id: int
    user_id: int
    subject: str
    mode: str
    number: int
    paper: quizzes.Paper
    answers: Mapping[str, Any]
    saved_at: datetime | None
    submitted_at: datetime | None
    score: float | None
    passed: bool | None
    result: Mapping[str, Any] | None = None  # what a scored run came to when it was handed in
    taken: frozenset[str] = frozenset()  # items for which the last save held something, new or once more
    certificate: int | None = None  # id of the certificate that handing in just earned

    @property
    def unanswered(self) -> tuple[str, ...]:
        return self.paper.unanswered(self.answers)

    @property
    def still_due(self) -> tuple[str, ...]:
        """Items without whose answer it cannot be handed in."""
        return self.paper.still_due(self.answers)

    @property
    def keeps_answers(self) -> bool:
        """Whether the answers stay when the attempt is handed in, and with them a figure."""
        return self.paper.definition.keeps_answers_days != 0


def subject_of(definition: quizzes.Definition) -> str:
    """The name under which attempts at this definition are kept, whatever its version.

    Those at a form of the test are kept under the name of the occasion instead (`offers.subject_of`).
    """
    named = {"quiz": "quiz", "test": "form", "booster": "booster"}
    return f"{named.get(definition.kind, 'activity')}:{definition.id}"


# --- questions ------------------------------------------------------------------------------------------------------

_TRIES = (
    select(
        Attempt.id,
        Attempt.subject,
        Attempt.mode,
        Attempt.number,
        Attempt.submitted_at,
        Attempt.score,
        Attempt.passed,
        Allowance.at_once_up_to,
        Allowance.waives_cool_down,
    )
    .outerjoin(Allowance, (Allowance.user_id == Attempt.user_id) & (Allowance.subject == Attempt.subject))
    .where(Attempt.user_id == bindparam("user_id"))
    .order_by(Attempt.started_at, Attempt.id)
)


_LATEST_SCORED = (
    select(Attempt.id, Attempt.subject)
    .where(Attempt.user_id == bindparam("user_id"), Attempt.mode == "scored", Attempt.submitted_at.is_not(None))
    .order_by(Attempt.submitted_at, Attempt.id)
)


# Rows, not objects: an answer is saved some ten times in every attempt, and objects would cost as much again.
_attempts, _answers = Attempt.__table__.c, Answer.__table__.c
_ATTEMPT = select(*_attempts).where(_attempts.id == bindparam("attempt_id"), _attempts.user_id == bindparam("user_id"))
_LOCKED = _ATTEMPT.with_for_update()
_ANSWERS = select(_answers.item, _answers.answer, _answers.saved_at).where(
    _answers.attempt_id == bindparam("attempt_id")
)


def standing(user_id: int, subject: str, mode: Mode, now: datetime) -> Standing:
    rows = [row for row in _tries(user_id) if row.subject == subject and row.mode == mode]
    return _standing(rows, mode, now)


def standings(user_id: int, now: datetime) -> Mapping[tuple[str, str], Standing]:
    """(subject, mode) → standing, for everything this person has tried; one query."""
    grouped: dict[tuple[str, str], list[Any]] = {}
    for row in _tries(user_id):
        grouped.setdefault((row.subject, row.mode), []).append(row)
    return {key: _standing(rows, key[1], now) for key, rows in grouped.items()}


def history(user_id: int) -> tuple[Any, ...]:
    """Rows of all attempts of a person, newest first: id, subject, mode, number, submitted_at, score, passed."""
    return tuple(reversed(_tries(user_id)))


def _tries(user_id: int) -> Sequence[Any]:
    with db.reading() as connection:
        return connection.execute(_TRIES, {"user_id": user_id}).all()


def _standing(rows: Sequence[Any], mode: str, now: datetime) -> Standing:
    submitted = [row for row in rows if row.submitted_at]
    still_open = [row for row in rows if not row.submitted_at]
    scores = [row.score for row in submitted if row.score is not None]
    opens_at = None
    if mode == "scored":
        tries = [quizzes.Try(row.submitted_at, bool(row.passed)) for row in submitted]
        opens_at = quizzes.next_try(tries, now, _leave(rows[0])).opens_at if rows else None
    return Standing(
        number=max((row.number for row in rows), default=0) + 1,
        opens_at=opens_at,
        open_attempt=still_open[-1].id if still_open else None,
        best_score=max(scores, default=None),
        passed=any(row.passed for row in submitted),
        tries=len(submitted),
        passed_at=min((row.submitted_at for row in submitted if row.passed), default=None),
        done_at=max((row.submitted_at for row in submitted), default=None),
        last_attempt=submitted[-1].id if submitted else None,
    )


def _leave(row: Any) -> quizzes.Leave:
    return quizzes.Leave(row.at_once_up_to or 0, bool(row.waives_cool_down))


def weakest_families(user_id: int) -> tuple[str, ...]:
    """The families that went worst in this person's latest scored try at each thing, the latest thing first."""
    with db.reading() as connection:
        rows = connection.execute(_LATEST_SCORED, {"user_id": user_id}).all()
    latest = {row.subject: row.id for row in rows}
    found = [find_own(user_id, attempt) for attempt in sorted(latest.values(), reverse=True)]
    weak = [family for sheet in found if sheet for family in quizzes.weakest_families(sheet.paper, sheet.answers)]
    return tuple(dict.fromkeys(weak))


def find_own(user_id: int, attempt_id: int) -> Sheet | None:
    """This person's attempt, or None: a stranger's attempt does not exist."""
    session = db.session()
    row = session.connection().execute(_ATTEMPT, {"attempt_id": attempt_id, "user_id": user_id}).one_or_none()
    return _sheet(session, row) if row else None


def score(sheet: Sheet) -> quizzes.Result:
    """Score from the answers and the stored definition; the same figure on every day."""
    return quizzes.score(sheet.paper, sheet.answers)


# --- verbs ----------------------------------------------------------------------------------------------------------


def make_ticket(secret: str, user_id: int, subject: str, mode: Mode, number: int) -> str:
    """A signed right to one start: the same ticket twice finds the first attempt instead of spending another."""
    return _tickets(secret).dumps([user_id, subject, mode, number])


def start(
    user_id: int,
    definition: quizzes.Definition,
    mode: Mode,
    ticket: str,
    *,
    secret: str,
    now: datetime,
    focus: Sequence[str] = (),
    subject: str = "",
) -> int:
    """Start an attempt and return its id; it is kept under `subject` where that is not the definition's own.

    Raises `TamperedTicket`, `StaleTicket`, `CoolingDown`, `AlreadyTaken`.
    """
    subject = subject or subject_of(definition)
    number = _read_ticket(secret, ticket, user_id, subject, mode)
    try:
        with db.writing() as session:
            rows = session.execute(_TRIES, {"user_id": user_id}).all()
            rows = [row for row in rows if row.subject == subject and row.mode == mode]
            first = next((row.id for row in rows if row.number == number), None)
            if first is not None:
                return int(first)
            where = _standing(rows, mode, now)
            if number != where.number:
                raise StaleTicket
            if where.open_attempt is not None:
                return where.open_attempt
            if where.opens_at is not None:
                raise CoolingDown(where.opens_at)
            if where.tries and definition.is_taken_once:
                raise AlreadyTaken
            attempt = _draw(session, user_id, definition, subject, mode, number, secret, now, focus)
            session.flush()
            return attempt.id
    except IntegrityError:
        # Two starts with one ticket met in the database (possible on PostgreSQL alone): the first one stands.
        found = db.session.scalar(
            select(Attempt.id).where(
                Attempt.user_id == user_id,
                Attempt.subject == subject,
                Attempt.mode == mode,
                Attempt.number == number,
            )
        )
        if found is None:
            raise
        return int(found)


def save(user_id: int, attempt_id: int, form: FormFields, now: datetime) -> Sheet:
    """Keep the answers that the form holds; those it does not mention stay as they are.

    Raises `NoSuchAttempt`, `AlreadySubmitted`, `quizzes.NotDrawn`, `quizzes.NotAnOption`, and in practice
    `StepOutOfOrder`.
    """
    with db.writing() as session:
        sheet = _locked_open(session, user_id, attempt_id)
        return _save(session, sheet, sheet.paper.read(form, sheet.answers), now)


def swap(user_id: int, attempt_id: int, item: str) -> str:
    """Put an item's alternative in its place and return its id. Nothing is kept of there having been a choice.

    Raises `NoSuchAttempt`, `AlreadySubmitted`, `quizzes.NoAlternative`. A second click changes nothing.
    """
    with db.writing() as session:
        sheet = _locked_open(session, user_id, attempt_id)
        other = sheet.paper.definition.alternatives.get(item, "")
        if other not in sheet.paper.item_ids:
            paper = sheet.paper.swapped(item, sheet.answers)
            _update(session, sheet, paper=paper.to_data())
        return other


def submit(user_id: int, attempt_id: int, form: FormFields, *, issuer: awards.Issuer, now: datetime) -> Sheet:
    """Save what the form holds, score, and issue the certificate when this was the last thing missing.

    Raises what `save` raises, and `StillOpen`. One of two submissions at once is told `AlreadySubmitted`.
    """
    with db.writing() as session:
        sheet = _locked_open(session, user_id, attempt_id)
        sheet = _save(session, sheet, sheet.paper.read(form, sheet.answers), now)
        if sheet.still_due:
            raise StillOpen(sheet.still_due)
        sheet = _close(session, sheet, now)
        earned = awards.issue_when_earned(session, user_id, issuer, now) if sheet.passed else None
        return replace(sheet, certificate=earned.id if earned else None)


def forget_answers(definitions: Sequence[quizzes.Definition], now: datetime) -> int:
    """Delete the answers that are kept for some days only, and return how many there were.

    What an attempt came to stays. Of definitions whose answers end with handing in, unfinished ones go after a week.
    """
    forgotten = 0
    for definition in definitions:
        if definition.keeps_answers_days is None:
            continue
        oldest = now - timedelta(days=definition.keeps_answers_days or UNFINISHED_KEPT_DAYS)
        old = select(Attempt.id).where(
            Attempt.subject == subject_of(definition),
            func.coalesce(Attempt.submitted_at, Attempt.started_at) < oldest,
        )
        with db.writing() as session:
            forgotten += session.connection().execute(delete(Answer).where(Answer.attempt_id.in_(old))).rowcount
    return forgotten


@dataclass(frozen=True)
class Finished:
    """A scored attempt that was made without the pages, with what it came to."""

    user_id: int
    subject: str
    number: int
    paper: quizzes.Paper
    answers: Mapping[str, Any]
    result: quizzes.Result
    started_at: datetime
    submitted_at: datetime


def keep_finished(session: Session, finished: Sequence[Finished]) -> None:
    """Keep attempts as if each had been handed in on the site, in the caller's transaction; for the demo."""
    if not finished:
        return
    for one in finished:
        if session.get(Definition, one.paper.definition.content_hash) is None:
            _keep_definition(session, one.paper.definition, one.started_at)
    numbers = session.scalars(
        insert(Attempt).returning(Attempt.id, sort_by_parameter_order=True), [_as_closed(one) for one in finished]
    ).all()
    answers = [
        {
            "attempt_id": number,
            "item": item,
            "answer": answer,
            "saved_at": one.submitted_at,
            "verdict": marks[item].verdict if item in marks else None,
            "credit": marks[item].credit if item in marks else None,
        }
        for number, one in zip(numbers, finished, strict=True)
        if one.paper.definition.keeps_answers_days != 0
        for marks in [{mark.id: mark for mark in one.result.items}]
        for item, answer in one.answers.items()
    ]
    if answers:
        session.execute(insert(Answer), answers)


def _as_closed(one: Finished) -> dict[str, Any]:
    keeps = one.paper.definition.keeps_answers_days != 0
    return {
        "user_id": one.user_id,
        "subject": one.subject,
        "mode": "scored",
        "number": one.number,
        "content_hash": one.paper.definition.content_hash,
        "paper": (one.paper if keeps else _telling_nothing(one.paper)).to_data(),
        "started_at": one.started_at,
        "submitted_at": one.submitted_at,
        "passed": one.result.passed,
        "score": one.result.score if keeps else None,
        "result": one.result.to_data() if keeps else None,
    }


def _draw(
    session: Session,
    user_id: int,
    definition: quizzes.Definition,
    subject: str,
    mode: Mode,
    number: int,
    secret: str,
    now: datetime,
    focus: Sequence[str],
) -> Attempt:
    earlier = session.scalars(
        select(Attempt.paper)
        .where(Attempt.user_id == user_id, Attempt.subject == subject)
        .order_by(Attempt.started_at, Attempt.id)
    )
    seen = [item for paper in earlier for item in paper["items"]]
    paper = quizzes.draw(definition, _seed(secret, user_id, subject, mode, number), seen, mode, focus)
    if session.get(Definition, definition.content_hash) is None:
        _keep_definition(session, definition, now)
    attempt = Attempt(
        user_id=user_id,
        subject=subject,
        mode=mode,
        number=number,
        content_hash=definition.content_hash,
        paper=paper.to_data(),
        started_at=now,
    )
    session.add(attempt)
    return attempt


def _keep_definition(session: Session, definition: quizzes.Definition, now: datetime) -> None:
    kept = Definition(
        content_hash=definition.content_hash,
        subject=subject_of(definition),
        body=definition.to_json(),
        first_drawn_at=now,
    )
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        pass  # another process kept the same content a moment ago


def _save(session: Session, sheet: Sheet, given: Mapping[str, Any], now: datetime) -> Sheet:
    if sheet.mode == "practice":
        _refuse_out_of_order(sheet, given)
    changed = {item: answer for item, answer in given.items() if sheet.answers.get(item) != answer}
    if changed:
        rows = [
            {"attempt_id": sheet.id, "item": item, "answer": answer, "saved_at": now}
            for item, answer in changed.items()
        ]
        connection = session.connection()
        connection.execute(_keeping(connection.dialect.name), rows)
    return replace(sheet, answers={**sheet.answers, **given}, saved_at=now, taken=frozenset(given))


@cache
def _keeping(_dialect: str) -> Executable:
    """Built once: to build it for each answer costs more than to run it."""
    adding = db.adding(Answer.__table__)
    new = {"answer": adding.excluded.answer, "saved_at": adding.excluded.saved_at}
    kept: Executable = adding.on_conflict_do_update(index_elements=["attempt_id", "item"], set_=new)
    return kept


def _refuse_out_of_order(sheet: Sheet, given: Mapping[str, Any]) -> None:
    """The reason has been shown once an item is answered: it stays as it was, and the next one is the next one."""
    upcoming = sheet.unanswered[0] if sheet.unanswered else None
    for item, answer in given.items():
        if item != upcoming and sheet.answers.get(item) != answer:
            raise StepOutOfOrder


def _close(session: Session, sheet: Sheet, now: datetime) -> Sheet:
    """Hand in and, in a scored run, score; practice is recorded as done, never as a figure."""
    closed: dict[str, Any] = {"submitted_at": now}
    result = score(sheet) if sheet.mode == "scored" else None
    if result:
        closed |= {"passed": result.passed}
    if not sheet.keeps_answers:
        # Of a conversation only this is kept; the answers go on with the sheet, to whoever gave them.
        session.execute(delete(Answer).where(Answer.attempt_id == sheet.id), execution_options=_UNTRACKED)
        _update(session, sheet, **closed, paper=_telling_nothing(sheet.paper).to_data())
        return replace(sheet, **closed)
    if result:
        closed |= {"score": result.score, "result": result.to_data()}
        _mark(session, sheet, result)
    _update(session, sheet, **closed)
    return replace(sheet, **closed)


def _mark(session: Session, sheet: Sheet, result: quizzes.Result) -> None:
    marks = [
        {"attempt_id": sheet.id, "item": item.id, "verdict": item.verdict, "credit": item.credit}
        for item in result.items
        if item.id in sheet.answers
    ]
    if marks:
        session.execute(update(Answer), marks)


def _update(session: Session, sheet: Sheet, **values: Any) -> None:
    session.execute(update(Attempt).where(Attempt.id == sheet.id).values(**values), execution_options=_UNTRACKED)


def _telling_nothing(paper: quizzes.Paper) -> quizzes.Paper:
    """The paper with every alternative given back, so that what is kept does not tell who took one.

    An item that stayed is exchanged and given back too: taking one has left its mark in the order of the options.
    """
    for item in paper.items:
        other = paper.definition.alternatives.get(item.id)
        if other:
            paper = paper.swapped(item.id, {})
            paper = paper if item.alt_of else paper.swapped(other, {})
    return paper


def _locked_open(session: Session, user_id: int, attempt_id: int) -> Sheet:
    """The attempt with its row locked until the transaction ends, as the database has it now."""
    row = session.connection().execute(_LOCKED, {"attempt_id": attempt_id, "user_id": user_id}).one_or_none()
    if row is None:
        raise NoSuchAttempt
    if row.submitted_at is not None:
        raise AlreadySubmitted
    return _sheet(session, row)


def _sheet(session: Session, row: Any) -> Sheet:
    answers = session.connection().execute(_ANSWERS, {"attempt_id": row.id}).all()
    return Sheet(
        id=row.id,
        user_id=row.user_id,
        subject=row.subject,
        mode=row.mode,
        number=row.number,
        paper=quizzes.Paper.from_data(_definition(session, row.content_hash), row.paper),
        answers={answer.item: answer.answer for answer in answers},
        saved_at=max((answer.saved_at for answer in answers), default=None),
        submitted_at=row.submitted_at,
        score=row.score,
        passed=row.passed,
        result=row.result,
    )


_known_definitions: dict[str, quizzes.Definition] = {}


def _definition(session: Session, content_hash: str) -> quizzes.Definition:
    """The content of that hash; kept in memory, since a hash never changes its content."""
    known = _known_definitions.get(content_hash)
    if known is None:
        if len(_known_definitions) > 200:
            _known_definitions.clear()
        known = quizzes.load_definition(session.get_one(Definition, content_hash).body)
        _known_definitions[content_hash] = known
    return known


def _seed(secret: str, user_id: int, subject: str, mode: str, number: int) -> bytes:
    """Repeatable for us, unforeseeable for the student."""
    message = f"{user_id}|{subject}|{mode}|{number}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _tickets(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="thinktwice.ticket")


def _read_ticket(secret: str, ticket: str, user_id: int, subject: str, mode: str) -> int:
    try:
        holder, about, run, number = _tickets(secret).loads(ticket)
    except (BadSignature, ValueError, TypeError) as broken:
        raise TamperedTicket from broken
    if (holder, about, run) != (user_id, subject, mode):
        raise TamperedTicket
    return int(number)

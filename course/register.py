"""The register of certificates as its office keeps it: finding one, drawing what failed, issuing what was earned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import JSON, ColumnElement, Select, Text, case, cast, func, or_, select, update
from sqlalchemy.orm import Session

import certificates
from course import audit, awards
from course.extensions import db
from course.refusals import Refusal
from course.tables import Attempt, Certificate, User

Standing = Literal["genuine", "revoked", "replaced", "withdrawn"]
Filter = Literal["genuine", "revoked", "replaced", "withdrawn", "failed"]
Drawing = Literal["drawn", "waiting", "failed"]
FILTERS: tuple[Filter, ...] = get_args(Filter)


class NothingToDraw(Refusal):
    """Its PDF is drawn, or the certificate counts no more."""


@dataclass(frozen=True)
class Entry:
    """A certificate as a line of the register."""

    id: int
    serial: str
    name: str
    email: str | None  # None once its holder has left
    issued_at: datetime
    standing: Standing
    drawing: Drawing
    drawing_error: str | None


@dataclass(frozen=True)
class Count:
    """How far the work is: certificates that count, by their PDF, and people who have earned one and have none."""

    drawn: int
    waiting: int
    failed: int
    earned: int


_COUNTS = (Certificate.revoked_at.is_(None), Certificate.withdrawn_at.is_(None))
_STANDING = case(
    (Certificate.withdrawn_at.is_not(None), "withdrawn"),
    (Certificate.replaced_by_id.is_not(None), "replaced"),
    (Certificate.revoked_at.is_not(None), "revoked"),
    else_="genuine",
)
_DRAWING = case(
    (Certificate.pdf_sha256.is_not(None), "drawn"),
    # One that was begun so often and has no error was cut off each time: nobody will try again by themselves.
    (or_(Certificate.drawing_error.is_not(None), Certificate.drawing_tries >= awards.DRAWING_TRIES), "failed"),
    else_="waiting",
)


def search(text: str, standing: Filter | None, *, offset: int, limit: int) -> list[Entry]:
    """Certificates whose serial, name or holder's address holds the text, the newest first; all for an empty one."""
    question = _entries().where(*_fits(text, standing)).order_by(Certificate.id.desc()).offset(offset).limit(limit)
    return [Entry(*row) for row in db.session.execute(question)]


def find(serial: str) -> Entry | None:
    row = db.session.execute(_entries().where(Certificate.serial == serial)).first()
    return Entry(*row) if row else None


def successor(serial: str) -> Entry | None:
    """The certificate that took the place of this one."""
    before = select(Certificate.replaced_by_id).where(Certificate.serial == serial).scalar_subquery()
    row = db.session.execute(_entries().where(Certificate.id == before)).first()
    return Entry(*row) if row else None


def ready(text: str, standing: Filter | None, *, serials: Collection[str] | None = None, limit: int) -> list[int]:
    """Numbers of the certificates found that count and are drawn, by serial where some are named; for an archive."""
    question = _ready(limit).where(*_fits(text, standing))
    if serials is not None:
        question = question.where(Certificate.serial.in_(serials))
    return list(db.session.scalars(question))


def ready_of(user_ids: Collection[int], *, limit: int) -> list[int]:
    """Numbers of the certificates of these people that count and are drawn."""
    return list(db.session.scalars(_ready(limit).where(Certificate.user_id.in_(user_ids))))


def _ready(limit: int) -> Select[int]:
    whole = select(Certificate.id).outerjoin(User, User.id == Certificate.user_id)
    return whole.where(*_COUNTS, Certificate.pdf_sha256.is_not(None)).order_by(Certificate.id).limit(limit)


def _entries() -> Select[Any]:
    return select(
        Certificate.id,
        Certificate.serial,
        _said("name"),
        User.email,
        Certificate.issued_at,
        _STANDING,
        _DRAWING,
        Certificate.drawing_error,
    ).outerjoin(User, User.id == Certificate.user_id)


def _fits(text: str, standing: Filter | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    wanted = text.strip()
    if serial := certificates.read_serial(wanted):
        conditions.append(Certificate.serial == serial)
    elif wanted:
        name = _said("name")
        conditions.append(
            or_(
                Certificate.serial.contains(wanted.upper(), autoescape=True),
                name.contains(wanted, autoescape=True),
                func.lower(name).contains(wanted.lower(), autoescape=True),
                User.email.contains(wanted.lower(), autoescape=True),
            )
        )
    if standing == "failed":
        conditions += [*_COUNTS, _DRAWING == "failed"]
    elif standing:
        conditions.append(_STANDING.is_not_distinct_from(standing))
    return conditions


def _said(claim: str) -> ColumnElement[str]:
    """A text of the frozen claims, read by the database: a column beside them would be a second truth to erase."""
    if db.engine.dialect.name == "sqlite":
        return func.json_extract(cast(Certificate.claims, Text), f"$.{claim}", type_=Text)
    frozen = cast(func.convert_from(Certificate.claims, "UTF8"), JSON)
    return func.json_extract_path_text(frozen, claim, type_=Text)


def claims_of_version(course_version: str, language: str) -> certificates.Claims | None:
    """What the newest certificate of this version of the course says, of whomever: only what all of them share."""
    frozen = db.session.scalar(
        select(Certificate.claims)
        .where(_said("course_version") == course_version, _said("language") == language)
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    return certificates.claims_from_bytes(frozen).model_copy(update={"name": "—"}) if frozen else None


# --- the work of many -------------------------------------------------------------------------------------------------


def count(issuer: awards.Issuer) -> Count:
    drawing = _DRAWING.label("drawing")
    rows = db.session.execute(select(drawing, func.count()).where(*_COUNTS).group_by(drawing))
    drawings: dict[str, int] = {str(of): number for of, number in rows}
    earned = db.session.scalar(select(func.count()).select_from(_earned(issuer).subquery())) or 0
    return Count(drawings.get("drawn", 0), drawings.get("waiting", 0), drawings.get("failed", 0), earned)


def earned(issuer: awards.Issuer) -> tuple[int, ...]:
    """Everybody who has met every condition and was never given a certificate: they met them before it could be had."""
    return tuple(db.session.scalars(_earned(issuer).order_by(Attempt.user_id)))


def _earned(issuer: awards.Issuer) -> Select[int]:
    subjects = {condition.subject for condition in issuer.conditions}
    own = select(Certificate.id).where(Certificate.user_id == Attempt.user_id, Certificate.course == issuer.course)
    return (
        select(Attempt.user_id)
        .where(Attempt.mode == "scored", Attempt.passed.is_(True), Attempt.subject.in_(subjects), ~own.exists())
        .group_by(Attempt.user_id)
        .having(func.count(Attempt.subject.distinct()) == len(subjects))
    )


def issue_to(user_id: int, issuer: awards.Issuer, actor: awards.Actor, now: datetime) -> int | None:
    """Issue what this person has earned; None when somebody was faster, or something is missing after all."""
    with db.writing() as session:
        issued = awards.issue_when_earned(session, user_id, issuer, now)
        if issued is None:
            return None
        audit.note(session, act="certificate issued", about=issued.serial, actor_id=actor.id, now=now)
        return issued.id


def redraw(serial: str, actor: awards.Actor, now: datetime) -> int:
    """Let a PDF that could not be drawn be tried again, and return its number for the queue.

    Raises NothingToDraw, and LookupError for a serial that is none of ours.
    """
    with db.writing() as session:
        found = session.scalar(select(Certificate).where(Certificate.serial == serial).with_for_update())
        if found is None:
            raise LookupError(serial)
        if found.pdf_sha256 or found.withdrawn_at or found.revoked_at:
            raise NothingToDraw(serial)
        _try_again(session, [found.id])
        audit.note(session, act="certificate drawn again", about=serial, actor_id=actor.id, now=now)
        return found.id


def redraw_failed(actor: awards.Actor, now: datetime) -> list[int]:
    """The same for every one that failed."""
    with db.writing() as session:
        failed = list(session.scalars(select(Certificate.id).where(*_COUNTS, _DRAWING == "failed")))
        if failed:
            _try_again(session, failed)
            about = f"{len(failed)} that failed"
            audit.note(session, act="certificates drawn again", about=about, actor_id=actor.id, now=now)
        return failed


def _try_again(session: Session, numbers: list[int]) -> None:
    session.execute(
        update(Certificate)
        .where(Certificate.id.in_(numbers))
        .values(drawing_tries=0, drawing_error=None, drawing_until=None)
        .execution_options(synchronize_session=False)
    )


def note_download(number: int, actor: awards.Actor, now: datetime) -> None:
    """Whoever takes the PDFs of others along leaves a trace."""
    with db.writing() as session:
        about = f"{number} certificates"
        audit.note(session, act="certificates downloaded", about=about, actor_id=actor.id, now=now)

"""Certificates: when one is earned, what it says for ever, and the PDF that shows it."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

import certificates
from course.clock import in_malaysia
from course.extensions import db
from course.tables import Attempt, Certificate, User

DRAWING_LEASE = timedelta(minutes=2)
DRAWING_TRIES = 5


@dataclass(frozen=True)
class Condition:
    """One thing that must have been passed."""

    subject: str  # "quiz:spot-it", "activity:feed-spotting", "test:after"
    module: str | None  # None: of no module, like a test


@dataclass(frozen=True)
class Wording:
    """What a certificate says about the course, in one language."""

    course: str
    modules: tuple[str, ...]
    hours: str
    skills: tuple[str, ...]
    signatory_role: str


@dataclass(frozen=True)
class Issuer:
    """Everything that a certificate takes from the site on the day it is issued."""

    course: str  # the slug under which a person gets one certificate
    course_version: str
    conditions: tuple[Condition, ...]
    wording: Mapping[str, Wording]
    campus: str
    signatory: str
    verify_base: str  # "https://…/verify/"


@dataclass(frozen=True)
class Award:
    """A certificate as pages show it."""

    id: int
    serial: str
    claims: certificates.Claims
    fingerprint: str
    issued_at: datetime
    is_withdrawn: bool


def missing(user_id: int, issuer: Issuer) -> tuple[Condition, ...]:
    """The conditions that this person has not met yet."""
    return _missing(db.session(), user_id, issuer)


def _missing(session: Session, user_id: int, issuer: Issuer) -> tuple[Condition, ...]:
    passed = set(
        session.scalars(
            select(Attempt.subject)
            .where(Attempt.user_id == user_id, Attempt.mode == "scored", Attempt.passed.is_(True))
            .distinct()
        )
    )
    return tuple(condition for condition in issuer.conditions if condition.subject not in passed)


def issue_when_earned(session: Session, user_id: int, issuer: Issuer, now: datetime) -> Certificate | None:
    """Issue the certificate in the caller's transaction when nothing is missing any more; exactly once for ever.

    A course that asks for nothing, because nothing of it is signed, has no certificate.

    The row of the person is locked first, so that two last answers at the same moment queue up; the
    unique constraint would refuse a second one anyhow.
    """
    user = session.scalar(select(User).where(User.id == user_id).with_for_update())
    if user is None or not issuer.conditions or _missing(session, user_id, issuer):
        return None
    own = select(Certificate).where(Certificate.user_id == user_id, Certificate.course == issuer.course)
    if session.scalar(own):
        return None
    claims = _claims(session, user, issuer, now)
    frozen = certificates.canonical_bytes(claims)
    certificate = Certificate(
        serial=claims.serial,
        user_id=user_id,
        course=issuer.course,
        claims=frozen,
        fingerprint=certificates.fingerprint(frozen),
        issued_at=now,
    )
    session.add(certificate)
    session.flush()
    return certificate


def _claims(session: Session, user: User, issuer: Issuer, now: datetime) -> certificates.Claims:
    serial = _unused_serial(session)
    wording = issuer.wording[user.language]
    return certificates.Claims(
        serial=serial,
        name=user.display_name,
        course=wording.course,
        course_version=issuer.course_version,
        modules=wording.modules,
        hours=wording.hours,
        skills=wording.skills,
        campus=issuer.campus,
        signatory=issuer.signatory,
        signatory_role=wording.signatory_role,
        issued_on=in_malaysia(now).date(),
        language=user.language,
        verify_url=f"{issuer.verify_base}{serial}",
    )


def _unused_serial(session: Session) -> str:
    """Twenty thousand million serials are many, but not so many that two can never be the same."""
    while True:
        serial = certificates.new_serial(secrets.token_bytes(16))
        if session.scalar(select(Certificate.id).where(Certificate.serial == serial)) is None:
            return serial


def find_own(user_id: int) -> Award | None:
    row = db.session.scalar(
        select(Certificate).where(Certificate.user_id == user_id).order_by(Certificate.id.desc()).limit(1)
    )
    return row and _as_award(row)


def find_by_serial(serial: str) -> Award | None:
    """The certificate with this canonical serial, whoever asks; what the verify page shows is public."""
    row = db.session.scalar(select(Certificate).where(Certificate.serial == serial))
    return row and _as_award(row)


def _as_award(row: Certificate) -> Award:
    return Award(
        id=row.id,
        serial=row.serial,
        claims=certificates.claims_from_bytes(row.claims),
        fingerprint=row.fingerprint,
        issued_at=row.issued_at,
        is_withdrawn=row.withdrawn_at is not None,
    )


# --- the PDF --------------------------------------------------------------------------------------------------------


def pdf_of(certificate_id: int) -> bytes | None:
    """The drawn PDF, or None when it has not been drawn yet."""
    return db.session.scalar(select(Certificate.pdf).where(Certificate.id == certificate_id))


def draw(certificate_id: int, drawer: certificates.Drawer, now: datetime) -> bool:
    """Draw the PDF unless it is drawn or somebody is drawing it; True when this call drew it.

    The lease lets a killed worker's work be taken over after two minutes. Running twice is harmless:
    the same claims give the same bytes.
    """
    with db.writing() as session:
        claimed = session.execute(
            update(Certificate)
            .where(
                Certificate.id == certificate_id,
                Certificate.pdf_sha256.is_(None),
                Certificate.withdrawn_at.is_(None),
                or_(Certificate.drawing_until.is_(None), Certificate.drawing_until < now),
            )
            .values(drawing_until=now + DRAWING_LEASE, drawing_tries=Certificate.drawing_tries + 1)
            .execution_options(synchronize_session=False)
        )
        frozen = session.scalar(select(Certificate.claims).where(Certificate.id == certificate_id))
    if claimed.rowcount == 0 or frozen is None:  # type: ignore[attr-defined]
        return False
    try:
        pdf = drawer.draw(certificates.claims_from_bytes(frozen))
    except certificates.DrawingFailed as failure:
        _record_drawing(certificate_id, drawing_error=str(failure))
        raise
    _record_drawing(
        certificate_id,
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        drawing_until=None,
        drawing_error=None,
    )
    return True


def _record_drawing(certificate_id: int, **values: object) -> None:
    with db.writing() as session:
        session.execute(
            update(Certificate)
            # Its owner may have been erased while it was drawn, and the PDF holds the name.
            .where(Certificate.id == certificate_id, Certificate.withdrawn_at.is_(None))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def undrawn(now: datetime) -> tuple[int, ...]:
    """Certificates whose drawing nobody holds, for the worker's sweep; those that failed too often wait."""
    return tuple(
        db.session.scalars(
            select(Certificate.id).where(
                Certificate.pdf_sha256.is_(None),
                Certificate.withdrawn_at.is_(None),
                Certificate.drawing_tries < DRAWING_TRIES,
                or_(Certificate.drawing_until.is_(None), Certificate.drawing_until < now),
            )
        )
    )

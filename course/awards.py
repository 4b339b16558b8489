"""Certificates: when one is earned, what it says for ever, what shows it, and when it counts no more."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, aliased

import certificates
from course import audit
from course.clock import in_malaysia
from course.extensions import db
from course.mint import Made
from course.refusals import Refusal
from course.tables import Attempt, Certificate, Membership, User

DRAWING_LEASE = timedelta(minutes=2)
DRAWING_TRIES = 5
STATUS_LIST_FILL = certificates.LIST_BITS // 2  # a list is left half empty, so that places are found by lot

# Why a certificate counts no more. It is public, so it is one of these and never somebody's own words.
RevokedFor = Literal["issued_by_mistake", "not_earned", "wrong_person", "name_corrected", "asked_by_holder"]
REASONS: tuple[RevokedFor, ...] = get_args(RevokedFor)


class AlreadyRevoked(Refusal):
    """The certificate was revoked, replaced or withdrawn before."""


class NotToIssueAgain(Refusal):
    """It counts, another one of its holder does, or nobody is left to hold it."""


class NothingToCorrect(Refusal):
    """The new name is the name that stands on it."""


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
    shows_name: bool = False
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    revoked_reason: str | None = None
    replaced_by: str | None = None  # the serial of its successor
    replaces: str | None = None  # the serial of its predecessor

    @property
    def standing(self) -> Literal["genuine", "withdrawn", "replaced", "revoked"]:
        """What the public answer is. A holder who has left is left alone, whatever was before."""
        if self.is_withdrawn:
            return "withdrawn"
        if self.replaced_by:
            return "replaced"
        return "revoked" if self.revoked_at else "genuine"


class Maker(Protocol):
    """What makes badge and PDF; `course.mint.Mint` on the site."""

    def badge(self, claims: certificates.Claims, place: certificates.StatusPlace) -> str: ...

    def make(
        self, claims: certificates.Claims, place: certificates.StatusPlace, badge: str | None, now: datetime
    ) -> Made: ...


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
    return _issue(session, _claims(session, user, issuer, now), user_id, issuer.course, now)


def _issue(
    session: Session, claims: certificates.Claims, user_id: int | None, course: str, now: datetime
) -> Certificate:
    frozen = certificates.canonical_bytes(claims)
    number, index = _free_place(session)
    certificate = Certificate(
        serial=claims.serial,
        user_id=user_id,
        course=course,
        claims=frozen,
        fingerprint=certificates.fingerprint(frozen),
        issued_at=now,
        status_list=number,
        status_index=index,
    )
    session.add(certificate)
    session.flush()
    return certificate


def _free_place(session: Session) -> tuple[int, int]:
    """A place in the newest status list, by lot: the order of places must not tell the order of issuing."""
    number = session.scalar(select(func.max(Certificate.status_list))) or 1
    used = session.scalar(select(func.count()).where(Certificate.status_list == number)) or 0
    if used >= STATUS_LIST_FILL:
        number += 1
    while True:
        index = secrets.randbelow(certificates.LIST_BITS)
        taken = select(Certificate.id).where(Certificate.status_list == number, Certificate.status_index == index)
        if session.scalar(taken) is None:
            return number, index


def _claims(session: Session, user: User, issuer: Issuer, now: datetime) -> certificates.Claims:
    return _worded(issuer, user.language, _unused_serial(session), user.display_name, now)


def sample_claims(issuer: Issuer, language: str, now: datetime) -> certificates.Claims:
    """What a certificate would say if one were issued now, to nobody: for the achievement that all of them share."""
    return _worded(issuer, language, certificates.new_serial(b"of nobody at all"), "—", now)


def _worded(issuer: Issuer, language: str, serial: str, name: str, now: datetime) -> certificates.Claims:
    wording = issuer.wording[language]
    return certificates.Claims(
        serial=serial,
        name=name,
        course=wording.course,
        course_version=issuer.course_version,
        modules=wording.modules,
        hours=wording.hours,
        skills=wording.skills,
        campus=issuer.campus,
        signatory=issuer.signatory,
        signatory_role=wording.signatory_role,
        issued_on=in_malaysia(now).date(),
        language=language,
        verify_url=f"{issuer.verify_base}{serial}",
    )


def _unused_serial(session: Session) -> str:
    """Twenty thousand million serials are many, but not so many that two can never be the same."""
    while True:
        serial = certificates.new_serial(secrets.token_bytes(16))
        if session.scalar(select(Certificate.id).where(Certificate.serial == serial)) is None:
            return serial


def find_own(user_id: int) -> Award | None:
    """The newest certificate of a person, also one that was revoked."""
    return _found(Certificate.user_id == user_id)


def find_by_serial(serial: str) -> Award | None:
    """The certificate with this canonical serial, whoever asks; what the verify page shows is public."""
    return _found(Certificate.serial == serial)


def find_by_pdf(pdf: bytes) -> Award | None:
    """The certificate of which this is the PDF, to the last byte."""
    return _found(Certificate.pdf_sha256 == hashlib.sha256(pdf).hexdigest())


def _found(condition: ColumnElement[bool]) -> Award | None:
    after, before = aliased(Certificate), aliased(Certificate)
    found = db.session.execute(
        select(Certificate, after.serial, before.serial)
        .outerjoin(after, after.id == Certificate.replaced_by_id)
        .outerjoin(before, before.replaced_by_id == Certificate.id)
        .where(condition)
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()
    return _as_award(*found) if found else None


def _as_award(row: Certificate, replaced_by: str | None, replaces: str | None) -> Award:
    return Award(
        id=row.id,
        serial=row.serial,
        claims=certificates.claims_from_bytes(row.claims),
        fingerprint=row.fingerprint,
        issued_at=row.issued_at,
        is_withdrawn=row.withdrawn_at is not None,
        shows_name=row.shows_name,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
        revoked_reason=row.revoked_reason,
        replaced_by=replaced_by,
        replaces=replaces,
    )


# --- when it counts no more -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Actor:
    """Who revokes: the number of the account, if there is one, for the audit log; the role for everybody."""

    id: int | None
    role: str


def revoke(serial: str, reason: RevokedFor, actor: Actor, now: datetime) -> None:
    """Take back a certificate. Raises AlreadyRevoked, and LookupError for a serial that is none of ours."""
    with db.writing() as session:
        certificate = _countable(session, serial)
        _revoke(session, certificate, reason, actor, now)


def replace_with(serial: str, name: str, actor: Actor, now: datetime) -> str:
    """Issue the same certificate with a corrected name, and return its serial; the old one leads to it.

    What it says of the course stays as it was: nothing else was wrong. Raises AlreadyRevoked, NothingToCorrect,
    NameRefused, and LookupError for a serial that is none of ours.
    """
    with db.writing() as session:
        old = _countable(session, serial)
        claims = certificates.claims_from_bytes(old.claims)
        cleaned = certificates.clean_name(name)
        if cleaned == claims.name:
            raise NothingToCorrect(serial)
        _revoke(session, old, "name_corrected", actor, now)
        session.flush()
        return _issue_instead(session, old, {"name": cleaned}, actor, now)


def issue_again(serial: str, actor: Actor, now: datetime) -> str:
    """Undo a revocation: the same record under a new serial, to which the old one leads. Returns the new serial.

    A revoked badge can never count again, since others may have read the list; so it is not simply taken back.
    Raises NotToIssueAgain, and LookupError for a serial that is none of ours.
    """
    with db.writing() as session:
        old = session.scalar(select(Certificate).where(Certificate.serial == serial).with_for_update())
        if old is None:
            raise LookupError(serial)
        own = select(Certificate.id).where(
            Certificate.user_id == old.user_id,
            Certificate.course == old.course,
            Certificate.revoked_at.is_(None),
            Certificate.withdrawn_at.is_(None),
        )
        if not old.revoked_at or old.withdrawn_at or old.replaced_by_id or old.user_id is None or session.scalar(own):
            raise NotToIssueAgain(serial)
        return _issue_instead(session, old, {}, actor, now)


def _issue_instead(
    session: Session, old: Certificate, changes: Mapping[str, object], actor: Actor, now: datetime
) -> str:
    claims = certificates.claims_from_bytes(old.claims)
    anew = _unused_serial(session)
    base = claims.verify_url.removesuffix(claims.serial)
    fresh = {"serial": anew, "verify_url": base + anew, "issued_on": in_malaysia(now).date()}
    corrected = certificates.Claims.model_validate({**claims.model_dump(), **fresh, **changes})
    new = _issue(session, corrected, old.user_id, old.course, now)
    new.shows_name = old.shows_name
    old.replaced_by_id = new.id
    audit.note(session, act="certificate issued", about=f"{anew} ← {old.serial}", actor_id=actor.id, now=now)
    return anew


def _countable(session: Session, serial: str) -> Certificate:
    certificate = session.scalar(select(Certificate).where(Certificate.serial == serial).with_for_update())
    if certificate is None:
        raise LookupError(serial)
    if certificate.revoked_at or certificate.withdrawn_at:
        raise AlreadyRevoked(serial)
    return certificate


def _revoke(session: Session, certificate: Certificate, reason: RevokedFor, actor: Actor, now: datetime) -> None:
    certificate.revoked_at, certificate.revoked_by, certificate.revoked_reason = now, actor.role, reason
    certificate.preview = None
    audit.note(session, act="certificate revoked", about=f"{certificate.serial}: {reason}", actor_id=actor.id, now=now)


@dataclass(frozen=True)
class StatusList:
    """The places of a status list that count no more, and when that last changed."""

    revoked: frozenset[int]
    changed_at: datetime


def status_list(number: int) -> StatusList | None:
    """None for a list that there is not."""
    of_list = Certificate.status_list == number
    begun_at = db.session.scalar(select(func.min(Certificate.issued_at)).where(of_list))
    if begun_at is None:
        return None
    ended_at = func.coalesce(Certificate.withdrawn_at, Certificate.revoked_at)
    ended = db.session.execute(
        select(Certificate.status_index, Certificate.withdrawn_at, Certificate.revoked_at).where(
            of_list, ended_at.is_not(None)
        )
    ).all()
    moments = [moment for _index, withdrawn_at, revoked_at in ended for moment in (withdrawn_at, revoked_at) if moment]
    places = frozenset(index for index, _withdrawn_at, _revoked_at in ended if index is not None)
    return StatusList(places, max(moments, default=begun_at))


# --- the badge and the PDF --------------------------------------------------------------------------------------------


def badge_of(certificate_id: int) -> str | None:
    """The signed badge, or None when it has not been made yet."""
    return db.session.scalar(select(Certificate.badge).where(Certificate.id == certificate_id))


def keep_badge(certificate_id: int, maker: Maker) -> str:
    """Sign the badge, unless somebody was faster, and return the one that is kept."""
    with db.writing() as session:
        row = session.get_one(Certificate, certificate_id)
        if row.badge is None:
            row.badge = maker.badge(certificates.claims_from_bytes(row.claims), _place_of(session, row))
        return row.badge


def _place_of(session: Session, row: Certificate) -> certificates.StatusPlace:
    if row.status_list is None or row.status_index is None:  # issued before there were status lists
        row.status_list, row.status_index = _free_place(session)
    return certificates.StatusPlace(row.status_list, row.status_index)


def preview_of(certificate_id: int) -> bytes | None:
    return db.session.scalar(select(Certificate.preview).where(Certificate.id == certificate_id))


def keep_preview(award: Award, picture: bytes) -> bytes:
    """Keep the picture, unless the holder has changed their mind about the name meanwhile, or has left."""
    with db.writing() as session:
        session.execute(
            update(Certificate)
            .where(
                Certificate.id == award.id,
                Certificate.shows_name.is_(award.shows_name),
                Certificate.withdrawn_at.is_(None),
            )
            .values(preview=picture)
            .execution_options(synchronize_session=False)
        )
    return picture


def show_name(user_id: int, *, shown: bool) -> None:
    """The holder's wish about the picture that is shared."""
    with db.writing() as session:
        session.execute(
            update(Certificate)
            .where(Certificate.user_id == user_id)
            .values(shows_name=shown, preview=None)
            .execution_options(synchronize_session=False)
        )


def pdf_of(certificate_id: int) -> bytes | None:
    """The drawn PDF, or None when it has not been drawn yet."""
    return db.session.scalar(select(Certificate.pdf).where(Certificate.id == certificate_id))


@dataclass(frozen=True)
class Held:
    """A certificate that counts, of somebody in a class."""

    id: int
    serial: str
    display_name: str
    is_drawn: bool


def held_in(cohort_id: int, course: str) -> list[Held]:
    """The certificates of a class, by name."""
    rows = db.session.execute(
        select(Certificate.id, Certificate.serial, User.display_name, Certificate.pdf_sha256.is_not(None))
        .join(User, User.id == Certificate.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.cohort_id == cohort_id,
            Membership.left_at.is_(None),
            Certificate.course == course,
            Certificate.revoked_at.is_(None),
            Certificate.withdrawn_at.is_(None),
        )
        .order_by(User.display_name, Certificate.id)
    )
    return [Held(*row) for row in rows]


def draw(certificate_id: int, maker: Maker, now: datetime) -> bool:
    """Make badge and PDF unless they are made or somebody is making them; True when this call made them.

    The lease lets a killed worker's work be taken over after two minutes. Should two make the same after all, the
    first to be kept stays: what a holder has downloaded must stay genuine.
    """
    with db.writing() as session:
        claimed = session.execute(
            update(Certificate)
            .where(Certificate.id == certificate_id, *_is_undrawn(now))
            .values(drawing_until=now + DRAWING_LEASE, drawing_tries=Certificate.drawing_tries + 1)
            .execution_options(synchronize_session=False)
        )
        row = session.get(Certificate, certificate_id)
        if claimed.rowcount == 0 or row is None:  # type: ignore[attr-defined]
            return False
        claims, badge, place = certificates.claims_from_bytes(row.claims), row.badge, _place_of(session, row)
    try:
        made = maker.make(claims, place, badge, now)
    except (certificates.DrawingFailed, certificates.SigningFailed, certificates.KeyringProblem) as failure:
        _record_drawing(certificate_id, drawing_error=str(failure))
        raise
    _record_drawing(
        certificate_id,
        badge=made.badge,
        pdf=made.pdf,
        pdf_sha256=hashlib.sha256(made.pdf).hexdigest(),
        drawing_until=None,
        drawing_error=None,
    )
    return True


def _is_undrawn(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Certificate.pdf_sha256.is_(None),
        Certificate.withdrawn_at.is_(None),
        or_(Certificate.drawing_until.is_(None), Certificate.drawing_until < now),
    )


def _record_drawing(certificate_id: int, **values: object) -> None:
    with db.writing() as session:
        session.execute(
            update(Certificate)
            # Its owner may have been erased while it was drawn, and the PDF holds the name.
            .where(
                Certificate.id == certificate_id, Certificate.withdrawn_at.is_(None), Certificate.pdf_sha256.is_(None)
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def undrawn(now: datetime) -> tuple[int, ...]:
    """Certificates whose drawing nobody holds, for the worker's sweep; those that failed too often wait."""
    return tuple(
        db.session.scalars(select(Certificate.id).where(Certificate.drawing_tries < DRAWING_TRIES, *_is_undrawn(now)))
    )

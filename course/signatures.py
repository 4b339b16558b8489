"""Signing a pledge once, confirming it, taking it back, and being asked later whether one did it."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Executable, delete, select
from sqlalchemy.orm import Session

from course import drives, people, words
from course.drives import DriveNotOpen, Shown
from course.extensions import db
from course.refusals import Refusal
from course.tables import CheckBack, Drive, Signature, WallWord

Source = Literal["phone", "kiosk"]
Did = Literal["yes", "partly", "not_yet", ""]
MAILED_AGAIN_AFTER = timedelta(minutes=10)
CHECK_BACK_DAYS = (14, 30)
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{16,43}")


class MustSignIn(Refusal):
    """This drive counts accounts, and nobody is signed in."""


class AddressNeeded(Refusal):
    """This drive counts confirmed addresses, and none was given."""


class ClientIdMalformed(Refusal):
    """The number that a browser made for its signature is none that ours would make."""


class LinkWorthless(Refusal):
    """The link was used, is too old, or was never ours."""


@dataclass(frozen=True)
class Signing:
    """One signature as it comes in."""

    client_id: str
    language: str
    source: Source = "phone"
    station_id: int | None = None
    user_id: int | None = None
    device: str = ""
    email: str = ""
    name: str = ""
    faculty: str = ""
    words: str = ""
    text_id: int | None = None  # the version that was read; the newest when it says none of this drive


@dataclass(frozen=True)
class Letter:
    """A mail that must go out after a signature: to whom, and the secret of its links."""

    email: str
    token: str
    language: str


def new_client_id() -> str:
    return secrets.token_urlsafe(18)


def sign(drive: Shown, signing: Signing, *, secret: str, now: datetime) -> Letter | None:
    """Sign once. A second time changes nothing, and the answer is the same.

    What is returned is the letter that must be sent, if this drive confirms addresses. A kiosk may bring a signature
    that was made while it was without a network, so its drive may have closed in the meantime: for that its
    `client_id` is enough, and the moment of arrival counts.

    Raises DriveNotOpen, MustSignIn, AddressNeeded, ClientIdMalformed.
    """
    if not drive.is_open(now):
        raise DriveNotOpen
    if not _CLIENT_ID.fullmatch(signing.client_id):
        raise ClientIdMalformed
    if drive.once == "account" and signing.user_id is None:
        raise MustSignIn
    address = people.normal_email(signing.email) if signing.email else ""
    if drive.once == "email" and not address:
        raise AddressNeeded
    once_key = _once_key(drive, signing, address, secret)
    # A browser that goes back brings the old number, perhaps with another address or another person's account.
    is_known = bool(once_key) and (bool(address) or signing.user_id is not None)
    values = {
        "drive_id": drive.id,
        "text_id": signing.text_id if signing.text_id in drive.text_ids else drive.text_id,
        "station_id": signing.station_id,
        "client_id": once_key[:43] if once_key and is_known else signing.client_id,
        "once_key": once_key,
        "user_id": signing.user_id,
        "name": signing.name if drive.asks_name else "",
        "faculty": signing.faculty if signing.faculty in drive.faculties else "",
        "language": signing.language,
        "source": signing.source,
        "signed_at": now,
        "confirmed_at": None if drive.once == "email" else now,
        "mailed_at": now if drive.once == "email" else None,
    }
    with db.writing() as session:
        made = _insert_once(session, values)
        if made is not None and signing.words:
            _offer_words(session, drive, made, signing, now)
        if drive.once != "email":
            return None
        token = _letter_token(session, drive, str(once_key), made, secret, now)
        return Letter(address, token, signing.language) if token else None


def _insert_once(session: Session, values: Mapping[str, object]) -> int | None:
    """The number of the new signature; None when this one is here already."""
    return session.connection().execute(_insert_statement(session.get_bind().dialect.name), values).scalar()


@cache
def _insert_statement(_dialect: str) -> Executable:
    """Built once: to build it anew for each signature costs as much as to run it."""
    return db.adding(Signature.__table__).on_conflict_do_nothing().returning(Signature.__table__.c.id)


def _once_key(drive: Shown, signing: Signing, address: str, secret: str) -> str | None:
    """What makes a second signature the same one. A kiosk is many people's device: there its own number decides."""
    if drive.once == "email":
        return keyed_hash(drive.salt, secret, f"email:{address}")
    if signing.user_id is not None:
        return keyed_hash(drive.salt, secret, f"user:{signing.user_id}")
    if signing.source == "kiosk" or not signing.device:
        return None
    return keyed_hash(drive.salt, secret, f"device:{signing.device}")


def keyed_hash(salt: str, secret: str, what: str) -> str:
    """Worthless without both the site's secret and the drive's salt, which is thrown away with the drive."""
    return hmac.new(f"{secret}:{salt}".encode(), what.encode(), hashlib.sha256).hexdigest()


def _offer_words(session: Session, drive: Shown, signature_id: int, signing: Signing, now: datetime) -> None:
    held = words.why_held(signing.words, drive.held_words)
    session.add(
        WallWord(
            drive_id=drive.id,
            signature_id=signature_id,
            text=signing.words,
            language=signing.language,
            state="held" if held else "waiting",
            reason=held or "",
            sent_at=now,
        )
    )


def _letter_token(
    session: Session, drive: Shown, once_key: str, made: int | None, secret: str, now: datetime
) -> str | None:
    """For a first signature, and for one that was not confirmed and whose letter may have been lost."""
    if made is None:
        again = select(Signature).where(Signature.drive_id == drive.id, Signature.once_key == once_key)
        known = session.scalar(again.with_for_update())
        if known is None or known.confirmed_at or (known.mailed_at and now - known.mailed_at < MAILED_AGAIN_AFTER):
            return None
        known.mailed_at, made = now, known.id
    return _links(secret).dumps([made, once_key[:16]])


def _links(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="thinktwice.pledge")


def find_by_link(token: str, secret: str) -> tuple[Shown, bool]:
    """(the drive, whether it counts already) of the signature that this link was sent for. Raises LinkWorthless."""
    with_it = _by_link(db.session(), token, secret)
    drive = drives.preview(with_it.drive_id)
    if drive is None:
        raise LinkWorthless
    return drive, with_it.confirmed_at is not None


def confirmed_by_link(drive_id: int, token: str, secret: str) -> int | None:
    """The number of the signature of this drive that was confirmed by this link."""
    try:
        found = _by_link(db.session(), token, secret)
    except LinkWorthless:
        return None
    return found.id if found.drive_id == drive_id and found.confirmed_at else None


def confirm(token: str, secret: str, now: datetime) -> None:
    """Raises LinkWorthless, and DriveNotOpen a day after the drive was closed."""
    with db.writing() as session:
        signature = _by_link(session, token, secret)
        drive = session.get_one(Drive, signature.drive_id)
        if drive.closed_at and now > drive.closed_at + timedelta(days=1):
            raise DriveNotOpen
        signature.confirmed_at = signature.confirmed_at or now


def disown(token: str, secret: str) -> None:
    """This was not me: the signature is gone, with the words that came with it. Raises LinkWorthless."""
    with db.writing() as session:
        signature = _by_link(session, token, secret)
        session.execute(delete(WallWord).where(WallWord.signature_id == signature.id))
        session.delete(signature)


def _by_link(session: Session, token: str, secret: str) -> Signature:
    try:
        signature_id, key = _links(secret).loads(token)
    except (BadSignature, ValueError, TypeError) as broken:
        raise LinkWorthless from broken
    signature = session.get(Signature, signature_id)
    if signature is None or not signature.once_key or not hmac.compare_digest(signature.once_key[:16], str(key)):
        raise LinkWorthless
    return signature


# --- check-backs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A check-back that waits for its signer."""

    signature_id: int
    titles: Mapping[str, str]
    day: int


def check_backs_due(user_id: int, now: datetime) -> list[Due]:
    """The newest that is due of each of this person's signatures, until two weeks after it became due."""
    rows = db.session.execute(
        select(Signature.id, Signature.signed_at, Drive.title_en, Drive.title_ms)
        .join(Drive, Drive.id == Signature.drive_id)
        .where(Signature.user_id == user_id, Signature.confirmed_at.is_not(None))
        .order_by(Signature.id)
    ).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    answers = select(CheckBack.signature_id, CheckBack.day).where(CheckBack.signature_id.in_(ids))
    answered = {(row.signature_id, row.day) for row in db.session.execute(answers)}
    due = []
    for row in rows:
        open_days = [
            day
            for day in CHECK_BACK_DAYS
            if timedelta(days=day) <= now - row.signed_at < timedelta(days=day + 14) and (row.id, day) not in answered
        ]
        due += [Due(row.id, {"en": row.title_en, "ms": row.title_ms}, day) for day in open_days[-1:]]
    return due


def check_back(user_id: int, signature_id: int, day: int, *, met: bool, did: Did, now: datetime) -> None:
    """Keep an answer; a second one changes the first. Raises LookupError for a signature of somebody else."""
    with db.writing() as session:
        signature = session.get(Signature, signature_id)
        if signature is None or signature.user_id != user_id or day not in CHECK_BACK_DAYS:
            raise LookupError(signature_id)
        answer = {"met": met, "did": did if met else "", "at": now}
        first = db.adding(CheckBack.__table__).values(signature_id=signature_id, day=day, **answer)
        session.execute(first.on_conflict_do_update(index_elements=["signature_id", "day"], set_=answer))

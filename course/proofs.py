"""A certificate of a pledge: that somebody signed, on which day and what; nothing of it is kept anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import false, or_, select

from course import people, signatures
from course.drives import Shown
from course.extensions import db
from course.tables import Drive, PledgeText, Signature

LONGEST_TOKEN = 2000


@dataclass(frozen=True)
class Proof:
    """What a certificate says. The name is the signer's own word for themselves."""

    token: str
    name: str
    language: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    campus: str
    signed_at: datetime


def find_own(drive: Shown, *, user_id: int | None, device: str | None, secret: str) -> int | None:
    """The number of this person's signature, or of this device's; None when there is none that counts."""
    keys = [signatures.keyed_hash(drive.salt, secret, f"user:{user_id}")] if user_id else []
    if device and drive.once != "email":
        keys.append(signatures.keyed_hash(drive.salt, secret, f"device:{device}"))
    own = or_(Signature.once_key.in_(keys), Signature.user_id == user_id if user_id else false())
    counted = (Signature.drive_id == drive.id, Signature.confirmed_at.is_not(None), own)
    return db.session.scalar(select(Signature.id).where(*counted).order_by(Signature.id).limit(1))


def token_for(signature_id: int, name: str, language: str, secret: str) -> str:
    """Everything that the certificate says beside the drive, signed; raises NameRefused or NameNotPrintable."""
    return _tokens(secret).dumps([signature_id, people.printable_name(name), language])


def read(token: str, secret: str) -> Proof | None:
    """None for a token that is none of ours, and for a signature that was taken back."""
    try:
        signature_id, name, language = _tokens(secret).loads(token[:LONGEST_TOKEN])
    except (BadSignature, ValueError, TypeError):
        return None
    row = db.session.execute(
        select(Signature.signed_at, Drive, PledgeText)
        .join(Drive, Drive.id == Signature.drive_id)
        .join(PledgeText, PledgeText.id == Signature.text_id)
        .where(Signature.id == signature_id, Signature.confirmed_at.is_not(None))
    ).first()
    if row is None:
        return None
    signed_at, drive, text = row
    return Proof(
        token=token,
        name=name,
        language=language,
        titles={"en": drive.title_en, "ms": drive.title_ms},
        texts={"en": text.text_en, "ms": text.text_ms},
        campus=drive.campus,
        signed_at=signed_at,
    )


def _tokens(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="thinktwice.pledge-certificate")

"""A certificate as an Open Badge 3.0: a signed credential that a wallet keeps and any verifier can check."""

import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Any

from joserfc.jwk import RSAKey

from certificates.claims import Claims, canonical_bytes, fingerprint
from certificates.issuer import CREDENTIALS_CONTEXT, OPEN_BADGES_CONTEXT, BadgeIssuer
from certificates.phrases import phrases
from certificates.serials import read_serial
from certificates.status import LIST_TYP, StatusPlace, status_entry
from certificates.tokens import NotAToken, Token, read_token, sign

# Kuala Lumpur has kept this time since 1982, and no certificate is older.
_MALAYSIA = timezone(timedelta(hours=8))

_EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"  # which defines the name of the schema
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_TYP = "JWT"
_BADGE_TYPES = {"OpenBadgeCredential", "AchievementCredential"}  # two names for the same (Open Badges 3.0, B.1.2)
_DIGEST = "sha256-"


class Verdict(StrEnum):
    GENUINE = "genuine"  # signed here, and not a letter differs
    ALTERED = "altered"  # it names a key of this site, which has not signed it
    FOREIGN = "foreign"  # a badge, but of somebody else, or with a key that this site does not have
    NOT_A_BADGE = "not_a_badge"


@dataclass(frozen=True)
class BadgeCheck:
    """What a token is. Whether a genuine badge still counts is in the status list, not in the badge."""

    verdict: Verdict
    serial: str | None = None  # of an altered badge only what it claims
    fingerprint: str | None = None  # SHA-256 of the record it was made from; of a genuine badge alone


def sign_badge(claims: Claims, *, issuer: BadgeIssuer, key: RSAKey, status: StatusPlace) -> str:
    """The badge of a certificate as a compact JWT: the same text for the same claims, issuer, key and place.

    An OpenBadgeCredential (Open Badges 3.0, B.1.2) in the model of W3C Verifiable Credentials 2.0. The payload is the
    credential, and beside it `iss`, `jti`, `nbf` and `sub` (8.2 JSON Web Token Proof Format). `key` is private.
    """
    credential = _credential(claims, issuer, status)
    payload = {
        **credential,
        "iss": issuer.profile,
        "jti": credential["id"],
        "nbf": int(_first_moment(claims).timestamp()),
        "sub": credential["credentialSubject"]["id"],
    }
    return sign(payload, key, kid=issuer.key(key.thumbprint()), typ=_TYP)


def record_address(verify_url: str) -> str:
    """Where the canonical bytes of a record are to be fetched, as the badge says; gone when they have been erased."""
    return f"{verify_url}/record.json"


def achievement(claims: Claims, issuer: BadgeIssuer) -> dict[str, Any]:
    """The Achievement (Open Badges 3.0, B.1.1), which is the same for all who finish this version in this language.

    Each skill is a ResultDescription (B.1.22), to which a Result of the person answers. It is no Alignment, because
    that is a node in somebody's published framework, which these are not.
    """
    words = phrases()[claims.language]
    said = claims.model_dump()
    address = issuer.achievement(claims.course_version, claims.language)
    described = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": claims.course,
        "description": words["achievement"].format_map(said),
        "criteria": {"narrative": _narrative(claims)},
        "image": {"id": issuer.picture, "type": "Image", "caption": words["picture"]},
        "inLanguage": claims.language,
        "version": claims.course_version,
        "resultDescription": [
            {"id": _skill(address, number), "type": ["ResultDescription"], "name": skill, "resultType": "Status"}
            for number, skill in enumerate(claims.skills, 1)
        ],
    }
    return _without_empty_lists(described)


def _credential(claims: Claims, issuer: BadgeIssuer, status: StatusPlace) -> dict[str, Any]:
    record = canonical_bytes(claims)
    digest = fingerprint(record)
    address = issuer.achievement(claims.course_version, claims.language)
    subject = {
        # Made from the record, so it leads from no certificate of a person to another.
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{claims.verify_url}#{digest}").urn,
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": claims.name}
        ],
        "achievement": achievement(claims, issuer),
        "result": [
            {"type": ["Result"], "resultDescription": _skill(address, number), "status": "Completed"}
            for number, _ in enumerate(claims.skills, 1)
        ],
    }
    return {
        "@context": [CREDENTIALS_CONTEXT, OPEN_BADGES_CONTEXT, _EXTENSIONS_CONTEXT],
        "id": f"{claims.verify_url}/badge",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": claims.course,
        "description": phrases()[claims.language]["achievement"].format_map(claims.model_dump()),
        "issuer": {"id": issuer.profile, "type": ["Profile"], "name": issuer.name, "url": issuer.base_url},
        "validFrom": _first_moment(claims).isoformat(),
        "credentialSubject": _without_empty_lists(subject),
        "credentialStatus": status_entry(issuer, status),
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        # Integrity of Related Resources (Verifiable Credentials 2.0, 5.3).
        "relatedResource": [
            {
                "id": record_address(claims.verify_url),
                "mediaType": "application/json",
                "digestSRI": _DIGEST + b64encode(bytes.fromhex(digest)).decode("ascii"),
            }
        ],
    }


def _first_moment(claims: Claims) -> datetime:
    """The midnight with which the day of issue begins in Malaysia."""
    return datetime.combine(claims.issued_on, time(), _MALAYSIA)


def _narrative(claims: Claims) -> str:
    """How the achievement is earned, in Markdown."""
    words = phrases()[claims.language]
    sections = [words["criteria"].format_map(claims.model_dump()), _listed(words["modules"], claims.modules)]
    if claims.skills:
        sections.append(_listed(words["skills"], claims.skills))
    return "\n\n".join(sections)


def _listed(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([f"**{heading}**", "", *(f"- {line}" for line in lines)])


def _skill(achievement_address: str, number: int) -> str:
    return f"{achievement_address}#skill-{number}"


def _without_empty_lists(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value != []}


# --- checking ---------------------------------------------------------------------------------------------------------


def check_badge(token: str, keys: Mapping[str, RSAKey], issuer: BadgeIssuer) -> BadgeCheck:
    """What this token is (Open Badges 3.0, 8.2.3 Verify a Credential), whatever its bytes are; it never raises.

    `keys` are all public keys of the site by thumbprint. Nothing is fetched: the key is found by its address in the
    header, among these and nowhere else. A key in the header itself counts for nothing.
    """
    try:
        unchecked = read_token(token)
    except NotAToken:
        return BadgeCheck(Verdict.NOT_A_BADGE)
    kid = unchecked.header.get("kid")
    key = keys.get(issuer.thumbprint_in(kid) or "")
    if key is None:
        return BadgeCheck(Verdict.FOREIGN if _calls_itself_badge(unchecked) else Verdict.NOT_A_BADGE)
    if not unchecked.is_signed_by(key, kid=str(kid), typ=_TYP):
        return _as_altered(unchecked)
    return _as_signed(unchecked, issuer)


def _as_signed(signed: Token, issuer: BadgeIssuer) -> BadgeCheck:
    payload = signed.payload or {}
    serial = _claimed_serial(signed)
    if not _calls_itself_badge(signed) or serial is None or payload.get("iss") != issuer.profile:
        return BadgeCheck(Verdict.NOT_A_BADGE)
    (record,) = payload["relatedResource"]
    return BadgeCheck(Verdict.GENUINE, serial, b64decode(record["digestSRI"].removeprefix(_DIGEST)).hex())


def _as_altered(unchecked: Token) -> BadgeCheck:
    """What names a key of ours and was not signed by it was a badge, for all that can be told, unless it is a list."""
    if unchecked.header.get("typ") == LIST_TYP:
        return BadgeCheck(Verdict.NOT_A_BADGE)
    return BadgeCheck(Verdict.ALTERED, _claimed_serial(unchecked))


def _calls_itself_badge(unchecked: Token) -> bool:
    types = (unchecked.payload or {}).get("type")
    return isinstance(types, list) and any(isinstance(name, str) and name in _BADGE_TYPES for name in types)


def _claimed_serial(unchecked: Token) -> str | None:
    address = (unchecked.payload or {}).get("id")
    if not isinstance(address, str) or not address.endswith("/badge"):
        return None
    return read_serial(address.removesuffix("/badge").rpartition("/")[2])

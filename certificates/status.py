"""The public list of badges that count no more: one bit each, signed (W3C Bitstring Status List 1.0)."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joserfc.jwk import RSAKey

from certificates.issuer import CREDENTIALS_CONTEXT, BadgeIssuer
from certificates.tokens import NotAToken, read_token, sign

# The least that the specification allows, so that nobody who fetches the list can be recognised by the size of it.
LIST_BITS = 131_072
_LIST_BYTES = LIST_BITS // 8
_GZIP = 31  # what zlib calls the largest window in a gzip frame; the time in that frame stays 0

_PURPOSE = "revocation"
# Not "JWT" as in a badge: a list must never be taken for a badge, nor a badge for a list (RFC 8725, 3.11).
LIST_TYP = "vc+jwt"


class NotAStatusList(ValueError):
    """This is no status list that was signed here; the message says why."""


@dataclass(frozen=True)
class StatusPlace:
    """The bit of one badge. Indexes should be given at random, so that neighbours in a list have nothing in common."""

    list_number: int
    index: int

    def __post_init__(self) -> None:
        if self.list_number < 0 or not 0 <= self.index < LIST_BITS:
            raise ValueError(f"a place is in a list from 0 on, at an index from 0 to {LIST_BITS - 1}")


def status_entry(issuer: BadgeIssuer, place: StatusPlace) -> dict[str, str]:
    """The `credentialStatus` of a badge (section 2.1)."""
    address = issuer.status_list(place.list_number)
    return {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": _PURPOSE,
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }


def encode_list(revoked: Iterable[int]) -> str:
    """The `encodedList` of these indexes (section 3.3): gzip in base64url without padding, after the letter u.

    Index 0 is the highest bit of the first byte. Raises ValueError for an index that no list has.
    """
    bits = bytearray(_LIST_BYTES)
    for index in revoked:
        if not 0 <= index < LIST_BITS:
            raise ValueError(f"there is no index {index} in a list of {LIST_BITS}")
        bits[index // 8] |= 0x80 >> index % 8
    packer = zlib.compressobj(wbits=_GZIP)
    return "u" + urlsafe_b64encode(packer.compress(bits) + packer.flush()).rstrip(b"=").decode("ascii")


def decode_list(encoded: str) -> frozenset[int]:
    """The indexes of the bits that are set (section 3.4). Unpacks no more than a list of LIST_BITS has.

    Raises NotAStatusList when it has another length or cannot be unpacked.
    """
    bits = _unpacked(encoded)
    return frozenset(at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit)


def _unpacked(encoded: str) -> bytes:
    if not encoded.startswith("u"):
        raise NotAStatusList("It does not say that it is in base64url.")
    try:
        packed = urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
        unpacker = zlib.decompressobj(wbits=_GZIP)
        bits = unpacker.decompress(packed, _LIST_BYTES + 1)
    except (ValueError, zlib.error) as problem:
        raise NotAStatusList("It cannot be unpacked.") from problem
    if len(bits) != _LIST_BYTES or not unpacker.eof:
        raise NotAStatusList(f"It has not {LIST_BITS} bits.")
    return bits


def sign_status_list(
    issuer: BadgeIssuer,
    key: RSAKey,
    number: int,
    revoked: Iterable[int],
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> str:
    """The list `number` as a signed JWT: what its address answers, as application/vc+jwt.

    A BitstringStatusListCredential (section 2.2). `valid_from`, which has a time zone, is the moment of the last
    change, so that a list that has not changed is the same text. With `valid_until` others stop trusting an old copy
    then, and it has to be signed anew before. `key` is private and has its thumbprint as `kid`.
    """
    address = issuer.status_list(number)
    subject = {
        "id": f"{address}#list",
        "type": "BitstringStatusList",
        "statusPurpose": _PURPOSE,
        "encodedList": encode_list(revoked),
    }
    payload: dict[str, Any] = {
        "@context": [CREDENTIALS_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.profile,
        "validFrom": _written(valid_from),
        "credentialSubject": subject,
        "iss": issuer.profile,
        "jti": address,
        "nbf": int(valid_from.timestamp()),
        "sub": subject["id"],
    }
    if valid_until is not None:
        payload |= {"validUntil": _written(valid_until), "exp": int(valid_until.timestamp())}
    return sign(payload, key, kid=issuer.key(key.thumbprint()), typ=LIST_TYP)


def read_status(token: str, index: int, keys: Mapping[str, RSAKey]) -> bool:
    """Whether the bit at `index` is set in a signed list, of which `keys` (public, by thumbprint) has the key.

    Raises NotAStatusList for anything but a list that one of these keys has signed, IndexError for a wrong index.
    """
    if not 0 <= index < LIST_BITS:
        raise IndexError(f"there is no index {index} in a list of {LIST_BITS}")
    try:
        unchecked = read_token(token)
    except NotAToken as problem:
        raise NotAStatusList(str(problem)) from problem
    kid = unchecked.header.get("kid")
    key = keys.get(kid.rpartition("/")[2]) if isinstance(kid, str) else None
    if key is None or not unchecked.is_signed_by(key, kid=str(kid), typ=LIST_TYP) or unchecked.payload is None:
        raise NotAStatusList("None of these keys has signed it.")
    subject = unchecked.payload.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("statusPurpose") != _PURPOSE:
        raise NotAStatusList("It is not about revocation.")
    return bool(_unpacked(str(subject.get("encodedList")))[index // 8] & 0x80 >> index % 8)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

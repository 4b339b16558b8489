"""Signed tokens, the form in which badges and status lists travel: a compact JWT with RS256 (RFC 7515, RFC 7519)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"

# A badge of ours has 3 to 20 KiB. What is longer is not read at all, and what is shorter costs milliseconds at most.
TOKEN_LIMIT_BYTES = 256 * 1024
_HEADER_LIMIT_BYTES = 2 * 1024


class _Registry(jws.JWSRegistry):
    max_header_length = _HEADER_LIMIT_BYTES
    max_payload_length = TOKEN_LIMIT_BYTES


_REGISTRY = _Registry(algorithms=[ALGORITHM])


class NotAToken(ValueError):
    """This text is no JWT that could be read; the message says why."""


@dataclass(frozen=True)
class Token:
    """A token as it was shown. Nothing in it may be believed before `is_signed_by` has said so."""

    text: str
    header: Mapping[str, Any]
    payload: Mapping[str, Any] | None  # None when it cannot be read

    def is_signed_by(self, key: RSAKey, *, kid: str, typ: str) -> bool:
        """Whether this is, to the last letter, what `sign` made with the private half of this key.

        The key and the algorithm are the caller's: a key that comes along in the header, another algorithm or none,
        and any header beside the three are refused before the signature is looked at.
        """
        if self.payload is None or dict(self.header) != {"alg": ALGORITHM, "kid": kid, "typ": typ}:
            return False
        # Nor is another spelling of the same bytes in base64 taken: the library is strict there, and a test watches it.
        try:
            jws.deserialize_compact(self.text, key, registry=_REGISTRY)
        except (JoseError, ValueError):
            return False
        return True


def sign(payload: Mapping[str, Any], key: RSAKey, *, kid: str, typ: str) -> str:
    """The token of a payload: the same text for the same payload and key. Its header has alg, kid and typ alone."""
    header = {"alg": ALGORITHM, "kid": kid, "typ": typ}
    return jws.serialize_compact(header, rfc8785.dumps(dict(payload)), key, registry=_REGISTRY)


def read_token(text: str) -> Token:
    """The parts of a token that somebody shows, unchecked.

    Raises NotAToken for what is longer than TOKEN_LIMIT_BYTES, has not three parts, or has no header in JSON.
    """
    text = text.strip() if len(text) <= TOKEN_LIMIT_BYTES + 2 else text
    if len(text) > TOKEN_LIMIT_BYTES:
        raise NotAToken("It is longer than a badge can be.")
    if not text.isascii() or text.count(".") != 2:
        raise NotAToken("It has not the three parts of a token.")
    encoded_header, encoded_payload, _ = text.split(".")
    header = _json_object(encoded_header) if len(encoded_header) <= _HEADER_LIMIT_BYTES else None
    if header is None:
        raise NotAToken("Its header cannot be read.")
    return Token(text, header, _json_object(encoded_payload))


def _json_object(segment: str) -> dict[str, Any] | None:
    content = _decoded(segment)
    if content is None:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):  # the latter for brackets in brackets in brackets
        return None
    return found if isinstance(found, dict) else None


def _decoded(segment: str) -> bytes | None:
    """The bytes of base64url in the one spelling that RFC 7515 allows; None for any other."""
    try:
        content = urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError:
        return None
    return content if urlsafe_b64encode(content).rstrip(b"=").decode("ascii") == segment else None

"""Who issues the badges of a site: its addresses, its profile, and its public keys as others fetch them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from joserfc.jwk import RSAKey

CREDENTIALS_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_IDENTIFIERS_CONTEXT = "https://www.w3.org/ns/cid/v1"

# The three members of a public RSA key, by name: whatever else a key has is left out, a private half above all.
_PUBLIC_MEMBERS = ("kty", "n", "e")


@dataclass(frozen=True)
class BadgeIssuer:
    """A site that issues badges. `base_url` has no slash at its end; `name` is what readers of a badge see."""

    base_url: str
    name: str

    def __post_init__(self) -> None:
        if not self.base_url.startswith(("https://", "http://")) or self.base_url.endswith("/"):
            raise ValueError("base_url must be an http address without a slash at its end")

    @property
    def profile(self) -> str:
        """The identity of the issuer, which leads to what issuer_profile returns."""
        return f"{self.base_url}/issuer"

    @property
    def key_set(self) -> str:
        return f"{self.base_url}/.well-known/jwks.json"

    @property
    def picture(self) -> str:
        return f"{self.base_url}/badge.png"

    def key(self, thumbprint: str) -> str:
        return f"{self.base_url}/keys/{thumbprint}"

    def status_list(self, number: int) -> str:
        return f"{self.base_url}/status-lists/{number}"

    def achievement(self, course_version: str, language: str) -> str:
        """The achievement in one language; two languages are two achievements, for their words differ."""
        return f"{self.base_url}/achievements/{quote(course_version, safe='')}/{language}"

    def thumbprint_in(self, address: object) -> str | None:
        """The last part of the address of a key of this site; None for every other address."""
        start = self.key("")
        return address.removeprefix(start) if isinstance(address, str) and address.startswith(start) else None


def issuer_profile(issuer: BadgeIssuer, keys: Mapping[str, RSAKey]) -> dict[str, Any]:
    """What the address `issuer.profile` answers, as JSON.

    A Profile (Open Badges 3.0, B.1.19) that is a controlled identifier document too (W3C Controlled Identifiers 1.0,
    section 2), so that a verifier of either kind finds the keys. `keys` are public keys by thumbprint.
    """
    methods = [
        {
            "id": issuer.key(thumbprint),
            "type": "JsonWebKey",
            "controller": issuer.profile,
            "publicKeyJwk": _public(issuer, thumbprint, key),
        }
        for thumbprint, key in sorted(keys.items())
    ]
    return {
        "@context": [_IDENTIFIERS_CONTEXT, OPEN_BADGES_CONTEXT],
        "id": issuer.profile,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.base_url,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key_set(issuer: BadgeIssuer, keys: Mapping[str, RSAKey]) -> dict[str, Any]:
    """What the address `issuer.key_set` answers: every public key, current and retired (RFC 7517, section 5).

    The `kid` of each is its address, since this is how the badges name it.
    """
    return {"keys": [_public(issuer, thumbprint, key) for thumbprint, key in sorted(keys.items())]}


def one_key(issuer: BadgeIssuer, keys: Mapping[str, RSAKey], thumbprint: str) -> dict[str, Any] | None:
    """What the address `issuer.key(thumbprint)` answers; None when there is no such key.

    A single JWK, not a set (Open Badges 3.0, 8.5 Dereferencing the Public Key).
    """
    key = keys.get(thumbprint)
    return None if key is None else _public(issuer, thumbprint, key)


def _public(issuer: BadgeIssuer, thumbprint: str, key: RSAKey) -> dict[str, Any]:
    members = key.as_dict(private=False)
    return {
        **{name: members[name] for name in _PUBLIC_MEMBERS},
        "kid": issuer.key(thumbprint),
        "use": "sig",
        "alg": "RS256",
    }

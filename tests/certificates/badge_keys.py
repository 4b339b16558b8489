"""Keys and an issuer for the tests of badges. The keys are made once for a run; nothing else trusts them."""

import base64
import json
from typing import Any

from joserfc.jwk import RSAKey

from certificates import BadgeIssuer, StatusPlace


def public_half(key: RSAKey) -> RSAKey:
    return RSAKey.import_key(key.as_dict(private=False))


KEY = RSAKey.generate_key(2048, private=True)
RETIRED_KEY = RSAKey.generate_key(2048, private=True)
STRANGERS_KEY = RSAKey.generate_key(2048, private=True)

KEYS = {key.thumbprint(): public_half(key) for key in (KEY, RETIRED_KEY)}
ISSUER = BadgeIssuer("https://thinktwice.example.edu.my", "Universiti Contoh Malaysia")
PLACE = StatusPlace(1, 4711)


def encoded(content: Any) -> str:
    """A part of a token: JSON, or bytes as they are."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(segment: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


def header_of(token: str) -> Any:
    return decoded(token.split(".")[0])


def payload_of(token: str) -> Any:
    return decoded(token.split(".")[1])

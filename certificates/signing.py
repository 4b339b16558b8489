"""Signs the PDF of a certificate (PAdES B-B, or B-T with a timestamp service), so that any later change shows."""

import urllib.request
from collections.abc import Callable
from datetime import datetime
from urllib.error import URLError
from urllib.parse import urlsplit

from certificates.keyring import Keyring

# The empty signature field that a drawn certificate brings; a PDF without it is given one.
FIELD = "Issuer"

_TIMESTAMP_WAIT_SECONDS = 10
_LARGEST_TIMESTAMP_BYTES = 64 * 1024

# Turns the DER of a TimeStampReq into the DER of a TimeStampResp (RFC 3161); raises SigningFailed or OSError.
Timestamper = Callable[[bytes], bytes]


class SigningFailed(Exception):
    """The PDF is not signed; the message says why. What came of it must not be handed out."""


def sign_pdf(keyring: Keyring, pdf: bytes, signed_at: datetime, timestamper: Timestamper | None = None) -> bytes:
    """The PDF signed by the current key as a certifying signature that allows no change (DocMDP 1).

    `signed_at` carries its time zone and is what the signature claims; a timestamper adds a time that others vouch for.
    No other input is needed, and without a timestamper nothing leaves the machine. Raises SigningFailed for bytes that
    are no PDF or are signed already, for a key in hardware that does not answer, and for a timestamp that is not sound.
    Runs an event loop of its own, so it must not be called from inside one.
    """
    from certificates.pades import signed  # noqa: PLC0415 - pyHanko takes a second to import; who only checks needs none

    return signed(keyring, pdf, signed_at, timestamper)


def timestamp_service(address: str) -> Timestamper:
    """Asks the RFC 3161 service at this http or https address. Raises ValueError for any other address."""
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise ValueError(f"{address!r} is not the address of a timestamp service: it begins with http:// or https://.")

    def ask(request: bytes) -> bytes:
        asked = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            address, data=request, headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=_TIMESTAMP_WAIT_SECONDS) as answer:  # noqa: S310 - as above
                reply: bytes = answer.read(_LARGEST_TIMESTAMP_BYTES + 1)
        except (URLError, OSError) as problem:
            raise SigningFailed(f"The timestamp service {address} does not answer: {problem}.") from problem
        if len(reply) > _LARGEST_TIMESTAMP_BYTES:
            raise SigningFailed(f"The timestamp service {address} answers with more than a timestamp.")
        return reply

    return ask

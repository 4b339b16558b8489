"""The signature of this site on a PDF: how it is written, and whether it is there, whole and over every byte.

To check it, no PDF is parsed. What counts is that the file is, byte for byte, what our key has signed: everything but
the signature's own place is in its digest, and in that place there must be one signature, in the one way of writing it,
and then zeros. Whatever a reader makes of such a file, it is what we made. So a flipped bit, something appended,
something hidden and swapped, or a signature that was written differently all fail for the same reason.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import cms, der
from certificates.chains import CertificateChain
from certificates.timestamps import check_timestamp, timestamp_in, timestamp_request

# As pyHanko writes it. Nothing may stand between the signature and the range that leaves it out.
_PLACE = re.compile(rb"/Contents (<[0-9A-F]+>)\n/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10})\] ")
_CLAIMED_TIME = re.compile(rb"/M \(D(?::|\\072)(\d{14})Z\)")
# A file of ours has one. Each that is looked at costs a hash of the file, so of thousands no more than these count.
_PLACES = 4
_DICTIONARY_BYTES = 1000  # more than what follows the signature in its dictionary

_DATA = der.object_identifier("1.2.840.113549.1.7.1")
_TIMESTAMP = der.object_identifier("1.2.840.113549.1.9.16.2.14")
_SHA256 = der.value(der.SEQUENCE, der.object_identifier("2.16.840.1.101.3.4.2.1"), der.value(der.NULL))
_ECDSA_SHA256 = der.value(der.SEQUENCE, der.object_identifier("1.2.840.10045.4.3.2"))
_RSA_SHA256 = der.value(der.SEQUENCE, der.object_identifier("1.2.840.113549.1.1.11"), der.value(der.NULL))
_ONE = der.value(der.INTEGER, b"\x01")


class Broken(Exception):
    """There is no signature of ours over the whole file; the message says what is wrong, in a sentence for logs."""


class NoSeal(Broken):
    """There is nothing in the file that looks like a signature of ours."""


class Appended(Broken):
    """The file begins with what we signed, and then goes on."""


class CutOff(Broken):
    """The file ends before what we signed does."""


@dataclass(frozen=True)
class Seal:
    """A signature of ours that covers the whole file."""

    certificate_sha256: str
    signed_at: datetime | None  # as the signature claims
    timestamped_at: datetime | None  # as a timestamp service says, whom we do not judge


def write_signature(
    chain: CertificateChain,
    sign: Callable[[bytes], bytes],
    digest: bytes,
    timestamper: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """DER of the signature for a file with this SHA-256: CMS SignedData with the attributes that PAdES asks for.

    `sign` is that of a DocumentKey, `timestamper` as in `signing`. Raises ValueError for an answer of the service that
    cannot be used.
    """
    named = hashlib.sha256(chain.signer.public_bytes(Encoding.DER)).digest()
    named_in_layers = der.value(der.OCTETS, named)
    for _layer in ("ESSCertIDv2", "certs", "SigningCertificateV2"):
        named_in_layers = der.value(der.SEQUENCE, named_in_layers)
    attributes = der.set_of(
        cms.attribute(cms.CONTENT_TYPE, _DATA),
        cms.attribute(cms.MESSAGE_DIGEST, der.value(der.OCTETS, digest)),
        cms.attribute(cms.SIGNING_CERTIFICATE_V2, named_in_layers),
    )
    value = sign(der.value(der.SET, attributes))
    unsigned = b""
    if timestamper is not None:
        token = timestamp_in(timestamper(timestamp_request(value)))
        unsigned = der.value(der.TAGGED_1, cms.attribute(_TIMESTAMP, token))
    signer = der.value(
        der.SEQUENCE,
        _ONE,
        cms.issuer_and_serial(chain.signer),
        _SHA256,
        der.value(der.TAGGED_0, attributes),
        _algorithm(chain),
        der.value(der.OCTETS, value),
        unsigned,
    )
    signed_data = der.value(
        der.SEQUENCE,
        _ONE,
        der.value(der.SET, _SHA256),
        der.value(der.SEQUENCE, _DATA),
        der.value(der.TAGGED_0, *chain.embedded()),
        der.value(der.SET, signer),
    )
    return der.value(der.SEQUENCE, cms.SIGNED_DATA, der.value(der.TAGGED_0, signed_data))


def _algorithm(chain: CertificateChain) -> bytes:
    return _RSA_SHA256 if isinstance(chain.signer.public_key(), rsa.RSAPublicKey) else _ECDSA_SHA256


def check_seal(pdf: bytes, trusted: Sequence[CertificateChain]) -> Seal:
    """The signature by one of these keys over all of these bytes; raises Broken when there is none.

    Safe with any bytes; time and memory grow with their number and no faster.
    """
    found: Broken = NoSeal("The file carries no signature written in our way.")
    for place in islice(_PLACE.finditer(pdf), _PLACES):
        start, end, rest = (int(number) for number in place.groups()[1:])
        signature = _unwritten(place[1])
        if not any(chain.signer.public_bytes(Encoding.DER) in signature for chain in trusted):
            found = NoSeal("The signature was made by somebody else.")
        elif (start, end) != place.span(1):
            found = Broken("The signature is not over the bytes around it.")
        elif end + rest > len(pdf):
            found = CutOff("The file ends too early.")
        else:
            seal = _checked(pdf[: end + rest], place, signature, trusted)
            if end + rest < len(pdf):
                raise Appended("Something was appended to the file after it was signed.")
            return seal
    raise found


def _unwritten(place: bytes) -> bytes:
    digits = place[1:-1].decode("ascii")
    return b"" if len(digits) % 2 else bytes.fromhex(digits)


def _checked(pdf: bytes, place: re.Match[bytes], signature: bytes, trusted: Sequence[CertificateChain]) -> Seal:
    start, end = place.span(1)
    digest = hashlib.sha256(pdf[:start])
    digest.update(pdf[end:])
    try:
        chain, timestamped_at = _read_signature(signature, digest.digest(), trusted)
    except InvalidSignature as problem:
        raise Broken("The signature was not made by its key.") from problem
    except ValueError as problem:  # NotDer and UnsoundTimestamp, and what is said of broken certificates
        raise Broken(f"The signature is not written as we write it. {problem}") from problem
    return Seal(
        certificate_sha256=chain.signer.fingerprint(hashes.SHA256()).hex(),
        signed_at=_claimed_time(pdf[end : end + _DICTIONARY_BYTES]),
        timestamped_at=timestamped_at,
    )


def _read_signature(
    place: bytes, digest: bytes, trusted: Sequence[CertificateChain]
) -> tuple[CertificateChain, datetime | None]:
    """Checks what `write_signature` writes, field by field (RFC 5652); what the signature does not cover is fixed."""
    reader = der.Reader(place)
    signature = reader.inside(der.SEQUENCE)
    if reader.rest().strip(b"\0"):
        raise Broken("There is something behind the signature, in its place.")

    signed_data = cms.open_signed_data(signature)
    signed_data.expect(_ONE)
    signed_data.expect(der.value(der.SET, _SHA256))
    signed_data.expect(der.value(der.SEQUENCE, _DATA))
    chain = _chain_of(signed_data.inside(der.TAGGED_0), trusted)
    signers = signed_data.inside(der.SET)
    signed_data.end()
    signer = signers.inside(der.SEQUENCE)
    signers.end()

    signer.expect(_ONE)
    signer.expect(cms.issuer_and_serial(chain.signer))
    signer.expect(_SHA256)
    attributes = signer.content(der.TAGGED_0)
    signer.expect(_algorithm(chain))
    value = signer.content(der.OCTETS)
    # It is made over the attributes as a set, while they stand in the signature under a tag of their own.
    cms.verify(chain.signer.public_key(), value, der.value(der.SET, attributes), hashes.SHA256())
    if cms.message_digest(attributes) != digest:
        raise Broken("The file was changed after it was signed.")
    if signer.is_at_end():
        return chain, None
    timestamp = _read_timestamp(signer.inside(der.TAGGED_1))
    signer.end()
    return chain, check_timestamp(timestamp, value)


def _chain_of(certificates: der.Reader, trusted: Sequence[CertificateChain]) -> CertificateChain:
    """Whose key it claims to be: all of the certificates that are embedded belong to one chain of ours, to the bit."""
    embedded = []
    while not certificates.is_at_end():
        embedded.append(certificates.whole())
    for chain in trusted:
        known = {certificate.public_bytes(Encoding.DER) for certificate in (chain.signer, *chain.issuers)}
        if chain.signer.public_bytes(Encoding.DER) in embedded:
            if not known.issuperset(embedded) or embedded != sorted(set(embedded)):
                raise Broken("The signature carries other certificates than ours.")
            return chain
    raise Broken("The certificate of the signature is missing.")


def _read_timestamp(attributes: der.Reader) -> bytes:
    attribute = attributes.inside(der.SEQUENCE)
    attributes.end()
    attribute.expect(_TIMESTAMP)
    tokens = attribute.inside(der.SET)
    attribute.end()
    token = tokens.whole()
    tokens.end()
    return token


def _claimed_time(dictionary: bytes) -> datetime | None:
    """The time in the signature's dictionary, which its digest covers."""
    found = _CLAIMED_TIME.search(dictionary)
    if found is None:
        return None
    return datetime.strptime(found[1].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)

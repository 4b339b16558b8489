"""Whether a timestamp (RFC 3161) is sound: it is over this signature, and signed by the certificate it names.

Whether its service can be trusted is not judged here: that is for readers with a list of services they trust. So who
replaces the whole timestamp by that of another service, or changes the topmost certificate of the service, for which
nothing in the file vouches, is not noticed here; the hash of the file tells.
"""

import hashlib
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from certificates import cms, der

_TIMESTAMP_INFO = der.object_identifier("1.2.840.113549.1.9.16.1.4")
_NULL = der.value(der.NULL)
_HASHES: dict[bytes, hashes.HashAlgorithm] = {
    der.object_identifier("2.16.840.1.101.3.4.2.1"): hashes.SHA256(),
    der.object_identifier("2.16.840.1.101.3.4.2.2"): hashes.SHA384(),
    der.object_identifier("2.16.840.1.101.3.4.2.3"): hashes.SHA512(),
}
_SIGNATURES = {  # with the hash that belongs to each; the first leaves it to the digest algorithm
    der.object_identifier("1.2.840.113549.1.1.1"): None,
    der.object_identifier("1.2.840.113549.1.1.11"): "sha256",
    der.object_identifier("1.2.840.113549.1.1.12"): "sha384",
    der.object_identifier("1.2.840.113549.1.1.13"): "sha512",
    der.object_identifier("1.2.840.10045.4.3.2"): "sha256",
    der.object_identifier("1.2.840.10045.4.3.3"): "sha384",
    der.object_identifier("1.2.840.10045.4.3.4"): "sha512",
}
# How a timestamp names its certificate: by its hash, in the older attribute SHA-1, in the newer one any.
_CERTIFICATE = der.object_identifier("1.2.840.113549.1.9.16.2.12")


_ONE = der.value(der.INTEGER, b"\x01")
_TRUE = der.value(der.BOOLEAN, b"\xff")
_GRANTED = (b"\x00", b"\x01")  # as asked, or with changes


class UnsoundTimestamp(ValueError):
    """The timestamp is not over this signature, or was changed, or is of a kind that is not checked here."""


def timestamp_request(signature: bytes) -> bytes:
    """DER of a TimeStampReq that asks for the service's certificates as well.

    It carries no nonce: no two signatures are alike, so an old answer is never one to this request.
    """
    sha256 = der.value(der.SEQUENCE, der.object_identifier("2.16.840.1.101.3.4.2.1"), _NULL)
    imprint = der.value(der.SEQUENCE, sha256, der.value(der.OCTETS, hashlib.sha256(signature).digest()))
    return der.value(der.SEQUENCE, _ONE, imprint, _TRUE)


def timestamp_in(response: bytes) -> bytes:
    """The timestamp in a TimeStampResp. Raises UnsoundTimestamp when the service refuses, and NotDer."""
    reader = der.Reader(response)
    answer = reader.inside(der.SEQUENCE)
    reader.end()
    status = answer.inside(der.SEQUENCE)
    if status.content(der.INTEGER) not in _GRANTED:
        raise UnsoundTimestamp("The timestamp service refuses.")
    token = answer.whole()
    answer.end()
    return token


def check_timestamp(token: bytes, signature: bytes) -> datetime:
    """When the service saw this signature. Raises UnsoundTimestamp."""
    try:
        return _checked(token, signature)
    except UnsoundTimestamp:
        raise
    except InvalidSignature as problem:
        raise UnsoundTimestamp("The timestamp or a certificate in it was changed.") from problem
    except Exception as problem:
        # Anybody may put another timestamp into a file, and what is raised over a made-up certificate has no list.
        raise UnsoundTimestamp(f"The timestamp cannot be read: {type(problem).__name__}.") from problem


def _checked(token: bytes, signature: bytes) -> datetime:
    reader = der.Reader(token)
    signed_data = cms.open_signed_data(reader.inside(der.SEQUENCE))
    reader.end()
    if signed_data.content(der.INTEGER) != b"\x03":
        raise UnsoundTimestamp("The timestamp is of another version.")
    algorithms = signed_data.inside(der.SET)
    info = _read_info(signed_data.inside(der.SEQUENCE))
    certificates = _read_certificates(signed_data.inside(der.TAGGED_0))
    signers = signed_data.inside(der.SET)
    signed_data.end()
    algorithm = _check_signer(signers.inside(der.SEQUENCE), info, certificates)
    signers.end()
    if _read_hash(algorithms).name != algorithm.name:
        raise UnsoundTimestamp("The timestamp names two ways of hashing.")
    algorithms.end()
    return _time_of(info, signature)


def _read_info(content: der.Reader) -> bytes:
    wrapped = cms.wrapped_in(content, _TIMESTAMP_INFO)
    info = wrapped.content(der.OCTETS)
    wrapped.end()
    return info


def _read_certificates(reader: der.Reader) -> list[x509.Certificate]:
    """All of them, each as its issuer made it, but for the topmost one when that is no root: its issuer is not here."""
    certificates = []
    while not reader.is_at_end():
        certificates.append(x509.load_der_x509_certificate(reader.whole()))
    unconfirmed = [each for each in certificates if not any(_has_issued(other, each) for other in certificates)]
    topmost = [each for each in unconfirmed if any(_has_issued(each, other) for other in certificates)]
    if len(certificates) > 1 and unconfirmed != topmost[:1]:
        raise UnsoundTimestamp("A certificate of the timestamp was changed.")
    return certificates


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, InvalidSignature):
        return False
    return True


def _check_signer(signer: der.Reader, info: bytes, certificates: list[x509.Certificate]) -> hashes.HashAlgorithm:
    if signer.content(der.INTEGER) != b"\x01":
        raise UnsoundTimestamp("The timestamp's signature is of another version.")
    name = signer.whole()
    algorithm = _read_hash(signer)
    attributes = signer.content(der.TAGGED_0)
    kind = signer.inside(der.SEQUENCE)
    if _SIGNATURES.get(kind.whole(), "") not in (None, algorithm.name):
        raise UnsoundTimestamp("The timestamp is signed in a way that is not checked here.")
    _no_parameters(kind)
    value = signer.content(der.OCTETS)
    signer.end()
    if cms.message_digest(attributes) != hashlib.new(algorithm.name, info).digest():
        raise UnsoundTimestamp("The timestamp was changed.")
    certificate = _named_certificate(attributes, certificates)
    if name != cms.issuer_and_serial(certificate):
        raise UnsoundTimestamp("The timestamp names two certificates.")
    cms.verify(certificate.public_key(), value, der.value(der.SET, attributes), algorithm)
    return algorithm


def _named_certificate(attributes: bytes, certificates: list[x509.Certificate]) -> x509.Certificate:
    values = cms.attribute_values(attributes)
    attribute = values.get(cms.SIGNING_CERTIFICATE_V2) or values.get(_CERTIFICATE)
    if attribute is None:
        raise UnsoundTimestamp("The timestamp does not name its certificate.")
    named = der.Reader(attribute).inside(der.SEQUENCE).inside(der.SEQUENCE).inside(der.SEQUENCE)
    algorithm: hashes.HashAlgorithm = hashes.SHA256() if cms.SIGNING_CERTIFICATE_V2 in values else hashes.SHA1()  # noqa: S303 - as RFC 2634 has it
    if named.next_tag() == der.SEQUENCE:
        algorithm = _read_hash(named)
    digest = named.content(der.OCTETS)
    for certificate in certificates:
        if certificate.fingerprint(algorithm) == digest:
            return certificate
    raise UnsoundTimestamp("The timestamp does not bring its certificate.")


def _time_of(info: bytes, signature: bytes) -> datetime:
    reader = der.Reader(info)
    content = reader.inside(der.SEQUENCE)
    reader.end()
    content.content(der.INTEGER)
    content.content(der.OBJECT)  # the service's policy
    imprint = content.inside(der.SEQUENCE)
    algorithm = _read_hash(imprint)
    if imprint.content(der.OCTETS) != hashlib.new(algorithm.name, signature).digest():
        raise UnsoundTimestamp("The timestamp was made for another signature.")
    content.content(der.INTEGER)
    return der.generalized_time(content.content(der.TIME))


def _read_hash(reader: der.Reader) -> hashes.HashAlgorithm:
    """The next value as an algorithm that hashes, with a NULL for its parameters or without."""
    identifier = reader.inside(der.SEQUENCE)
    algorithm = _HASHES.get(identifier.whole())
    if algorithm is None:
        raise UnsoundTimestamp("The timestamp hashes in a way that is not accepted here.")
    _no_parameters(identifier)
    return algorithm


def _no_parameters(identifier: der.Reader) -> None:
    if not identifier.is_at_end():
        identifier.expect(_NULL)
    identifier.end()

"""Parts of signatures (CMS, RFC 5652) that seals and timestamps share."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

from certificates import der

SIGNED_DATA = der.object_identifier("1.2.840.113549.1.7.2")
CONTENT_TYPE = der.object_identifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = der.object_identifier("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2 = der.object_identifier("1.2.840.113549.1.9.16.2.47")


def wrapped_in(content_info: der.Reader, kind: bytes) -> der.Reader:
    """What a ContentInfo of that kind, open already, wraps: to be read to its end, for nothing may follow."""
    content_info.expect(kind)
    wrapped = content_info.inside(der.TAGGED_0)
    content_info.end()
    return wrapped


def open_signed_data(signature: der.Reader) -> der.Reader:
    """What is inside the SignedData of a ContentInfo that is open already."""
    wrapped = wrapped_in(signature, SIGNED_DATA)
    signed_data = wrapped.inside(der.SEQUENCE)
    wrapped.end()
    return signed_data


def attribute(kind: bytes, value: bytes) -> bytes:
    return der.value(der.SEQUENCE, kind, der.value(der.SET, value))


def issuer_and_serial(certificate: x509.Certificate) -> bytes:
    """How a signature names the certificate of its key, in the certificate's own bytes."""
    content = der.Reader(certificate.tbs_certificate_bytes).inside(der.SEQUENCE)
    if content.next_tag() == der.TAGGED_0:
        content.whole()  # the version
    serial, _algorithm, issuer = content.whole(), content.whole(), content.whole()
    return der.value(der.SEQUENCE, issuer, serial)


def message_digest(attributes: bytes) -> bytes | None:
    """The digest that signed attributes are about; None unless it is there exactly once."""
    values = attribute_values(attributes).get(MESSAGE_DIGEST)
    return None if values is None else der.Reader(values).content(der.OCTETS)


def attribute_values(attributes: bytes) -> dict[bytes, bytes]:
    """The values of signed attributes by their type. Raises NotDer when one of them is there twice."""
    found: dict[bytes, bytes] = {}
    reader = der.Reader(attributes)
    while not reader.is_at_end():
        attribute = reader.inside(der.SEQUENCE)
        kind, values = attribute.whole(), attribute.content(der.SET)
        attribute.end()
        if kind in found:
            raise der.NotDer("An attribute is there twice.")
        found[kind] = values
    return found


def verify(
    public_key: CertificatePublicKeyTypes, signature: bytes, message: bytes, algorithm: hashes.HashAlgorithm
) -> None:
    """Raises InvalidSignature when another key signed, or another message; NotDer for a key that cannot be here."""
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        public_key.verify(signature, message, ec.ECDSA(algorithm))
    elif isinstance(public_key, rsa.RSAPublicKey):
        public_key.verify(signature, message, padding.PKCS1v15(), algorithm)
    else:
        raise der.NotDer("The key is neither EC nor RSA.")

"""A seal is what our key writes and nothing near it: certificates too many, other attributes, other timestamps."""

import hashlib
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import cms, der
from certificates.chains import CertificateChain
from certificates.seals import Broken, NoSeal, check_seal, write_signature
from certificates.signing import Timestamper
from tests.certificates.papers import NOON, Certified, certified

CAMPUS = certified("Campus", by=certified("Between", by=certified("Root")))
OURS = CertificateChain(CAMPUS.certificates[0], CAMPUS.certificates[1:])
SHA256 = der.value(der.SEQUENCE, der.object_identifier("2.16.840.1.101.3.4.2.1"))
SHA512 = der.value(der.SEQUENCE, der.object_identifier("2.16.840.1.101.3.4.2.3"))
MD5 = der.value(der.SEQUENCE, der.object_identifier("1.2.840.113549.2.5"))
ECDSA_SHA256 = der.value(der.SEQUENCE, der.object_identifier("1.2.840.10045.4.3.2"))
ECDSA_SHA512 = der.value(der.SEQUENCE, der.object_identifier("1.2.840.10045.4.3.4"))
CERTIFICATE = der.object_identifier("1.2.840.113549.1.9.16.2.12")


def number(value: int) -> bytes:
    return der.value(der.INTEGER, bytes((value,)))


def sign(message: bytes, by: Certified = CAMPUS) -> bytes:
    assert isinstance(by.key, ec.EllipticCurvePrivateKey)
    return by.key.sign(message, ec.ECDSA(hashes.SHA256()))


def sealed(
    chain: CertificateChain = OURS, rest: bytes = b"/M (D:20261121120000Z)", stamp: Timestamper | None = None
) -> bytes:
    """What is left of a signed PDF when everything is left out that does not matter to a seal."""
    room, start = 4096, 20
    end = start + 2 * room + 2
    before = b"%PDF-1.7".ljust(start - 10) + b"/Contents "
    after = b"\n/ByteRange [0 %d %d %03d] " % (start, end, 0) + rest
    after = after.replace(b" 000] ", b" %03d] " % len(after))
    signature = write_signature(chain, sign, hashlib.sha256(before + after).digest(), stamp)
    return before + b"<" + signature.ljust(room, b"\0").hex().upper().encode() + b">" + after


def test_the_least_that_can_be_sealed_is_sealed() -> None:
    assert check_seal(sealed(), [OURS]).signed_at == NOON


def test_a_signature_that_claims_no_time_has_none() -> None:
    assert check_seal(sealed(rest=b"/Reason (none)"), [OURS]).signed_at is None


def test_the_chain_may_be_completed_later() -> None:
    with_root_only = CertificateChain(OURS.signer, OURS.issuers[:1])

    assert check_seal(sealed(with_root_only), [OURS])


def test_a_signature_with_certificates_of_others_is_broken() -> None:
    stranger = certified("Stranger", by=certified("Their root")).certificates[0]

    with pytest.raises(Broken, match="carries other certificates than ours"):
        check_seal(sealed(CertificateChain(OURS.signer, (*OURS.issuers, stranger))), [OURS])


def test_a_signature_that_hides_its_certificate_elsewhere_is_broken() -> None:
    """Our certificate is in the place of the signature, but not among the certificates of the signature."""
    stranger = CertificateChain(certified("Stranger", by=certified("Their root")).certificates[0], ())
    hidden = OURS.signer.public_bytes(Encoding.DER)

    with pytest.raises(Broken, match="certificate of the signature is missing"):
        check_seal(
            sealed(
                stranger, stamp=lambda _request: der.value(der.SEQUENCE, der.value(der.SEQUENCE, number(0)), hidden)
            ),
            [OURS],
        )


def test_a_key_that_can_do_neither_ec_nor_rsa_confirms_nothing() -> None:
    with pytest.raises(der.NotDer, match="neither EC nor RSA"):
        cms.verify(ed25519.Ed25519PrivateKey.generate().public_key(), b"", b"", hashes.SHA256())


def test_a_certificate_of_the_first_version_is_named_as_well() -> None:
    """Such a certificate begins with its serial, as it has no version to begin with."""
    version_3 = OURS.signer.tbs_certificate_bytes
    content = der.Reader(version_3).inside(der.SEQUENCE)
    content.whole()

    class Old:
        tbs_certificate_bytes = der.value(der.SEQUENCE, content.rest())

    assert cms.issuer_and_serial(Old()) == cms.issuer_and_serial(OURS.signer)  # type: ignore[arg-type]


def test_nobody_else_has_sealed_it() -> None:
    stranger = certified("Campus")

    with pytest.raises(NoSeal):
        check_seal(sealed(), [CertificateChain(stranger.certificates[0], ())])


# --- timestamps -------------------------------------------------------------------------------------------------------

TIME = certified("Time", by=certified("Time root"), stamps_time=True)


def named_by(digest: bytes) -> bytes:
    return der.value(der.SEQUENCE, der.value(der.SEQUENCE, der.value(der.SEQUENCE, der.value(der.OCTETS, digest))))


def stamped(
    *,
    version: int = 3,
    algorithms: bytes = SHA256,
    content: str = "1.2.840.113549.1.9.16.1.4",
    imprint: bytes = SHA256,
    certificates: tuple[x509.Certificate, ...] = TIME.certificates,
    signer_version: int = 1,
    name: x509.Certificate = TIME.certificates[0],
    algorithm: bytes = ECDSA_SHA256,
    hashed: bytes = SHA256,
    certificate: bytes | None = cms.attribute(
        cms.SIGNING_CERTIFICATE_V2, named_by(TIME.certificates[0].fingerprint(hashes.SHA256()))
    ),
    claimed: bytes | None = None,
    more: bytes = b"",
) -> Timestamper:
    """A timestamp service of which every answer can be wrong in one thing."""

    def ask(request: bytes) -> bytes:
        asked = der.Reader(request).inside(der.SEQUENCE)
        asked.whole()
        digest = asked.inside(der.SEQUENCE)
        digest.whole()
        info = der.value(
            der.SEQUENCE,
            number(1),
            der.object_identifier("1.2.3"),
            der.value(der.SEQUENCE, imprint, digest.whole()),
            number(9),
            der.value(der.TIME, b"20261121120500Z"),
        )
        attributes = der.set_of(
            cms.attribute(cms.MESSAGE_DIGEST, der.value(der.OCTETS, claimed or hashlib.sha256(info).digest())),
            *([certificate] if certificate else []),
        )
        signer = der.value(
            der.SEQUENCE,
            number(signer_version),
            cms.issuer_and_serial(name),
            hashed,
            der.value(der.TAGGED_0, attributes),
            algorithm,
            der.value(der.OCTETS, sign(der.value(der.SET, attributes), TIME)),
        )
        encoded = (each.public_bytes(Encoding.DER) for each in certificates)
        signed_data = der.value(
            der.SEQUENCE,
            number(version),
            der.value(der.SET, algorithms),
            der.value(
                der.SEQUENCE,
                der.object_identifier(content),
                der.value(der.TAGGED_0, der.value(der.OCTETS, info)),
            ),
            der.value(der.TAGGED_0, *encoded),
            der.value(der.SET, signer),
        )
        token = der.value(der.SEQUENCE, cms.SIGNED_DATA, der.value(der.TAGGED_0, signed_data), more)
        return der.value(der.SEQUENCE, der.value(der.SEQUENCE, number(0)), token)

    return ask


def in_sha1() -> bytes:
    digest = TIME.certificates[0].fingerprint(hashes.SHA1())  # noqa: S303 - the older attribute knows no other
    return cms.attribute(CERTIFICATE, named_by(digest))


def in_sha512() -> bytes:
    digest = TIME.certificates[0].fingerprint(hashes.SHA512())
    identifier = der.value(der.SEQUENCE, SHA512, der.value(der.OCTETS, digest))
    return cms.attribute(cms.SIGNING_CERTIFICATE_V2, der.value(der.SEQUENCE, der.value(der.SEQUENCE, identifier)))


@pytest.mark.parametrize(
    "stamp",
    [
        stamped(),
        stamped(certificate=in_sha1()),
        stamped(certificate=in_sha512()),
        stamped(certificates=TIME.certificates[:1]),
    ],
    ids=["with SHA-256", "named by SHA-1", "named by SHA-512", "without its root"],
)
def test_a_sound_timestamp_gives_its_time(stamp: Timestamper) -> None:
    assert check_seal(sealed(stamp=stamp), [OURS]).timestamped_at == NOON + timedelta(minutes=5)


TWICE = cms.attribute(cms.MESSAGE_DIGEST, der.value(der.OCTETS, b""))
UNSOUND = {
    "another version": (stamped(version=1), "another version"),
    "another version of its signature": (stamped(signer_version=3), "signature is of another version"),
    "two ways of hashing": (stamped(algorithms=SHA512), "two ways of hashing"),
    "a way that is broken": (stamped(algorithms=MD5), "not accepted here"),
    "no timestamp": (stamped(content="1.2.840.113549.1.7.1"), "NotDer"),
    "parameters": (stamped(algorithm=der.value(der.SEQUENCE, ECDSA_SHA256[2:], number(1))), "NotDer"),
    "another way of signing": (stamped(algorithm=ECDSA_SHA512), "signed in a way"),
    "an unknown way of signing": (stamped(algorithm=MD5), "signed in a way"),
    "another digest": (stamped(claimed=bytes(32)), "was changed"),
    "no name": (stamped(certificate=None), "does not name its certificate"),
    "one thing said twice": (stamped(certificate=TWICE), "NotDer"),
    "no certificate": (stamped(certificates=()), "does not bring its certificate"),
    "two names": (stamped(name=OURS.signer), "names two certificates"),
    "a stranger's certificate": (stamped(certificates=(*TIME.certificates, OURS.signer)), "was changed"),
    "something more": (stamped(more=number(1)), "NotDer"),
}


@pytest.mark.parametrize(("stamp", "sentence"), UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_timestamp_breaks_the_seal(stamp: Timestamper, sentence: str) -> None:
    with pytest.raises(Broken, match=sentence):
        check_seal(sealed(stamp=stamp), [OURS])

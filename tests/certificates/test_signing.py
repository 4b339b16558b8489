"""A signed certificate: independent readers confirm it, and nothing but a signature was added."""

import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.keyring import Keyring, open_keyring
from certificates.seals import Broken, check_seal
from certificates.signing import SigningFailed, Timestamper, sign_pdf, timestamp_service
from tests.certificates.papers import NOON, Certified, certificate_paper, certified, other_paper, saved, sign_with

KUALA_LUMPUR = timezone(timedelta(hours=8))


@pytest.fixture(scope="module")
def paper() -> bytes:
    return certificate_paper()


@pytest.fixture(scope="module")
def signed(keyring: Keyring, paper: bytes) -> bytes:
    return sign_pdf(keyring, paper, NOON)


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def as_pyhanko_sees_it(pdf: bytes, *roots: x509.Certificate) -> Any:
    trust = ValidationContext(trust_roots=[asn1(root) for root in roots], moment=NOON, allow_fetching=False)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return in_a_thread(validate_pdf_signature, signature, trust)


def in_a_thread(call: Callable[..., Any], *arguments: Any) -> Any:
    """pyHanko starts an event loop, and in this thread that of a browser test may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *arguments).result()


# --- what others see --------------------------------------------------------------------------------------------------


def test_an_independent_validator_trusts_it_when_it_trusts_our_authority(keyring: Keyring, signed: bytes) -> None:
    seen = as_pyhanko_sees_it(signed, *keyring.document.chain.issuers)

    assert seen.bottom_line
    assert seen.trusted
    assert seen.coverage.name == "ENTIRE_FILE"
    assert seen.docmdp_ok


def test_an_independent_validator_does_not_trust_it_by_itself(signed: bytes) -> None:
    seen = as_pyhanko_sees_it(signed, certified("Somebody else").certificates[0])

    assert seen.intact
    assert seen.valid
    assert not seen.trusted


def test_poppler_confirms_it(signed: bytes, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(signed)

    told = subprocess.run(
        ["pdfsig", tmp_path / "signed.pdf"], capture_output=True, check=False, encoding="utf-8", env={"TZ": "UTC"}
    ).stdout

    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Signing Time: Nov 21 2026 12:00:00" in told


def test_it_certifies_the_document_and_allows_no_change(signed: bytes) -> None:
    with pikepdf.open(BytesIO(signed)) as pdf:
        signature = pdf.Root.Perms.DocMDP
        (field,) = pdf.Root.AcroForm.Fields

        assert signature == field.V
        assert signature.Reference[0].TransformParams.P == 1
        assert field.T == "Issuer"
        assert pdf.Root.AcroForm.SigFlags == 3


def test_nothing_but_the_signature_is_added(paper: bytes, signed: bytes) -> None:
    assert signed.startswith(paper)
    with pikepdf.open(BytesIO(paper)) as before, pikepdf.open(BytesIO(signed)) as after:
        assert after.docinfo == before.docinfo
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.pages[0].Contents.read_bytes() == before.pages[0].Contents.read_bytes()
    assert len(signed) - len(paper) < 12_000


@pytest.mark.parametrize("signed_at", [NOON, datetime(2026, 11, 21, 20, tzinfo=KUALA_LUMPUR)])
def test_it_is_signed_at_the_time_that_is_given(keyring: Keyring, paper: bytes, signed_at: datetime) -> None:
    seal = check_seal(sign_pdf(keyring, paper, signed_at), keyring.document_certificates)

    assert seal.signed_at == NOON
    assert seal.timestamped_at is None


def test_a_field_that_was_drawn_for_it_is_filled(keyring: Keyring) -> None:
    drawn = IncrementalPdfFileWriter(BytesIO(other_paper()))
    append_signature_field(drawn, SigFieldSpec("Issuer"))
    prepared = BytesIO()
    drawn.write(prepared)

    signed = sign_pdf(keyring, prepared.getvalue(), NOON)

    with pikepdf.open(prepared) as before, pikepdf.open(BytesIO(signed)) as after:
        (field,) = after.Root.AcroForm.Fields
        assert field.V.Type == pikepdf.Name.Sig
        assert len(after.pages[0].Annots) == len(before.pages[0].Annots)
    assert check_seal(signed, keyring.document_certificates)


@pytest.mark.parametrize(
    "make_key",
    [
        lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
        lambda: ec.generate_private_key(ec.SECP384R1()),
    ],
    ids=["RSA", "P-384"],
)
def test_a_bought_key_brings_the_certificates_between_it_and_the_root(
    made: Path, tmp_path: Path, paper: bytes, make_key: Callable[[], rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]
) -> None:
    root = certified("Root")
    folder = shutil.copytree(made, tmp_path / "keys")
    sign_with(folder, certified("Campus", make_key(), by=certified("Between", by=root)))
    keyring = open_keyring(folder)

    signed = sign_pdf(keyring, paper, NOON)

    assert as_pyhanko_sees_it(signed, root.certificates[0]).trusted
    assert check_seal(signed, keyring.document_certificates)


# --- what cannot be signed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nonsense", [b"", b"%PDF-1.7", b"A letter", bytes(2000), other_paper()[:-300]])
def test_what_is_no_pdf_is_not_signed(keyring: Keyring, nonsense: bytes) -> None:
    with pytest.raises(SigningFailed, match="cannot be signed"):
        sign_pdf(keyring, nonsense, NOON)


def test_a_signed_certificate_is_not_signed_again(keyring: Keyring, signed: bytes) -> None:
    with pytest.raises(SigningFailed, match="cannot be signed"):
        sign_pdf(keyring, signed, NOON)


def test_an_encrypted_pdf_is_not_signed(keyring: Keyring) -> None:
    with pikepdf.open(BytesIO(other_paper())) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))

    with pytest.raises(SigningFailed, match="cannot be signed"):
        sign_pdf(keyring, locked, NOON)


def test_hardware_that_does_not_answer_is_said(made: Path, tmp_path: Path, paper: bytes) -> None:
    folder = shutil.copytree(made, tmp_path / "keys")
    settings = (folder / "keyring.toml").read_text("utf-8")
    key = re.search('key = "(document-.*)"', settings)
    assert key
    hardware = 'kind = "pkcs11"\nmodule = "m"\ntoken = "campus"\nkey = "k"\npin_environment = "NO_SUCH_PIN"\n'
    settings = settings.replace('kind = "file"\n', "").replace(f"{key[0]}\n", hardware)
    (folder / "keyring.toml").write_text(settings, "utf-8")

    with pytest.raises(SigningFailed, match=r"python-pkcs11|NO_SUCH_PIN"):
        sign_pdf(open_keyring(folder), paper, NOON)


def test_a_key_that_signs_something_else_is_noticed(made: Path, tmp_path: Path, paper: bytes) -> None:
    """As a token does whose label names another key than the certificate is for."""
    keyring = open_keyring(made)
    stranger = ec.generate_private_key(ec.SECP256R1())
    wrong = Keyring(
        type(keyring.document)(
            keyring.document.chain, lambda message: stranger.sign(message, ec.ECDSA(hashes.SHA256()))
        ),
        keyring.document_certificates,
        keyring.badge,
        keyring.badge_keys,
    )

    with pytest.raises(SigningFailed, match=r"would not be found genuine\. The signature was not made by its key"):
        sign_pdf(wrong, paper, NOON)


# --- with the time of a service ---------------------------------------------------------------------------------------


def service(by: Certified, at: datetime = NOON) -> Timestamper:
    """A timestamp service that speaks RFC 3161, written by others."""
    store = SimpleCertificateStore()
    store.register_multiple([asn1(certificate) for certificate in by.certificates[1:]])
    private = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1(by.certificates[0]), keys.PrivateKeyInfo.load(private), certs_to_embed=store, fixed_dt=at
    )
    return lambda request: in_a_thread(stamper.request_tsa_response, tsp.TimeStampReq.load(request)).dump()


@pytest.fixture(scope="module")
def authority() -> Certified:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return certified("Time", key, by=certified("Time root"), stamps_time=True)


def test_a_timestamp_says_when_a_service_saw_the_signature(
    keyring: Keyring, paper: bytes, authority: Certified
) -> None:
    signed = sign_pdf(keyring, paper, NOON, service(authority, NOON + timedelta(minutes=1)))

    seal = check_seal(signed, keyring.document_certificates)
    seen = as_pyhanko_sees_it(signed, *keyring.document.chain.issuers, authority.certificates[-1])
    assert seal.timestamped_at == NOON + timedelta(minutes=1)
    assert seen.timestamp_validity.trusted
    assert seen.timestamp_validity.timestamp == NOON + timedelta(minutes=1)
    assert seen.bottom_line


def test_a_timestamp_that_is_tampered_with_breaks_the_seal_save_in_its_topmost_certificate(
    keyring: Keyring, paper: bytes, authority: Certified
) -> None:
    signed = sign_pdf(keyring, paper, NOON, service(authority))
    place = re.search(rb"/Contents <([0-9A-F]+?)(?:00)*>", signed)
    assert place
    begin, end = place.span(1)
    topmost = authority.certificates[-1].public_bytes(Encoding.DER).hex().upper().encode()  # nobody vouches for it
    kept = []

    for at in range(begin, end):
        flipped = bytearray(signed)
        flipped[at] ^= 1  # 0 and 1, 2 and 3, and so on: it stays a digit
        try:
            check_seal(bytes(flipped), keyring.document_certificates)
        except Broken:
            continue
        kept.append(at)

    assert topmost in place[1]
    assert [at for at in kept if not 0 <= at - signed.index(topmost) < len(topmost)] == []


def refusal(_request: bytes) -> bytes:
    return bytes.fromhex("30053003020102")  # a PKIStatusInfo that says 2, rejection, and no timestamp


def late(by: Certified) -> Timestamper:
    """A service that answers with the timestamp of an earlier signature."""
    earlier: list[bytes] = []

    def ask(request: bytes) -> bytes:
        earlier.append(service(by)(request))
        return earlier[0]

    return ask


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (refusal, "refuses"),
        (lambda _request: b"", "cannot be signed"),
        (lambda _request: b"<html>Not found</html>", "cannot be signed"),
    ],
)
def test_a_service_that_gives_no_timestamp_leaves_the_pdf_unsigned(
    keyring: Keyring, paper: bytes, answer: Timestamper, sentence: str
) -> None:
    with pytest.raises(SigningFailed, match=sentence):
        sign_pdf(keyring, paper, NOON, answer)


def test_a_timestamp_of_another_signature_is_refused(keyring: Keyring, paper: bytes, authority: Certified) -> None:
    ask = late(authority)
    sign_pdf(keyring, paper, NOON, ask)

    with pytest.raises(SigningFailed, match="made for another signature"):
        sign_pdf(keyring, paper, NOON, ask)


class Post(BaseHTTPRequestHandler):
    answer: Timestamper

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        reply = type(self).answer(asked) if self.headers["Content-Type"] == "application/timestamp-query" else b""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Post)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/stamp"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_timestamp_service_is_asked_by_its_address(
    keyring: Keyring, paper: bytes, authority: Certified, address: str
) -> None:
    Post.answer = staticmethod(service(authority))

    signed = sign_pdf(keyring, paper, NOON, timestamp_service(address))

    assert check_seal(signed, keyring.document_certificates).timestamped_at == NOON


def test_an_endless_answer_is_not_read_to_its_end(keyring: Keyring, paper: bytes, address: str) -> None:
    Post.answer = staticmethod(lambda _request: bytes(100_000))

    with pytest.raises(SigningFailed, match="answers with more than a timestamp"):
        sign_pdf(keyring, paper, NOON, timestamp_service(address))


def test_a_service_that_is_not_there_is_said(keyring: Keyring, paper: bytes) -> None:
    with pytest.raises(SigningFailed, match=r"http://127\.0\.0\.1:9 does not answer"):
        sign_pdf(keyring, paper, NOON, timestamp_service("http://127.0.0.1:9"))


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "ftp://time.example", "time.example", "http://"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a timestamp service"):
        timestamp_service(address)

"""Keys and papers that several tests need: keyrings, signed certificates, certificates of other authorities."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certificates import Claims, Drawer
from certificates.samples import sample

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AISYAH = sample("Nur Aisyah binti Abdullah", "en")

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def certificate_paper(claims: Claims = AISYAH, *, record: bytes | None = None) -> bytes:
    """A drawn certificate with its record, or another one in its place, not signed yet."""
    if record is None:
        return _drawn(claims)
    with pikepdf.open(BytesIO(_drawn(claims))) as pdf:
        pdf.attachments["record.json"] = record
        return saved(pdf)


def other_paper(text: str = "Timetable") -> bytes:
    """A PDF that has nothing to do with us."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 200))
    page.Contents = pdf.make_stream(f"BT /F1 24 Tf 20 100 Td ({text}) Tj ET".encode("latin-1"))
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
    )
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    output = BytesIO()
    pdf.save(output, **how)  # type: ignore[arg-type]
    return output.getvalue()


@cache
def _drawn(claims: Claims) -> bytes:
    return Drawer().draw(claims)


# --- other authorities ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Certified:
    """A key and the certificates that vouch for it, its own first."""

    key: PrivateKey
    certificates: tuple[x509.Certificate, ...]

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def chain_pem(self) -> bytes:
        return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in self.certificates)


def certified(
    name: str, key: PrivateKey | None = None, by: Certified | None = None, *, stamps_time: bool = False
) -> Certified:
    """A key with its certificate, by another one or by itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificates[0].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOON - timedelta(days=1))
        .not_valid_after(NOON + timedelta(days=800))
        .add_extension(x509.BasicConstraints(ca=not stamps_time, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((by.key if by else key).public_key()), critical=False
        )
    )
    if stamps_time:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    return Certified(key, (certificate, *(by.certificates if by else ())))


def sign_with(folder: Path, bought: Certified) -> None:
    """Puts a key into a keyring as its operator does, and makes it the one that signs PDFs."""
    (folder / "document-bought.key.pem").write_bytes(bought.key_pem)
    (folder / "document-bought.chain.pem").write_bytes(bought.chain_pem)
    name_in_settings(folder, '[document]\nkind = "file"\nkey = "document-bought.key.pem"\n')


def name_in_settings(folder: Path, document: str) -> None:
    settings = folder / "keyring.toml"
    badge = settings.read_text("utf-8").partition("[badge]")[2]
    settings.write_text(f'{document}chain = "document-bought.chain.pem"\n\n[badge]{badge}', "utf-8")

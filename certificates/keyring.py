"""The keys of a site: those that sign today, and what is needed to recognise what earlier ones have signed.

A keyring is a folder, 0700, of files, 0600:

    keyring.toml                 names the keys that sign today; replacing it is what makes a new key the current one
    authority.key.pem            the private key of the site's own certificate authority, when the site made one
    document-<id>.key.pem        the private key that signs PDFs
    document-<id>.chain.pem      its certificate, then that of its issuer and so on; one such file for every key that
                                 ever signed, for a retired key keeps its chain and loses only its private half
    badge-<thumbprint>.key.pem   the private key that signs badges
    badge-<thumbprint>.pub.pem   a public key of badges, current or retired

A university that has bought a certificate puts key and chain into the folder under names of that form and names them in
keyring.toml; every chain in the folder is recognised. A key that never leaves its hardware is named like this:

    [document]
    kind = "pkcs11"
    module = "/usr/lib/softhsm/libsofthsm2.so"   # the maker's library
    token = "campus"                             # label of the token
    key = "certificates"                         # label of the private key in it
    pin_environment = "KEYRING_PIN"              # the environment variable that holds the user's PIN
    chain = "document-campus.chain.pem"
"""

import fcntl
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from certificates.chains import CertificateChain
from certificates.hardware import HardwareKey

SETTINGS = "keyring.toml"
AUTHORITY_YEARS = 20
SIGNER_YEARS = 5
BADGE_KEY_BITS = 2048

_DAY = timedelta(days=1)
_YEAR = timedelta(days=365.25)
_ORGANISATION_LENGTH = 64  # that X.509 allows for a name
_SHORTEST_RSA_BITS = 2048


class KeyringProblem(Exception):
    """The keys cannot be made, changed or opened; the message is a sentence for the operator."""


class KeyringExists(KeyringProblem):
    """There is something in the place where a new keyring should be."""


@dataclass(frozen=True)
class DocumentKey:
    """What signs PDFs. `sign` turns a message into its signature with SHA-256: ECDSA as DER, or RSA PKCS#1 v1.5."""

    chain: CertificateChain
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Keyring:
    """Every key of a site. A badge key carries its RFC 7638 thumbprint as `kid`."""

    document: DocumentKey
    document_certificates: tuple[CertificateChain, ...]  # everything that ever signed here, current and retired
    badge: RSAKey
    badge_keys: Mapping[str, RSAKey]  # the public halves by thumbprint, current and retired


# --- what keyring.toml says -------------------------------------------------------------------------------------------

_FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$", max_length=200)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _KeyFile(_Section):
    kind: Literal["file"]
    key: _FileName
    chain: _FileName


class _HardwareKey(_Section):
    kind: Literal["pkcs11"]
    module: str
    token: str
    key: str
    pin_environment: str
    chain: _FileName


class _BadgeKey(_Section):
    key: _FileName


class _Settings(_Section):
    document: Annotated[_KeyFile | _HardwareKey, Field(discriminator="kind")]
    badge: _BadgeKey


def _read_settings(folder: Path) -> _Settings:
    path = folder / SETTINGS
    try:
        return _Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise KeyringProblem(
            f"There is no keyring in {folder}. Make one with: "
            f"python -m certificates make-keys {folder} --organisation NAME"
        ) from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise KeyringProblem(f"{path} cannot be read: {problem}.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise KeyringProblem(f"{path} is not written in TOML: {problem}.") from problem
    except ValidationError as problem:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}" for error in problem.errors()
        )
        raise KeyringProblem(f"{path} does not name the keys as it should: {wrong}.") from problem


def _settings_text(document: str, badge: str) -> bytes:
    return (
        "# The keys that sign today. Whatever else lies in this folder is kept to recognise what was signed before.\n\n"
        f'[document]\nkind = "file"\nkey = "{document}.key.pem"\nchain = "{document}.chain.pem"\n\n'
        f'[badge]\nkey = "{badge}.key.pem"\n'
    ).encode()


# --- opening ----------------------------------------------------------------------------------------------------------


def open_keyring(folder: Path) -> Keyring:
    """The keys in this folder. Hardware is asked at the first signature, so who only checks needs no PIN.

    Raises KeyringProblem when a file is missing, cannot be read or does not belong to the others.
    """
    settings = _read_settings(folder)
    current = _read_chain(folder / settings.document.chain)
    badge = _read_badge_key(folder / settings.badge.key)
    public = [_read_badge_key(path) for path in sorted(folder.glob("badge-*.pub.pem"))]
    return Keyring(
        document=DocumentKey(current, _signing_function(folder, settings.document, current)),
        document_certificates=(current, *_retired_chains(folder, settings.document.chain)),
        badge=badge,
        badge_keys=MappingProxyType({key.kid: key for key in (_public_half(badge), *public) if key.kid}),
    )


def read_document_certificates(folder: Path) -> tuple[CertificateChain, ...]:
    """The chains alone, without touching a private key: all that checking a PDF needs."""
    current = _read_settings(folder).document.chain
    return (_read_chain(folder / current), *_retired_chains(folder, current))


def _retired_chains(folder: Path, current: str) -> Iterator[CertificateChain]:
    return (_read_chain(path) for path in sorted(folder.glob("*.chain.pem")) if path.name != current)


def _read_chain(path: Path) -> CertificateChain:
    try:
        signer, *issuers = x509.load_pem_x509_certificates(_read(path))
    except ValueError as problem:
        raise KeyringProblem(f"{path} holds no certificates in PEM form.") from problem
    try:
        for issued, issuer in zip([signer, *issuers], issuers, strict=False):
            issued.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as problem:
        raise KeyringProblem(
            f"The certificates in {path} do not follow one another: first the signer's, then each issuer's in turn."
        ) from problem
    return CertificateChain(signer, tuple(issuers))


def _signing_function(
    folder: Path, section: _KeyFile | _HardwareKey, chain: CertificateChain
) -> Callable[[bytes], bytes]:
    public = chain.signer.public_key()
    if isinstance(section, _HardwareKey):
        if not isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise KeyringProblem(f"{section.chain} certifies a key of a kind that cannot sign here: take EC or RSA.")
        return HardwareKey(
            module=section.module,
            token=section.token,
            key=section.key,
            pin_environment=section.pin_environment,
            is_rsa=isinstance(public, rsa.RSAPublicKey),
        ).sign
    path = folder / section.key
    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise KeyringProblem(f"{path} holds no private key in PEM form without a passphrase.") from problem
    if key.public_key() != public:
        raise KeyringProblem(f"The certificate in {folder / section.chain} is not that of the key in {path}.")
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return partial(_sign_with_curve, key)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _SHORTEST_RSA_BITS:
        return partial(_sign_with_rsa, key)
    raise KeyringProblem(f"{path} cannot sign here: take an EC key, or RSA of at least {_SHORTEST_RSA_BITS} bits.")


def _sign_with_curve(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    return key.sign(message, ec.ECDSA(hashes.SHA256()))


def _sign_with_rsa(key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    return key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def _read_badge_key(path: Path) -> RSAKey:
    """A key of badges, public or private as the file has it, with its thumbprint as kid."""
    try:
        key = RSAKey.import_key(_read(path))
        return RSAKey.import_key(_read(path), {"kid": key.thumbprint(), "use": "sig", "alg": "RS256"})
    except (ValueError, TypeError, JoseError, UnsupportedAlgorithm) as problem:
        raise KeyringProblem(f"{path} holds no RSA key in PEM form.") from problem


def _public_half(key: RSAKey) -> RSAKey:
    return RSAKey.import_key(key.as_dict(private=False))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise KeyringProblem(f"{path} cannot be read: {problem.strerror}.") from problem


# --- making and renewing ----------------------------------------------------------------------------------------------


def make_keys(folder: Path, organisation: str, now: datetime) -> None:
    """Makes a keyring: an authority of its own (20 years), a certificate that signs PDFs (5 years) and a badge key.

    The folder appears whole or not at all, and of two processes that make it at once the second gets KeyringExists.
    `now` carries its time zone. Raises KeyringProblem for an organisation without a name.
    """
    name = _subject(organisation)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KeyringExists(f"{folder} exists already. It may hold keys, so it is left as it is.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside it, for only within one file system can a folder be renamed; mkdtemp makes it 0700.
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        document = _make_document_key(unfinished, name, now)
        _write(unfinished / SETTINGS, _settings_text(document, _make_badge_key(unfinished)))
        _settle(unfinished)
        os.rename(unfinished, folder)
    except OSError as problem:
        if folder.exists():
            raise KeyringExists(f"{folder} has just been made by another process.") from problem
        raise KeyringProblem(f"{folder} cannot be written: {problem.strerror}.") from problem
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _settle(folder.parent)


def rotate_keys(folder: Path, organisation: str, now: datetime) -> None:
    """Makes new keys and lets them sign from now on; the private halves of the old ones are deleted.

    What the old keys signed stays recognised. A document key that was not made here, being bought or in hardware,
    stays: its successor is put into the folder by hand. Raises KeyringProblem.
    """
    name = _subject(organisation)
    with _alone_in(folder):
        settings = _read_settings(folder)
        keyring = open_keyring(folder)  # what is not whole must not be built upon
        written = (folder / SETTINGS).read_bytes()
        _keep_public_half(folder, keyring.badge)
        badge = _make_badge_key(folder)
        retired = [settings.badge.key]
        if is_made_here(folder) and isinstance(settings.document, _KeyFile):
            written = _settings_text(_make_document_key(folder, name, now), badge)
            retired.append(settings.document.key)
        else:
            written = written.replace(settings.badge.key.encode(), f"{badge}.key.pem".encode())
        _replace(folder / SETTINGS, written)  # the moment of the change: before it the old keys sign, after it the new
        for file in retired:
            (folder / file).unlink(missing_ok=True)
        _settle(folder)


def is_made_here(folder: Path) -> bool:
    """Whether the current document key is certified by the authority in this folder."""
    chain = _read_chain(folder / _read_settings(folder).document.chain)
    authority = _read_authority(folder)
    return authority is not None and bool(chain.issuers) and chain.issuers[-1].public_key() == authority.public_key()


def _subject(organisation: str) -> str:
    name = " ".join(organisation.split())
    if not name or not name.isprintable():
        raise KeyringProblem("Say whose keys these are: the name of the organisation is empty or cannot be printed.")
    return name[:_ORGANISATION_LENGTH].rstrip()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as problem:
        raise KeyringProblem(f"There is no keyring in {folder}: {problem.strerror}.") from problem
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_document_key(folder: Path, organisation: str, now: datetime) -> str:
    """A new key with its chain, certified by the authority in the folder; gives the first part of their file names."""
    authority, root = _authority(folder, organisation, now)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(organisation, "certificates")
    certificate = (
        _lasting(SIGNER_YEARS, now)
        .subject_name(subject)
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_documents=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .sign(authority, hashes.SHA256())
    )
    label = f"document-{certificate.serial_number:040x}"
    _write(folder / f"{label}.key.pem", _private_pem(key))
    _write(folder / f"{label}.chain.pem", certificate.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    return label


def _authority(folder: Path, organisation: str, now: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """The authority of the folder; a new one when there is none, or when it would not outlive what it signs now."""
    key = _read_authority(folder)
    if key is not None:
        for chain in read_document_certificates(folder):
            root = chain.issuers[-1] if chain.issuers else chain.signer
            if root.public_key() == key.public_key() and root.not_valid_after_utc >= now + SIGNER_YEARS * _YEAR:
                return key, root
    key = ec.generate_private_key(ec.SECP256R1())
    _replace(folder / "authority.key.pem", _private_pem(key))
    subject = _named(organisation, "authority")
    root = (
        _lasting(AUTHORITY_YEARS, now)
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_documents=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, root


def _read_authority(folder: Path) -> ec.EllipticCurvePrivateKey | None:
    path = folder / "authority.key.pem"
    if not path.exists():
        return None
    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise KeyringProblem(f"{path} holds no private key in PEM form without a passphrase.") from problem
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _named(organisation: str, office: str) -> x509.Name:
    common_name = f"{organisation[: _ORGANISATION_LENGTH - len(office) - 1]} {office}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _lasting(years: int, now: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)  # for readers whose clock is slow
        .not_valid_after(now + years * _YEAR)
    )


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _make_badge_key(folder: Path) -> str:
    """A new badge key with its public half; gives the first part of their file names."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BADGE_KEY_BITS)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    label = f"badge-{RSAKey.import_key(public).thumbprint()}"
    _write(folder / f"{label}.key.pem", _private_pem(key))
    _write(folder / f"{label}.pub.pem", public)
    return label


def _keep_public_half(folder: Path, key: RSAKey) -> None:
    """One that was put here by hand may have come without its public half."""
    path = folder / f"badge-{key.kid}.pub.pem"
    if not path.exists():
        _write(path, key.as_pem(private=False))


def _private_pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes) -> None:
    """A new file, readable by its owner from its first moment, and on the disk before anybody relies on it."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}")
    unfinished.unlink(missing_ok=True)
    _write(unfinished, content)
    os.replace(unfinished, path)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

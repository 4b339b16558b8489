"""What is proven: a certificate is a frozen record of claims, and everything that shows it is a view of that record."""

from certificates.chains import CertificateChain
from certificates.claims import LANGUAGES, Claims, NotClaims, canonical_bytes, claims_from_bytes, fingerprint
from certificates.drawing import Drawer
from certificates.examining import Examined, Kind, examine, examine_apart
from certificates.hardware import HardwareProblem
from certificates.keyring import (
    Keyring,
    KeyringExists,
    KeyringProblem,
    make_keys,
    open_keyring,
    read_document_certificates,
    rotate_keys,
)
from certificates.names import NameHidesSomething, NameIsEmpty, NameIsTooLong, NameRefused, clean_name
from certificates.press import DrawingFailed
from certificates.seals import Seal
from certificates.serials import new_serial, read_serial
from certificates.signing import SigningFailed, Timestamper, sign_pdf, timestamp_service
from certificates.typefaces import undrawable

__all__ = [
    "LANGUAGES",
    "CertificateChain",
    "Claims",
    "Drawer",
    "DrawingFailed",
    "Examined",
    "HardwareProblem",
    "Keyring",
    "KeyringExists",
    "KeyringProblem",
    "Kind",
    "NameHidesSomething",
    "NameIsEmpty",
    "NameIsTooLong",
    "NameRefused",
    "NotClaims",
    "Seal",
    "SigningFailed",
    "Timestamper",
    "canonical_bytes",
    "claims_from_bytes",
    "clean_name",
    "examine",
    "examine_apart",
    "fingerprint",
    "make_keys",
    "new_serial",
    "open_keyring",
    "read_document_certificates",
    "read_serial",
    "rotate_keys",
    "sign_pdf",
    "timestamp_service",
    "undrawable",
]

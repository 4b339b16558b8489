"""What is proven: a certificate is a frozen record of claims, and everything that shows it is a view of that record."""

from certificates.badge import BadgeCheck, Verdict, achievement, check_badge, record_address, sign_badge
from certificates.baking import BADGE_PICTURES, CannotBake, bake_png, bake_svg, unbake
from certificates.chains import CertificateChain
from certificates.claims import LANGUAGES, Claims, NotClaims, canonical_bytes, claims_from_bytes, fingerprint
from certificates.drawing import Drawer
from certificates.examining import Examined, Kind, examine, examine_apart
from certificates.hardware import HardwareProblem
from certificates.issuer import BadgeIssuer, issuer_profile, key_set, one_key
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
from certificates.status import (
    LIST_BITS,
    NotAStatusList,
    StatusPlace,
    decode_list,
    encode_list,
    read_status,
    sign_status_list,
)
from certificates.typefaces import undrawable

__all__ = [
    "BADGE_PICTURES",
    "LANGUAGES",
    "LIST_BITS",
    "BadgeCheck",
    "BadgeIssuer",
    "CannotBake",
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
    "NotAStatusList",
    "NotClaims",
    "Seal",
    "SigningFailed",
    "StatusPlace",
    "Timestamper",
    "Verdict",
    "achievement",
    "bake_png",
    "bake_svg",
    "canonical_bytes",
    "check_badge",
    "claims_from_bytes",
    "clean_name",
    "decode_list",
    "encode_list",
    "examine",
    "examine_apart",
    "fingerprint",
    "issuer_profile",
    "key_set",
    "make_keys",
    "new_serial",
    "one_key",
    "open_keyring",
    "read_document_certificates",
    "read_serial",
    "read_status",
    "record_address",
    "rotate_keys",
    "sign_badge",
    "sign_pdf",
    "sign_status_list",
    "timestamp_service",
    "unbake",
    "undrawable",
]

"""What is proven: a certificate is a frozen record of claims, and everything that shows it is a view of that record."""

from certificates.claims import LANGUAGES, Claims, NotClaims, canonical_bytes, claims_from_bytes, fingerprint
from certificates.drawing import Drawer
from certificates.names import NameHidesSomething, NameIsEmpty, NameIsTooLong, NameRefused, clean_name
from certificates.press import DrawingFailed
from certificates.serials import new_serial, read_serial
from certificates.typefaces import undrawable

__all__ = [
    "LANGUAGES",
    "Claims",
    "Drawer",
    "DrawingFailed",
    "NameHidesSomething",
    "NameIsEmpty",
    "NameIsTooLong",
    "NameRefused",
    "NotClaims",
    "canonical_bytes",
    "claims_from_bytes",
    "clean_name",
    "fingerprint",
    "new_serial",
    "read_serial",
    "undrawable",
]

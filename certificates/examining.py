"""What a file is that somebody shows: a certificate as it was signed here, an altered one, a badge, or none of them."""

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from certificates.baking import png_chunks
from certificates.chains import CertificateChain
from certificates.claims import Claims, NotClaims, claims_from_bytes
from certificates.pdfium import SERIAL
from certificates.reading import Condition, Reading, read_apart, read_here
from certificates.seals import Broken, CutOff, NoSeal, Seal, check_seal
from certificates.serials import read_serial

LARGEST_BYTES = 5 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURES = (_PNG, b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM")
_PNG_BADGE = b"openbadgecredential\0"
_LONGEST_TOKEN_BYTES = 64 * 1024
# A token begins where no character of a token stands before it; without that a long row of them would be read anew
# from each of its characters.
_TOKEN = re.compile(rb"(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?![A-Za-z0-9_.-])")
_BADGE_WORDS = (b"openbadges:credential", b"credentialSubject", b"OpenBadgeCredential")


class Kind(StrEnum):
    """What a file turned out to be."""

    SIGNED_HERE = "signed_here"  # a certificate, to the last bit as our key signed it
    ALTERED = "altered"  # it carries our record, our signature or a serial, but is not what was signed
    FOREIGN = "foreign"  # a PDF with nothing of ours
    UNREADABLE = "unreadable"  # cut off, broken, or no PDF and no badge
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"  # reading it would take more than an honest file does
    PICTURE = "picture"  # a photo or a screenshot; nothing in it can be proven
    BADGE = "badge"  # JWT, JSON, PNG or SVG; whether it is genuine is for `badge` to say


@dataclass(frozen=True)
class Examined:
    """What is known of a file. Only SIGNED_HERE says that a record is ours, so only then there is one."""

    kind: Kind
    serial: str | None = None  # that it names: proven when SIGNED_HERE, else only where to look for the true facts
    record: bytes | None = None  # canonical bytes of the claims, as they were signed
    badge_token: str | None = None  # of a badge, or of a PDF that carries one; not checked yet
    signature: Seal | None = None
    problem: str = ""  # a sentence for logs and terminals

    @property
    def claims(self) -> Claims | None:
        """What was signed."""
        return None if self.record is None else claims_from_bytes(self.record)


def examine_apart(data: bytes, trusted: Sequence[CertificateChain]) -> Examined:
    """What a stranger's file is. Whatever it holds, there is an answer, in bounded time and memory.

    `trusted` are the document_certificates of the keyring. Whether a PDF is genuine is decided here, from its bytes
    alone; what else is in it is read in a process of its own.
    """
    return _examined(data, trusted, read_apart)


def examine(data: bytes, trusted: Sequence[CertificateChain]) -> Examined:
    """The same without the process and its limits, for files that one trusts to be harmless."""
    return _examined(data, trusted, read_here)


def _examined(data: bytes, trusted: Sequence[CertificateChain], read: Callable[[bytes], Reading]) -> Examined:
    if len(data) > LARGEST_BYTES:
        return Examined(Kind.TOO_LARGE, problem=f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB.")
    if data.startswith(_PICTURES):
        return _examined_picture(data)
    if b"%PDF-" in data[:1024]:
        return _examined_pdf(data, trusted, read)
    return _examined_text(data)


# --- PDF --------------------------------------------------------------------------------------------------------------


def _examined_pdf(pdf: bytes, trusted: Sequence[CertificateChain], read: Callable[[bytes], Reading]) -> Examined:
    try:
        seal = check_seal(pdf, trusted)
    except Broken as problem:
        return _examined_without_seal(pdf, problem, read(pdf))
    return _examined_with_seal(seal, read(pdf))


def _examined_with_seal(seal: Seal, reading: Reading) -> Examined:
    if reading.condition is not Condition.READABLE:
        return Examined(Kind(reading.condition), problem="What was signed cannot be read.")
    try:
        claims = claims_from_bytes(reading.record or b"")
    except NotClaims:
        # A university may sign other papers with the same key.
        return Examined(Kind.FOREIGN, problem="It was signed with our key, but it is no certificate of the course.")
    return Examined(Kind.SIGNED_HERE, claims.serial, reading.record, reading.badge, seal)


def _examined_without_seal(pdf: bytes, problem: Broken, reading: Reading) -> Examined:
    named = *reading.serials, *_serials_in(pdf)
    serial = named[0] if named else None
    is_ours = serial is not None or reading.record is not None or not isinstance(problem, NoSeal)
    if isinstance(problem, CutOff) or (is_ours and b"%%EOF" not in pdf[-1024:]):
        kind = Kind.UNREADABLE
    elif not isinstance(problem, NoSeal):
        kind = Kind.ALTERED
    elif reading.condition is not Condition.READABLE:
        return Examined(Kind(reading.condition), serial)
    else:
        kind = Kind.ALTERED if is_ours else Kind.FOREIGN
    return Examined(kind, serial, badge_token=_token(reading.badge), problem=str(problem))


def _serials_in(data: bytes) -> Iterator[str]:
    """Those that stand in the file as they are: in its metadata and links, where they are not compressed."""
    return (text for text in SERIAL.findall(data.decode("latin-1")) if read_serial(text) == text)


# --- badges -----------------------------------------------------------------------------------------------------------


def _examined_picture(data: bytes) -> Examined:
    token = next(filter(None, map(_token_in, _png_badges(data))), None) if data.startswith(_PNG) else None
    if token is None:
        return Examined(Kind.PICTURE, problem="It is a picture without a badge in it.")
    return _badge(token)


def _png_badges(png: bytes) -> Iterator[bytes]:
    """The texts in which a badge is baked into a PNG."""
    for kind, chunk in png_chunks(png):
        if kind == b"iTXt" and chunk.startswith(_PNG_BADGE):
            flags, rest = chunk[len(_PNG_BADGE) :][:2], chunk[len(_PNG_BADGE) + 2 :]
            text = rest.split(b"\0", 2)[-1]
            try:
                yield zlib.decompressobj().decompress(text, _LONGEST_TOKEN_BYTES) if flags[:1] == b"\1" else text
            except zlib.error:
                continue


def _examined_text(data: bytes) -> Examined:
    token = _token_in(data)
    if token is not None:
        return _badge(token)
    if any(word in data for word in _BADGE_WORDS):
        serial = next(_serials_in(data), None)
        return Examined(Kind.BADGE, serial, problem="It is a badge without its signature.")
    return Examined(Kind.UNREADABLE, problem="It is neither a PDF nor a badge." if data else "The file is empty.")


def _token_in(data: bytes) -> str | None:
    found = _TOKEN.search(data)
    return None if found is None else _token(found[0].decode("ascii"))


def _token(text: str | None) -> str | None:
    return text if text is not None and len(text) <= _LONGEST_TOKEN_BYTES else None


def _badge(token: str) -> Examined:
    payload = token.split(".")[1]
    try:
        serial = next(_serials_in(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))), None)
    except binascii.Error:
        serial = None
    return Examined(Kind.BADGE, serial, badge_token=token)

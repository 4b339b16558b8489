"""Pictures that carry a badge: the token goes into a PNG or an SVG, and comes out again (Open Badges 3.0, 5.3)."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from certificates.tokens import TOKEN_LIMIT_BYTES

# The picture of every badge, without a badge in it; the PNG is drawn from the SVG by certificates.picture.
BADGE_PICTURES = {kind: Path(__file__).with_name(f"badge.{kind}") for kind in ("png", "svg")}

# Of a picture that somebody shows no more is read. Badges are baked near the beginning; ours has 40 KiB in all.
READ_LIMIT_BYTES = 2 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_FRAME_BYTES = 12  # length, kind and checksum of a chunk
_KEYWORD = b"openbadgecredential"
# After the keyword: not compressed, no method, no language, no translated keyword (PNG, 11.3.4.5 iTXt).
_UNCOMPRESSED = b"\0" * 5

_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENT = f"{_NAMESPACE} credential"
_SVG_TAG = re.compile(rb"<svg(?=[\s>])")

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class CannotBake(ValueError):
    """This picture cannot carry the badge; the message says why."""


def bake_png(picture: bytes, token: str) -> bytes:
    """The PNG with the token in it, as an iTXt chunk that is not compressed, after the header (5.3.1 PNG).

    Raises CannotBake for what is no whole PNG, has a badge already, or for text that is no token.
    """
    _require_token(token)
    chunks = list(png_chunks(picture))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise CannotBake("It is no whole PNG.")
    if any(_carries_badge(kind, content) for kind, content in chunks):
        raise CannotBake("There is a badge in it already, and there may be only one.")
    header, *others = chunks
    badge = (b"iTXt", _KEYWORD + _UNCOMPRESSED + token.encode("ascii"))
    return _PNG + b"".join(_framed(kind, content) for kind, content in (header, badge, *others))


def bake_svg(picture: bytes, token: str) -> bytes:
    """The SVG with the token in it: the first element of the picture, in a namespace of its own (5.3.2 SVG).

    The picture is ours: its `<svg` tag declares no prefix `openbadges`, and ends at the first `>`. Raises CannotBake
    when the badge could not be read from the result, or there was one before.
    """
    _require_token(token)
    tag = _SVG_TAG.search(picture)
    end = picture.find(b">", tag.end()) if tag else -1
    if tag is None or end < 0 or picture[end - 1 : end] == b"/":
        raise CannotBake("It is no SVG with something in it.")
    if b"openbadges" in picture:
        raise CannotBake("There is a badge in it already, and there may be only one.")
    declared = f' xmlns:openbadges="{_NAMESPACE}"'.encode("ascii")
    element = f'<openbadges:credential verify="{token}"></openbadges:credential>'.encode("ascii")
    baked = picture[: tag.end()] + declared + picture[tag.end() : end + 1] + element + picture[end + 1 :]
    if unbake(baked) != token:
        raise CannotBake("It is written in a way that hides the badge.")
    return baked


def unbake(picture: bytes) -> str | None:
    """The token that a PNG or SVG carries, unchecked; None when there is none.

    Takes any bytes: only the first 2 MB are looked at, lengths are checked before they are followed, and neither a
    compressed text, which the standard forbids, nor an XML with a document type is unpacked.
    """
    picture = picture[:READ_LIMIT_BYTES]
    text = _in_png(picture) if picture.startswith(_PNG) else _in_svg(picture)
    return text if text is not None and len(text) <= TOKEN_LIMIT_BYTES and _TOKEN.fullmatch(text) else None


def _require_token(token: str) -> None:
    if not _TOKEN.fullmatch(token):
        raise CannotBake("It is no token that could be put into a picture.")


# --- PNG --------------------------------------------------------------------------------------------------------------


def png_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk, up to the first that is not all there."""
    at = len(_PNG) if png.startswith(_PNG) else len(png)
    while at + _PNG_FRAME_BYTES <= len(png):
        length = int.from_bytes(png[at : at + 4])
        if at + _PNG_FRAME_BYTES + length > len(png):
            return
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += _PNG_FRAME_BYTES + length


def _framed(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def _carries_badge(kind: bytes, content: bytes) -> bool:
    return kind == b"iTXt" and content.startswith(_KEYWORD + b"\0")


def _in_png(png: bytes) -> str | None:
    # A wrong checksum is let pass: what was altered shall be called altered, which the signature tells.
    content = next((content for kind, content in png_chunks(png) if _carries_badge(kind, content)), None)
    if content is None:
        return None
    # The flag and method of a compression are passed over: what is compressed, which is forbidden, looks like no token.
    *_language_and_keyword, text = content[len(_KEYWORD) + 3 :].split(b"\0", 2)
    return text.decode("ascii", "replace")


# --- SVG --------------------------------------------------------------------------------------------------------------


class _Found(Exception):
    def __init__(self, token: str | None) -> None:
        self.token = token


def _in_svg(svg: bytes) -> str | None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _leave_at_badge
    parser.StartDoctypeDeclHandler = _leave_at_doctype
    try:
        # Not the end, for what was cut off at the limit is no error before the badge was found.
        parser.Parse(svg, False)
    except _Found as found:
        return found.token
    except (expat.ExpatError, ValueError, LookupError):  # the latter two for an encoding that nobody knows
        return None
    return None


def _leave_at_badge(name: str, attributes: dict[str, str]) -> None:
    if name == _ELEMENT:
        raise _Found(attributes.get("verify"))


def _leave_at_doctype(*_declared: object) -> None:
    raise _Found(None)

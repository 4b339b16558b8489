"""The bundled fonts: which of them a text needs, loaded so that no other font of the machine can take part."""

import os
import tempfile
import unicodedata
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from certificates.press import ADDRESS

FOLDER = Path(__file__).parent / "fonts"
COVERAGE = FOLDER / "coverage.tsv"

_FONT_ADDRESS = f"{ADDRESS}fonts/"

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

# They shape the letters beside them and are never drawn themselves: joiners and variation selectors.
_UNSEEN = frozenset(map(chr, (0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


@dataclass(frozen=True)
class Face:
    """A family of bundled fonts; its files differ in weight alone."""

    family: str
    files: tuple[tuple[str, int], ...]  # name and weight
    starts: tuple[int, ...]  # the first character of each range, and in `ends` the last
    ends: tuple[int, ...]

    def has(self, character: str) -> bool:
        place = bisect_right(self.starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.ends[place]

    def has_all(self, text: Iterable[str]) -> bool:
        return all(map(self.has, text))


@contextmanager
def no_other_fonts() -> Iterator[None]:
    """Whatever asks Fontconfig for its configuration meanwhile is told of no font at all.

    A font installed on the machine would otherwise stand in for a rare character, and the same record would give
    other bytes on another machine.
    """
    variable, before = "FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="certificates-") as folder:
        configuration = Path(folder) / "fonts.conf"
        configuration.write_text(_FONTCONFIG.format(fonts=escape(folder), cache=escape(folder)), "utf-8")
        os.environ[variable] = str(configuration)
        try:
            with warnings.catch_warnings():
                # WeasyPrint regrets to find no font on the machine; we bring our own.
                warnings.filterwarnings("ignore", message="No fonts configured")
                yield
        finally:
            if before is None:
                del os.environ[variable]
            else:
                os.environ[variable] = before


def undrawable(text: str) -> str:
    """The characters of a text that no bundled font can draw, each once; empty when a certificate can carry it all."""
    return "".join(dict.fromkeys(character for character in text if _is_seen(character) and not _has_face(character)))


def faces_for(text: str) -> tuple[Face, ...]:
    """The faces that draw a text, the text face first and then in the order in which they are to be tried.

    A word whose letters the text face has only in part is set in one face as a whole if there is one: an accent
    from another font would not sit on its letter. The last resort is for single letters.
    """
    *ordinary, _last_resort = _faces()
    text_face = ordinary[0]
    wanted: set[str] = set()
    whole: set[str] = set()
    for word in dict.fromkeys(text.split()):
        seen = [character for character in word if _is_seen(character)]
        if text_face.has_all(seen):
            continue
        one = next((face for face in ordinary if face.has_all(seen)), None)
        if one is None:
            wanted.update(face.family for character in seen for face in _first_with(character))
        elif any(unicodedata.category(character)[0] in "LM" and text_face.has(character) for character in seen):
            whole.add(one.family)
        else:
            wanted.add(one.family)
    before = [face for face in _faces() if face.family in whole]
    after = [face for face in _faces()[1:] if face.family in wanted - whole]
    return (*before, text_face, *after)


def font_rules(faces: Iterable[Face]) -> str:
    """The rules that make these faces known to a stylesheet, in this order; `font_at` answers for their addresses."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; src: url("{_FONT_ADDRESS}{file}"); }}'
        for face in faces
        for file, weight in face.files
    )


def font_at(address: str) -> bytes | None:
    """The font file that a rule of `font_rules` leads to; None for every other address."""
    return (FOLDER / Path(address).name).read_bytes() if address.startswith(_FONT_ADDRESS) else None


def _is_seen(character: str) -> bool:
    return character not in _UNSEEN and not character.isspace()


def _has_face(character: str) -> bool:
    return any(_first_with(character))


def _first_with(character: str) -> Iterator[Face]:
    """The first face that has the character, if any has."""
    for face in _faces():
        if face.has(character):
            yield face
            return


@cache
def _faces() -> tuple[Face, ...]:
    """All faces in the order of preference; the first is that of the text."""
    faces: dict[str, Face] = {}
    for line in COVERAGE.read_text("utf-8").splitlines():
        name, family, weight, ranges = line.split("\t")
        file = (name, int(weight))
        if family in faces:
            known = faces[family]
            faces[family] = Face(family, (*known.files, file), known.starts, known.ends)
        else:
            bounds = [tuple(int(bound, 16) for bound in part.split("-")) for part in ranges.split(" ")]
            starts, ends = tuple(bound[0] for bound in bounds), tuple(bound[-1] for bound in bounds)
            faces[family] = Face(family, (file,), starts, ends)
    return tuple(faces.values())

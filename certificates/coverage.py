"""Writes down which characters each bundled font has: `python -m certificates.coverage` after a font was added.

Asking the fonts themselves takes a second; reading what is written here takes a few milliseconds.
"""

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from certificates.typefaces import COVERAGE, FOLDER

# The order of preference: the text face, the faces of one script each, the large ones, and the last resort.
_FIRST = ("PlusJakartaSans", "ScheherazadeNew", "NotoSans-")
_LAST = ("NotoSansSC", "NanumSquare", "Unifont")

# An outline in CFF that gives its width and ends.
_BLANK_CHARSTRING_BYTES = 4


def main() -> None:
    COVERAGE.write_text(coverage_of(FOLDER), "utf-8")


def coverage_of(folder: Path) -> str:
    """One line for each font: its file, family, weight and ranges of characters, in the order of preference."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only who adds a font needs it

    lines = []
    for path in sorted(folder.glob("*.[ot]tf"), key=_preference):
        with TTFont(path, lazy=True) as font:
            family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
            blank = _blank_glyphs(font)
            drawn = (
                character
                for character, glyph in font.getBestCmap().items()
                if glyph not in blank or unicodedata.category(chr(character))[0] in "CMZ"
            )
            lines.append(f"{path.name}\t{family}\t{font['OS/2'].usWeightClass}\t{_ranges(drawn)}\n")
    return "".join(lines)


def _blank_glyphs(font: Any) -> frozenset[str]:
    """The glyphs without an outline: some fonts list characters whose shapes they left empty."""
    names = font.getGlyphOrder()
    if "loca" in font:
        places = font["loca"].locations
        return frozenset(name for name, start, end in zip(names, places, places[1:], strict=False) if start == end)
    outlines = font["CFF "].cff.topDictIndex[0].CharStrings
    return frozenset(name for name in names if len(outlines[name].bytecode) <= _BLANK_CHARSTRING_BYTES)


def _preference(path: Path) -> tuple[int, str]:
    for place, start in enumerate(_FIRST):
        if path.name.startswith(start):
            return place, path.name
    for place, start in enumerate(_LAST):
        if path.name.startswith(start):
            return len(_FIRST) + 1 + place, path.name
    return len(_FIRST), path.name


def _ranges(characters: Iterable[int]) -> str:
    """Ranges of code points in hexadecimal, such as "20-7E A0"."""
    ranges: list[list[int]] = []
    for character in sorted(characters):
        if ranges and ranges[-1][1] == character - 1:
            ranges[-1][1] = character
        else:
            ranges.append([character, character])
    return " ".join(f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ranges)


if __name__ == "__main__":
    main()

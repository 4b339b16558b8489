"""The bundled fonts, loaded so that no other font of the machine can take part."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parent / "fonts"

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@contextmanager
def bundled_fonts_only() -> Iterator[None]:
    """Whatever asks Fontconfig for its configuration meanwhile is told of the bundled fonts alone.

    A font installed on the machine would otherwise stand in for a rare character, and the same record would give
    other bytes on another machine.
    """
    variable, before = "FONTCONFIG_FILE", os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="certificates-") as folder:
        configuration = Path(folder) / "fonts.conf"
        configuration.write_text(_FONTCONFIG.format(fonts=escape(str(FOLDER)), cache=escape(folder)), "utf-8")
        os.environ[variable] = str(configuration)
        try:
            yield
        finally:
            if before is None:
                del os.environ[variable]
            else:
                os.environ[variable] = before


def undrawable(text: str) -> str:
    """The characters of a text that no bundled font can draw, each once; empty when a certificate can carry it all."""
    return "".join(dict.fromkeys(character for character in text if ord(character) not in _drawable()))


@cache
def _drawable() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a fifth of a second that most processes never need

    characters: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            characters.update(font.getBestCmap())
    return frozenset(characters)

"""Sheets of paper: a template and the stylesheet of print become a tagged PDF, which is drawn once and kept."""

import hashlib
import io
import json
import os
import re
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import segno
from flask import current_app
from markupsafe import Markup

from certificates.press import ADDRESS, DrawingFailed, drawing_alone, picture
from certificates.typefaces import Face, faces_for, font_at, font_rules, no_other_fonts, undrawable
from course import pages
from course.frame import STATIC

FOLDER = "printed"  # in the instance folder; what is in it can be drawn again
DENSITIES = ("roomy", "compact", "dense")  # closer and closer settings, as the stylesheet names them

_COLOURS = re.compile(r"^ *(--[a-z-]+: #[0-9a-f]{3,6};)$", re.MULTILINE)
_FIRST_ASKED = threading.Lock()  # whoever asks meanwhile for what is being drawn finds it afterwards


@dataclass(frozen=True)
class Sheet:
    """What is to be printed: its HTML in closer and closer settings, and the SVG pictures that it names.

    The first setting that fits on so many `pages` is taken. Pictures are for the eye: what they say stands in the text.
    """

    settings: tuple[str, ...]
    pictures: Mapping[str, str]
    pages: int = 1
    stylesheet: str = "printed.css"

    @property
    def fingerprint(self) -> str:
        """The sha256 of everything that the PDF depends on."""
        parts = (self.settings, dict(self.pictures), self.pages, _styles(self.stylesheet), version("weasyprint"))
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Sign:
    """A module's drawing as a picture, and the tint of its tile."""

    picture: str
    tint: str


def sheet(template: str, pictures: Mapping[str, str], **context: Any) -> Sheet:
    """A sheet of one page; `density` in the template is the setting."""
    settings = tuple(str(pages.render_part(template, density=density, **context)) for density in DENSITIES)
    return Sheet(settings, pictures)


def sheet_of_people(
    template: str, pictures: Mapping[str, str], stylesheet: str, pages: int = 1, **context: Any
) -> Sheet:
    """A sheet with words that people wrote: a letter that no font of ours has, such as an emoji, is left out."""
    made = sheet(template, pictures, **context)
    unknown = dict.fromkeys(map(ord, undrawable(_words(made.settings[0]))))
    return Sheet(tuple(html.translate(unknown) for html in made.settings), pictures, pages, stylesheet)


def drawn_once(wanted: Sheet) -> bytes:
    """The PDF from the instance folder; drawn now when nobody has asked for it before."""
    return _kept(f"{wanted.fingerprint}.pdf", lambda: draw(wanted))


def pictured_once(wanted: Sheet, width_pixels: int) -> bytes:
    """The same as a PNG of its first page."""
    return _kept(f"{wanted.fingerprint}-{width_pixels}.png", lambda: picture(draw(wanted), width_pixels))


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    file = Path(current_app.instance_path) / FOLDER / name
    with _FIRST_ASKED:
        if not file.exists():
            _keep(file, make())
    return file.read_bytes()


def draw(wanted: Sheet) -> bytes:
    """A tagged PDF (PDF/UA-1). Raises `DrawingFailed` when WeasyPrint warns of anything, or when it does not fit."""
    with drawing_alone(), no_other_fonts():
        # WeasyPrint takes a second and 50 MB, which a process that never draws should not spend.
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        fonts, source = FontConfiguration(), {"base_url": ADDRESS, "url_fetcher": _fetcher(wanted.pictures)}
        faces = faces_for(_words(wanted.settings[0]))
        styles = weasyprint.CSS(string=_letters(faces) + _styles(wanted.stylesheet), font_config=fonts, **source)
        for html in wanted.settings:
            document = weasyprint.HTML(string=html, **source).render(
                stylesheets=[styles], font_config=fonts, pdf_variant="pdf/ua-1"
            )
            if len(document.pages) <= wanted.pages:
                pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
                return pdf
    raise DrawingFailed(f"The sheet does not fit on {wanted.pages} pages.")


def qr_code(address: str) -> str:
    """As a picture. A fixed mask: choosing the best one costs more than drawing."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False, mask=2)
    code.save(drawn, kind="svg", xmldecl=False, border=0, omitsize=True, dark=colour("ink"))
    return drawn.getvalue().decode()


def module_sign(name: str) -> Sign:
    """The drawing of a module; on a page it takes its colour from the text around it."""
    parts: Any = current_app.jinja_env.get_template("parts/icons.html").module
    tint = str(parts.sign_tint(name))
    ink = colour("sun-ink" if tint == "sun" else tint)
    drawn = str(parts.sign_drawing(name)).strip().replace("currentColor", ink)
    drawn = drawn.replace('class="sign-soft"', f'fill="{ink}" fill-opacity="0.22" stroke="none"')
    return Sign(drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1), tint)


@cache
def colour(name: str) -> str:
    """A colour of the site by the name of its token, as #rrggbb; paper is light."""
    tokens = dict(line.removesuffix(";").split(": ") for line in _colours())
    return tokens[f"--{name}"]


def _keep(file: Path, pdf: bytes) -> None:
    """Whole or not at all: another process may look for the file at any moment."""
    file.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as opened:
        opened.write(pdf)
    os.replace(opened.name, file)


def _fetcher(pictures: Mapping[str, str]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- it loads WeasyPrint

    class FromHere(URLFetcher):
        """Answers for the sheet's own pictures and our fonts; any other address is a failure."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            name = url.removeprefix(ADDRESS)
            if name in pictures:
                return URLFetcherResponse(url, pictures[name].encode(), {"Content-Type": "image/svg+xml"})
            if font := font_at(url):
                return URLFetcherResponse(url, font, {"Content-Type": "font/sfnt"})
            raise ValueError(f"A sheet fetches nothing, but was asked for {url}.")

    return FromHere()


def _words(html: str) -> str:
    """What is read of it: the fonts are chosen by its letters."""
    return Markup(html).striptags()  # noqa: S704 -- nothing is shown from here


def _letters(faces: Sequence[Face]) -> str:
    families = ", ".join(f'"{face.family}"' for face in faces)
    return f"{font_rules(faces)}\nhtml {{ font-family: {families}; }}"


@cache
def _styles(stylesheet: str) -> str:
    return f":root {{ {' '.join(_colours())} }}\n" + (STATIC / stylesheet).read_text("utf-8")


@cache
def _colours() -> tuple[str, ...]:
    """The light colours of the site: the first that tokens.css gives each name."""
    first: dict[str, str] = {}
    for line in _COLOURS.findall((STATIC / "tokens.css").read_text("utf-8")):
        first.setdefault(line.partition(":")[0], line)
    return tuple(first.values())

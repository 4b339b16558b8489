"""Draws the PDF of a certificate from its claims: tagged, one page, the same bytes for the same record."""

import unicodedata
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
import segno
import yaml
from markupsafe import Markup

from certificates.claims import Claims
from certificates.finishing import Finisher
from certificates.press import ONE_AT_A_TIME, DrawingFailed, warnings_are_failures
from certificates.typefaces import FOLDER as FONTS
from certificates.typefaces import Face, faces_for, no_other_fonts

_FOLDER = Path(__file__).parent
_PAPER_ADDRESS = "https://static.invalid/paper.svg"
_FONT_ADDRESS = "https://static.invalid/fonts/"

# Closer and closer settings of the same page, as the stylesheet names them; the first that fits is taken.
_DENSITIES = ("roomy", "compact", "dense")

# The name is set in the first size, in pixels, at which it should need no more than this many lines.
_NAME_SIZES = ((48, 1), (42, 1), (36, 2), (31, 2), (26, 3), (22, 3), (18, 4))
_NAME_WIDTH_PIXELS = 904

_SCRIPT_LANGUAGES = {"ARABIC": "ms-Arab", "BENGALI": "bn", "CJK": "zh", "DEVANAGARI": "hi", "TAMIL": "ta", "THAI": "th"}

# So many sets of fonts are kept loaded; a certificate with a Latin name needs the text face alone.
_FONT_SETS = 8


class Drawer:
    """Draws certificates. It loads the fonts and the stylesheet once, so keep one for the life of a process."""

    def __init__(self) -> None:
        with ONE_AT_A_TIME, no_other_fonts(), warnings.catch_warnings():
            # It regrets to find no font on the machine; the certificate brings its own.
            warnings.filterwarnings("ignore", message="No fonts configured")
            # WeasyPrint takes a second and 50 MB, which a process that never draws should not spend, and it
            # looks for fonts when it is imported.
            import weasyprint  # noqa: PLC0415
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
            from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

            paper = (_FOLDER / "paper.svg").read_bytes()

            class FromFolder(URLFetcher):  # type: ignore[misc]
                """Answers for the one picture of the stylesheet and the fonts; any other address is a failure."""

                def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
                    if url == _PAPER_ADDRESS:
                        return URLFetcherResponse(url, paper, {"Content-Type": "image/svg+xml"})
                    if url.startswith(_FONT_ADDRESS):
                        font = FONTS / Path(url).name
                        return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/sfnt"})
                    raise ValueError(f"A certificate fetches nothing, but was asked for {url}.")

            self._weasyprint = weasyprint
            self._fetcher = FromFolder()
            self._new_fonts = FontConfiguration
            with warnings_are_failures():
                self._stylesheet = self._read_styles((_FOLDER / "style.css").read_text("utf-8"))
        self._fonts = lru_cache(maxsize=_FONT_SETS)(self._load_fonts)
        with ONE_AT_A_TIME, warnings_are_failures():
            self._fonts(frozenset(faces_for("")))
        self._template = _templates().get_template("template.html")

    def draw(self, claims: Claims) -> bytes:
        """The PDF of these claims. Raises DrawingFailed when WeasyPrint warns of anything or the page overflows."""
        with ONE_AT_A_TIME, warnings_are_failures():
            for density in _DENSITIES:
                document = self._lay_out(claims, density)
                if len(document.pages) == 1:
                    finisher = Finisher(claims.name, set_name(claims.name).language)
                    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=finisher)
                    return pdf
        raise DrawingFailed("The claims do not fit on one page.")

    def _lay_out(self, claims: Claims, density: str) -> Any:
        view = _view(claims)
        fonts = self._fonts(frozenset((*view["faces"], *view["name"].faces)))
        html = self._weasyprint.HTML(
            string=self._template.render(view, density=density), base_url=_PAPER_ADDRESS, url_fetcher=self._fetcher
        )
        return html.render(stylesheets=[self._stylesheet], font_config=fonts, pdf_variant="pdf/ua-1")

    def _load_fonts(self, faces: frozenset[Face]) -> Any:
        """Only the fonts that a certificate needs: most need one family, and the large ones take a while."""
        with no_other_fonts():
            fonts = self._new_fonts()
        rules = [
            f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; src: url("{_FONT_ADDRESS}{file}"); }}'
            for face in sorted(faces, key=lambda face: face.family)
            for file, weight in face.files
        ]
        self._read_styles("".join(rules), fonts)
        return fonts

    def _read_styles(self, styles: str, fonts: Any = None) -> Any:
        return self._weasyprint.CSS(
            string=styles, font_config=fonts, url_fetcher=self._fetcher, base_url=_PAPER_ADDRESS
        )


@dataclass(frozen=True)
class NameSetting:
    """How the name is set: its size, direction and faces, and its language where the script tells."""

    pixels: int
    direction: str
    has_arabic: bool
    language: str | None
    faces: tuple[Face, ...]


def _view(claims: Claims) -> dict[str, Any]:
    """What the template shows, every text ready to print."""
    words = _phrases()[claims.language]
    address = claims.verify_url
    texts = [getattr(claims, field) for field in ("course", "course_version", "campus", "hours", "signatory")]
    texts += [claims.signatory_role, address, *claims.modules, *claims.skills]
    return {
        "claims": claims,
        "faces": faces_for(" ".join(texts)),
        "words": words,
        "name": set_name(claims.name),
        "document_title": words["document"].format(name=claims.name, course=claims.course),
        "statement": Markup(words["statement"]).format(  # noqa: S704 - our own phrase; what is filled in is escaped
            course=Markup("<strong>{}</strong>").format(claims.course), hours=claims.hours
        ),
        "day": words["day"].format(
            day=claims.issued_on.day, month=words["months"][claims.issued_on.month - 1], year=claims.issued_on.year
        ),
        "shown_address": address.partition("://")[2],
        "code": _code(address, words["code"].format(address=address)),
    }


def set_name(name: str) -> NameSetting:
    width = sum(_width_in_ems(character) for character in name)
    fitting = (pixels for pixels, lines in _NAME_SIZES if width * pixels <= _NAME_WIDTH_PIXELS * (lines - 0.1))
    directions = [unicodedata.bidirectional(character) for character in name]
    first_strong = next((direction for direction in directions if direction in ("L", "R", "AL")), "L")
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in name if character.isalpha()}
    return NameSetting(
        pixels=next(fitting, _NAME_SIZES[-1][0]),
        direction="ltr" if first_strong == "L" else "rtl",
        has_arabic="ARABIC" in scripts,
        language=_SCRIPT_LANGUAGES.get(next(iter(scripts))) if len(scripts) == 1 else None,
        faces=faces_for(name),
    )


def _width_in_ems(character: str) -> float:
    """A generous guess; when it is wrong the name takes one line more, which the page check notices if it matters."""
    if unicodedata.category(character) == "Mn":
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    return 0.75 if character.isupper() or character in "mwMW" else 0.55


def _code(address: str, title: str) -> Markup:
    """The QR code as inline SVG with its description. A fixed mask: choosing the best one costs more than drawing."""
    drawn = segno.make(address, error="m", micro=False, mask=2).svg_inline(
        border=0, omitsize=True, dark="#1c1a33", title=title, svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn by segno, which escapes the title


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )


@cache
def _phrases() -> Mapping[str, Mapping[str, Any]]:
    phrases: Mapping[str, Mapping[str, Any]] = yaml.safe_load((_FOLDER / "phrases.yaml").read_text("utf-8"))
    return phrases

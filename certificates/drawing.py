"""Draws the PDF of a certificate from its claims: tagged, one page, the same bytes for the same record."""

import logging
import threading
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jinja2
import yaml
from markupsafe import Markup

from certificates.archive import EnclosedFile
from certificates.claims import Claims, canonical_bytes
from certificates.finishing import Finisher
from certificates.layers import Layer
from certificates.typefaces import FOLDER as FONTS
from certificates.typefaces import Face, faces_for, no_other_fonts

_FOLDER = Path(__file__).parent
_ADDRESS = "https://static.invalid/"
_FONT_ADDRESS = f"{_ADDRESS}fonts/"
_PAPER_PAGE = """<html lang="en"><style>@page { size: A4 landscape; margin: 0 } body { margin: 0 }
img { display: block }</style><img src="paper.svg" alt="">"""

# Keeps the place of the QR code, which is drawn at the end.
_EMPTY_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'

# Closer and closer settings of the same page, as the stylesheet names them; the first that fits is taken.
_DENSITIES = ("roomy", "compact", "dense")

# The name is set in the first size, in pixels, at which it should need no more than this many lines.
_NAME_SIZES = ((48, 1), (42, 1), (36, 2), (31, 2), (26, 3), (22, 3), (18, 4))
_NAME_WIDTH_PIXELS = 904

_SCRIPT_LANGUAGES = {"ARABIC": "ms-Arab", "BENGALI": "bn", "CJK": "zh", "DEVANAGARI": "hi", "TAMIL": "ta", "THAI": "th"}

# Tagged for readers; that it is archival as well is added at the end, because WeasyPrint can make one of them alone.
_VARIANT = "pdf/ua-1"

# So many sets of fonts are kept loaded; a certificate with a Latin name needs the text face alone.
_FONT_SETS = 8

# Pango keeps its fonts without a lock, and WeasyPrint reports to one logger for the whole process.
_ONE_AT_A_TIME = threading.Lock()


class DrawingFailed(Exception):
    """The certificate could not be drawn as it should be; the message says what was missing."""


class Drawer:
    """Draws certificates. It loads the fonts and the stylesheet once, so keep one for the life of a process."""

    def __init__(self) -> None:
        with _ONE_AT_A_TIME, no_other_fonts(), warnings.catch_warnings():
            # It regrets to find no font on the machine; the certificate brings its own.
            warnings.filterwarnings("ignore", message="No fonts configured")
            # WeasyPrint takes a second and 50 MB, which a process that never draws should not spend, and it
            # looks for fonts when it is imported.
            import cssselect2  # type: ignore[import-untyped]  # noqa: PLC0415
            import weasyprint  # noqa: PLC0415
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
            from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

            pictures = {"paper.svg": (_FOLDER / "paper.svg").read_bytes(), "empty.svg": _EMPTY_PICTURE}

            class FromFolder(URLFetcher):  # type: ignore[misc]
                """Answers for our two pictures and the fonts; any other address is a failure."""

                def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
                    if url.removeprefix(_ADDRESS) in pictures:
                        picture = pictures[url.removeprefix(_ADDRESS)]
                        return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})
                    if url.startswith(_FONT_ADDRESS):
                        font = FONTS / Path(url).name
                        return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/sfnt"})
                    raise ValueError(f"A certificate fetches nothing, but was asked for {url}.")

            class Page(weasyprint.HTML):  # type: ignore[misc]
                """A page of our own writing, which is well-formed: as XML it is read in a tenth of the time."""

                def __init__(self, text: str, fetcher: Any) -> None:
                    root = ElementTree.fromstring(text)  # noqa: S314 - from our template, which escapes all it is given
                    self.base_url, self.url_fetcher, self.media_type = _ADDRESS, fetcher, "print"
                    self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
                    self.etree_element = root

                def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
                    """None of the 150 rules for any page: style.css says all that ours needs, an eighth faster."""
                    return []

            self._weasyprint, self._page = weasyprint, Page
            self._fetcher = FromFolder()
            self._new_fonts = FontConfiguration
            with _problems():
                self._stylesheet = self._read_styles((_FOLDER / "style.css").read_text("utf-8"))
        self._fonts = lru_cache(maxsize=_FONT_SETS)(self._load_fonts)
        with _ONE_AT_A_TIME, _problems():
            fonts = self._fonts(frozenset(faces_for("")))
            self._paper = Layer.of(
                self._weasyprint.HTML(string=_PAPER_PAGE, base_url=_ADDRESS, url_fetcher=self._fetcher).render(
                    font_config=fonts
                )
            )
        self._template = _templates().get_template("template.html")

    def draw(self, claims: Claims, badge: str | None = None) -> bytes:
        """The unsigned PDF of these claims: the same bytes for the same claims and badge.

        `badge` is an Open Badges credential, a signed JWT, which the PDF encloses beside its record. The PDF has an
        empty signature field, `certificates.field.FIELD_NAME`. Raises DrawingFailed when WeasyPrint warns of anything
        or the page overflows.
        """
        with _ONE_AT_A_TIME, _problems():
            for density in _DENSITIES:
                document = self._lay_out(claims, density)
                if len(document.pages) == 1:
                    pdf: bytes = document.write_pdf(
                        pdf_variant=_VARIANT, pdf_identifier=True, finisher=_finisher(claims, badge, self._paper)
                    )
                    return pdf
        raise DrawingFailed("The claims do not fit on one page.")

    def _lay_out(self, claims: Claims, density: str) -> Any:
        view = _view(claims)
        fonts = self._fonts(frozenset((*view["faces"], *view["name"].faces)))
        page = self._page(self._template.render(view, density=density), self._fetcher)
        return page.render(stylesheets=[self._stylesheet], font_config=fonts, pdf_variant=_VARIANT)

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
        return self._weasyprint.CSS(string=styles, font_config=fonts, url_fetcher=self._fetcher, base_url=_ADDRESS)


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
        "code_says": words["code"].format(address=address),
    }


def _finisher(claims: Claims, badge: str | None, paper: Layer) -> Finisher:
    words = _phrases()[claims.language]
    files = [
        EnclosedFile("record.json", "application/json", "Source", words["record"], canonical_bytes(claims)),
        *(
            [EnclosedFile("openbadge.jwt", "application/jwt", "Data", words["badge"], badge.encode("ascii"))]
            if badge
            else []
        ),
    ]
    return Finisher(
        name=claims.name,
        name_language=set_name(claims.name).language,
        address=claims.verify_url,
        paper=paper,
        link_says=words["link"].format(address=claims.verify_url),
        field_says=words["field"].format(campus=claims.campus),
        files=tuple(files),
        day=claims.issued_on,
    )


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


@contextmanager
def _problems() -> Iterator[None]:
    """Every warning of WeasyPrint is a failure: a missing letter or an unknown rule must never be issued."""
    logger, handler = logging.getLogger("weasyprint"), _Collector()
    disabled, level = logger.disabled, logger.level
    # Setting up logging silences the loggers that exist already; this one must be heard.
    logger.disabled = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.disabled = disabled
    if handler.messages:
        raise DrawingFailed(" ".join(handler.messages))


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )


@cache
def _phrases() -> Mapping[str, Mapping[str, Any]]:
    phrases: Mapping[str, Mapping[str, Any]] = yaml.safe_load((_FOLDER / "phrases.yaml").read_text("utf-8"))
    return phrases

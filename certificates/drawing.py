"""Draws the PDF of a certificate from its claims: tagged, one page, the same bytes for the same record."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from certificates.archive import EnclosedFile
from certificates.claims import Claims, canonical_bytes
from certificates.finishing import Finisher
from certificates.layers import Layer
from certificates.phrases import phrases
from certificates.press import DrawingFailed, drawing_alone, picture
from certificates.renderer import VARIANT, Renderer
from certificates.typefaces import Face, faces_for

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class _Setting:
    """A setting of the page as style.css names it: what its list of skills has, in pixels."""

    name: str
    line_height: float
    gap: float
    letters_per_line: int  # generous: a setting is passed over only when it cannot hold the text
    columns: int
    room: int  # for the list, under a name of one line


# Closer and closer; the first that fits is taken, and those that cannot are not tried, for a trial costs a layout.
_SETTINGS = (
    _Setting("airy", 21.6, 9, 82, 1, 176),
    _Setting("roomy", 19.6, 6, 100, 1, 190),
    _Setting("close", 18.9, 5, 94, 1, 250),
    _Setting("tight", 15.6, 3, 66, 2, 330),
    _Setting("dense", 0, 0, 1, 1, 0),
)
_PREVIEW_SETTINGS = ("roomy", "compact", "dense")

# The name is set in the first size, in pixels, at which it should need no more than this many lines.
_NAME_SIZES = ((48, 1), (42, 1), (36, 2), (31, 2), (26, 3), (22, 3), (18, 4))
_NAME_WIDTH_PIXELS = 904

_SCRIPT_LANGUAGES = {"ARABIC": "ms-Arab", "BENGALI": "bn", "CJK": "zh", "DEVANAGARI": "hi", "TAMIL": "ta", "THAI": "th"}

_PREVIEW_WIDTH_PIXELS = 1200


class Drawer:
    """Draws certificates. It loads the fonts and the stylesheet once, so keep one for the life of a process."""

    def __init__(self) -> None:
        self._renderer = Renderer()
        self._stylesheet = self._renderer.stylesheet("style.css")
        self._preview_stylesheet = self._renderer.stylesheet("preview.css")
        self._paper = self._renderer.layer("paper.svg", "A4 landscape")
        self._preview_paper = self._renderer.layer("preview.svg", "1200px 630px")
        self._template = _templates().get_template("template.html")
        self._preview_template = _templates().get_template("preview.html")

    def draw(self, claims: Claims, badge: str | None = None) -> bytes:
        """The unsigned PDF of these claims: the same bytes for the same claims and badge.

        `badge` is an Open Badges credential, a signed JWT, which the PDF encloses beside its record. The PDF has an
        empty signature field, `certificates.field.FIELD_NAME`. Raises DrawingFailed when WeasyPrint warns of anything
        or the page overflows.
        """
        with drawing_alone():
            view = _view(claims)
            document = self._that_fits(self._template, self._stylesheet, view, _settings(claims))
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT, pdf_identifier=True, finisher=_finisher(claims, badge, self._paper)
            )
        return pdf

    def preview(self, claims: Claims, *, with_name: bool) -> bytes:
        """A picture for pages that show where a link leads: PNG, 1200 by 630 pixels.

        Without the name it shows nothing of the person, and no serial. Raises DrawingFailed as `draw` does.
        """
        with drawing_alone():
            view = {**_view(claims), "with_name": with_name}
            document = self._that_fits(self._preview_template, self._preview_stylesheet, view, _PREVIEW_SETTINGS)
            pdf: bytes = document.write_pdf(finisher=lambda _document, pdf: self._preview_paper.put_under(pdf))
        return picture(pdf, _PREVIEW_WIDTH_PIXELS)

    def _that_fits(
        self, template: jinja2.Template, stylesheet: Any, view: Mapping[str, Any], settings: Iterable[str]
    ) -> Any:
        for density in settings:
            page = template.render(view, density=density)
            document = self._renderer.lay_out(page, stylesheet, frozenset((*view["faces"], *view["name"].faces)))
            if len(document.pages) == 1:
                return document
        raise DrawingFailed("The claims do not fit on one page.")


def _settings(claims: Claims) -> list[str]:
    """The settings worth trying: not those in which the longer list is sure to overflow."""
    return [setting.name for setting in _SETTINGS if setting.name == "dense" or _may_hold(setting, claims)]


def _may_hold(setting: _Setting, claims: Claims) -> bool:
    lines = sum(ceil(len(skill) / setting.letters_per_line) for skill in claims.skills) / setting.columns
    items = max(len(claims.modules), len(claims.skills) / setting.columns)
    return max(lines, len(claims.modules)) * setting.line_height + items * setting.gap <= setting.room


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
    words = phrases()[claims.language]
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
        "shown_address": address.partition("://")[2].removesuffix(claims.serial),
        "code_says": words["code"].format(address=address),
    }


def _finisher(claims: Claims, badge: str | None, paper: Layer) -> Finisher:
    words = phrases()[claims.language]
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


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )

"""Figures: SVG files checked against a short list of what a drawing needs, and made ready for a page."""

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.parsers import expat

from modules.problems import Report
from modules.reading import read_text

# Stands for the prefix of the ids until the page is known. No source file may hold this character.
_PREFIX = "\x00"
_NUMBER = r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_VIEW_BOX = re.compile(rf"{_NUMBER}(?:[ ,]+{_NUMBER}){{3}}")
_LOCAL = re.compile(r"url\(#([A-Za-z][\w-]*)\)")
_NAME = re.compile(r"[A-Za-z][\w-]*")

SHAPES = {"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"}
ELEMENTS = SHAPES | {"svg", "g", "defs", "clipPath", "text", "tspan", "title", "desc"}
PAINT = {"fill", "stroke"}
# The site's stylesheet gives these their colours, in light and in dark.
FILLS = {
    *("f-ink", "f-soft", "f-paper", "f-card", "f-line", "f-brand", "f-brand-wash", "f-coral", "f-coral-wash"),
    *("f-leaf", "f-leaf-wash", "f-sun", "f-sun-wash", "f-on-brand", "f-on-sun", "f-mark", "f-pause"),
}
STROKES = {"s-ink", "s-soft", "s-line", "s-brand", "s-coral", "s-leaf", "s-sun", "s-on-brand"}
ATTRIBUTES = PAINT | {
    *("class", "id", "clip-path", "clip-rule", "fill-rule", "opacity", "fill-opacity", "stroke-opacity"),
    *("stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset"),
    *("stroke-miterlimit", "transform", "vector-effect"),
    *("d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"),
    *("dx", "dy", "text-anchor", "dominant-baseline", "font-size", "font-weight", "letter-spacing"),
}
# What a drawing program writes around a drawing, and what the text alternative replaces: it is left out.
LEFT_OUT = {
    "xmlns",
    "viewBox",
    "version",
    "width",
    "height",
    "role",
    "aria-hidden",
    "aria-labelledby",
    "aria-label",
}


@dataclass(frozen=True)
class Drawing:
    """A checked drawing. `has_words`: it must not be shown to readers of another language."""

    view_box: str
    attributes: str
    body: str
    has_words: bool

    def svg(self, prefix: str, alternative: str) -> str:
        """The markup for a page, with its text alternative; `prefix` makes its ids unique there."""
        return (
            f'<svg viewBox="{self.view_box}" role="img" aria-labelledby="{prefix}-title" focusable="false"'
            f'{self.attributes}><title id="{prefix}-title">{escape(alternative)}</title>{self.body}</svg>'
        ).replace(_PREFIX, prefix + "-")


def read_drawing(file: Path, report: Report) -> Drawing | None:
    """The drawing; None, and a problem for each thing that does not belong in one."""
    source = read_text(file, report)
    if source is None:
        return None
    reader = _Reader(file)
    try:
        reader.read(source)
    except expat.ExpatError as mistake:
        reason = expat.errors.messages[mistake.code]
        reader.report.error(file, mistake.lineno, f"This is not a well-formed SVG file: {reason}.")
    except _HasDoctype as mistake:
        reader.report.error(file, mistake.line, "Leave the document type (<!DOCTYPE …>) out.")
    report.found += reader.report.found
    return None if reader.report.has_errors else reader.drawing()


class _HasDoctype(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


class _Reader:
    """Writes the drawing out again while reading it, so that only what is on the lists gets through."""

    def __init__(self, file: Path) -> None:
        self.report = Report()
        self._file = file
        self._view_box = self._attributes = ""
        self._body: list[str] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._wanted: dict[str, int] = {}
        self._has_words = False
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def read(self, source: str) -> None:
        self._parser.Parse(source, True)
        for name in sorted(self._wanted.keys() - self._ids):
            self.report.error(self._file, self._wanted[name], f"Nothing in this drawing has the id “{name}”.")

    def drawing(self) -> Drawing:
        return Drawing(self._view_box, self._attributes, "".join(self._body), self._has_words)

    def _error(self, message: str) -> None:
        self.report.error(self._file, self._parser.CurrentLineNumber, message)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._open.append(element)
        is_root = len(self._open) == 1
        if is_root != (element == "svg") or element not in ELEMENTS:
            self._error(f"<{element}> does not belong here: a drawing is one <svg> of shapes, groups and text.")
            return
        left_out = LEFT_OUT if is_root else set()
        kept = "".join(
            f' {name}="{escape(self._checked(name, value))}"'
            for name, value in attributes.items()
            if name not in left_out and self._is_known(element, name)
        )
        if is_root:
            self._attributes = kept
            self._take_view_box(attributes)
        elif not self._is_left_out():
            self._body.append(f"<{element}{kept}>")

    def _take_view_box(self, attributes: dict[str, str]) -> None:
        self._view_box = attributes.get("viewBox", "")
        if attributes.get("xmlns", "http://www.w3.org/2000/svg") != "http://www.w3.org/2000/svg":
            self._error("This is another kind of XML: xmlns must be http://www.w3.org/2000/svg.")
        if not _VIEW_BOX.fullmatch(self._view_box):
            self._error("<svg> needs a viewBox of four numbers, so that it can grow and shrink.")

    def _is_known(self, element: str, name: str) -> bool:
        if name in ATTRIBUTES:
            return True
        self._error(f"The attribute {name} of <{element}> is not allowed in a drawing.")
        return False

    def _checked(self, name: str, value: str) -> str:
        value = value.strip()
        if name == "id":
            if not _NAME.fullmatch(value):
                self._error("An id begins with a letter and has no spaces.")
            if value in self._ids:
                self._error(f"Two things in this drawing have the id “{value}”.")
            self._ids.add(value)
            return _PREFIX + value
        if name == "clip-path" and (local := _LOCAL.fullmatch(value)):
            self._wanted.setdefault(local[1], self._parser.CurrentLineNumber)
            return f"url(#{_PREFIX}{local[1]})"
        if "(" in value and name != "transform":
            self._error(f'{name}="{value}" is not allowed: a drawing refers to nothing outside itself.')
        if name in PAINT and value not in {"none", "currentColor"}:
            self._error(f"Colours come from the classes f-… and s-…: {name} is none or currentColor.")
        if name == "class" and (unknown := set(value.split()) - FILLS - STROKES):
            line = self._parser.CurrentLineNumber
            self.report.warn(self._file, line, f"No colour has the class {', '.join(sorted(unknown))}.")
        return value

    def _end(self, element: str) -> None:
        if len(self._open) > 1 and not self._is_left_out():
            self._body.append(f"</{element}>")
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open[-1] in {"text", "tspan"}:
            self._has_words = self._has_words or _has_word(text)
            self._body.append(escape(text))

    def _is_left_out(self) -> bool:
        """Titles and descriptions inside the file are replaced by the figure's text alternative."""
        return bool({"title", "desc"} & set(self._open))

    def _doctype(self, *_declared: object) -> None:
        # Reading on would expand the entities that it may declare.
        raise _HasDoctype(self._parser.CurrentLineNumber)

    def _instruction(self, *_declared: object) -> None:
        self._error("Leave the processing instructions (<?…?>) out.")


def _has_word(text: str) -> bool:
    """Two letters side by side; a single one, or a number, is the same in both languages."""
    letters = "".join("a" if unicodedata.category(letter)[0] == "L" else " " for letter in text)
    return "aa" in letters

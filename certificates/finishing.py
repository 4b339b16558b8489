"""Finishes a drawn PDF: corrects what WeasyPrint 70.0 gets wrong for readers, and adds what it has no way to say."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pydyf

from certificates.archive import EnclosedFile, claim_archival, enclose
from certificates.field import prepare_field
from certificates.layers import Layer, code_drawing
from certificates.objects import elements, page_of, resolve, typed

# Readers know that these run from right to left, and turn a text that is given beside them.
_TURNED_BY_READERS = frozenset({"HEBREW", "ARABIC", "SYRIAC", "THAANA"})
_POINTS_PER_PIXEL = 0.75


@dataclass(frozen=True)
class Finisher:
    """WeasyPrint calls it with the finished document just before the file is written."""

    name: str
    name_language: str | None
    address: str
    paper: Layer
    link_says: str
    field_says: str
    files: tuple[EnclosedFile, ...]
    day: date

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        self.paper.put_under(pdf)
        for figure in elements(pdf, "/Figure"):
            self._draw_code(pdf, figure)
            _place_box(figure, document.pages[0].height)
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream):
                _map_every_glyph(item)
        for listing in elements(pdf, "/L"):
            _join_columns(pdf, listing)
        self._speak_the_name(pdf, next(elements(pdf, "/H2")))
        for annotation in typed(pdf, "/Annot"):
            annotation["Contents"] = pydyf.String(self.link_says)
        prepare_field(pdf, self.field_says)
        enclose(pdf, self.files, self.day)
        claim_archival(pdf)
        pdf.objects[:] = map(_Written, pdf.objects)

    def _draw_code(self, pdf: pydyf.PDF, figure: pydyf.Dictionary) -> None:
        """Draw the QR code where an empty picture kept its place: reading it as SVG takes a tenth of all the time."""
        left, top, right, _bottom = figure["A"]["BBox"]
        (mark,) = figure["K"]
        lines = resolve(pdf, page_of(pdf)["Contents"]).stream
        begins = next(at for at, line in enumerate(lines) if isinstance(line, dict) and line.get("MCID") == mark)
        lines.insert(begins + 2, code_drawing(self.address, left, top, right - left))

    def _speak_the_name(self, pdf: pydyf.PDF, heading: pydyf.Dictionary) -> None:
        """Say which language the name is in, and spell it out where a glyph stands for several letters.

        A Tamil syllable is drawn as glyphs in visual order, so copying it needs the text beside it. Text that readers
        know to run from right to left must not get one, as they turn it round a second time; the younger scripts of
        that direction, such as N'Ko, need it, as readers do not turn them at all.
        """
        if self.name_language:
            heading["Lang"] = pydyf.String(self.name_language)
        if not _is_written_in_clusters(self.name):
            return
        spans = [resolve(pdf, reference) for reference in heading["K"]]
        marks = {mark: index for index, mark in enumerate(mark for span in spans for mark in span["K"])}
        for properties in _marked_content(pdf):
            if properties["MCID"] in marks:
                is_first_line = marks[properties["MCID"]] == 0
                properties["ActualText"] = pydyf.String(self.name if is_first_line else "")


def _marked_content(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            yield from (part for part in item.stream if isinstance(part, pydyf.Dictionary) and "MCID" in part)


def _place_box(figure: pydyf.Dictionary, page_height: float) -> None:
    """A picture's box is written in pixels from the top; PDF counts points from the bottom."""
    left, top, right, bottom = figure["A"]["BBox"]
    corners = (left, page_height - bottom, right, page_height - top)
    figure["A"]["BBox"] = pydyf.Array([round(corner * _POINTS_PER_PIXEL, 3) for corner in corners])


def _join_columns(pdf: pydyf.PDF, listing: pydyf.Dictionary) -> None:
    """A list set in columns is written as a list of lists, one for each column; it is one list of items."""
    items = []
    for reference in listing["K"]:
        kid = resolve(pdf, reference)
        if kid["S"] == "/L":
            items += kid["K"]
            kid.clear()
        else:
            items.append(reference)
    for reference in items:
        resolve(pdf, reference)["P"] = listing.reference
    listing["K"] = pydyf.Array(items)


def _map_every_glyph(stream: pydyf.Stream) -> None:
    """The second glyph of a letter has no text of its own, which is not allowed: give it a zero-width space."""
    if b"begincmap" in stream.stream:
        stream.stream[:] = [
            line.removesuffix(b"<>") + b"<200b>" if line.endswith(b" <>") else line for line in stream.stream
        ]


def _is_written_in_clusters(name: str) -> bool:
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in name}
    if scripts & _TURNED_BY_READERS:
        return False
    has_marks = any(unicodedata.category(character) in ("Mn", "Mc") for character in name)
    return has_marks or any(unicodedata.bidirectional(character) in ("R", "AL") for character in name)


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object as bytes: pydyf asks twice, for the file and for its identifier, and would compress twice."""

    data = b""

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self._is_compressible = item.compressible
        if self.free == "n":
            self.data = item.data

    @property
    def compressible(self) -> bool:
        return bool(self._is_compressible)

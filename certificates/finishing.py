"""Corrects in a drawn PDF what WeasyPrint 70.0 gets wrong for readers: picture boxes, letters and the name's text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

# Readers know that these run from right to left, and turn a text that is given beside them.
_TURNED_BY_READERS = frozenset({"HEBREW", "ARABIC", "SYRIAC", "THAANA"})
_POINTS_PER_PIXEL = 0.75


@dataclass(frozen=True)
class Finisher:
    """WeasyPrint calls it with the finished document just before the file is written."""

    name: str
    name_language: str | None

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        for figure in _elements(pdf, "/Figure"):
            _place_box(figure, document.pages[0].height)
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream):
                _map_every_glyph(item)
        self._speak_the_name(pdf, next(_elements(pdf, "/H2")))

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
        spans = [pdf.objects[int(reference.split()[0])] for reference in heading["K"]]
        marks = {mark: index for index, mark in enumerate(mark for span in spans for mark in span["K"])}
        for properties in _marked_content(pdf):
            if properties["MCID"] in marks:
                is_first_line = marks[properties["MCID"]] == 0
                properties["ActualText"] = pydyf.String(self.name if is_first_line else "")


def _elements(pdf: pydyf.PDF, tag: str) -> Iterator[pydyf.Dictionary]:
    """The structure elements of one kind, in the order of the document."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem" and item["S"] == tag:
            yield item


def _marked_content(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            yield from (part for part in item.stream if isinstance(part, pydyf.Dictionary) and "MCID" in part)


def _place_box(figure: pydyf.Dictionary, page_height: float) -> None:
    """A picture's box is written in pixels from the top; PDF counts points from the bottom."""
    left, top, right, bottom = figure["A"]["BBox"]
    corners = (left, page_height - bottom, right, page_height - top)
    figure["A"]["BBox"] = pydyf.Array([round(corner * _POINTS_PER_PIXEL, 3) for corner in corners])


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

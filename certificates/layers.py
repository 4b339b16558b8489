"""What is put on the page without being laid out: the paper, drawn once per process, and the QR code."""

import zlib
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pydyf
import segno

from certificates.objects import added, page_of, resolve

COMPRESSION = 9
_INK = "0.11 0.102 0.2"
_HAIRLINE = "0.902 0.878 0.831"

# Around the code: four modules of white that scanners ask for, in a card with round corners.
_QUIET_MODULES = 4
_CORNER_MODULES = 3
_CONTROL = 0.5523  # of a radius, for a curve that passes for a quarter of a circle


@dataclass(frozen=True)
class Layer:
    """A drawn page kept as it will stand in every file: compressed."""

    content: bytes
    width: float  # points
    height: float

    @classmethod
    def of(cls, document: Any) -> "Layer":
        """Keep what a page of plain shapes draws. Raises ValueError when it uses text, pictures or see-through ink."""
        kept: list[Layer] = []

        def keep(_document: Any, pdf: pydyf.PDF) -> None:
            page = page_of(pdf)
            resources = resolve(pdf, page["Resources"])
            states = resources["ExtGState"].values()
            if (
                any(resources[kind] for kind in ("XObject", "Pattern", "Shading"))
                or document.fonts
                or any(set(state.values()) != {1} for state in states)
            ):
                raise ValueError("The paper may hold nothing but plain opaque shapes.")
            # A state of full opacity is what every page begins with.
            lines = resolve(pdf, page["Contents"]).stream
            drawing = b"\n".join(line for line in lines if not line.endswith(b" gs"))
            kept.append(cls(zlib.compress(drawing, COMPRESSION), *page["MediaBox"][2:]))

        document.write_pdf(finisher=keep)
        return kept[0]

    def put_under(self, pdf: pydyf.PDF) -> None:
        """Draw this first on the page, as decoration that readers skip."""
        page = page_of(pdf)
        form = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, self.width, self.height]),
            "Resources": pydyf.Dictionary(),
            "Filter": "/FlateDecode",
        }
        resolve(pdf, page["Resources"])["XObject"]["Paper"] = added(pdf, pydyf.Stream([self.content], form))
        resolve(pdf, page["Contents"]).stream[:0] = [b"/Artifact BMC q /Paper Do Q EMC"]


def code_drawing(address: str, left: float, top: float, side: float) -> bytes:
    """The operators that draw the QR code of an address on its card, `side` wide, where y grows downwards.

    A fixed mask: choosing the best one costs more than drawing. All modules are one path, so that no viewer leaves
    hairlines between them.
    """
    modules = segno.make(address, error="m", micro=False, mask=2).matrix
    whole = len(modules) + 2 * _QUIET_MODULES
    scale = side / whole
    runs = []
    for row, line in enumerate(modules, _QUIET_MODULES):
        column = _QUIET_MODULES
        for is_dark, run in groupby(line):
            length = len(list(run))
            if is_dark:
                runs.append(f"{column} {row} {length} 1 re")
            column += length
    placed = f"q {scale:.5f} 0 0 {scale:.5f} {left:.3f} {top:.3f} cm"
    card = f"1 1 1 rg {_HAIRLINE} RG {0.8 / scale:.3f} w {_round_square(whole)} B"
    return "\n".join((placed, card, f"{_INK} rg", *runs, "f Q")).encode("ascii")


def _round_square(side: float) -> str:
    radius, hook = _CORNER_MODULES, _CORNER_MODULES * (1 - _CONTROL)
    near, far = radius, side - radius
    return (
        f"{near} 0 m {far} 0 l {side - hook:.3f} 0 {side} {hook:.3f} {side} {near} c "
        f"{side} {far} l {side} {side - hook:.3f} {side - hook:.3f} {side} {far} {side} c "
        f"{near} {side} l {hook:.3f} {side} 0 {side - hook:.3f} 0 {far} c "
        f"0 {near} l 0 {hook:.3f} {hook:.3f} 0 {near} 0 c h"
    )

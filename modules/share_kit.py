"""The share kit: what its pictures say, their drawings, captions, and words for whoever cannot see them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from modules import wording
from modules.library import Text
from modules.problems import BrokenContent, Report
from modules.reading import read_yaml
from modules.written import Slug, WrittenPart, as_written

CAPTIONS = Path(__file__).parent / "hub" / "share-kit.yaml"
# What stands over the words, in a square of 100; the colours are those of the site's mark.
BRAND, SUN = "#3b2fa3", "#f2b43c"
_SIGNS: Mapping[str, str] = {
    "pause": '<rect x="16" y="4" width="24" height="92" rx="12" fill="{brand}"/>'
    '<rect x="60" y="4" width="24" height="92" rx="12" fill="{sun}"/>',
    "report": '<rect x="12" y="2" width="11" height="96" rx="5.5" fill="{brand}"/>'
    '<path d="M28 6h60l-16 25 16 25h-60z" fill="{sun}"/>',
    "care": '<path d="M14 8h72a12 12 0 0 1 12 12v46a12 12 0 0 1-12 12h-36l-26 20v-20h-10a12 12 0 0 1-12-12v-46'
    'a12 12 0 0 1 12-12z" fill="{brand}"/>'
    '<path d="M50 66c-32-20-26-42-12-42 8 0 12 8 12 8s4-8 12-8c14 0 20 22-12 42z" fill="{sun}"/>',
    "pledge": '<circle cx="50" cy="50" r="46" fill="{brand}"/><path d="M28 52l15 16 29-33" fill="none" stroke="{sun}"'
    ' stroke-width="12" stroke-linecap="round" stroke-linejoin="round"/>',
}


class SharePicture(WrittenPart):
    """One picture in both languages."""

    title: Text
    line: Text
    shows: Text
    caption: Text


class ShareKit(WrittenPart):
    """share-kit.yaml"""

    pictures: Mapping[Slug, SharePicture]


def check_share_kit(file: Path, report: Report) -> ShareKit | None:
    """The kit; None, and problems, when the file is broken."""
    document = read_yaml(file, report)
    if document is None:
        return None
    wording.check_short_texts(document, report)
    written = as_written(ShareKit, document, report)
    for name in written.pictures if written else ():
        if name not in _SIGNS:
            report.error(file, document.line("pictures", name), f"There is no drawing for “{name}”.")
    return written


@lru_cache(maxsize=1)
def load_share_kit() -> ShareKit:
    """Raises `BrokenContent`, with every problem of the file."""
    report = Report()
    kit = check_share_kit(CAPTIONS, report)
    if kit is None or report.has_errors:
        raise BrokenContent(report.sorted())
    return kit


def sign(name: str) -> str:
    """The drawing of a picture as SVG. Raises KeyError for one that there is not."""
    drawn = _SIGNS[name].format(brand=BRAND, sun=SUN)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{drawn}</svg>'

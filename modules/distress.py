"""Words of distress: whoever writes one is shown help first, and a person reads it before others do."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from modules.library import LANGUAGES, Words
from modules.problems import BrokenContent, Report
from modules.reading import read_yaml
from modules.written import CompleteReview, WrittenPart, as_written

DISTRESS = Path(__file__).parent / "hub" / "distress.yaml"


class WrittenDistress(WrittenPart):
    """distress.yaml"""

    review: CompleteReview
    en: Annotated[tuple[Words, ...], Field(min_length=1)]
    ms: Annotated[tuple[Words, ...], Field(min_length=1)]


def check_distress(file: Path, report: Report) -> WrittenDistress | None:
    """The list; None, and problems, when the file is broken."""
    document = read_yaml(file, report)
    written = as_written(WrittenDistress, document, report) if document else None
    if document is None or written is None:
        return None
    for language in LANGUAGES:
        seen: set[str] = set()
        for number, word in enumerate(getattr(written, language)):
            plain = plain_words(word)
            if plain in seen:
                report.error(document.file, document.line(language, number), f"“{word}” stands here twice.")
            seen.add(plain)
    return written


@lru_cache(maxsize=1)
def load_distress() -> WrittenDistress:
    """Raises `BrokenContent`, with every problem of the file."""
    report = Report()
    written = check_distress(DISTRESS, report)
    if written is None or report.has_errors:
        raise BrokenContent(report.sorted())
    return written


def plain_words(text: str) -> str:
    """The words alone, in small letters without accents, with single spaces between: as two texts are compared."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters.replace("'", "")))


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of these stands in the text, as whole words."""
    return _holds(text, (plain_words(word) for word in words))


def speaks_of_distress(text: str) -> bool:
    """In either language, whichever the page is in."""
    return _holds(text, _plain_distress())


@lru_cache(maxsize=1)
def _plain_distress() -> tuple[str, ...]:
    listed = load_distress()
    return tuple(plain_words(word) for word in (*listed.en, *listed.ms))


def _holds(text: str, plain: Iterable[str]) -> bool:
    found = plain_words(text)
    within = f" {found} "
    return bool(found) and any(f" {wanted} " in within for wanted in plain if wanted)

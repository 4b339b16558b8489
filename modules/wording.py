"""What a machine can tell about the words: Indonesian forms, missing translations, marks that would show."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from modules.problems import Report
from modules.prose import ProseFile
from modules.reading import Document, Place
from modules.terms import ENDINGS

FILE = Path(__file__).parent / "indonesian.txt"
FORMATTED = "after"  # the one short text that is read as CommonMark
UNTRANSLATED_WORDS = 6  # names and loan words may be the same in both languages, whole sentences are not

_MARKS = re.compile(r"(?<![\w*])\*\*[^\s*][^*]*\*\*(?![\w*])|\[[^\]]+\]\([^)]+\)")


def check_short_texts(document: Document, report: Report) -> None:
    """Every pair of texts in a YAML file."""
    for place, texts in _pairs(document.data, ()):
        line = document.line(*place, "ms")
        english, malay = texts["en"], texts["ms"]
        if isinstance(malay, str):
            _check_malay(document.file, line, malay, report)
        if english == malay and isinstance(english, str) and len(english.split()) >= UNTRANSLATED_WORDS:
            report.warn(document.file, line, "Both languages have the same words here: one of them is missing.")
        if place[-1] != FORMATTED:
            for language, text in texts.items():
                _check_marks(document, (*place, language), text, report)


def check_malay_prose(prose: ProseFile, report: Report) -> None:
    for number, line in enumerate(prose.lines, start=1):
        if not line.startswith("::"):
            _check_malay(prose.file, number, line, report)


def indonesian_forms(text: str) -> list[tuple[str, str]]:
    """The Indonesian forms of the text, each with what Malaysians write."""
    pattern, instead = _forms()
    return [
        (found[0], next(instead[number] for number, form in enumerate(found.groups()) if form is not None))
        for found in pattern.finditer(text)
    ]


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each form, the longest first: a phrase is found before its words."""
    lines = (line.strip() for line in FILE.read_text(encoding="utf-8").split("\n"))
    pairs = [line.split(" = ", 1) for line in lines if line and not line.startswith("#")]
    pairs.sort(key=lambda pair: -len(pair[0]))
    forms = (f"({re.escape(form).replace(re.escape('*'), '[a-z]*')})" for form, _instead in pairs)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)}){ENDINGS['ms']}(?!\w)", re.IGNORECASE)
    return pattern, tuple(instead for _form, instead in pairs)


def _check_malay(file: Path, line: int, text: str, report: Report) -> None:
    for form, instead in indonesian_forms(text):
        report.error(file, line, f"“{form}” is Indonesian; Malaysians write “{instead}”.")


def _check_marks(document: Document, place: Place, text: object, report: Report) -> None:
    marks = _MARKS.search(text) if isinstance(text, str) else None
    if marks:
        report.warn(
            document.file,
            document.line(*place),
            f"“{marks[0]}” is shown as it stands: of the short texts only “{FORMATTED}” is CommonMark.",
        )


def _pairs(data: object, place: Place) -> Iterator[tuple[Place, Mapping[str, object]]]:
    if isinstance(data, dict):
        if data.keys() == {"en", "ms"}:
            yield place, data
        for key, value in data.items():
            yield from _pairs(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _pairs(value, (*place, number))

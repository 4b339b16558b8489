"""What a machine can tell about the words, in lessons and, for the website's check, in any text of the course."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from modules.problems import Problem, Report
from modules.prose import ProseFile
from modules.reading import Document, Place
from modules.terms import ENDINGS

INDONESIAN = Path(__file__).parent / "indonesian.txt"
ALIKE = Path(__file__).parent / "alike.txt"
FORMATTED = "after"  # the one short text that is read as CommonMark

# Emphasis, a link, code; letters around a lone asterisk are a word that its writer veils.
_MARKS = re.compile(r"(?<![\w*])(\*\*?)[^\s*](?:[^*]*[^\s*])?\1(?![\w*])|\[[^\]]+\]\([^)]+\)|`[^`]+`")
_QUOTED = re.compile(r"“[^”]*”")  # samples, which people write as they like
_ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)+\b")
_CODE = re.compile(r"`[^`\n]*`")
_TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# “had had” and “that that” may be right, and “ha ha” is laughter.
_DOUBLED = re.compile(r"(?<![\w'’-])(?!(?:that|had|h[aeiu])\b)([^\W\d_]+)\s+\1(?![\w'’-])", re.I)
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


@dataclass(frozen=True)
class Remark:
    """What is wrong with a text, and at which of its characters."""

    message: str
    at: int = 0
    severity: Literal["error", "warning"] = "warning"

    def problem(self, file: str, line: int) -> Problem:
        return Problem(file, line, self.message, self.severity)


def remarks(text: str, language: str) -> Iterator[Remark]:
    """On a text in one language."""
    if language == "ms":
        for form, instead, at in _indonesian(text):
            yield Remark(f"“{form}” is Indonesian; Malaysians write “{instead}”.", at, "error")
    yield from _quotation_marks(text)
    for found in _DOUBLED.finditer(_blank(_QUOTED, text)):
        yield Remark(f"“{' '.join(found[0].split())}”: the word stands here twice.", found.start())
    for found in _SPACES.finditer(text):
        yield Remark("Two spaces stand here where one is enough.", found.start())


def untranslated(english: str, malay: str) -> Iterator[Remark]:
    """On a text that is the same in both languages and is no sample, number, address, name or word of alike.txt."""
    if english == malay and not _may_be_alike(english):
        yield Remark("Both languages have the same words here: one of them is missing.")


def indonesian_forms(text: str) -> list[tuple[str, str]]:
    """The Indonesian forms of the text, each with what Malaysians write."""
    return [(form, instead) for form, instead, _at in _indonesian(text)]


def check_short_texts(document: Document, report: Report) -> None:
    """Every pair of texts in a YAML file."""
    for place, texts in _pairs(document.data, ()):
        english, malay = texts["en"], texts["ms"]
        for language, text in texts.items():
            if isinstance(text, str):
                line = document.line(*place, language)
                report.found += [one.problem(str(document.file), line) for one in remarks(text, language)]
                if place[-1] != FORMATTED:
                    _check_marks(document, line, text, report)
        if isinstance(english, str) and isinstance(malay, str):
            line = document.line(*place, "ms")
            report.found += [one.problem(str(document.file), line) for one in untranslated(english, malay)]


def check_prose(prose: ProseFile, language: str, report: Report) -> None:
    """Every paragraph, without what stands in tables for the eye and in code."""
    for first_line, paragraph in _paragraphs(prose.lines):
        text = _TABLE_ROW.sub(lambda row: re.sub(" {2,}", " ", row[0]), _blank(_CODE, paragraph))
        for remark in remarks(text, language):
            line = first_line + text[: remark.at].count("\n")
            report.found.append(remark.problem(str(prose.file), line))


def _indonesian(text: str) -> Iterator[tuple[str, str, int]]:
    pattern, instead = _forms()
    for found in pattern.finditer(text):
        number = next(number for number, form in enumerate(found.groups()) if form is not None)
        yield found[0], instead[number], found.start()


@lru_cache(maxsize=1)
def _forms() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each form, the longest first: a phrase is found before its words."""
    pairs = [line.split(" = ", 1) for line in _listed(INDONESIAN)]
    pairs.sort(key=lambda pair: -len(pair[0]))
    forms = (f"({re.escape(form).replace(re.escape('*'), '[a-z]*')})" for form, _instead in pairs)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)}){ENDINGS['ms']}(?!\w)", re.IGNORECASE)
    return pattern, tuple(instead for _form, instead in pairs)


@lru_cache(maxsize=1)
def _alike() -> frozenset[str]:
    return frozenset(word.casefold() for word in _listed(ALIKE))


def _listed(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text(encoding="utf-8").split("\n"))
    return [line for line in lines if line and not line.startswith("#")]


def _may_be_alike(text: str) -> bool:
    words = _WORD.findall(_ADDRESS.sub("", _QUOTED.sub("", text)))
    unlisted = [word for word in words if len(word) > 1 and word.casefold() not in _alike()]
    # A capital letter shows a name only where the text does not begin, or where every word has one.
    return not unlisted or (len(words) > 1 and all(word[0].isupper() for word in unlisted))


def _quotation_marks(text: str) -> Iterator[Remark]:
    if '"' in text:
        yield Remark('Straight quotation marks (") stand here; write “ and ” as everywhere else.', text.index('"'))
    begun: int | None = None
    for at, letter in enumerate(text):
        if letter == "“" and begun is not None:
            yield Remark("A quotation begins before the last one ends: a ” is missing, or ‘ and ’ belong inside.", at)
        elif letter == "”" and begun is None:
            yield Remark("A quotation ends here that has not begun: a “ is missing.", at)
        begun = at if letter == "“" else None if letter == "”" else begun
    if begun is not None:
        yield Remark("The quotation that begins here does not end: a ” is missing.", begun)


def _paragraphs(lines: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Lines that stand together, with the number of the first; no directives, no fenced code."""
    fenced, paragraph = False, list[str]()
    for number, line in enumerate((*lines, ""), start=1):
        is_fence = line.lstrip().startswith("```")
        if paragraph and (is_fence or not line.strip()):
            yield number - len(paragraph), "\n".join(paragraph)
            paragraph = []
        elif not fenced and line.strip() and not is_fence and not line.startswith("::"):
            paragraph.append(line)
        fenced = fenced != is_fence


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with full stops in the place of what is found, so that everything else stays where it is."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", ".", found[0]), text)


def _check_marks(document: Document, line: int, text: str, report: Report) -> None:
    marks = _MARKS.search(text)
    if marks:
        advice = f"“{marks[0]}” is shown as it stands: of the short texts only “{FORMATTED}” is CommonMark."
        report.warn(document.file, line, advice)


def _pairs(data: object, place: Place) -> Iterator[tuple[Place, Mapping[str, object]]]:
    if isinstance(data, dict):
        if data.keys() == {"en", "ms"}:
            yield place, data
        for key, value in data.items():
            yield from _pairs(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _pairs(value, (*place, number))

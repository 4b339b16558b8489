"""Loads the glossary and checks it: every form leads to one term, and no definition leads back to itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from modules import wording
from modules.library import LANGUAGES, Glossary, Term
from modules.problems import Report
from modules.prose import WORD
from modules.reading import Document, read_yaml
from modules.terms import Finder, spelling
from modules.written import LANGUAGE_NAMES, WrittenGlossary, as_written

GLOSSARY = Path(__file__).parent / "hub" / "glossary.yaml"
MAX_WORDS = 35


def load_glossary(file: Path, report: Report) -> Glossary:
    """The glossary; an empty one, and problems, when its file is broken."""
    document = read_yaml(file, report)
    if document is None:
        return Glossary()
    wording.check_short_texts(document, report)
    written = as_written(WrittenGlossary, document, report)
    if written is None:
        return Glossary()
    terms = tuple(
        Term(
            id=name,
            name=entry.term,
            definition=entry.definition,
            forms={"en": (entry.term.en, *entry.forms.en), "ms": (entry.term.ms, *entry.forms.ms)},
            see=entry.see,
        )
        for name, entry in written.terms.items()
    )
    glossary = Glossary(terms, written.review.as_review())
    _check_references(glossary, document, report)
    for language in LANGUAGES:
        _check_forms(glossary, language, document, report)
        _check_definitions(glossary, language, document, report)
    return glossary


def _check_references(glossary: Glossary, document: Document, report: Report) -> None:
    known = {term.id for term in glossary.terms}
    for term in glossary.terms:
        for number, name in enumerate(term.see):
            line = document.line("terms", term.id, "see", number)
            if name == term.id:
                report.error(document.file, line, "A term does not refer to itself.")
            elif name not in known:
                report.error(document.file, line, f"There is no term “{name}”.")


def _check_forms(glossary: Glossary, language: str, document: Document, report: Report) -> None:
    taken: dict[str, tuple[str, int]] = {}
    for term in glossary.terms:
        for number, form in enumerate(term.forms[language]):
            place = ("forms", language, number - 1) if number else ("term", language)
            line = document.line("terms", term.id, *place)
            other, its_line = taken.setdefault(spelling(form), (term.id, line if number else 0))
            if other != term.id:
                first = its_line or document.line("terms", other, "term", language)
                message = f"“{form}” stands for “{other}” already (line {first}): a form leads to one term."
                report.error(document.file, line, message)
            elif number and its_line != line:
                report.error(document.file, line, f"“{form}” stands here twice.")


def _check_definitions(glossary: Glossary, language: str, document: Document, report: Report) -> None:
    finder = Finder(glossary, language)
    explained_by: dict[str, tuple[str, ...]] = {}
    for term in glossary.terms:
        text, line = term.definition[language], document.line("terms", term.id, "definition", language)
        words = len(WORD.findall(text))
        if words > MAX_WORDS:
            message = f"The definition has {words} words in {LANGUAGE_NAMES[language]}; {MAX_WORDS} are enough."
            report.error(document.file, line, message)
        found = [*finder.find(text)]
        explained_by[term.id] = tuple(dict.fromkeys(name for name, _match in found if name != term.id))
        for match in (match for name, match in found if name == term.id):
            report.error(document.file, line, f"“{match[0]}” explains the term by itself.")
    for circle in _circles(explained_by):
        line = document.line("terms", circle[0], "definition", language)
        report.error(document.file, line, f"The definitions go round in a circle: {' → '.join(circle)}.")


def _circles(explained_by: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The shortest way from a term through definitions back to it; each circle once, from its first term."""
    told: set[str] = set()
    for start in explained_by:
        ways: list[tuple[str, ...]] = [(start, other) for other in explained_by[start]]
        seen: set[str] = set()
        while start not in told and ways:
            way = ways.pop(0)
            if way[-1] == start:
                told.update(way)
                yield way
            elif way[-1] not in seen:
                seen.add(way[-1])
                ways += [(*way, other) for other in explained_by[way[-1]]]

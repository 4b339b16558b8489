"""Finds pages by words in either language: an index in the memory of each process, made from the content it shows."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

import modules
from modules.search_words import STEMMERS, all_stems, load_search_words, stems, words
from modules.support import load_support

LONGEST_QUERY = 100
MOST_WORDS = 8
MOST_RESULTS = 20
EXCERPT_LETTERS = 180
WEIGHTS = "8.0, 4.0, 1.0"  # of the title, the summary and the text


@dataclass(frozen=True)
class Document:
    """One page, or one entry of a page, in both languages. `endpoint` and `values` are its address."""

    kind: str  # guide, lesson, help, term
    endpoint: str
    values: Mapping[str, str]
    title: Mapping[str, str]
    summary: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt; what was looked for is marked."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Found:
    """A document that fits, in one language."""

    document: Document
    title: str
    excerpt: Sequence[Piece]


class Index:
    """The documents in SQLite's full-text index. One connection: a question takes about a millisecond."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._one_at_a_time = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute("CREATE VIRTUAL TABLE pages USING fts5(title, summary, body, content='')")
        self._database.executemany(
            "INSERT INTO pages (rowid, title, summary, body) VALUES (?, ?, ?, ?)",
            (
                (number, _stemmed(document.title), _stemmed(document.summary), _stemmed(document.text))
                for number, document in enumerate(documents)
            ),
        )

    def find(self, query: str, language: str) -> list[Found]:
        """The best first: pages with every word, or when there is none, with some."""
        looked_for = _looked_for(query)
        if not looked_for:
            return []
        alternatives = ["(" + " OR ".join(f'"{stem}"' for stem in sorted(group)) + ")" for group in looked_for]
        numbers = self._ask(" AND ".join(alternatives)) or self._ask(" OR ".join(alternatives))
        wanted = frozenset[str]().union(*looked_for)
        return [self._found(self._documents[number], language, wanted) for number in numbers]

    def _ask(self, match: str) -> list[int]:
        with self._one_at_a_time:
            rows = self._database.execute(
                f"SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY bm25(pages, {WEIGHTS}) LIMIT ?",  # noqa: S608
                (match, MOST_RESULTS),
            ).fetchall()
        return [number for (number,) in rows]

    @staticmethod
    def _found(document: Document, language: str, wanted: frozenset[str]) -> Found:
        texts = (document.summary[language], document.text[language])
        for text in texts[:1] if document.kind == "term" else texts:  # the forms of a term are nothing to read
            if excerpt := _excerpt(text, language, wanted):
                return Found(document, document.title[language], excerpt)
        return Found(document, document.title[language], [Piece(document.summary[language], is_found=False)])


def documents(library: modules.Library, guides: Mapping[str, modules.Guide]) -> Iterator[Document]:
    """Everything that is found: guides, help, lessons, terms."""
    for slug, guide in guides.items():
        said = [text for step in guide.steps for text in (step.do, step.more) if text]
        yield Document(
            "guide", "public.read_guide", {"guide": slug}, _both(guide.title), _both(guide.summary), _joined(said)
        )
    for entry in load_support().entries:
        anchor = {"_anchor": f"help-{entry.group}"}
        yield Document("help", "public.read_help", anchor, _both(entry.name), _both(entry.serves), _joined([]))
    for module in library.modules:
        for lesson in module.lessons:
            address = {"module": module.slug, "lesson": lesson.slug}
            text = _joined([part for step in lesson.steps for part in _said(step)])
            yield Document("lesson", "public.read_lesson", address, _both(lesson.title), _both(lesson.summary), text)
    for term in library.glossary.terms:
        forms = {language: " ".join(term.forms[language]) for language in STEMMERS}
        yield Document(
            "term", "public.read_glossary", {"_anchor": term.id}, _both(term.name), _both(term.definition), forms
        )


def _looked_for(query: str) -> list[frozenset[str]]:
    """The stems of each word, without the small words unless there are no others."""
    asked = list(dict.fromkeys(words(query)))[:MOST_WORDS]
    telling = [word for word in asked if word not in load_search_words().small] or asked
    return [all_stems(word) for word in telling]


def _stemmed(text: Mapping[str, str]) -> str:
    return " ".join(stem for language in STEMMERS for word in words(text[language]) for stem in stems(word, language))


def _excerpt(text: str, language: str, wanted: frozenset[str]) -> list[Piece]:
    """The stretch around the first word that was looked for, every such word in it marked; empty without one."""
    spoken = text.split()
    first = next((place for place, word in enumerate(spoken) if _is_one(word, language, wanted)), None)
    if first is None:
        return []
    begin = max(0, first - 6)
    pieces, letters = [Piece("…", is_found=False)] if begin else [], 0
    for word in spoken[begin:]:
        letters += len(word) + 1
        if letters > EXCERPT_LETTERS:
            return [*pieces, Piece("…", is_found=False)]
        pieces.append(Piece(word, is_found=_is_one(word, language, wanted)))
    return pieces


def _is_one(word: str, language: str, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(_stems_of(word, language))


@lru_cache(maxsize=100_000)  # of words of the course, never of what somebody looked for
def _stems_of(word: str, language: str) -> frozenset[str]:
    return frozenset(stem for part in words(word) for stem in stems(part, language))


def _said(step: modules.Step) -> list[modules.Text]:
    """The words of a step of a lesson, as HTML where they are written in Markdown."""
    if isinstance(step, modules.Prose):
        return [text for text in (step.heading, step.html) if text]
    if isinstance(step, modules.Case):
        return [text for text in (step.title, step.story, step.ask, step.after) if text]
    return [step.claim] if isinstance(step, modules.Fact) else []


def _both(text: object) -> dict[str, str]:
    return {language: getattr(text, language) for language in STEMMERS}


def _joined(texts: Sequence[modules.Text]) -> dict[str, str]:
    return {
        language: " ".join(Markup(text[language]).striptags() for text in texts)  # noqa: S704 -- markup is taken away
        for language in STEMMERS
    }

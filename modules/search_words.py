"""What the search knows about words: their stems in both languages, synonyms, and distress that is misspelt."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import snowballstemmer
from pydantic import Field

from modules.distress import load_distress
from modules.library import Words
from modules.problems import BrokenContent, Report
from modules.reading import read_yaml
from modules.written import CompleteReview, WrittenPart, as_written

SEARCH = Path(__file__).parent / "hub" / "search.yaml"
STEMMERS = {"en": "english", "ms": "indonesian"}  # Malay builds its words as Indonesian does
ALIKE = 0.82  # how much of two words must agree: one wrong letter in five, or two in ten
SHORTEST_MISSPELT = 5  # shorter words are too many to guess

_WORD = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_HIDDEN_T = re.compile(r"(?:men|pen)(?=[aeiou])")
_own = threading.local()  # a Snowball stemmer keeps the word it works on


class SearchWords(WrittenPart):
    """search.yaml"""

    review: CompleteReview
    synonyms: tuple[Annotated[tuple[Words, ...], Field(min_length=2)], ...]
    small: tuple[Words, ...]


def is_distress(query: str) -> bool:
    """Whether the words of somebody in distress stand in it, misspelt too."""
    listed, asked = load_distress(), list(words(query))
    return any(_stands_in(phrase, asked) for phrase in _phrases(listed.en + listed.ms))


def words(text: str) -> Iterator[str]:
    """The words of a text in small plain letters: no accents, no apostrophes, no stretched “heeelp”."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("’", "")
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    yield from _WORD.findall(_STRETCHED.sub(r"\1", letters))


@lru_cache(maxsize=65_536)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The stem of a word; two where Malay may have swallowed a t: menapis is from tapis, mengatur from atur."""
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(STEMMERS[language])
    stem = str(stemmers[language].stemWord(word))
    swallowed = language == "ms" and _HIDDEN_T.match(word) and stem[:1] in "aeiou"
    return (stem, f"t{stem}") if swallowed else (stem,)


def all_stems(word: str) -> frozenset[str]:
    """In both languages, with the stems of its synonyms: people mix languages when they search."""
    own = frozenset(stem for language in STEMMERS for stem in stems(word, language))
    return own.union(*(group for group in _groups() if own & group))


@lru_cache(maxsize=1)
def load_search_words() -> SearchWords:
    """Raises `BrokenContent`, with every problem of the file."""
    report = Report()
    written = check_search_words(SEARCH, report)
    if written is None or report.has_errors:
        raise BrokenContent(report.sorted())
    return written


def check_search_words(file: Path, report: Report) -> SearchWords | None:
    """None, and problems, when the file is broken."""
    document = read_yaml(file, report)
    return None if document is None else as_written(SearchWords, document, report)


@lru_cache(maxsize=1)
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(stem for word in group for language in STEMMERS for stem in stems(word, language))
        for group in load_search_words().synonyms
    )


@lru_cache(maxsize=4)
def _phrases(written: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words(phrase)) for phrase in written)


def _stands_in(phrase: tuple[str, ...], asked: list[str]) -> bool:
    starts = range(len(asked) - len(phrase) + 1)
    return any(all(map(_is_alike, phrase, asked[start : start + len(phrase)])) for start in starts)


def _is_alike(meant: str, written: str) -> bool:
    if meant == written or len(meant) < SHORTEST_MISSPELT or abs(len(meant) - len(written)) > 2:
        return meant == written
    return SequenceMatcher(None, meant, written, autojunk=False).ratio() >= ALIKE

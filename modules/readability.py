"""How easy a lesson or a lecturer's page reads: the Flesch reading ease in English, the length of sentences in Malay.

Flesch reading ease = 206.835 − 1.015 × words per sentence − 84.6 × syllables per word (R. Flesch, A new readability
yardstick, Journal of Applied Psychology 32, 1948). 60 to 70 is plain English; a lesson stays at 55 or above. For Malay
no such formula is established, so the words of its sentences are counted: 16 on average at most.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from modules.library import Case, Fact, Lesson, Prose, Recall, Teaching, Text
from modules.prose import WORD

LOWEST_EASE = 55
LONGEST_MEAN_WORDS = 16

# Sentences stand in paragraphs and list items; tables, headings and code hold words, and quotations are not ours.
_APART = re.compile(r"<(table|h3|pre|blockquote)>.*?</\1>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|li)>|<(?:ul|ol)[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+")

_SILENT_E = re.compile(
    r"(?<=^som)e(?=[a-z])|(?<=^ev)e(?=ry)"  # somebody, everything
    r"|(?<![^aeiouy]l)e$|(?<![td])ed$|(?<![sxzcg])(?<!ch)(?<!sh)es$"
)
_VOWELS = re.compile(r"[aeiouy]+?(?=ing$)|[aeiouy]+")


@dataclass(frozen=True)
class Reading:
    """A running text in one language, counted."""

    language: str
    words: int
    sentences: int
    syllables: int
    longest: str

    @property
    def mean_words(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def ease(self) -> float | None:
        """The Flesch reading ease; there is none for Malay, or for no text."""
        if self.language != "en" or not self.words:
            return None
        return 206.835 - 1.015 * self.mean_words - 84.6 * self.syllables / self.words

    @property
    def is_hard(self) -> bool:
        if self.language == "en":
            return self.ease is not None and self.ease < LOWEST_EASE
        return self.mean_words > LONGEST_MEAN_WORDS


def measure(lesson: Lesson, language: str) -> Reading:
    """Everything that is read as sentences: the prose, the stories and reasons of cases, questions, facts."""
    return _measure(_texts(lesson, language), language)


def measure_teaching(teaching: Teaching, language: str) -> Reading:
    """Everything on the lecturer's page and the handout but headings."""
    return _measure((text[language] for text in _teaching_texts(teaching)), language)


def _measure(texts: Iterable[str], language: str) -> Reading:
    sentences = [sentence for text in texts for sentence in _sentences(text)]
    counted = [WORD.findall(sentence) for sentence in sentences]
    return Reading(
        language=language,
        words=sum(map(len, counted)),
        sentences=len(sentences),
        syllables=sum(syllables(word) for words in counted for word in words) if language == "en" else 0,
        longest=max(sentences, key=lambda sentence: len(WORD.findall(sentence)), default=""),
    )


def syllables(word: str) -> int:
    """Of an English word, by its groups of vowels: as in a dictionary for 98 of 100 words of the lessons."""
    plain = re.sub(r"[^a-z]", "", re.sub(r"['’]s$", "", word.lower()))
    return max(1, len(_VOWELS.findall(_SILENT_E.sub("", plain))))


def _texts(lesson: Lesson, language: str) -> Iterator[str]:
    """One text after another, each without marks."""
    for step in lesson.steps:
        if isinstance(step, Prose):
            html = _APART.sub("", step.html[language])
            yield from (unescape(_TAG.sub("", block)) for block in _BLOCK_END.split(html))
        elif isinstance(step, Case):
            yield from (text[language] for text in (step.story, step.ask) if text)
            yield from (answer.why[language] for answer in step.answers)
            if step.after:
                yield unescape(_TAG.sub("", step.after[language]))
        elif isinstance(step, Recall):
            yield step.stem[language]
            yield from (answer.why[language] for answer in step.answers)
        elif isinstance(step, Fact):
            yield step.claim[language]


def _teaching_texts(teaching: Teaching) -> Iterator[Text]:
    yield from (teaching.about, *teaching.prepare, *teaching.care)
    yield from (competence.how for competence in teaching.competences)
    for step in teaching.plan:
        yield from (step.do, *step.ask, *([step.listen_for] if step.listen_for else []))
    handout = teaching.handout
    yield from (*handout.points, *(handout.steps.items if handout.steps else ()))
    yield from (handout.exercise.ask, handout.remember)


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(" ".join(text.split())):
        if WORD.search(sentence):
            yield sentence

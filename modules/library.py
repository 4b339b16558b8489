"""What the loader hands out: modules, lessons and their steps, frozen, in both languages."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, StringConstraints

LANGUAGES = ("en", "ms")
SIGNS = ("spot", "report", "care", "look-after", "kindness", "misinformation", "ogbv")

Language = Literal["en", "ms", "zh", "ta"]  # of a sample post; the course itself has LANGUAGES
ActivityMode = Literal["practice", "scored", "private"]
Day = date  # where a field is called date
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True)
class Text:
    """One text in both languages: `text["ms"]`."""

    en: Words
    ms: Words

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __getitem__(self, language: str) -> str:
        """Raises `KeyError` for a language that the course does not have."""
        return {"en": self.en, "ms": self.ms}[language]


@dataclass(frozen=True)
class Review:
    """Whether somebody answers for the content, and who: `pending`, or `signed` with name, role and date."""

    state: Literal["pending", "signed"]
    by: str | None = None
    role: str | None = None
    date: Day | None = None


@dataclass(frozen=True)
class Run:
    """A stretch of a sample post in one language; posts mix languages as people do."""

    lang: Language
    t: Words


@dataclass(frozen=True)
class Post:
    """A sample post. It is shown in its own words in both languages, with an optional plain meaning."""

    author: Words
    runs: tuple[Run, ...]
    context: Text | None = None
    gloss: Text | None = None

    @property
    def tint(self) -> int:
        """1 to 6, always the same for the same author: the colour of the avatar."""
        return sum(self.author.encode()) % 6 + 1


@dataclass(frozen=True)
class Answer:
    """One possible answer to a worked case or a recall question, with its reason."""

    id: str
    text: Text
    is_best: bool
    why: Text


@dataclass(frozen=True)
class Prose:
    """A stretch of text. `heading` and `html` are safe HTML; the opening has no heading."""

    number: int
    heading: Text | None
    html: Text


@dataclass(frozen=True)
class Figure:
    """A drawing with its text alternative; `svg` is safe markup that carries the alternative."""

    id: str
    svg: Text
    alt: Text
    caption: Text | None


@dataclass(frozen=True)
class Case:
    """A worked case: a concrete case, try first, then the explanation. `after` is safe HTML."""

    id: str
    title: Text
    story: Text | None
    posts: tuple[Post, ...]
    ask: Text
    answers: tuple[Answer, ...]
    after: Text | None


@dataclass(frozen=True)
class Recall:
    """A question about an earlier lesson; in the first lesson of a module, about its own start."""

    id: str
    source: str
    is_from_this_lesson: bool
    stem: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Fact:
    """A statement with its source and the day on which somebody last checked it."""

    id: str
    claim: Text
    kind: Literal["sourced", "general"]
    source: str | None
    source_language: str
    url: str | None
    published: str | None
    verified_on: date


@dataclass(frozen=True)
class Activity:
    """The place of an exercise, which is defined among the quizzes; `private` is the check-in, which nobody scores."""

    id: str
    mode: ActivityMode


Step = Prose | Figure | Case | Recall | Fact | Activity


@dataclass(frozen=True)
class Lesson:
    """One lesson: six to twelve minutes, a sequence of steps in two languages."""

    module: str
    slug: str
    number: int
    minutes: int
    title: Text
    summary: Text
    outcomes: tuple[str, ...]
    content_note: Text | None
    review: Review
    steps: tuple[Step, ...]
    fingerprint: str

    @property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(step for step in self.steps if isinstance(step, Activity))


@dataclass(frozen=True)
class Competence:
    """A competence of the European framework DigComp 2.2, and what in the module exercises it.

    `is_verified` once a person has compared the entry with the framework's text.
    """

    code: str
    name: Text
    how: Text
    outcomes: tuple[str, ...]
    is_verified: bool


@dataclass(frozen=True)
class DiscussionStep:
    """One step of a discussion in class: what is done, what is asked aloud, and what answers may come."""

    minutes: int
    title: Text
    do: Text
    ask: tuple[Text, ...]
    listen_for: Text | None


@dataclass(frozen=True)
class Instructions:
    """A thing to do in order."""

    title: Text
    items: tuple[Text, ...]


@dataclass(frozen=True)
class PaperExercise:
    """Something small to do on paper, with so many lines to write on."""

    ask: Text
    lines: int


@dataclass(frozen=True)
class Handout:
    """What stands on the sheet of paper for the students."""

    points: tuple[Text, ...]
    steps: Instructions | None
    exercise: PaperExercise
    remember: Text


@dataclass(frozen=True)
class Teaching:
    """What a module gives to whoever teaches it: ten minutes with a class, and a sheet to hand out. Plain text."""

    about: Text
    prepare: tuple[Text, ...]
    competences: tuple[Competence, ...]
    plan: tuple[DiscussionStep, ...]
    care: tuple[Text, ...]
    handout: Handout
    review: Review


@dataclass(frozen=True)
class Module:
    """A module: lessons in order, what a student can do afterwards, and how to teach it.

    `certificate` is what a certificate says of it, in one line. Where only what is signed is shown, it is None when an
    outcome has been left out, as it speaks of them all; `teaching` is None when that page is not signed.
    """

    slug: str
    order: int
    core: bool
    sign: str
    minutes: int
    title: Text
    summary: Text
    outcomes: Mapping[str, Text]
    certificate: Text | None
    lessons: tuple[Lesson, ...]
    review: Review
    teaching: Teaching | None


@dataclass(frozen=True)
class Term:
    """A special term of the course. `forms` are the spellings that lead to it, by language, the term itself first."""

    id: str
    name: Text
    definition: Text
    forms: Mapping[str, tuple[str, ...]]
    see: tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """The special terms of the course, in the order of their file."""

    terms: tuple[Term, ...] = ()
    review: Review = Review("pending")

    def ordered(self, language: str) -> tuple[Term, ...]:
        """By the alphabet of a language; accents do not count."""
        return tuple(sorted(self.terms, key=lambda term: _plain_letters(term.name[language])))

    def seen_from(self, term: Term) -> tuple[Term, ...]:
        """The terms to look at next."""
        by_id = {other.id: other for other in self.terms}
        return tuple(by_id[name] for name in term.see)


@dataclass(frozen=True)
class Library:
    """Everything that is taught, in the order in which it is taught."""

    modules: tuple[Module, ...]
    glossary: Glossary
    fingerprint: str

    def module(self, slug: str) -> Module | None:
        return next((module for module in self.modules if module.slug == slug), None)

    def lesson(self, module_slug: str, lesson_slug: str) -> Lesson | None:
        module = self.module(module_slug)
        lessons = module.lessons if module else ()
        return next((lesson for lesson in lessons if lesson.slug == lesson_slug), None)


def library_of(modules: tuple[Module, ...], glossary: Glossary) -> Library:
    """The library of these. Its fingerprint is that of what students learn: the lecturer's pages do not change it."""
    return Library(modules, glossary, fingerprint(*(replace(module, teaching=None) for module in modules)))


def fingerprint(*parts: object) -> str:
    """The sha256 of content: of dataclasses and plain values, whatever the order of their keys."""
    written = json.dumps(parts, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain_letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _plain(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    # The kind of step is part of the content: a recall question is no worked case.
    return {"": type(value).__name__} | {field.name: getattr(value, field.name) for field in fields(value)}

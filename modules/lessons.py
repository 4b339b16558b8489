"""Loads one lesson: its YAML file and its two prose files become one sequence of steps."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import cast

from modules import wording
from modules.drawings import Drawing, read_drawing
from modules.library import (
    LANGUAGES,
    Activity,
    ActivityMode,
    Answer,
    Case,
    Fact,
    Figure,
    Glossary,
    Lesson,
    Prose,
    Recall,
    Step,
    Text,
    fingerprint,
)
from modules.problems import Report
from modules.prose import Link, ProseFile, Section, read_prose, render_inline
from modules.reading import Document, read_yaml
from modules.terms import Linker
from modules.written import (
    WrittenCase,
    WrittenFigure,
    WrittenLesson,
    WrittenOption,
    WrittenRecall,
    WrittenRecallOption,
    as_written,
)

WORDS_PER_MINUTE = 180
ACTIVITY_MINUTES = 5  # what a lesson counts for an activity in it: to look around, not to do all of it
MINUTES = {"case": 1, "recall": 0.5, "figure": 1, "activity": ACTIVITY_MINUTES}
TOLERATED_MINUTES = 4
_DRAWING_NAME = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*\.svg")


@dataclass(frozen=True)
class LessonPlace:
    """Where a lesson stands: `01-what-counts.yaml` in the folder of its module."""

    folder: Path
    slug: str
    number: int

    @property
    def written(self) -> Path:
        return self.folder / f"{self.number:02}-{self.slug}.yaml"

    def prose(self, language: str) -> Path:
        return self.folder / f"{self.number:02}-{self.slug}.{language}.md"

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.written, *(self.prose(language) for language in LANGUAGES))


@dataclass(frozen=True)
class LoadedLesson:
    """A lesson with what the checks across lessons need."""

    lesson: Lesson
    document: Document
    recalled: Mapping[str, str]
    links: tuple[Link, ...]
    drawings: frozenset[Path]


def load_lesson(
    place: LessonPlace, facts: Mapping[str, Fact] | None, glossary: Glossary, report: Report
) -> LoadedLesson | None:
    """The lesson; None, and problems, when a file of it is broken. `facts` is None when they are unknown."""
    document = read_yaml(place.written, report)
    english, malay = (read_prose(place.prose(language), report, Linker(glossary, language)) for language in LANGUAGES)
    for language, prose in zip(LANGUAGES, (english, malay), strict=True):
        if prose:
            wording.check_prose(prose, language, report)
    if document is None:
        return None
    wording.check_short_texts(document, report)
    written = as_written(WrittenLesson, document, report)
    if written is None or english is None or malay is None:
        return None
    return _Assembly(place, document, written, (english, malay), facts, report).loaded()


class _Assembly:
    """Puts the parts of one lesson together. What cannot be found is reported and left out."""

    def __init__(
        self,
        place: LessonPlace,
        document: Document,
        written: WrittenLesson,
        prose: tuple[ProseFile, ProseFile],
        facts: Mapping[str, Fact] | None,
        report: Report,
    ) -> None:
        self._place, self._document, self._written = place, document, written
        self._prose, self._facts, self._report = prose, facts, report
        self._links = [link for language in prose for link in language.links]
        self._drawings: set[Path] = set()

    def loaded(self) -> LoadedLesson:
        self._check_names()
        self._check_minutes()
        figures = {name: self._figure(name, figure) for name, figure in self._written.figures.items()}
        parts: dict[str, Mapping[str, Step | None]] = {
            "figure": figures,
            "case": {name: self._case(name, case) for name, case in self._written.cases.items()},
            "recall": {name: self._recall(name, recall) for name, recall in self._written.recalls.items()},
            "fact": self._facts or {},
        }
        # Without twins there is nothing to show; the report already keeps the lesson from being published.
        steps = tuple(self._steps(parts)) if self._are_twins() else ()
        return LoadedLesson(
            lesson=self._lesson(steps),
            document=self._document,
            recalled={name: recall.source for name, recall in self._written.recalls.items()},
            links=tuple(self._links),
            drawings=frozenset(self._drawings),
        )

    def _lesson(self, steps: tuple[Step, ...]) -> Lesson:
        written = self._written
        lesson = Lesson(
            module=self._place.folder.name,
            slug=self._place.slug,
            number=self._place.number,
            minutes=written.minutes,
            title=written.title,
            summary=written.summary,
            outcomes=written.outcomes,
            content_note=written.content_note,
            review=written.review.as_review(),
            steps=steps,
            fingerprint="",
        )
        return replace(lesson, fingerprint=fingerprint(lesson))

    def _steps(self, parts: Mapping[str, Mapping[str, Step | None]]) -> Iterator[Step]:
        stretches = 0
        for english, malay in zip(*(prose.sections for prose in self._prose), strict=True):
            if english.kind == "prose":
                stretches += 1
                heading = Text(english.heading, malay.heading) if english.heading else None
                yield Prose(stretches, heading, Text(english.html, malay.html))
            elif english.kind == "activity":
                yield Activity(english.id, cast(ActivityMode, english.mode))
            elif step := parts[english.kind].get(english.id):
                yield step

    # The parts

    def _figure(self, name: str, figure: WrittenFigure) -> Figure | None:
        drawings = {language: self._drawing(name, figure.file[language]) for language in LANGUAGES}
        english, malay = drawings["en"], drawings["ms"]
        if english is None or malay is None:
            return None
        if figure.file.en == figure.file.ms and english.has_words:
            self._error(
                "A drawing with words is for one language: give both, file: {en: …, ms: …}.",
                "figures",
                name,
                "file",
            )
        prefix = f"{self._place.slug}-{name}"
        svg = Text(
            english.svg(f"{prefix}-en", figure.alt.en),
            malay.svg(f"{prefix}-ms", figure.alt.ms),
        )
        return Figure(name, svg, figure.alt, figure.caption)

    def _drawing(self, name: str, file_name: str) -> Drawing | None:
        images = self._place.folder / "images"
        file = images / file_name
        is_inside = _DRAWING_NAME.fullmatch(file_name) and file.resolve().parent == images.resolve()
        if not is_inside:
            self._error(
                f"“{file_name}” is refused: a drawing is small-letters.svg in the folder images.",
                "figures",
                name,
                "file",
            )
            return None
        self._drawings.add(file)
        return read_drawing(file, self._report)

    def _case(self, name: str, case: WrittenCase) -> Case:
        self._check_options(("cases", name), case.options)
        if not any(option.best for option in case.options):
            self._error("At least one option must be the best: best: true.", "cases", name, "options")
        return Case(
            id=name,
            title=case.title,
            story=case.story,
            posts=case.posts,
            ask=case.ask,
            answers=tuple(Answer(option.id, option.t, option.best, option.why) for option in case.options),
            after=self._after(name, case.after) if case.after else None,
        )

    def _after(self, name: str, text: Text) -> Text:
        rendered = {}
        for language in LANGUAGES:
            line = self._document.line("cases", name, "after", language)
            rendered[language], links = render_inline(text[language], self._document.file, line, self._report)
            self._links += links
        return Text(**rendered)

    def _recall(self, name: str, recall: WrittenRecall) -> Recall:
        self._check_options(("recalls", name), recall.options)
        if sum(option.key for option in recall.options) != 1:
            self._error("Exactly one option is right: key: true.", "recalls", name, "options")
        return Recall(
            id=name,
            source=recall.source,
            is_from_this_lesson=recall.source == self._place.slug,
            stem=recall.stem,
            answers=tuple(Answer(option.id, option.t, option.key, option.why) for option in recall.options),
        )

    # The checks

    def _error(self, message: str, *place: str | int) -> None:
        self._report.error(self._document.file, self._document.line(*place), message)

    def _check_options(self, place: tuple[str, str], options: Iterable[WrittenOption | WrittenRecallOption]) -> None:
        seen = set()
        for number, option in enumerate(options):
            if option.id in seen:
                self._error(f"Two options have the id “{option.id}”.", *place, "options", number)
            seen.add(option.id)

    def _check_names(self) -> None:
        """Each directive names something that exists, once; and nothing that exists is forgotten."""
        declared: dict[str, Iterable[str]] = {
            "figure": self._written.figures,
            "case": self._written.cases,
            "recall": self._written.recalls,
        }
        known = dict(declared) if self._facts is None else declared | {"fact": self._facts}
        for prose in self._prose:
            seen: set[tuple[str, str, str]] = set()
            for section in prose.sections:
                name = (section.kind, section.id, section.mode)
                if section.id and name in seen:
                    self._report.error(
                        prose.file, section.line, f"The {section.kind} “{section.id}” stands here twice."
                    )
                elif section.id not in known.get(section.kind, (section.id,)):
                    self._report.error(prose.file, section.line, f"There is no {section.kind} “{section.id}”.")
                seen.add(name)
        used = {(section.kind, section.id) for prose in self._prose for section in prose.sections}
        for kind, written in declared.items():
            for id in written:
                if (kind, id) not in used:
                    self._error(f"The {kind} “{id}” is used nowhere: write ::{kind}{{#{id}}}.", f"{kind}s", id)
        if not self._written.recalls:
            self._report.warn(self._document.file, 1, "This lesson has no recall question about an earlier one.")

    def _are_twins(self) -> bool:
        """Report the first place where the two languages have different steps."""
        english, malay = self._prose
        for first, second in zip_longest(english.sections, malay.sections):
            if first is None or second is None or first.form != second.form:
                line = second.line if second else len(malay.lines)
                where = f" (line {first.line})" if first else ""
                self._report.error(
                    malay.file, line, f"Here stands {_named(second)}, in English {_named(first)}{where}."
                )
                return False
        return True

    def _check_minutes(self) -> None:
        written = self._written
        kinds = [section.kind for section in self._prose[0].sections]
        words = max(sum(section.words for section in prose.sections) for prose in self._prose)
        estimate = round(words / WORDS_PER_MINUTE + sum(MINUTES[kind] for kind in kinds if kind in MINUTES))
        if abs(written.minutes - estimate) > TOLERATED_MINUTES:
            self._report.warn(
                self._document.file,
                self._document.line("minutes"),
                f"{written.minutes} minutes are written here, but the steps take about {estimate}.",
            )


def _named(section: Section | None) -> str:
    return " ".join(part for part in section.form if part) if section else "nothing more"

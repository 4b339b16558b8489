"""Loads the library: reads every file of every module, and reports all that is wrong at once."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from modules import checking, wording
from modules.campaigns import CAMPAIGNS, check_campaigns
from modules.distress import DISTRESS, check_distress
from modules.glossary import GLOSSARY, load_glossary
from modules.guides import GUIDES, check_guides
from modules.lessons import LessonPlace, LoadedLesson, load_lesson
from modules.library import LANGUAGES, Activity, Fact, Glossary, Lesson, Library, Module, library_of
from modules.problems import BrokenContent, Problem, Report
from modules.readability import measure, measure_teaching
from modules.reading import Document, read_yaml
from modules.search_words import SEARCH, check_search_words
from modules.share_kit import CAPTIONS, check_share_kit
from modules.teaching import PAGE, TEACHING, LoadedTeaching, check_outcomes, load_teaching
from modules.written import WrittenModule, as_written, facts_as_written

CONTENT = Path(__file__).parent / "content"
_LESSON_FILE = re.compile(r"([0-9]{2})-([a-z0-9-]+)\.(?:yaml|en\.md|ms\.md)")


@dataclass(frozen=True)
class LoadedModule:
    """A module with what the checks across modules need. `lessons` lacks those that are broken."""

    slug: str
    document: Document
    written: WrittenModule
    lessons: tuple[LoadedLesson, ...]
    teaching: LoadedTeaching | None

    def as_module(self) -> Module:
        return Module(
            slug=self.slug,
            order=self.written.order,
            core=self.written.core,
            sign=self.written.sign,
            minutes=self.written.minutes,
            title=self.written.title,
            summary=self.written.summary,
            outcomes=self.written.outcomes,
            certificate=self.written.certificate,
            lessons=tuple(loaded.lesson for loaded in self.lessons),
            review=self.written.review.as_review(),
            teaching=self.teaching.teaching if self.teaching else None,
        )


def load_library(path: Path | None = None, *, today: date | None = None, glossary: Path | None = GLOSSARY) -> Library:
    """The library in this folder. Raises `BrokenContent`, with every problem, when one is an error.

    Without `today` the age of facts is not judged: a site must not refuse to start because a year has passed.
    """
    library, problems = check_library(path or CONTENT, today=today, glossary=glossary)
    if library is None:
        raise BrokenContent(problems)
    return library


def check_library(
    path: Path, *, today: date | None, glossary: Path | None = GLOSSARY
) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library, or None when it has errors; and all problems, warnings too, by file and line."""
    report = Report()
    terms = load_glossary(glossary, report) if glossary else Glossary()
    check_campaigns(CAMPAIGNS, report)
    check_share_kit(CAPTIONS, report)
    check_guides(GUIDES, report)
    check_search_words(SEARCH, report)
    check_distress(DISTRESS, report)
    folders = [folder for folder in _visible(path) if _is_module(folder, report)]
    if not folders:
        report.error(path, 1, "There is no module in this folder.")
    loaded = [module for folder in folders if (module := _load_module(folder, today, terms, report))]
    loaded.sort(key=lambda module: (module.written.order, module.slug))
    _check_orders(loaded, report)
    # In the order of the course; a folder whose module could not be read stands at the end, with unknown lessons.
    shelf: dict[str, tuple[str, ...] | None] = {module.slug: module.written.lessons for module in loaded}
    shelf |= {folder.name: None for folder in folders if folder.name not in shelf}
    for module in loaded:
        for lesson in module.lessons:
            checking.check_recalls(lesson, shelf, report)
            checking.check_links(lesson, shelf, report)
            checking.check_readability(lesson.document, partial(measure, lesson.lesson), report)
        if module.teaching:
            reading_in = partial(measure_teaching, module.teaching.teaching)
            checking.check_readability(module.teaching.document, reading_in, report)
    if report.has_errors:
        return None, report.sorted()
    modules = tuple(module.as_module() for module in loaded)
    return library_of(modules, terms), report.sorted()


def places_of(lesson: Lesson, activity: Activity, folder: Path | None = None) -> list[tuple[str, int]]:
    """The files and lines in which the prose of a lesson, in both languages, names an activity."""
    directive = re.compile(rf"::activity\{{#{activity.id}\s+mode={activity.mode}\s*\}}")
    place = LessonPlace((folder or CONTENT) / lesson.module, lesson.slug, lesson.number)
    return [
        (str(place.prose(language)), number)
        for language in LANGUAGES
        for number, line in enumerate(place.prose(language).read_text(encoding="utf-8-sig").split("\n"), start=1)
        if directive.fullmatch(line.strip())
    ]


def _visible(folder: Path) -> list[Path]:
    """What stands in a folder, without hidden files and editors' copies."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if not file.name.startswith(".") and file.name[-1] != "~")


def _is_module(folder: Path, report: Report) -> bool:
    if not folder.is_dir():
        report.error(folder, 1, "Only folders stand here, one for each module.")
        return False
    if not checking.SLUG.fullmatch(folder.name):
        report.error(folder, 1, "The name of a folder has small letters, digits and single hyphens.")
        return False
    return True


def _load_module(folder: Path, today: date | None, terms: Glossary, report: Report) -> LoadedModule | None:
    facts = _load_facts(folder / "facts.yaml", today, report)
    document = read_yaml(folder / "module.yaml", report)
    written = None
    if document:
        wording.check_short_texts(document, report)
        written = as_written(WrittenModule, document, report)
    slugs = enumerate(written.lessons, start=1) if written else _lessons_by_name(folder)
    places = [LessonPlace(folder, slug, number) for number, slug in slugs]
    lessons = tuple(lesson for place in places if (lesson := load_lesson(place, facts, terms, report)))
    teaching = load_teaching(folder, report)
    if document is None or written is None:
        return None
    _check_lesson_names(document, written, report)
    _check_files(folder, places, report)
    loaded = LoadedModule(folder.name, document, written, lessons, teaching)
    if teaching:
        check_outcomes(teaching, written.outcomes, report)
    if len(lessons) == len(places):
        _check_drawings(folder, lessons, report)
        _check_outcomes(loaded, report)
        _check_minutes(loaded, report)
    return loaded


def _lessons_by_name(folder: Path) -> list[tuple[int, str]]:
    """The lessons as their files are called, so that a broken module.yaml does not hide their problems."""
    names = {found.groups() for file in _visible(folder) if (found := _LESSON_FILE.fullmatch(file.name))}
    return sorted((int(number), slug) for number, slug in names)


def _load_facts(file: Path, today: date | None, report: Report) -> Mapping[str, Fact] | None:
    """The facts of a module, none when it has no file of them; None when the file is broken."""
    if not file.exists():
        return {}
    document = read_yaml(file, report)
    if document is None:
        return None
    wording.check_short_texts(document, report)
    written = facts_as_written(document, report)
    if written is None:
        return None
    for name, fact in written.items():
        if today:
            checking.check_age(name, fact.verified_on, document, today, report)
    return {
        name: Fact(
            name,
            fact.claim,
            fact.kind,
            fact.source,
            fact.source_language,
            fact.url,
            fact.published,
            fact.verified_on,
        )
        for name, fact in written.items()
    }


def _check_orders(modules: Iterable[LoadedModule], report: Report) -> None:
    taken: dict[int, str] = {}
    for module in modules:
        other = taken.setdefault(module.written.order, module.slug)
        if other != module.slug:
            line = module.document.line("order")
            report.error(module.document.file, line, f"The module “{other}” has the same order already.")


def _check_lesson_names(document: Document, written: WrittenModule, report: Report) -> None:
    for slug, times in Counter(written.lessons).items():
        if times > 1:
            line = document.line("lessons", len(written.lessons) - 1 - written.lessons[::-1].index(slug))
            report.error(document.file, line, f"The lesson “{slug}” is listed {times} times.")
        if slug == PAGE:
            line = document.line("lessons", written.lessons.index(slug))
            report.error(
                document.file, line, f"The page “{slug}” of a module is the lecturer's: name the lesson otherwise."
            )


def _check_files(folder: Path, places: Iterable[LessonPlace], report: Report) -> None:
    """A file that nobody reads would be forgotten, or is a lesson with a wrong name."""
    known = {"module.yaml", "facts.yaml", TEACHING, "images"}
    known |= {file.name for place in places for file in place.files}
    for file in _visible(folder):
        if file.name not in known:
            report.error(file, 1, "No lesson of module.yaml is called so: NN-its-name.yaml, .en.md and .ms.md.")


def _check_drawings(folder: Path, lessons: Iterable[LoadedLesson], report: Report) -> None:
    drawn = {drawing for lesson in lessons for drawing in lesson.drawings}
    for file in _visible(folder / "images"):
        if file not in drawn:
            report.warn(file, 1, "No figure shows this file.")


def _check_outcomes(module: LoadedModule, report: Report) -> None:
    for name in module.written.outcomes:
        if all(name not in loaded.lesson.outcomes for loaded in module.lessons):
            line = module.document.line("outcomes", name)
            report.warn(module.document.file, line, f"No lesson leads to the outcome {name}.")
    for loaded in module.lessons:
        for number, name in enumerate(loaded.lesson.outcomes):
            if name not in module.written.outcomes:
                line = loaded.document.line("outcomes", number)
                report.error(loaded.document.file, line, f"The module has no outcome {name}.")


def _check_minutes(module: LoadedModule, report: Report) -> None:
    lessons = sum(loaded.lesson.minutes for loaded in module.lessons)
    if module.written.minutes < lessons:
        line = module.document.line("minutes")
        report.error(module.document.file, line, f"The lessons take {lessons} minutes; add those of the quiz to them.")

"""Checks that look beyond one file: the age of facts, what a question recalls, where a link leads, how it reads."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from modules.lessons import LoadedLesson
from modules.library import LANGUAGES
from modules.problems import Report
from modules.readability import LONGEST_MEAN_WORDS, LOWEST_EASE, Reading
from modules.reading import Document

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WARN_AFTER_DAYS = 90
FAIL_AFTER_DAYS = 365

Shelf = Mapping[str, tuple[str, ...] | None]  # the modules in order, each with its lessons, or None when it is broken


def check_age(name: str, verified_on: date, document: Document, today: date, report: Report) -> None:
    days = (today - verified_on).days
    line = document.line(name, "verified_on")
    if days < 0:
        report.error(document.file, line, f"The fact “{name}” was verified on a day that is still to come.")
    elif days > FAIL_AFTER_DAYS:
        report.error(
            document.file,
            line,
            f"The fact “{name}” was verified {days} days ago: read its source again, or drop it.",
        )
    elif days > WARN_AFTER_DAYS:
        report.warn(document.file, line, f"The fact “{name}” was verified {days} days ago: read its source again.")


def check_recalls(loaded: LoadedLesson, shelf: Shelf, report: Report) -> None:
    """A recall question looks back at an earlier lesson; in a module's first lesson, at its own start."""
    lesson = loaded.lesson
    for name, source in loaded.recalled.items():
        module, _, slug = source.rpartition("/")
        line = loaded.document.line("recalls", name, "from")
        if not _is_earlier(module or lesson.module, slug, loaded, shelf):
            report.error(
                loaded.document.file,
                line,
                f"“{source}” is no earlier lesson: name one of this module, or module/lesson of another. "
                "The first lesson may name itself.",
            )


def check_links(loaded: LoadedLesson, shelf: Shelf, report: Report) -> None:
    for link in loaded.links:
        _, page, *names = link.path.split("/")
        if page == "help" or not names:
            continue
        module, lesson = names[0], names[1:]
        lessons = shelf.get(module, ())
        if lessons is not None and (module not in shelf or (lesson and lesson[0] not in lessons)):
            report.error(link.file, link.line, f"The link leads to {link.path}, which does not exist.")


def check_readability(document: Document, reading_in: Callable[[str], Reading], report: Report) -> None:
    """`reading_in` measures the text of the document in a language."""
    for language in LANGUAGES:
        reading = reading_in(language)
        if not reading.is_hard:
            continue
        if language == "en":
            found = (
                f"The English reads hard: its Flesch reading ease is {reading.ease:.0f}; {LOWEST_EASE} is the least."
            )
        else:
            found = (
                f"The Malay has {reading.mean_words:.0f} words a sentence; {LONGEST_MEAN_WORDS} on average is the most."
            )
        report.warn(document.file, 1, f"{found} Begin with the longest sentence: “{reading.longest}”")


def _is_earlier(module: str, slug: str, loaded: LoadedLesson, shelf: Shelf) -> bool:
    """True as well where a broken module.yaml keeps us from knowing; it has its own problems."""
    lesson = loaded.lesson
    if module not in shelf:
        return False
    if module != lesson.module:
        order = list(shelf)
        lessons = shelf[module]
        return lessons is None or (order.index(module) < order.index(lesson.module) and slug in lessons)
    earlier = (shelf[module] or ())[: max(lesson.number - 1, 1)]
    return slug in earlier

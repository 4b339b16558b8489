"""Checks the lessons, writes them to a folder, or measures them: `python -m modules [preview FOLDER | readability]`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from modules.library import LANGUAGES, Library
from modules.loading import CONTENT, check_library
from modules.preview import write_preview
from modules.problems import Problem
from modules.readability import Reading, measure, measure_teaching
from modules.teaching import PAGE


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when the lessons have errors, else 0."""
    chosen = _parser().parse_args(arguments)
    today = chosen.today or datetime.now(ZoneInfo("Asia/Kuala_Lumpur")).date()
    library, problems = check_library(chosen.content, today=today)
    for problem in problems:
        print(problem)
    print(_summary(library, problems))
    if library is None:
        return 1
    if chosen.command == "preview":
        pages = write_preview(library, chosen.folder)
        print(f"{len(pages)} pages are written; open {pages[0]}.")
    if chosen.command == "readability":
        print(*_readings(library), sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m modules", description="Checks the lessons of the course.")
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DAY", help="the day from which the age of facts counts"
    )
    parser.add_argument(
        "--content", type=Path, default=_nearby(CONTENT), metavar="FOLDER", help="another folder of modules"
    )
    commands = parser.add_subparsers(dest="command", metavar="")
    preview = commands.add_parser("preview", help="write every lesson in both languages as a page")
    preview.add_argument("folder", type=Path, metavar="FOLDER")
    commands.add_parser("readability", help="say how easy every lesson reads in both languages")
    return parser


def _nearby(folder: Path) -> Path:
    """As seen from here, so that an editor can follow the file names."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _summary(library: Library | None, problems: Sequence[Problem]) -> str:
    warnings = sum(problem.severity == "warning" for problem in problems)
    if library is None:
        errors = _counted(len(problems) - warnings, "error")
        return f"The lessons are broken: {errors}, {_counted(warnings, 'warning')}."
    lessons = sum(len(module.lessons) for module in library.modules)
    return (
        f"{_counted(len(library.modules), 'module')}, {_counted(lessons, 'lesson')} in both languages: "
        f"no errors, {_counted(warnings, 'warning')}."
    )


def _readings(library: Library) -> Iterator[str]:
    """A table: one line for each lesson or lecturer's page and language. There is no reading ease for Malay."""
    readings = [*_measured(library)]
    width = max(len(name) for name, _reading in readings)
    yield f"{'lesson':{width}}  language  words  sentences  words a sentence  Flesch reading ease"
    for name, reading in readings:
        ease = "–" if reading.ease is None else f"{reading.ease:.0f}"
        mark = "  hard" if reading.is_hard else ""
        yield (
            f"{name:{width}}  {reading.language:8}  {reading.words:5}  {reading.sentences:9}  "
            f"{reading.mean_words:16.1f}  {ease:>19}{mark}"
        )


def _measured(library: Library) -> Iterator[tuple[str, Reading]]:
    for module in library.modules:
        for lesson in module.lessons:
            yield from ((f"{module.slug}/{lesson.slug}", measure(lesson, language)) for language in LANGUAGES)
        if module.teaching:
            for language in LANGUAGES:
                yield f"{module.slug}/{PAGE}", measure_teaching(module.teaching, language)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


if __name__ == "__main__":
    sys.exit(main())

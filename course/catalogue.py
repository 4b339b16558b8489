"""The published course in memory: lessons and questions loaded once, checked against each other."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

import modules
import quizzes
from course import attempts
from course.awards import Condition, Issuer, Wording

COURSE = "thinktwice"


class BrokenCourse(RuntimeError):
    """The content does not pass its checkers; the message is their list, one `file:line: sentence` a line."""


@dataclass(frozen=True)
class Catalogue:
    """What is taught and what is asked, in the state of one release."""

    library: modules.Library
    bank: quizzes.Bank
    issuer: Issuer

    def definition(self, subject: str) -> quizzes.Definition | None:
        """The quiz or activity under whose name attempts are kept, as it is today; None when it has left the course."""
        return next((one for one in self.bank.definitions if attempts.subject_of(one) == subject), None)

    def lesson_after(self, lesson: modules.Lesson) -> modules.Lesson | None:
        """The next lesson of the same module."""
        return self._lesson(lesson.module, lesson.number + 1)

    def lesson_before(self, lesson: modules.Lesson) -> modules.Lesson | None:
        return self._lesson(lesson.module, lesson.number - 1)

    def _lesson(self, module: str, number: int) -> modules.Lesson | None:
        found = self.library.module(module)
        return next((lesson for lesson in found.lessons if lesson.number == number), None) if found else None


def open_for(app: Flask) -> None:
    """Load the course, or refuse to start: broken content never reaches a visitor."""
    folder = app.config["LOAD_CONTENT_FROM"]
    try:
        library = modules.load_library(Path(folder) / "modules" if folder else None)
        bank = quizzes.load_bank(Path(folder) / "quizzes" if folder else None)
    except (modules.BrokenContent, quizzes.BrokenContent) as broken:
        raise BrokenCourse("\n" + "\n".join(str(problem) for problem in broken.problems)) from broken
    problems = list(_mismatches(library, bank))
    if problems:
        raise BrokenCourse("\n" + "\n".join(problems))
    app.extensions["catalogue"] = Catalogue(library, bank, _issuer(app, library, bank))


def current() -> Catalogue:
    catalogue: Catalogue = current_app.extensions["catalogue"]
    return catalogue


def _mismatches(library: modules.Library, bank: quizzes.Bank) -> list[str]:
    """What each library alone cannot see: references from one to the other."""
    problems = [
        f"{definition.kind} {definition.id}: there is no module “{definition.module}”."
        for definition in bank.definitions
        if library.module(definition.module) is None
    ]
    for module in library.modules:
        for lesson in module.lessons:
            for activity in lesson.activities:
                if activity.mode == "private":
                    if bank.check_in is None:
                        problems.append(f"{module.slug}/{lesson.slug}: there is no check-in.yaml to invite to.")
                elif bank.activity(activity.id) is None:
                    problems.append(f"{module.slug}/{lesson.slug}: the activity “{activity.id}” does not exist.")
        quiz = bank.quiz(module.slug)
        for item in quiz.items if quiz else ():
            if item.lesson and library.lesson(module.slug, item.lesson) is None:
                problems.append(f"quiz {module.slug}, item {item.id}: there is no lesson “{item.lesson}”.")
    return problems


def _asked_in(module: modules.Module, bank: quizzes.Bank) -> list[quizzes.Definition]:
    """What is to be passed in a module: the scored activities in the order of their lessons, then the quiz."""
    scored = [activity.id for lesson in module.lessons for activity in lesson.activities if activity.mode == "scored"]
    found = [*(bank.activity(activity) for activity in scored), bank.quiz(module.slug)]
    return [definition for definition in found if definition is not None]


def _issuer(app: Flask, library: modules.Library, bank: quizzes.Bank) -> Issuer:
    """The conditions of the certificate: every core module's quiz and scored activities, and what it then says."""
    core = [module for module in library.modules if module.core]
    asked = [(module.slug, definition) for module in core for definition in _asked_in(module, bank)]
    conditions = [Condition(attempts.subject_of(definition), module) for module, definition in asked]
    minutes = sum(module.minutes for module in core)
    return Issuer(
        course=COURSE,
        course_version=library.fingerprint[:12],
        conditions=tuple(conditions),
        wording={
            "en": Wording(
                course="ThinkTwice: digital literacy for university students",
                modules=tuple(module.title["en"] for module in core),
                hours=_english_hours(minutes),
                skills=tuple(text["en"] for module in core for text in module.outcomes.values()),
                signatory_role=app.config["SIGNATORY_ROLE"],
            ),
            "ms": Wording(
                course="ThinkTwice: literasi digital untuk pelajar universiti",
                modules=tuple(module.title["ms"] for module in core),
                hours=_malay_hours(minutes),
                skills=tuple(text["ms"] for module in core for text in module.outcomes.values()),
                signatory_role=app.config["SIGNATORY_ROLE_MS"] or app.config["SIGNATORY_ROLE"],
            ),
        },
        campus=app.config["CAMPUS_NAME"],
        signatory=app.config["SIGNATORY"],
        verify_base=app.config["PUBLIC_URL"].rstrip("/") + "/verify/",
    )


def _english_hours(minutes: int) -> str:
    return f"about {minutes} minutes" if minutes < 90 else f"about {round(minutes / 60)} hours"


def _malay_hours(minutes: int) -> str:
    return f"kira-kira {minutes} minit" if minutes < 90 else f"kira-kira {round(minutes / 60)} jam"

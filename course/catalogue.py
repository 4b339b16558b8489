"""The published course in memory: lessons and questions loaded once, checked against each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from flask import Flask, current_app

import modules
import quizzes
from course import attempts, content, offers
from course.awards import Condition, Issuer, Wording
from course.overview import Column
from course.references import broken_references

COURSE = "thinktwice"
PRIVATE_KINDS = ("conversation", "private_checkin")


class BrokenCourse(RuntimeError):
    """The content does not pass its checkers; the message is their list, one `file:line: sentence` a line."""


@dataclass(frozen=True)
class Written:
    """Everything that the authors have written, signed or not."""

    library: modules.Library
    bank: quizzes.Bank

    def definition(self, subject: str) -> quizzes.Definition | None:
        """The quiz or activity under whose name attempts are kept, as it is today; None when it has left the course."""
        return _definition(self.bank, subject)


@dataclass(frozen=True)
class Catalogue:
    """What is taught and what is asked, in the state of one release.

    `library` and `bank` are what the site shows. Where `SHOW_ONLY_REVIEWED` is set, that is what somebody has signed;
    `written` is all there is.
    """

    library: modules.Library
    bank: quizzes.Bank
    issuer: Issuer
    written: Written
    is_partial: bool  # something is left out because nobody has signed it

    @property
    def asked(self) -> tuple[str, ...]:
        """What has to be passed in the modules for the certificate: all conditions but the test after them."""
        return tuple(condition.subject for condition in self.issuer.conditions if condition.module)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The modules as lecturers see them. One that practises a conversation shows them passed or not yet alone."""
        found = []
        for module in sorted(self.library.modules, key=lambda module: not module.core):
            asked = _asked_in(module, self.bank)
            is_private = any(definition.kind in PRIVATE_KINDS for definition in asked)
            if asked:
                found.append(Column(module.slug, tuple(map(attempts.subject_of, asked)), is_private))
        return tuple(found)

    def minutes_of(self, module: modules.Module) -> int:
        """How long a whole module takes, with its scored activities and its quiz."""
        return _minutes(module, self.bank)

    @property
    def tests(self) -> tuple[quizzes.CourseTest, ...]:
        """The forms of the test; none as long as a module that they ask about is not in the core of the course."""
        return _tests(self.library, self.bank)

    @property
    def booster(self) -> quizzes.Booster | None:
        """The booster, on the same condition."""
        found = self.bank.booster
        return found if found and _is_taught(self.library, found) else None

    def definition(self, subject: str) -> quizzes.Definition | None:
        """The same, when it is shown."""
        return _definition(self.bank, subject)

    def lesson_after(self, lesson: modules.Lesson) -> modules.Lesson | None:
        """The next lesson of the same module."""
        return self._lesson(lesson.module, lesson.number + 1)

    def lesson_before(self, lesson: modules.Lesson) -> modules.Lesson | None:
        return self._lesson(lesson.module, lesson.number - 1)

    def _lesson(self, module: str, number: int) -> modules.Lesson | None:
        found = self.library.module(module)
        return next((lesson for lesson in found.lessons if lesson.number == number), None) if found else None


def _definition(bank: quizzes.Bank, subject: str) -> quizzes.Definition | None:
    if offers.which_of(subject):
        return next(iter(bank.tests), None)  # one of the forms: what they share
    return next((one for one in bank.everything if attempts.subject_of(one) == subject), None)


def open_for(app: Flask) -> None:
    """Load the course, or refuse to start: broken content never reaches a visitor."""
    where = content.folders(app.config["LOAD_CONTENT_FROM"])
    try:
        library = modules.load_library(where.lessons)
        bank = quizzes.load_bank(where.questions)
    except (modules.BrokenContent, quizzes.BrokenContent) as broken:
        raise BrokenCourse("\n" + "\n".join(str(problem) for problem in broken.problems)) from broken
    if problems := broken_references(library, bank, where):
        raise BrokenCourse("\n" + "\n".join(str(problem) for problem in problems))
    written = Written(library, bank)
    shown = _signed(written) if app.config["SHOW_ONLY_REVIEWED"] else written
    app.extensions["catalogue"] = Catalogue(
        library=shown.library,
        bank=shown.bank,
        issuer=_issuer(app, shown.library, shown.bank),
        written=written,
        is_partial=shown != written,
    )


def current() -> Catalogue:
    catalogue: Catalogue = current_app.extensions["catalogue"]
    return catalogue


def guides() -> Mapping[str, modules.Guide]:
    """The guides of the hub by slug, in their order; where only what is signed is shown, those that somebody signed."""
    only_signed = current_app.config["SHOW_ONLY_REVIEWED"]
    found = modules.load_guides()
    return {slug: guide for slug, guide in found.items() if not only_signed or guide.review.state == "signed"}


def has_certificate() -> bool:
    """Whether there is one to be earned: not where nothing is shown that it could ask for."""
    return bool(current().issuer.conditions)


def _signed(written: Written) -> Written:
    """What somebody has signed: no quiz or activity without its module, no core module without its quiz."""
    library, bank = modules.signed_only(written.library), quizzes.signed_only(written.bank)
    definitions = tuple(one for one in bank.definitions if library.module(one.module))
    bank = replace(bank, definitions=definitions)
    return Written(replace(library, modules=tuple(_with_quiz(one, written, bank) for one in library.modules)), bank)


def _with_quiz(module: modules.Module, written: Written, bank: quizzes.Bank) -> modules.Module:
    """A module whose quiz is left out takes as long as its lessons, and the certificate does not speak of it."""
    if written.bank.quiz(module.slug) is None or bank.quiz(module.slug):
        return module
    return replace(module, core=False, minutes=sum(lesson.minutes for lesson in module.lessons))


def _tests(library: modules.Library, bank: quizzes.Bank) -> tuple[quizzes.CourseTest, ...]:
    return bank.tests if all(_is_taught(library, form) for form in bank.tests) else ()


def _is_taught(library: modules.Library, mixture: quizzes.AnyMixture) -> bool:
    """Whether everything that it asks about is in the core of the course."""
    core = {module.slug for module in library.modules if module.core}
    return all(cell.module in core for cell in mixture.blueprint)


def _asked_in(module: modules.Module, bank: quizzes.Bank) -> list[quizzes.Definition]:
    """What is to be passed in a module: the scored activities in the order of their lessons, then the quiz."""
    scored = [activity.id for lesson in module.lessons for activity in lesson.activities if activity.mode == "scored"]
    found = [*(bank.activity(activity) for activity in scored), bank.quiz(module.slug)]
    return [definition for definition in found if definition is not None]


def _minutes(module: modules.Module, bank: quizzes.Bank) -> int:
    """What its author wrote of lessons and quiz, and what a scored activity takes longer than its lesson counts."""
    activities = [one for one in _asked_in(module, bank) if not isinstance(one, quizzes.Quiz)]
    return module.minutes + sum(max(0, one.minutes - modules.ACTIVITY_MINUTES) for one in activities)


def _issuer(app: Flask, library: modules.Library, bank: quizzes.Bank) -> Issuer:
    """The conditions of the certificate: every core module's quiz and scored activities, and the test after them."""
    core = [module for module in library.modules if module.core]
    asked = [(module.slug, definition) for module in core for definition in _asked_in(module, bank)]
    conditions = [Condition(attempts.subject_of(definition), module) for module, definition in asked]
    minutes = sum(_minutes(module, bank) for module in core)
    if tests := _tests(library, bank):
        conditions.append(Condition(offers.subject_of("after"), None))
        minutes += tests[0].minutes
    return Issuer(
        course=COURSE,
        course_version=library.fingerprint[:12],
        conditions=tuple(conditions),
        wording={
            "en": Wording(
                course="ThinkTwice: digital literacy for university students",
                modules=tuple(module.title["en"] for module in core),
                hours=_english_hours(minutes),
                skills=tuple(line["en"] for module in core for line in _lines(module)),
                signatory_role=app.config["SIGNATORY_ROLE"],
            ),
            "ms": Wording(
                course="ThinkTwice: literasi digital untuk pelajar universiti",
                modules=tuple(module.title["ms"] for module in core),
                hours=_malay_hours(minutes),
                skills=tuple(line["ms"] for module in core for line in _lines(module)),
                signatory_role=app.config["SIGNATORY_ROLE_MS"] or app.config["SIGNATORY_ROLE"],
            ),
        },
        campus=app.config["CAMPUS_NAME"],
        signatory=app.config["SIGNATORY"],
        verify_base=app.config["PUBLIC_URL"].rstrip("/") + "/verify/",
    )


def _lines(module: modules.Module) -> tuple[modules.Text, ...]:
    """What the certificate says of a module: one line, or the outcomes that are left where some are not signed."""
    return (module.certificate,) if module.certificate else tuple(module.outcomes.values())


def _english_hours(minutes: int) -> str:
    return f"about {minutes} minutes" if minutes < 90 else f"about {round(minutes / 60)} hours"


def _malay_hours(minutes: int) -> str:
    return f"kira-kira {minutes} minit" if minutes < 90 else f"kira-kira {round(minutes / 60)} jam"

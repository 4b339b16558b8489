"""What a test tells when it was handed in: of the one before the course only thanks, of the others how it went.

No key and no reason is shown: half of those who take a test later get the same form.
"""

from dataclasses import dataclass
from typing import Any

import modules
import quizzes
from course import attempts, catalogue, language, offers
from course.student.test import title_of


@dataclass(frozen=True)
class Missed:
    """An outcome whose question was not answered right, and the lesson to read again."""

    outcome: str
    lesson: modules.Lesson | None


@dataclass(frozen=True)
class ModuleShare:
    """How the questions of one module went."""

    title: str
    shown: list[str]  # outcomes, in words
    missed: list[Missed]


def page(sheet: attempts.Sheet, form: quizzes.CourseTest) -> dict[str, Any]:
    which = offers.which_of(sheet.subject) or "before"
    result = attempts.score(sheet) if which != "before" else None
    return {
        "sheet": sheet,
        "which": which,
        "title": title_of(which),
        "result": result,
        "shares": _shares(form, result) if result else [],
    }


def _shares(form: quizzes.CourseTest, result: quizzes.Result) -> list[ModuleShare]:
    chosen, library, found = language.choose(), catalogue.current().library, []
    right = {item.id for item in result.items if item.verdict == "right"}
    for module in library.modules:
        share = ModuleShare(module.title[chosen], [], [])
        for item in form.questions.values():
            if form.module_of(item.id) != module.slug or item.outcome not in module.outcomes:
                continue
            outcome = module.outcomes[item.outcome][chosen]
            if item.id in right:
                share.shown.append(outcome)
            else:
                share.missed.append(Missed(outcome, library.lesson(module.slug, item.lesson)))
        if share.shown or share.missed:
            found.append(share)
    return found

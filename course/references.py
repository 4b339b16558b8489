"""References between lessons and questions, which neither library can follow: what leads nowhere is told by line."""

from collections.abc import Iterator

import modules
import quizzes
from course.content import Folders


def broken_references(library: modules.Library, bank: quizzes.Bank, folders: Folders) -> list[modules.Problem]:
    """All of them, by file and line."""
    return sorted(
        {
            *_to_modules(library, bank, folders),
            *_to_activities(library, bank, folders),
            *_to_lessons(library, bank, folders),
        }
    )


def _to_modules(library: modules.Library, bank: quizzes.Bank, folders: Folders) -> Iterator[modules.Problem]:
    """A quiz or activity belongs to a module, and a question is studied again in one of its lessons."""
    for definition in bank.definitions:
        if library.module(definition.module) is None:
            file, line = quizzes.place_of(definition, "module", folder=folders.questions)
            yield modules.Problem(file, line, f"There is no module “{definition.module}”.")
        elif isinstance(definition, quizzes.Quiz):
            for item in definition.items:
                if library.lesson(definition.module, item.lesson) is None:
                    file, line = quizzes.place_of(definition, "items", item.id, "lesson", folder=folders.questions)
                    yield modules.Problem(file, line, f"{item.id}: The module has no lesson “{item.lesson}”.")


def _to_lessons(library: modules.Library, bank: quizzes.Bank, folders: Folders) -> Iterator[modules.Problem]:
    """What a test or the booster asks about is taught in a lesson, unless its whole module is not in the course."""
    for one in (*bank.tests, *([bank.booster] if bank.booster else [])):
        for item in one.questions.values():
            module = library.module(one.module_of(item.id))
            file, line = quizzes.place_of(one, "items", item.id, "lesson", folder=folders.questions)
            if module and item.outcome not in module.outcomes:
                yield modules.Problem(file, line, f"{item.id}: “{module.slug}” has no outcome {item.outcome}.")
            if module and library.lesson(module.slug, item.lesson) is None:
                yield modules.Problem(file, line, f"{item.id}: “{module.slug}” has no lesson “{item.lesson}”.")


def _to_activities(library: modules.Library, bank: quizzes.Bank, folders: Folders) -> Iterator[modules.Problem]:
    for lesson in (lesson for module in library.modules for lesson in module.lessons):
        for activity in lesson.activities:
            if activity.mode == "private" and bank.check_in is None:
                message = "There is no check-in.yaml to invite to."
            elif activity.mode != "private" and bank.activity(activity.id) is None:
                message = f"There is no activity “{activity.id}”."
            else:
                continue
            for file, line in modules.places_of(lesson, activity, folder=folders.lessons):
                yield modules.Problem(file, line, message)

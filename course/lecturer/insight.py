"""`/classes/<id>/insight` and `/questions`: what the class believes wrongly, whether it learned, how questions do."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

import quizzes
from course import catalogue, cohorts, insight, language, pages
from course.lecturer.cohort import titles
from course.lecturer.own import own_class
from course.lecturer.words import title_of


@dataclass(frozen=True)
class Sample:
    """An item as it is read aloud in class: its question, and the post that it quotes."""

    title: str
    stem: str
    runs: tuple[quizzes.Run, ...]


def see_class_insight(cohort: int) -> ResponseReturnValue:
    taught, known = own_class(cohort), asked_today()
    found = insight.of_class(cohort, catalogue.current().columns, known)
    return pages.render(
        "lecturer/see_class_insight.html",
        taught=taught,
        found=found,
        titles=titles(),
        chosen=language.choose(),
        samples={belief: _samples(belief, known) for belief in found.beliefs},
        has_tests=bool(catalogue.current().tests),
        enough=insight,
    )


def see_class_questions(cohort: int) -> ResponseReturnValue:
    """Of this class, or of all that the lecturer teaches: few classes have thirty answers to a question."""
    taught, known, of_all = own_class(cohort), asked_today(), request.args.get("of") == "all"
    classes = [one.id for one in cohorts.taught_by(current_user.id)] if of_all else [cohort]
    found = insight.questions_of(classes, catalogue.current().columns, known)
    return pages.render(
        "lecturer/see_class_questions.html",
        taught=taught,
        of_all=of_all,
        groups=_by_subject(found),
        title_of=title_of,
        samples={one: _sample(one.subject, one.item, known) for one in found},
        enough=insight,
    )


def asked_today() -> Mapping[str, quizzes.Definition]:
    """Subject → definition, of all that lecturers may look into."""
    course = catalogue.current()
    found = {subject: course.written.definition(subject) for subject in insight.open_subjects(course.columns)}
    return {subject: definition for subject, definition in found.items() if definition is not None}


def _by_subject(found: list[insight.Asked]) -> dict[str, list[insight.Asked]]:
    groups: dict[str, list[insight.Asked]] = {}
    for one in found:
        groups.setdefault(one.subject, []).append(one)
    return groups


def _samples(belief: insight.Belief, known: Mapping[str, quizzes.Definition]) -> list[Sample]:
    found = [_sample(subject, item, known) for subject, item in belief.samples]
    return [sample for sample in found if sample.stem or sample.runs]


def _sample(subject: str, item: str, known: Mapping[str, quizzes.Definition]) -> Sample:
    """Its words; an item that is a whole scene or walk goes by the title of what it stands in."""
    entry = known[subject].by_id[item]
    stem, runs = getattr(entry, "stem", None), getattr(entry, "sample", ()) or getattr(entry, "runs", ())
    return Sample(title_of(subject), stem[language.choose()] if stem else "", runs)

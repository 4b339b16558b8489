"""A result in words: what the figures mean, and what to do next."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

import quizzes
from course import attempts, catalogue, clock, errors, language, offers
from course.frame import clock_time, day
from course.student.start import scored_start_url
from course.student.test import title_of


@dataclass(frozen=True)
class AttemptLine:
    """One attempt in the list of attempts."""

    title: str
    url: str
    when: str
    mode: str
    number: int
    score: int | None
    passed: bool | None
    is_open: bool


def line(row: Any) -> AttemptLine:
    definition = catalogue.current().written.definition(row.subject)
    is_measured = definition is None or definition.has_pass_mark  # else it is taken or not, without a figure
    return AttemptLine(
        title=_title(row.subject, definition),
        url=url_for("student.see_attempt", attempt=row.id),
        when=f"{day(row.submitted_at)}, {clock_time(row.submitted_at)}" if row.submitted_at else _("under way"),
        mode=row.mode,
        number=row.number,
        score=round(row.score) if is_measured and row.score is not None else None,
        passed=row.passed if is_measured else None,
        is_open=row.submitted_at is None,
    )


def page(sheet: attempts.Sheet) -> dict[str, Any]:
    """What the result page shows; of answers that were not kept, or not for so long, what they came to."""
    chosen, definition = language.choose(), sheet.paper.definition
    # A booster has a page of its own from which it is taken again.
    is_open = catalogue.current().definition(sheet.subject) is not None and definition.kind != "booster"
    is_gone = definition.keeps_answers_days is not None and not sheet.answers
    result = _kept_result(sheet) if is_gone else attempts.score(sheet)
    explained = () if is_gone or not result else quizzes.explain(sheet.paper, sheet.answers, result, chosen).items
    where = attempts.standing(sheet.user_id, sheet.subject, "scored", clock.now())
    return {
        "sheet": sheet,
        "kind": definition.kind,
        "definition": definition,
        "title": _title(sheet.subject, definition),
        "result": result,
        "is_scored": sheet.mode == "scored",
        "is_gone": is_gone,
        "items": explained,
        "module": definition.module if catalogue.current().library.module(definition.module) else None,
        "library": catalogue.current().library,
        "again": scored_start_url(definition) if is_open and not where.opens_at else None,
        "opens": errors.sentence(attempts.CoolingDown(where.opens_at)) if is_open and where.opens_at else "",
        "practise": _practise(definition, sheet) if is_open and not is_gone else None,
        "study": _study(definition, explained),
    }


def _kept_result(sheet: attempts.Sheet) -> quizzes.Result | None:
    return quizzes.Result.from_data(sheet.result) if sheet.result else None


def _practise(definition: quizzes.Definition, sheet: attempts.Sheet) -> str | None:
    """A short practice run on the families that went worst."""
    if definition.kind == "quiz":
        return None
    weakest = quizzes.weakest_families(sheet.paper, sheet.answers)
    if not weakest:
        return None
    return url_for("student.start_activity", activity=definition.id, mode="practice", focus=list(weakest[:1]))


def _study(definition: quizzes.Definition, items: Any) -> list[tuple[str, str]]:
    """Lessons that the missed items belong to, each once."""
    chosen, library = language.choose(), catalogue.current().library
    found: dict[str, str] = {}
    for item in items:
        module = definition.module_of(item.id)
        lesson = library.lesson(module, item.lesson) if item.lesson and item.verdict != "right" else None
        if lesson:
            url = url_for("public.read_lesson", module=module, lesson=lesson.slug)
            found[lesson.title[chosen]] = url
    return list(found.items())


def _title(subject: str, definition: quizzes.Definition | None) -> str:
    """The title as it is today; an activity that has left the course is called by its name."""
    if which := offers.which_of(subject):
        return title_of(which)
    if definition is None:
        return subject
    if definition.kind == "quiz":
        module = catalogue.current().written.library.module(definition.module)
        return _("Quiz “%(module)s”", module=module.title[language.choose()] if module else definition.module)
    return definition.title_in(language.choose())

"""A result in words: what the figures mean, and what to do next."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

import quizzes
from course import attempts, catalogue, clock, errors, language
from course.frame import clock_time, day
from course.student.start import scored_start_url

BALANCED_BELOW = 0.3  # a criterion nearer to 0 than this leans neither way


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
    definition = catalogue.current().definition(row.subject)
    return AttemptLine(
        title=_title(row.subject, definition),
        url=url_for("student.see_attempt", attempt=row.id),
        when=f"{day(row.submitted_at)}, {clock_time(row.submitted_at)}" if row.submitted_at else _("under way"),
        mode=row.mode,
        number=row.number,
        score=round(row.score) if row.score is not None else None,
        passed=row.passed,
        is_open=row.submitted_at is None,
    )


def page(sheet: attempts.Sheet) -> dict[str, Any]:
    """What the result page shows."""
    chosen, definition = language.choose(), sheet.paper.definition
    result = attempts.score(sheet)
    explained = quizzes.explain(sheet.paper, sheet.answers, result, chosen)
    where = attempts.standing(sheet.user_id, sheet.subject, "scored", clock.now())
    return {
        "sheet": sheet,
        "title": _title(sheet.subject, definition),
        "result": result,
        "is_scored": sheet.mode == "scored",
        "sentences": _sentences(sheet, definition, result),
        "items": explained.items,
        "module": definition.module,
        "again": None if where.opens_at else scored_start_url(definition),
        "opens": errors.sentence(attempts.CoolingDown(where.opens_at)) if where.opens_at else "",
        "practise": _practise(definition, sheet),
        "study": _study(definition, explained.items),
    }


def _sentences(sheet: attempts.Sheet, definition: quizzes.Definition, result: quizzes.Result) -> list[str]:
    if definition.kind == "quiz":
        return [
            _(
                "You have %(points)s of %(total)s points; %(needed)s are needed to pass.",
                points=f"{result.points:g}",
                total=f"{result.out_of:g}",
                needed=f"{definition.pass_points:g}",
            )
        ]
    judged = [sentence for sentence in _feed_sentences(result) if sentence]
    return [*judged, *_score_sentences(sheet, result)] if sheet.mode == "scored" else judged


def _feed_sentences(result: quizzes.Result) -> list[str]:
    parts = result.components
    caught, signals = round(parts["hits"]), round(parts["signals"])
    blamed, noises = round(parts["false_alarms"]), round(parts["noises"])
    return [
        _("You caught %(caught)s of %(signals)s posts that break the rule.", caught=caught, signals=signals),
        ngettext(
            "You also reported %(num)s person who did nothing wrong.",
            "You also reported %(num)s people who did nothing wrong.",
            blamed,
        )
        if blamed
        else _("You reported none of the %(noises)s harmless posts.", noises=noises),
        _(
            "You named the right rule on %(named)s of the %(caught)s that you caught.",
            named=round(caught * parts["rule_named"]),
            caught=caught,
        )
        if caught
        else "",
        _lean(result.diagnostics.get("criterion", 0.0), tells_apart=parts["j"] > 0),
    ]


def _score_sentences(sheet: attempts.Sheet, result: quizzes.Result) -> list[str]:
    """How the score came about and, until it is enough, what would be."""
    how = _(
        "Your score is the share that you caught minus the share that you reported wrongly. Serious posts weigh more, "
        "and up to a fifth depends on naming the rule. A post without an answer counts as wrong."
    )
    if sheet.passed:
        return [how]
    # As many posts break the rule as do not, so that shares can be told as numbers of posts.
    needed = _(
        "To pass: report at most %(most)s harmless posts, and catch at least %(least)s that break the rule, "
        "plus one more for each harmless post you report.",
        most=round(result.components["noises"]) // 4,
        least=(round(result.components["signals"]) + 1) // 2,
    )
    return [needed, how]


def _lean(criterion: float, *, tells_apart: bool) -> str:
    if abs(criterion) < BALANCED_BELOW:
        if not tells_apart:
            return _("You do not tell the two apart yet. Read the rule again, then practise.")
        return _("Your judgement is balanced: you lean neither towards reporting nor towards leaving.")
    if criterion < 0:
        return _("You lean towards reporting. Look for what makes a post harmless before you act.")
    return _("You lean towards leaving. Look for attacks that use no bad word.")


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
        lesson = library.lesson(definition.module, item.lesson) if item.lesson and item.verdict != "right" else None
        if lesson:
            url = url_for("public.read_lesson", module=definition.module, lesson=lesson.slug)
            found[lesson.title[chosen]] = url
    return list(found.items())


def _title(subject: str, definition: quizzes.Definition | None) -> str:
    """The title as it is today; an activity that has left the course is called by its name."""
    if definition is None:
        return subject
    if definition.kind == "quiz":
        module = catalogue.current().library.module(definition.module)
        return _("Quiz “%(module)s”", module=module.title[language.choose()] if module else definition.module)
    return str(definition.title[language.choose()])

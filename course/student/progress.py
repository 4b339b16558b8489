"""`/me`: what to do next, and how far one has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import modules
import quizzes
from course import attempts, awards, catalogue, clock, language, learning, pages, pledges
from course.frame import clock_time, day
from course.student.start import scored_start_url

Standings = Mapping[tuple[str, str], attempts.Standing]


@dataclass(frozen=True)
class Task:
    """One thing to do, with where it leads and how it stands."""

    title: str
    url: str
    state: str  # done | open | started | later
    note: str = ""
    minutes: int | None = None
    counts: bool = False  # for the certificate


@dataclass(frozen=True)
class Section:
    """What there is to do in one module."""

    title: str
    slug: str
    is_core: bool
    tasks: list[Task]


def see_progress() -> ResponseReturnValue:
    now, user_id = clock.now(), current_user.id
    done, standings = learning.lessons_done(user_id), attempts.standings(user_id, now)
    plan, award = pledges.find_own(user_id), awards.find_own(user_id)
    sections = [
        Section(
            module.title[language.choose()],
            module.slug,
            module.core,
            _tasks(module, done.get(module.slug, frozenset()), standings),
        )
        for module in sorted(catalogue.current().library.modules, key=lambda module: not module.core)
    ]
    todo = [task for section in sections for task in section.tasks if task.state != "done"]
    return pages.render(
        "student/see_progress.html",
        sections=sections,
        following=next((task for task in todo if task.state != "later"), todo[0] if todo else None),
        plan=plan,
        award=award,
    )


def _tasks(module: modules.Module, done: frozenset[str], standings: Standings) -> list[Task]:
    """Lessons in their order, each followed by its scored activity, and the quiz at the end."""
    tasks = []
    for lesson in module.lessons:
        tasks.append(_lesson_task(module, lesson, lesson.slug in done))
        for activity in lesson.activities:
            definition = catalogue.current().bank.activity(activity.id)
            if definition and activity.mode == "scored":
                title = _("Scored run: %(title)s", title=definition.title[language.choose()])
                tasks.append(_scored_task(title, definition, standings, counts=module.core))
    quiz = catalogue.current().bank.quiz(module.slug)
    if quiz:
        tasks.append(_scored_task(_("Quiz"), quiz, standings, counts=module.core))
    return tasks


def _lesson_task(module: modules.Module, lesson: modules.Lesson, is_done: bool) -> Task:
    return Task(
        title=_("Lesson %(number)s: %(title)s", number=lesson.number, title=lesson.title[language.choose()]),
        url=url_for("public.read_lesson", module=module.slug, lesson=lesson.slug),
        state="done" if is_done else "open",
        minutes=lesson.minutes,
    )


def _scored_task(title: str, definition: quizzes.Definition, standings: Standings, *, counts: bool) -> Task:
    task = Task(title, scored_start_url(definition), "open", counts=counts)
    where = standings.get((attempts.subject_of(definition), "scored"))
    if where is None:
        return task
    best = _("best so far: %(score)s of 100", score=round(where.best_score)) if where.best_score is not None else ""
    if where.passed:
        return replace(task, state="done", note=best)
    if where.open_attempt:
        url = url_for("student.see_attempt", attempt=where.open_attempt)
        return replace(task, url=url, state="started", note=_("under way"))
    if where.opens_at:
        opens = _("opens on %(day)s at %(time)s", day=day(where.opens_at), time=clock_time(where.opens_at))
        return replace(task, state="later", note=opens)
    return replace(task, note=best)

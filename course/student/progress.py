"""`/me`: what to do next, and how far one has come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import modules
import quizzes
from course import (
    attempts,
    awards,
    catalogue,
    clock,
    cohorts,
    language,
    learning,
    offers,
    pages,
    places,
    pledges,
    rooms,
    signatures,
)
from course.frame import clock_time, day
from course.student.start import scored_start_url
from course.student.test import title_of
from course.tables import LiveSession

Standings = Mapping[tuple[str, str], attempts.Standing]
TASK_STATES: Mapping[offers.State, str] = {"open": "open", "started": "started", "done": "done", "waiting": "later"}


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
    due_at: datetime | None = None  # in a class that the student is in
    is_late: bool = False


def see_progress() -> ResponseReturnValue:
    now, user_id = clock.now(), current_user.id
    done, standings = learning.lessons_done(user_id), attempts.standings(user_id, now)
    classes = cohorts.joined_by(user_id)
    due = _due(classes)
    plan, award = pledges.find_own(user_id), awards.find_own(user_id)
    sections = [
        Section(
            module.title[language.choose()],
            module.slug,
            module.core,
            _tasks(module, done.get(module.slug, frozenset()), standings),
            due_at=due.get(module.slug),
            is_late=module.slug in due and due[module.slug] < now,
        )
        for module in sorted(catalogue.current().library.modules, key=lambda module: not module.core)
    ]
    tests = _tests(standings, has_begun=offers.has_begun(done, standings), now=now)
    todo = [task for section in sections for task in section.tasks if task.state != "done"]
    todo = [task for which, task in tests.items() if which == "after" and task.state in ("open", "started")] + todo
    return pages.render(
        "student/see_progress.html",
        sections=sections,
        following=next((task for task in todo if task.state != "later"), todo[0] if todo else None),
        tests=tests,
        booster=_booster(standings, now),
        plan=plan,
        award=award,
        classes=classes,
        asked=rooms.asked_now([joined.cohort for joined in classes], now=now) if classes else [],
        places=_places(user_id, now),
        due=signatures.check_backs_due(user_id, now),
    )


def _places(user_id: int, now: datetime) -> list[tuple[LiveSession, str, str]]:
    """Live sessions that one has a place in, or waits for: session, state, address of the place."""
    secret = current_app.config["SECRET_KEY"]
    return [
        (live, state, url_for("public.see_place", slug=live.slug, token=places.key_of(number, secret)))
        for live, state, number in places.places_of(user_id, now)
    ]


def _due(classes: list[cohorts.Joined]) -> dict[str, datetime]:
    """Module → when it is due; in two classes at once, the earlier date."""
    due: dict[str, datetime] = {}
    for joined in classes:
        for module, due_at in joined.due.items():
            due[module] = min(due_at, due.get(module, due_at))
    return due


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


def _tests(standings: Standings, *, has_begun: bool, now: datetime) -> dict[offers.Which, Task]:
    """The tests as things to do; without the one before the course once it is too late for it."""
    if not catalogue.current().tests:
        return {}
    asked, found = catalogue.current().asked, {}
    waits_for = {
        "after": _("opens when the modules are passed"),
        "later": _("opens 30 days after the test after the course"),
    }
    for which in offers.WHICH:
        offer = offers.test(which, asked, standings, has_begun=has_begun, now=now)
        if offer.state != "past":
            url = url_for("student.start_test", which=which)
            task = _offered(title_of(which), url, offer, waits_for.get(which, ""))
            found[which] = replace(task, counts=which == "after")
    return found


def _booster(standings: Standings, now: datetime) -> Task | None:
    """The booster, from the day on that it opens."""
    booster = catalogue.current().booster
    if booster is None:
        return None
    offer = offers.booster(attempts.subject_of(booster), catalogue.current().asked, standings, now)
    if offer.state == "waiting":
        return None
    return _offered(booster.title_in(language.choose()), url_for("student.start_booster"), offer)


def _offered(title: str, url: str, offer: offers.Offer, waits_for: str = "") -> Task:
    if offer.state == "started":
        url = url_for("student.see_attempt", attempt=offer.attempt)
    note = _("on %(day)s", day=day(offer.done_at)) if offer.done_at else ""
    if offer.state == "waiting":
        note = _("opens on %(day)s", day=day(offer.opens_at)) if offer.opens_at else waits_for
    return Task(title, url, TASK_STATES[offer.state], note)


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

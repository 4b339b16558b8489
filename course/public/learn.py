"""Reading the course: the list of modules, one module, one lesson."""

from dataclasses import dataclass

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

import modules
import quizzes
from course import catalogue, language, learning, pages

SENSITIVE = ("ogbv", "look-after")  # modules, by their sign, that somebody may have to leave quickly


@dataclass(frozen=True)
class ModuleCard:
    """A module as pages show it, in one language."""

    slug: str
    title: str
    summary: str
    sign: str
    minutes: int
    outcomes: tuple[str, ...]
    lessons: int
    is_core: bool  # the certificate asks for it


@dataclass(frozen=True)
class LessonCard:
    """A lesson as the lists show it, in one language."""

    slug: str
    number: int
    title: str
    summary: str
    minutes: int
    content_note: str | None


@dataclass(frozen=True)
class Step:
    """Where to go from here."""

    title: str
    url: str


def see_courses() -> ResponseReturnValue:
    course, cards = catalogue.current(), module_cards()
    done = learning.lessons_done(current_user.id) if current_user.is_authenticated else {}
    # A lesson that was read may have been left out since.
    shown = {module.slug: {lesson.slug for lesson in module.lessons} for module in course.library.modules}
    live = pages.Live(
        {slug: done.get(slug, frozenset()) & lessons for slug, lessons in shown.items()},
        {card.slug: card.lessons for card in cards},
    )
    return pages.render(
        "public/see_courses.html",
        modules=cards,
        has_glossary=bool(course.library.glossary.terms),
        is_partial=course.is_partial,
        live=live,
    )


def see_module(module: str) -> ResponseReturnValue:
    found = catalogue.current().library.module(module) or abort(404)
    done = {module: learning.standing(current_user.id, module)} if current_user.is_authenticated else {}
    return pages.render(
        "public/see_module.html",
        module=_module_card(found),
        lessons=_lesson_cards(found),
        quiz_url=quiz_url(module),
        has_teaching=found.teaching is not None,
        live=pages.Live(done),
    )


def read_lesson(module: str, lesson: str) -> ResponseReturnValue:
    chosen = language.choose()
    signed_in = current_user.is_authenticated
    found = catalogue.current().library.lesson(module, lesson) or abort(404)
    shell = pages.shells().get(
        ("lesson", module, lesson, chosen, "in" if signed_in else "out"), lambda: _render(found, signed_in)
    )
    if not signed_in:
        return shell.as_it_is()
    return shell.fill(_live_parts(found, chosen))


def _render(lesson: modules.Lesson, signed_in: bool) -> str:
    chosen = language.choose()
    module = catalogue.current().library.module(lesson.module) or abort(404)
    following, before = following_step(lesson), catalogue.current().lesson_before(lesson)
    finish = pages.render_part("parts/finish.html", state="signed-out", following=following)
    return pages.render_shell(
        "public/read_lesson.html",
        pages.Slots(signed_in=signed_in, finish=finish),
        module=_module_card(module),
        lessons=_lesson_cards(module),
        lesson=_lesson_card(lesson, chosen),
        is_sensitive=module.sign in SENSITIVE,
        body=Markup(modules.render_lesson(lesson, chosen, _activity_invitation)),  # noqa: S704 (sanitised at load)
        previous=_step(before) if before else None,
        following=following,
        quiz_url=quiz_url(module.slug),
    )


def _live_parts(lesson: modules.Lesson, chosen: str) -> dict[str, str]:
    """What only this reader sees; the words of each part were rendered once per language."""
    done = learning.standing(current_user.id, lesson.module)
    tick = pages.kept_part("parts/tick.html", chosen)
    state = "done" if lesson.slug in done else "open"
    finish = pages.kept_part(
        "parts/finish.html",
        chosen,
        lesson.module,
        lesson.slug,
        state,
        context=lambda: {
            "state": state,
            "module": lesson.module,
            "lesson": lesson.slug,
            "following": following_step(lesson),
        },
    )
    csrf_token = pages.csrf_token()
    return {
        "name": pages.escaped(current_user.display_name),
        "staff": pages.staff_links(),
        "csrf": csrf_token,
        "notices": pages.notices(),
        "finish": finish.fill({"csrf": csrf_token}),
        **{f"tick:{slug}": tick.fill({}) for slug in done},
    }


def _activity_invitation(activity: modules.Activity) -> str:
    bank = catalogue.current().bank
    if activity.mode == "private" and bank.check_in:
        return _check_in_invitation(bank.check_in)
    definition = bank.activity(activity.id)
    if definition is None:
        return pages.render_part("parts/activity_closed.html")
    return pages.render_part(
        "parts/activity_invitation.html",
        title=definition.title[language.choose()],
        minutes=definition.minutes,
        mode=activity.mode,
        url=url_for("student.start_activity", activity=activity.id, mode=activity.mode),
    )


def _check_in_invitation(check_in: quizzes.CheckIn) -> str:
    return pages.render_part(
        "parts/check_in_invitation.html", title=check_in.title[language.choose()], minutes=check_in.minutes
    )


def module_cards() -> list[ModuleCard]:
    return [_module_card(module) for module in catalogue.current().library.modules]


def quiz_url(module: str) -> str | None:
    return url_for("student.start_quiz", module=module) if catalogue.current().bank.quiz(module) else None


def _module_card(module: modules.Module) -> ModuleCard:
    chosen = language.choose()
    return ModuleCard(
        slug=module.slug,
        title=module.title[chosen],
        summary=module.summary[chosen],
        sign=module.sign,
        minutes=catalogue.current().minutes_of(module),
        outcomes=tuple(text[chosen] for text in module.outcomes.values()),
        lessons=len(module.lessons),
        is_core=module.core,
    )


def _lesson_cards(module: modules.Module) -> list[LessonCard]:
    return [_lesson_card(lesson, language.choose()) for lesson in module.lessons]


def _lesson_card(lesson: modules.Lesson, chosen: str) -> LessonCard:
    return LessonCard(
        slug=lesson.slug,
        number=lesson.number,
        title=lesson.title[chosen],
        summary=lesson.summary[chosen],
        minutes=lesson.minutes,
        content_note=lesson.content_note[chosen] if lesson.content_note else None,
    )


def following_step(lesson: modules.Lesson) -> Step | None:
    """Where a lesson leads: to the next one, or to the quiz after the last one."""
    upcoming = catalogue.current().lesson_after(lesson)
    if upcoming:
        return _step(upcoming)
    url = quiz_url(lesson.module)
    return Step(title=_("The quiz"), url=url) if url else None


def _step(lesson: modules.Lesson) -> Step:
    url = url_for("public.read_lesson", module=lesson.module, lesson=lesson.slug)
    return Step(title=lesson.title[language.choose()], url=url)

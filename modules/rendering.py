"""Writes a lesson's steps as HTML: what was sanitised at load stands as it is, all else is escaped."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from modules.library import LANGUAGES, Activity, Fact, Lesson
from modules.phrases import phrases, written_day, written_time

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
_SOURCE = Markup('<a href="{url}" rel="noreferrer external" lang="{language}">{name}</a>')
_DAY = Markup('<time datetime="{day}">{written}</time>')


def _nothing(_activity: Activity) -> str:
    return ""


def render_lesson(lesson: Lesson, language: str, activity: Callable[[Activity], str] = _nothing) -> str:
    """The HTML of all steps; `activity` supplies the safe HTML that stands for an embedded activity.

    Raises `KeyError` for a language that the course does not have.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return render(
        "steps.html",
        language,
        steps=[(type(step).__name__, step) for step in lesson.steps],
        source=partial(_source, language),
        activity=activity,
    )


def render(template: str, language: str, **context: object) -> str:
    return _templates.get_template(template).render(language=language, phrases=phrases(), **context).strip()


def _source(language: str, fact: Fact) -> Markup:
    """The line below a fact: where it comes from, and when that was last checked."""
    checked = _DAY.format(day=fact.verified_on.isoformat(), written=written_day(fact.verified_on, language))
    if fact.kind == "general":
        return escape(phrases().general_knowledge[language]).format(checked=checked)
    source = _SOURCE.format(url=fact.url, language=fact.source_language, name=fact.source)
    if fact.published is None:
        return escape(phrases().source[language]).format(source=source, checked=checked)
    return escape(phrases().source_published[language]).format(
        source=source, published=written_time(fact.published, language), checked=checked
    )

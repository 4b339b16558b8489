"""The library as it is where only what somebody has signed is shown."""

import re
from collections.abc import Set
from dataclasses import replace

from modules.library import LANGUAGES, Case, Glossary, Lesson, Library, Module, Prose, Step, Teaching, Text, library_of
from modules.terms import PAGE

_LINK = re.compile(r'<a (?:class="[^"]*" )?href="(?P<path>/(?:hub|learn)[^"#]*)[^"]*">(?P<words>.*?)</a>', re.DOTALL)


def signed_only(library: Library) -> Library:
    """Signed lessons, numbered anew, and the modules that still have some; the glossary when it is signed.

    A link to what is left out becomes plain words. A module takes so much less time, and has the outcomes that its
    lessons lead to; its line on the certificate stays while none is missing. Its own title and summary are shown with
    its first signed lesson, its lecturer's page when that is signed too.
    """
    glossary = library.glossary if library.glossary.review.state == "signed" else Glossary()
    kept = {module.slug: [one for one in module.lessons if one.review.state == "signed"] for module in library.modules}
    pages = {"/learn", *({PAGE} if glossary.terms else {})}
    for slug, lessons in kept.items():
        pages |= {f"/learn/{slug}/{lesson.slug}" for lesson in lessons} | ({f"/learn/{slug}"} if lessons else set())
    modules = tuple(_module(module, kept[module.slug], pages) for module in library.modules if kept[module.slug])
    return library_of(modules, glossary)


def _module(module: Module, lessons: list[Lesson], pages: Set[str]) -> Module:
    outcomes = {name for lesson in lessons for name in lesson.outcomes}
    left_out = [lesson for lesson in module.lessons if lesson not in lessons]
    return replace(
        module,
        minutes=module.minutes - sum(lesson.minutes for lesson in left_out),
        outcomes={name: text for name, text in module.outcomes.items() if name in outcomes},
        certificate=module.certificate if set(module.outcomes) <= outcomes else None,
        lessons=tuple(_lesson(lesson, number, pages) for number, lesson in enumerate(lessons, start=1)),
        teaching=_teaching(module.teaching, outcomes),
    )


def _teaching(teaching: Teaching | None, outcomes: Set[str]) -> Teaching | None:
    """A signed lecturer's page, without the competences and outcomes that no lesson leads to any more."""
    if teaching is None or teaching.review.state == "pending":
        return None
    left = (
        replace(competence, outcomes=tuple(name for name in competence.outcomes if name in outcomes))
        for competence in teaching.competences
    )
    return replace(teaching, competences=tuple(competence for competence in left if competence.outcomes))


def _lesson(lesson: Lesson, number: int, pages: Set[str]) -> Lesson:
    return replace(lesson, number=number, steps=tuple(_step(step, pages) for step in lesson.steps))


def _step(step: Step, pages: Set[str]) -> Step:
    if isinstance(step, Prose):
        return replace(step, html=_linked(step.html, pages))
    if isinstance(step, Case) and step.after:
        return replace(step, after=_linked(step.after, pages))
    return step


def _linked(html: Text, pages: Set[str]) -> Text:
    """Safe HTML without links to pages that are not there."""
    texts = {
        language: _LINK.sub(lambda found: found[0] if found["path"] in pages else found["words"], html[language])
        for language in LANGUAGES
    }
    return Text(**texts)

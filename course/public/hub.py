"""The resource hub: guides by need, each on a page and on a sheet of paper, and every source that the course names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import modules
from course import catalogue, clock, language, pages, printing, support
from course.extensions import limiter
from course.public.found import guides_data
from modules.written import WrittenFact


@dataclass(frozen=True)
class Way:
    """Where a step of a guide leads."""

    title: str
    url: str


@dataclass(frozen=True)
class Claims:
    """The sourced facts of one lesson or guide."""

    title: str
    url: str
    facts: Sequence[modules.Fact | WrittenFact]


def see_hub() -> ResponseReturnValue:
    return pages.send_kept(
        ("hub",),
        lambda live: pages.render_shell(
            "public/see_hub.html",
            live,
            guides=catalogue.guides(),
            data=guides_data(),
            has_glossary=bool(catalogue.current().library.glossary.terms),
        ),
    )


def read_guide(guide: str) -> ResponseReturnValue:
    found = catalogue.guides().get(guide) or abort(404)
    return pages.send_kept(
        ("guide", guide),
        lambda live: pages.render_shell("public/read_guide.html", live, slug=guide, guide=found, ways=_ways),
    )


@limiter.limit("120/minute")
def print_guide(guide: str) -> ResponseReturnValue:
    chosen = language.choose_for_nobody()
    found = catalogue.guides().get(guide) or abort(404)
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    address = site + url_for("public.read_guide", guide=guide)
    sheet = printing.sheet(
        "public/print_guide.html",
        {"code.svg": printing.qr_code(f"{address}?lang={chosen}")},
        guide=found,
        campus=current_app.config["CAMPUS_NAME"],
        help=support.on_paper(chosen, clock.now()),
        shown_address=address.partition("://")[2],
    )
    response = Response(mimetype="application/pdf")
    response.set_etag(sheet.fingerprint)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Content-Disposition"] = f'attachment; filename="ThinkTwice-{guide}-{chosen}.pdf"'
    if sheet.fingerprint not in request.if_none_match:
        response.data = printing.drawn_once(sheet)
    return response.make_conditional(request)


def read_sources() -> ResponseReturnValue:
    return pages.send_kept(
        ("sources",), lambda live: pages.render_shell("public/read_sources.html", live, places=list(_claims()))
    )


def _ways(step: modules.GuideStep) -> list[Way]:
    """Those of its ways that are there: a lesson or activity that is not shown is no way."""
    chosen, course, found = language.choose(), catalogue.current(), list[Way]()
    module, _slash, slug = (step.lesson or "").partition("/")
    if lesson := course.library.lesson(module, slug):
        title = _("Lesson: %(title)s", title=lesson.title[chosen])
        found.append(Way(title, url_for("public.read_lesson", module=module, lesson=slug)))
    if step.activity and (activity := course.bank.activity(step.activity)):
        title = _("Practise: %(title)s", title=activity.title[chosen])
        found.append(Way(title, url_for("student.start_activity", activity=activity.id, mode="practice")))
    if step.help:
        found.append(Way(_("Who can help"), url_for("public.read_help", _anchor=f"help-{step.help}")))
    return found


def _claims() -> Iterator[Claims]:
    chosen = language.choose()
    for module in catalogue.current().library.modules:
        for lesson in module.lessons:
            facts = [step for step in lesson.steps if isinstance(step, modules.Fact) and step.url]
            if facts:
                url = url_for("public.read_lesson", module=module.slug, lesson=lesson.slug)
                yield Claims(lesson.title[chosen], url, facts)
    for slug, guide in catalogue.guides().items():
        if guide.facts:
            yield Claims(guide.title[chosen], url_for("public.read_guide", guide=slug), list(guide.facts.values()))

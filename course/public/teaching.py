"""For whoever teaches a module: a page to prepare with, and a sheet to hand out."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

import modules
from course import catalogue, clock, language, pages, printing, support
from course.extensions import limiter


@dataclass(frozen=True)
class Step:
    """One step of the discussion, with the time at which it begins and ends, in minutes from the start."""

    begins: int
    ends: int
    written: modules.DiscussionStep


@dataclass(frozen=True)
class Misconception:
    """What students often believe, and a question to talk about for five minutes, in one language."""

    belief: str
    prompt: str


def read_teaching(module: str) -> ResponseReturnValue:
    found, teaching = _find(module)
    return pages.render(
        "public/read_teaching.html",
        module=found,
        teaching=teaching,
        plan=list(_timed(teaching)),
        misconceptions=list(_misconceptions(module)),
    )


@limiter.limit("120/minute")
def print_handout(module: str) -> ResponseReturnValue:
    language.choose_for_nobody()
    found, teaching = _find(module)
    sheet = handout_sheet(found, teaching.handout)
    response = Response(mimetype="application/pdf")
    response.set_etag(sheet.fingerprint)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Content-Disposition"] = f'attachment; filename="ThinkTwice-{module}-{language.choose()}.pdf"'
    if sheet.fingerprint not in request.if_none_match:
        response.data = printing.drawn_once(sheet)
    return response.make_conditional(request)


def _find(module: str) -> tuple[modules.Module, modules.Teaching]:
    found = catalogue.current().library.module(module) or abort(404)
    return found, found.teaching or abort(404)


def _timed(teaching: modules.Teaching) -> Iterator[Step]:
    begins = 0
    for step in teaching.plan:
        yield Step(begins, begins + step.minutes, step)
        begins += step.minutes


def _misconceptions(module: str) -> Iterator[Misconception]:
    """Those that the questions of the module's quiz look for, in the author's order."""
    quiz, chosen = catalogue.current().bank.quiz(module), language.choose()
    if quiz is None:
        return
    looked_for = {name for item in quiz.entries for name in item.misconceptions}
    for name, misconception in quiz.misconceptions.items():
        if name in looked_for:
            yield Misconception(misconception.belief[chosen], misconception.prompt[chosen])


def handout_sheet(module: modules.Module, handout: modules.Handout) -> printing.Sheet:
    """In the language of the request."""
    chosen = language.choose()
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    address = site + url_for("public.see_module", module=module.slug)
    sign = printing.module_sign(module.sign)
    lines = support.on_paper(chosen, clock.now())
    return printing.sheet(
        "public/print_handout.html",
        {"sign.svg": sign.picture, "code.svg": printing.qr_code(f"{address}?lang={chosen}")},
        module=module,
        handout=handout,
        tint=sign.tint,
        campus=current_app.config["CAMPUS_NAME"],
        help=lines,
        checked_on=min(line.checked_on for line in lines if line.checked_on),
        help_address=_shown(site + url_for("public.read_help")),
        shown_address=_shown(address),
    )


def _shown(address: str) -> str:
    return address.partition("://")[2]

"""`/classes/<id>/room`: a class answers one question together, and the wall shows what it made of it."""

from dataclasses import dataclass

from flask import Response, abort, current_app, flash, json, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

import quizzes
from course import catalogue, clock, language, pages, printing, rooms
from course.attempts import subject_of
from course.extensions import limiter
from course.lecturer.cohort import titles
from course.lecturer.own import own_class
from course.lecturer.words import title_of


@dataclass(frozen=True)
class Askable:
    """A question or post that can be put to the room, in one language."""

    id: str
    words: str
    note: str


def see_room(cohort: int) -> ResponseReturnValue:
    """What can be asked, and what was."""
    taught, now = own_class(cohort), clock.now()
    sources = _sources()
    wanted = request.args.get("from", "")
    chosen = sources.get(wanted) or next(iter(sources.values()), None)
    return pages.render(
        "lecturer/see_room.html",
        taught=taught,
        code=rooms.code_of(cohort),
        rounds=[(one, _heading(one)) for one in rooms.rounds(cohort, now=now)],
        sources=[(subject, title_of(subject), one is chosen) for subject, one in sources.items()],
        subject=subject_of(chosen) if chosen else "",
        items=_items(chosen) if chosen else [],
        module=titles().get(chosen.module, "") if chosen else "",
    )


@limiter.limit("120/hour", key_func=lambda: f"room:{request.view_args['cohort'] if request.view_args else ''}")
def start_round(cohort: int) -> ResponseReturnValue:
    own_class(cohort)
    definition = _sources().get(request.form.get("subject", ""))
    if definition is None:
        raise quizzes.NotForARoom
    started = rooms.start(cohort, quizzes.ask(definition, request.form.get("item", "")), now=clock.now())
    return _to_screen(cohort, started)


def see_screen(cohort: int, number: int) -> ResponseReturnValue:
    """For a projector: how many have answered, after closing what, and on the next press why."""
    taught, found = own_class(cohort), _round(cohort, number)
    address = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    code = rooms.code_of(cohort) or abort(404)
    path = url_for("student.see_room", code=code)
    chosen = language.choose()
    (item,) = found.paper.shown(chosen).items
    return pages.render_part(
        "lecturer/see_screen.html",
        taught=taught,
        round=found,
        item=item,
        choices=quizzes.choices(found.paper, chosen),
        reasons=quizzes.reasons(found.paper, chosen) if found.state == "explained" else None,
        answered=_count_now(found.id) if found.answered is None else found.answered,
        fewest=rooms.FEWEST_SHOWN,
        code=code,
        shown_address=(address + path).partition("://")[2],
        picture=Markup(printing.qr_code(address + path)),  # noqa: S704 -- segno's own drawing of our own address
        csrf_token=pages.csrf_token,
        notices=pages.notices(),
    )


def count_round(cohort: int, number: int) -> ResponseReturnValue:
    """Asked by the screen every two seconds; nothing of what was chosen is in it."""
    own_class(cohort)
    found = _round(cohort, number)
    body = json.dumps({"at": found.version, "answered": _count_now(found.id)})
    response = Response(body, mimetype="application/json", headers={"Cache-Control": "private, no-cache"})
    response.add_etag()
    return response.make_conditional(request)


def close_round(cohort: int, number: int) -> ResponseReturnValue:
    own_class(cohort)
    _round(cohort, number)
    rooms.close(cohort, number, now=clock.now())
    return _to_screen(cohort, number)


def explain_round(cohort: int, number: int) -> ResponseReturnValue:
    own_class(cohort)
    _round(cohort, number)
    try:
        rooms.explain(cohort, number, now=clock.now())
    except rooms.RoundStillOpen:
        flash(_("The reasons come after the answers. Close the round first."), "bad")
    return _to_screen(cohort, number)


def _round(cohort: int, number: int) -> rooms.Round:
    return rooms.find(cohort, number, now=clock.now()) or abort(404)


def _count_now(round_id: int) -> int:
    """From memory for a second: a lecturer may have the wall, a tablet and a colleague looking on."""
    return rooms.remembered("count", round_id, 1, lambda: rooms.answered(round_id))


def _to_screen(cohort: int, number: int) -> ResponseReturnValue:
    return redirect(url_for("lecturer.see_screen", cohort=cohort, number=number))


def _sources() -> dict[str, quizzes.Definition]:
    """Subject → what may be asked from. Nothing from a module that practises a conversation in distress."""
    course = catalogue.current()
    private = {column.module for column in course.columns if column.is_private}
    return {
        subject_of(one): one for one in course.bank.definitions if one.module not in private and quizzes.askable(one)
    }


def _items(definition: quizzes.Definition) -> list[Askable]:
    chosen = language.choose()
    return [
        Askable(item.id, _words(item), item.content_note[chosen] if item.content_note else "")
        for item in quizzes.askable(definition)
    ]


def _words(item: quizzes.Askable) -> str:
    """What is asked, in a line; never what is right."""
    if isinstance(item, quizzes.Post):
        return f"{item.author}: {' '.join(run.t for run in item.runs)}"
    return item.stem[language.choose()]


def _heading(one: rooms.Round) -> str:
    (item,) = quizzes.askable(one.paper.definition)
    return _words(item)

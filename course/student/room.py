"""`/room/<code>`: somebody of a class answers on a phone what is asked on the wall. No mark, no attempt, no name."""

from flask import Response, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

import quizzes
from course import clock, cohorts, language, pages, rooms
from course.extensions import limiter

SEAT_REMEMBERED_SECONDS = 30  # for asking whether there is something new alone
VERSION_REMEMBERED_SECONDS = 1


def _missed(response: AnyResponse) -> bool:
    return response.status_code in (302, 404, 422)


def enter_room() -> ResponseReturnValue:
    """A code as it stands on the wall. One that leads nowhere and one of another class are answered alike."""
    typed = request.args.get("code", "")[:40].replace("\0", "")
    if typed.strip() and rooms.find_seat(current_user.id, typed, now=clock.now()):
        return redirect(url_for("student.see_room", code=cohorts.read_code(typed)))
    problem = (
        _("No class of yours answers under this code. Look at it again, or join the class first.") if typed else None
    )
    return pages.render("student/enter_room.html", typed=typed, problem=problem), 422 if problem else 200


@limiter.limit("60/minute", deduct_when=_missed, key_func=lambda: f"room:{current_user.get_id()}")
def see_room(code: str) -> ResponseReturnValue:
    """The question, or what became of it: rendered once for everybody, and filled with what is this person's own."""
    seat = rooms.find_seat(current_user.id, code, now=clock.now())
    if seat is None:
        return redirect(url_for("student.enter_room", code=code[:40]))
    chosen, code = language.choose(), cohorts.read_code(code)
    shell = pages.shells().get(("room", code, seat.name, seat.version, chosen), lambda: _render(seat, code, chosen))
    return shell.fill(
        {
            "name": pages.escaped(current_user.display_name),
            "staff": pages.staff_links(),
            "csrf": pages.csrf_token(),
            "notices": pages.notices(),
            "answer": _own_answer(seat, chosen),
        }
    ), {"Cache-Control": "private, no-cache"}


@limiter.limit("60/minute", key_func=lambda: f"room:{current_user.get_id()}")
def answer_room(code: str) -> ResponseReturnValue:
    seat = rooms.find_seat(current_user.id, code, now=clock.now()) or abort(404)
    here = redirect(url_for("student.see_room", code=cohorts.read_code(code)))
    asked = seat.round
    if asked is None or asked.state != "open" or request.form.get("round") != str(asked.id):
        flash(_("This round is closed: nobody answers any more. Look at the screen."), "bad")
        return here
    choices = quizzes.read(asked.paper, request.form.to_dict(flat=False))
    if not choices:
        flash(_("Choose an answer first, then send it."), "bad")
        return here
    rooms.answer(asked.id, current_user.id, choices, now=clock.now())
    flash(_("Your answer is in. You can change it until the round is closed."), "good")
    return here


def ask_room(code: str) -> ResponseReturnValue:
    """Asked by every phone every two seconds: 204 while there is nothing new, and then no question to the database."""
    cohort = rooms.remembered(
        "seat", (current_user.id, code), SEAT_REMEMBERED_SECONDS, lambda: _cohort_of(code)
    ) or abort(404)
    version = rooms.remembered(
        "version", cohort, VERSION_REMEMBERED_SECONDS, lambda: rooms.version(cohort, now=clock.now())
    )
    if request.args.get("at") == version:
        return Response(status=204, headers={"Cache-Control": "no-store"})
    return jsonify(at=version), {"Cache-Control": "no-store"}


def _cohort_of(code: str) -> int | None:
    seat = rooms.find_seat(current_user.id, code, now=clock.now())
    return seat.cohort_id if seat else None


def _render(seat: rooms.Seat, code: str, chosen: str) -> str:
    asked = seat.round
    shown = asked.paper.shown(chosen) if asked else None
    return pages.render_shell(
        "student/see_room.html",
        pages.Slots(signed_in=True),
        seat=seat,
        code=code,
        round=asked,
        item=shown.items[0] if shown else None,
        rule_card=shown.rule_card if shown else None,
        choices=quizzes.choices(asked.paper, chosen) if asked else (),
        reasons=quizzes.reasons(asked.paper, chosen) if asked and asked.state == "explained" else None,
        answered=asked.answered if asked else None,
        fewest=rooms.FEWEST_SHOWN,
    )


def _own_answer(seat: rooms.Seat, chosen: str) -> str:
    """What this person answered so far; the form is the same for everybody and cannot show it."""
    if seat.round is None or seat.round.state != "open":
        return ""
    own = rooms.own_answer(seat.round.id, current_user.id)
    texts = [choice.text for choice in quizzes.choices(seat.round.paper, chosen) if choice.id in own]
    return str(pages.render_part("parts/room_answer.html", texts=texts)) if texts else ""

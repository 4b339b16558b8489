"""Joining a class by its code: what it is, and what its lecturer can and cannot see, before anybody is in it."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from course import clock, cohorts, doors, errors, pages
from course.extensions import limiter
from course.tables.cohorts import JoinedHow


def _missed(response: Response) -> bool:
    return response.status_code in (404, 422)


# Codes cannot be guessed by trying; a hall of students who all come at once behind one address can join.
@limiter.limit("300/hour", deduct_when=_missed)
def enter_code() -> ResponseReturnValue:
    """A code as it stands on a wall or a slide."""
    typed = request.args.get("code", "")[:40].replace("\0", "")
    found = cohorts.find_open(typed) if typed.strip() else None
    if found:
        return redirect(url_for("public.join_class", code=cohorts.read_code(typed), by="code"))
    problem = (
        _("No class has this code. Look at it again, or ask your lecturer for the present one.") if typed else None
    )
    return pages.render("public/enter_code.html", typed=typed, problem=problem), 422 if problem else 200


@limiter.limit("300/hour", deduct_when=_missed)
def join_class(code: str) -> ResponseReturnValue:
    found = cohorts.find_open(code) or abort(404)
    if request.method == "GET":
        is_in = current_user.is_authenticated and cohorts.is_in(current_user.id, found.id)
        return pages.render("public/join_class.html", found=found, code=code, is_in=is_in)
    if not current_user.is_authenticated:
        return doors.send_to_sign_in()
    how = JoinedHow.CODE if request.args.get("by") == "code" else JoinedHow.LINK
    try:
        cohorts.join(current_user.id, found.id, how, now=clock.now())
    except cohorts.AlreadyInClass:
        flash(_("You are in this class already."), "good")
    except cohorts.TeachesThisClass:
        flash(_("You teach this class, so you cannot be one of its students."), "bad")
        return redirect(url_for("public.join_class", code=code))
    except cohorts.ClassArchived as refused:
        flash(errors.sentence(refused), "bad")
        return redirect(url_for("public.join_class", code=code))
    else:
        flash(_("You are in “%(name)s” now.", name=found.details.name), "good")
    return redirect(url_for("student.see_progress"))

"""One tap after an activity about distress: worse, the same or better. Counted, and tied to nobody."""

from datetime import timedelta

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from course import aftereffects, attempts, catalogue, clock

# The learner's own session cookie remembers after which attempts something was said, and not what.
TOLD = "told-after"
MOST_REMEMBERED = 20
ASKED_FOR = timedelta(hours=1)  # how it felt is not known for longer


def is_asked(sheet: attempts.Sheet) -> bool:
    is_fresh = sheet.submitted_at is not None and clock.now() - sheet.submitted_at < ASKED_FOR
    is_meant = sheet.paper.definition.kind in catalogue.PRIVATE_KINDS
    return is_fresh and is_meant and sheet.id not in session.get(TOLD, [])


def tell_aftereffect(attempt: int) -> ResponseReturnValue:
    sheet = attempts.find_own(current_user.id, attempt) or abort(404)
    felt = request.form.get("felt")
    if felt not in aftereffects.FELT:
        abort(400)
    if is_asked(sheet):
        aftereffects.tell(sheet.subject, felt, clock.now())
        session[TOLD] = [*session.get(TOLD, []), sheet.id][-MOST_REMEMBERED:]
    if felt == "worse":
        flash(_("Thank you for saying so. You need not carry it alone: below are ways to talk to somebody."))
    else:
        flash(_("Thank you. It is counted, without your name."), "good")
    return redirect(url_for("student.see_attempt", attempt=attempt))

"""Sentences for the wall: nothing is shown that nobody has read."""

from functools import partial

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from course import clock, lists, pages, reasons, wall
from course.organiser.finding import own_drive

MOST_AT_ONCE, LARGEST_NUMBER = 200, 2**31 - 1


def see_messages(drive: int) -> ResponseReturnValue:
    found = own_drive(drive)
    return pages.render(
        "organiser/see_messages.html",
        drive=found,
        waiting=wall.queue(drive),
        waiting_in_all=wall.waiting(drive),
        approved=lists.asked_page(partial(wall.approved, drive)),
        reasons=reasons.refused(wall.REFUSALS),
        held=reasons.HELD,
    )


def decide_messages(drive: int) -> ResponseReturnValue:
    own_drive(drive)
    sent = request.form.getlist("message", type=int)[:MOST_AT_ONCE]
    chosen = [number for number in sent if 0 < number <= LARGEST_NUMBER]
    approve, reason = request.form.get("act") == "approve", request.form.get("reason", "")
    if request.form.get("act") not in ("approve", "refuse"):
        abort(400)
    if not chosen:
        flash(_("Tick the sentences first."), "bad")
    elif not approve and reason not in wall.REFUSALS:
        flash(_("Choose why: a reason can be asked about later."), "bad")
    else:
        changed = wall.decide(drive, chosen, approve=approve, reason=reason, by_id=current_user.id, now=clock.now())
        flash(ngettext("%(num)s sentence is decided.", "%(num)s sentences are decided.", changed), "good")
    return redirect(url_for("organiser.see_messages", drive=drive))

"""One's own certificate: what is still missing, the serial to share, the PDF."""

from collections.abc import Iterable
from datetime import datetime

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

import certificates
from course import attempts, awards, catalogue, clock, jobs, language, offers, pages
from course.student.start import scored_start_url

CANNOT_BE_DRAWN = _l(
    "Your PDF could not be drawn: a letter of the name is in none of our typefaces. The certificate itself stands, "
    "and anyone can check it at its address. Write to your campus for a printed copy."
)


def see_own_certificate() -> ResponseReturnValue:
    award = awards.find_own(current_user.id)
    missing = [] if award else still_missing(awards.missing(current_user.id, catalogue.current().issuer))
    refreshed_at = _refreshed_at() if award else None
    return pages.render("student/see_own_certificate.html", award=award, missing=missing, refreshed_at=refreshed_at)


def download_certificate() -> ResponseReturnValue:
    award = awards.find_own(current_user.id)
    if award is None:
        return redirect(url_for("student.see_own_certificate"))
    pdf = awards.pdf_of(award.id)
    if pdf is None:
        # The worker has not come round yet (or is not running): draw it here rather than send the student away.
        try:
            jobs.draw_now(award.id)
        except certificates.DrawingFailed:
            flash(str(CANNOT_BE_DRAWN), "bad")
            return redirect(url_for("student.see_own_certificate"))
        pdf = awards.pdf_of(award.id)
    if pdf is None:
        page = pages.render("student/see_own_certificate.html", award=award, missing=[], is_being_drawn=True)
        return page, 503, {"Retry-After": "5"}
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="ThinkTwice-{award.serial}.pdf"'},
    )


def still_missing(conditions: Iterable[awards.Condition]) -> list[tuple[str, str]]:
    """(what to do, where) for each of these conditions."""
    chosen, course, found = language.choose(), catalogue.current(), []
    for condition in conditions:
        if which := offers.which_of(condition.subject):
            found.append((_("Take the test after the course"), url_for("student.start_test", which=which)))
            continue
        definition = course.definition(condition.subject) or abort(404)
        if definition.kind == "quiz":
            module = course.library.module(definition.module) or abort(404)
            title = _("Pass the quiz of “%(module)s”", module=module.title[chosen])
        else:
            title = _("Pass “%(activity)s”", activity=definition.title_in(chosen))
        found.append((title, scored_start_url(definition)))
    return found


def _refreshed_at() -> datetime | None:
    """When the booster was last finished."""
    booster = catalogue.current().booster
    if booster is None:
        return None
    return attempts.standing(current_user.id, attempts.subject_of(booster), "practice", clock.now()).done_at

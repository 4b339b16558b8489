"""`/classes/<id>/roster`: upload a list, look at what every line will do, say yes, and watch it being done."""

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from course import clock, cohorts, enrolments, jobs, pages, rosters
from course.extensions import limiter
from course.lecturer.own import own_class

REFUSED: Mapping[type[Exception], object] = {
    rosters.NotATable: _l(
        "This is no list we can read. Save it as CSV or as an Excel workbook (.xlsx), and upload that."
    ),
    rosters.TooLarge: _l("This file is too large. Leave out pictures and other sheets, or upload it in parts."),
    rosters.TooManyRows: _l("This list has more than 2,000 lines. Upload it in parts."),
    rosters.NoEmailColumn: _l("No column of this list holds e-mail addresses. Add one, and upload it again."),
}
OUTCOMES: Mapping[str, object] = {
    "join": _l("Has an account: is put into the class, and told so by mail"),
    "invite": _l("Has no account: is invited by mail"),
    "already": _l("Is in the class already"),
    "invited": _l("Was invited before"),
    "left": _l("Has left this class; only the student can come back, with the code"),
    "teaches": _l("Teaches this class"),
    "twice": _l("This address stands further up in the list"),
    "no_email": _l("Has no e-mail address"),
    "bad_email": _l("This is no e-mail address"),
}


def see_roster(cohort: int) -> ResponseReturnValue:
    return _page(own_class(cohort))


@limiter.limit("60/hour", key_func=lambda: f"roster:{current_user.get_id()}")
def upload_roster(cohort: int) -> ResponseReturnValue:
    taught = own_class(cohort)
    if taught.is_archived:
        raise cohorts.ClassArchived
    try:
        file = request.files.get("file")
        data = file.stream.read() if file else b""
    except RequestEntityTooLarge:
        return _page(taught, str(REFUSED[rosters.TooLarge])), 413
    if not file or not data:
        return _page(taught, _("Choose the file with your class list.")), 422
    try:
        lines = rosters.read(data)
    except tuple(REFUSED) as refused:
        return _page(taught, str(REFUSED[type(refused)])), 422
    if not lines:
        return _page(taught, _("This list has no lines.")), 422
    name = " ".join((file.filename or "").replace("\0", "").split())
    kept = enrolments.keep(cohort, lines, filename=name, actor_id=current_user.id, now=clock.now())
    return redirect(url_for("lecturer.see_roster_import", cohort=cohort, upload=kept))


def see_roster_import(cohort: int, upload: int) -> ResponseReturnValue:
    """The preview; once confirmed the progress, and in the end the report."""
    taught = own_class(cohort)
    found = enrolments.find(cohort, upload) or abort(404)
    return pages.render("lecturer/see_roster_import.html", taught=taught, upload=found, outcomes=OUTCOMES)


def confirm_roster(cohort: int, upload: int) -> ResponseReturnValue:
    taught = own_class(cohort)
    if taught.is_archived:
        raise cohorts.ClassArchived
    if enrolments.find(cohort, upload) is None:
        abort(404)
    enrolments.confirm(cohort, upload, now=clock.now())
    jobs.current().carry_out_roster(upload)
    return redirect(url_for("lecturer.see_roster_import", cohort=cohort, upload=upload))


def drop_roster(cohort: int, upload: int) -> ResponseReturnValue:
    own_class(cohort)
    enrolments.drop(cohort, upload)
    flash(_("The list is forgotten. Nothing was written."), "good")
    return redirect(url_for("lecturer.see_roster", cohort=cohort))


def _page(taught: cohorts.Taught, problem: str | None = None) -> str:
    return pages.render(
        "lecturer/see_roster.html",
        taught=taught,
        problem=problem,
        waiting=enrolments.waiting(taught.id),
    )

"""One's own certificate: what is still missing, the serial to share, the PDF."""

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

import certificates
from course import awards, catalogue, jobs, language, pages

CANNOT_BE_DRAWN = _l(
    "Your PDF could not be drawn: a letter of the name is in none of our typefaces. The certificate itself stands, "
    "and anyone can check it at its address. Write to your campus for a printed copy."
)


def see_own_certificate() -> ResponseReturnValue:
    award = awards.find_own(current_user.id)
    if award is None:
        return pages.render("student/see_own_certificate.html", award=None, missing=_missing(current_user.id))
    return pages.render("student/see_own_certificate.html", award=award, missing=[])


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


def _missing(user_id: int) -> list[tuple[str, str]]:
    """(what to do, where) for each condition not yet met."""
    found = []
    for condition in awards.missing(user_id, catalogue.current().issuer):
        kind, _separator, name = condition.subject.partition(":")
        module = catalogue.current().library.module(condition.module) or abort(404)
        if kind == "quiz":
            title = _("Pass the quiz of “%(module)s”", module=module.title[language.choose()])
            found.append((title, url_for("student.start_quiz", module=name)))
        else:
            definition = catalogue.current().bank.activity(name) or abort(404)
            title = _("Pass “%(activity)s”", activity=definition.title[language.choose()])
            found.append((title, url_for("student.start_activity", activity=name, mode="scored")))
    return found

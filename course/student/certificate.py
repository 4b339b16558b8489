"""One's own certificate: what is still missing, the serial to share, the PDF."""

import json
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

import certificates
from course import attempts, awards, catalogue, certificate_facts, clock, jobs, language, offers, pages
from course.student.start import scored_start_url

CANNOT_BE_DRAWN = _l(
    "Your PDF could not be drawn: a letter of the name is in none of our typefaces. The certificate itself stands, "
    "and anyone can check it at its address. Write to your campus for a printed copy."
)


def see_own_certificate() -> ResponseReturnValue:
    award = awards.find_own(current_user.id)
    missing = [] if award else still_missing(awards.missing(current_user.id, catalogue.current().issuer))
    refreshed_at = _refreshed_at() if award else None
    return pages.render(
        "student/see_own_certificate.html",
        award=award,
        missing=missing,
        refreshed_at=refreshed_at,
        linkedin=award and _linkedin_address(award),
        revoked_for=award and certificate_facts.REVOKED_FOR.get(award.revoked_reason or ""),
    )


def download_certificate() -> ResponseReturnValue:
    award = awards.find_own(current_user.id)
    if award is None or award.standing != "genuine":
        return redirect(url_for("student.see_own_certificate"))
    pdf = awards.pdf_of(award.id)
    if pdf is None:
        # The worker has not come round yet (or is not running): draw it here rather than send the student away.
        try:
            jobs.draw_now(award.id)
        except (certificates.DrawingFailed, certificates.SigningFailed, certificates.KeyringProblem):
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


def download_own_badge(kind: str) -> ResponseReturnValue:
    """The Open Badge, as it is or baked into its picture."""
    award = awards.find_own(current_user.id)
    if award is None or award.standing != "genuine":
        return redirect(url_for("student.see_own_certificate"))
    data, mimetype = baked(kind, jobs.badge_now(award))
    name = f"ThinkTwice-{award.serial}.{kind}"
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def baked(kind: str, token: str) -> tuple[bytes, str]:
    """The badge in this form, and its media type."""
    if kind == "json":
        return json.dumps({"verifiableCredential": [token]}).encode(), "application/json"
    picture = certificates.BADGE_PICTURES[kind].read_bytes()
    if kind == "png":
        return certificates.bake_png(picture, token), "image/png"
    return certificates.bake_svg(picture, token), "image/svg+xml"


def choose_preview() -> ResponseReturnValue:
    """Whether the picture that is shared shows the name."""
    awards.show_name(current_user.id, shown=request.form.get("shows_name") == "yes")
    flash(_("Saved. Networks that know the old picture may show it for a while."), "good")
    return redirect(url_for("student.see_own_certificate"))


def _linkedin_address(award: awards.Award) -> str:
    """Opens LinkedIn's own form, filled in; nothing is sent before the holder presses its button."""
    claims = award.claims
    values = {
        "startTask": "CERTIFICATION_NAME",
        "name": claims.course,
        "organizationName": claims.campus,
        "issueYear": claims.issued_on.year,
        "issueMonth": claims.issued_on.month,
        "certUrl": claims.verify_url,
        "certId": claims.serial,
    }
    return f"https://www.linkedin.com/profile/add?{urlencode(values)}"


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

"""Checking a certificate: a stranger types a serial or scans the code, and sees every fact on record."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import certificates
from course import awards, clock, pages
from course.extensions import limiter
from course.frame import day

TYPED_MAXIMUM_CHARACTERS = 1000  # a whole address is pasted too; what is longer can be made to be slow


@limiter.limit("120/minute")
def verify_certificate() -> ResponseReturnValue:
    typed = request.args.get("serial", "")[:TYPED_MAXIMUM_CHARACTERS]
    if not typed.strip():
        problem = _("Type the serial that stands on the certificate.") if "serial" in request.args else None
        return pages.render("public/verify_certificate.html", typed="", problem=problem)
    serial = certificates.read_serial(typed)
    if serial is None:
        problem = _("This is not a serial of ours: one character may be mistyped. It looks like TT-7K2M-9QXD.")
        return pages.render("public/verify_certificate.html", typed=typed[:200], problem=problem), 422
    return redirect(url_for("public.see_certificate", serial=serial))


@limiter.limit("120/minute")
def see_certificate(serial: str) -> ResponseReturnValue:
    canonical = certificates.read_serial(serial[:TYPED_MAXIMUM_CHARACTERS])
    if canonical is None:
        return redirect(url_for("public.verify_certificate", serial=serial[:200]))
    if canonical != serial:
        return redirect(url_for("public.see_certificate", serial=canonical))
    award = awards.find_by_serial(canonical)
    context = {"serial": canonical, "checked_at": clock.now()}
    if award is None:
        return pages.render("public/see_certificate.html", answer="unknown", facts=[], **context), 404
    answer = "withdrawn" if award.is_withdrawn else "genuine"
    facts = [] if award.is_withdrawn else _facts(award)
    page = pages.render(
        "public/see_certificate.html", answer=answer, facts=facts, fingerprint=award.fingerprint, **context
    )
    return page, 200, {"X-Robots-Tag": "noindex"}


def _facts(award: awards.Award) -> list[tuple[str, str]]:
    """Every claim, so that an edited copy is caught by reading."""
    claims = award.claims
    return [
        (_("Name"), claims.name),
        (_("Course"), claims.course),
        (_("Modules"), ", ".join(claims.modules)),
        (_("Time"), claims.hours),
        (_("Campus"), claims.campus),
        (_("Signed by"), f"{claims.signatory}, {claims.signatory_role}"),
        (_("Issued on"), day(claims.issued_on)),
        (_("Course version"), claims.course_version),
    ]

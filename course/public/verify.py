"""Checking a certificate: a stranger types a serial, scans the code or shows a file, and sees every fact on record."""

import re

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge

import certificates
from course import awards, certificate_facts, clock, jobs, keys, pages
from course.extensions import csrf, limiter

TYPED_MAXIMUM_CHARACTERS = 1000  # a whole address is pasted too; what is longer can be made to be slow
_PLEDGE = re.compile(r"/verify/pledge/([\w.-]+)", re.ASCII)  # the address of a pledge's certificate, pasted whole
NEVER_INDEXED = {"X-Robots-Tag": "noindex"}

# What is answered to a file that is no certificate or badge of ours.
UNREADABLE = {
    certificates.Kind.FOREIGN: _l("This PDF holds nothing of ours: it is not a certificate of this site."),
    certificates.Kind.UNREADABLE: _l(
        "This file cannot be read. It may be cut off: ask for it again, or type the serial that stands on it."
    ),
    certificates.Kind.ENCRYPTED: _l(
        "This file is locked with a password, so it cannot be checked. We never lock ours. Type its serial instead."
    ),
    certificates.Kind.TOO_LARGE: _l("This file is too large to be one of our certificates: they are below 1 MB."),
    certificates.Kind.TOO_COMPLEX: _l(
        "This file is built in a way that our certificates never are. We stopped reading."
    ),
    certificates.Kind.PICTURE: _l(
        "This is a picture, and a picture proves nothing. Scan its square code, or type the serial that stands on it."
    ),
}
NO_BADGE = _l("This badge is not one of ours, or somebody changed it.")


@limiter.limit("120/minute")
def verify_certificate() -> ResponseReturnValue:
    typed = request.args.get("serial", "")[:TYPED_MAXIMUM_CHARACTERS]
    if not typed.strip():
        problem = _("Type the serial that stands on the certificate.") if "serial" in request.args else None
        return _form(problem=problem)
    if pledge := _PLEDGE.search(typed):
        return redirect(url_for("public.see_pledge_certificate", token=pledge[1]))
    serial = certificates.read_serial(typed)
    if serial is None:
        problem = _("This is not a serial of ours: one character may be mistyped. It looks like TT-7K2M-9QXD.")
        return _form(typed[:200], problem), 422
    return redirect(url_for("public.see_certificate", serial=serial))


@csrf.exempt  # it changes nothing and knows nobody; a token would need a cookie
@limiter.limit("20/minute")
def verify_file() -> ResponseReturnValue:
    """A PDF or a badge that somebody holds in hand. It is looked at and forgotten."""
    try:
        shown = request.files.get("file")
    except RequestEntityTooLarge:
        return _form(file_problem=str(UNREADABLE[certificates.Kind.TOO_LARGE])), 413
    data = shown.stream.read() if shown else b""
    if not data:
        return _form(file_problem=_("Choose the PDF or the badge that you want to check.")), 422
    if award := awards.find_by_pdf(data):
        return _see(award, award.standing, from_file="pdf")
    examined = certificates.examine_apart(data, keys.current().document_certificates)
    if examined.kind is certificates.Kind.BADGE:
        return _answer_badge(examined.badge_token or "")
    award = awards.find_by_serial(examined.serial) if examined.serial else None
    if examined.kind is certificates.Kind.SIGNED_HERE and award:
        return _see(award, award.standing, from_file="pdf")
    if examined.kind in (certificates.Kind.ALTERED, certificates.Kind.SIGNED_HERE):
        return _see(award, "altered", status=422, from_file="pdf")
    return _form(file_problem=str(UNREADABLE[examined.kind])), 422


def _answer_badge(token: str) -> ResponseReturnValue:
    checked = certificates.check_badge(token, keys.current().badge_keys, jobs.mint().issuer)
    award = awards.find_by_serial(checked.serial) if checked.serial else None
    if checked.verdict is certificates.Verdict.GENUINE and award:
        return _see(award, award.standing, from_file="badge")
    if checked.verdict is certificates.Verdict.ALTERED:
        return _see(award, "altered", status=422, from_file="badge")
    return _form(file_problem=str(NO_BADGE)), 422


def _form(typed: str = "", problem: str | None = None, file_problem: str | None = None) -> str:
    return pages.render("public/verify_certificate.html", typed=typed, problem=problem, file_problem=file_problem)


@limiter.limit("120/minute")
def see_certificate(serial: str) -> ResponseReturnValue:
    canonical = certificates.read_serial(serial[:TYPED_MAXIMUM_CHARACTERS])
    if canonical is None:
        return redirect(url_for("public.verify_certificate", serial=serial[:200]))
    if canonical != serial:
        return redirect(url_for("public.see_certificate", serial=canonical))
    award = awards.find_by_serial(canonical)
    if award is None:
        return _see(None, "unknown", serial=canonical, status=404)
    return _see(award, award.standing)


def _see(
    award: awards.Award | None, answer: str, *, serial: str = "", status: int = 200, from_file: str | None = None
) -> tuple[str, int, dict[str, str]]:
    """The answer about a certificate; with every fact, unless its holder has left."""
    facts = certificate_facts.facts(award.claims) if award and not award.is_withdrawn else []
    page = pages.render(
        "public/see_certificate.html",
        answer=answer,
        award=award,
        serial=award.serial if award else serial,
        facts=facts,
        from_file=from_file,
        checked_at=clock.now(),
        revoked_for=award and certificate_facts.REVOKED_FOR.get(award.revoked_reason or ""),
        revoked_by=award and certificate_facts.REVOKED_BY.get(award.revoked_by or "", award.revoked_by),
    )
    return page, status, NEVER_INDEXED


@limiter.limit("60/minute")
def download_badge(serial: str) -> ResponseReturnValue:
    """The credential as a JWT, at the address that it names as its own."""
    award = _countable(serial)
    return Response(jobs.badge_now(award), content_type="text/plain; charset=ascii", headers=NEVER_INDEXED)


@limiter.limit("60/minute")
def see_record(serial: str) -> ResponseReturnValue:
    """The record itself, byte for byte: its SHA-256 stands on the verify page and in the badge."""
    award = _countable(serial)
    return Response(certificates.canonical_bytes(award.claims), mimetype="application/json", headers=NEVER_INDEXED)


@limiter.limit("60/minute")
def see_preview(serial: str) -> ResponseReturnValue:
    """The picture that chats and networks show beside the address; without the name unless its holder wants it."""
    picture = jobs.preview_now(_countable(serial))
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "public, max-age=3600", **NEVER_INDEXED})


def _countable(serial: str) -> awards.Award:
    """The certificate, unless there is none or its holder has left."""
    canonical = certificates.read_serial(serial[:TYPED_MAXIMUM_CHARACTERS])
    award = awards.find_by_serial(canonical) if canonical else None
    if award is None or canonical != serial:
        abort(404)
    if award.is_withdrawn:
        abort(410)
    return award

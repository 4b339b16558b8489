"""The register of certificates: who holds one, what is wrong with one, and the PDFs of many."""

from collections.abc import Mapping

from flask import Response, abort, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

import certificates
from course import (
    archives,
    audit,
    awards,
    catalogue,
    certificate_facts,
    clock,
    fields,
    jobs,
    lists,
    pages,
    people,
    register,
)
from course.admin.audit import lines
from course.extensions import limiter

LONGEST_SEARCH = 120
LARGEST_ARCHIVE = 2000
FILTERS = {
    "genuine": _l("Genuine"),
    "revoked": _l("Revoked"),
    "replaced": _l("Replaced"),
    "withdrawn": _l("Withdrawn by the holder"),
    "failed": _l("PDF not drawn"),
}
REASONS = {
    "issued_by_mistake": _l("It was issued by mistake"),
    "not_earned": _l("What it says was not earned"),
    "wrong_person": _l("Somebody else had done the course"),
    "asked_by_holder": _l("Its holder asked for it"),
}
COUNTS_NO_MORE = _l("This certificate counts no more already. Nothing was changed.")


class RevokeForm(fields.Form):
    reason = RadioField(
        _l("Why it shall count no more; everybody who checks it will read this"),
        [InputRequired(_l("Choose a reason."))],
        choices=[SelectChoice(reason, label) for reason, label in REASONS.items()],
    )


class ReplaceForm(fields.Form):
    name = StringField(
        _l("The name, as it shall stand on the new certificate"),
        [InputRequired(_l("Enter the name.")), fields.NameIsPrintable()],
    )


def see_certificates() -> ResponseReturnValue:
    wanted, standing = _search(request.args)
    page = lists.asked_page(lambda offset, limit: register.search(wanted, standing, offset=offset, limit=limit))
    return pages.render("admin/see_certificates.html", page=page, filters=FILTERS, wanted=wanted, standing=standing)


def _search(sent: Mapping[str, str]) -> tuple[str, register.Filter | None]:
    wanted = sent.get("find", "")[:LONGEST_SEARCH].replace("\0", "")
    return wanted, next((one for one in register.FILTERS if one == sent.get("standing")), None)


def see_certificate(serial: str) -> ResponseReturnValue:
    award, entry = _found(serial)
    return pages.render(
        "admin/see_certificate.html",
        award=award,
        entry=entry,
        facts=[] if award.is_withdrawn else certificate_facts.facts(award.claims),
        filters=FILTERS,
        revoked_for=certificate_facts.REVOKED_FOR.get(award.revoked_reason or ""),
        revoked_by=certificate_facts.REVOKED_BY.get(award.revoked_by or "", award.revoked_by),
        noted=lines(audit.entries(about=award.serial, limit=lists.ON_A_PAGE)),
    )


def revoke_certificate(serial: str) -> ResponseReturnValue:
    award, _entry = _found(serial)
    form = RevokeForm()
    if award.standing != "genuine":
        return _counts_no_more(award.serial)
    if not form.validate_on_submit():
        page = pages.render("admin/revoke_certificate.html", award=award, form=form)
        return page, 422 if form.is_submitted() else 200
    try:
        awards.revoke(award.serial, form.reason.data, _office(), clock.now())
    except awards.AlreadyRevoked:
        return _counts_no_more(award.serial)
    flash(_("The certificate is revoked. Whoever checks it from now on reads when and why."), "good")
    return redirect(url_for("admin.see_certificate", serial=award.serial))


def replace_certificate(serial: str) -> ResponseReturnValue:
    """The name is typed, then shown as it will stand; only what was shown is issued."""
    award, _entry = _found(serial)
    form = ReplaceForm(name=award.claims.name)
    if award.standing != "genuine":
        return _counts_no_more(award.serial)
    if not form.validate_on_submit():
        return _replace_page(award, form), 422 if form.is_submitted() else 200
    name = people.printable_name(form.name.data)
    if name == award.claims.name:
        fields.told(form.name, _("This name stands on it already. Enter the corrected one."))
        return _replace_page(award, form), 422
    if request.form.get("seen") != name:
        return _replace_page(award, form, name)
    try:
        anew = awards.replace_with(award.serial, name, _office(), clock.now())
    except awards.AlreadyRevoked:
        return _counts_no_more(award.serial)
    if issued := register.find(anew):
        jobs.current().draw_certificate(issued.id)
    flash(_("The corrected certificate is issued. The earlier one leads to it."), "good")
    return redirect(url_for("admin.see_certificate", serial=anew))


def issue_again(serial: str) -> ResponseReturnValue:
    award, _entry = _found(serial)
    try:
        anew = awards.issue_again(award.serial, _office(), clock.now())
    except awards.NotToIssueAgain:
        flash(_("It was not issued again: it counts, its holder has another one, or the account is gone."), "bad")
        return redirect(url_for("admin.see_certificate", serial=award.serial))
    if issued := register.find(anew):
        jobs.current().draw_certificate(issued.id)
    flash(_("It is issued again, under a new serial. The earlier one leads to it."), "good")
    return redirect(url_for("admin.see_certificate", serial=anew))


def _replace_page(award: awards.Award, form: ReplaceForm, name: str = "") -> str:
    facts = certificate_facts.facts(award.claims.model_copy(update={"name": name})) if name else []
    return pages.render("admin/replace_certificate.html", award=award, form=form, name=name, facts=facts)


def redraw_certificate(serial: str) -> ResponseReturnValue:
    award, _entry = _found(serial)
    try:
        jobs.current().draw_certificate(register.redraw(award.serial, _office(), clock.now()))
    except register.NothingToDraw:
        flash(_("There is nothing to draw: the PDF is ready, or the certificate counts no more."), "bad")
    else:
        flash(_("The PDF is being drawn again. Look at this page once more in a few seconds."), "good")
    return redirect(url_for("admin.see_certificate", serial=award.serial))


# --- many at once -----------------------------------------------------------------------------------------------------


def see_bulk() -> ResponseReturnValue:
    """The counts are the progress: nothing else is kept, so that nothing else can be wrong after a crash."""
    count = register.count(catalogue.current().issuer)
    return pages.render("admin/see_bulk.html", count=count)


@limiter.limit("30/minute")
def issue_earned() -> ResponseReturnValue:
    jobs.current().issue_earned(current_user.id)
    flash(_("Started. This page shows how far it is; you may leave it."), "good")
    return redirect(url_for("admin.see_bulk"))


@limiter.limit("30/minute")
def redraw_failed() -> ResponseReturnValue:
    numbers = register.redraw_failed(_office(), clock.now())
    for number in numbers:
        jobs.current().draw_certificate(number)
    said = ngettext("%(num)d PDF is being drawn again.", "%(num)d PDFs are being drawn again.", len(numbers))
    flash(said, "good")
    return redirect(url_for("admin.see_bulk"))


@limiter.limit("30/minute")
def download_certificates() -> ResponseReturnValue:
    """The PDFs of those ticked, or of everything that the search finds, as one ZIP."""
    wanted, standing = _search(request.form)
    ticked = None if request.form.get("which") == "all" else _ticked()
    back = redirect(url_for("admin.see_certificates", find=wanted or None, standing=standing))
    found = register.ready(wanted, standing, serials=ticked, limit=LARGEST_ARCHIVE + 1)
    if not found:
        flash(_("None of them has a PDF that counts. Tick at least one that is genuine and drawn."), "bad")
        return back
    if len(found) > LARGEST_ARCHIVE:
        flash(_("These are more than %(most)s. Narrow your search first.", most=LARGEST_ARCHIVE), "bad")
        return back
    register.note_download(len(found), _office(), clock.now())
    name = f"ThinkTwice-{clock.in_malaysia(clock.now()):%Y-%m-%d-%H%M}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(archives.archive(found)), mimetype="application/zip", headers=headers)


def _ticked() -> list[str]:
    return [serial for sent in request.form.getlist("serial") if (serial := certificates.read_serial(sent[:20]))]


def _found(serial: str) -> tuple[awards.Award, register.Entry]:
    canonical = certificates.read_serial(serial[:LONGEST_SEARCH])
    award = awards.find_by_serial(canonical) if canonical else None
    entry = register.find(award.serial) if award else None
    if award is None or entry is None:
        abort(404)
    return award, entry


def _office() -> awards.Actor:
    return awards.Actor(current_user.id, "admin")


def _counts_no_more(serial: str) -> ResponseReturnValue:
    flash(str(COUNTS_NO_MORE), "bad")
    return redirect(url_for("admin.see_certificate", serial=serial))

"""A certificate of a pledge, for whoever signed on this device or with this account; and the page that checks it."""

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired

from course import clock, fields, language, pages, printing, proofs, signatures
from course.extensions import csrf, limiter
from course.public.pledge import device_of_visitor, find_drive, letter_of_visitor, refuse_other_sites
from course.public.verify import NEVER_INDEXED


class NameForm(fields.Form):
    class Meta(fields.Form.Meta):
        csrf = False

    name = StringField(
        _l("Your name, as it should stand on the certificate"),
        [InputRequired(_l("Enter your name.")), fields.NameIsPrintable()],
    )


@csrf.exempt
@limiter.limit("600/minute", methods=["POST"])
def make_pledge_certificate(drive: str) -> ResponseReturnValue:
    """The name goes into the certificate's own address and is kept nowhere."""
    shown, secret = find_drive(drive), current_app.config["SECRET_KEY"]
    signed_in = current_user.is_authenticated
    user_id = current_user.id if signed_in else None
    letter = letter_of_visitor(shown)
    own = (
        signatures.confirmed_by_link(shown.id, letter, secret)
        if letter
        else proofs.find_own(shown, user_id=user_id, device=device_of_visitor(), secret=secret)
    ) or abort(404)
    form = NameForm(data={"name": current_user.display_name} if signed_in else None)
    if form.is_submitted():
        refuse_other_sites()
        if form.validate():
            token = proofs.token_for(own, form.name.data, language.choose(), secret)
            return redirect(url_for("public.see_pledge_certificate", token=token), 303)
    page = pages.render("public/make_pledge_certificate.html", drive=shown, form=form, letter=letter)
    return page, 422 if form.is_submitted() else 200


@limiter.limit("120/minute")
def see_pledge_certificate(token: str) -> ResponseReturnValue:
    proof = _find(token)
    return pages.render("public/see_pledge_certificate.html", proof=proof, checked_at=clock.now()), NEVER_INDEXED


# A hall shares one address, and drawing is slow: each certificate a few times, all of them not too many at once.
@limiter.limit("60/minute", key_func=lambda: "pledge certificates")
@limiter.limit("5/minute", key_func=lambda: f"pledge certificate:{(request.view_args or {}).get('token')}")
def print_pledge_certificate(token: str) -> ResponseReturnValue:
    proof = _find(token)
    language.settle(proof.language)
    address = current_app.config["PUBLIC_URL"].rstrip("/") + url_for("public.see_pledge_certificate", token=token)
    code = {"code.svg": printing.qr_code(address)}
    sheet = printing.sheet_of_people(
        "public/print_pledge_certificate.html", code, "pledge-certificate.css", proof=proof
    )
    name = _("pledge certificate").replace(" ", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', **NEVER_INDEXED}
    return Response(printing.draw(sheet), mimetype="application/pdf", headers=headers)


def _find(token: str) -> proofs.Proof:
    return proofs.read(token, current_app.config["SECRET_KEY"]) or abort(404)

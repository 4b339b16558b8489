"""Signing in and out."""

import hashlib
from contextlib import suppress

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from course import fields, language, pages, people
from course.extensions import limiter, line_of_visitor


class SignInForm(fields.Form):
    email = fields.email_field()
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password."))])


def enter(visitor: people.Visitor) -> None:
    """Begin a fresh session: nothing of what the browser held before signing in is kept."""
    session.clear()
    session.permanent = True
    login_user(visitor)


def account_tried() -> str:
    """The account tried, however its address is spelled, as a hash: the limiter's memory need not hold addresses."""
    address = request.form.get("email", "")
    with suppress(people.EmailNotUsable):
        address = people.normal_email(address)
    return hashlib.sha256(address.encode()).hexdigest()


def _account_and_line() -> str:
    return f"{account_tried()}@{line_of_visitor()}"


def _failed(response: Response) -> bool:
    return response.status_code == 422


# Failures alone count. A campus behind one address has hundreds of people mistyping in the first week of a
# term; one account has a handful of tries from one place, and a few more from the whole world, so that
# nobody can lock somebody else out for long.
@limiter.limit("10/15 minutes", key_func=_account_and_line, deduct_when=_failed, methods=["POST"])
@limiter.limit("60/15 minutes", key_func=account_tried, deduct_when=_failed, methods=["POST"])
@limiter.limit("1500/15 minutes", deduct_when=_failed, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(next_page())
    form = SignInForm()
    if form.validate_on_submit():
        visitor = people.find_by_password(form.email.data, form.password.data)
        if visitor:
            enter(visitor)
            return language.remember(redirect(next_page()), visitor.language)
        fields.told(form.password, _("The address and the password do not fit. Try again, or choose a new password."))
    return pages.render("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200


def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("public.see_home"))


def next_page() -> str:
    """Where the visitor was going; never another site."""
    wish = request.args.get("next", "")
    ours = wish.startswith("/") and not wish.startswith("//") and "\\" not in wish
    return wish if ours and wish.isprintable() else url_for("student.see_progress")

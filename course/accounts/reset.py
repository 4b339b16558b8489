"""Choosing a new password by mail."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from course import fields, jobs, mail, pages, people
from course.accounts.session import account_tried, enter
from course.extensions import limiter


class ResetForm(fields.Form):
    email = fields.email_field()


class NewPasswordForm(fields.Form):
    password = fields.new_password_field()


@limiter.limit("5/hour", key_func=account_tried, methods=["POST"])
@limiter.limit("300/hour", methods=["POST"])
def ask_reset() -> ResponseReturnValue:
    form = ResetForm()
    if not form.validate_on_submit():
        return pages.render("accounts/ask_reset.html", form=form), 422 if form.is_submitted() else 200
    found = people.reset_link(form.email.data, current_app.config["SECRET_KEY"])
    if found:
        _send_link(*found)
    else:
        jobs.post_nothing()  # so that an unknown address takes as long
    # The same sentence either way: the page does not tell who has an account.
    flash(_("If this address has an account, a link is on its way. It works for one hour."), "good")
    return redirect(url_for("accounts.sign_in"))


def _send_link(visitor: people.Visitor, token: str) -> None:
    link = current_app.config["PUBLIC_URL"].rstrip("/") + url_for("accounts.choose_password", token=token)
    # Without the name: anybody may register an address of somebody else, and would write into this letter.
    with force_locale(visitor.language):
        subject = _("Choose a new password")
        body = _(
            "Hello,\n\nopen this address within one hour to choose a new password:\n\n%(link)s\n\n"
            "If you did not ask for it, do nothing: your password stays as it is.\n",
            link=link,
        )
    jobs.post([mail.Letter(visitor.email, subject, body)])


@limiter.limit("300/hour", methods=["POST"])
def choose_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    secret = current_app.config["SECRET_KEY"]
    try:
        people.find_by_reset(token, secret)
        if form.validate_on_submit():
            enter(people.choose_password(token, secret, form.password.data))
            flash(_("Your new password is set. You were signed out everywhere else."), "good")
            return redirect(url_for("student.see_progress"))
    except people.ResetLinkUsedUp:
        flash(_("This link has been used or is older than an hour. Ask for a new one."), "bad")
        return redirect(url_for("accounts.ask_reset"))
    except people.PasswordTooEasy:
        fields.told(form.password, fields.PASSWORD_TOO_EASY)
    return pages.render("accounts/choose_password.html", form=form), 422 if form.is_submitted() else 200

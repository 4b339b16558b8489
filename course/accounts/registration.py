"""Making an account."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from course import clock, fields, language, pages, people
from course.accounts.session import enter, next_page
from course.extensions import limiter


class RegistrationForm(fields.Form):
    display_name = fields.name_field()
    email = fields.email_field()
    password = fields.new_password_field(_l("Password"))
    language = fields.language_field()


# A hall of students registers behind one address within minutes; a script is stopped all the same.
@limiter.limit("1200/hour", methods=["POST"])
def register() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(next_page())
    form = RegistrationForm(language=language.choose())
    if form.validate_on_submit() and (visitor := _register(form)):
        enter(visitor)
        follows = next_page()
        with force_locale(visitor.language):
            flash(_welcome(follows), "good")
        return language.remember(redirect(follows), visitor.language)
    return pages.render("accounts/register.html", form=form, next=request.args.get("next", "")), (
        422 if form.is_submitted() else 200
    )


def _welcome(follows: str) -> str:
    if follows == url_for("student.see_progress"):
        return _("Welcome. This page shows what comes next, whenever you return.")
    return _("Welcome. Your account is made.")


def _register(form: RegistrationForm) -> people.Visitor | None:
    try:
        return people.register(
            email=form.email.data,
            display_name=form.display_name.data,
            password=form.password.data,
            language=form.language.data,
            now=clock.now(),
        )
    except people.EmailTaken:
        fields.told(form.email, _("This address has an account already. Sign in, or choose a new password."))
    except people.PasswordTooEasy:
        fields.told(form.password, fields.PASSWORD_TOO_EASY)
    return None

"""One's own account: name, language, password, sessions, and everything the site holds about its owner."""

from collections.abc import Callable
from functools import wraps

from flask import Response, flash, jsonify, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, logout_user
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired

from course import clock, cohorts, digests, doors, fields, language, pages, people, privacy
from course.accounts.letters import calendar_address
from course.accounts.session import enter
from course.extensions import limiter


class ProfileForm(fields.Form):
    display_name = fields.name_field()
    language = fields.language_field()


class PasswordForm(fields.Form):
    current = PasswordField(_l("Present password"), [InputRequired(_l("Enter your present password."))])
    password = fields.new_password_field()


class LettersForm(fields.Form):
    nudges = BooleanField(_l("Letters from my lecturers"))
    digest = BooleanField(_l("A letter each Monday with what is due, if anything is"))


class EraseForm(fields.Form):
    current = PasswordField(_l("Password"), [InputRequired(_l("Enter your password."))])


def own(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The door of these pages: the blueprint also holds sign-in, so it cannot hang on the blueprint."""

    @wraps(view)
    def guarded(**named: int) -> ResponseReturnValue:
        return view(**named) if current_user.is_authenticated else doors.send_to_sign_in()

    return guarded


@own
def see_account() -> ResponseReturnValue:
    return _page(), 200


@own
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate_on_submit():
        return _page(profile=form), 422
    chosen = form.language.data
    people.change_profile(current_user.id, display_name=form.display_name.data, language=chosen)
    with force_locale(chosen):
        flash(_("Saved."), "good")
    return language.remember(redirect(url_for("accounts.see_account")), chosen)


@own
@limiter.limit("20/hour", key_func=lambda: f"password:{current_user.id}", methods=["POST"])
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            visitor = people.change_password(current_user.id, current=form.current.data, new=form.password.data)
        except people.WrongPassword:
            fields.told(form.current, _("This is not your present password."))
        except people.PasswordTooEasy:
            fields.told(form.password, fields.PASSWORD_TOO_EASY)
        else:
            enter(visitor)
            flash(_("Your new password is set. You were signed out everywhere else."), "good")
            return redirect(url_for("accounts.see_account"))
    return _page(password=form), 422


@own
def sign_out_everywhere() -> ResponseReturnValue:
    people.sign_out_everywhere(current_user.id)
    logout_user()
    session.clear()
    flash(_("You are signed out on every device."), "good")
    return redirect(url_for("accounts.sign_in"))


@own
def leave_class(cohort: int) -> ResponseReturnValue:
    cohorts.leave(current_user.id, cohort, now=clock.now())
    flash(_("You have left the class. Its lecturers see nothing of you any more."), "good")
    return redirect(url_for("accounts.see_account"))


@own
def choose_letters() -> ResponseReturnValue:
    form = LettersForm()
    if not form.validate_on_submit():
        return _page(letters=form), 422
    digests.choose(current_user.id, nudges=form.nudges.data, digest=form.digest.data, now=clock.now())
    flash(_("Saved."), "good")
    return redirect(url_for("accounts.see_account", _anchor="letters"))


@own
@limiter.limit("20/hour", key_func=lambda: f"calendar:{current_user.id}")
def renew_calendar() -> ResponseReturnValue:
    digests.renew_calendar(current_user.id)
    flash(_("Your calendar has a new address. The old one, if there was one, leads nowhere now."), "good")
    return redirect(url_for("accounts.see_account", _anchor="letters"))


@own
def close_calendar() -> ResponseReturnValue:
    digests.close_calendar(current_user.id)
    flash(_("Your calendar is closed. Its address leads nowhere now."), "good")
    return redirect(url_for("accounts.see_account", _anchor="letters"))


@own
def export_account() -> ResponseReturnValue:
    """Everything kept about the person, as one file."""
    response: Response = jsonify(privacy.export(current_user.id))
    response.headers["Content-Disposition"] = 'attachment; filename="thinktwice-my-data.json"'
    return response


@own
@limiter.limit("20/hour", key_func=lambda: f"erase:{current_user.id}", methods=["POST"])
def erase_account() -> ResponseReturnValue:
    form = EraseForm()
    if form.validate_on_submit():
        try:
            privacy.erase(current_user.id, password=form.current.data, now=clock.now())
        except people.WrongPassword:
            fields.told(form.current, _("This is not your password."))
        else:
            logout_user()
            session.clear()
            flash(_("Your account and what it held are erased."), "good")
            return redirect(url_for("public.see_home"))
    return pages.render("accounts/erase_account.html", form=form), 422 if form.is_submitted() else 200


def _page(
    profile: ProfileForm | None = None, password: PasswordForm | None = None, letters: LettersForm | None = None
) -> str:
    wanted = digests.wanted_by(current_user.id)
    return pages.render(
        "accounts/see_account.html",
        profile=profile or ProfileForm(formdata=None, obj=current_user),
        password=password or PasswordForm(formdata=None),
        letters=letters or LettersForm(formdata=None, obj=wanted),
        calendar=calendar_address(wanted.calendar_secret) if wanted.calendar_secret else None,
        classes=cohorts.joined_by(current_user.id),
    )

"""Two and four weeks after a pledge: did the situation come up, and did they do it?"""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from course import clock, fields, language, pages, pledges, signatures


class CheckBackForm(fields.Form):
    met = RadioField(
        _l("Did the situation come up?"),
        [InputRequired(_l("Say whether the situation came up."))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    did = RadioField(
        _l("If it did: did you do what you pledged?"),
        choices=[
            SelectChoice("yes", _l("Yes")),
            SelectChoice("partly", _l("Partly")),
            SelectChoice("not_yet", _l("Not yet")),
        ],
        default="",
        validate_choice=False,
    )

    def validate_did(self, field: RadioField) -> None:
        if self.met.data == "yes" and field.data not in ("yes", "partly", "not_yet"):
            raise ValidationError(_("Say whether you did it. “Not yet” is an honest answer."))


def answer_check_back(signature: int, day: int) -> ResponseReturnValue:
    """Only what is due and their own; any other address leads nowhere."""
    due = next(
        (
            one
            for one in signatures.check_backs_due(current_user.id, clock.now())
            if (one.signature_id, one.day) == (signature, day)
        ),
        None,
    )
    if due is None:
        abort(404)
    form = CheckBackForm()
    if form.validate_on_submit():
        met, did = form.met.data == "yes", form.did.data
        signatures.check_back(current_user.id, signature, day, met=met, did=did, now=clock.now())
        flash(_("Thank you. Only numbers of many people are told, never your answer."), "good")
        return redirect(url_for("student.make_plan"))
    page = pages.render(
        "student/answer_check_back.html",
        form=form,
        title=due.titles[language.choose()],
        day=day,
        plan=pledges.find_own(current_user.id),
    )
    return page, 422 if form.is_submitted() else 200

"""`/classes`: the classes that somebody teaches, and making one more."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from course import clock, cohorts, fields, pages


def _text(label: object, longest: int, *needed: DataRequired) -> StringField:
    too_long = _l("Use %(longest)s characters at most.", longest=longest)
    return StringField(label, [*needed, Length(max=longest, message=too_long)], filters=[fields.tidy])


class ClassForm(fields.Form):
    name = _text(_l("Name of the class"), 120, DataRequired(_l("Enter a name by which students know the class.")))
    course_code = _text(_l("Course code"), 30)
    campus = _text(_l("Campus"), 120)
    term = _text(_l("Term"), 60)
    starts_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day cannot be before the first."))

    def as_details(self) -> cohorts.Details:
        return cohorts.Details(**{name: self[name].data for name in cohorts.Details.__dataclass_fields__})


def see_classes() -> ResponseReturnValue:
    return pages.render("lecturer/see_classes.html", classes=cohorts.taught_by(current_user.id))


def make_class() -> ResponseReturnValue:
    form = ClassForm()
    if form.validate_on_submit():
        made = cohorts.create(current_user.id, form.as_details(), now=clock.now())
        flash(_("The class is there. Give its code to your students, or upload a roster."), "good")
        return redirect(url_for("lecturer.see_class", cohort=made))
    return pages.render("lecturer/make_class.html", form=form), 422 if form.is_submitted() else 200

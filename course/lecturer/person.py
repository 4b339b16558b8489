"""`/classes/<id>/students/<id>`: one student's scored attempts, and what a lecturer may grant. Never an answer."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from course import catalogue, clock, cohorts, fields, overview, pages
from course.lecturer.cohort import end_of, titles
from course.lecturer.own import own_class, own_student
from course.lecturer.progress import asked_wish
from course.lecturer.words import title_of


class DateForm(fields.Form):
    module = SelectField(_l("Module"), [InputRequired(_l("Choose a module."))])
    due_on = DateField(_l("New date"), [Optional()])


class TriesForm(fields.Form):
    subject = SelectField(_l("Quiz or activity"), [InputRequired(_l("Choose a quiz or an activity."))])
    more_tries = fields.NumberField(
        _l("Tries that open without waiting"),
        [
            Optional(),
            NumberRange(0, cohorts.MOST_TRIES_AT_ONCE, _l("Enter a number from 0 to 10.")),
        ],
        default=0,
    )
    waives_cool_down = BooleanField(_l("Never any waiting between tries here"))


def see_student(cohort: int, membership: int) -> ResponseReturnValue:
    student = own_student(cohort, membership)
    return _page(student, _date_form(None), _tries_form(None))


def extend_date(cohort: int, membership: int) -> ResponseReturnValue:
    student, form = own_student(cohort, membership), _date_form()
    if not form.validate_on_submit():
        return _page(student, form, _tries_form(None)), 422
    due_at = end_of(form.due_on.data) if form.due_on.data else None
    cohorts.extend(student, form.module.data, due_at, actor_id=current_user.id, now=clock.now())
    flash(_("The date holds for this student everywhere now."), "good")
    return _back(student)


def allow_tries(cohort: int, membership: int) -> ResponseReturnValue:
    student, form = own_student(cohort, membership), _tries_form()
    if not form.validate_on_submit():
        return _page(student, _date_form(None), form), 422
    cohorts.allow(
        student,
        form.subject.data,
        more_tries=form.more_tries.data or 0,
        waives_cool_down=form.waives_cool_down.data,
        actor_id=current_user.id,
        now=clock.now(),
    )
    flash(_("Granted. The student finds it on the page of the quiz or activity."), "good")
    return _back(student)


def remove_student(cohort: int, membership: int) -> ResponseReturnValue:
    student = own_student(cohort, membership)
    cohorts.remove_student(student, actor_id=current_user.id, now=clock.now())
    flash(_("%(name)s is no longer in this class.", name=student.display_name), "good")
    return redirect(url_for("lecturer.see_class", cohort=cohort))


def _date_form(*nothing: None) -> DateForm:
    form, names = DateForm(*nothing), titles()
    form.module.choices = [SelectChoice(column.module, names[column.module]) for column in catalogue.current().columns]
    return form


def _tries_form(*nothing: None) -> TriesForm:
    form = TriesForm(*nothing)
    form.subject.choices = [
        SelectChoice(subject, title_of(subject))
        for column in catalogue.current().columns
        if not column.is_private
        for subject in column.subjects
    ]
    return form


def _page(student: cohorts.Student, date_form: DateForm, tries_form: TriesForm) -> str:
    columns = catalogue.current().columns
    return pages.render(
        "lecturer/see_student.html",
        taught=own_class(student.cohort),
        student=student,
        tries=overview.attempts_of(student.user_id, columns),
        columns=columns,
        titles=titles(),
        title_of=title_of,
        due=cohorts.due_for(student),
        extended=cohorts.extensions(student.cohort),
        allowed=cohorts.allowances(student),
        date_form=date_form,
        tries_form=tries_form,
        wish=asked_wish().as_query(),
    )


def _back(student: cohorts.Student) -> ResponseReturnValue:
    return redirect(url_for("lecturer.see_student", cohort=student.cohort, membership=student.membership))

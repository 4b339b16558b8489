"""`/classes/<id>`: what is in a class, how students join it, who teaches it, what is due when."""

from datetime import datetime, time

import segno
from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from wtforms import DateField
from wtforms.validators import Optional

from course import catalogue, clock, cohorts, fields, language, pages
from course.lecturer.classes import ClassForm
from course.lecturer.own import own_class


class TeacherForm(fields.Form):
    email = fields.email_field()


def see_class(cohort: int) -> ResponseReturnValue:
    return _page(own_class(cohort), TeacherForm(formdata=None))


def change_class(cohort: int) -> ResponseReturnValue:
    taught = own_class(cohort)
    form = ClassForm(obj=taught.details)
    if form.validate_on_submit():
        cohorts.change(cohort, form.as_details(), actor_id=current_user.id, now=clock.now())
        flash(_("Saved."), "good")
        return _back(cohort)
    return pages.render("lecturer/change_class.html", form=form, taught=taught), 422 if form.is_submitted() else 200


def set_due_dates(cohort: int) -> ResponseReturnValue:
    taught = own_class(cohort)
    form = _due_form(taught)
    if form.validate_on_submit():
        chosen = {module: form[f"due_{module}"].data for module in _modules()}
        due = {module: end_of(day) for module, day in chosen.items() if day}
        cohorts.set_due_dates(cohort, due, actor_id=current_user.id, now=clock.now())
        flash(_("The dates are set. Students see them on their course page."), "good")
        return _back(cohort)
    page = pages.render("lecturer/set_due_dates.html", form=form, taught=taught)
    return page, 422 if form.is_submitted() else 200


def renew_code(cohort: int) -> ResponseReturnValue:
    own_class(cohort)
    cohorts.renew_code(cohort, actor_id=current_user.id, now=clock.now())
    flash(_("There is a new code. Posters and links with the old one lead nowhere now."), "good")
    return _back(cohort)


def add_teacher(cohort: int) -> ResponseReturnValue:
    taught, form = own_class(cohort), TeacherForm()
    if form.validate_on_submit():
        try:
            added = cohorts.add_teacher(cohort, form.email.data, actor_id=current_user.id, now=clock.now())
        except cohorts.NoSuchLecturer:
            fields.told(
                form.email,
                _(
                    "No lecturer has this address. Your colleague needs an account "
                    "that an administrator made a lecturer's."
                ),
            )
        else:
            flash(_("%(name)s teaches this class too.", name=added.display_name), "good")
            return _back(cohort)
    return _page(taught, form), 422


def remove_teacher(cohort: int, person: int) -> ResponseReturnValue:
    own_class(cohort)
    try:
        cohorts.remove_teacher(cohort, person, actor_id=current_user.id, now=clock.now())
    except cohorts.LastTeacher:
        flash(_("A class needs somebody who teaches it. Add a colleague first, or archive the class."), "bad")
        return _back(cohort)
    if person == current_user.id:
        flash(_("You no longer teach this class."), "good")
        return redirect(url_for("lecturer.see_classes"))
    flash(_("Taken off the class. None of its pages opens for that account any more."), "good")
    return _back(cohort)


def archive_class(cohort: int) -> ResponseReturnValue:
    own_class(cohort)
    cohorts.archive(cohort, actor_id=current_user.id, now=clock.now())
    flash(_("The class is archived: nobody joins it any more, and its figures stay."), "good")
    return _back(cohort)


def reopen_class(cohort: int) -> ResponseReturnValue:
    own_class(cohort)
    cohorts.reopen(cohort, actor_id=current_user.id, now=clock.now())
    flash(_("The class is open again."), "good")
    return _back(cohort)


def join_address(code: str) -> str:
    """The whole address that a poster says."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + url_for("public.join_class", code=code)


def end_of(day: datetime) -> datetime:
    """The last minute of a day in Malaysia: what is due on a day may be done all through it."""
    return datetime.combine(day, time(23, 59), clock.KUALA_LUMPUR)


def titles() -> dict[str, str]:
    """Module → its title in the page's language."""
    return {one.slug: one.title[language.choose()] for one in catalogue.current().library.modules}


def _page(taught: cohorts.Taught, form: TeacherForm) -> str:
    address = join_address(taught.join_code)
    return pages.render(
        "lecturer/see_class.html",
        taught=taught,
        teachers=cohorts.teachers(taught.id),
        students=cohorts.students(taught.id),
        titles=titles(),
        modules=_modules(),
        form=form,
        address=address.partition("://")[2],
        code=_qr_code(address),
    )


def _qr_code(address: str) -> Markup:
    """Dark on light in either theme: a camera looks for nothing else."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=3, omitsize=True, svgclass="join-qr", lineclass=None, dark="#1c1a33", light="#ffffff"
    )
    return Markup(drawn)  # noqa: S704 -- segno's own drawing of our own address


def _modules() -> list[str]:
    return [column.module for column in catalogue.current().columns]


def _due_form(taught: cohorts.Taught) -> fields.Form:
    names = titles()
    members = {f"due_{module}": DateField(names[module], [Optional()]) for module in _modules()}
    days = {f"due_{module}": clock.in_malaysia(due_at).date() for module, due_at in taught.due.items()}
    form: fields.Form = type("DueForm", (fields.Form,), members)(data=days)
    return form


def _back(cohort: int) -> ResponseReturnValue:
    return redirect(url_for("lecturer.see_class", cohort=cohort))

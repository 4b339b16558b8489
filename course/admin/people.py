"""Accounts and their roles: who teaches, who organises, who administers."""

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from course import clock, cohorts, drives, fields, lists, pages, people
from course.tables.people import Role

LONGEST_SEARCH = 120
ROLES: Mapping[str, object] = {
    Role.STUDENT: _l("Student"),
    Role.LECTURER: _l("Lecturer"),
    Role.ORGANISER: _l("Organiser"),
    Role.ADMIN: _l("Administrator"),
}
MAY: Mapping[str, object] = {
    Role.STUDENT: _l("takes the course"),
    Role.LECTURER: _l("takes the course and runs classes"),
    Role.ORGANISER: _l("takes the course and runs pledge drives"),
    Role.ADMIN: _l("may do all of that, and what stands under Administration"),
}


class RoleForm(fields.Form):
    role = RadioField(
        _l("Role"),
        [InputRequired(_l("Choose a role."))],
        choices=[SelectChoice(role, name) for role, name in ROLES.items()],
    )


def see_people() -> ResponseReturnValue:
    wanted = request.args.get("find", "")[:LONGEST_SEARCH].replace("\0", "")
    page = lists.asked_page(lambda offset, limit: people.search(wanted, offset=offset, limit=limit))
    return pages.render("admin/see_people.html", page=page, roles=ROLES, wanted=wanted)


def see_person(person: int) -> ResponseReturnValue:
    return _page(_found(person), RoleForm())


def change_role(person: int) -> ResponseReturnValue:
    found, form = _found(person), RoleForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        if form.role.data != found.role:
            people.give_role(found.id, Role(form.role.data), actor_id=current_user.id, now=clock.now())
    except people.LastAdmin:
        fields.told(form.role, _("You are the only administrator. Make somebody else one first."))
        return _page(found, form), 422
    flash(_("%(name)s: %(role)s.", name=found.display_name, role=ROLES[form.role.data]), "good")
    return redirect(url_for("admin.see_people") if found.id != current_user.id else url_for("public.see_home"))


def give_class(person: int) -> ResponseReturnValue:
    """A class whose teachers have all left; none that somebody teaches."""
    found, chosen = _found(person), request.form.get("class", 0, type=int)
    if chosen not in dict(cohorts.without_teacher()):
        abort(404)
    try:
        cohorts.add_teacher(chosen, found.email, actor_id=current_user.id, now=clock.now())
    except cohorts.NoSuchLecturer:
        flash(_("Only a lecturer can teach a class. Change the role first."), "bad")
    else:
        flash(_("%(name)s teaches the class now.", name=found.display_name), "good")
    return redirect(url_for("admin.see_person", person=person))


def give_drive(person: int) -> ResponseReturnValue:
    """A drive whose organisers have all left, likewise."""
    found, chosen = _found(person), request.form.get("drive", 0, type=int)
    if chosen not in dict(drives.without_organiser()):
        abort(404)
    try:
        drives.add_organiser(chosen, found.email, actor_id=current_user.id, now=clock.now())
    except drives.NobodyToAdd:
        flash(_("Only an organiser can run a drive. Change the role first."), "bad")
    else:
        flash(_("%(name)s organises the drive now.", name=found.display_name), "good")
    return redirect(url_for("admin.see_person", person=person))


def _found(person: int) -> people.Listed:
    return people.find_listed(person) or abort(404)


def _page(found: people.Listed, form: RoleForm) -> str:
    form.role.data = form.role.data or found.role
    left = {"classes": cohorts.without_teacher(), "drives": drives.without_organiser()}
    return pages.render("admin/see_person.html", person=found, form=form, may=MAY, left=left)

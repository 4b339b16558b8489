"""Administrators: what the whole site shares, each act with its trace in the audit log."""

from flask import Blueprint

from course import doors
from course.admin.campuses import add_unit, change_unit, remove_unit, see_campuses
from course.admin.office import see_office
from course.admin.people import change_role, see_people, see_person

blueprint = Blueprint("admin", __name__)
doors.for_admins(blueprint)

blueprint.add_url_rule("/admin", view_func=see_office)
blueprint.add_url_rule("/admin/campuses", view_func=see_campuses)
blueprint.add_url_rule("/admin/campuses/new", view_func=add_unit, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/campuses/<int:unit>", view_func=change_unit, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/campuses/<int:unit>/remove", view_func=remove_unit, methods=["POST"])
blueprint.add_url_rule("/admin/people", view_func=see_people)
blueprint.add_url_rule("/admin/people/<int:person>", view_func=see_person)
blueprint.add_url_rule("/admin/people/<int:person>/role", view_func=change_role, methods=["POST"])

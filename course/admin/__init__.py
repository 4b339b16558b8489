"""Administrators: what the whole site shares, each act with its trace in the audit log."""

from flask import Blueprint

from course import doors
from course.admin.office import see_office

blueprint = Blueprint("admin", __name__)
doors.for_admins(blueprint)

blueprint.add_url_rule("/admin", view_func=see_office)

"""Administrators: what the whole site shares, each act with its trace in the audit log."""

from flask import Blueprint

from course import doors
from course.admin.aftereffects import see_aftereffects
from course.admin.audit import see_audit
from course.admin.campuses import add_unit, change_unit, remove_unit, see_campuses
from course.admin.certificates import (
    download_certificates,
    issue_again,
    issue_earned,
    redraw_certificate,
    redraw_failed,
    replace_certificate,
    revoke_certificate,
    see_bulk,
    see_certificate,
    see_certificates,
)
from course.admin.office import see_office
from course.admin.people import change_role, give_class, give_drive, see_people, see_person
from course.admin.sessions import (
    add_session,
    cancel_session,
    change_session,
    download_registrations,
    judge_question,
    keep_afterwards,
    publish_session,
    renew_code,
    see_session,
    see_sessions,
)
from course.admin.stories import read_story, refuse_stories, see_waiting_stories

blueprint = Blueprint("admin", __name__)
doors.for_admins(blueprint)

blueprint.add_url_rule("/admin", view_func=see_office)
blueprint.add_url_rule("/admin/aftereffects", view_func=see_aftereffects)
blueprint.add_url_rule("/admin/campuses", view_func=see_campuses)
blueprint.add_url_rule("/admin/campuses/new", view_func=add_unit, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/campuses/<int:unit>", view_func=change_unit, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/campuses/<int:unit>/remove", view_func=remove_unit, methods=["POST"])
blueprint.add_url_rule("/admin/people", view_func=see_people)
blueprint.add_url_rule("/admin/people/<int:person>", view_func=see_person)
blueprint.add_url_rule("/admin/people/<int:person>/role", view_func=change_role, methods=["POST"])
blueprint.add_url_rule("/admin/people/<int:person>/classes", view_func=give_class, methods=["POST"])
blueprint.add_url_rule("/admin/people/<int:person>/drives", view_func=give_drive, methods=["POST"])
blueprint.add_url_rule("/admin/sessions", view_func=see_sessions)
blueprint.add_url_rule("/admin/sessions/new", view_func=add_session, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/sessions/<int:number>", view_func=see_session)
blueprint.add_url_rule("/admin/sessions/<int:number>/change", view_func=change_session, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/sessions/<int:number>/publish", view_func=publish_session, methods=["POST"])
blueprint.add_url_rule("/admin/sessions/<int:number>/cancel", view_func=cancel_session, methods=["POST"])
blueprint.add_url_rule("/admin/sessions/<int:number>/code", view_func=renew_code, methods=["POST"])
blueprint.add_url_rule("/admin/sessions/<int:number>/afterwards", view_func=keep_afterwards, methods=["GET", "POST"])
blueprint.add_url_rule(
    "/admin/sessions/<int:number>/registrations.csv", view_func=download_registrations, methods=["POST"]
)
blueprint.add_url_rule(
    "/admin/sessions/<int:number>/questions/<int:question>", view_func=judge_question, methods=["POST"]
)
blueprint.add_url_rule("/admin/certificates", view_func=see_certificates)
blueprint.add_url_rule("/admin/certificates/archive", view_func=download_certificates, methods=["POST"])
blueprint.add_url_rule("/admin/certificates/bulk", view_func=see_bulk)
blueprint.add_url_rule("/admin/certificates/bulk/issue", view_func=issue_earned, methods=["POST"])
blueprint.add_url_rule("/admin/certificates/bulk/redraw", view_func=redraw_failed, methods=["POST"])
blueprint.add_url_rule("/admin/certificates/<serial>", view_func=see_certificate)
blueprint.add_url_rule("/admin/certificates/<serial>/redraw", view_func=redraw_certificate, methods=["POST"])
blueprint.add_url_rule("/admin/certificates/<serial>/again", view_func=issue_again, methods=["POST"])
blueprint.add_url_rule("/admin/certificates/<serial>/replace", view_func=replace_certificate, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/certificates/<serial>/revoke", view_func=revoke_certificate, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/audit", view_func=see_audit)
blueprint.add_url_rule("/admin/stories", view_func=see_waiting_stories)
blueprint.add_url_rule("/admin/stories/<int:story>", view_func=read_story, methods=["GET", "POST"])
blueprint.add_url_rule("/admin/stories/refuse", view_func=refuse_stories, methods=["POST"])

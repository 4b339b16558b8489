"""Who may enter: every blueprint hangs one of these doors, and a test fails on a blueprint without one."""

from collections.abc import Collection
from functools import partial

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from course import people
from course.extensions import login_manager, wants_json
from course.tables.people import Role

DOORS: dict[str, str] = {}  # blueprint name → who may enter, read by the architecture tests


@login_manager.user_loader
def _load_visitor(session_id: str) -> people.Visitor | None:
    """A page may show what was true half a minute ago; an act asks the database who acts."""
    return people.load_visitor(session_id, from_memory=request.method != "POST")


def open_to_everybody(blueprint: Blueprint) -> None:
    DOORS[blueprint.name] = "everybody"


def for_people_signed_in(blueprint: Blueprint) -> None:
    """Any account may learn: lecturers and organisers take the course as their students do."""
    _hang(blueprint, "signed in", tuple(Role))


def for_roles(blueprint: Blueprint, *roles: Role) -> None:
    _hang(blueprint, ", ".join(roles), roles)


def _hang(blueprint: Blueprint, sign: str, roles: Collection[Role]) -> None:
    DOORS[blueprint.name] = sign
    blueprint.before_request(partial(_ask, roles))


def _ask(roles: Collection[Role]) -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        return send_to_sign_in()
    if current_user.role not in roles:
        abort(404)
    return None


def send_to_sign_in() -> ResponseReturnValue:
    if wants_json():
        abort(401)
    # A form that was posted cannot be replayed by a redirect: come back to the page that held it.
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    flash(_("Sign in first; then you are taken to the page you wanted."))
    return redirect(url_for("accounts.sign_in", next=back or None))

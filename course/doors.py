"""Who may enter: every blueprint hangs one of these doors, and a test fails on a blueprint without one."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from course import people
from course.extensions import login_manager, wants_json

DOORS: dict[str, str] = {}  # blueprint name → who may enter, read by the architecture tests


@login_manager.user_loader
def _load_visitor(session_id: str) -> people.Visitor | None:
    """A page may show what was true half a minute ago; an act asks the database who acts."""
    return people.load_visitor(session_id, from_memory=request.method != "POST")


def open_to_everybody(blueprint: Blueprint) -> None:
    DOORS[blueprint.name] = "everybody"


def for_people_signed_in(blueprint: Blueprint) -> None:
    """Any account may learn: lecturers and organisers take the course as their students do."""
    DOORS[blueprint.name] = "signed in"
    blueprint.before_request(_ask_to_sign_in)


def _ask_to_sign_in() -> ResponseReturnValue | None:
    return None if current_user.is_authenticated else send_to_sign_in()


def for_lecturers(blueprint: Blueprint) -> None:
    """Whoever may teach; whose class it is, every lookup asks again."""
    _for(blueprint, "lecturers", lambda: current_user.teaches)


def for_organisers(blueprint: Blueprint) -> None:
    _for(blueprint, "organisers", lambda: current_user.organises)


def for_admins(blueprint: Blueprint) -> None:
    _for(blueprint, "admins", lambda: current_user.administers)


def _for(blueprint: Blueprint, whom: str, may_enter: Callable[[], bool]) -> None:
    """To somebody else who is signed in, these pages do not exist."""
    DOORS[blueprint.name] = whom

    @blueprint.before_request
    def ask() -> ResponseReturnValue | None:
        if not current_user.is_authenticated:
            return send_to_sign_in()
        return None if may_enter() else abort(404)


def send_to_sign_in() -> ResponseReturnValue:
    if wants_json():
        abort(401)
    # A form that was posted cannot be replayed by a redirect: come back to the page that held it.
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    flash(_("Sign in first; then you are taken to the page you wanted."))
    return redirect(url_for("accounts.sign_in", next=back or None))

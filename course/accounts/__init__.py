"""Getting an account, getting in, getting out, and what an account holds."""

from flask import Blueprint

from course import doors
from course.accounts.account import (
    change_password,
    change_profile,
    choose_letters,
    close_calendar,
    erase_account,
    export_account,
    leave_class,
    renew_calendar,
    see_account,
    sign_out_everywhere,
)
from course.accounts.letters import see_calendar, stop_letters
from course.accounts.registration import register
from course.accounts.reset import ask_reset, choose_password
from course.accounts.session import sign_in, sign_out

blueprint = Blueprint("accounts", __name__)
doors.open_to_everybody(blueprint)  # pages about one's own account ask for it themselves: see account.py

blueprint.add_url_rule("/register", view_func=register, methods=["GET", "POST"])
blueprint.add_url_rule("/sign-in", view_func=sign_in, methods=["GET", "POST"])
blueprint.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
blueprint.add_url_rule("/reset", view_func=ask_reset, methods=["GET", "POST"])
blueprint.add_url_rule("/reset/<token>", view_func=choose_password, methods=["GET", "POST"])
blueprint.add_url_rule("/account", view_func=see_account)
blueprint.add_url_rule("/account/profile", view_func=change_profile, methods=["POST"])
blueprint.add_url_rule("/account/password", view_func=change_password, methods=["POST"])
blueprint.add_url_rule("/account/sign-out-everywhere", view_func=sign_out_everywhere, methods=["POST"])
blueprint.add_url_rule("/account/classes/<int:cohort>/leave", view_func=leave_class, methods=["POST"])
blueprint.add_url_rule("/account/letters", view_func=choose_letters, methods=["POST"])
blueprint.add_url_rule("/account/calendar", view_func=renew_calendar, methods=["POST"])
blueprint.add_url_rule("/account/calendar/close", view_func=close_calendar, methods=["POST"])
blueprint.add_url_rule("/letters/<token>", view_func=stop_letters, methods=["GET", "POST"])
blueprint.add_url_rule("/calendar/<token>.ics", view_func=see_calendar)
blueprint.add_url_rule("/account/export", view_func=export_account)
blueprint.add_url_rule("/account/erase", view_func=erase_account, methods=["GET", "POST"])

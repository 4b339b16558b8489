"""Help: support channels from the directory, without an account, a script, a cookie or a log entry."""

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from course import catalogue, clock, language, pages, printing, support
from modules.support import GROUPS, SPOKEN

# What is opened from here does not tell a log that somebody was here; an origin is enough for the form in the header.
HEADERS = {"Referrer-Policy": "strict-origin", "Cache-Control": "no-store"}


def read_help() -> ResponseReturnValue:
    chosen, wish = language.choose_unremembered(), _wish()
    is_kept = "kept" in request.args  # for a time without a network, when nobody knows who is open
    groups = support.groups(chosen, clock.now(), wish)

    def render(live: pages.Slots) -> str:
        return pages.render_shell(
            "public/read_help.html",
            live,
            groups=groups,
            wish=wish,
            is_kept=is_kept,
            needs=GROUPS[1:],
            spoken=SPOKEN,
            check_in=catalogue.current().bank.check_in,
        )

    # What stands there changes when somebody opens or closes, or an administrator enters a unit. News waits for
    # another page: showing it would write a cookie.
    response = pages.send_kept(("help", repr(wish), repr(is_kept), repr(groups)), render, tells_news=False)
    response.headers.update(HEADERS)
    return response


def print_help() -> ResponseReturnValue:
    """The directory on one sheet. Not limited: a limit would count who asks, and the sheet is drawn once."""
    chosen = language.choose_for_nobody()
    groups = support.groups(chosen, clock.now())
    sheet = printing.sheet(
        "public/print_help.html",
        {},
        groups=groups,
        campus=current_app.config["CAMPUS_NAME"],
        checked_on=min(entry.checked_on for group in groups for entry in group.entries if entry.checked_on),
        help_address=current_app.config["PUBLIC_URL"].rstrip("/").partition("://")[2] + url_for("public.read_help"),
    )
    response = Response(printing.drawn_once(sheet), mimetype="application/pdf", headers=HEADERS)
    response.headers["Content-Disposition"] = f'attachment; filename="ThinkTwice-help-{chosen}.pdf"'
    return response


def _wish() -> support.Wish:
    """What the filter asks for; a word that it does not have asks for nothing."""
    need, speaks = request.args.get("need", ""), request.args.get("speaks", "")
    return support.Wish(
        need if need in GROUPS[1:] else "",
        speaks if speaks in SPOKEN else "",
        request.args.get("open") == "now",
    )

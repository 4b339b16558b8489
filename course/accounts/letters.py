"""Addresses that work without signing in: one stops letters of a kind, one is somebody's calendar of what is due."""

from flask import Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from course import calendars, catalogue, clock, digests, language, pages
from course.extensions import csrf, limiter


# The token alone says whose letters are meant; a mail program posts here by itself when its reader says "unsubscribe".
@csrf.exempt
@limiter.limit("120/hour")
def stop_letters(token: str) -> ResponseReturnValue:
    """A page with one button; opening it changes nothing, since mail programs open links by themselves."""
    user_id, kind = digests.read_stop_token(token, str(current_app.config["SECRET_KEY"])) or abort(404)
    if request.method == "POST":
        digests.stop(user_id, kind, now=clock.now())
        if request.form.get("List-Unsubscribe") == "One-Click":
            return Response(status=204)  # to a mail program, which follows no redirect (RFC 8058)
        return redirect(url_for("accounts.stop_letters", token=token, done=1))
    return pages.render("accounts/stop_letters.html", kind=kind, token=token, done="done" in request.args)


@limiter.limit("120/hour")
def see_calendar(token: str) -> ResponseReturnValue:
    """Calendar programs ask every few hours. Whoever has the address sees what is due for its owner, and no name."""
    user_id = digests.owner_of_calendar(token) or abort(404)
    chosen, course = language.choose(), catalogue.current()
    titles = {module.slug: module.title[chosen] for module in course.library.modules}
    site = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    entries = [
        calendars.Due(
            f"due-{line.cohort}-{line.module}",
            _("Due: %(module)s", module=titles.get(line.module, line.module)),
            line.due_at,
            f"{site}/me",
            line.class_name,
        )
        for line in digests.due_lines(user_id, course.columns)
    ]
    host = site.partition("://")[2]
    ics = calendars.due_dates(_("ThinkTwice: what is due"), entries, host=host, now=clock.now())
    return Response(ics, mimetype="text/calendar", headers={"Cache-Control": "private, no-store"})


def calendar_address(secret: str) -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + url_for("accounts.see_calendar", token=secret)

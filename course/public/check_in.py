"""The private check-in: a page that is the same for everybody, does not ask who reads it, keeps and sends nothing."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from course import catalogue, clock, language, pages, support

# Nothing on this page can be sent anywhere, not even by a mistake of ours or by what somebody adds to it.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'none'",
        "connect-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def open_check_in() -> ResponseReturnValue:
    chosen = language.choose_for_nobody()
    check_in = catalogue.current().bank.check_in or abort(404)
    people = support.talk_now(chosen, clock.now())
    page = pages.render_shell(
        "public/open_check_in.html",
        pages.Nobody(),
        check_in=check_in,
        people=people,
        help_lines=[_in_a_plan(entry) for group in people for entry in group.entries],
        # This page remembers no language; whoever chose one here keeps it on the way to help.
        help_url=url_for("public.read_help", lang=request.args.get("lang")),
    )
    return page, HEADERS


def _in_a_plan(entry: support.HelpEntry) -> str:
    """How a plan names a help line: with the first way to reach it, which some names hold already."""
    way = entry.channels[0].label if entry.channels else ""
    return entry.name if way in entry.name else f"{entry.name}, {way}"

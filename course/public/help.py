"""Help: support channels from the directory, without an account, a script or a log entry."""

from flask.typing import ResponseReturnValue

from course import catalogue, language, pages, support

# What is opened from here does not tell a log that somebody was here; an origin is enough for the form in the header.
HEADERS = {"Referrer-Policy": "strict-origin"}


def read_help() -> ResponseReturnValue:
    groups = support.groups(language.choose())
    check_in = catalogue.current().bank.check_in
    return pages.render("public/read_help.html", groups=groups, check_in=check_in), HEADERS

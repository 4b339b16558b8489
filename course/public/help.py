"""Help: support channels from the directory, without an account, a script or a log entry."""

from flask import current_app
from flask.typing import ResponseReturnValue

from course import language, pages, support


def read_help() -> ResponseReturnValue:
    groups = support.groups(language.choose(), support.campus_of(current_app.config))
    return pages.render("public/read_help.html", groups=groups)

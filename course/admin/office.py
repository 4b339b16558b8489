"""`/admin`: the rooms of the office, one line each."""

from flask.typing import ResponseReturnValue

from course import pages


def see_office() -> ResponseReturnValue:
    return pages.render("admin/see_office.html")

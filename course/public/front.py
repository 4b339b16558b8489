"""The front door and the pages that say who we are."""

from flask.typing import ResponseReturnValue

from course import pages
from course.public.learn import module_cards


def see_home() -> ResponseReturnValue:
    return pages.render("public/see_home.html", modules=module_cards())


def read_privacy() -> ResponseReturnValue:
    return pages.render("public/read_privacy.html")


def read_accessibility() -> ResponseReturnValue:
    return pages.render("public/read_accessibility.html")

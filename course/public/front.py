"""The front door and the pages that say who we are."""

from flask.typing import ResponseReturnValue

from course import catalogue, clock, pages, sessions
from course.public.found import course_data
from course.public.learn import module_cards


def see_home() -> ResponseReturnValue:
    definitions = catalogue.current().bank.definitions
    following = sessions.following(clock.now())
    return pages.send_kept(
        ("home", repr(following)),
        lambda live: pages.render_shell(
            "public/see_home.html",
            live,
            data=course_data(),
            modules=module_cards(),
            following=following,
            has_activities=any(one.kind != "quiz" for one in definitions),
            has_quizzes=any(one.kind == "quiz" for one in definitions),
        ),
    )


def read_privacy() -> ResponseReturnValue:
    return pages.render("public/read_privacy.html")


def read_accessibility() -> ResponseReturnValue:
    return pages.render("public/read_accessibility.html")

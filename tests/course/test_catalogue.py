"""How long things take: what a module and the certificate say agrees with what each part says of itself."""

import re
from collections.abc import Callable

import modules
from course import catalogue
from tests.cast import Person
from tests.pages import Page, Visitor

SignIn = Callable[[Person], Visitor]


def minutes(page: Page, where: str) -> int:
    told = " ".join(page.words(where))
    found = re.search(r"About (\d+) minutes", told)
    assert found, f"{page.address} does not say how long it takes: {told}"
    return int(found[1])


def parts(visitor: Visitor, module: modules.Module) -> int:
    """What the pages of a module's lessons, scored activities and quiz say, one by one."""
    scored = [activity.id for lesson in module.lessons for activity in lesson.activities if activity.mode == "scored"]
    activities = [minutes(visitor.get(f"/practice/{activity}?mode=scored"), ".chips") for activity in scored]
    return (
        sum(lesson.minutes for lesson in module.lessons)
        + minutes(visitor.get(f"/quizzes/{module.slug}"), ".chips")
        + sum(activities)
        - len(activities) * modules.ACTIVITY_MINUTES  # that much of each is in its lesson already
    )


def test_a_module_takes_as_long_as_its_parts(client: Visitor, alice: Person, sign_in: SignIn) -> None:
    student = sign_in(alice)
    with client.app.app_context():
        taught = catalogue.current().library.modules

    said = {module.slug: minutes(student.get(f"/learn/{module.slug}"), ".module-head .chips") for module in taught}

    assert said == {module.slug: parts(student, module) for module in taught}
    assert said["spot-it"] > next(module for module in taught if module.slug == "spot-it").minutes


def test_the_certificate_counts_everything_that_it_asks_for(client: Visitor, alice: Person, sign_in: SignIn) -> None:
    student = sign_in(alice)
    with client.app.app_context():
        core = [module for module in catalogue.current().library.modules if module.core]
        wording = catalogue.current().issuer.wording

    # The test has the same length before and after; the one before is open from the start.
    whole = sum(parts(student, module) for module in core) + minutes(student.get("/tests/before"), ".chips")

    assert (wording["en"].hours, wording["ms"].hours) == (
        f"about {round(whole / 60)} hours",
        f"kira-kira {round(whole / 60)} jam",
    )

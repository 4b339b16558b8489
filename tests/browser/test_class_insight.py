"""What lecturers act on, in a browser: open to everybody, and fitting every screen, with a class that has a history."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from course import cohorts, demo, digests, nudges
from course.demo import classes as demo_classes
from tests.browser.conftest import Site
from tests.browser.test_classes import WAYS
from tests.browser.test_every_page import problems_of
from tests.cast import Person
from tests.conftest import Clock


@pytest.fixture
def addresses(site: Site, lecturer: Person, clock: Clock) -> list[str]:
    """A class of thirty with somebody who wants no letters, and a letter that was written."""
    with site.app.app_context():
        demo_classes.seed(clock.now(), students=30, lecturer=lecturer.email, password=demo.PASSWORD)
        taught = max(cohorts.taught_by(lecturer.id), key=lambda one: one.students)
        first, second, *_others = cohorts.students(taught.id)
        words = {"en": ("A word", "Hello {name}"), "ms": ("Sepatah kata", "Salam {name}")}
        nudges.write(taught.id, lecturer.id, [first.membership], words, nudges.new_ticket(), now=clock.now())
        digests.stop(second.user_id, "nudges", now=clock.now())
        digests.renew_calendar(lecturer.id)
        token = digests.stop_token(first.user_id, "nudges", site.app.config["SECRET_KEY"])
    here = f"/classes/{taught.id}"
    return [
        f"{here}/insight",
        f"{here}/questions?of=all",
        f"{here}/nudge",
        f"{here}/nudge/letter?to={first.membership}&to={second.membership}&why=stalled",
        f"{here}/files",
        "/account",
        f"/letters/{token}",
    ]


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_page_to_act_on_is_open_to_everybody_and_fits(
    addresses: list[str],
    lecturer: Person,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = sign_in_on(open_page(viewport=screen, color_scheme=theme), lecturer)
    page.goto(f"/me?lang={language}")

    problems = [problem for address in addresses for problem in problems_of(page, address, axe)]

    assert problems == []

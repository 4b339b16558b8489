"""Live in the room in a browser: the wall and a phone follow a round by themselves, and are open to everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import quizzes
from course import catalogue, cohorts, rooms
from course.tables.cohorts import JoinedHow
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.leaving import follow
from tests.browser.test_every_page import NARROW, problems_of
from tests.cast import Person
from tests.conftest import Clock

PROJECTOR = {"width": 1920, "height": 1080}
STATES = ("open", "closed", "explained")
WAYS = (
    pytest.param("en", "light", PHONE, id="english, light, phone"),
    pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
    pytest.param("ms", "light", PROJECTOR, id="malay, light, projector"),
    pytest.param("en", "dark", DESKTOP, id="english, dark, laptop"),
)


@pytest.fixture
def cohort(site: Site, alice: Person, lecturer: Person, clock: Clock) -> int:
    with site.app.app_context():
        cohort = cohorts.create(lecturer.id, cohorts.Details("Group A", "COM110"), now=clock.now())
        cohorts.join(alice.id, cohort, JoinedHow.CODE, now=clock.now())
        return cohort


def put(site: Site, cohort: int, clock: Clock, of: str, state: str = "open") -> tuple[int, str]:
    """A round in this state that six have answered, and the code of the room."""
    with site.app.app_context():
        bank = catalogue.current().bank
        definition = bank.quiz("spot-it") if of == "question" else bank.activity("feed-spotting")
        assert definition
        paper = quizzes.ask(definition, quizzes.askable(definition)[0].id)
        number = rooms.start(cohort, paper, now=clock.now())
        choices = [choice.id for choice in quizzes.choices(paper, "en")]
        for user_id in range(1000, 1006):
            rooms.answer(number, user_id, [choices[user_id % 2]], now=clock.now())
        if state != "open":
            rooms.close(cohort, number, now=clock.now())
        if state == "explained":
            rooms.explain(cohort, number, now=clock.now())
        return number, str(rooms.code_of(cohort))


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_wall_and_phones_are_open_to_everybody_and_fit_in_every_state(
    site: Site,
    cohort: int,
    alice: Person,
    lecturer: Person,
    clock: Clock,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    wall = sign_in_on(open_page(viewport=screen, color_scheme=theme), lecturer)
    phone = sign_in_on(open_page(viewport=screen, color_scheme=theme), alice)
    for page in (wall, phone):
        page.goto(f"/me?lang={language}")

    problems = []
    for of in ("question", "post"):
        for state in STATES:
            for page in (wall, phone):
                page.goto("about:blank")  # or the page that stands there follows the next round while it is left
            number, code = put(site, cohort, clock, of, state)
            problems += problems_of(wall, f"/classes/{cohort}/room/{number}/screen", axe)
            problems += problems_of(phone, f"/room/{code}", axe)
    problems += problems_of(wall, f"/classes/{cohort}/room", axe)
    problems += problems_of(phone, "/room?code=ABCDEF", axe)

    assert problems == []


def test_the_wall_counts_and_a_phone_follows_the_round_by_themselves(
    site: Site,
    cohort: int,
    alice: Person,
    lecturer: Person,
    clock: Clock,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
) -> None:
    number, code = put(site, cohort, clock, "question")
    wall, phone = sign_in_on(open_page(), lecturer), sign_in_on(open_page(viewport=PHONE), alice)
    wall.goto(f"/classes/{cohort}/room/{number}/screen")
    expect(wall.locator("[data-answered]")).to_have_text("6")
    phone.goto(f"/room/{code}")
    phone.locator(".choice").first.click()
    follow(phone.locator("main form .button"))

    expect(wall.locator("[data-answered]")).to_have_text("7")
    follow(wall.locator(".screen-foot form .button"))

    expect(phone.locator(".outcome-bar")).to_have_count(3)
    expect(phone.locator(".outcome-why")).to_have_count(0)
    follow(wall.locator(".screen-foot form .button"))
    expect(phone.locator(".outcome-why")).to_have_count(3)


def test_without_scripts_a_phone_answers_and_looks_again(
    site: Site,
    cohort: int,
    alice: Person,
    clock: Clock,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
) -> None:
    number, code = put(site, cohort, clock, "post")
    phone = sign_in_on(open_page(viewport=PHONE, java_script_enabled=False), alice)
    phone.goto(f"/room/{code}")
    phone.locator(".choice").first.click()
    follow(phone.locator("main form .button"))
    assert phone.locator("#own-answer strong").inner_text() == phone.locator(".choice").first.inner_text()

    with site.app.app_context():
        rooms.close(cohort, number, now=clock.now())
    follow(phone.locator("main > p > a.button"))

    assert phone.locator(".outcome-bar").count() == 2

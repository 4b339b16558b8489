"""Putting steps in order with a script: by button and keyboard, by dragging, by select, and saved each time."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from quizzes.kinds.ordering.case import OrderingCase
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.leaving import follow
from tests.cast import Person
from tests.player import sheet_of

SCORED = "/practice/image-abuse-response?mode=scored"
SignIn = Callable[[Page, Person], Page]
ROWS = """[...document.querySelectorAll('[data-step]')].map(row =>
    [row.querySelector('label').htmlFor.split('-').slice(2).join('-'), row.querySelector('select').value])"""


def begin(site: Site, page: Page, alice: Person, sign_in_on: SignIn) -> tuple[int, OrderingCase]:
    sign_in_on(page, alice)
    page.goto(SCORED)
    follow(page.locator("main form button"), "**/attempts/*")
    attempt = int(page.url.rsplit("/", 1)[1])
    case = sheet_of(site.app, alice, attempt).paper.items[0]
    assert isinstance(case, OrderingCase)
    return attempt, case


def rows(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(ROWS)
    return found


def select(page: Page, case: OrderingCase, step: str) -> str:
    return f"#{case.id}-{step}"


def button(page: Page, case: OrderingCase, step: str, move: str) -> str:
    return f"[data-step]:has({select(page, case, step)}) [data-move={move}]"


def test_buttons_move_a_step_and_say_where_it_is(site: Site, alice: Person, page: Page, sign_in_on: SignIn) -> None:
    attempt, case = begin(site, page, alice, sign_in_on)
    first, second, third = case.step_ids[:3]
    for step in (first, second, third):
        page.locator(button(page, case, step, "down")).focus()
        page.keyboard.press("Enter")

    page.locator(button(page, case, third, "up")).focus()
    page.keyboard.press("Space")

    assert rows(page)[:3] == [[first, "1"], [third, "2"], [second, "3"]]
    text = next(step.t.en for step in case.steps if step.id == third)
    expect(page.locator("[data-announced]")).to_have_text(f"“{text}” is now number 2 of 3.")
    assert page.evaluate("document.activeElement.dataset.move") == "up"
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved ")
    order = sheet_of(site.app, alice, attempt).answers[case.id]["order"]
    assert (order[first], order[third], order[second]) == (1, 2, 3)


def test_a_step_at_the_edge_stays_and_says_so(site: Site, alice: Person, page: Page, sign_in_on: SignIn) -> None:
    _attempt, case = begin(site, page, alice, sign_in_on)
    only = case.step_ids[0]
    page.locator(button(page, case, only, "up")).click()

    page.locator(button(page, case, only, "up")).click()

    expect(page.locator("[data-announced]")).to_contain_text("cannot move further.")
    assert rows(page)[0] == [only, "1"]


def test_a_number_that_is_taken_moves_the_others_on(site: Site, alice: Person, page: Page, sign_in_on: SignIn) -> None:
    _attempt, case = begin(site, page, alice, sign_in_on)
    first, second, third = case.step_ids[:3]
    for step, place in ((first, "1"), (second, "2"), (third, "1")):
        page.locator(select(page, case, step)).select_option(place)

    page.locator(button(page, case, second, "never")).click()

    assert rows(page)[:2] == [[third, "1"], [first, "2"]]
    assert rows(page)[-1] == [second, "never"]


def test_a_step_can_be_dragged(site: Site, alice: Person, open_page: Callable[..., Page], sign_in_on: SignIn) -> None:
    page = open_page(viewport={"width": 1280, "height": 1800})
    attempt, case = begin(site, page, alice, sign_in_on)
    first, second, third = case.step_ids[:3]
    for step in (first, second, third):
        page.locator(button(page, case, step, "down")).click()

    grip = page.locator(f"[data-step]:has({select(page, case, third)}) [data-grip]").bounding_box()
    goal = page.locator(f"[data-step]:has({select(page, case, first)})").bounding_box()
    assert grip
    assert goal
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(goal["x"] + 40, goal["y"] + 4, steps=8)
    page.mouse.up()

    assert rows(page)[:3] == [[third, "1"], [first, "2"], [second, "3"]]
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved ")
    assert sheet_of(site.app, alice, attempt).answers[case.id]["order"][third] == 1


def test_after_a_reload_the_steps_stand_in_their_order(
    site: Site, alice: Person, page: Page, sign_in_on: SignIn
) -> None:
    _attempt, case = begin(site, page, alice, sign_in_on)
    last, first = case.step_ids[:2]
    page.locator(select(page, case, first)).select_option("1")
    page.locator(select(page, case, last)).select_option("2")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved ")

    page.reload()

    assert rows(page)[:2] == [[first, "1"], [last, "2"]]


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with a script", "without a script"])
def test_the_selects_alone_pass_by_keyboard(
    site: Site, alice: Person, open_page: Callable[..., Page], sign_in_on: SignIn, java_script_enabled: bool
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=java_script_enabled)
    _attempt, case = begin(site, page, alice, sign_in_on)
    assert page.locator("[data-move]").first.is_visible() is java_script_enabled

    for step, place in case.right_way()[0].items():
        if place == ["never"]:
            page.locator(select(page, case, step)).select_option("never")
    for step in case.right_order():
        place = case.right_way()[0][step][0]
        page.locator(select(page, case, step)).focus()
        page.keyboard.type(place)
    page.locator("button[formaction$='/submit']").click()

    expect(page.locator(".score")).to_contain_text("100")


@pytest.mark.parametrize(("language", "theme", "screen"), [("en", "light", PHONE), ("ms", "dark", DESKTOP)])
def test_the_pages_shut_nobody_out(
    site: Site,
    alice: Person,
    open_page: Callable[..., Page],
    sign_in_on: SignIn,
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = open_page(viewport=screen, color_scheme=theme)
    page.goto(f"/?lang={language}")
    _attempt, case = begin(site, page, alice, sign_in_on)
    found = axe(page)
    page.locator(select(page, case, case.step_ids[0])).select_option("1")
    follow(page.locator("button[name=go]").last)
    found += axe(page)
    follow(page.locator("button[formaction$='/submit']"))
    follow(page.locator("main form button[type=submit]").first)

    assert found + axe(page) == []

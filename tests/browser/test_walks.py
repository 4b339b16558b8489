"""Conversations and stories in a browser: by keyboard alone without scripts, and shutting nobody out on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from course import aftereffects, clock
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.keyboard import press_until
from tests.browser.leaving import enter, follow
from tests.browser.test_every_page import WAYS, problems_of
from tests.cast import Person

NARROW = {"width": 320, "height": 640}
SEND = "main form.stack > .actions button"
SignIn = Callable[[Page, Person], Page]


def begin(page: Page, activity: str, mode: str) -> None:
    page.goto(f"/practice/{activity}?mode={mode}")
    follow(page.locator("main form .button:not(.button--quiet)").last, "**/attempts/*")


def test_a_conversation_is_led_by_keyboard_without_scripts(
    open_page: Callable[..., Page], alice: Person, sign_in_on: SignIn
) -> None:
    page = sign_in_on(open_page(viewport=NARROW, java_script_enabled=False), alice)
    begin(page, "friend-conversation", "scored")
    expect(page.locator(".way-out a[href='/help']")).to_be_visible()

    press_until(page, SEND)
    enter(page)
    expect(page.locator(".item .error")).to_be_focused()
    for reply in range(1, 20):
        if not page.locator("[name$='-choice']").count():
            break
        press_until(page, "[name$='-choice']")
        page.keyboard.press("Space")
        enter(page)
        expect(page.locator(".is-mine")).to_have_count(reply)
        expect(page.locator("#now")).to_be_focused()
    follow(page.locator("main .actions a.button"))
    press_until(page, "main form .button:not(.button--quiet)")
    enter(page)

    expect(page.locator(".verdict-line")).to_be_visible()
    expect(page.locator(".score")).to_have_count(0)
    expect(page.locator(".transcript .is-mine").first).to_be_visible()

    press_until(page, ".how-it-leaves [value='worse']")
    enter(page)
    expect(page.locator(".notice").first).to_be_visible()
    expect(page.locator(".how-it-leaves")).to_have_count(0)


def test_a_story_is_played_two_ways_by_keyboard_without_scripts(
    open_page: Callable[..., Page], alice: Person, sign_in_on: SignIn
) -> None:
    page = sign_in_on(open_page(viewport=NARROW, java_script_enabled=False), alice)
    begin(page, "pause-story", "scored")

    for down in (0, 1):
        while page.locator("[name$='-choice']").count():
            press_until(page, "[name$='-choice']")
            for _step in range(down):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
            enter(page)
            expect(page.locator("#story-now")).to_be_focused()
        if not down:
            press_until(page, "[name$='-back']")
            enter(page)
    press_until(page, "textarea")
    page.keyboard.type("When I am angry, I will wait ten minutes.")
    press_until(page, "[name$='-done']")
    enter(page)

    expect(page.locator("main form .button:not(.button--quiet)")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "scheme", "screen"),
    [
        pytest.param("en", "light", PHONE, id="english, light, phone"),
        pytest.param("ms", "dark", NARROW, id="malay, dark, small phone"),
        pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
    ],
)
@pytest.mark.parametrize("activity", ["friend-conversation", "pause-story"])
def test_no_page_of_a_walk_shuts_anybody_out_or_is_wider_than_the_screen(
    open_page: Callable[..., Page],
    alice: Person,
    sign_in_on: SignIn,
    axe: Callable[[Page], list[str]],
    activity: str,
    language: str,
    scheme: str,
    screen: dict[str, Any],
) -> None:
    page = sign_in_on(open_page(viewport=screen, color_scheme=scheme), alice)
    page.goto(f"/?lang={language}")
    found: list[str] = []

    def look() -> None:
        found.extend(axe(page))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{page.url} is wider than the screen.")

    for mode in ("practice", "scored"):
        page.goto(f"/practice/{activity}?mode={mode}")
        look()
        begin(page, activity, mode)
        page.locator(SEND).click()
        expect(page.locator(".item .error")).to_be_focused()
        look()
        while page.locator("[name$='-choice']").count():
            page.locator("[name$='-choice']").last.check()
            follow(page.locator(SEND))
        look()
        if page.locator("[name$='-done']").count():
            page.locator("textarea").fill("Too short")  # going back asks for no plan
            page.locator("[name$='-back']").first.check()
            page.locator("[name$='-back']").first.focus()
            enter(page)
            expect(page.locator(".story-text")).to_be_focused()
            look()
            while page.locator("[name$='-choice']").count():
                page.locator("[name$='-choice']").first.check()
                follow(page.locator(SEND))
            follow(page.locator("[name$='-done']"))
        if page.locator("main .actions a.button").count():
            follow(page.locator("main .actions a.button"))
        look()
        follow(page.locator("main form .button:not(.button--quiet)").last)
        look()

    assert found == []


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_how_activities_leave_people_is_open_to_every_administrator(
    site: Site,
    admin: Person,
    open_page: Callable[..., Page],
    sign_in_on: SignIn,
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    with site.app.app_context():
        for felt in aftereffects.FELT:
            for _person in range(8):
                aftereffects.tell("activity:friend-conversation", felt, clock.now())
    page = sign_in_on(open_page(viewport=screen, color_scheme=theme), admin)
    page.goto(f"/me?lang={language}")

    problems = problems_of(page, "/admin/aftereffects", axe)

    expect(page.locator("tbody td")).to_have_text(["24", "8", "8", "8"])
    expect(page.locator(".notice--bad")).to_be_visible()
    assert problems == []

"""Lateral reading in a browser: by keyboard alone without scripts, and shutting nobody out on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.keyboard import press_until
from tests.browser.leaving import enter, follow
from tests.cast import Person

NARROW = {"width": 320, "height": 640}
SCORED = "/practice/lateral-reading?mode=scored"
PRACTICE = "/practice/lateral-reading?mode=practice"
SignIn = Callable[[Page, Person], Page]


def begin(page: Page, address: str) -> None:
    page.goto(address)
    follow(page.locator("main form button"), "**/attempts/*")


def judge(page: Page, look: Callable[[], None]) -> None:
    """Open two tabs, forget how sure one is, say it, and in practice read the reasons; look at each page."""
    for tab in ("search", "about"):
        follow(page.locator(f"[name$='-open'][value='{tab}']"))
    look()
    page.locator("[name$='-verdict'][value='false']").check()
    page.locator("#verdict ~ .actions button").click()
    expect(page.locator("#verdict .error")).to_be_focused()
    look()
    page.locator("[name$='-sure'][value='mid']").check()
    follow(page.locator("#verdict ~ .actions button"))
    if page.locator("#feedback").count():
        look()
        follow(page.locator("main .actions a.button"))


def test_a_claim_is_checked_and_judged_by_keyboard_without_scripts(
    open_page: Callable[..., Page], alice: Person, sign_in_on: SignIn
) -> None:
    page = sign_in_on(open_page(viewport=NARROW, java_script_enabled=False), alice)
    begin(page, PRACTICE)

    press_until(page, "[name$='-open'][value='search']")
    enter(page)
    expect(page.locator("article.tab h3")).to_be_focused()
    # A search may find nothing; then there is another tab to open.
    found = ".tab-results [name$='-open']"
    press_until(page, found if page.locator(found).count() else "[name$='-open'][value='about']")
    enter(page)
    expect(page.locator("article.tab h3")).to_be_focused()
    expect(page.locator(".tab")).to_have_count(2)
    # Enter in the verdict gives the verdict, and opens no tab.
    press_until(page, "[name$='-verdict']")
    page.keyboard.press("Space")
    enter(page)
    expect(page.locator("#verdict .error")).to_be_focused()
    press_until(page, "[name$='-sure']")
    page.keyboard.press("Space")
    enter(page)

    expect(page.locator("#feedback")).to_be_focused()
    expect(page.locator(".path").first.locator("li")).to_have_count(2)


@pytest.mark.parametrize(
    ("language", "scheme", "screen"),
    [
        pytest.param("en", "light", PHONE, id="english, light, phone"),
        pytest.param("ms", "dark", NARROW, id="malay, dark, small phone"),
        pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
    ],
)
def test_no_page_of_a_run_shuts_anybody_out_or_is_wider_than_the_screen(
    open_page: Callable[..., Page],
    alice: Person,
    sign_in_on: SignIn,
    axe: Callable[[Page], list[str]],
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

    for address in (PRACTICE, SCORED):
        page.goto(address)
        look()
        begin(page, address)
        judge(page, look)
        while page.locator("[name$='-verdict']").count():
            page.locator("[name$='-verdict'][value='cannot_tell']").check()
            follow(page.locator("#verdict ~ .actions button"))
            if address == PRACTICE:
                break
        follow(page.locator("main form button").last)
        expect(page.locator(".verdict").first).to_be_attached()
        look()

    assert found == []

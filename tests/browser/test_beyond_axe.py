"""What a checker of rules cannot see: what is announced, where the focus goes, and what enlarged text does."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.leaving import follow
from tests.cast import Person

SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
"""
TWICE_AS_LARGE = "html { font-size: 200% !important; }"
OUTSIDE = """selector => [...document.querySelectorAll(selector)]
    .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(element => element.textContent.trim())"""
NEWS = """() => {
    const line = document.querySelector('[data-saved-line]');
    window.news = [];
    new MutationObserver(() => {
        if (line.getAttribute('aria-live') !== 'off') window.news.push(line.dataset.state);
    }).observe(line, {childList: true, characterData: true, subtree: true});
}"""
COVERED = """() => {
    const box = document.activeElement.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return Boolean(top && top.closest('.menu'));
}"""
SignIn = Callable[[Page, Person], Page]


def summaries(page: Page) -> list[tuple[str, bool]]:
    """What a screen reader is told of each `summary`: its name, and whether it says that it is open."""
    tree: dict[str, Any] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        (node["name"]["value"], any(p["name"] == "expanded" and p["value"]["value"] for p in node["properties"]))
        for node in tree["nodes"]
        if node.get("role", {}).get("value") == "DisclosureTriangle"
    ]


def start_quiz(page: Page, alice: Person, sign_in_on: SignIn) -> None:
    sign_in_on(page, alice)
    page.goto("/quizzes/spot-it")
    follow(page.locator("main form button"), "**/attempts/*")


def test_the_skip_link_leads_into_the_content(page: Page) -> None:
    page.goto("/learn")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_open_menu_hides_nothing_that_has_the_focus(page: Page) -> None:
    page.goto("/learn/spot-it/what-counts")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    covered = []

    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('main') !== null") and page.evaluate(COVERED):
            covered.append(page.evaluate("document.activeElement.textContent.trim()"))

    assert covered == []


def test_the_menu_is_back_when_the_focus_returns_to_it(page: Page) -> None:
    page.goto("/learn/spot-it/what-counts")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    page.locator(".side-nav > a").focus()

    page.locator(".help-link").first.focus()

    expect(page.locator(".menu nav")).to_be_visible()


@pytest.mark.parametrize(("screen", "told"), [(PHONE, [("Lesson 1 of 4", False)]), (DESKTOP, [])])
def test_no_summary_says_that_the_list_below_it_is_closed_when_it_is_not(
    open_page: Callable[..., Page], screen: dict[str, int], told: list[tuple[str, bool]]
) -> None:
    page = open_page(viewport=screen)

    page.goto("/learn/spot-it/what-counts")

    assert [summary for summary in summaries(page) if summary[0] != "Menu"] == told


@pytest.mark.parametrize("scripts", [True, False])
def test_what_the_last_action_did_has_the_focus(
    open_page: Callable[..., Page], alice: Person, sign_in_on: SignIn, scripts: bool
) -> None:
    page = sign_in_on(open_page(java_script_enabled=scripts), alice)
    page.goto("/account")

    page.locator("form[action$='/account'] button, form[action*='profile'] button").first.click()

    expect(page.locator(".notice")).to_be_focused()


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_title_of_a_page_with_a_mistake_says_so_first(page: Page, language: str) -> None:
    page.goto(f"/sign-in?lang={language}")

    page.locator("[name=password]").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()

    assert (
        page.title()
        == {
            "en": "Please look at this again: Sign in · ThinkTwice",
            "ms": "Sila semak semula: Log masuk · ThinkTwice",
        }[language]
    )


def test_the_title_of_a_refused_serial_says_so_first(page: Page) -> None:
    page.goto("/verify?serial=mistyped")

    assert page.title() == "Please look at this again: Check a certificate · ThinkTwice"


def test_the_links_to_the_lessons_around_say_which_way_they_lead(page: Page) -> None:
    page.goto("/learn/spot-it/the-tricks")

    expect(page.locator(".pager [rel=prev]")).to_have_accessible_name("Back: What counts as hate speech")
    expect(page.locator(".pager [rel=next]")).to_have_accessible_name("Next: Practice feed: hate, or just blunt?")


def test_lists_without_bullets_are_still_announced_as_lists(page: Page) -> None:
    found = {}
    for address in ("/", "/learn/spot-it"):
        page.goto(address)
        found[address] = page.evaluate(
            """[...document.querySelectorAll('main :is(ul, ol)')]
                .filter(list => getComputedStyle(list).listStyleType === 'none').map(list => list.className)"""
        )

    assert found == {"/": [], "/learn/spot-it": []}


def test_routine_saving_is_announced_once(page: Page, alice: Person, sign_in_on: SignIn) -> None:
    start_quiz(page, alice, sign_in_on)
    page.evaluate(NEWS)
    line = page.locator("[data-saved-line]")

    for item in page.locator("fieldset.item:has([type=radio])").all()[:3]:
        item.locator("[type=radio]").first.check()
        expect(line).to_have_attribute("data-state", "saved")

    assert page.evaluate("window.news") == ["saved"]


def test_trouble_with_saving_is_announced_and_so_is_its_end(page: Page, alice: Person, sign_in_on: SignIn) -> None:
    start_quiz(page, alice, sign_in_on)
    line = page.locator("[data-saved-line]")
    radios = page.locator("fieldset.item [type=radio]")
    radios.nth(0).check()
    expect(line).to_have_attribute("data-state", "saved")
    page.evaluate(NEWS)
    page.context.set_offline(True)

    radios.nth(1).check()
    expect(line).to_have_attribute("aria-live", "polite")
    page.context.set_offline(False)
    expect(line).to_have_attribute("data-state", "saved")

    assert page.evaluate("window.news") == ["unsaved", "saved"]


@pytest.mark.parametrize("address", ["/", "/help", "/check-in", "/learn/spot-it"])
@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize(
    ("screen", "style"),
    [
        pytest.param({"width": 320, "height": 640}, SPACED, id="text spacing on a small phone"),
        pytest.param(PHONE, SPACED, id="text spacing on a phone"),
        pytest.param(PHONE, TWICE_AS_LARGE, id="text twice as large on a phone"),
    ],
)
def test_the_reader_s_own_text_settings_push_nothing_off_the_screen(
    open_page: Callable[..., Page], address: str, language: str, screen: dict[str, int], style: str
) -> None:
    page = open_page(viewport=screen, bypass_csp=True)
    page.goto(f"{address}?lang={language}")

    page.add_style_tag(content=style)

    assert page.evaluate(OUTSIDE, ".site-header a, .site-header summary, main a, main button, .card") == []


def test_a_long_name_is_whole_in_the_menu_of_a_phone(page: Page, alice: Person, sign_in_on: SignIn) -> None:
    sign_in_on(page, alice)
    page.goto("/learn")

    page.locator(".menu summary").click()

    assert page.locator(".account-name bdi").evaluate("name => getComputedStyle(name).overflowX") == "visible"


def test_the_address_of_a_new_account_can_be_filled_in_by_the_browser(page: Page) -> None:
    page.goto("/register")

    fields = {name: page.locator(f"[name={name}]") for name in ("display_name", "email", "password")}

    assert {name: field.get_attribute("autocomplete") for name, field in fields.items()} == {
        "display_name": "name",
        "email": "email",
        "password": "new-password",
    }


def test_passwords_may_be_pasted(open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/sign-in")
    page.locator("[name=email]").fill("pasted words")
    page.locator("[name=email]").press("Control+a")
    page.locator("[name=email]").press("Control+c")

    page.locator("[name=password]").press("Control+v")

    assert page.locator("[name=password]").input_value() == "pasted words"


def test_the_way_to_help_is_at_the_same_place_on_every_page(page: Page, alice: Person, sign_in_on: SignIn) -> None:
    places = set()
    for address in ("/", "/learn/spot-it/what-counts", "/check-in", "/sign-in", "/nowhere"):
        page.goto(address)
        places.add(page.evaluate("[...document.querySelectorAll('body > header a[href]')].at(-1).pathname"))
    sign_in_on(page, alice)
    for address in ("/me", "/account", "/attempts"):
        page.goto(address)
        places.add(page.evaluate("[...document.querySelectorAll('body > header a[href]')].at(-1).pathname"))

    assert places == {"/help"}

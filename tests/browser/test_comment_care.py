"""The comment care studio in a browser: open to everybody, played by keyboard, and tried while it is filled in."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from course import attempts
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.keyboard import press_until
from tests.browser.leaving import enter, follow
from tests.browser.test_every_page import NARROW
from tests.cast import Person

WAYS = (
    pytest.param("en", "light", PHONE, id="english, light, phone"),
    pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
    pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
    pytest.param("en", "dark", DESKTOP, id="english, dark, laptop"),
)
GENERAL = (
    "tunggu kau", "know where", "b0d", "st00", "gemuk", "halau", "kutu", "ramai-ramai", "badan", "nombor dia",
)  # fmt: skip


def start(page: Page, mode: str) -> None:
    page.goto(f"/practice/comment-studio?mode={mode}")
    follow(page.locator("main form button"), "**/attempts/*")


def keywords_kept(site: Site, page: Page, person: Person) -> str:
    with site.app.app_context():
        sheet = attempts.find_own(person.id, int(page.url.split("?")[0].rsplit("/", 1)[1]))
        assert sheet is not None
        return str(next(iter(sheet.answers.values()), {}).get("keywords"))


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_page_of_it_is_open_to_everybody_and_fits(
    alice: Person,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = sign_in_on(open_page(viewport=screen, color_scheme=theme), alice)
    page.goto(f"/?lang={language}")
    problems: list[str] = []

    def look(where: str) -> None:
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        problems.extend(f"{where}: {problem}" for problem in axe(page))
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > screen["width"]:
            problems.append(f"{where}: {needed} px wide on a screen of {screen['width']} px")

    for mode in ("practice", "scored"):
        page.goto(f"/practice/comment-studio?mode={mode}")
        look(f"{mode}, start")
        start(page, mode)
        look(f"{mode}, studio")
        page.locator("[name$=-care]").check()
        page.locator("textarea").fill("ab\n" + "\n".join(GENERAL) + "\nGEMUK\n" + "x" * 60)
        page.locator("button[name=go]").first.click()
        expect(page.locator("#gap-keywords")).to_be_focused()
        look(f"{mode}, problem")
        page.locator("textarea").fill("\n".join(GENERAL))
        follow(page.locator("button[name$=-act]"))
        look(f"{mode}, handed in")
        follow(page.locator("main form button").last, lambda url: "confirm" not in url)
        look(f"{mode}, result")

    assert problems == []


def test_the_preview_follows_the_typing_and_says_so_politely(
    site: Site, alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start(sign_in_on(page, alice), "scored")
    expect(page.locator("#studio-count")).to_have_text("0 hidden, 30 visible")

    page.locator("textarea").press_sequentially("tunggu kau", delay=5)

    expect(page.locator("#studio-count")).to_have_text("1 hidden, 29 visible")
    expect(page.locator(".comment.is-hidden .chip")).to_have_text("Hidden: keyword ‘tunggu kau’")
    expect(page.locator("textarea")).to_be_focused()
    assert page.locator("#studio-count").get_attribute("role") == "status"
    assert keywords_kept(site, page, alice) == "tunggu kau"


def test_what_is_wrong_with_a_keyword_comes_and_goes_while_typing(
    alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start(sign_in_on(page, alice), "practice")

    page.locator("textarea").fill("ab")
    expect(page.locator("#gap-keywords")).to_have_attribute("role", "status")
    assert page.locator("textarea").get_attribute("aria-invalid") == "true"
    page.locator("textarea").fill("abc")

    expect(page.locator("#gap-keywords")).to_have_count(0)
    assert page.locator("textarea").get_attribute("aria-invalid") is None


def test_a_tick_is_tried_at_once_and_keeps_the_focus(
    alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start(sign_in_on(page, alice), "scored")
    page.locator("[name$=-care]").check()
    expect(page.locator("#studio-count")).not_to_have_text("0 hidden, 30 visible")
    hidden = page.locator(".comment.is-hidden").count()
    threat = page.locator(".comment", has_text="tunggu kau").locator("input")

    threat.focus()
    page.keyboard.press("Space")

    expect(page.locator(".comment.is-hidden")).to_have_count(hidden + 1)
    expect(page.locator(".comment", has_text="tunggu kau").locator("input")).to_be_focused()
    expect(page.locator(".comment", has_text="tunggu kau").locator("input")).to_be_checked()


def test_handing_in_waits_for_a_try_that_is_under_way(
    alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start(sign_in_on(page, alice), "scored")
    arrived: list[str] = []

    def slowly(route: Route) -> None:
        posted = route.request.post_data or ""
        arrived.append("hand in" if "hand_in" in posted else "try")
        if arrived == ["try"]:
            time.sleep(0.6)
        route.continue_()

    page.route("**/answers", slowly)
    with page.expect_request("**/answers"):
        page.locator("textarea").fill("gemuk")
    page.locator("button[name$=-act]").click()

    expect(page.locator("h1")).to_have_text("Hand in?")
    assert arrived == ["try", "hand in"]


def test_without_a_network_the_typed_words_stay(
    alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start(sign_in_on(page, alice), "practice")
    page.route("**/answers", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)

    page.locator("textarea").fill("gemuk")
    page.wait_for_timeout(700)
    page.unroute("**/answers")
    page.context.set_offline(False)

    expect(page.locator("textarea")).to_have_value("gemuk")


@pytest.mark.parametrize("language", ["en", "ms"])
def test_it_is_passed_by_keyboard_alone_without_scripts(
    alice: Person, open_page: Callable[..., Page], sign_in_on: Callable[[Page, Person], Page], language: str
) -> None:
    page = sign_in_on(open_page(viewport=NARROW, java_script_enabled=False), alice)
    page.goto(f"/me?lang={language}")
    page.goto("/practice/comment-studio?mode=scored")
    press_until(page, "main form button")
    enter(page, "**/attempts/*")

    press_until(page, "[name$=-care]")
    page.keyboard.press("Space")
    press_until(page, "textarea")
    for keyword in GENERAL:
        page.keyboard.type(keyword)
        page.keyboard.press("Enter")
    press_until(page, "button[name=go]")
    enter(page, "**at=*")
    press_until(page, "button[name$=-act]")
    enter(page, lambda url: "at=" not in url)
    press_until(page, "main form button")
    enter(page)

    expect(page.locator(".verdict-line .chip--leaf")).to_have_text({"en": "Passed", "ms": "Lulus"}[language])


def test_its_script_is_small(page: Page, alice: Person, sign_in_on: Callable[[Page, Person], Page]) -> None:
    start(sign_in_on(page, alice), "practice")
    address = page.locator("script[src*=comment_care]").get_attribute("src") or ""

    sent = page.request.get(address, headers={"Accept-Encoding": "gzip"})

    assert int(sent.headers["content-length"]) <= 8_000

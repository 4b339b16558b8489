"""The private check-in in a real browser: nothing leaves it, help comes first, and it works without script or mouse."""

import json
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from tests.browser.conftest import DESKTOP, PHONE, Site

PAGE = "/check-in"
OWN = "my aunt, after Isyak"
SIGN = "I scroll late at night and cannot stop"
LINES = ("sign", "quick_action", "person", "place", "help_line")
SHOWN = """[...document.querySelectorAll('main > section')].filter(part => part.offsetParent)
    .map(part => part.getAttribute('aria-labelledby'))"""
WAYS = (
    pytest.param("en", "light", PHONE, True, id="english, light, phone"),
    pytest.param("ms", "dark", PHONE, True, id="malay, dark, phone"),
    pytest.param("en", "dark", DESKTOP, False, id="english, dark, laptop, no script"),
    pytest.param("ms", "light", DESKTOP, False, id="malay, light, laptop, no script"),
)


def pick(page: Page, number: int) -> None:
    page.locator(f"[name=today][value='{number}']").check()


def shown(page: Page) -> list[str]:
    """The sections that can be seen, in the order in which they are read."""
    found: list[str] = page.evaluate(SHOWN)
    return found


def make_plan(page: Page) -> None:
    page.locator("#sign").select_option(index=1)
    page.locator("#person").select_option("own")
    page.locator("#person-own").fill(OWN)


def kept_on_the_device(page: Page) -> Any:
    return json.loads(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))


@pytest.fixture
def heard(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every request that reaches the server, whatever sent it."""
    heard: list[str] = []
    answer = site.app.wsgi_app

    def listen(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        heard.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return answer(environ, start_response)

    monkeypatch.setattr(site.app, "wsgi_app", listen)
    return heard


def test_after_the_page_has_come_not_one_request_follows(open_page: Callable[..., Page], heard: list[str]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(PAGE + "?lang=ms", wait_until="networkidle")
    page.context.on("request", lambda request: asked.append(request.url))
    first = set(heard)
    heard.clear()

    for control in page.locator("main input:not([type=text])").all():
        control.press("Space", timeout=1_000)
        control.press("Enter")
        control.click()
    for name in LINES:
        for value in page.locator(f"#{name} option").all():
            page.locator(f"#{name}").select_option(value.get_attribute("value") or value.inner_text())
        page.locator(f"#{name}").press("Enter")
        page.locator(f"#{name}").select_option("own")
        page.locator(f"#{name}-own").press_sequentially("I say\t")
        page.locator(f"#{name}-own").press("Enter")
        page.locator(f"#{name}-own").press("Control+Enter")
    for button in page.locator("main button").all():
        button.click()
        button.press("Enter")
        button.press("Space")
    for key in ("Enter", "Escape", "Space", "s", "PageDown"):
        page.locator("main").press(key)
    page.wait_for_timeout(700)

    assert f"GET {PAGE}" in first
    assert first - {f"GET {PAGE}"} == {path for path in first if path.startswith("GET /static/")}
    assert page.evaluate("window.printed") is True
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert heard == []


def test_a_request_would_have_been_heard_and_one_that_somebody_adds_is_blocked(
    page: Page, heard: list[str], mistakes: list[str]
) -> None:
    page.goto(PAGE, wait_until="networkidle")
    heard.clear()

    answers = page.evaluate(
        """async () => [
            await fetch('/healthz').then(() => 'sent', () => 'blocked'),
            navigator.sendBeacon('/healthz', 'x') && 'tried',
            (() => {
                const form = document.createElement('form');
                form.action = '/sign-out';
                form.method = 'post';
                document.body.append(form);
                form.submit();
                return 'tried';
            })(),
        ]"""
    )
    page.wait_for_timeout(300)
    blocked = [line.split(" because it violates")[0] for line in mistakes]
    mistakes.clear()
    reached = [*heard]
    page.goto("/help")

    assert (answers[0], reached) == ("blocked", [])
    assert len(blocked) >= 2
    assert "GET /help" in heard


@pytest.mark.parametrize("scripts", [True, False])
def test_a_low_number_puts_the_people_who_can_help_first(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(PAGE)
    told = {None: shown(page)}

    for number in range(11):
        pick(page, number)
        told[number] = shown(page)

    low, middle, high = (
        ["calm", "answer-low", "plan"],
        *([f"answer-{it}", "plan", "people"] for it in ("middle", "high")),
    )
    assert told[None] == ["plan", "people"]
    assert [told[number] for number in range(11)] == [low] * 4 + [middle] * 3 + [high] * 4


@pytest.mark.parametrize("scripts", [True, False])
def test_who_is_not_safe_sees_help_first_whatever_the_number(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(PAGE)

    page.locator("#not-safe").check()
    without_a_number = shown(page)
    pick(page, 9)
    with_a_high_one = shown(page)
    page.locator("#not-safe").uncheck()

    assert without_a_number == with_a_high_one == ["calm", "answer-low", "plan"]
    assert shown(page) == ["answer-high", "plan", "people"]


def test_a_browser_that_cannot_look_inside_shows_every_answer_under_its_numbers(page: Page) -> None:
    def without_has(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("selector(:has(*))", "selector(:no-such(*))"))

    page.route("**/check-in.css*", without_has)

    page.goto(PAGE)

    assert shown(page) == ["calm", "answer-low", "answer-middle", "answer-high", "plan", "people"]
    assert [line.inner_text() for line in page.locator(".numbers-of-answer").all() if line.is_visible()] == [
        "Up to 3 out of 10",
        "Up to 6 out of 10",
        "Up to 10 out of 10",
    ]


def test_the_keyboard_alone_reaches_help_next_and_takes_the_plan_along(page: Page) -> None:
    page.goto(PAGE)
    page.locator("[name=today]").first.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    next_after_the_tick = page.evaluate("document.activeElement.href")
    page.locator("#sign").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.locator("[data-do=download]").focus()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")

    assert page.locator("[name=today]:checked").input_value() == "2"
    assert next_after_the_tick == "tel:999"
    assert waited.value.suggested_filename == "plan.txt"
    assert waited.value.path().read_text(encoding="utf-8").splitlines()[:3] == [
        "My plan for a hard moment",
        "",
        f"When I notice that {SIGN}",
    ]


def test_the_plan_can_be_copied_with_the_people_and_the_day_they_were_checked(open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    pick(page, 2)
    make_plan(page)

    page.locator("[data-do=copy]").click()
    expect(page.locator("[data-said]")).to_have_text("The plan is copied.")

    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        "My plan for a hard moment",
        "",
        f"When I notice that {SIGN}",
        f"I will tell {OWN}",
        "",
        "People you can talk to, on any day",
        "Emergency services (999)",
        "  Call 999",
        "  Checked on 21 November 2026",
        "HEAL Line 15555 (Ministry of Health)",
        "  Call 15555",
        "  8 am to midnight every day, as news pages report it",
        "  Checked on 21 November 2026",
        "Befrienders Kuala Lumpur",
        "  befrienders.org.my sam@befrienders.org.my",
        "  24 hours; the phone number is on their own site",
        "  Checked on 21 November 2026",
    ]


def test_a_browser_that_does_not_copy_is_told_what_to_do_instead(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(PAGE)

    page.locator("[data-do=copy]").click()

    expect(page.locator("[data-said]")).to_have_text("This browser does not let us copy. Download the plan instead.")


def test_nothing_is_kept_unless_somebody_asks_for_it(page: Page) -> None:
    page.goto(PAGE)
    pick(page, 1)
    page.locator("#not-safe").check()
    make_plan(page)

    kept = kept_on_the_device(page)
    page.reload()

    assert (kept, page.context.cookies()) == ({}, [])
    assert page.locator("main :checked:is(input)").count() == 0
    assert (page.locator("#sign").input_value(), page.locator("#person-own").input_value()) == ("", "")
    expect(page.locator("[data-keep]")).not_to_be_checked()


def test_only_the_plan_is_kept_and_only_until_it_is_cleared(page: Page) -> None:
    page.goto(PAGE)
    pick(page, 1)
    page.locator("#not-safe").check()
    page.locator("[data-keep]").check()
    make_plan(page)

    kept = kept_on_the_device(page)
    page.reload()
    again = (page.locator("#sign").input_value(), page.locator("#person-own").input_value())
    numbers = page.locator("[name=today]:checked, #not-safe:checked").count()
    page.locator("[data-do=clear]").click()

    plan = json.loads(kept.pop("check-in-plan"))
    assert kept == {}
    assert plan["plan"] == {"sign": SIGN, "quick_action": "", "person": OWN, "place": "", "help_line": ""}
    assert set(plan) == {"until", "plan"}
    assert (again, numbers) == ((SIGN, OWN), 0)
    assert kept_on_the_device(page) == {}
    assert page.locator("#sign").input_value() == ""
    expect(page.locator("[data-said]")).to_have_text("Everything is cleared, here and on this device.")


def test_taking_the_tick_back_forgets_the_plan_on_the_device_but_not_on_the_page(page: Page) -> None:
    page.goto(PAGE)
    make_plan(page)
    page.locator("[data-keep]").check()
    expect(page.locator("[data-said]")).to_have_text(re.compile(r"kept on this device until \d+ [A-Z][a-z]+ \d{4}\.$"))

    page.locator("[data-keep]").uncheck()

    assert kept_on_the_device(page) == {}
    assert page.locator("#person-own").input_value() == OWN


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param('{"until": 1, "plan": {"sign": "x"}}', id="over"),
        pytest.param('{"until": 9e15, "plan": {"sign": "x"}}', id="longer than seven days"),
        pytest.param('{"until": "soon", "plan": {}}', id="no time"),
        pytest.param("null", id="nothing"),
        pytest.param('{"until": 1', id="broken"),
    ],
)
def test_a_plan_whose_seven_days_are_over_or_that_is_none_is_not_shown(page: Page, stored: str) -> None:
    page.goto(PAGE)
    page.evaluate("stored => localStorage.setItem('check-in-plan', stored)", stored)

    page.reload()

    expect(page.locator("[data-keep]")).not_to_be_checked()
    assert page.locator("#sign").input_value() == ""
    assert kept_on_the_device(page) == {}


def test_a_plan_that_was_kept_in_english_is_not_lost_in_malay(page: Page) -> None:
    page.goto(PAGE)
    page.locator("[data-keep]").check()
    make_plan(page)

    page.goto(f"{PAGE}?lang=ms")

    assert (page.locator("#sign").input_value(), page.locator("#sign-own").input_value()) == ("own", SIGN)


def test_who_comes_back_with_the_browser_s_button_finds_nothing_of_somebody_else(page: Page) -> None:
    page.goto(PAGE)
    pick(page, 1)
    make_plan(page)

    page.goto("/help")
    page.go_back()

    assert page.locator("main :checked:is(input)").count() == 0
    assert (page.locator("#sign").input_value(), page.locator("#person-own").input_value()) == ("", "")


def test_a_screen_reader_is_told_what_a_number_shows_and_once(page: Page) -> None:
    page.goto(PAGE)
    news = page.locator("[data-news]")

    pick(page, 2)
    expect(news).to_have_text("People who can help now stand first, just below.")
    pick(page, 8)
    expect(news).to_have_text("Things that may help stand just below.")
    page.locator("#not-safe").check()

    expect(news).to_have_text("People who can help now stand first, just below.")


@pytest.mark.parametrize(
    ("language", "scripts", "number"), [("en", True, 1), ("ms", True, None), ("en", False, 8), ("ms", False, 2)]
)
def test_the_plan_is_printed_on_one_sheet_without_the_number(
    open_page: Callable[..., Page], language: str, scripts: bool, number: int | None
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(f"{PAGE}?lang={language}")
    make_plan(page)
    page.locator("#help_line").select_option(index=2)
    if number is not None:
        pick(page, number)

    paper = PdfReader(BytesIO(page.pdf(format="A4")))

    words = " ".join(paper.pages[0].extract_text().split())
    assert len(paper.pages) == 1
    assert OWN.replace(" ", "") in words.replace(" ", "")
    assert words.count("15555") >= 2
    assert "999" in words
    unwanted = page.locator(".scale legend").inner_text().replace(" ", "")
    assert unwanted not in words.replace(" ", "")


@pytest.mark.parametrize(("language", "theme", "screen", "scripts"), WAYS)
def test_the_page_is_open_to_everybody_whatever_was_picked(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
    scripts: bool,
) -> None:
    page = open_page(viewport=screen, color_scheme=theme)
    if not scripts:  # axe is one: the page's own is taken away instead
        page.route("**/check-in.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{PAGE}?lang={language}")
    problems = axe(page)

    for number in (0, 5, 9):
        pick(page, number)
        problems += axe(page)
    page.locator("#not-safe").check()
    make_plan(page)
    if scripts:
        page.locator("[data-keep]").check()
    problems += axe(page)

    assert problems == []


@pytest.mark.parametrize("scripts", [True, False])
def test_whatever_has_the_focus_shows_it_and_is_in_reading_order(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(PAGE)
    pick(page, 3)
    page.locator("[name=today]:checked").focus()
    tops, unseen = [], []

    for _ in range(14):
        page.keyboard.press("Tab")
        top, ring, what = page.evaluate(
            """() => {
                const one = document.activeElement;
                const near = [one, one.closest('label')].filter(Boolean).map(node => getComputedStyle(node));
                const ring = near.some(style => parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none');
                return [one.getBoundingClientRect().top + scrollY, ring, one.outerHTML.slice(0, 80)];
            }"""
        )
        tops.append(top)
        unseen += [] if ring else [what]

    assert unseen == []
    assert tops == sorted(tops)

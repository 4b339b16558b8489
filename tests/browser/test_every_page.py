"""Every page in a real browser: shut out nobody, fit every screen, ask no other machine for anything."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from course import attempts, catalogue
from tests.answers import right_form
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.cast import Person
from tests.conftest import Clock

PUBLIC = (
    "/",
    "/learn",
    "/learn/spot-it",
    "/learn/spot-it/teach",
    "/learn/spot-it/what-counts",
    "/learn/spot-it/the-tricks",
    "/learn/spot-it/practice-feed",
    "/learn/spot-it/scored-feed",
    "/help",
    "/check-in",
    "/hub",
    "/hub/guides/someone-is-targeted",
    "/hub/guides/food-and-body",
    "/hub/search?q=suicde",
    "/hub/search?q=evidence",
    "/hub/sources",
    "/help?need=harm&open=now",
    "/offline",
    "/hub/glossary",
    "/verify",
    "/verify?serial=mistyped",
    "/privacy",
    "/accessibility",
    "/register",
    "/sign-in",
    "/reset",
    "/nowhere",
)
OWN = (
    "/me",
    "/account",
    "/account/erase",
    "/quizzes/spot-it",
    "/practice/feed-spotting?mode=practice",
    "/attempts",
    "/plan",
    "/certificate",
)
NARROW = {"width": 320, "height": 640}
WAYS = (
    pytest.param("en", "light", PHONE, id="english, light, phone"),
    pytest.param("ms", "dark", PHONE, id="malay, dark, phone"),
    pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
    pytest.param("en", "dark", DESKTOP, id="english, dark, laptop"),
)


@pytest.fixture
def finished(site: Site, alice: Person, clock: Clock) -> dict[str, int]:
    """Attempts of Alice in every state: name → id. She has earned her certificate."""
    found: dict[str, int] = {}
    with site.app.app_context():
        course = catalogue.current()
        feed, quiz = course.bank.activity("feed-spotting"), course.bank.quiz("spot-it")
        assert feed is not None
        assert quiz is not None
        for name, definition, mode, number in (
            ("practice", feed, "practice", 1),
            ("feed result", feed, "scored", 1),
            ("quiz result", quiz, "scored", 1),
            ("feed paper", feed, "scored", 2),
            ("quiz paper", quiz, "scored", 2),
        ):
            subject = attempts.subject_of(definition)
            ticket = attempts.make_ticket("secret", alice.id, subject, mode, number)  # type: ignore[arg-type]
            found[name] = attempts.start(alice.id, definition, mode, ticket, secret="secret", now=clock.now())  # type: ignore[arg-type]
            sheet = attempts.find_own(alice.id, found[name])
            assert sheet is not None
            if name.endswith("result"):
                form = right_form(definition, sheet.paper.item_ids[1:])
                attempts.submit(alice.id, sheet.id, form, issuer=course.issuer, now=clock.now())
            elif name == "practice":
                first = sheet.paper.item_ids[0]
                attempts.save(alice.id, sheet.id, {f"a-{first}": ["act"]}, clock.now())
                found["practised item"] = 0
    return found


def own_addresses(site: Site, alice: Person, finished: dict[str, int]) -> list[str]:
    with site.app.app_context():
        sheet = attempts.find_own(alice.id, finished["practice"])
        assert sheet is not None
        first = sheet.paper.item_ids[0]
    return [
        *OWN,
        f"/attempts/{finished['practice']}",
        f"/attempts/{finished['practice']}?step={first}",
        f"/attempts/{finished['feed paper']}",
        f"/attempts/{finished['quiz paper']}?page=2",
        f"/attempts/{finished['feed result']}",
        f"/attempts/{finished['quiz result']}",
    ]


def problems_of(page: Page, address: str, axe: Callable[[Page], list[str]]) -> list[str]:
    page.goto(address)
    width = page.viewport_size["width"] if page.viewport_size else 0
    found = [f"{address}: {problem}" for problem in axe(page)]
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        found.append(f"{address}: {needed} px wide on a screen of {width} px")
    return found


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_public_page_is_open_to_everybody(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = open_page(viewport=screen, color_scheme=theme)
    page.goto(f"/?lang={language}")

    problems = [problem for address in PUBLIC for problem in problems_of(page, address, axe)]

    assert problems == []


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_page_of_a_student_is_open_to_everybody(
    site: Site,
    alice: Person,
    finished: dict[str, int],
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = sign_in_on(open_page(viewport=screen, color_scheme=theme), alice)
    page.goto(f"/me?lang={language}")

    problems = [
        problem for address in own_addresses(site, alice, finished) for problem in problems_of(page, address, axe)
    ]

    assert problems == []


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_page_fits_a_screen_of_320_pixels_with_large_text(
    site: Site,
    alice: Person,
    finished: dict[str, int],
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    language: str,
) -> None:
    page = open_page(viewport=NARROW)
    page.goto(f"/?lang={language}")
    too_wide = []
    for address in [*PUBLIC, None, *own_addresses(site, alice, finished)]:
        if address is None:
            sign_in_on(page, alice)
            page.goto(f"/me?lang={language}")
            continue
        page.goto(address)
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
            too_wide.append(f"{address}: {needed} px")

    assert too_wide == []


def test_axe_would_have_found_something(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/sign-in")
    page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")

    assert [problem.split(":")[0] for problem in axe(page)] != []


@pytest.mark.parametrize("address", ["/sign-in", "/register", "/learn/spot-it/what-counts", "/me"])
def test_whatever_has_the_focus_shows_it(
    alice: Person,
    page: Page,
    sign_in_on: Callable[[Page, Person], Page],
    address: str,
) -> None:
    if address == "/me":
        sign_in_on(page, alice)
    page.goto(address)
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (!element || element === document.body) return null;
                const ring = node => {
                    const style = getComputedStyle(node);
                    return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
                };
                const near = [element, element.closest('label'), element.parentElement].filter(Boolean);
                return near.some(ring) ? '' : element.outerHTML.slice(0, 120);
            }"""
        )
        if found:
            unseen.append(found)

    assert unseen == []

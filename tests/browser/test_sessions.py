"""Live sessions in a real browser: from the list to a place without an account, and the office, open to everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from course import places, session_questions, sessions
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.leaving import enter, follow
from tests.cast import Person
from tests.conftest import Clock
from tests.live_sessions import letters, link_in, plan

ADDRESS = "/sessions/safer-internet-day"
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize(
    ("language", "theme", "screen"),
    [
        pytest.param("en", "light", PHONE, id="english, light, phone"),
        pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
        pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
    ],
)
def test_every_page_of_live_sessions_is_open_to_everybody(
    site: Site,
    alice: Person,
    admin: Person,
    clock: Clock,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    live = plan(site.app, begins=clock.now() + timedelta(minutes=20))
    over = plan(site.app, begins=clock.now() - timedelta(days=3), slug="over")
    with site.app.app_context():
        texts = {"recording": "https://video.example.com/x", "transcript_en": "One.\n\nTwo.", "transcript_ms": ""}
        sessions.keep_afterwards(over.id, **texts, actor_id=None, now=clock.now())
        place, _new = places.take_place(live.slug, user_id=alice.id, language="en", now=clock.now())
        session_questions.ask(place, "Who reads a report?", "Alice", clock.now())
        own = f"{ADDRESS}/place/{places.key_of(place.id, site.app.config['SECRET_KEY'])}"
    page = open_page(viewport=screen, color_scheme=theme)
    page.goto(f"/?lang={language}")
    problems = []

    for address in ("/", "/sessions", ADDRESS, "/sessions/over", own):
        problems += problems_of(page, address, axe)
    sign_in_on(page, admin)
    page.goto(f"/me?lang={language}")
    for address in (
        "/admin",
        "/admin/sessions",
        "/admin/sessions/new",
        f"/admin/sessions/{live.id}",
        f"/admin/sessions/{live.id}/change",
        f"/admin/sessions/{over.id}/afterwards",
    ):
        problems += problems_of(page, address, axe)

    assert problems == []


def problems_of(page: Page, address: str, axe: Callable[[Page], list[str]]) -> list[str]:
    page.goto(address)
    width = page.viewport_size["width"] if page.viewport_size else 0
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [*(f"{address}: {problem}" for problem in axe(page)), *([f"{address}: {needed}"] if needed > width else [])]


def test_a_guest_takes_a_place_by_keyboard_and_gives_it_back(site: Site, clock: Clock, page: Page) -> None:
    plan(site.app, begins=clock.now() + timedelta(days=3))
    letters(site.app)
    page.goto(ADDRESS)
    page.get_by_label("E-mail address").fill("guest@example.com")
    enter(page, f"**{ADDRESS}")
    [(_to, _subject, text)] = letters(site.app)
    page.goto(link_in(text))

    follow(page.get_by_role("button", name="Take my place"), "**/place/*")
    had = page.get_by_role("main").inner_text()
    page.get_by_text("I cannot come").click()
    follow(page.get_by_role("button", name="Give my place back"), f"**{ADDRESS}")

    assert "You have a place" in had
    assert page.get_by_role("status").inner_text() == "You gave your place back. Thank you for telling us."

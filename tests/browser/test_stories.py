"""Stories in a real browser: told by keyboard, taken back, read and approved; every page open to everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from course import stories
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.leaving import follow
from tests.cast import Person
from tests.conftest import Clock
from tests.stories import tell

NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize(
    ("language", "theme", "screen"),
    [
        pytest.param("en", "light", PHONE, id="english, light, phone"),
        pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
        pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
        pytest.param("en", "dark", DESKTOP, id="english, dark, laptop"),
    ],
)
@pytest.mark.usefixtures("clock")
def test_every_page_of_stories_is_open_to_everybody(
    site: Site,
    admin: Person,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    tell(site.app, "A friend kept a seat for me.", campus="Kampus Lembah")
    tell(site.app, "Nenek sudah pulang dari hospital.", language="ms", content_note="illness")
    waiting, held = (tell(site.app, words, approve=False) for words in ("w" * 400, "rasa nak mati"))
    own = [f"/stories/sent/{stories.key_of(number, site.app.config['SECRET_KEY'])}" for number in (waiting, held)]
    page = open_page(viewport=screen, color_scheme=theme)
    page.goto(f"/?lang={language}")
    problems = []

    for address in ("/stories", "/stories/new", *own):
        problems += problems_of(page, address, axe)
    sign_in_on(page, admin)
    page.goto(f"/me?lang={language}")
    for address in ("/admin/stories", f"/admin/stories/{held}"):
        problems += problems_of(page, address, axe)
    follow(page.locator("form").filter(has=page.locator("#fits")).get_by_role("button"))
    problems += axe(page)

    assert problems == []


def problems_of(page: Page, address: str, axe: Callable[[Page], list[str]]) -> list[str]:
    page.goto(address)
    width = page.viewport_size["width"] if page.viewport_size else 0
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [*(f"{address}: {problem}" for problem in axe(page)), *([f"{address}: {needed}"] if needed > width else [])]


def test_a_story_is_told_read_and_taken_back(
    site: Site, clock: Clock, page: Page, admin: Person, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    page.goto("/stories")
    follow(page.get_by_role("link", name="Tell yours"), "**/stories/new")
    page.get_by_label("What made your day better?").fill("The rain stopped as I came out.")
    follow(page.get_by_role("button", name="Send"), "**/stories/sent/*")
    own = page.url
    sign_in_on(page, admin)
    page.goto("/admin/stories")
    follow(page.get_by_role("link", name="Read and decide"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    follow(page.get_by_role("button", name="Approve"), "**/admin/stories")
    page.goto("/stories")
    shown = page.locator(".story").all_inner_texts()

    page.goto(own)
    follow(page.get_by_role("button", name="Take my story back"), "**/stories")

    assert shown == ["The rain stopped as I came out."]
    assert page.locator(".story").count() == 0

"""Bystander scenes in a real browser: picked by keyboard, a clash seen at once, a reply built without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from quizzes.kinds.bystander.scene import Scene
from tests.browser.conftest import DESKTOP, Site
from tests.browser.leaving import enter, follow
from tests.cast import Person
from tests.player import right, sheet_of

NARROW = {"width": 320, "height": 640}
SignIn = Callable[[Page, Person], Page]


def begin(site: Site, page: Page, alice: Person, sign_in_on: SignIn, mode: str = "scored") -> tuple[int, list[Scene]]:
    sign_in_on(page, alice)
    page.goto(f"/practice/bystander?mode={mode}")
    follow(page.locator("main form button"), "**/attempts/*")
    attempt = int(page.url.rsplit("/", 1)[1])
    return attempt, [one for one in sheet_of(site.app, alice, attempt).paper.items if isinstance(one, Scene)]


def tick(page: Page, scene: Scene, part: str, value: str) -> None:
    control = page.locator(f"[name='a-{scene.id}-{part}'][value='{value}']")
    control.focus()
    page.keyboard.press("Space")
    expect(control).to_be_checked()


def test_a_run_is_passed_by_keyboard_without_a_script_on_a_small_phone(
    site: Site, alice: Person, open_page: Callable[..., Page], sign_in_on: SignIn
) -> None:
    page = open_page(viewport=NARROW, java_script_enabled=False)
    attempt, _scenes = begin(site, page, alice, sign_in_on)
    paper = sheet_of(site.app, alice, attempt).paper

    for items in paper.pages:
        for item in items:
            scene = paper.definition.by_id[item]
            assert isinstance(scene, Scene)
            (form,) = right(scene)
            for part in ("best", "worst"):
                for value in form[part]:
                    tick(page, scene, part, value)
        page.locator("main form button.button:not(.button--quiet)").last.focus()
        enter(page)

    expect(page.locator(".score")).to_contain_text("100")
    for part in ("feeling", "hurt", "request"):
        page.locator("#reply summary").evaluate("one => one.parentElement.open = true")
        page.locator(f"#reply-{part}").select_option(index=1)
    page.locator("#reply form button").click()
    expect(page.locator("#reply blockquote")).to_be_visible()


def test_best_and_worst_at_once_is_said_where_it_happens(
    site: Site, alice: Person, page: Page, sign_in_on: SignIn
) -> None:
    _attempt, (scene, *_others) = begin(site, page, alice, sign_in_on)
    clash = page.locator(f"#item-{scene.id} .act-clash").first
    first = page.locator(f"#item-{scene.id} [type=checkbox]").first.get_attribute("value") or ""
    expect(clash).to_be_hidden()

    tick(page, scene, "best", first)
    tick(page, scene, "worst", first)

    expect(clash).to_be_visible()


@pytest.mark.parametrize(
    ("language", "theme", "screen"), [("en", "dark", NARROW), ("ms", "light", DESKTOP)], ids=["phone", "laptop"]
)
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
    _attempt, (scene, *_others) = begin(site, page, alice, sign_in_on, "practice")
    found = axe(page)
    (form,) = right(scene)
    for part in ("best", "worst"):
        for value in form[part]:
            tick(page, scene, part, value)
    page.locator("main form.stack button.button").last.click()
    expect(page.locator("#feedback")).to_be_focused()
    found += axe(page)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]

"""The tests and the booster in a browser: open to everybody on every screen, by keyboard, saved as they are given."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from course import attempts
from tests.applications import Applications
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.keyboard import press_until
from tests.browser.leaving import enter, follow
from tests.browser.test_every_page import NARROW, problems_of
from tests.cast import Person
from tests.conftest import Clock
from tests.core_course import core_course
from tests.earning import pass_the_modules, take_test
from tests.player import fields, right

WAYS = (
    pytest.param("en", "light", PHONE, id="english, light, phone"),
    pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
    pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
)


@pytest.fixture(scope="module")
def _served(applications: Applications, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose course fits the shipped tests, whatever else the shipped course has."""
    folder = core_course(tmp_path_factory.mktemp("core"))
    with applications.alone_on("sqlite", WTF_CSRF_ENABLED=True, LOAD_CONTENT_FROM=str(folder)) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", app)
        server.shutdown()
        thread.join()
        server.server_close()


def begin(page: Page, address: str) -> int:
    """Press the start button and return the attempt's number."""
    page.goto(address)
    follow(page.locator("main form button[type=submit]"), "**/attempts/*")
    return int(page.url.split("?")[0].rsplit("/", 1)[1])


def answer(site: Site, person: Person, attempt: int, clock: Clock) -> None:
    """Answer everything right, without the pages."""
    with site.app.app_context():
        sheet = attempts.find_own(person.id, attempt)
        assert sheet is not None
        for item in sheet.paper.items:
            attempts.save(person.id, attempt, fields(item.id, right(item)[0]), clock.now())


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_page_of_the_tests_and_the_booster_is_open_to_everybody_and_fits(
    site: Site,
    alice: Person,
    clock: Clock,
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

    def look(*addresses: str) -> None:
        problems.extend(problem for address in addresses for problem in problems_of(page, address, axe))

    look("/me", "/tests/before", "/tests/after", "/tests/later", "/booster")
    before = begin(page, "/tests/before")
    look(*(f"/attempts/{before}{rest}" for rest in ("", "?page=4", "?confirm=1")), "/tests/before", "/me")
    answer(site, alice, before, clock)
    page.goto(f"/attempts/{before}?page=7")
    follow(page.locator("button[formaction]"))
    look(f"/attempts/{before}", "/tests/before")
    pass_the_modules(site.app, alice, clock)
    look("/me", "/tests/after", "/certificate")
    after = take_test(site.app, alice, "after", clock)
    assert after is not None
    look(f"/attempts/{after.id}", "/attempts", "/tests/later", "/booster")
    clock.advance(days=31)
    # The session ends with the day; whoever comes back after a month signs in.
    page.context.clear_cookies()
    sign_in_on(page, alice)
    page.goto(f"/?lang={language}")
    look("/me", "/tests/later", "/booster")
    booster = begin(page, "/booster")
    look(f"/attempts/{booster}", f"/attempts/{booster}?confirm=1", "/booster", "/me")
    answer(site, alice, booster, clock)
    page.goto(f"/attempts/{booster}")
    follow(page.locator("main form button[type=submit]"))
    look(f"/attempts/{booster}", "/certificate", "/me")

    assert problems == []


def test_the_test_before_the_course_is_taken_by_keyboard_and_without_scripts(
    site: Site, alice: Person, open_page: Callable[..., Page], sign_in_on: Callable[[Page, Person], Page]
) -> None:
    page = sign_in_on(open_page(java_script_enabled=False), alice)
    page.goto("/me")
    press_until(page, "a[href='/tests/before']")
    enter(page, "**/tests/before")
    press_until(page, "main form button")
    enter(page, "**/attempts/*")

    for number in range(1, 8):
        for group in page.locator("fieldset.item").all():
            group.locator("input[type=radio]").first.focus()
            page.keyboard.press("Space")
        press_until(page, "button[formaction]" if number == 7 else f"button[name=go][value='{number + 1}']")
        enter(page)

    expect(page.locator("h1")).to_have_text("Thank you")


def test_an_answer_of_a_test_is_saved_as_it_is_given(
    site: Site, alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    attempt = begin(sign_in_on(page, alice), "/tests/before")

    page.locator("fieldset.item input[type=radio]").first.check()
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved")

    with site.app.app_context():
        sheet = attempts.find_own(alice.id, attempt)
        assert sheet is not None
        assert len(sheet.answers) == 1

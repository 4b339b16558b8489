"""The report desk in a browser: every screen of a case open to everybody, played by keyboard, and a way back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from course import attempts
from quizzes.answering import Given
from quizzes.kinds.report_desk.case import Case
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.keyboard import choose_by_keyboard, press_until
from tests.browser.leaving import enter, follow
from tests.browser.test_every_page import NARROW
from tests.cast import Person

WAYS = (
    pytest.param("en", "light", PHONE, id="english, light, phone"),
    pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
    pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
)


def cases_of(site: Site, page: Page, person: Person) -> tuple[Case, ...]:
    with site.app.app_context():
        sheet = attempts.find_own(person.id, int(page.url.split("?")[0].rsplit("/", 1)[1]))
        assert sheet is not None
        return sheet.paper.items  # type: ignore[return-value]


def start(page: Page, mode: str) -> None:
    page.goto(f"/practice/report-desk?mode={mode}")
    follow(page.locator("main form button"))


def fill_in(page: Page, case: Case, form: Given) -> None:
    """Choose on the screen at hand, without pressing its button."""
    for part, values in form.items():
        field = page.locator(f"[name='a-{case.id}-{part}']")
        for value in values if part not in ("at", "on") else ():
            if field.first.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                page.locator(f"[name='a-{case.id}-{part}'][value='{value}']").check()


def screens(page: Page, case: Case, way: Callable[[Case], Iterator[Given]]) -> Iterator[str]:
    """Walk through a case and stop at each of its screens."""
    for form in way(case):
        yield form["at"][0]
        fill_in(page, case, form)
        follow(page.locator(f"button[name='a-{case.id}-on']"))


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_screen_is_open_to_everybody_and_fits(
    site: Site,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    alice: Person,
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = sign_in_on(open_page(viewport=screen, color_scheme=theme), alice)
    page.goto(f"/?lang={language}")
    start(page, "practice")
    problems: list[str] = []

    def look(where: str) -> None:
        problems.extend(f"{where}: {problem}" for problem in axe(page))
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > screen["width"]:
            problems.append(f"{where}: {needed} px wide on a screen of {screen['width']} px")

    for case in cases_of(site, page, alice):
        for where in screens(page, case, lambda one: iter(next(one.wrong_ways()))):
            look(f"{case.id}, {where}")
        look(f"{case.id}, feedback")
        follow(page.locator("main .actions .button").last)
    look("result")

    assert problems == []


def test_a_case_is_played_by_keyboard_alone_without_scripts(
    site: Site, open_page: Callable[..., Page], sign_in_on: Callable[[Page, Person], Page], alice: Person
) -> None:
    page = sign_in_on(open_page(java_script_enabled=False), alice)
    start(page, "practice")
    case = cases_of(site, page, alice)[0]

    for form in case.right_way():
        for part, values in form.items():
            if part not in ("at", "on") and values:
                choose_by_keyboard(page, f"a-{case.id}-{part}", [*values])
        press_until(page, f"button[name='a-{case.id}-on']")
        enter(page)

    expect(page.locator("#feedback h2")).to_have_text("Case 1: 100 of 100")


def test_back_keeps_what_was_chosen_and_enter_goes_on(
    site: Site, open_page: Callable[..., Page], sign_in_on: Callable[[Page, Person], Page], alice: Person
) -> None:
    page = sign_in_on(open_page(), alice)
    start(page, "scored")
    case = next(one for one in cases_of(site, page, alice) if one.is_to_report)
    page.goto(f"{page.url.split('?')[0]}?step={case.id}")
    for where in screens(page, case, lambda one: iter(one.right_way())):
        if where == "evidence":
            break
    kept = [f"[name='a-{case.id}-evidence'][value='{one}']" for one in case.kept_as("keep")]
    for box in kept:
        page.locator(box).check()

    page.get_by_role("button", name="Back").click()
    expect(page.locator("h2.desk-question")).to_have_text("Which reason comes closest?")
    page.locator(f"[name='a-{case.id}-detail']:checked").press("Enter")

    expect(page.locator("h2.desk-question")).to_have_text("What do you do to save evidence?")
    for box in kept:
        expect(page.locator(box)).to_be_checked()


def test_the_heading_of_the_next_screen_takes_the_focus_and_a_gap_does_where_there_is_one(
    open_page: Callable[..., Page], sign_in_on: Callable[[Page, Person], Page], alice: Person
) -> None:
    page = sign_in_on(open_page(), alice)
    start(page, "practice")

    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".error")).to_be_focused()
    page.get_by_label("Report it in Tiru").check()
    page.get_by_role("button", name="Go on").click()

    expect(page.locator("h2.desk-question")).to_be_focused()
    expect(page).to_have_title("Report desk, Case 1 of 3, step 2 of 7 · ThinkTwice")

"""The journey by keyboard alone, without JavaScript, on a small phone; and what scripts add to it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from course import attempts, people
from tests.answers import right_form
from tests.browser.conftest import Site
from tests.browser.keyboard import choose_by_keyboard, press_until
from tests.browser.leaving import enter, follow
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.earning import answer_right, hand_in, required, take_test
from tests.player import sheet_of

NARROW = {"width": 320, "height": 640}
expect.set_options(timeout=20_000)  # the certificate is drawn inside the request here, with cold fonts


def person_called(site: Site, email: str) -> Person:
    with site.app.app_context():
        visitor = people.find_by_password(email, PASSWORD)
        assert visitor is not None
        return Person(visitor.id, email, visitor.display_name, PASSWORD, "student", visitor.language)


def work_through(site: Site, page: Page, person: Person) -> None:
    """Answer the paper that is open, page by page, all right, with the keyboard."""
    sheet = sheet_of(site.app, person, int(page.url.split("?")[0].rsplit("/", 1)[1]))
    for items in sheet.paper.pages:
        form = right_form(sheet.paper.definition, items)
        for name, values in form.items():
            if not name.endswith(("-shown", "-rule")):
                choose_by_keyboard(page, name, values)
        last = items == sheet.paper.pages[-1]
        press_until(page, "button[formaction$='/submit']" if last else "button[name=go].button:not(.button--quiet)")
        enter(page)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_student_reaches_the_certificate_by_keyboard_without_scripts_on_a_small_phone(
    site: Site, open_page: Callable[..., Page], clock: Clock, language: str
) -> None:
    page = open_page(viewport=NARROW, java_script_enabled=False)
    email = f"{language}@example.edu.my"
    page.goto(f"/?lang={language}")
    page.goto("/register")
    press_until(page, "[name=display_name]")
    page.keyboard.type("Nur Aisyah binti Abdullah")
    press_until(page, "[name=email]")
    page.keyboard.type(email)
    press_until(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    enter(page, "**/me")

    page.goto("/learn/spot-it/what-counts")
    press_until(page, "form[action$='/done'] button")
    enter(page, "**/the-tricks")
    for start in ("/practice/feed-spotting?mode=scored", "/quizzes/spot-it"):
        page.goto(start)
        press_until(page, "main form button")
        enter(page, "**/attempts/*")
        work_through(site, page, person_called(site, email))
        expect(page.locator(".score")).to_contain_text("100")

    student = person_called(site, email)
    for definition in required(site.app):
        if definition.module != "spot-it":
            hand_in(site.app, student, answer_right(site.app, student, definition, clock), clock)

    take_test(site.app, student, "after", clock)

    page.goto("/certificate")
    press_until(page, "a[href='/certificate.pdf']")
    page.goto(page.locator("main a[href^='/verify/']").get_attribute("href") or "")
    expect(page.locator("main")).to_contain_text("Nur Aisyah binti Abdullah")


def start_quiz(page: Page, alice: Person, sign_in_on: Callable[[Page, Person], Page]) -> None:
    sign_in_on(page, alice)
    page.goto("/quizzes/spot-it")
    follow(page.locator("main form button"), "**/attempts/*")


def answers_kept(site: Site, page: Page, person: Person) -> int:
    with site.app.app_context():
        sheet = attempts.find_own(person.id, int(page.url.split("?")[0].rsplit("/", 1)[1]))
        assert sheet is not None
        return len(sheet.answers)


def test_an_answer_is_saved_as_it_is_given(
    site: Site, alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start_quiz(page, alice, sign_in_on)

    page.locator("fieldset.item input[type=radio]").first.check()

    expect(page.locator("[data-saved-line]")).to_contain_text("Saved ")
    assert answers_kept(site, page, alice) >= 1


def test_an_answer_given_offline_is_saved_when_the_network_is_back(
    site: Site, alice: Person, page: Page, sign_in_on: Callable[[Page, Person], Page]
) -> None:
    start_quiz(page, alice, sign_in_on)
    page.route("**/answers", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)

    page.locator("fieldset.item input[type=radio]").first.check()
    expect(page.locator("[data-saved-line]")).to_contain_text("Not saved yet")
    page.unroute("**/answers")
    page.context.set_offline(False)

    expect(page.locator("[data-saved-line]")).to_contain_text("Saved ", timeout=20_000)
    assert answers_kept(site, page, alice) >= 1


def test_a_first_visit_is_light(page: Page) -> None:
    sent: list[int] = []
    page.on("requestfinished", lambda request: sent.append(sum(list(request.sizes().values())[1::2])))

    page.goto("/learn/spot-it/what-counts", wait_until="networkidle")

    assert len(sent) <= 8
    assert sum(sent) <= 60_000


def test_a_later_page_is_lighter_still(page: Page) -> None:
    page.goto("/learn/spot-it/what-counts", wait_until="networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))

    page.goto("/learn/spot-it/the-tricks", wait_until="networkidle")

    assert 0 < sum(received) <= 15_000

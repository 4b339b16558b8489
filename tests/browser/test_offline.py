"""Without a network: help, the check-in and opened lessons are there, nothing of a person is, and the rest says so."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.leaving import follow
from tests.cast import Person

LESSON = "/learn/spot-it/what-counts"
ADDRESSES = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const url = new URL(request.url);
      found.push(url.pathname + (url.pathname.startsWith("/static") ? "" : url.search));
    }
  return found.sort();
}"""
TEXTS = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await (await cache.match(request)).text());
  }
  return found.join("\\n");
}"""
IS_READY = "async () => { await navigator.serviceWorker.ready; return !!navigator.serviceWorker.controller; }"


def with_worker(open_page: Callable[..., Page]) -> Page:
    page = open_page(service_workers="allow")
    page.goto("/hub")
    page.wait_for_function(IS_READY)
    return page


def wait_for_lesson(page: Page) -> None:
    page.wait_for_function(f"async () => !!(await caches.match('{LESSON}?lang=en', {{ignoreVary: true}}))")


def test_help_check_in_and_an_opened_lesson_work_without_a_network(open_page: Callable[..., Page]) -> None:
    page = with_worker(open_page)
    page.goto(LESSON)
    wait_for_lesson(page)
    page.context.set_offline(True)

    page.goto("/help")
    expect(page.locator("h1")).to_have_text("Get help")
    expect(page.get_by_role("link", name="Call 15555")).to_be_visible()
    expect(page.locator(".open-state")).to_have_count(0)  # nobody knows now who is open
    page.goto("/check-in")
    expect(page.locator("h1")).to_have_text("How are you today?")
    page.goto(LESSON)
    expect(page.locator("h1")).to_have_text("What counts as hate speech")
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header')).position") == "relative"


def test_a_page_that_cannot_be_reached_says_so_and_offers_what_there_is(open_page: Callable[..., Page]) -> None:
    page = with_worker(open_page)
    page.goto(LESSON)
    wait_for_lesson(page)
    page.context.set_offline(True)

    page.goto("/verify")

    expect(page.locator("h1")).to_have_text("This page cannot be reached")
    page.get_by_role("link", name="What counts as hate speech").click()
    expect(page.locator("h1")).to_have_text("What counts as hate speech")


def test_nothing_of_a_person_is_ever_kept_and_signing_out_forgets_the_lessons(
    open_page: Callable[..., Page], alice: Person
) -> None:
    page = with_worker(open_page)
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(alice.email)
    page.get_by_label("Password").fill(alice.password)
    follow(page.locator("main").get_by_role("button", name="Sign in"))
    page.goto(LESSON)
    wait_for_lesson(page)

    assert alice.display_name not in page.evaluate(TEXTS)
    assert "csrf_token" not in page.evaluate(TEXTS)
    assert not [address for address in page.evaluate(ADDRESSES) if address.startswith(("/me", "/account", "/sign"))]

    page.locator(".menu summary").click()
    follow(page.get_by_role("button", name="Sign out"))
    page.wait_for_function("async () => !(await caches.has('lessons'))")

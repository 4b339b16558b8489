"""The way out of a page that somebody should not be seen on, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

NEUTRAL = "https://www.met.gov.my/"


def answered(page: Page) -> Page:
    """The neutral page answers from here: no test asks another machine."""

    def fulfil(route: Route) -> None:
        route.fulfill(body="<h1>Rain in the evening</h1>", content_type="text/html")

    page.context.route(f"{NEUTRAL}**", fulfil)
    return page


@pytest.mark.parametrize("address", ["/help", "/check-in", "/learn/gender-based-violence/forms-it-takes"])
def test_the_button_leaves_no_way_back(open_page: Callable[..., Page], mistakes: list[str], address: str) -> None:
    page = answered(open_page())
    page.goto("/")
    page.goto(address)

    with page.expect_navigation(url=NEUTRAL):
        page.locator("[data-leave]").click()
    with page.expect_navigation():
        page.evaluate("history.back()")

    assert page.url.endswith("/")
    assert address not in page.url
    mistakes[:] = [one for one in mistakes if NEUTRAL not in one]


def test_it_is_a_plain_link_without_a_script(open_page: Callable[..., Page], mistakes: list[str]) -> None:
    page = answered(open_page(java_script_enabled=False))
    page.goto("/help")

    with page.expect_navigation(url=NEUTRAL):
        page.locator("[data-leave]").click()

    mistakes[:] = [one for one in mistakes if NEUTRAL not in one]

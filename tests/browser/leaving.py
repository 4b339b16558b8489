"""Leaving a page: neither a key nor a click waits for the page that follows, and the next step belongs to that one.

Where `to` is given, a pattern of addresses or a question about one, no other page will do.
"""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

Address = str | Callable[[str], bool]


def enter(page: Page, to: Address | None = None) -> None:
    """Press Enter where the focus is, and wait for the page that follows."""
    with page.expect_navigation(url=to):
        page.keyboard.press("Enter")


def follow(control: Locator, to: Address | None = None) -> None:
    """Click this button or link, and wait for the page that follows."""
    with control.page.expect_navigation(url=to):
        control.click()

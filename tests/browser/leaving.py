"""Leaving a page: neither a key nor a click waits for the page that follows, and the next step belongs to that one."""

from playwright.sync_api import Locator, Page


def enter(page: Page) -> None:
    """Press Enter where the focus is, and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(control: Locator) -> None:
    """Click this button or link, and wait for the page that follows."""
    with control.page.expect_navigation():
        control.click()

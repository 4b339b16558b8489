"""What a browser test may ask for: the running site, Chromium, a phone-sized page, and axe."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from werkzeug.serving import make_server

from tests.browser.chromium import FLAGS, find_chromium
from tests.cast import Person
from tests.conftest import RAN_ON

if TYPE_CHECKING:
    from tests.applications import Applications

HERE = Path(__file__).parent
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}
# The worker asks for pages by itself, so it is there only where a test is about it: service_workers="allow".
ORDINARY = {"viewport": PHONE, "locale": "en-GB", "service_workers": "block"}
TIMEOUT_MILLISECONDS = 10_000
AXE = (HERE / "vendor" / "axe.min.js").read_text()
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Neither a page that a test asks for in vain, nor a network or a worker that it takes away, is a mistake of the page.
NO_MISTAKES = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "Service Worker registration blocked by Playwright",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Site:
    """The application behind a real server, on its own SQLite database."""

    url: str
    app: Flask


@pytest.fixture(scope="session")
def _served(applications: "Applications") -> Iterator[Site]:
    with applications.alone_on("sqlite", WTF_CSRF_ENABLED=True) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", app)
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(_served: Site, applications: "Applications") -> Iterator[Site]:
    """The site with nobody in it."""
    yield _served
    applications.sweep(_served.app)


@pytest.fixture
def app(site: Site) -> Flask:
    """The cast of a browser test lives on the site."""
    return site.app


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = find_chromium(playwright.chromium.executable_path)
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        pytestconfig.stash[RAN_ON]["browser"] = f"Chromium {chromium.version}"
        yield chromium
        chromium.close()


@pytest.fixture
def mistakes() -> Iterator[list[str]]:
    """What pages did wrong; a test fails if any asked another machine for something, or put an error on
    the console, which is where a browser reports what the content security policy blocked.
    """
    made: list[str] = []
    yield made
    assert made == []


@pytest.fixture
def open_page(site: Site, browser: Browser, mistakes: list[str]) -> Iterator[Callable[..., Page]]:
    """`open_page(viewport=DESKTOP, color_scheme="dark", java_script_enabled=False, …)`: a new visitor."""
    contexts = []

    def note_request(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(site.url).netloc:
            mistakes.append(f"A request to another machine: {request.url}")

    def note_message(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(NO_MISTAKES):
            mistakes.append(f"On the console: {message.text}")

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{**ORDINARY, "base_url": site.url, **options})
        context.set_default_timeout(TIMEOUT_MILLISECONDS)
        context.on("request", note_request)
        context.on("console", note_message)
        context.on("weberror", lambda error: mistakes.append(f"A script failed: {error.error}"))
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A phone in somebody's hand."""
    return open_page()


@pytest.fixture
def sign_in_on() -> Callable[[Page, Person], Page]:
    """`sign_in_on(page, alice)` through the form, as everybody does."""

    def sign_in(page: Page, person: Person) -> Page:
        page.goto("/sign-in")
        page.locator("[name=email]").fill(person.email)
        page.locator("[name=password]").fill(person.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return sign_in


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what shuts people with disabilities out, a line for each element; a test wants []."""

    def violations(page: Page) -> list[str]:
        # Over the debugger's connection, which the content security policy does not concern.
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", AXE_RULES)
        return [
            f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return violations

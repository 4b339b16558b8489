"""The test client as a page inspector: every page that any test fetches is checked for its shape."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tests.cast import Person

LANGUAGES = {"en", "ms"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
FETCHED = (
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("use", "href"),
)
Data = Mapping[str, Any]
# A page that tells of a mistake says so first, also to whoever hears its title alone.
MISTAKE, KESILAPAN = "Please look at this again: ", "Sila semak semula: "


class Page:
    """One answer of the site: its status, its words, and its elements by CSS selector."""

    def __init__(self, response: TestResponse, address: str) -> None:
        self.response = response
        self.address = address
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.is_html = response.mimetype == "text/html" and bool(response.data)
        self.root = html.document_fromstring(response.get_data(as_text=True)) if self.is_html else None

    @property
    def text(self) -> str:
        """All words of the page, or of one that is not HTML, with single spaces."""
        return _words(self.root) if self.is_html else self.response.get_data(as_text=True)

    @property
    def heading(self) -> str:
        return _words(self.one("h1"))

    @property
    def language(self) -> str:
        return self.root.get("lang", "")

    def all(self, selector: str) -> list[html.HtmlElement]:
        return self.root.cssselect(selector)

    def one(self, selector: str) -> html.HtmlElement:
        """The only element that fits, or a failed assertion that says what was there."""
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements fit {selector!r} on {self.address}, not one."
        return found[0]

    def words(self, selector: str) -> list[str]:
        """The words of every element that fits, in the page's order."""
        return [_words(element) for element in self.all(selector)]

    def form_data(self, selector: str = "main form") -> dict[str, list[str]]:
        """What the form would send as it stands: hidden fields, typed text, what is ticked and chosen."""
        form = self.one(selector)
        for control in form.cssselect("input[name]:not([value])"):
            if control.get("type") not in {"checkbox", "radio"}:
                control.set("value", "")  # a browser sends an empty field, lxml would leave it out
        data: dict[str, list[str]] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        return data


class Visitor:
    """A browser without scripts. Its pages are inspected; a status that was not expected fails the test."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self.page: Page | None = None

    def get(self, address: str, *, expect: int = 200, **options: Any) -> Page:
        return self._open("GET", address, expect, **options)

    def post(self, address: str, data: Data | None = None, *, expect: int = 302, **options: Any) -> Page:
        """Send a form, or JSON with `json=`. Success is a redirect unless the test expects otherwise."""
        return self._open("POST", address, expect, data=data, **options)

    def follow(self) -> Page:
        """Go where the last page sent us."""
        assert self.page, "There is no page yet."
        assert self.page.location, "The last answer was no redirect."
        return self.get(urljoin(self.page.address, self.page.location))

    def submit(
        self,
        data: Data | None = None,
        *,
        form: str = "main form",
        button: str = "",
        action: str = "",
        expect: int = 302,
    ) -> Page:
        """Fill in the last page's form and send it off, by `button` ("name=value") or to its own `action`."""
        assert self.page, "There is no page yet whose form could be submitted."
        element = self.page.one(form)
        filled = {**self.page.form_data(form), **(data or {})}
        if button:
            name, _, value = button.partition("=")
            filled[name] = value
        address = urljoin(self.page.address, action or element.get("action") or self.page.address)
        if element.method == "GET":
            return self._open("GET", address, expect, query_string=filled)
        return self._open("POST", address, expect, data=filled)

    def sign_in(self, person: Person) -> "Visitor":
        """Through the form, as everybody does."""
        self.get("/sign-in")
        self.post("/sign-in", {"email": person.email, "password": person.password})
        return self

    def _open(self, method: str, address: str, expect: int, **options: Any) -> Page:
        response = self.browser.open(address, method=method, buffered=True, **options)
        self.page = Page(response, address)
        assert self.page.status == expect, (
            f"{method} {address} answered {response.status}, not {expect}"
            f"{' → ' + self.page.location if self.page.location else ''}\n{self.page.text[:2000]}"
        )
        if self.page.is_html and "HX-Request" not in response.request.headers:
            inspect(self.page)
        return self.page


def inspect(page: Page) -> None:
    """Fail with everything that is wrong with the shape of a page."""
    problems = [*_frame(page), *_forms(page), *_policy(page)]
    assert not problems, f"{page.address}:\n" + "\n".join(problems)


def _frame(page: Page) -> list[str]:
    problems = []
    headings, titles = page.words("h1"), page.words("head > title")
    if len(headings) != 1:
        problems.append(f"A page has one h1, this one has {len(headings)}: {headings}")
    elif len(titles) != 1 or not titles[0].removeprefix(MISTAKE).removeprefix(KESILAPAN).startswith(headings[0]):
        problems.append(f"The title {titles} does not begin with the heading {headings[0]!r}.")
    if page.language not in LANGUAGES:
        problems.append(f"<html lang> is {page.language!r}.")
    counted = Counter(element.get("id") for element in page.root.iter() if element.get("id") is not None)
    problems += [f"The id {name!r} stands {times} times." for name, times in counted.items() if times > 1]
    problems += ["An image has no alt." for image in page.all("img") if image.get("alt") is None]
    return problems


def _forms(page: Page) -> list[str]:
    problems = [f"A form has no action: {_tag(form)}" for form in page.all("form") if not form.get("action")]
    labelled = {label.get("for") for label in page.all("label[for]")}
    for control in page.all("input, select, textarea"):
        if control.get("type", "") in UNLABELLED:
            continue
        wrapped = any(_words(label) for label in control.iterancestors("label"))
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (wrapped or named or control.get("id") in labelled):
            problems.append(f"A control has no label: {_tag(control)}")
    known = {element.get("id") for element in page.root.iter() if element.get("id")}
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.all(f"[{attribute}]"):
            lost = set(element.get(attribute).split()) - known
            if lost:
                problems.append(f"{attribute} points at nothing ({', '.join(sorted(lost))}): {_tag(element)}")
    return problems


def _policy(page: Page) -> list[str]:
    """What the content security policy would block: inline script and style, and anything from elsewhere."""
    problems = [f"An inline style: {_tag(element)}" for element in page.all("style, [style]")]
    problems += [
        f"An inline script: {_tag(script)}"
        for script in page.all("script")
        if not script.get("src") and script.get("type") not in {"application/json", "application/ld+json"}
    ]
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        handlers = [name for name in element.attrib if name.startswith("on")]
        if handlers or element.get("href", "").strip().lower().startswith("javascript:"):
            problems.append(f"An inline handler: {_tag(element)}")
    for tag, attribute in FETCHED:
        for element in page.root.iter(tag):
            if element.get("rel") in {"canonical", "alternate"}:
                continue
            if urlsplit(element.get(attribute, "")).netloc:
                problems.append(f"A third-party request: {_tag(element)}")
    return problems


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _tag(element: html.HtmlElement) -> str:
    return html.tostring(element, encoding="unicode", with_tail=False)[:160]

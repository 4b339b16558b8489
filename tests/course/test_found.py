"""What search engines find: every public page in both languages, with absolute addresses; nothing of a person."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from lxml import etree

from tests.architecture.test_pages import PAGES
from tests.cast import Person
from tests.conftest import Clock
from tests.live_sessions import plan
from tests.pages import Visitor

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def test_every_page_of_the_sitemap_is_there_names_itself_and_may_be_shown(app: Flask) -> None:
    site, visitor = app.config["PUBLIC_URL"].rstrip("/"), Visitor(app)
    sitemap = etree.fromstring(visitor.get("/sitemap.xml").response.data)
    addresses = sitemap.xpath("//map:loc/text()", namespaces=NAMES)

    assert len(addresses) == len(set(addresses)) > 80
    assert len(sitemap.xpath("//xhtml:link", namespaces=NAMES)) == 2 * len(addresses)
    for address in addresses:
        page = visitor.get(address.removeprefix(site))
        assert page.one("link[rel=canonical]").get("href") == address
        assert "X-Robots-Tag" not in page.response.headers
        assert page.one("meta[name=description]").get("content")


def test_robots_are_led_to_the_sitemap(client: Visitor) -> None:
    assert client.get("/robots.txt").text.endswith("/sitemap.xml\n")


@pytest.mark.parametrize(
    "endpoint", ["accounts.see_account", "student.see_progress", "student.make_plan", "student.see_own_certificate"]
)
def test_a_persons_page_is_never_shown(alice: Person, sign_in: Callable[[Person], Visitor], endpoint: str) -> None:
    page = sign_in(alice).get(PAGES[endpoint].address)

    assert page.response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", ["/check-in", "/offline", "/nowhere", "/sign-in"])
def test_nor_is_what_nobody_looks_for(app: Flask, address: str) -> None:
    assert Visitor(app).browser.get(address).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("address", "kind"), [("/", "Course"), ("/hub", "FAQPage")])
def test_structured_data_says_what_a_page_is(client: Visitor, address: str, kind: str) -> None:
    data = json.loads(client.get(address).one("script[type='application/ld+json']").text)

    assert (data["@context"], data["@type"]) == ("https://schema.org", kind)


@pytest.mark.parametrize(
    ("details", "attended", "location"),
    [
        ({}, "Mixed", ["Place", "VirtualLocation"]),
        ({"link": ""}, "Offline", ["Place"]),
        ({"place": ""}, "Online", ["VirtualLocation"]),
    ],
)
def test_a_live_session_is_found_as_an_event_without_its_link(
    app: Flask, client: Visitor, clock: Clock, details: dict[str, str], attended: str, location: list[str]
) -> None:
    live = plan(app, begins=clock.now() + timedelta(days=3), **details)
    draft = plan(app, begins=clock.now() + timedelta(days=3), publish=False, slug="not-yet")

    page = client.get(f"/sessions/{live.slug}")
    data = json.loads(page.one("script[type='application/ld+json']").text)
    sitemap = client.get("/sitemap.xml").text

    places = data["location"] if isinstance(data["location"], list) else [data["location"]]
    assert [place["@type"] for place in places] == location
    assert (data["@type"], data["name"]) == ("Event", "Safer Internet Day")
    assert data["eventAttendanceMode"] == f"https://schema.org/{attended}EventAttendanceMode"
    assert data["startDate"].endswith("+08:00")
    assert "meet.example.edu.my" not in page.text
    assert "X-Robots-Tag" not in page.response.headers
    assert f"/sessions/{live.slug}?lang=ms" in sitemap
    assert draft.slug not in sitemap


def test_the_picture_for_sharing_is_there_in_both_languages(client: Visitor, app: Flask) -> None:
    for language in ("en", "ms"):
        address = client.get(f"/?lang={language}").one("meta[property='og:image']").get("content")
        assert f"/{language}/" in address
        assert client.get(address.removeprefix(app.config["PUBLIC_URL"])).response.mimetype == "image/png"

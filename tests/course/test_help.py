"""The help page: who fits, who is open, how long ago it was checked, a way out, and no trace of a visit."""

from collections.abc import Callable
from datetime import UTC, datetime

import pypdfium2
import pytest
from flask import Flask

from modules.support import OpeningHours, load_support
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Page, Visitor

NIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # half past two on a Monday morning in Kuala Lumpur


def names(page: Page) -> list[str]:
    return page.words(".help-entry h3")


@pytest.mark.parametrize(
    ("days", "begins", "ends", "moment", "expected"),
    [
        ("daily", "08:00", "24:00", "2026-11-21 07:59", False),
        ("daily", "08:00", "24:00", "2026-11-21 08:00", True),
        ("daily", "08:00", "24:00", "2026-11-21 23:59", True),
        ("daily", "08:00", "24:00", "2026-11-22 00:00", False),
        ("weekdays", "08:30", "17:30", "2026-11-20 17:29", True),
        ("weekdays", "08:30", "17:30", "2026-11-20 17:30", False),
        ("weekdays", "08:30", "17:30", "2026-11-21 12:00", False),
    ],
)
def test_opening_hours_hold_from_their_first_minute_to_before_their_last(
    days: str, begins: str, ends: str, moment: str, expected: bool
) -> None:
    hours = OpeningHours.model_validate({"days": days, "from": begins, "until": ends})

    assert hours.hold(datetime.fromisoformat(moment)) is expected


def test_a_page_at_night_says_who_is_closed_by_the_clock_of_malaysia(client: Visitor, clock: Clock) -> None:
    clock.moment = NIGHT

    page = client.get("/help")

    states = {
        article.cssselect("h3")[0].text_content(): [chip.text_content() for chip in article.cssselect(".chip")]
        for article in page.all(".help-entry")
    }
    assert states["HEAL Line 15555 (Ministry of Health)"] == ["Closed now"]
    assert states["Emergency services (999)"] == ["Open now"]
    assert states["AWAM (All Women's Action Society)"] == []


def test_open_now_leaves_out_who_is_closed_and_keeps_who_has_not_said(client: Visitor, clock: Clock) -> None:
    clock.moment = NIGHT

    shown = names(client.get("/help?open=now"))

    assert "HEAL Line 15555 (Ministry of Health)" not in shown
    assert "AWAM (All Women's Action Society)" in shown
    assert shown[0] == "Emergency services (999)"


def test_a_need_shows_its_own_and_always_the_emergency_services(client: Visitor, clock: Clock) -> None:
    page = client.get("/help?need=images")

    assert names(page) == [
        "Emergency services (999)",
        "StopNCII.org (18 and above)",
        "Take It Down (image taken under 18)",
    ]
    assert page.one("details.unfold").get("open") is not None


def test_a_language_leaves_out_only_who_named_others(client: Visitor, clock: Clock) -> None:
    shown = names(client.get("/help?speaks=ta"))

    assert "StopNCII.org (18 and above)" not in shown
    assert "Sebenarnya.my and AIFA (MCMC)" in shown
    assert "HEAL Line 15555 (Ministry of Health)" in shown


@pytest.mark.parametrize("query", ["need=nothing", "speaks=xx", "open=later", "need=danger", "need=%3Cb%3E&need=x"])
def test_a_filter_that_there_is_not_asks_for_nothing(client: Visitor, clock: Clock, query: str) -> None:
    assert names(client.get(f"/help?{query}")) == names(client.get("/help"))


def test_what_was_checked_more_than_ninety_days_ago_says_so(client: Visitor, clock: Clock) -> None:
    clock.moment = datetime(2027, 2, 19, 10, tzinfo=UTC)
    assert client.get("/help").all(".old") == []

    clock.moment = datetime(2027, 2, 20, 10, tzinfo=UTC)
    page = client.get("/help")

    assert page.words(".old") == ["That is more than 90 days ago: it may have changed."] * len(load_support().entries)


@pytest.mark.parametrize(
    "address",
    ["/help", "/check-in", "/learn/gender-based-violence/forms-it-takes", "/learn/look-after/signs-and-myths"],
)
def test_a_page_that_somebody_may_have_to_leave_has_a_plain_link_out_of_it(client: Visitor, address: str) -> None:
    link = client.get(address).one("[data-leave]")

    assert link.get("href") == "https://www.met.gov.my/"
    assert "noreferrer" in link.get("rel").split()
    assert client.get("/learn/spot-it/what-counts").all("[data-leave]") == []


@pytest.mark.parametrize("address", ["/help", "/help?lang=ms", "/help?open=now", "/help.pdf", "/help.pdf?lang=ms"])
def test_a_visit_leaves_no_cookie_and_nothing_in_the_browsers_cache(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], address: str
) -> None:
    for visitor in (Visitor(app), sign_in(alice)):
        visitor.get("/me" if visitor.browser.get_cookie("thinktwice") else "/")
        headers = visitor.get(address).response.headers

        assert headers.getlist("Set-Cookie") == []
        assert headers["Cache-Control"] == "no-store"


def test_news_that_waits_is_not_lost_on_the_help_page(client: Visitor) -> None:
    client.get("/me", expect=302)

    assert client.get("/help").all(".notice") == []
    assert client.get("/sign-in").words(".notice") == ["Sign in first; then you are taken to the page you wanted."]


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_directory_is_one_sheet_with_every_channel(client: Visitor, language: str) -> None:
    pdf = client.get(f"/help.pdf?lang={language}").response.data

    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    assert len(document) == 1
    for entry in load_support().entries:
        for channel in entry.channels:
            assert channel.label in text

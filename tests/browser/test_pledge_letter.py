"""A drive that counts confirmed addresses, in a real browser, which itself says where a post comes from."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from course import clock, wall
from tests.browser.leaving import follow
from tests.cast import Person
from tests.driving import Held, hold_drive
from tests.pledging import empty_the_mail, letters_to, link_in


@pytest.fixture
def held(app: Flask, organiser: Person) -> Held:
    now = clock.now()
    opens_at, closes_at = now - timedelta(hours=1), now + timedelta(hours=9)
    return hold_drive(app, organiser, opens_at=opens_at, closes_at=closes_at, once="email")


@pytest.fixture
def signed(app: Flask, held: Held, open_page: Callable[..., Page]) -> Page:
    """A phone on which somebody has signed, and has opened the link of the letter."""
    empty_the_mail(app)
    page = open_page()
    page.goto(f"/pledge/{held.slug}?lang=en")
    page.get_by_label("I pledge this").check()
    page.get_by_label("E-mail address").fill("aina@example.edu.my")
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("a letter is on its way")).to_be_visible()
    page.goto(urlsplit(link_in(letters_to(app)[0])).path)
    return page


def test_a_pledge_is_confirmed_by_its_letter_and_has_a_certificate(app: Flask, held: Held, signed: Page) -> None:
    follow(signed.get_by_role("button", name="Confirm my pledge"))
    expect(signed.get_by_text("Your pledge counts.")).to_be_visible()
    follow(signed.get_by_role("link", name="Certificate of your pledge"))
    signed.get_by_label("Your name").fill("Aina binti Ali")
    follow(signed.get_by_role("button", name="Make the certificate"))

    expect(signed.get_by_text("Aina binti Ali").first).to_be_visible()
    with app.app_context():
        assert wall.count(held.id).online == 1


def test_whoever_did_not_sign_takes_it_back(app: Flask, held: Held, signed: Page) -> None:
    follow(signed.get_by_role("button", name="Confirm my pledge"))
    signed.goto(urlsplit(link_in(letters_to(app)[0])).path)
    follow(signed.get_by_role("button", name="This was not me"))

    expect(signed.get_by_text("It is gone")).to_be_visible()
    with app.app_context():
        assert wall.count(held.id).online == 0

"""A kiosk in a real browser: it goes on without a network, forgets each person, and sends each signature once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from course import clock, kiosks
from course.extensions import db
from course.tables import Signature
from tests.browser.leaving import follow
from tests.cast import Person
from tests.driving import PIN, Held, hold_drive

TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def held(app: Flask, organiser: Person) -> Held:
    now = clock.now()
    return hold_drive(app, organiser, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=9))


@pytest.fixture
def kiosk(app: Flask, held: Held, open_page: Callable[..., Page]) -> Page:
    """A tablet that was set up, with its worker awake."""
    page = open_page(viewport=TABLET, service_workers="allow")
    set_up(app, held, page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    return page


def set_up(app: Flask, held: Held, page: Page) -> None:
    with app.app_context():
        station = kiosks.find_station(held.id, held.station)
        assert station
        key = kiosks.set_up_key(station, app.config["SECRET_KEY"])
    page.goto(f"{held.kiosk}/set-up/{key}")
    follow(page.get_by_role("button", name="Make it a kiosk"))
    expect(page.locator("main[data-ready]")).to_be_visible()


def sign(page: Page, name: str = "") -> None:
    page.get_by_label("I pledge this").check()
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def next_person(page: Page) -> None:
    page.get_by_role("button", name="Next person").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_hidden()


def names(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(Signature.name)))


def nothing_waits(page: Page) -> None:
    expect(page.locator("main")).to_have_attribute("data-waits", "0")


def nothing_is_filled_in(page: Page) -> None:
    expect(page.get_by_label("Your name")).to_have_value("")
    expect(page.get_by_label("I pledge this")).not_to_be_checked()
    expect(page.get_by_label("Your faculty")).to_have_value("")


def test_people_sign_one_after_the_other(app: Flask, kiosk: Page) -> None:
    for name in ("Alice", "Bob"):
        sign(kiosk, name)
        next_person(kiosk)
        nothing_is_filled_in(kiosk)
    nothing_waits(kiosk)

    assert names(app) == ["Alice", "Bob"]


def test_a_box_that_is_not_ticked_is_asked_for_in_the_language_of_the_page(kiosk: Page, held: Held) -> None:
    follow(kiosk.get_by_role("link", name="Bahasa Malaysia"))
    expect(kiosk.locator("main[data-ready]")).to_be_visible()

    kiosk.get_by_role("button", name="Tandatangani", exact=True).click()

    tick = kiosk.get_by_label("Saya berikrar")
    said = tick.evaluate("box => box.validationMessage")
    tick.check()
    assert said == "Tandakan kotak jika anda mahu berikrar. Anda tidak diwajibkan."
    assert tick.evaluate("box => box.validity.valid")


def test_what_is_signed_offline_survives_a_reload_and_is_sent_once(app: Flask, kiosk: Page, held: Held) -> None:
    kiosk.context.set_offline(True)
    for name in ("Alice", "Bob", "Chong"):
        sign(kiosk, name)
        next_person(kiosk)
    expect(kiosk.locator("[data-waiting]")).to_contain_text("3 signatures wait on this device")
    kiosk.reload()
    expect(kiosk.locator("main[data-ready]")).to_be_visible()
    follow(kiosk.get_by_role("link", name="Bahasa Malaysia"), "**lang=ms")
    expect(kiosk.locator("[data-waiting]")).to_contain_text("3 tandatangan menunggu")
    assert names(app) == []

    # The first answer is lost on its way: the device must bring the same ones again.
    kiosk.route("**/signatures", lambda route: (route.fetch(), route.abort("internetdisconnected")), times=1)
    kiosk.context.set_offline(False)
    kiosk.reload()

    nothing_waits(kiosk)
    assert names(app) == ["Alice", "Bob", "Chong"]
    with app.app_context():
        assert {one.source for one in db.session.scalars(select(Signature))} == {"kiosk"}


def test_what_waits_survives_a_closed_page(app: Flask, kiosk: Page, held: Held) -> None:
    kiosk.context.set_offline(True)
    sign(kiosk, "Alice")
    context = kiosk.context
    kiosk.close()

    again = context.new_page()
    again.goto(held.kiosk)
    expect(again.locator("[data-waiting]")).to_contain_text("1 signature waits")
    context.set_offline(False)

    nothing_waits(again)
    assert names(app) == ["Alice"]


def test_back_never_shows_the_person_before(app: Flask, kiosk: Page, held: Held) -> None:
    sign(kiosk, "Alice")
    next_person(kiosk)
    kiosk.get_by_label("Your name").fill("Bob")
    follow(kiosk.get_by_role("link", name="Bahasa Malaysia"), "**lang=ms")

    kiosk.goto("/help")
    kiosk.go_back()

    expect(kiosk.locator("main[data-ready]")).to_be_visible()
    expect(kiosk.locator("[name=name]")).to_have_value("")
    assert "Alice" not in kiosk.content()
    assert "Bob" not in kiosk.content()


def test_twenty_seconds_without_a_touch_clear_what_was_typed(app: Flask, held: Held, open_page: Callable[..., Page]):
    page = open_page(viewport=TABLET)
    page.clock.install()
    set_up(app, held, page)
    page.get_by_label("Your name").fill("Alice")
    page.clock.run_for(11_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.keyboard.press("Shift")
    expect(page.get_by_text("Are you still there?")).to_be_hidden()
    page.clock.run_for(19_000)
    expect(page.get_by_label("Your name")).to_have_value("Alice")

    page.clock.run_for(1_500)

    nothing_is_filled_in(page)


def test_thanks_make_room_for_the_next_person(app: Flask, held: Held, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=TABLET)
    page.clock.install()
    set_up(app, held, page)
    sign(page, "Alice")

    page.clock.run_for(8_500)

    nothing_is_filled_in(page)


def test_the_pin_ends_it(kiosk: Page, held: Held) -> None:
    follow(kiosk.get_by_role("link", name="End the kiosk"))
    kiosk.get_by_label("PIN of this station").fill("1111")
    follow(kiosk.get_by_role("button", name="End the kiosk"))
    expect(kiosk.get_by_role("alert")).to_contain_text("This is not the PIN of this station.")
    kiosk.get_by_label("PIN of this station").fill(PIN)
    follow(kiosk.get_by_role("button", name="End the kiosk"), "**/")

    kiosk.goto(held.kiosk)

    expect(kiosk.get_by_role("heading", name="Page not found")).to_be_visible()


def test_a_kiosk_with_something_waiting_does_not_end(kiosk: Page) -> None:
    kiosk.context.set_offline(True)
    sign(kiosk, "Alice")

    kiosk.get_by_role("link", name="End the kiosk").click()

    expect(kiosk.locator("[data-waiting]")).to_contain_text("First bring the network back")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(
    app: Flask, held: Held, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], scheme: str
) -> None:
    page = open_page(viewport=TABLET, color_scheme=scheme)
    set_up(app, held, page)
    assert axe(page) == []
    sign(page)
    assert axe(page) == []
    page.goto(f"{held.kiosk}/exit")
    assert axe(page) == []


def test_it_fits_the_smallest_screen(app: Flask, held: Held, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    set_up(app, held, page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320

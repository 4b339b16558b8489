"""The report of a drive: what stands on it, and what never does."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from course import drives, kiosks
from tests.cast import Person
from tests.conftest import Clock
from tests.driving import Held, hold_drive
from tests.pages import Visitor


@pytest.fixture
def held(app: Flask, organiser: Person, clock: Clock) -> Held:
    held = hold_drive(app, organiser)
    with app.app_context():
        secret = app.config["SECRET_KEY"]
        station = kiosks.find_station(held.id, held.station)
        assert station
        key = kiosks.device_key(held.id, held.station, kiosks.set_up_key(station, secret), secret)
        kiosk = kiosks.find(held.id, held.station, key or "", secret)
        assert kiosk
        offered = [
            kiosks.Offered(f"{number:032x}", held.text_id, "en", "Alice Wong", "Law" if number < 14 else "Medicine")
            for number in range(17)
        ]
        assert len(kiosks.take(kiosk, offered, secret=secret, now=clock.now()).kept) == 17
        drives.count_paper(held.id, 40, "", by_id=organiser.id, now=clock.now())
    return held


def read(page: Visitor, address: str) -> str:
    pdf = PdfReader(BytesIO(page.get(address).response.data))
    return " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())


def test_a_report_tells_the_figures_apart_and_names_nobody(
    held: Held, organiser: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    words = read(sign_in(organiser), f"/drives/{held.id}/report.pdf")

    for said in ("Pause before you post", "57", "17 online, 40 on paper.", "Goal: 500.", "21 November 2026, 10:00 17"):
        assert said in words
    assert "Alice" not in words


def test_small_groups_are_hidden_and_cannot_be_worked_out(
    held: Held, organiser: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    words = read(sign_in(organiser), f"/drives/{held.id}/report.pdf?lang=ms")

    assert "Law disembunyikan" in words
    assert "Medicine disembunyikan" in words


def test_a_report_belongs_to_its_organisers(
    held: Held, admit: Callable[..., Person], sign_in: Callable[[Person], Visitor]
) -> None:
    sign_in(admit("dina@example.edu.my", "Dina", role="organiser")).get(f"/drives/{held.id}/report.pdf", expect=404)


def test_a_drive_that_nobody_signed_has_a_report_too(
    app: Flask, organiser: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    held = hold_drive(app, organiser, goal=None, title_en="Pause \U0001f64f before you post")

    assert "0 online, 0 on paper." in read(sign_in(organiser), f"/drives/{held.id}/report.pdf")


def test_the_poster_of_a_station_carries_its_own_code(
    held: Held, organiser: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    owner = sign_in(organiser)

    general = owner.get(f"/drives/{held.id}/poster.pdf").response.data
    own = owner.get(f"/drives/{held.id}/poster.pdf?size=a3&station={held.station}")

    assert general != own.response.data
    assert "Library" in PdfReader(BytesIO(own.response.data)).pages[0].extract_text()
    for wrong in ("size=a2", "size=", "station=99", "station=x"):
        owner.get(f"/drives/{held.id}/poster.pdf?{wrong}", expect=404)

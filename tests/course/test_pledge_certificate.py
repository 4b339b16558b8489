"""A certificate of a pledge: for whoever signed, claiming nothing more, kept nowhere, and checked by anybody."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import delete

from course import drives
from course.extensions import db
from course.tables import Signature
from tests.cast import Person
from tests.conftest import Clock
from tests.driving import OURS, Held, hold_drive
from tests.pages import Visitor


@pytest.fixture
def held(app: Flask, organiser: Person, clock: Clock) -> Held:
    return hold_drive(app, organiser)


def sign(visitor: Visitor, held: Held) -> Visitor:
    visitor.get(f"/pledge/{held.slug}")
    visitor.post(f"/pledge/{held.slug}", {"agree": "y", "situation": "", "action": ""}, headers=OURS, expect=303)
    return visitor


def make(visitor: Visitor, held: Held, name: str) -> str:
    return visitor.post(f"/pledge/{held.slug}/certificate", {"name": name}, headers=OURS, expect=303).location


def test_whoever_signed_gets_one_and_a_stranger_can_check_it(app: Flask, held: Held) -> None:
    signer = sign(Visitor(app), held)
    assert signer.follow().all(f"a[href='/pledge/{held.slug}/certificate']")

    address = make(signer, held, "Nur Aisyah binti Abdullah")

    page = Visitor(app).get(address)
    assert page.heading == "This pledge was signed here"
    assert page.words("dd") == [
        "Nur Aisyah binti Abdullah",
        "Pause before you post, Universiti Contoh Malaysia",
        "21 November 2026",
        "I pause before I post.",
    ]
    assert "it claims no lesson and no skill" in page.text


def test_its_pdf_says_the_same_in_the_language_of_its_making(app: Flask, held: Held) -> None:
    signer = sign(Visitor(app), held)
    signer.browser.set_cookie("language", "ms")
    address = make(signer, held, "蔡 Siti")

    pdf = PdfReader(BytesIO(Visitor(app).get(f"{address}/certificate.pdf").response.data))

    (page,) = pdf.pages
    words = " ".join(page.extract_text().split())
    for said in ("Siti", "Fikir sebelum hantar", "21 November 2026", "bukan sijil kursus"):
        assert said in words
    assert pdf.trailer["/Root"]["/Lang"] == "ms"


@pytest.mark.parametrize("words", ["think twice before you post " * 21, "W" * 600, "சிந்தி \U0001f64f " * 60])
def test_the_longest_name_and_pledge_fit_on_its_page(app: Flask, held: Held, clock: Clock, words: str) -> None:
    with app.app_context():
        drives.write_text(held.id, {"en": words[:600], "ms": words[:600]}, actor_id=None, now=clock.now())
    address = make(sign(Visitor(app), held), held, "W" * 120)

    pdf = PdfReader(BytesIO(Visitor(app).get(f"{address}/certificate.pdf").response.data))

    assert len(pdf.pages) == 1


def test_who_has_not_signed_gets_none(app: Flask, held: Held) -> None:
    sign(Visitor(app), held)
    stranger = Visitor(app)
    stranger.get(f"/pledge/{held.slug}")  # has a device's cookie and no more

    stranger.get(f"/pledge/{held.slug}/certificate", expect=404)
    stranger.post(f"/pledge/{held.slug}/certificate", {"name": "Charlie"}, headers=OURS, expect=404)


def test_a_student_finds_their_own_on_another_device(
    app: Flask, held: Held, alice: Person, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    sign(sign_in(alice), held)

    page = sign_in(alice).get(f"/pledge/{held.slug}/certificate")

    assert page.one("[name=name]").get("value") == "Alice Wong"
    sign_in(bob).get(f"/pledge/{held.slug}/certificate", expect=404)


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "Al\u202eice"])
def test_a_name_that_cannot_be_printed_is_refused_with_what_was_typed(app: Flask, held: Held, name: str) -> None:
    signer = sign(Visitor(app), held)

    page = signer.post(f"/pledge/{held.slug}/certificate", {"name": name}, headers=OURS, expect=422)

    assert page.all(".error")


def test_a_changed_token_is_nobodys(app: Flask, held: Held) -> None:
    address = make(sign(Visitor(app), held), held, "Alice")

    for wrong in (address[:-1], address + "x", "/verify/pledge/" + "x" * 5000):
        Visitor(app).get(wrong, expect=404)


def test_a_pledge_that_is_gone_proves_nothing(app: Flask, held: Held) -> None:
    address = make(sign(Visitor(app), held), held, "Alice")
    with app.app_context(), db.writing() as session:
        session.execute(delete(Signature))

    Visitor(app).get(address, expect=404)


def test_it_still_counts_when_the_drive_has_forgotten_who_signed(app: Flask, held: Held, clock: Clock) -> None:
    address = make(sign(Visitor(app), held), held, "Alice")
    with app.app_context():
        drives.close_what_is_over(clock.now() + timedelta(days=1))
        drives.close_what_is_over(clock.now() + timedelta(days=200))

    assert "Alice" in Visitor(app).get(address).text


def test_the_address_is_understood_where_serials_are_typed(app: Flask, held: Held) -> None:
    address = make(sign(Visitor(app), held), held, "Alice")

    page = Visitor(app).get("/verify", query_string={"serial": f"https://contoh.example{address}"}, expect=302)

    assert page.location == address


def test_the_name_is_kept_nowhere(app: Flask, held: Held) -> None:
    make(sign(Visitor(app), held), held, "Nur Aisyah")

    with app.app_context():
        rows = [
            str(dict(row))
            for table in db.metadata.sorted_tables
            for row in db.session.execute(table.select()).mappings()
        ]
    assert any("I pause before I post." in row for row in rows)
    assert not any("Nur Aisyah" in row for row in rows)


@pytest.mark.usefixtures("throttled")
def test_drawing_is_not_for_asking_all_the_time(app: Flask, held: Held) -> None:
    address = make(sign(Visitor(app), held), held, "Alice")
    visitor = Visitor(app)
    for _ in range(5):
        visitor.get(f"{address}/certificate.pdf")

    visitor.get(f"{address}/certificate.pdf", expect=429)

"""Certificates on the site: issued once, drawn by the worker or on demand, checked by anyone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

import certificates
from course import awards, privacy
from course.extensions import db
from course.mint import Made
from course.tables import Certificate
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import are_tests_offered, earn, required
from tests.pages import Visitor
from tests.player import start_of

SECRET = "a secret of these tests, thirty-two characters"


@pytest.fixture
def award(app: Flask, alice: Person, clock: Clock) -> awards.Award:
    """Alice's certificate, earned by passing everything."""
    earn(app, alice, clock)
    with app.app_context():
        earned = awards.find_own(alice.id)
        assert earned is not None
        return earned


class CountingMint:
    """Makes a blank page and counts how often."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def badge(self, claims: certificates.Claims, place: certificates.StatusPlace) -> str:
        return f"{claims.serial} at {place}"

    def make(
        self, claims: certificates.Claims, place: certificates.StatusPlace, badge: str | None, now: datetime
    ) -> Made:
        self.drawn.append(claims.serial)
        return Made(badge or self.badge(claims, place), b"%PDF-1.7 " + claims.serial.encode())


def test_the_certificate_says_who_what_when_and_where(award: awards.Award, alice: Person) -> None:
    claims = award.claims

    assert (claims.name, claims.language, claims.campus) == (
        alice.display_name,
        "en",
        "Universiti Contoh Malaysia",
    )
    assert claims.issued_on.isoformat() == "2026-11-21"
    assert claims.verify_url == f"http://127.0.0.1:8000/verify/{award.serial}"
    assert award.fingerprint == certificates.fingerprint(certificates.canonical_bytes(claims))


def test_a_changed_name_changes_nothing_on_a_certificate_that_was_issued(
    client: Visitor, award: awards.Award, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(alice)
    browser.get("/account")
    browser.submit({"display_name": "Somebody Else", "language": "en"}, form="form[action='/account/profile']")

    page = client.get(f"/verify/{award.serial}")

    assert alice.display_name in page.text
    assert "Somebody Else" not in page.text


def test_a_serial_is_found_as_people_type_it(client: Visitor, award: awards.Award) -> None:
    client.get("/verify")

    page = client.submit({"serial": f"  {award.serial.lower().replace('-', ' ')} "}, form="main form[method=get]")

    assert page.location == f"/verify/{award.serial}"


@pytest.mark.parametrize("typed", ["", "TT-XXXX", "'; drop table certificates; --", "\x00", "a" * 5000, "李明"])
def test_a_serial_that_is_none_gets_a_sentence(client: Visitor, award: awards.Award, typed: str) -> None:
    expect = 422 if typed else 200

    page = client.get("/verify", query_string={"serial": typed}, expect=expect)

    assert page.one("[name=serial]").get("aria-invalid") == "true"


def test_what_is_shared_of_a_certificate_is_its_own_picture(client: Visitor, award: awards.Award) -> None:
    page = client.get(f"/verify/{award.serial}")

    pictures = [tag.get("content") for tag in page.all("meta[property='og:image']")]
    titles = [tag.get("content") for tag in page.all("meta[property='og:title']")]

    assert pictures == [f"{award.claims.verify_url}/preview.png"]
    assert titles == [award.claims.course]


def test_a_serial_that_was_never_issued_is_unknown(client: Visitor, award: awards.Award) -> None:
    other = certificates.new_serial(b"another sixteen b")

    page = client.get(f"/verify/{other}", expect=404)

    assert page.heading == "We have no certificate with this serial"


def test_the_public_answer_holds_no_address_and_is_kept_out_of_search_engines(
    client: Visitor, award: awards.Award, alice: Person
) -> None:
    page = client.get(f"/verify/{award.serial}")

    assert alice.email not in page.response.get_data(as_text=True)
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_an_erased_holder_leaves_an_answer_without_a_name(
    app: Flask, client: Visitor, award: awards.Award, alice: Person, clock: Clock
) -> None:
    with app.app_context():
        privacy.erase(alice.id, password=alice.password, now=clock.now())

    page = client.get(f"/verify/{award.serial}")

    assert alice.display_name not in page.text
    assert "withdrawn" in page.text.lower()
    assert award.fingerprint in page.text


def test_a_certificate_is_drawn_once_whoever_asks(app: Flask, award: awards.Award, clock: Clock) -> None:
    drawer = CountingMint()

    with app.app_context():
        outcomes = [awards.draw(award.id, drawer, clock.now()) for _ in range(3)]

    assert outcomes == [True, False, False]
    assert drawer.drawn == [award.serial]


def test_the_work_of_a_killed_worker_is_taken_over_after_its_lease(
    app: Flask, award: awards.Award, clock: Clock
) -> None:
    with app.app_context(), db.writing() as session:
        session.execute(
            update(Certificate).values(drawing_until=clock.now() + awards.DRAWING_LEASE, pdf=None, pdf_sha256=None)
        )
    drawer = CountingMint()
    with app.app_context():
        early = awards.draw(award.id, drawer, clock.now())
        assert awards.undrawn(clock.now()) == ()
    clock.advance(minutes=3)

    with app.app_context():
        assert awards.undrawn(clock.now()) == (award.id,)
        late = awards.draw(award.id, drawer, clock.now())

    assert (early, late) == (False, True)


def test_a_drawing_that_fails_keeps_its_reason(app: Flask, award: awards.Award, clock: Clock) -> None:
    class Broken(CountingMint):
        def make(self, *_things: object) -> Made:
            raise certificates.DrawingFailed("no glyph for 鈺")

    with app.app_context(), pytest.raises(certificates.DrawingFailed):
        awards.draw(award.id, Broken(), clock.now())

    with app.app_context():
        row = db.session.scalars(select(Certificate)).one()
        assert (row.drawing_error, row.drawing_tries) == ("no glyph for 鈺", 1)


def test_the_download_works_though_no_worker_runs(
    award: awards.Award, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(alice)

    response = browser.browser.get("/certificate.pdf")

    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="ThinkTwice-{award.serial}.pdf"'
    assert response.data.startswith(b"%PDF-")


def test_somebody_without_a_certificate_is_told_what_is_missing(
    app: Flask, bob: Person, award: awards.Award, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(bob)

    page = browser.get("/certificate")

    missing = [link.get("href") for link in page.all("main .tasks a")]
    assert missing[:2] == ["/practice/feed-spotting?mode=scored", "/quizzes/spot-it"]
    test = ["/tests/after"] if are_tests_offered(app) else []
    assert missing == [start_of(definition) for definition in required(app)] + test
    browser.get("/certificate.pdf", expect=302)

"""Work beside the site: certificates whose job was lost."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

import certificates
from course import awards, jobs, privacy
from course.extensions import db
from course.mint import Made
from course.tables import Certificate
from tests.cast import Person
from tests.conftest import Clock
from tests.course.test_hostile import certificate_of

# --- the sweep ------------------------------------------------------------------------------------------------------


class PlainMint:
    """Makes a blank page with the name, but not one for somebody whom no typeface can write."""

    def __init__(self) -> None:
        self.tries = 0
        self.cannot_draw = ""

    def make(self, claims: certificates.Claims, *_others: object) -> Made:
        self.tries += 1
        if claims.name == self.cannot_draw:
            raise certificates.DrawingFailed(f"no glyph for {claims.name}")
        return Made("a badge", b"%PDF of " + claims.name.encode())


@pytest.fixture
def mint(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PlainMint:
    plain = PlainMint()
    monkeypatch.setitem(app.extensions, "mint", plain)
    return plain


def sweep(app: Flask) -> None:
    """What the worker does each minute."""
    with app.app_context():
        jobs.current().draw_what_was_left()


def pdf_of(app: Flask, certificate: int) -> bytes | None:
    with app.app_context():
        return awards.pdf_of(certificate)


def test_a_certificate_whose_job_was_lost_is_drawn_by_the_sweep_once(
    app: Flask, alice: Person, clock: Clock, mint: PlainMint
) -> None:
    certificate = certificate_of(app, alice)

    sweep(app)
    sweep(app)

    assert pdf_of(app, certificate) == b"%PDF of Alice Wong"
    assert mint.tries == 1


def test_a_certificate_that_somebody_is_drawing_is_left_to_them(
    app: Flask, alice: Person, clock: Clock, mint: PlainMint
) -> None:
    certificate = certificate_of(app, alice)
    with app.app_context(), db.writing() as session:
        session.execute(update(Certificate).values(drawing_until=clock.now() + timedelta(seconds=1)))

    sweep(app)

    assert (pdf_of(app, certificate), mint.tries) == (None, 0)


def test_a_certificate_that_cannot_be_drawn_is_tried_five_times_and_keeps_its_reason(
    app: Flask, alice: Person, clock: Clock, mint: PlainMint
) -> None:
    certificate_of(app, alice)
    mint.cannot_draw = alice.display_name

    for _minute in range(30):
        sweep(app)
        clock.advance(minutes=1)

    assert mint.tries == awards.DRAWING_TRIES == 5
    with app.app_context():
        kept = db.session.scalars(select(Certificate)).one()
        assert (kept.pdf, kept.drawing_error) == (None, "no glyph for Alice Wong")


def test_a_certificate_of_an_erased_person_is_not_drawn_and_its_failure_names_nobody(
    app: Flask, alice: Person, clock: Clock, mint: PlainMint
) -> None:
    certificate_of(app, alice)
    mint.cannot_draw = alice.display_name
    sweep(app)
    with app.app_context():
        privacy.erase(alice.id, password=alice.password, now=clock.now())
    clock.advance(minutes=10)

    sweep(app)

    assert mint.tries == 1
    with app.app_context():
        kept = db.session.scalars(select(Certificate)).one()
        assert (kept.user_id, kept.pdf, kept.drawing_error) == (None, None, None)

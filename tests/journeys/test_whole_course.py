"""The whole way through the course, from the front door to a checked certificate, without a script."""

from collections.abc import Callable

import pytest
from flask import Flask

from course import catalogue, people
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.earning import are_tests_offered, required
from tests.pages import Visitor
from tests.player import play, start_of, wrong

WORDS = {
    "en": {"certificate": "My certificate", "genuine": "genuine"},
    "ms": {"certificate": "Sijil saya", "genuine": "tulen"},
}


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_new_student_earns_a_certificate_that_a_stranger_can_check(app: Flask, language: str) -> None:
    student = Visitor(app)
    name = "Nur Aisyah binti Abdullah"

    student.get(f"/?lang={language}")
    student.get("/register")
    student.submit({"display_name": name, "email": "aisyah@example.edu.my", "password": PASSWORD, "language": language})
    start = student.follow()
    assert start.language == language
    with app.app_context():
        visitor = people.find_by_password("aisyah@example.edu.my", PASSWORD)
        modules = catalogue.current().library.modules
    assert visitor is not None
    person = Person(visitor.id, visitor.email, name, PASSWORD, "student", language)

    for module in modules:
        for lesson in module.lessons:
            page = student.get(f"/learn/{module.slug}/{lesson.slug}")
            assert page.heading == lesson.title[language]
            student.post(f"/learn/{module.slug}/{lesson.slug}/done")

    for definition in required(app):
        result = play(app, student, person, start_of(definition))
        assert result.words(".verdict-line .chip--leaf") == [{"en": "Passed", "ms": "Lulus"}[language]], definition.id

    if are_tests_offered(app):
        play(app, student, person, "/tests/after")

    student.get("/plan")
    student.submit({"situation": "0", "action": "0"})
    student.follow()

    certificate = student.get("/certificate")
    assert certificate.heading == WORDS[language]["certificate"]
    pdf = student.browser.get("/certificate.pdf")
    assert pdf.data.startswith(b"%PDF-1.7")

    address = certificate.one("a[href^='/verify/']").get("href")
    stranger = Visitor(app)
    answer = stranger.get(f"{address}?lang={language}")
    assert name in answer.text
    assert WORDS[language]["genuine"] in answer.text.lower()


def test_who_went_wrong_everywhere_before_passing_gets_a_booster_and_the_last_test(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    if not are_tests_offered(app):
        pytest.skip("The shipped course has not all the modules that the tests ask about.")
    for definition in required(app):
        play(app, sign_in(alice), alice, start_of(definition), wrong)
    clock.advance(days=1)
    for definition in required(app):
        play(app, sign_in(alice), alice, start_of(definition))
    play(app, sign_in(alice), alice, "/tests/after", wrong)
    clock.advance(days=30)

    student = sign_in(alice)
    play(app, student, alice, "/booster")
    play(app, student, alice, "/tests/later")

    assert "Refreshed on 22 December 2026." in student.get("/certificate").text

"""The whole way through the course, from the front door to a checked certificate, without a script."""

import pytest
from flask import Flask

from course import catalogue, people
from tests.cast import PASSWORD, Person
from tests.earning import required
from tests.pages import Visitor
from tests.player import play, start_of

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

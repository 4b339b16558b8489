"""The whole way through the first module, from the front door to a checked certificate, without a script."""

import pytest
from flask import Flask

from course import catalogue
from tests.answers import paper_of, right_form
from tests.cast import PASSWORD, Person
from tests.pages import Page, Visitor

WORDS = {
    "en": {"certificate": "My certificate", "genuine": "genuine"},
    "ms": {"certificate": "Sijil saya", "genuine": "tulen"},
}


def answer_everything(app: Flask, student: Visitor, person: Person) -> Page:
    """Page by page, as the form asks, and hand in."""
    student.follow()
    assert student.page is not None
    attempt = int(student.page.address.split("?")[0].rsplit("/", 1)[1])
    paper = paper_of(app, person, attempt)
    for number, items in enumerate(paper.pages, start=1):
        answers = right_form(paper.definition, items)
        if number < len(paper.pages):
            student.submit(answers, button=f"go={number + 1}")
            student.follow()
        else:
            student.submit(answers, action=f"/attempts/{attempt}/submit")
    return student.follow()


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
        from course import people  # noqa: PLC0415 -- the cast member of this test is made by the page itself

        visitor = people.find_by_password("aisyah@example.edu.my", PASSWORD)
        module = catalogue.current().library.modules[0]
    assert visitor is not None
    person = Person(visitor.id, visitor.email, name, PASSWORD, "student", language)

    for lesson in module.lessons:
        page = student.get(f"/learn/{module.slug}/{lesson.slug}")
        assert page.heading == lesson.title[language]
        student.post(f"/learn/{module.slug}/{lesson.slug}/done")

    student.get("/practice/feed-spotting?mode=scored")
    student.submit()
    feed = answer_everything(app, student, person)
    assert "100" in feed.one(".score").text_content()

    student.get(f"/quizzes/{module.slug}")
    student.submit()
    quiz = answer_everything(app, student, person)
    assert "100" in quiz.one(".score").text_content()

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

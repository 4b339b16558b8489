"""What a lecturer takes away: tables that run no formula and tell nobody's answers, a calendar, a report, a ZIP."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import select, update

from course import awards, catalogue, cohorts, demo, insight
from course.demo import classes as demo_classes
from course.extensions import db
from course.tables import Answer, Attempt, Membership, User
from course.tables.cohorts import JoinedHow
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import answer_right, earn, hand_in
from tests.pages import Visitor

SignIn = Callable[[Person], Visitor]
FILES = ("export.csv", "export.xlsx", "due-dates.ics", "report.pdf", "certificates.zip")


@pytest.fixture
def cohort(app: Flask, lecturer: Person, clock: Clock) -> int:
    with app.app_context():
        return cohorts.create(lecturer.id, cohorts.Details("Kelas Ñ/A: 1", "COM110"), now=clock.now())


def tried(app: Flask, person: Person, cohort: int, clock: Clock) -> None:
    """In the class, and through the quiz of its first module with everything right."""
    with app.app_context():
        cohorts.join(person.id, cohort, JoinedHow.CODE, now=clock.now())
        quiz = catalogue.current().bank.quiz("spot-it")
    assert quiz
    hand_in(app, person, answer_right(app, person, quiz, clock), clock)


def fetched(browser: Visitor, address: str) -> tuple[bytes, str]:
    answer = browser.browser.get(address)
    assert answer.status_code == 200
    data = answer.data
    answer.close()
    return data, answer.headers["Content-Disposition"]


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_an_empty_class_says_class_date_and_version(
    app: Flask, lecturer: Person, cohort: int, sign_in: SignIn, file: str
) -> None:
    with app.app_context():
        version = catalogue.current().issuer.course_version

    data, disposition = fetched(sign_in(lecturer), f"/classes/{cohort}/{file}")

    assert data
    named = rf'attachment; filename="ThinkTwice-com110-kelas-n-a-1-[a-z-]+-2026-\d\d-\d\d-{version}\.[a-z]+"'
    assert re.fullmatch(named, disposition)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_a_name_that_looks_like_a_formula_stays_a_name(
    app: Flask, lecturer: Person, alice: Person, cohort: int, sign_in: SignIn, clock: Clock, name: str
) -> None:
    tried(app, alice, cohort, clock)
    with app.app_context(), db.writing() as session:
        session.execute(update(User).where(User.id == alice.id).values(display_name=name))
    browser = sign_in(lecturer)

    table, _ = fetched(browser, f"/classes/{cohort}/export.csv")
    book, _ = fetched(browser, f"/classes/{cohort}/export.xlsx")

    assert table.startswith(b"\xef\xbb\xbf")
    heads, line = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert (heads[0], line[0], line[6]) == ("Student", f"'{name}", "100.0")
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    cell = sheets["Attempts"]["A2"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert sheets["Progress"]["A2"].value == name


def test_the_answers_in_the_workbook_are_nobodys_and_not_of_fewer_than_five(
    app: Flask, lecturer: Person, alice: Person, cohort: int, sign_in: SignIn, clock: Clock
) -> None:
    tried(app, alice, cohort, clock)
    browser = sign_in(lecturer)
    book, _ = fetched(browser, f"/classes/{cohort}/export.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book))["Answers"].max_row == 1

    with app.app_context():
        demo_classes.seed(clock.now(), students=30, lecturer=lecturer.email, password=demo.PASSWORD)
        seeded = cohorts.taught_by(lecturer.id)[0].id
        biggest = max(cohorts.taught_by(lecturer.id), key=lambda one: one.students).id
        columns = catalogue.current().columns
        found = list(insight.answers(biggest, insight.open_subjects(columns)))
        private = {subject for column in columns if column.is_private for subject in column.subjects}
        rows = db.session.execute(
            select(Attempt.subject, Answer.item, Attempt.user_id)
            .join(Answer, Answer.attempt_id == Attempt.id)
            .join(Membership, Membership.user_id == Attempt.user_id)
            .where(Membership.cohort_id == biggest)
        ).all()
    assert seeded
    assert found
    assert {one.subject for one in found}.isdisjoint(private)
    for subject, item in {(one.subject, one.item) for one in found}:
        assert len({row.user_id for row in rows if (row.subject, row.item) == (subject, item)}) >= 5


def test_the_calendar_holds_what_is_due_and_its_entries_keep_their_names(
    app: Flask, lecturer: Person, cohort: int, sign_in: SignIn, clock: Clock
) -> None:
    due_at = clock.now() + timedelta(days=3)
    with app.app_context():
        cohorts.set_due_dates(cohort, {"spot-it": due_at}, actor_id=None, now=clock.now())

    data, _ = fetched(sign_in(lecturer), f"/classes/{cohort}/due-dates.ics")

    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("dtend") == due_at
    assert str(event["uid"]).startswith(f"class-{cohort}-spot-it@")


def test_the_report_names_nobody_and_has_a_figure_for_every_bar(
    app: Flask, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    with app.app_context():
        demo_classes.seed(clock.now(), students=30, lecturer=lecturer.email, password=demo.PASSWORD)
        biggest = max(cohorts.taught_by(lecturer.id), key=lambda one: one.students)
        names = [one.display_name for one in cohorts.students(biggest.id)]

    data, _ = fetched(sign_in(lecturer), f"/classes/{biggest.id}/report.pdf")

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert biggest.details.name in text
    assert "hold the certificate" in text
    assert not [name for name in names if name in text]


def test_the_report_of_a_small_class_shows_no_figure(
    app: Flask, lecturer: Person, alice: Person, cohort: int, sign_in: SignIn, clock: Clock
) -> None:
    tried(app, alice, cohort, clock)

    data, _ = fetched(sign_in(lecturer), f"/classes/{cohort}/report.pdf")

    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "fewer than 5 students" in text
    assert "hold the certificate" not in text


def test_the_archive_holds_the_certificates_that_are_drawn_and_names_the_others(
    app: Flask, lecturer: Person, alice: Person, bob: Person, cohort: int, sign_in: SignIn, clock: Clock
) -> None:
    for person in (alice, bob):
        with app.app_context():
            cohorts.join(person.id, cohort, JoinedHow.CODE, now=clock.now())
        earn(app, person, clock)
    with app.app_context():
        held = awards.held_in(cohort, catalogue.current().issuer.course)
    assert [one.display_name for one in held] == sorted([alice.display_name, bob.display_name])

    data, _ = fetched(sign_in(lecturer), f"/classes/{cohort}/certificates.zip")

    archive = zipfile.ZipFile(io.BytesIO(data))
    drawn = {f"{one.display_name} {one.serial}.pdf" for one in held if one.is_drawn}
    left = [one.serial for one in held if not one.is_drawn]
    assert {name for name in archive.namelist() if name.endswith(".pdf")} == drawn
    assert not left or left[0] in archive.read("README.txt").decode()

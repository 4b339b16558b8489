"""Lecturers' pages in a browser: open to everybody, fitting every screen, the table readable by keyboard and ear."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from course import cohorts, enrolments, rosters
from course.tables.cohorts import JoinedHow
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.browser.leaving import follow
from tests.browser.test_every_page import NARROW, problems_of
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import earn

WAYS = (
    pytest.param("en", "light", PHONE, id="english, light, phone"),
    pytest.param("ms", "dark", NARROW, id="malay, dark, narrow"),
    pytest.param("ms", "light", DESKTOP, id="malay, light, laptop"),
    pytest.param("en", "dark", DESKTOP, id="english, dark, laptop"),
)


@pytest.fixture
def addresses(site: Site, alice: Person, bob: Person, lecturer: Person, clock: Clock) -> list[str]:
    """Every page of a class in which one student has finished, one is late, and a list waits."""
    earn(site.app, alice, clock)
    with site.app.app_context():
        cohort = cohorts.create(lecturer.id, cohorts.Details("Group A", "COM110", term="Semester 1"), now=clock.now())
        first = cohorts.join(alice.id, cohort, JoinedHow.CODE, now=clock.now())
        cohorts.join(bob.id, cohort, JoinedHow.CODE, now=clock.now())
        cohorts.set_due_dates(cohort, {"spot-it": clock.now()}, actor_id=None, now=clock.now())
        clock.advance(minutes=1)
        lines = [rosters.Line(2, "Devi a/p Raju", "devi@kampus.edu.my"), rosters.Line(3, "Chong", "", "no_email")]
        upload = enrolments.keep(cohort, lines, filename="kelas A.csv", actor_id=lecturer.id, now=clock.now())
        taught = cohorts.find_taught(lecturer.id, cohort)
        assert taught
    here = f"/classes/{cohort}"
    return [
        "/classes",
        "/classes/new",
        here,
        f"{here}/details",
        f"{here}/dates",
        f"{here}/progress",
        f"{here}/students/{first}",
        f"{here}/roster",
        f"{here}/roster/{upload}",
        f"/join/{taught.join_code}",
        "/join?code=ABCD2345",
    ]


@pytest.mark.parametrize(("language", "theme", "screen"), WAYS)
def test_every_page_of_a_class_is_open_to_everybody_and_fits(
    addresses: list[str],
    lecturer: Person,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
    axe: Callable[[Page], list[str]],
    language: str,
    theme: str,
    screen: dict[str, int],
) -> None:
    page = sign_in_on(open_page(viewport=screen, color_scheme=theme), lecturer)
    page.goto(f"/me?lang={language}")

    problems = [problem for address in addresses for problem in problems_of(page, address, axe)]

    assert problems == []


def test_a_list_is_uploaded_looked_at_and_done_without_a_script(
    addresses: list[str],
    lecturer: Person,
    open_page: Callable[..., Page],
    sign_in_on: Callable[[Page, Person], Page],
) -> None:
    page = sign_in_on(open_page(java_script_enabled=False), lecturer)
    page.goto(next(address for address in addresses if address.endswith("/roster")))
    page.locator("input[type=file]").set_input_files(
        {"name": "kelas.csv", "mimeType": "text/csv", "buffer": b"Nama;Emel\nDevi a/p Raju;devi@kampus.edu.my\n"}
    )

    follow(page.locator("main form .button"), "**/roster/*")
    follow(page.locator("form[action$=confirm] .button"), "**/roster/*")

    assert page.locator("h1").inner_text() == "The list is done"
    assert "0 put into the class, 1 invited by mail." in page.locator(".lead").inner_text()

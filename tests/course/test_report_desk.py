"""The report desk on the website: screen by screen without scripts, back and forth, in both languages and databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.applications import Applications
from tests.cast import Person
from tests.conftest import BOTH_DATABASES
from tests.modules.shelf import FILES
from tests.pages import Page, Visitor
from tests.player import fields, play, right, sheet_of, start, wrong
from tests.quizzes.report_desk_sketch import DESK_FILE, desk, the
from tests.quizzes.sketches import write

PRACTICE, SCORED = "/practice/kite-desk?mode=practice", "/practice/kite-desk?mode=scored"


@pytest.fixture(scope="module", params=BOTH_DATABASES)
def kite_site(
    request: pytest.FixtureRequest, applications: Applications, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The website with a course of one module, which leads to the kite desk."""
    folder: Path = tmp_path_factory.mktemp("kites")
    lesson = {
        name.replace("first-steps", "kites"): words.replace("#sorting", "#kite-desk").replace(
            "/first-steps/", "/kites/"
        )
        for name, words in FILES.items()
        if name.startswith("first-steps/")
    }
    write(folder / "modules", lesson)
    write(folder / "quizzes", {DESK_FILE: desk()})
    with applications.alone_on(request.param, LOAD_CONTENT_FROM=str(folder)) as site:
        yield site


@pytest.fixture
def app(kite_site: Flask, applications: Applications) -> Iterator[Flask]:
    yield kite_site
    applications.sweep(kite_site)


def act_case(app: Flask, person: Person, attempt: int) -> str:
    return next(one.id for one in sheet_of(app, person, attempt).paper.items if the(one.id).is_to_report)


def open_case(app: Flask, visitor: Visitor, person: Person, mode: str = SCORED) -> tuple[int, str]:
    """Start a run and open the first of its cases that is to be reported."""
    attempt = start(visitor, mode)
    name = act_case(app, person, attempt)
    visitor.get(f"/attempts/{attempt}?step={name}")
    return attempt, name


def go_on(visitor: Visitor, name: str, **chosen: list[str]) -> Page:
    """Fill in the screen at hand, press the button that goes on, and look at what comes."""
    visitor.submit(fields(name, chosen), button=f"a-{name}-on=1")
    return visitor.follow()


def screen_of(page: Page) -> str:
    return page.one("input[type=hidden][name$='-at']").get("value")


@pytest.mark.parametrize(("language", "mark"), [("en", "100 of 100"), ("ms", "100 daripada 100")])
def test_who_does_everything_right_passes_with_100(app: Flask, alice: Person, language: str, mark: str) -> None:
    student = Visitor(app).sign_in(alice)
    student.browser.set_cookie("language", language)

    result = play(app, student, alice, SCORED, right)

    assert result.language == language
    assert result.words(".score") == [mark]
    assert [words.endswith(f": {mark}") for words in result.words(".desk-case h3")] == [True] * 6
    assert result.all(".desk-case[open]") == []


def test_a_missed_emergency_is_said_first_and_leads_to_playing_that_case_again(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)

    result = play(app, student, alice, SCORED, lambda one: wrong(one) if the(one.id).is_emergency else right(one))

    missed = next(
        one.id
        for one in sheet_of(app, alice, int(result.address.rsplit("/", 1)[1])).paper.items
        if the(one.id).is_emergency
    )
    assert result.words("ul.plain > li")[0].startswith("You missed 1 emergency")
    assert result.words(".desk-case h3")[0].endswith("0 of 100 emergency missed")
    assert result.words(".chip--sun")[0] == "Not passed yet"
    again = result.one("a[href*='focus=']").get("href")
    student.get(again)
    attempt = int(student.submit().location.rsplit("/", 1)[1])
    assert missed in sheet_of(app, alice, attempt).paper.item_ids


def test_each_screen_says_its_step_in_the_title_and_the_heading(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_case(app, student, alice)

    page = go_on(student, name, decision=["report"])

    assert "step 2 of 7" in page.words("title")[0]
    assert page.words("legend") == ["Step 2 of 7 What is wrong with it?"]
    assert len(page.all("h2[autofocus]")) == 1


def test_back_keeps_what_was_chosen(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_case(app, student, alice)
    go_on(student, name, decision=["report"])
    go_on(student, name, reason=["harm"])

    student.submit(fields(name, {"detail": ["burnt"]}), button="go=reason")
    earlier = student.follow()
    again = go_on(student, name)

    assert earlier.form_data()[f"a-{name}-reason"] == ["harm"]
    assert again.form_data()[f"a-{name}-detail"] == ["burnt"]
    assert sheet_of(app, alice, attempt).answers[name]["decision"] == "report"


def test_going_on_with_nothing_is_said_beside_the_choices(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_case(app, student, alice)

    page = go_on(student, name)

    assert page.words(".error") == ["Choose one first, then go on."]
    assert page.words("title")[0].startswith("Please look at this again: ")
    assert f"gap-{name}" in page.one("fieldset").get("aria-describedby").split()


def test_going_back_from_an_empty_screen_is_no_mistake(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    _attempt, name = open_case(app, student, alice)
    go_on(student, name, decision=["report"])

    student.submit(button="go=post")
    page = student.follow()

    assert screen_of(page) == "post"
    assert (page.words(".error"), page.words("title")[0].startswith("Please")) == ([], False)


def test_a_double_click_stands_on_the_next_screen_without_a_complaint(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_case(app, student, alice)
    form = {"step": name, **fields(name, {"at": ["post"], "on": ["1"], "decision": ["report"]})}

    student.post(f"/attempts/{attempt}/answers", form)
    student.post(f"/attempts/{attempt}/answers", form)
    page = student.follow()

    assert (screen_of(page), page.words(".error")) == ("reason", [])


def test_a_step_that_is_not_due_changes_nothing(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_case(app, student, alice)

    form = {"step": name, **fields(name, {"at": ["channels"], "on": ["1"], "channels": ["club"]})}
    student.post(f"/attempts/{attempt}/answers", form, expect=409)

    assert sheet_of(app, alice, attempt).answers == {}


def test_a_case_that_was_sent_can_be_changed_until_the_run_is_handed_in(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_case(app, student, alice)
    for form in the(name).right_way():
        student.post(f"/attempts/{attempt}/answers", {"step": name, **fields(name, form)})

    look = student.get(f"/attempts/{attempt}?step={name}")
    student.get(look.all("a.own-change")[1].get("href"))
    student.submit(fields(name, {"detail": ["burnt"]}), button="go=confirm")
    changed = student.follow()

    assert screen_of(look) == screen_of(changed) == "confirm"
    assert "label of burnt in English" in changed.text
    assert sheet_of(app, alice, attempt).answers[name]["detail"] == "burnt"


def test_in_practice_a_case_that_was_sent_stands_and_is_explained_at_once(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, PRACTICE)
    name = sheet_of(app, alice, attempt).paper.item_ids[0]
    for form in the(name).right_way():
        student.post(f"/attempts/{attempt}/answers", {"step": name, **fields(name, form)})
    page = student.follow()

    late = {"step": name, **fields(name, {"at": ["channels"], "on": ["1"], "channels": ["crowd"]})}
    student.post(f"/attempts/{attempt}/answers", late, expect=409)

    assert page.words("#feedback h2") == ["Case 1: 100 of 100"]
    assert "reviewer sees it in English" in page.one(".reviewer").text_content()
    assert page.words("#feedback .notice") == (["Kites may stay up in English"] if the(name).is_to_report else [])


def test_no_screen_holds_what_only_the_explanation_tells(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    paper = sheet_of(app, alice, attempt).paper

    for name in paper.item_ids:
        for form in the(name).right_way():
            page = student.get(f"/attempts/{attempt}?step={name}")
            assert [word for word in ("because of", "reviewer sees", "belief") if word in page.text] == []
            student.post(f"/attempts/{attempt}/answers", {"step": name, **fields(name, form)})


def test_facts_stand_with_their_source_and_the_day_they_were_checked(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt, name = open_case(app, student, alice)
    for form in the(name).right_way()[:5]:
        student.post(f"/attempts/{attempt}/answers", {"step": name, **fields(name, form)})

    page = student.follow()

    assert screen_of(page) == "channels"
    assert page.words(".desk-facts li") == ["wind is so in English Book of wind, checked on 21 November 2026"]
    assert page.one(".desk-facts a").get("rel") == "noreferrer external"

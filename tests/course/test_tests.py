"""The tests before, after and later: offered when they are due, taken once, and silent about their answers."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import quizzes
from course import attempts, awards, catalogue, offers
from course.extensions import db
from course.tables import Attempt
from quizzes.answering import field_name
from tests.applications import Applications
from tests.cast import Person
from tests.conftest import Clock
from tests.core_course import core_course
from tests.earning import earn, pass_the_modules, required, take_test
from tests.pages import Page, Visitor
from tests.player import fields, play, right, sheet_of, start, wrong
from tests.queries import Queries


@pytest.fixture
def app(core_site: Flask, applications: Applications) -> Iterator[Flask]:
    yield core_site
    applications.sweep(core_site)


def reasons_of(form: quizzes.Definition, language: str) -> list[str]:
    """Every reason that the form holds, of its options and of its posts."""
    found = []
    for item in form.entries:
        for why in [option.why for option in getattr(item, "options", ())] or [getattr(item, "why", None)]:
            found.append(why[language])
    return found


def tells(page: Page) -> bool:
    """Whether a page tells anything of how it went."""
    return any(word in page.text for word in (" right", "Right", "Passed", "of 100", "caught"))


# --- before ---------------------------------------------------------------------------------------------------------


def test_who_is_new_is_offered_the_test_and_may_just_as_well_begin(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    page = sign_in(alice).get("/me")

    assert page.words(".card--now .kicker") == ["Before you begin"]
    ways = page.all(".card--now .actions a")
    assert [way.get("href") for way in ways] == ["/learn/spot-it/what-counts", "/tests/before"]
    assert ways[0].text_content().startswith("Not now")


def test_leaving_the_test_out_has_no_effect_but_that_it_is_offered_no_longer(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    student.post("/learn/spot-it/what-counts/done")

    page = student.get("/me")

    assert page.words(".card--now .kicker") == ["Next"]
    assert "The test before the course" not in page.text
    assert "You lose nothing by it." in student.get("/tests/before").text
    earn(app, alice, clock)
    with app.app_context():
        assert awards.find_own(alice.id) is not None


def test_the_test_before_the_course_shows_no_answer_no_reason_and_no_figure(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)

    page = play(app, student, alice, "/tests/before", right)

    assert page.heading == "Thank you"
    sheet = sheet_of(app, alice, int(page.address.rsplit("/", 1)[1]))
    assert sheet.score == 100.0  # there was something to tell
    pages = [page, student.get("/attempts"), student.get("/me"), student.get("/tests/before")]
    leaks = [why for why in reasons_of(sheet.paper.definition, "en") for one in pages if why in one.text]
    assert leaks == []
    assert [one.address for one in pages if tells(one)] == []


def test_a_test_is_taken_once(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    student = sign_in(alice)
    student.get("/tests/before")
    ticket = student.page.form_data()["ticket"] if student.page else []
    play(app, student, alice, "/tests/before", right)

    again = student.get("/tests/before")
    refused = student.post("/tests/before", {"ticket": ticket}, expect=409)

    assert again.all("main form") == []
    assert refused.words("[role=alert]") == ["This is not open for you now. Your course page tells what comes next."]
    with app.app_context():
        assert len(db.session.scalars(select(Attempt.id)).all()) == 1


def test_not_even_a_second_ticket_gives_a_second_try(app: Flask, alice: Person, clock: Clock) -> None:
    take_test(app, alice, "before", clock)

    with app.app_context():
        form = offers.form_of(catalogue.current().tests, alice.id, "before")
        ticket = attempts.make_ticket("secret", alice.id, "test:before", "scored", 2)
        with pytest.raises(attempts.AlreadyTaken):
            attempts.start(alice.id, form, "scored", ticket, secret="secret", now=clock.now(), subject="test:before")


def test_a_test_under_way_is_gone_on_with(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    student = sign_in(alice)
    attempt = start(student, "/tests/before")

    page = student.get("/me")

    assert page.all(f".card--now a[href='/attempts/{attempt}']") != []
    assert student.get("/tests/before").all(f"main a[href='/attempts/{attempt}']") != []


# --- the paper ------------------------------------------------------------------------------------------------------


def test_questions_come_first_then_posts_and_no_page_holds_both(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    attempt = start(sign_in(alice), "/tests/before")
    paper = sheet_of(app, alice, attempt).paper
    form = paper.definition
    assert isinstance(form, quizzes.CourseTest)

    kinds = [{item in form.posts for item in page} for page in paper.pages]

    assert kinds == [{False}] * 3 + [{True}] * 4


def test_a_test_without_an_answer_on_every_page_is_not_handed_in(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    attempt = start(student, "/tests/before")
    paper = sheet_of(app, alice, attempt).paper
    for item in (page[0] for page in paper.pages if page != paper.pages[2]):
        student.post(f"/attempts/{attempt}/answers", fields(item, right(paper.definition.by_id[item])[0]))

    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    page = student.follow()

    assert page.heading == "Hand in?"
    assert "Page 3 has no answer yet." in page.text
    assert page.all("main form") == []
    assert sheet_of(app, alice, attempt).submitted_at is None
    with app.app_context(), pytest.raises(attempts.StillOpen):
        attempts.submit(
            alice.id, attempt, {}, issuer=catalogue.current().issuer, now=sheet_of(app, alice, attempt).saved_at
        )  # type: ignore[arg-type]


def test_an_answer_that_comes_with_a_refused_hand_in_is_kept(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    attempt = start(student, "/tests/before")
    item = sheet_of(app, alice, attempt).paper.items[0]

    student.post(f"/attempts/{attempt}/submit", {"sure": "1", **fields(item.id, right(item)[0])})

    assert [*sheet_of(app, alice, attempt).answers] == [item.id]


def test_one_answer_a_page_is_enough_and_the_rest_is_asked_about(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    attempt = start(student, "/tests/before")
    paper = sheet_of(app, alice, attempt).paper
    for page in paper.pages:
        student.post(f"/attempts/{attempt}/answers", fields(page[0], right(paper.definition.by_id[page[0]])[0]))

    student.post(f"/attempts/{attempt}/submit")
    asked = student.follow()
    student.submit()

    assert "21 answers are still open." in asked.text
    assert student.follow().heading == "Thank you"
    assert sheet_of(app, alice, attempt).passed is True


# --- after ----------------------------------------------------------------------------------------------------------


def test_the_test_after_the_course_waits_for_the_modules(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)

    page = student.get("/tests/after")

    assert page.all("main form") == []
    assert len(page.all("main .task")) == len(required(app)) == 4
    student.post("/tests/after", {"ticket": ""}, expect=409)
    pass_the_modules(app, alice, clock)
    assert student.get("/me").words(".card--now h2") == ["The test after the course"]


def test_the_certificate_waits_for_the_test_and_comes_with_it_however_it_went(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    pass_the_modules(app, alice, clock)
    assert student.get("/certificate").words("main .task") == ["Take the test after the course"]

    result = play(app, student, alice, "/tests/after", wrong)

    assert "You have earned your certificate." in result.text
    assert student.get("/certificate").all("article.sheet") != []


def test_a_course_without_one_of_the_modules_asks_for_no_test_and_offers_none(
    applications: Applications, clock: Clock, tmp_path: Path
) -> None:
    core_course(tmp_path)
    for library in ("modules", "quizzes"):
        shutil.rmtree(tmp_path / library / "look-after")

    with applications.alone_on("sqlite", LOAD_CONTENT_FROM=str(tmp_path)) as smaller:
        student = applications.admit(smaller, "alice@example.edu.my", "Alice Wong")
        browser = Visitor(smaller).sign_in(student)
        assert "test" not in browser.get("/me").text.lower()
        for address in ("/tests/before", "/tests/after", "/tests/later", "/booster"):
            browser.get(address, expect=404)
        earn(smaller, student, clock)
        assert browser.get("/certificate").all("article.sheet") != []


@pytest.mark.parametrize(
    ("language", "thanks", "shown", "missed"),
    [
        ("en", "Thank you", "You showed:", "Not this time:"),
        ("ms", "Terima kasih", "Anda tunjukkan:", "Belum kali ini:"),
    ],
)
def test_afterwards_each_outcome_is_told_in_words_without_answers(
    app: Flask,
    alice: Person,
    clock: Clock,
    sign_in: Callable[[Person], Visitor],
    language: str,
    thanks: str,
    shown: str,
    missed: str,
) -> None:
    pass_the_modules(app, alice, clock)
    student = sign_in(alice)
    student.browser.set_cookie("language", language)
    wrong_cells = {"hs1", "mw2"}

    page = play(
        app,
        student,
        alice,
        "/tests/after",
        lambda item: wrong(item) if getattr(item, "cell", "") in wrong_cells else right(item),
    )

    assert (page.heading, page.language) == (thanks, language)
    lines = page.words("section h3 ~ ul li")
    assert [line for line in lines if line.startswith(missed)] == [
        line for line in lines if "HS1" in line or "MW2" in line
    ]
    assert sum(line.startswith(shown) for line in lines) == 10
    assert page.all("a[href='/learn/spot-it/what-counts']") != []
    form = sheet_of(app, alice, int(page.address.rsplit("/", 1)[1])).paper.definition
    assert [why for why in reasons_of(form, language) if why in page.text] == []


# --- the lot --------------------------------------------------------------------------------------------------------


def test_before_and_after_are_different_forms_and_the_lot_halves_the_students() -> None:
    forms = quizzes.load_bank().tests

    drawn = [tuple(offers.form_of(forms, person, which).id for which in offers.WHICH) for person in range(1, 2001)]

    assert {*drawn} == {("a", "b", "c"), ("b", "a", "c")}
    assert 900 < drawn.count(("a", "b", "c")) < 1100
    again = [tuple(offers.form_of(forms, person, which).id for which in offers.WHICH) for person in range(1, 2001)]
    assert again == drawn


def test_each_student_meets_three_forms_that_share_the_anchors_alone(app: Flask, alice: Person, clock: Clock) -> None:
    taken = [take_test(app, alice, which, clock) for which in offers.WHICH]

    items = [{*sheet.paper.item_ids} for sheet in taken if sheet]
    assert [len(one) for one in items] == [28, 28, 28]
    assert items[0] & items[1] == items[1] & items[2] == items[0] & items[2] == {"tq-34", "tp-43", "tp-44"}


# --- later ----------------------------------------------------------------------------------------------------------


def test_the_last_test_opens_thirty_days_after_the_one_after_the_course(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    assert "30 days after" in student.get("/tests/later").text
    earn(app, alice, clock)

    assert "This test opens on 21 December 2026." in student.get("/tests/later").text
    clock.advance(days=29, hours=23)
    student.post("/tests/later", {"ticket": ""}, expect=409)
    assert student.get("/me").all("a.button[href='/tests/later']") == []
    clock.advance(hours=1)
    assert student.get("/me").all("a.button[href='/tests/later']") != []
    page = play(app, student, alice, "/tests/later")

    assert page.heading == "Thank you"
    assert sheet_of(app, alice, int(page.address.rsplit("/", 1)[1])).paper.definition.id == "c"
    assert student.get("/me").all("a.button[href='/tests/later']") == []


# --- whatever happens -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["never", "Before", "a", "before%00", "after/x"])
def test_there_is_no_other_test(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], which: str) -> None:
    sign_in(alice).get(f"/tests/{which}", expect=404)


def test_a_ticket_of_another_test_starts_nothing(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    secret = app.config["SECRET_KEY"]

    for ticket in ("", "x", "é\x00", attempts.make_ticket(secret, alice.id, "test:after", "scored", 1)):
        page = student.post("/tests/before", {"ticket": ticket}, expect=409)
        assert page.words("[role=alert]") != []
    with app.app_context():
        assert db.session.scalars(select(Attempt.id)).all() == []


def test_what_is_no_answer_is_refused_by_name_and_changes_nothing(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    attempt = start(student, "/tests/before")
    paper = sheet_of(app, alice, attempt).paper
    question, post = paper.item_ids[0], paper.item_ids[-1]

    for form in (
        {field_name(question): "z"},
        {field_name(question): ["a", "b"]},
        {field_name(post): "perhaps"},
        {field_name(post, "rule"): "\x00"},
        {"a-nowhere": "a"},
    ):
        student.post(f"/attempts/{attempt}/answers", form, expect=409)
    assert sheet_of(app, alice, attempt).answers == {}


def test_the_course_page_asks_no_more_often_for_all_that_it_offers(
    app: Flask,
    alice: Person,
    clock: Clock,
    sign_in: Callable[[Person], Visitor],
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    earn(app, alice, clock)
    clock.advance(days=40)
    student = sign_in(alice)
    student.get("/me")

    with count_queries() as queries:
        page = student.get("/me")

    assert page.all("a.button[href='/booster']") != []
    assert queries.count == 7, queries.statements

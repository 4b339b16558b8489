"""The booster: open ten days after the modules, towards what went worst, and of no consequence."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from flask import Flask

import quizzes
from course import attempts, catalogue
from quizzes.definitions import AnyItem
from tests.applications import Applications
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import earn, pass_the_modules
from tests.pages import Visitor
from tests.player import play, right, sheet_of, start, wrong


@pytest.fixture
def app(core_site: Flask, applications: Applications) -> Iterator[Flask]:
    yield core_site
    applications.sweep(core_site)


def families_of(app: Flask, person: Person, attempt: int) -> list[str]:
    booster = catalogue_booster(app)
    return [
        booster.posts[item].family for item in sheet_of(app, person, attempt).paper.item_ids if item in booster.posts
    ]


def catalogue_booster(app: Flask) -> quizzes.Booster:
    with app.app_context():
        booster = catalogue.current().booster
        assert booster is not None
        return booster


def test_the_booster_is_offered_ten_days_after_the_last_thing_was_passed(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    assert "ten days after you have passed" in student.get("/booster").text
    pass_the_modules(app, alice, clock)

    assert "This opens on 1 December 2026" in student.get("/booster").text
    student.post("/booster", {"ticket": ""}, expect=409)
    clock.advance(days=9, hours=23)
    assert student.get("/me").all("a.button[href='/booster']") == []
    clock.advance(hours=1)
    assert student.get("/me").all("a.button[href='/booster']") != []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Refreshed on 5 December 2026."), ("ms", "Diulang kaji pada 5 Disember 2026.")],
)
def test_who_finishes_it_reads_the_day_on_their_own_certificate_page(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor], language: str, words: str
) -> None:
    earn(app, alice, clock)
    student = sign_in(alice)
    student.browser.set_cookie("language", language)
    before = student.get("/certificate")
    claims = before.words("article.sheet")
    serial = before.one("a[href^='/verify/']").get("href")
    clock.advance(days=14)

    result = play(app, student, alice, "/booster")

    assert result.language == language
    assert result.all(".score") == []
    page = student.get("/certificate")
    assert words in page.text
    assert page.words("article.sheet") == claims
    assert words not in Visitor(app).get(f"{serial}?lang={language}").text
    assert student.get("/me").all("a.button[href='/booster']") == []


def test_a_booster_has_six_questions_and_then_three_posts_of_either_kind(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    earn(app, alice, clock)
    clock.advance(days=10)

    attempt = start(sign_in(alice), "/booster")

    booster, items = catalogue_booster(app), sheet_of(app, alice, attempt).paper.item_ids
    assert [item in booster.questions for item in items] == [True] * 6 + [False] * 6
    assert {booster.module_of(item) for item in items[:6]} == {"spot-it", "report-it", "comment-care", "look-after"}
    assert sorted(booster.posts[item].kind for item in items[6:]) == ["noise"] * 3 + ["signal"] * 3


def test_it_leans_towards_the_families_that_went_worst(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    weak = {"doxx", "threat", "reclaimed", "news_report"}
    pass_the_modules(app, alice, clock)
    student = sign_in(alice)

    def careless(item: AnyItem) -> Sequence[Mapping[str, Sequence[str]]]:
        return wrong(item) if getattr(item, "family", "") in weak else right(item)

    play(app, student, alice, "/tests/after", careless)
    clock.advance(days=10)
    attempt = start(student, "/booster")

    with app.app_context():
        assert {*attempts.weakest_families(alice.id)} == weak
    assert weak <= {*families_of(app, alice, attempt)}


def test_each_answer_is_followed_by_its_reason(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    earn(app, alice, clock)
    clock.advance(days=10)
    student = sign_in(alice)
    attempt = start(student, "/booster")
    question = sheet_of(app, alice, attempt).paper.items[0]
    booster = catalogue_booster(app)

    student.post(f"/attempts/{attempt}/answers", {"step": question.id, f"a-{question.id}": wrong(question)[0][""]})
    page = student.follow()

    chosen = next(o for o in booster.questions[question.id].options if o.id == wrong(question)[0][""][0])
    assert chosen.why.en in page.text
    assert page.words("#feedback h2") == ["Not right"]


def test_one_that_is_not_finished_cannot_be_handed_in_and_refreshes_nothing(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    earn(app, alice, clock)
    clock.advance(days=10)
    student = sign_in(alice)
    attempt = start(student, "/booster")

    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})

    assert "12 answers are still open." in student.follow().text
    assert sheet_of(app, alice, attempt).submitted_at is None
    assert "Refreshed" not in student.get("/certificate").text
    assert student.get("/me").all(f"a.button[href='/attempts/{attempt}']") != []


def test_a_second_booster_takes_new_questions(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    earn(app, alice, clock)
    clock.advance(days=10)
    student = sign_in(alice)

    runs = []
    for _run in range(2):
        result = play(app, student, alice, "/booster")
        runs.append({*sheet_of(app, alice, int(result.address.rsplit("/", 1)[1])).paper.item_ids})

    assert runs[0] & runs[1] == set()


def test_leaving_it_out_changes_nothing(
    app: Flask, alice: Person, clock: Clock, sign_in: Callable[[Person], Visitor]
) -> None:
    earn(app, alice, clock)
    clock.advance(days=400)

    page = sign_in(alice).get("/certificate")

    assert page.all("article.sheet") != []
    assert "Refreshed" not in page.text

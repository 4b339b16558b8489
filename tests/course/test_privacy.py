"""What a person takes along and leaves behind: all of one's own, and nothing of anybody else's."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from course import attempts, privacy
from course.extensions import db
from course.tables import Answer, Attempt
from tests.answers import paper_of, right_form, wrong_form
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor


def answer_the_quiz(app: Flask, browser: Visitor, person: Person, fill: Callable[..., dict[str, list[str]]]) -> int:
    """Start the quiz and answer its first two questions; the number of the attempt."""
    browser.get("/quizzes/spot-it")
    attempt = int(browser.submit().location.rsplit("/", 1)[1])
    paper = paper_of(app, person, attempt)
    browser.post(f"/attempts/{attempt}/answers", fill(paper.definition, paper.item_ids[:2]))
    return attempt


def test_the_export_holds_every_answer_of_ones_own_and_of_nobody_else(
    app: Flask, alice: Person, bob: Person, sign_in: Callable[[Person], Visitor], clock: Clock
) -> None:
    hers, his = sign_in(alice), sign_in(bob)
    attempt = answer_the_quiz(app, hers, alice, right_form)
    answer_the_quiz(app, his, bob, wrong_form)
    with app.app_context():
        sheet = attempts.find_own(alice.id, attempt)

    kept = hers.browser.get("/account/export").get_json()

    assert sheet is not None
    assert len(sheet.answers) == 2
    assert {row["item"]: row["answer"] for row in kept["answers"]} == sheet.answers
    assert {(row["attempt_id"], row["saved_at"]) for row in kept["answers"]} == {(attempt, clock.now().isoformat())}
    assert [row["id"] for row in kept["attempts"]] == [attempt]


def test_erasing_takes_every_answer_of_ones_own_and_of_nobody_else(
    app: Flask, alice: Person, bob: Person, sign_in: Callable[[Person], Visitor], clock: Clock
) -> None:
    answer_the_quiz(app, sign_in(alice), alice, right_form)
    his = answer_the_quiz(app, sign_in(bob), bob, wrong_form)

    with app.app_context():
        privacy.erase(alice.id, password=alice.password, now=clock.now())

    with app.app_context():
        assert db.session.scalars(select(Attempt.id)).all() == [his]
        assert db.session.scalars(select(Answer.attempt_id)).all() == [his, his]

"""A conversation on the site: what is left of it in the database, and who still sees what was said."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from course import attempts, catalogue
from course.extensions import db
from course.tables import Answer, Attempt
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.player import fields, play, right, sheet_of, start

ADDRESS = "/practice/friend-conversation?mode=scored"


def kept(app: Flask) -> tuple[list[object], list[object]]:
    """What the database holds of attempts (paper, score, passed, result) and of answers."""
    with app.app_context():
        rows = db.session.execute(select(Attempt.paper, Attempt.score, Attempt.passed, Attempt.result)).all()
        answers = db.session.execute(select(Answer.item, Answer.answer)).all()
        return [tuple(row) for row in rows], [tuple(row) for row in answers]


def test_of_a_conversation_only_is_kept_whether_it_was_passed(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)

    result = play(app, student, alice, ADDRESS, right)

    (attempt,), answers = kept(app)
    assert attempt[1:] == (None, True, None)
    assert answers == []
    assert result.all(".transcript .is-mine") != []
    assert result.all(".score") == []


def test_the_transcript_is_in_the_learners_own_browser_until_signing_out(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    address = play(app, student, alice, ADDRESS, right).address

    elsewhere = sign_in(alice).get(address)
    student.post("/sign-out")
    later = student.sign_in(alice).get(address)

    for page in (elsewhere, later):
        assert page.all(".transcript") == []
        assert page.words(".verdict-line .chip--leaf") == ["Passed"]


def test_nothing_tells_afterwards_who_read_a_case_instead(
    app: Flask, alice: Person, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    papers = []
    for person, swaps in ((alice, False), (bob, True)):
        student = sign_in(person)
        attempt = start(student, ADDRESS)
        drawn = sheet_of(app, person, attempt).paper.item_ids
        if swaps:
            student.post(f"/attempts/{attempt}/swap", {"item": drawn[0]})
            student.post(f"/attempts/{attempt}/swap", {"item": drawn[0]})
        item = sheet_of(app, person, attempt).paper.items[0]
        assert (item.id == drawn[0]) is not swaps
        for form in item.right_way():
            student.post(f"/attempts/{attempt}/answers", {"step": item.id, **fields(item.id, form)})
        student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
        assert student.follow().all(".transcript") != []
        papers.append((drawn, sheet_of(app, person, attempt).paper.item_ids))

    assert [before == after for before, after in papers] == [True, True]


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_replies_that_were_never_handed_in_go_after_a_week(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], clock: Clock, days: int, left: int
) -> None:
    student = sign_in(alice)
    attempt = start(student, ADDRESS)
    item = sheet_of(app, alice, attempt).paper.items[0]
    student.post(f"/attempts/{attempt}/answers", {"step": item.id, **fields(item.id, item.right_way()[0])})

    clock.advance(days=days)
    with app.app_context():
        attempts.forget_answers(catalogue.current().bank.definitions, clock.now())

    assert len(kept(app)[1]) == left

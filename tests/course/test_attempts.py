"""Attempts: tickets, saving, submitting, cooling down, and what two clicks at once do."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

import quizzes
from course import attempts, catalogue
from course.extensions import db
from course.tables import Answer, Attempt, Certificate, Definition
from tests.answers import right_form, wrong_form
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import answer_right, earn, required

SECRET = "a secret of these tests, thirty-two characters"


@pytest.fixture
def quiz(app: Flask) -> quizzes.Definition:
    with app.app_context():
        found = catalogue.current().bank.quiz("spot-it")
        assert found is not None
        return found


def begin(app: Flask, person: Person, definition: quizzes.Definition, clock: Clock, number: int = 1) -> int:
    subject = attempts.subject_of(definition)
    ticket = attempts.make_ticket(SECRET, person.id, subject, "scored", number)
    with app.app_context():
        return attempts.start(person.id, definition, "scored", ticket, secret=SECRET, now=clock.now())


def hand_in(app: Flask, person: Person, attempt: int, form: dict[str, list[str]], clock: Clock) -> attempts.Sheet:
    with app.app_context():
        issuer = catalogue.current().issuer
        return attempts.submit(person.id, attempt, form, issuer=issuer, now=clock.now())


def items_of(app: Flask, person: Person, attempt: int) -> tuple[str, ...]:
    with app.app_context():
        sheet = attempts.find_own(person.id, attempt)
        assert sheet is not None
        return sheet.paper.item_ids


def fail(app: Flask, person: Person, quiz: quizzes.Definition, clock: Clock, number: int) -> tuple[str, ...]:
    attempt = begin(app, person, quiz, clock, number)
    items = items_of(app, person, attempt)
    hand_in(app, person, attempt, wrong_form(quiz, items), clock)
    return items


def test_the_same_ticket_twice_finds_the_first_attempt(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    first = begin(app, alice, quiz, clock)

    again = begin(app, alice, quiz, clock)

    assert again == first


def test_a_ticket_of_somebody_else_is_refused(
    app: Flask, alice: Person, bob: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    his = attempts.make_ticket(SECRET, bob.id, attempts.subject_of(quiz), "scored", 1)

    with app.app_context(), pytest.raises(attempts.TamperedTicket):
        attempts.start(alice.id, quiz, "scored", his, secret=SECRET, now=clock.now())


@pytest.mark.parametrize("ticket", ["", "x", "WzEsMl0.broken", "é", "a" * 5000])
def test_a_tampered_ticket_is_refused(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock, ticket: str
) -> None:
    with app.app_context(), pytest.raises(attempts.TamperedTicket):
        attempts.start(alice.id, quiz, "scored", ticket, secret=SECRET, now=clock.now())


def test_a_ticket_that_runs_ahead_is_stale(app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock) -> None:
    with pytest.raises(attempts.StaleTicket):
        begin(app, alice, quiz, clock, number=7)


def test_an_answer_is_kept_until_it_is_changed(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    attempt = begin(app, alice, quiz, clock)
    first, second = items_of(app, alice, attempt)[:2]
    with app.app_context():
        attempts.save(alice.id, attempt, wrong_form(quiz, (first,)), clock.now())
    clock.advance(minutes=1)

    with app.app_context():
        attempts.save(alice.id, attempt, right_form(quiz, (first, second)), clock.now())

    with app.app_context():
        sheet = attempts.find_own(alice.id, attempt)
        assert sheet is not None
        assert set(sheet.answers) == {first, second}
        assert sheet.answers == sheet.paper.read(right_form(quiz, (first, second)))
        assert sheet.saved_at == clock.now()


def test_an_answer_to_an_item_that_was_not_drawn_is_refused_and_nothing_is_lost(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    attempt = begin(app, alice, quiz, clock)
    drawn = items_of(app, alice, attempt)
    stranger = next(item.id for item in quiz.items if item.id not in drawn and item.kind == "single_choice")
    with app.app_context():
        attempts.save(alice.id, attempt, right_form(quiz, drawn[:1]), clock.now())

    with app.app_context(), pytest.raises(quizzes.NotDrawn):
        attempts.save(alice.id, attempt, right_form(quiz, (drawn[1], stranger)), clock.now())

    with app.app_context():
        sheet = attempts.find_own(alice.id, attempt)
        assert sheet is not None
        assert tuple(sheet.answers) == drawn[:1]


def test_an_answer_after_handing_in_is_refused(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    attempt = begin(app, alice, quiz, clock)
    items = items_of(app, alice, attempt)
    hand_in(app, alice, attempt, wrong_form(quiz, items), clock)

    with app.app_context(), pytest.raises(attempts.AlreadySubmitted):
        attempts.save(alice.id, attempt, right_form(quiz, items), clock.now())

    with app.app_context():
        sheet = attempts.find_own(alice.id, attempt)
        assert sheet is not None
        assert sheet.score == 0


def test_somebody_elses_attempt_does_not_exist(
    app: Flask, alice: Person, charlie: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    attempt = begin(app, alice, quiz, clock)

    with app.app_context():
        assert attempts.find_own(charlie.id, attempt) is None


def test_three_tries_share_no_item_and_cool_down_longer_each_time(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    subject = attempts.subject_of(quiz)
    papers, waits = [], []
    for number in (1, 2, 3):
        papers.append(set(fail(app, alice, quiz, clock, number)))
        with app.app_context():
            opens_at = attempts.standing(alice.id, subject, "scored", clock.now()).opens_at
        assert opens_at is not None
        waits.append(opens_at - clock.now())
        clock.moment = opens_at

    assert len(papers[0] | papers[1] | papers[2]) == 30
    assert waits[:2] == [timedelta(minutes=10), timedelta(hours=2)]
    assert timedelta(0) < waits[2] <= timedelta(days=1)


def test_a_try_before_its_time_is_refused_with_the_time(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    fail(app, alice, quiz, clock, 1)
    failed_at = clock.now()
    clock.advance(minutes=9)

    with pytest.raises(attempts.CoolingDown) as refusal:
        begin(app, alice, quiz, clock, number=2)

    assert refusal.value.opens_at == failed_at + timedelta(minutes=10)


def test_an_old_attempt_scores_the_same_after_the_content_has_changed(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = begin(app, alice, quiz, clock)
    items = items_of(app, alice, attempt)
    before = hand_in(app, alice, attempt, right_form(quiz, items), clock).score
    monkeypatch.setattr(attempts, "_known_definitions", {})
    changed = json.loads(quiz.to_json())
    for item in changed["items"]:
        item["options"][0]["t"]["en"] = "Something else altogether"
    new = quizzes.load_definition(json.dumps(changed))
    with app.app_context():
        monkeypatch.setattr(type(catalogue.current().bank), "quiz", lambda _bank, _module: new)

        sheet = attempts.find_own(alice.id, attempt)
        assert sheet is not None
        rescored = attempts.score(sheet).score

    assert new.content_hash != quiz.content_hash
    assert sheet.paper.definition.content_hash == quiz.content_hash
    assert (before, rescored) == (100, 100)


def test_practice_is_recorded_as_done_and_never_as_a_figure(app: Flask, alice: Person, clock: Clock) -> None:
    with app.app_context():
        feed = catalogue.current().bank.activity("feed-spotting")
        assert feed is not None
    ticket = attempts.make_ticket(SECRET, alice.id, attempts.subject_of(feed), "practice", 1)
    with app.app_context():
        attempt = attempts.start(alice.id, feed, "practice", ticket, secret=SECRET, now=clock.now())
    for item in items_of(app, alice, attempt):
        with app.app_context():
            attempts.save(alice.id, attempt, {f"a-{item}": ["act"]}, clock.now())

    sheet = hand_in(app, alice, attempt, {}, clock)

    assert (sheet.submitted_at, sheet.score, sheet.passed) == (clock.now(), None, None)


def test_a_practice_step_out_of_order_or_twice_changes_nothing(app: Flask, alice: Person, clock: Clock) -> None:
    with app.app_context():
        feed = catalogue.current().bank.activity("feed-spotting")
        assert feed is not None
    ticket = attempts.make_ticket(SECRET, alice.id, attempts.subject_of(feed), "practice", 1)
    with app.app_context():
        attempt = attempts.start(alice.id, feed, "practice", ticket, secret=SECRET, now=clock.now())
    first, _second, third = items_of(app, alice, attempt)[:3]
    with app.app_context():
        attempts.save(alice.id, attempt, {f"a-{first}": ["act"]}, clock.now())

    for form in ({f"a-{third}": ["act"]}, {f"a-{first}": ["leave"]}):
        with app.app_context(), pytest.raises(attempts.StepOutOfOrder):
            attempts.save(alice.id, attempt, form, clock.now())

    with app.app_context():
        sheet = attempts.find_own(alice.id, attempt)
        assert sheet is not None
        assert {item: answer["verdict"] for item, answer in sheet.answers.items()} == {first: "act"}


def together(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Run these at the same moment, each in its own thread and context; refusals come back as values."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                outcomes[place] = act()
            except Exception as refusal:  # the outcome is what the test is about
                outcomes[place] = refusal

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_two_starts_at_once_spend_one_attempt(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    ticket = attempts.make_ticket(SECRET, alice.id, attempts.subject_of(quiz), "scored", 1)

    def start() -> int:
        return attempts.start(alice.id, quiz, "scored", ticket, secret=SECRET, now=clock.now())

    outcomes = together(app, [start] * 6)

    assert len(set(outcomes)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == 1
        assert db.session.scalar(select(func.count(Definition.content_hash))) == 1


def test_of_two_submissions_at_once_one_counts_and_one_is_told(
    app: Flask, alice: Person, quiz: quizzes.Definition, clock: Clock
) -> None:
    attempt = begin(app, alice, quiz, clock)
    form = right_form(quiz, items_of(app, alice, attempt))

    def submit() -> float | None:
        issuer = catalogue.current().issuer
        return attempts.submit(alice.id, attempt, form, issuer=issuer, now=clock.now()).score

    outcomes = together(app, [submit] * 4)

    assert [outcome for outcome in outcomes if outcome == 100] == [100]
    assert sum(isinstance(outcome, attempts.AlreadySubmitted) for outcome in outcomes) == 3
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 10


def test_two_last_answers_at_once_issue_one_certificate(app: Flask, alice: Person, clock: Clock) -> None:
    earn(app, alice, clock, but_for=2)
    acts: list[Callable[[], object]] = []
    for definition in required(app)[-2:]:
        attempt = answer_right(app, alice, definition, clock)
        acts.append(
            lambda attempt=attempt: (
                attempts.submit(alice.id, attempt, {}, issuer=catalogue.current().issuer, now=clock.now()).passed
            )
        )

    outcomes = together(app, acts)

    assert outcomes == [True, True]
    with app.app_context():
        assert db.session.scalar(select(func.count(Certificate.id))) == 1

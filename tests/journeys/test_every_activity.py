"""Every activity of the course, played to its end without a script, right and wrong, and shaken with nonsense."""

import random
from collections.abc import Callable

import pytest
from flask import Flask

import quizzes
from quizzes.answering import field_name
from tests.cast import Person
from tests.pages import Visitor
from tests.player import play, right, sheet_of, start, start_of, wrong

ACTIVITIES = [one for one in quizzes.load_bank().definitions if one.kind != "quiz"]
ODD_VALUES = (
    "", "0", "1", "-1", "99", "act", "on", "true", "null", "a", "\x00", "\ufffdx", "'; --", "<script>", "x" * 5000,
    "１", "ك", "never", "a\nb\nc", "%00", "../..", "{}", "[]",
)  # fmt: skip

every_activity = pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda one: one.id)


@every_activity
@pytest.mark.parametrize("language", ["en", "ms"])
def test_who_answers_everything_right_passes(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], activity: quizzes.Definition, language: str
) -> None:
    student = sign_in(alice)
    student.browser.set_cookie("language", language)

    result = play(app, student, alice, start_of(activity), right)

    assert result.language == language
    assert result.words(".verdict-line .chip--leaf") == [{"en": "Passed", "ms": "Lulus"}[language]]


@every_activity
def test_who_answers_everything_wrong_does_not_pass(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], activity: quizzes.Definition
) -> None:
    result = play(app, sign_in(alice), alice, start_of(activity), wrong)

    assert result.words(".verdict-line .chip--leaf") == []
    assert result.words(".verdict-line .chip--sun") == ["Not passed yet"]


@every_activity
@pytest.mark.parametrize("language", ["en", "ms"])
def test_practice_is_recorded_as_done_and_never_as_a_figure(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], activity: quizzes.Definition, language: str
) -> None:
    student = sign_in(alice)
    student.browser.set_cookie("language", language)

    result = play(app, student, alice, start_of(activity, "practice"), wrong)
    attempt = int(result.address.rsplit("/", 1)[1])

    sheet = sheet_of(app, alice, attempt)
    assert (sheet.submitted_at is not None, sheet.score, sheet.passed, sheet.result) == (True, None, None, None)
    assert result.all(".score") == []


@every_activity
@pytest.mark.parametrize("mode", ["scored", "practice"])
def test_whatever_is_posted_to_a_step_is_an_answer_or_a_refusal(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], activity: quizzes.Definition, mode: str
) -> None:
    student = sign_in(alice)
    attempt = start(student, start_of(activity, mode))
    paper = sheet_of(app, alice, attempt).paper
    names = [field_name(item.id, part) for item in paper.items for part in item.parts]
    chance = random.Random(f"{activity.id} {mode}")

    for _post in range(20):
        chosen = [chance.choice([*names, *names, "a-nowhere", "step", "go", "page"]) for _n in range(4)]
        form = {name: chance.choices(ODD_VALUES, k=chance.randint(1, 2)) for name in chosen}
        answer = student.browser.post(f"/attempts/{attempt}/answers", data=form, buffered=True)
        assert answer.status_code in (302, 409), (form, answer.status_code)
        student.get(f"/attempts/{attempt}")


@every_activity
def test_what_comes_after_the_end_changes_nothing(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], activity: quizzes.Definition
) -> None:
    student = sign_in(alice)
    result = play(app, student, alice, start_of(activity), right)
    attempt = int(result.address.rsplit("/", 1)[1])
    before = sheet_of(app, alice, attempt)
    item = before.paper.items[0]

    for form in wrong(item):
        data = {field_name(item.id, part): [*values] for part, values in form.items()}
        student.post(f"/attempts/{attempt}/answers", {"step": item.id, **data}, expect=409)
    student.post(f"/attempts/{attempt}/submit", {"sure": "1"}, expect=409)

    assert sheet_of(app, alice, attempt) == before


@every_activity
def test_a_stranger_finds_nothing_of_it(
    app: Flask,
    alice: Person,
    bob: Person,
    sign_in: Callable[[Person], Visitor],
    activity: quizzes.Definition,
) -> None:
    attempt = start(sign_in(alice), start_of(activity))
    stranger = sign_in(bob)

    stranger.get(f"/attempts/{attempt}", expect=404)
    for act in ("answers", "swap", "submit"):
        stranger.post(f"/attempts/{attempt}/{act}", {"item": "x"}, expect=404)

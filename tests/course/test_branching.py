"""The story on the website: told page by page, two ways side by side, and a plan that nobody keeps."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course.extensions import db
from quizzes.kinds.branching.story import LONGEST, Choice, Node, Story, Way
from quizzes.walking import arrived, routes
from tests.cast import Person
from tests.pages import Page, Visitor
from tests.player import fields, play, right, sheet_of, start, wrong

PRACTICE, SCORED = "/practice/pause-story?mode=practice", "/practice/pause-story?mode=scored"
PLAN = "When the group chat laughs at somebody, I will put my phone face down."


def story_of(app: Flask, person: Person, attempt: int) -> Story:
    found = sheet_of(app, person, attempt).paper.items[0]
    assert isinstance(found, Story)
    return found


def best(node: Node) -> Choice:
    return max(node.choices, key=lambda choice: choice.quality)


def send(visitor: Visitor, story: Story, *, button: str = "", **parts: str) -> Page:
    """Fill in the page at hand, press its button, and look at what comes."""
    filled = fields(story.id, {part: [value] for part, value in parts.items()})
    visitor.submit(filled, form="form.stack", button=f"a-{story.id}-{button}" if button else "")
    return visitor.follow()


def play_to_an_ending(app: Flask, visitor: Visitor, person: Person, attempt: int) -> Page:
    """Choose the best until the story ends."""
    story, page = story_of(app, person, attempt), visitor.get(f"/attempts/{attempt}")
    while page.all(f"[name='a-{story.id}-choice']"):
        walk = story.walk(sheet_of(app, person, attempt).answers.get(story.id, {}))
        node = story.places[arrived(story.places, story.start, walk.way)]
        page = send(visitor, story, choice=best(node).id)
    return page


def everything_kept(app: Flask) -> str:
    with app.app_context(), db.engine.connect() as connection:
        rows: dict[str, Any] = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in db.metadata.sorted_tables
        }
        return json.dumps(rows, default=str)


def test_the_words_of_a_plan_are_kept_nowhere(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)
    play_to_an_ending(app, student, alice, attempt)

    finished = send(student, story, plan=PLAN, button="done=1")
    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    result = student.follow()

    assert sheet_of(app, alice, attempt).answers[story.id]["planned"] is True
    kept, seen = everything_kept(app), finished.text + result.text
    assert [word for word in ("face down", "laughs at somebody") if word in kept or word in seen] == []
    assert "You made a plan of your own." in result.text


@pytest.mark.parametrize(("plan", "planned"), [("", False), ("I will wait.  ", False), ("I will wait now", True)])
def test_a_plan_of_fifteen_characters_is_one(app: Flask, alice: Person, plan: str, planned: bool) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)
    play_to_an_ending(app, student, alice, attempt)

    send(student, story, plan=plan, button="done=1")

    assert sheet_of(app, alice, attempt).answers[story.id]["planned"] is planned


def test_one_ending_is_not_enough_and_the_page_says_so_before(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)
    ending = play_to_an_ending(app, student, alice, attempt)

    send(student, story, button="done=1")
    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    result = student.follow()

    assert "Finish with one ending (not enough to pass)" in ending.words("main button")
    assert result.words(".chip--sun") == ["Not passed yet"]
    assert "You saw one ending; two different ones are needed." in result.text


@pytest.mark.parametrize(("language", "passed"), [("en", "Passed"), ("ms", "Lulus")])
def test_two_endings_pass_and_stand_side_by_side(app: Flask, alice: Person, language: str, passed: str) -> None:
    student = Visitor(app).sign_in(alice)
    student.get(f"/?lang={language}")

    result = play(app, student, alice, SCORED, right)

    assert result.words(".verdict-line .chip--leaf") == [passed]
    assert len(result.all(".routes > section")) == 2
    assert len(set(result.words(".routes > section > h4"))) == 2


def test_what_a_way_did_to_people_is_said_in_words(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)

    good = play(app, student, alice, SCORED, right).words(".routes > section > .quiet")
    poor = play(app, student, alice, PRACTICE, wrong).words(".routes > section > .quiet")

    assert good[0] == "There is more trust than before. Nobody was hurt by what you did. There is nothing to regret."
    assert poor[0].startswith("There is less trust than before. Somebody was hurt")
    assert [line for line in good + poor if any(sign in line for sign in "0123456789+")] == []


def test_a_double_click_changes_nothing_on_any_page_of_a_story(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)

    for form in story.right_way():
        data = {"step": story.id, **fields(story.id, form)}
        student.post(f"/attempts/{attempt}/answers", data)
        once = sheet_of(app, alice, attempt).answers
        student.post(f"/attempts/{attempt}/answers", data)
        assert sheet_of(app, alice, attempt).answers == once


def test_another_choice_for_a_step_already_taken_is_refused(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)
    first, second = [choice.id for choice in story.places[story.start].choices][:2]
    student.post(f"/attempts/{attempt}/answers", fields(story.id, {"at": ["0"], "choice": [first]}))
    before = sheet_of(app, alice, attempt)

    student.post(f"/attempts/{attempt}/answers", fields(story.id, {"at": ["0"], "choice": [second]}), expect=409)

    assert sheet_of(app, alice, attempt) == before


def test_nothing_tells_what_is_likely_or_good_before_the_story_is_over(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, PRACTICE)
    story = story_of(app, alice, attempt)
    page = student.get(f"/attempts/{attempt}")
    seen = page.text
    while page.all(f"[name='a-{story.id}-choice']"):
        choice = page.all(f"[name='a-{story.id}-choice']")[0].get("value")
        page = send(student, story, choice=choice)
        seen += page.text

    reasons = [choice.why.en for node in story.nodes for choice in node.choices]
    assert [why for why in reasons if why in seen] == []


def test_the_next_moment_takes_the_focus_and_a_missing_choice_is_said_beside_the_choices(
    app: Flask, alice: Person
) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)
    student.get(f"/attempts/{attempt}")

    gap = send(student, story)
    following = send(student, story, choice=story.places[story.start].choices[0].id)

    assert gap.words(".error") == ["Choose what you do first, then go on."]
    assert gap.all(".story-text[autofocus]") == []
    assert len(following.all(".story-text[autofocus]")) == 1


def test_a_story_handed_in_before_its_end_is_called_unfinished_and_not_wrong(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)

    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    result = student.follow()

    assert result.words("main article p") == ["Not finished."]
    assert result.all(".verdict-heading, .verdict--wrong, .verdict--unanswered") == []


def test_nobody_is_told_that_a_story_was_right_or_not_right(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)

    good, poor = play(app, student, alice, SCORED, right), play(app, student, alice, PRACTICE, wrong)

    for page in (good, poor):
        assert page.all(".verdict-heading, .verdict--wrong, .verdict--right") == []


def test_two_ways_to_the_same_ending_have_different_names(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    story = story_of(app, alice, attempt)
    by_ending: dict[str, list[Way]] = {}
    for way in routes(story.places, story.start, LONGEST):
        by_ending.setdefault(arrived(story.places, story.start, way), []).append(way)
    first, second = next(ways for ways in by_ending.values() if len(ways) > 1)[:2]
    forms = [{"at": str(number), "choice": choice} for number, (_node, choice) in enumerate(first)]
    forms.append({"at": str(len(first)), "back": story.start})
    forms += [{"at": str(number), "choice": choice} for number, (_node, choice) in enumerate(second, len(first) + 1)]
    forms.append({"at": str(len(first) + 1 + len(second)), "done": "1"})
    for form in forms:
        data = fields(story.id, {part: [value] for part, value in form.items()})
        student.post(f"/attempts/{attempt}/answers", {"step": story.id, **data})

    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    names = [section.get("aria-label") for section in student.follow().all(".routes > section")]

    assert len(set(names)) == len(names) == 2

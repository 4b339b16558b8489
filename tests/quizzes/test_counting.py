"""What the course promises to hold, counted: counts.yaml against the bank."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import quizzes
from quizzes.bank import CONTENT
from quizzes.counting import COUNTS
from tests.quizzes.sketches import FEED, POOL, feed, pool, write


def problems_with(tmp_path: Path, counts: Any, **files: Any) -> list[str]:
    write(tmp_path, {POOL: pool(), FEED: feed(), COUNTS: counts, **files})
    return [problem.message for problem in quizzes.check_bank(tmp_path)[1]]


def size_of(tmp_path: Path) -> tuple[int, int]:
    bank = quizzes.load_bank(write(tmp_path / "sized", {POOL: pool(), FEED: feed()}))
    return bank.definitions[0].counts["items"], bank.definitions[1].counts["items"]


def test_as_much_as_is_promised_is_enough(tmp_path: Path) -> None:
    sizes = sorted(size_of(tmp_path))
    counts = {"quizzes": {"kites": {"items": min(sizes)}}, "activities": {"kite-feed": {"items": min(sizes)}}}

    assert problems_with(tmp_path, counts) == []


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"quizzes": {"kites": {"items": 900}}}, "items, but 900 are promised."),
        ({"activities": {"kite-feed": {"items": 900}}}, "items, but 900 are promised."),
        ({"quizzes": {"boats": {"items": 1}}}, "There is no “boats” among the quizzes."),
        ({"activities": {"kites": {"items": 1}}}, "There is no “kites” among the activities."),
        ({"activities": {"kite-feed": {"tails": 1}}}, "“tails” is not counted here; there is: items."),
        ({"tests": {"questions": 34}}, "tests: 0 questions, but 34 are promised."),
        ({"booster": {"items": 24}}, "“items” is not counted here; there is: nothing."),
        ({"quizzes": {"kites": {"items": "many"}}}, "items"),
        ({"quizes": {}}, "quizes"),
    ],
)
def test_a_promise_that_is_not_kept_is_an_error_at_its_line(tmp_path: Path, counts: Any, message: str) -> None:
    (found,) = problems_with(tmp_path, counts)

    assert message in found


def test_a_case_to_read_instead_is_no_conversation() -> None:
    talks = quizzes.load_bank().activity("friend-conversation")

    assert talks is not None
    assert talks.counts == {"items": 4, "conversations": 2}


def test_the_shipped_promises_are_those_of_the_course_and_every_definition_has_one() -> None:
    promised = yaml.safe_load((CONTENT / COUNTS).read_text("utf-8"))
    bank = quizzes.load_bank()

    assert {*promised["quizzes"], *promised["activities"]} == {one.id for one in bank.definitions}
    assert promised["tests"] == {"questions": 34, "posts": 44}

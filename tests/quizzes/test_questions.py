"""The three kinds of question: what answers to them are worth, and what is said about them."""

from typing import Any

import pytest

import quizzes
from quizzes.results import Reasons
from tests.quizzes.sketches import QUIZ, paper


def credit(item: str, response: quizzes.Response) -> tuple[str, float]:
    found = quizzes.score(paper(QUIZ, [item]), {item: response}).items[0]
    return found.verdict, found.credit


def reasons(item: str, response: quizzes.Response, language: str = "en") -> Reasons:
    found = quizzes.feedback(paper(QUIZ, [item]), item, response, language)
    return Reasons(found.your_answer, found.right_answer, found.why, found.why_right)


@pytest.mark.parametrize(
    ("response", "worth"),
    [
        ({"choice": "a"}, ("right", 1.0)),
        ({"choice": "b"}, ("wrong", 0.0)),
        ({"choice": "z"}, ("unanswered", 0.0)),
        ({"choice": ["a"]}, ("unanswered", 0.0)),
        ({}, ("unanswered", 0.0)),
    ],
)
def test_a_single_choice_is_right_or_wrong(response: Any, worth: tuple[str, float]) -> None:
    assert credit("fly-1", response) == worth


@pytest.mark.parametrize(
    ("response", "worth"),
    [
        ({"choices": ["a", "b"]}, ("right", 1.0)),
        ({"choices": ["a"]}, ("partly", 0.5)),
        ({"choices": ["a", "b", "c"]}, ("partly", 0.5)),
        ({"choices": ["a", "c"]}, ("wrong", 0.0)),
        ({"choices": ["a", "b", "c", "d"]}, ("wrong", 0.0)),
        ({"choices": []}, ("unanswered", 0.0)),
        ({"choices": "ab"}, ("unanswered", 0.0)),
    ],
)
def test_a_multiple_choice_gives_set_credit(response: Any, worth: tuple[str, float]) -> None:
    assert credit("fly-6", response) == worth


@pytest.mark.parametrize(
    ("order", "worth"),
    [
        ({"cut": 1, "glue": 2, "tie": 3, "test": 4}, ("right", 1.0)),
        # cut → glue and tie → test are kept, glue → tie is not: p = 2/3, 2p − 1 = 1/3
        ({"tie": 1, "test": 2, "cut": 3, "glue": 4}, ("partly", pytest.approx(1 / 3))),
        # two of the three pairs once more; the step without a place keeps no pair
        ({"cut": 1, "glue": 2, "tie": 3, "test": None}, ("partly", pytest.approx(1 / 3))),
        # tie and test share a place, which keeps no pair
        ({"cut": 1, "glue": 2, "tie": 3, "test": 3}, ("partly", pytest.approx(1 / 3))),
        ({"cut": 4, "glue": 3, "tie": 2, "test": 1}, ("wrong", 0.0)),
        ({"cut": True, "glue": "2", "tie": 9, "test": 0}, ("unanswered", 0.0)),
        ("cut", ("unanswered", 0.0)),
    ],
)
def test_an_order_is_worth_the_pairs_it_keeps(order: Any, worth: tuple[str, float]) -> None:
    assert credit("mend-2", {"order": order}) == worth


def test_a_wrong_choice_gets_its_own_reason_and_that_of_the_key() -> None:
    assert reasons("fly-1", {"choice": "b"}) == Reasons(
        your_answer="fly-1 option b in English",
        right_answer="fly-1 option a in English",
        why="fly-1 because of b in English",
        why_right="fly-1 because of a in English",
    )


def test_a_right_choice_gets_its_reason_once() -> None:
    assert reasons("fly-1", {"choice": "a"}, "ms") == Reasons(
        your_answer="fly-1 option a dalam bahasa Melayu",
        right_answer="fly-1 option a dalam bahasa Melayu",
        why="fly-1 because of a dalam bahasa Melayu",
        why_right="",
    )


def test_wrong_and_missing_ticks_get_their_reasons() -> None:
    assert reasons("fly-6", {"choices": ["a", "c"]}) == Reasons(
        your_answer="fly-6 option a in English; fly-6 option c in English",
        right_answer="fly-6 option a in English; fly-6 option b in English",
        why="fly-6 because of c in English",
        why_right="fly-6 because of b in English",
    )


def test_right_ticks_alone_get_their_own_reasons() -> None:
    assert reasons("fly-6", {"choices": ["a"]}).why == "fly-6 because of a in English"


def test_a_step_that_came_too_late_is_explained() -> None:
    order = {"glue": 1, "cut": 2, "tie": 3, "test": 4}

    assert reasons("mend-2", {"order": order}) == Reasons(
        your_answer=(
            "1. mend-2 step glue in English; 2. mend-2 step cut in English; "
            "3. mend-2 step tie in English; 4. mend-2 step test in English"
        ),
        right_answer=(
            "1. mend-2 step cut in English; 2. mend-2 step glue in English; "
            "3. mend-2 step tie in English; 4. mend-2 step test in English"
        ),
        why="mend-2 because of cut in English",
        why_right="",
    )


def test_of_a_right_order_every_step_is_explained() -> None:
    order = {"cut": 1, "glue": 2, "tie": 3, "test": 4}

    assert reasons("mend-2", {"order": order}).why == " ".join(
        f"mend-2 because of {step} in English" for step in ("cut", "glue", "tie", "test")
    )


def test_an_order_that_was_not_given_gets_the_reasons_of_the_right_one() -> None:
    found = reasons("mend-2", {})

    assert (found.your_answer, found.why) == ("", "")
    assert found.why_right.startswith("mend-2 because of cut in English mend-2 because of glue")


def test_empty_places_and_ties_are_named() -> None:
    sheet = paper(QUIZ, ["mend-2", "mend-3", "fly-1"])
    answers: dict[str, quizzes.Response] = {
        "mend-2": {"order": {"tie": 1, "glue": 1, "test": None, "cut": 4}},
        "mend-3": {},
        "fly-1": {"choice": "a"},
    }

    assert quizzes.problems(sheet, answers) == (
        quizzes.Gap("mend-2", "missing", ("test",)),
        quizzes.Gap("mend-2", "tie", ("tie", "glue")),
    )


@pytest.mark.parametrize(
    ("item", "response", "is_answered"),
    [
        ("fly-1", {"choice": "a"}, True),
        ("fly-1", {"choice": None}, False),
        ("fly-1", {"choice": "z"}, False),
        ("fly-6", {"choices": ["a"]}, True),
        ("fly-6", {"choices": []}, False),
        ("mend-2", {"order": {"tie": 1, "glue": 2, "test": 3, "cut": 4}}, True),
        ("mend-2", {"order": {"tie": 1, "glue": 2, "test": 3, "cut": None}}, False),
        ("mend-2", {"order": {"tie": 1, "glue": 1, "test": 3, "cut": 4}}, False),
        ("mend-2", {"order": {}}, False),
        ("mend-2", {"order": None}, False),
        ("fly-1", {}, False),
        ("fly-1", {"order": {"tie": 1}}, False),
        ("mend-2", {"something": "else"}, False),
    ],
)
def test_an_answer_is_given_when_nothing_is_left_to_fill_in(item: str, response: Any, is_answered: bool) -> None:
    sheet = paper(QUIZ, [item])

    assert sheet.is_answered(item, response) is is_answered
    assert sheet.unanswered({item: response}) == (() if is_answered else (item,))

"""The bank where only what somebody has signed is shown."""

from dataclasses import replace
from typing import Any

import quizzes
from tests.quizzes.sketches import Data, feed, feed_of, pool, quiz_of

SIGNED = {"state": "signed", "by": "Dr N. A.", "role": "counsellor", "date": "2026-11-01"}


def bank(sketched: Data, **of_feed: Any) -> quizzes.Bank:
    return quizzes.Bank((quiz_of(sketched), feed_of(feed(**of_feed))))


def pool_signed_but(*pending: str) -> Data:
    sketched = pool()
    for item in sketched["items"]:
        item["review"] = {"state": "pending"} if item["id"] in pending else SIGNED
    return sketched


def test_a_quiz_draws_from_its_signed_questions() -> None:
    signed = quizzes.signed_only(bank(pool_signed_but("fly-1", "fly-3", "mend-2")))

    quiz = signed.quiz("kites")
    assert quiz is not None
    assert [item.id for item in quiz.items] == ["fly-2", "fly-4", "fly-5", "fly-6", "mend-1", "mend-3"]
    drawn = {item for seed in range(20) for item in quizzes.draw(quiz, bytes([seed])).item_ids}
    assert drawn == {item.id for item in quiz.items}
    assert quizzes.load_definition(quiz.to_json()) == quiz


def test_a_quiz_with_too_few_signed_questions_for_a_paper_is_left_out() -> None:
    assert quizzes.signed_only(bank(pool_signed_but("mend-1", "mend-2"))).quiz("kites") is not None
    assert quizzes.signed_only(bank(pool_signed_but("mend-1", "mend-2", "mend-3"))).quiz("kites") is None


def test_a_quiz_that_is_signed_keeps_its_version() -> None:
    whole = bank(pool_signed_but())

    assert quizzes.signed_only(whole).quiz("kites") == whole.quiz("kites")
    assert quizzes.signed_only(whole).quiz("kites").content_hash == whole.quiz("kites").content_hash  # type: ignore[union-attr]


def test_the_alternative_of_an_unsigned_question_has_no_place() -> None:
    sketched = pool_signed_but("fly-1")
    sketched["items"][1]["alt_of"] = "fly-1"

    quiz = quizzes.signed_only(bank(sketched)).quiz("kites")

    assert quiz is not None
    assert [item.id for item in quiz.items if item.id.startswith("fly")] == ["fly-3", "fly-4", "fly-5", "fly-6"]


def test_an_activity_is_signed_as_a_whole() -> None:
    assert quizzes.signed_only(bank(pool())).activity("kite-feed") is None
    assert quizzes.signed_only(bank(pool(), review=SIGNED)).activity("kite-feed") is not None


def test_a_check_in_is_left_out_until_it_is_signed() -> None:
    check_in = quizzes.load_bank().check_in
    assert check_in is not None
    signed = check_in.model_copy(update={"review": quizzes.Review.model_validate(SIGNED)})

    assert quizzes.signed_only(replace(bank(pool()), check_in=check_in)).check_in is None
    assert quizzes.signed_only(replace(bank(pool()), check_in=signed)).check_in == signed

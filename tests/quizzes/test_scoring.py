"""Scoring a quiz and keeping its definition: exact figures, whatever is handed in, and the same ones for ever."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from tests.quizzes.sketches import EVEN_FEED, KITE_FEED, QUIZ, feed, feed_of, judged, paper, pool, quiz_of

SHEET = paper(QUIZ, ["fly-1", "fly-6", "mend-2"])
RIGHT: dict[str, quizzes.Response] = {
    "fly-1": {"choice": "a"},
    "fly-6": {"choices": ["a", "b"]},
    "mend-2": {"order": {"cut": 1, "glue": 2, "tie": 3, "test": 4}},
}

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
nonsense = st.dictionaries(
    st.sampled_from(["fly-1", "fly-6", "mend-2", "p001", "p002", "elsewhere"]),
    st.one_of(
        json_values,
        st.dictionaries(
            st.sampled_from(["choice", "choices", "order", "verdict", "rule", "sure"]), json_values, max_size=3
        ),
        st.builds(lambda inner: {"order": inner}, st.dictionaries(st.sampled_from(["cut", "tie"]), json_values)),
    ),
    max_size=4,
)


def test_points_are_added_up_by_hand() -> None:
    # 1 + ½ (one of two ticks) + ⅓ (two of three pairs: 2 · ⅔ − 1) = 11/6 of 3 points = 61.1; 2 are needed
    answers: dict[str, quizzes.Response] = {
        **RIGHT,
        "fly-6": {"choices": ["a"]},
        "mend-2": {"order": {"tie": 1, "test": 2, "cut": 3, "glue": 4}},
    }

    found = quizzes.score(SHEET, answers)

    assert found.score == pytest.approx(61.111, abs=0.001)
    assert (found.passed, found.points, found.out_of) == (False, pytest.approx(11 / 6), 3)
    assert found.components == pytest.approx(
        {"right": 1, "partly": 2, "wrong": 0, "unanswered": 0, "KT1": 0.75, "KT2": 1 / 3}
    )
    assert found.diagnostics == {}


def test_as_many_points_as_are_needed_pass() -> None:
    two = {"fly-1": RIGHT["fly-1"], "mend-2": RIGHT["mend-2"]}

    assert quizzes.score(SHEET, two).passed is True
    assert quizzes.score(SHEET, {**two, "mend-2": {"choice": "a"}}).passed is False


def test_a_paper_without_a_mistake_passes_with_100() -> None:
    found = quizzes.score(SHEET, RIGHT)

    assert (found.score, found.passed) == (100, True)
    assert {item.verdict for item in found.items} == {"right"}


def test_nothing_answered_scores_nothing() -> None:
    found = quizzes.score(SHEET, {})

    assert (found.score, found.passed) == (0, False)
    assert [item.verdict for item in found.items] == ["unanswered"] * 3


def test_a_paper_without_questions_scores_nothing() -> None:
    found = quizzes.score(quizzes.Paper(QUIZ, "scored", (), {}), {})

    assert (found.score, found.passed) == (0, False)


def test_a_wrong_choice_shows_its_misconception() -> None:
    answers: dict[str, quizzes.Response] = {"fly-1": {"choice": "b"}, "fly-6": {"choices": ["a", "c", "d"]}}

    found = quizzes.score(SHEET, answers)

    assert [item.misconceptions for item in found.items] == [("wind-is-enough",), ("wind-is-enough",), ()]
    assert (
        quizzes.feedback(SHEET, "fly-1", answers["fly-1"], "en").misconception == "Wind alone lifts a kite in English"
    )


def test_a_result_is_json_safe() -> None:
    found = quizzes.score(SHEET, {"fly-1": {"choice": "b"}})

    assert json.loads(json.dumps(found.to_data())) == found.to_data()
    assert found.to_data()["items"][0] == {  # type: ignore[index,call-overload]
        "id": "fly-1",
        "verdict": "wrong",
        "credit": 0.0,
        "misconceptions": ["wind-is-enough"],
    }


def test_what_went_wrong_is_explained_first() -> None:
    answers: dict[str, quizzes.Response] = {"fly-1": {"choice": "a"}, "fly-6": {"choices": ["a"]}}

    explained = quizzes.explain(SHEET, answers, quizzes.score(SHEET, answers), "en").items

    assert [(item.id, item.number, item.verdict) for item in explained] == [
        ("mend-2", 3, "unanswered"),
        ("fly-6", 2, "partly"),
        ("fly-1", 1, "right"),
    ]
    assert (explained[0].heading, explained[0].lesson) == ("Which of these is mend-2?", "first-flight")


def test_a_quiz_has_no_families() -> None:
    assert quizzes.weakest_families(SHEET, {}) == ()


@given(nonsense)
def test_whatever_was_kept_gives_a_result(answers: Any) -> None:
    for sheet in (SHEET, paper(EVEN_FEED, ["p001", "p002"])):
        found = quizzes.score(sheet, answers)

        assert 0 <= found.score <= 100
        assert found == quizzes.score(sheet, answers)
        assert len(quizzes.explain(sheet, answers, found, "ms").items) == len(sheet.item_ids)
        assert quizzes.weakest_families(sheet, answers) == quizzes.weakest_families(sheet, answers)
        assert quizzes.problems(sheet, answers) == quizzes.problems(sheet, answers)


@given(nonsense, st.sampled_from(sorted(RIGHT)))
def test_one_more_right_question_never_scores_less(answers: Any, item: str) -> None:
    better = {**answers, item: RIGHT[item]}

    assert quizzes.score(SHEET, better).score >= quizzes.score(SHEET, answers).score


@pytest.mark.parametrize("definition", [QUIZ, KITE_FEED], ids=["quiz", "feed"])
def test_a_copy_of_a_definition_has_the_same_hash(definition: quizzes.Definition) -> None:
    copy = quizzes.load_definition(definition.to_json())

    assert copy == definition
    assert copy.content_hash == definition.content_hash
    assert len(copy.content_hash) == 64
    assert copy.to_json() == definition.to_json()


def test_another_word_is_another_hash() -> None:
    changed = pool()
    changed["items"][0]["stem"]["ms"] = "Yang manakah wau?"

    assert quiz_of(changed).content_hash != QUIZ.content_hash


def test_the_order_of_keys_in_a_file_is_no_other_content() -> None:
    turned = dict(reversed(pool().items()))

    assert quiz_of(turned).content_hash == QUIZ.content_hash


def test_an_old_attempt_scores_the_same_after_the_content_changed() -> None:
    drawn = quizzes.draw(KITE_FEED, b"last term")
    signals = [item for item in drawn.item_ids if KITE_FEED.by_id[item].kind == "signal"]
    answers = judged(signals[:9], [item for item in drawn.item_ids if item not in signals[:9]], "hate")
    scored = quizzes.score(drawn, answers)
    kept_definition, kept_paper = KITE_FEED.to_json(), json.dumps(drawn.to_data())
    changed = feed()
    changed["posts"][0] |= {"kind": "noise", "family": "banter", "rule": None, "severity": None}
    changed["posts"][2] |= {"severity": 3}
    today = feed_of(changed)

    then = quizzes.Paper.from_data(quizzes.load_definition(kept_definition), json.loads(kept_paper))

    assert quizzes.score(then, answers) == scored
    assert quizzes.score(quizzes.Paper.from_data(today, json.loads(kept_paper)), answers) != scored


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": "sonnet"}', '{"kind": "quiz"}', '{"kind": []}', "[" * 100000]
)
def test_a_text_that_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(quizzes.NotADefinition):
        quizzes.load_definition(text)

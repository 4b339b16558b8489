"""Stories: worked by hand, repaired by half, silent about what is to come, and total whatever is posted."""

import json
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import quizzes
from quizzes.answering import NotAnOption, OutOfOrder
from quizzes.kinds.branching.definition import Branching
from quizzes.kinds.branching.scoring import way_quality
from quizzes.kinds.branching.story import MOST_ROUTES
from quizzes.papers import load_definition
from quizzes.walking import arrived
from tests.quizzes.sketches import text


def choice(name: str, to: str, quality: float, harm: int = 0) -> dict[str, Any]:
    effects, why = {"harm": harm}, text(f"because {name}")
    return {"id": name, "t": text(f"choice {name}"), "to": to, "quality": quality, "effects": effects, "why": why}


def node(name: str, *choices: dict[str, Any], **more: Any) -> dict[str, Any]:
    predict = {
        "q": text(f"question {name}"),
        "options": [{"id": "yes", "t": text("It leaves"), "likely": True}, {"id": "no", "t": text("It stays")}],
    }
    return {"id": name, "text": text(f"text {name}"), "predict": predict, "choices": list(choices), **more}


def ending(name: str) -> dict[str, Any]:
    return {"id": name, "text": text(f"text {name}"), "ending": text(f"ending {name}")}


STORY = {
    "id": "clip",
    "title": text("The clip"),
    "start": "n1",
    "nodes": [
        node("n1", choice("post", "n2", 0, harm=30), choice("wait", "n3", 1)),
        node("n2", choice("sorry", "e1", 1), choice("deny", "e2", 0.5), repairs=True),
        node("n3", choice("ask", "e3", 1), choice("skip", "e4", 0.5)),
        *(ending(name) for name in ("e1", "e2", "e3", "e4")),
    ],
}


def activity(**changes: Any) -> Branching:
    return Branching.model_validate(
        {
            "id": "pause",
            "kind": "branching",
            "module": "kites",
            "outcomes": ["KT1"],
            "minutes": 9,
            "title": text("Pause"),
            "review": {"state": "pending"},
            "routine": [text("one"), text("two"), text("three")],
            "stories": [STORY],
            **changes,
        }
    )


PAUSE = activity()
CLIP = PAUSE.by_id["clip"]
SHEET = quizzes.Paper(PAUSE, "scored", ("clip",), {"clip": CLIP.option_ids})


SURE = ["yes", "high"]
HALF_RIGHT = {"n1": ["no", "mid"], "n2": ["yes", "low"]}


def walked(*ways: str, predictions: dict[str, list[str]] | None = None, planned: bool = False) -> dict[str, Any]:
    routes = [[{"choice": choice} for choice in way.split()] for way in ways]
    return {"clip": {"routes": routes, "predictions": predictions or {}, "planned": planned, "done": True}}


def test_a_repair_halves_the_loss_of_a_harmful_choice() -> None:
    # post loses 1 of 1, half of it made good at n2; sorry loses nothing: (½ + 1) / 2.
    assert way_quality(CLIP, (("n1", "post"), ("n2", "sorry"))) == Fraction(3, 4)
    # Who comes to n2 and denies it has made nothing good: (0 + ½) / 2.
    assert way_quality(CLIP, (("n1", "post"), ("n2", "deny"))) == Fraction(1, 4)
    assert way_quality(CLIP, (("n1", "wait"), ("n3", "ask"))) == 1


@pytest.mark.parametrize(
    ("answers", "score", "passed"),
    [
        # The better way counts; both questions right at high certainty, a plan.
        (
            walked("post sorry", "wait ask", predictions=dict.fromkeys(("n1", "n2", "n3"), SURE), planned=True),
            100,
            True,
        ),
        # One ending: Q = 1, no prediction (Brier 1 each), no plan.
        (walked("wait ask"), 60, False),
        # Q = ¾; n1 wrong at mid (9/16), n2 right at low (1/4): B = 1 − 13/32; two endings.
        (walked("post sorry", "post deny", predictions=HALF_RIGHT), 100 * (0.6 * 0.75 + 0.2 * 19 / 32), True),
        (walked("wait"), 0, False),
        ({}, 0, False),
    ],
)
def test_a_story_comes_to_what_is_worked_by_hand(answers: dict[str, Any], score: float, passed: bool) -> None:
    result = quizzes.score(SHEET, answers)

    assert result.score == pytest.approx(score)
    assert result.passed is passed


@given(
    st.lists(st.sampled_from(["post sorry", "post deny", "wait ask", "wait skip"]), min_size=1, max_size=3),
    st.sampled_from(["post sorry", "post deny", "wait ask", "wait skip"]),
    st.dictionaries(
        st.sampled_from(["n1", "n2", "n3"]), st.tuples(st.sampled_from(["yes", "no"]), st.sampled_from(["low", "high"]))
    ),
)
@example(["wait ask"], "post deny", dict.fromkeys(("n1", "n3"), SURE))
def test_looking_at_one_way_more_never_costs_anything(ways: list[str], more: str, guesses: dict[str, Any]) -> None:
    predictions = {node: [*guess] for node, guess in guesses.items()}

    before = quizzes.score(SHEET, walked(*ways, predictions=predictions))
    after = quizzes.score(SHEET, walked(*ways, more, predictions=predictions))

    assert after.score >= before.score
    assert after.passed >= before.passed


def play(*forms: dict[str, str]) -> dict[str, quizzes.Response]:
    answers: dict[str, quizzes.Response] = {}
    for form in forms:
        answers |= SHEET.read({f"a-clip-{part}": [value] for part, value in form.items()}, answers)
    return answers


def test_of_the_plan_only_is_kept_that_there_was_one() -> None:
    secret = "When Aiman is filmed, I will put my phone away."

    kept = play({"at": "0", "choice": "wait"}, {"at": "1", "choice": "ask"}, {"at": "2", "plan": secret, "done": "1"})[
        "clip"
    ]

    assert (kept["planned"], kept["done"]) == (True, True)
    assert secret not in json.dumps(kept)


def test_only_the_first_prediction_counts() -> None:
    kept = play(
        {"at": "0", "choice": "post", "predict": "no", "sure": "high"},
        {"at": "1", "choice": "deny"},
        {"at": "2", "back": "n1"},
        {"at": "3", "choice": "wait", "predict": "yes", "sure": "high"},
    )["clip"]

    assert kept["predictions"] == {"n1": ["no", "high"]}
    assert kept["routes"] == [[{"choice": "post"}, {"choice": "deny"}], [{"choice": "wait"}]]


def once_more(answers: dict[str, quizzes.Response], **form: str) -> dict[str, quizzes.Response]:
    return SHEET.read({f"a-clip-{part}": [value] for part, value in form.items()}, answers)


def test_a_step_that_is_not_due_is_refused() -> None:
    once = play({"at": "0", "choice": "post"})
    done = play({"at": "0", "choice": "wait"}, {"at": "1", "choice": "ask"}, {"at": "2", "done": "1"})

    # Ahead, far ahead, another choice for the step before, an ending that is not there, and after the end.
    for form in (
        {"at": "2", "choice": "sorry"},
        {"at": "7", "choice": "sorry"},
        {"at": "0", "choice": "wait"},
        {"at": "5", "back": "n1"},
    ):
        with pytest.raises(OutOfOrder):
            once_more(once, **form)
    with pytest.raises(OutOfOrder):
        once_more(done, at="3", choice="ask")
    with pytest.raises(NotAnOption):
        once_more(once, at="1", choice="wait")


@given(st.data())
def test_on_every_walk_each_form_may_be_sent_twice(data: st.DataObject) -> None:
    answers: dict[str, quizzes.Response] = {}
    for _step in range(12):
        walk = CLIP.walk(answers.get("clip", {}))
        here = CLIP.places[arrived(CLIP.places, CLIP.start, walk.way)]
        form = {"at": str(walk.made)}
        if here.choices:
            form |= {
                "choice": data.draw(st.sampled_from([*here.exits])),
                "predict": data.draw(st.sampled_from(["yes", "no"])),
            }
        elif data.draw(st.booleans()):
            form |= {"done": "1", "plan": data.draw(st.text(max_size=20))}
        else:
            form["back"] = data.draw(st.sampled_from([node for node, _choice in walk.way]))
        try:
            answers = once_more(answers, **form)
        except OutOfOrder:
            assert len(walk.routes) == MOST_ROUTES
            break

        assert once_more(answers, **form) == answers
        if CLIP.is_answered(answers["clip"]):
            break
    assert 0 <= quizzes.score(SHEET, answers).score <= 100


def test_a_shown_story_tells_no_quality_and_nothing_of_what_is_to_come() -> None:
    page = json.dumps(asdict(SHEET.shown("en", play({"at": "0", "choice": "post"})).items[0]), default=vars)

    assert "text n2" in page
    hidden = ("because", "quality", "likely", "harm", "text e1", "ending e1", "text n3", "repairs")
    assert [word for word in hidden if word in page] == []


moves = st.builds(lambda name: {"choice": name}, st.sampled_from(["post", "wait", "ask", "sorry", "x"]))


@given(
    st.one_of(
        st.none(),
        st.builds(
            lambda ways, done: {"routes": ways, "done": done, "predictions": {"n1": ["yes", "x"]}, "planned": done},
            st.lists(st.lists(moves, max_size=3), max_size=4),
            st.booleans(),
        ),
        st.dictionaries(st.sampled_from(["routes", "predictions"]), st.one_of(st.none(), st.integers(), st.text())),
    )
)
def test_whatever_was_kept_gives_the_same_result_from_the_stored_definition(response: Any) -> None:
    result = quizzes.score(SHEET, {"clip": response})
    again = quizzes.Paper.from_data(load_definition(PAUSE.to_json()), SHEET.to_data())

    assert 0 <= result.score <= 100
    assert quizzes.score(again, {"clip": response}) == result
    assert len(quizzes.explain(SHEET, {"clip": response}, result, "ms").items) == 1


def test_the_checker_names_a_mistake_without_a_way_back() -> None:
    nodes = [{**one, "repairs": False} if one["id"] == "n2" else one for one in STORY["nodes"]]  # type: ignore[union-attr]

    messages = [finding.message for finding in activity(stories=[{**STORY, "nodes": nodes}]).item_findings()]

    assert messages == ["After this choice no way makes it good again: add a node that repairs."]

"""Scenes with rated actions: worked by hand, safe before clever, and ways of picking that must not pay."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.kinds.bystander.scene import WAYS, Scene
from quizzes.kinds.bystander.scoring import ExplainedScene
from tests.quizzes.bystander_sketch import BYSTANDER_FILE, RATED, SCENES, action, scene, scenes, scenes_of
from tests.quizzes.sketches import Data, paper, write

# s1 and s4 are of medium risk, s2 and s5 of high, s3 and s6 of low.
RUN = paper(SCENES, ["s1", "s2", "s3"])
SHIPPED = quizzes.load_bank().activity("bystander")

picks = st.fixed_dictionaries(
    {"best": st.lists(st.sampled_from("abcde"), unique=True), "worst": st.sampled_from([*"abcde", None])}
)


def picked(best: str, worst: str | None) -> quizzes.Response:
    return {"best": [*best], "worst": worst}


def credit(name: str, best: str, worst: str | None) -> float:
    found = quizzes.score(RUN, {name: picked(best, worst)})
    return next(item.credit for item in found.items if item.id == name)


def explained(name: str, best: str, worst: str | None, language: str = "en") -> ExplainedScene:
    found = quizzes.feedback(RUN, name, picked(best, worst), language)
    assert isinstance(found, ExplainedScene)
    return found


# --- worked by hand
#
# Ratings a 2.5, b 1.0, c 2.0, d −2.5, e −1.5; six times g is rating + 3.
# Most: a and c best, d worst: 5.5 + 5 + 5.5 = 16. Least: d and e best, a worst: 0.5 + 1.5 + 0.5 = 2.5. Range 13.5.


@pytest.mark.parametrize(
    ("best", "worst", "sixths"),
    [
        ("ac", "d", 13.5),
        ("de", "a", 0),
        ("ab", "d", 5.5 + 4 + 5.5 - 2.5),
        ("ac", "e", 5.5 + 5 + 4.5 - 2.5),
        ("cb", "e", 5 + 4 + 4.5 - 2.5),
        ("ae", "d", 5.5 + 1.5 + 5.5 - 2.5),
    ],
)
def test_picks_worked_by_hand(best: str, worst: str, sixths: float) -> None:
    assert credit("s1", best, worst) == pytest.approx(sixths / 13.5)


@pytest.mark.parametrize(
    ("best", "worst", "gaps"),
    [
        ("", None, [("missing", ("best", "worst"))]),
        ("a", "d", [("few", ("a",))]),
        ("", "d", [("few", ())]),
        ("abc", "d", [("many", ("a", "b", "c"))]),
        ("ac", None, [("no_worst", ("worst",))]),
        ("ac", "c", [("both", ("c",))]),
        ("a", "a", [("few", ("a",)), ("both", ("a",))]),
        ("abcde", "e", [("many", tuple("abcde")), ("both", ("e",))]),
    ],
)
def test_other_than_two_and_one_is_no_answer_yet(
    best: str, worst: str | None, gaps: list[tuple[str, tuple[str, ...]]]
) -> None:
    response = picked(best, worst)

    assert [(gap.kind, gap.options) for gap in quizzes.gaps(RUN, "s1", response)] == gaps
    assert (RUN.is_answered("s1", response), credit("s1", best, worst)) == (False, 0)


def test_who_confronts_where_the_risk_is_high_earns_nothing_in_that_scene() -> None:
    # b, direct, is rated 1.0: elsewhere it earns, in the scene of high risk it earns nothing.
    assert credit("s1", "ab", "d") == pytest.approx(12.5 / 13.5)
    assert credit("s2", "ab", "d") == 0
    assert credit("s2", "ac", "b") > 0  # as worst it may be picked


def test_support_that_nobody_sees_can_be_a_full_answer() -> None:
    assert SHIPPED is not None
    private = [
        one.id
        for one in SHIPPED.entries
        if isinstance(one, Scene) and {action.d for action in one.ranked[:2]} <= {"delay", "delegate", "document"}
    ]

    assert len(private) >= 4
    assert credit("s1", "ac", "d") == 1  # delay and delegate


def test_a_run_is_passed_with_seventy_in_the_mean() -> None:
    right = picked("ac", "d")

    two_of_three = quizzes.score(RUN, {"s1": right, "s2": right})
    almost = quizzes.score(RUN, {"s1": right, "s2": right, "s3": picked("de", "a")})
    enough = quizzes.score(RUN, {"s1": right, "s2": right, "s3": picked("ae", "b")})  # 5.5 + 1.5 + 2 − 2.5 = 6.5

    assert (two_of_three.score, two_of_three.passed) == (pytest.approx(66.667, abs=0.001), False)
    assert (almost.score, almost.passed) == (pytest.approx(66.667, abs=0.001), False)
    assert (enough.score, enough.passed) == (pytest.approx(100 * (2 + 6.5 / 13.5) / 3), True)


def test_the_components_tell_what_was_found() -> None:
    found = quizzes.score(RUN, {"s1": picked("ab", "d"), "s2": picked("ab", "e"), "s3": picked("a", "d")})

    assert found.components == {
        "scenes": 3, "answered": 2, "best_found": 2, "worst_found": 1, "target_centred": 2, "forbidden": 1,
    }  # fmt: skip
    assert [item.verdict for item in found.items] == ["partly", "wrong", "unanswered"]


# --- what holds whatever is answered


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(RUN.item_ids, picks)))
def test_a_score_stays_in_its_bounds_and_is_the_same_from_what_was_stored(answers: dict[str, Any]) -> None:
    found = quizzes.score(RUN, answers)
    again = paper(quizzes.load_definition(SCENES.to_json()), RUN.item_ids)

    assert 0 <= found.score <= 100
    assert quizzes.score(again, json.loads(json.dumps(answers))) == found


@given(st.permutations("abcde"), st.sampled_from("abcde"))
def test_a_better_pick_never_earns_less(order: list[str], better: str) -> None:
    first, second, worst = order[:3]
    if RATED[better][1] >= RATED[first][1] and better not in (second, worst):
        assert credit("s1", better + second, worst) >= credit("s1", first + second, worst)


@given(st.permutations("abcde"))
def test_a_forbidden_pick_earns_nothing_whatever_goes_with_it(order: list[str]) -> None:
    first, second, worst = order[:3]
    if {RATED[first][0], RATED[second][0]} & {"direct"}:
        assert credit("s2", first + second, worst) == 0


def test_in_the_shipped_pool_no_way_of_picking_blindly_comes_near_a_pass() -> None:
    assert SHIPPED is not None
    means: dict[str, list[float]] = {}
    for one in SHIPPED.entries:
        assert isinstance(one, Scene)
        for name, response in one.blind_ways():
            means.setdefault(name, []).append(float(one.credit(response)))

    assert max(sum(found) / len(found) for found in means.values()) < 0.6


# --- shown and read


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
def test_a_shown_scene_holds_no_rating_way_reason_or_need(language: str) -> None:
    page = json.dumps([asdict(one) for one in RUN.shown(language).items])
    suffix = {"en": "in English", "ms": "dalam bahasa Melayu"}[language]
    secrets = [f"s1 because of {name} {suffix}" for name in RATED] + [f"s1 needs company {suffix}", "louder-helps"]
    secrets += [*WAYS, "rating", "2.5", "target", "forbid", "high", "raters", "spread"]

    assert f"s1 action a {suffix}" in page
    assert [secret for secret in secrets if secret in page] == []


@pytest.mark.parametrize(
    ("form", "earlier", "answer"),
    [
        ({"best": ["c", "a"], "worst": ["d"], "shown": ["1"]}, {}, picked("ac", "d")),
        ({"best": ["a", "a"]}, {}, picked("a", None)),
        ({"worst": ["d"]}, {}, picked("", "d")),
        ({"shown": ["1"]}, {}, None),  # a page that was saved for another scene leaves this one untouched
        ({"shown": ["1"]}, picked("a", None), picked("", None)),  # the last tick was taken away
        ({"best": [""], "worst": [""]}, {}, None),
    ],
)
def test_a_form_is_read(form: Any, earlier: Any, answer: Any) -> None:
    found = RUN.read({f"a-s1-{part}": values for part, values in form.items()}, {"s1": earlier})

    assert found == ({} if answer is None else {"s1": answer})


@pytest.mark.parametrize(
    ("field", "values"),
    [("best", ["z"]), ("best", ["a", "z"]), ("worst", ["z"]), ("worst", ["a", "b"]), ("shown", ["2"]), ("x", ["a"])],
)
def test_what_the_form_does_not_offer_is_refused(field: str, values: list[str]) -> None:
    with pytest.raises(quizzes.NotAnOption) as refusal:
        RUN.read({f"a-s1-{field}": values})

    assert refusal.value.field == f"a-s1-{field}"


parts = st.sampled_from(["a-s1-best", "a-s1-worst", "a-s1-shown", "a-s2-best", "a-s1", "a-s9-best", "a-", "go"])
values = st.one_of(st.sampled_from([*"abcdez", "", "1", "\x00"]), st.text(alphabet=st.characters(), max_size=4))


@given(st.dictionaries(parts, st.lists(values, max_size=4), max_size=5))
def test_any_form_gives_answers_or_a_refusal_by_name(form: dict[str, list[str]]) -> None:
    try:
        answers = RUN.read(form)
    except (quizzes.NotDrawn, quizzes.NotAnOption):
        return

    assert json.loads(json.dumps(answers)) == answers
    assert 0 <= quizzes.score(RUN, answers).score <= 100


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([*"abcde", "best"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["best", "worst", "x"]), anything, max_size=3))
def test_a_kept_answer_of_any_shape_is_scored_and_explained(response: Any) -> None:
    found = quizzes.score(RUN, {"s1": response})

    assert 0 <= found.score <= 100
    assert quizzes.feedback(RUN, "s1", response, "ms").verdict == found.items[0].verdict


# --- explained


def test_every_action_is_told_with_its_rating_best_first() -> None:
    found = explained("s2", "ab", "e")

    assert [(one.d, one.rating, one.picked) for one in found.actions] == [
        ("delay", 2.5, "best"),
        ("delegate", 2.0, ""),
        ("direct", 1.0, "best"),
        ("document", -1.5, "worst"),
        ("direct", -2.5, ""),
    ]
    assert found.forbidden == ("s2 action b in English",)
    assert found.needs == "s2 needs company in English"


def test_no_rater_is_claimed_before_there_are_any() -> None:
    found = explained("s1", "ac", "d")

    assert (found.rater_count, found.raters, {one.spread for one in found.actions}) == (None, "", {None})


def test_the_spread_of_a_panel_is_told() -> None:
    panel = {"state": "rated", "count": 6, "who": {"en": "six students", "ms": "enam pelajar"}, "date": "2026-12-01"}
    rated = [action("s1", name, spread=0.5 if name != "b" else 1.4) for name in RATED]
    activity = scenes_of(scenes([scene("s1", raters=panel, options=rated)]))

    found = quizzes.feedback(paper(activity, ["s1"]), "s1", picked("ac", "d"), "ms")

    assert isinstance(found, ExplainedScene)
    assert (found.rater_count, found.raters) == (6, "enam pelajar")
    assert [one.spread for one in found.actions] == [0.5, 0.5, 1.4, 0.5, 0.5]


def test_a_harmful_pick_as_best_shows_its_belief() -> None:
    assert explained("s1", "ad", "e").misconception == "Loud helps in English"
    assert explained("s1", "ac", "d").misconception == ""


# --- drawn and checked


@given(st.binary(max_size=8))
def test_a_run_mixes_the_risks_and_never_holds_a_scene_and_its_alternative(seed: bytes) -> None:
    assert SHIPPED is not None
    drawn = quizzes.draw(SHIPPED, seed).items

    assert {one.risk for one in drawn} == {"low", "medium", "high"}  # type: ignore[attr-defined]
    assert [one.id for one in drawn if one.alt_of in {other.id for other in drawn}] == []


def test_two_runs_of_the_shipped_pool_share_no_scene_that_need_not_be() -> None:
    assert SHIPPED is not None
    first = quizzes.draw(SHIPPED, b"one").item_ids
    second = quizzes.draw(SHIPPED, b"two", first).item_ids

    assert (len(first), len(second), set(first) & set(second)) == (6, 6, set())


def test_practice_leans_towards_the_risk_that_went_worst() -> None:
    weak = quizzes.weakest_families(RUN, {"s1": picked("ac", "d"), "s3": picked("ac", "d")})

    again = quizzes.draw(SCENES, b"seed", mode="practice", focus=weak).items

    assert weak == ("high",)
    assert sorted(one.risk == "high" for one in again) == [False, True]  # type: ignore[attr-defined]


Change = Callable[[Data], object]


def rated_alike(one: Data) -> None:
    for name in one["options"]:
        name["rating"] = 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda one: [one["options"].pop() for _n in range(2)], "s2: A scene has 4 to 6 actions, not 3."),
        (
            rated_alike,
            "s2: Two actions are rated 1.5 or more and one -1 or less, or nobody can tell what the scene is after; "
            "here the second best has 1, the worst 1.",
        ),
        (
            lambda one: one.pop("forbid"),
            "s2: Where the risk is high, confronting puts somebody in danger: forbid “direct”.",
        ),
        (
            lambda one: one["options"][0].update(d="direct"),
            "s2: “a” is among the two best, and its way is forbidden here.",
        ),
        (
            lambda one: one["options"][0].update(target_centred=False),
            "s2: Neither of the two best starts from the one who was hurt.",
        ),
        (
            lambda one: one["options"][0].update(spread=0.4),
            "s2: A spread comes from raters; there are none yet.",
        ),
        (
            lambda one: one.update(raters={"state": "rated", "count": 6}),
            "s2: Rated scenes say how many rated, who they are and when.",
        ),
        (
            lambda one: one.update(raters={"state": "pending", "count": 6}),
            "s2: Nobody but the author has rated yet: leave out the count, who and the date.",
        ),
        (
            lambda one: one["options"][3].pop("misconception"),
            "s2: Picking this as best shows a belief: name the misconception.",
        ),
        (
            lambda one: one["options"][3].update(misconception="unheard-of"),
            "s2: The misconception “unheard-of” is not in the list of the file.",
        ),
        (
            lambda one: one.update(author="flyer"),
            "s2: A post has its author, its context and its words, or the scene shows none of them.",
        ),
        (lambda one: one.update(risk="low"), "s2: Where the risk is low, no way is forbidden."),
        (
            lambda one: one.update(alt_of="s1"),
            "s2: “s1” has another risk, and taking this one instead would change the mix.",
        ),
        (
            lambda one: one["options"][0]["t"].update(en="x" * 200),
            "s2: The options differ too much in length (en): 22 and 200 characters; 56 are allowed beside "
            "the shortest.",
        ),
    ],
)
def test_what_a_scene_may_not_be(tmp_path: Path, change: Change, message: str) -> None:
    data = scenes()
    change(data["scenes"][1])

    _bank, problems = quizzes.check_bank(write(tmp_path, {BYSTANDER_FILE: data}))

    assert message in [problem.message for problem in problems]


def test_scenes_whose_names_tell_the_answer_are_refused(tmp_path: Path) -> None:
    data = scenes()
    for one in data["scenes"]:
        names = dict(zip("acbed", "abcde", strict=True))  # a and b best, e worst
        one["options"] = [{**each, "id": names[each["id"]]} for each in one["options"]]

    _bank, problems = quizzes.check_bank(write(tmp_path, {BYSTANDER_FILE: data}))

    message = "“the first by name as best, the last as worst” earns 100 in the mean, without reading a word."
    assert message in [problem.message for problem in problems]


def test_a_pool_of_loud_answers_alone_is_refused(tmp_path: Path) -> None:
    loud = [
        scene(f"s{number}", "low", options=[action(f"s{number}", name, d="direct") for name in RATED])
        for number in range(6)
    ]

    _bank, problems = quizzes.check_bank(write(tmp_path, {BYSTANDER_FILE: scenes(loud)}))

    message = "In no scene is support in private, without a word in public, a full answer."
    assert message in [problem.message for problem in problems]


def test_the_sketch_is_sound(tmp_path: Path) -> None:
    _bank, problems = quizzes.check_bank(write(tmp_path, {BYSTANDER_FILE: scenes()}))

    assert [problem.message for problem in problems if problem.severity == "error"] == []

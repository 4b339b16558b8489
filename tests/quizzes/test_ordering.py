"""Orders of a safe response: worked by hand, the figures of the course design, and ways that must not pay."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.kernels.partial_order import Before, is_kept, order_credit, safe_order_credit, share_of_orders
from quizzes.kinds.ordering.case import LUCKY_SHARE, PASS_CREDIT
from quizzes.kinds.ordering.scoring import ExplainedCase
from tests.quizzes.ordering_sketch import HARMS, MENDING, ORDERING_FILE, RIGHT, case, mending, mending_of, pair
from tests.quizzes.sketches import Data, paper, write

RUN = paper(MENDING, ["k1"])
K1 = MENDING.by_id["k1"]
EVERY_STEP = K1.option_ids
SHIPPED = quizzes.load_bank().activity("image-abuse-response")

# The graph of the course design, with seven of its steps.
DESIGN_STEPS = ("safe", "consent", "evidence", "report", "formal", "lock", "support")
DESIGN_PAIRS = (
    Before("safe", "evidence", 2, critical=True),
    Before("consent", "report", 2, critical=True),
    Before("consent", "formal", 2, critical=True),
    Before("evidence", "report", 3, critical=True),
    Before("evidence", "lock", 3, critical=True),
    Before("report", "support", 0),
)

orders = st.lists(st.sampled_from(EVERY_STEP), unique=True)


def scored(*steps: str) -> quizzes.Result:
    return quizzes.score(RUN, {"k1": K1.in_order(steps)})


def explained(*steps: str) -> ExplainedCase:
    found = quizzes.feedback(RUN, "k1", K1.in_order(steps), "en")
    assert isinstance(found, ExplainedCase)
    return found


# --- worked by hand


@pytest.mark.parametrize(
    ("steps", "score", "passed"),
    [
        (RIGHT, 100, True),
        (("ask", "rest", "cut", "tie", "glue", "fly"), 100, True),  # another right order
        (("rest", "ask", "flag", "cut", "glue", "tie", "fly"), 100, True),  # with the optional flag: 12 of 12
        (("rest", "ask", "cut", "glue", "fly", "tie"), 100, True),  # fly before tie weighs 0
        # flag before ask breaks 2 of 12: p = 10/12, 2p − 1 = 8/12
        (("rest", "flag", "ask", "cut", "glue", "tie", "fly"), 66.667, False),
        # cut before ask breaks 2 of 10: p = 8/10, 2p − 1 = 6/10; not critical
        (("rest", "cut", "ask", "glue", "tie", "fly"), 60, False),
        # cut before rest breaks 2 of 10 as well, and is critical: 59 at most
        (("ask", "cut", "rest", "glue", "tie", "fly"), 59, False),
        # glue before cut breaks 3 of 10: p = 7/10, 2p − 1 = 4/10
        (("rest", "ask", "glue", "cut", "tie", "fly"), 40, False),
        # without rest its pair is not kept: p = 8/10 gives 60, and it is critical
        (("ask", "cut", "glue", "tie", "fly"), 59, False),
        ((*RIGHT, "sell"), 75, False),
        (("sell", *RIGHT), 75, False),  # wherever it stands
        ((*RIGHT, "sell", "burn"), 50, False),
        ((*RIGHT, *HARMS), 25, False),
        # glue before cut, and one harmful step: 40 − 25
        (("rest", "ask", "glue", "cut", "tie", "fly", "burn"), 15, False),
        (RIGHT[::-1], 0, False),
        ((), 0, False),
    ],
)
def test_orders_worked_by_hand(steps: tuple[str, ...], score: float, passed: bool) -> None:
    found = scored(*steps)

    assert (found.score, found.passed) == (pytest.approx(score, abs=0.001), passed)


def test_eighty_is_enough_and_a_harmful_step_never_is() -> None:
    # Weights 9 + 1 = 10: the light pair broken leaves p = 9/10, 2p − 1 = 8/10.
    light = case("k1", before=[pair("rest", "cut", 9, critical=True), pair("ask", "glue", 1)])
    activity = mending_of(mending([light]))
    sheet, steps = paper(activity, ["k1"]), ("rest", "cut", "glue", "ask", "tie", "fly")

    kept = quizzes.score(sheet, {"k1": activity.by_id["k1"].in_order(steps)})
    with_harm = quizzes.score(sheet, {"k1": activity.by_id["k1"].in_order(("rest", "cut", "ask", "glue", "sell"))})

    assert (kept.score, kept.passed) == (80, True)
    assert (with_harm.score, with_harm.passed) == (75, False)


def test_numbers_may_have_gaps_between_them() -> None:
    places = {step: 1 + index for index, step in enumerate(RIGHT)}
    spread = {step: places.get(step, "never") if step != "fly" else 10 for step in EVERY_STEP}

    assert quizzes.score(RUN, {"k1": {"order": spread}}).score == 100


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({"fly": None}, [("unplaced", ("fly",))]),
        ({"fly": 1}, [("tie", ("fly", "rest"))]),
        ({"fly": None, "glue": 1}, [("unplaced", ("fly",)), ("tie", ("glue", "rest"))]),
        ({"glue": 3, "tie": 3, "ask": 1}, [("tie", ("rest", "ask")), ("tie", ("glue", "cut", "tie"))]),
        ({"fly": "7"}, [("unplaced", ("fly",))]),
        ({"fly": True}, [("unplaced", ("fly",))]),
        ({"fly": 11}, [("unplaced", ("fly",))]),
    ],
)
def test_an_order_with_a_gap_or_a_tie_is_no_answer_yet(change: Data, gaps: list[tuple[str, tuple[str, ...]]]) -> None:
    order: Any = {**K1.in_order(RIGHT)["order"], **change}  # type: ignore[dict-item]
    response: quizzes.Response = {"order": order}

    found = quizzes.score(RUN, {"k1": response})

    assert [(gap.kind, gap.options) for gap in quizzes.gaps(RUN, "k1", response)] == gaps
    assert (RUN.is_answered("k1", response), found.score, found.items[0].verdict) == (False, 0, "unanswered")


def test_nothing_decided_is_told_as_missing() -> None:
    assert [gap.kind for gap in quizzes.gaps(RUN, "k1", {})] == ["missing"]


def test_the_components_tell_what_was_kept_and_what_was_broken() -> None:
    # cut before rest and before ask; sell kept. The pair of weight 0 is not among those that count.
    found = scored("cut", "rest", "ask", "glue", "tie", "fly", "sell")

    assert found.components == {
        "cases": 1, "pairs": 4, "pairs_kept": 2, "harms": 1, "critical": 1, "unanswered": 0, "weight_kept": 0.6,
    }  # fmt: skip
    assert found.items[0].misconceptions == ("faster-is-better",)


# --- the figures of the course design


def all_scores(steps: tuple[str, ...], pairs: tuple[Before, ...]) -> list[Fraction]:
    return [
        safe_order_credit({step: place for place, step in enumerate(order)}, pairs, 0) for order in permutations(steps)
    ]


def test_of_all_orders_of_the_design_few_are_right_and_few_pass() -> None:
    found = all_scores(DESIGN_STEPS, DESIGN_PAIRS)

    # The pair of weight 0 costs nothing, so support may stand anywhere; 48 orders keep that pair as well.
    assert sum(credit == 1 for credit in found) == 182
    assert sum(credit >= PASS_CREDIT for credit in found) / len(found) == pytest.approx(0.036, abs=0.001)
    assert float(100 * sum(found) / len(found)) == pytest.approx(19.0, abs=0.1)
    assert (
        sum(
            all(is_kept(pair, {step: place for place, step in enumerate(order)}) for pair in DESIGN_PAIRS)
            for order in permutations(DESIGN_STEPS)
        )
        == 48
    )


def test_reporting_before_evidence_scores_fifty_and_a_harmful_step_costs_twenty_five() -> None:
    right = {step: place for place, step in enumerate(DESIGN_STEPS)}
    report_first = {**right, "report": 2, "evidence": 3}

    assert safe_order_credit(report_first, DESIGN_PAIRS, 0) == Fraction(1, 2)
    assert safe_order_credit(right, DESIGN_PAIRS, 1) == Fraction(3, 4)


def test_seven_steps_taken_blindly_from_eleven_hardly_ever_pass() -> None:
    chance, harmful = random.Random("eleven"), ("pay", "forward", "wipe", "blame")
    passes = 0
    for _order in range(20_000):
        taken = chance.sample([*DESIGN_STEPS, *harmful], 7)
        places = {step: place for place, step in enumerate(taken) if step not in harmful}
        harms = 7 - len(places)
        passes += not harms and safe_order_credit(places, DESIGN_PAIRS, harms) >= PASS_CREDIT

    assert passes / 20_000 <= 0.001


@pytest.mark.parametrize("least", [Fraction(0), Fraction(1, 3), PASS_CREDIT, Fraction(1)])
def test_the_share_of_orders_is_what_trying_all_of_them_finds(least: Fraction) -> None:
    steps = DESIGN_STEPS[:6]
    pairs = tuple(pair for pair in DESIGN_PAIRS if pair.then != "support")
    good = [
        order
        for order in permutations(steps)
        if (places := {step: place for place, step in enumerate(order)})
        and all(is_kept(pair, places) for pair in pairs if pair.critical)
        and 2 * sum(pair.weight for pair in pairs if is_kept(pair, places)) >= (least + 1) * 12
    ]

    assert share_of_orders(steps, pairs, least) == Fraction(len(good), 720)


@pytest.mark.parametrize("name", ["case-a", "case-b", "case-c"])
def test_of_the_orders_of_a_shipped_case_one_in_twenty_passes_at_most(name: str) -> None:
    assert SHIPPED is not None
    shipped = SHIPPED.by_id[name]
    assert isinstance(shipped, type(K1))

    for steps in (set(shipped.step_ids), set(shipped.step_ids) - set(shipped.optional)):
        pairs = shipped.pairs_that_count(dict.fromkeys(steps, 1))
        assert share_of_orders(sorted(steps), pairs, PASS_CREDIT) <= LUCKY_SHARE


def test_no_shipped_step_tells_anybody_to_keep_the_picture() -> None:
    assert SHIPPED is not None
    helpful = [step for one in SHIPPED.entries for step in one.steps]  # type: ignore[attr-defined]
    harmful = [step for one in SHIPPED.entries for step in one.harmful]  # type: ignore[attr-defined]

    assert [step.t.en for step in helpful if re.search("save|simpan", f"{step.t}", re.I)] == []
    assert any("Save the picture" in step.t.en for step in harmful)


# --- what holds whatever is answered


@given(orders)
def test_a_score_stays_in_its_bounds_and_never_passes_unsafe(steps: list[str]) -> None:
    found = scored(*steps)
    places = {step: place for place, step in enumerate(steps)}
    broken = [one for one in K1.pairs if one.critical and not is_kept(one, places)]

    assert 0 <= found.score <= (59 if broken else 100)
    assert not (found.passed and (broken or set(steps) & set(HARMS)))


@given(orders, st.sampled_from(HARMS))
def test_one_harmful_step_more_never_earns_more(steps: list[str], harm: str) -> None:
    without = [step for step in steps if step != harm]

    assert scored(*without, harm).score <= scored(*without).score


@given(st.permutations(RIGHT))
def test_the_optional_step_in_its_place_never_costs(steps: list[str]) -> None:
    assert scored(*steps, "flag").score >= scored(*steps).score


@given(st.permutations(DESIGN_STEPS), st.integers(0, 4))
def test_a_safe_order_earns_what_its_pairs_earn_less_the_harm(steps: list[str], harms: int) -> None:
    places = {step: place for place, step in enumerate(steps)}

    credit = safe_order_credit(places, DESIGN_PAIRS, harms)

    assert 0 <= credit <= order_credit(places, DESIGN_PAIRS)
    assert safe_order_credit(places, DESIGN_PAIRS, harms + 1) <= credit


@given(orders)
def test_an_answer_scores_the_same_from_what_was_stored(steps: list[str]) -> None:
    kept = json.loads(json.dumps(K1.in_order(steps)))
    again = quizzes.load_definition(MENDING.to_json())

    assert quizzes.score(paper(again, ["k1"]), {"k1": kept}) == scored(*steps)


# --- shown and read


@pytest.mark.parametrize("language", quizzes.LANGUAGES)
def test_a_shown_case_tells_nothing_of_what_is_right(language: str) -> None:
    page = json.dumps(asdict(RUN.shown(language).items[0]))
    suffix = {"en": "in English", "ms": "dalam bahasa Melayu"}[language]
    secrets = [f"{step} is needed {suffix}" for step in EVERY_STEP]
    secrets += [one.broken[language] for one in K1.before] + ["harmful", "critical", "weight", "optional", "friend"]

    assert f"step burn {suffix}" in page
    assert [secret for secret in secrets if secret in page] == []


def test_the_steps_that_help_and_those_that_harm_are_shown_in_the_papers_order() -> None:
    drawn = quizzes.draw(MENDING, b"a seed")
    shown = drawn.shown("en").items[0]

    assert [option.id for option in shown.options] == list(drawn.option_order[shown.id])
    assert {option.id for option in shown.options} == set(EVERY_STEP)


def test_a_form_is_read_with_its_places_and_what_is_never_done() -> None:
    form = {"a-k1-rest": ["1"], "a-k1-burn": ["never"], "a-k1-cut": [""]}

    found = RUN.read(form)

    assert found == {"k1": {"order": {**dict.fromkeys(EVERY_STEP), "rest": 1, "burn": "never"}}}
    assert RUN.read({"a-k1-cut": [""]}) == {}
    assert RUN.read({"a-k1-cut": [""]}, found) == {"k1": {"order": dict.fromkeys(EVERY_STEP)}}


values = st.one_of(
    st.sampled_from(["1", "10", "11", "0", "-1", "01", "１", "never", "NEVER", "", "\x00", "None"]),
    st.text(alphabet=st.characters(), max_size=4),
)
names = st.one_of(
    st.sampled_from([f"a-k1-{step}" for step in EVERY_STEP] + ["a-k1", "a-k1-x", "a-k2-rest", "csrf_token"]),
    st.text(max_size=6).map("a-".__add__),
)


@given(st.dictionaries(names, st.lists(values, max_size=2), max_size=6))
def test_any_form_gives_an_order_or_a_refusal_by_name(form: dict[str, list[str]]) -> None:
    try:
        answers = RUN.read(form)
    except (quizzes.NotDrawn, quizzes.NotAnOption):
        return

    assert json.loads(json.dumps(answers)) == answers
    assert 0 <= quizzes.score(RUN, answers).score <= 100


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(EVERY_STEP),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*EVERY_STEP, "order"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["order", "x"]), anything, max_size=2))
def test_a_kept_answer_of_any_shape_is_scored_and_explained(response: Any) -> None:
    found = quizzes.score(RUN, {"k1": response})

    assert 0 <= found.score <= 100
    assert quizzes.feedback(RUN, "k1", response, "ms").verdict == found.items[0].verdict


# --- explained


def test_what_went_wrong_is_said_of_the_pair_and_not_of_the_place() -> None:
    found = explained("flag", "glue", "rest", "ask", "cut", "fly", "sell")

    # Critical pairs first, then by weight; the missing tie is told by itself.
    assert [reason.sentence for reason in found.broken] == [
        "glue came before cut in English",
        "flag came before ask in English",
    ]
    assert [reason.is_critical for reason in found.broken] == [True, False]
    assert [(reason.step, reason.sentence) for reason in found.missed] == [
        ("step tie in English", "tie is needed in English")
    ]
    assert [(reason.step, reason.sentence) for reason in found.harmed] == [
        ("step sell in English", "sell is needed in English")
    ]
    assert found.misconception == "Whoever is fast mends well in English"


def test_a_pair_that_weighs_nothing_is_told_as_free() -> None:
    found = explained("rest", "ask", "cut", "glue", "fly", "tie")

    assert (found.verdict, [reason.is_free for reason in found.broken]) == ("right", [True])


def test_the_learners_order_stands_beside_one_right_order() -> None:
    found = explained("rest", "cut", "sell")

    assert found.yours == ("step rest in English", "step cut in English", "step sell in English")
    assert "step burn in English" in found.left_out
    assert found.model == tuple(f"step {step} in English" for step in K1.right_order())
    assert found.model_optional == ("step flag in English",)
    assert [fact.source for fact in found.facts] == ["Book of wind"]


def test_what_was_not_answered_shows_a_right_order_and_blames_nothing() -> None:
    found = quizzes.feedback(RUN, "k1", {}, "ms")

    assert isinstance(found, ExplainedCase)
    assert (found.verdict, found.yours, found.broken, found.missed) == ("unanswered", (), (), ())
    assert len(found.model) == 7


# --- drawn and checked


def test_an_unseen_case_comes_first_and_a_missed_one_may_be_played_again() -> None:
    first = quizzes.draw(MENDING, b"one").item_ids
    second = quizzes.draw(MENDING, b"two", first).item_ids
    again = quizzes.draw(MENDING, b"three", [*first, *second], "practice", first)

    assert (len(first), len(second), set(first) & set(second)) == (1, 1, set())
    assert again.item_ids == first
    assert quizzes.weakest_families(RUN, {"k1": K1.in_order(RIGHT)}) == ()
    assert quizzes.weakest_families(RUN, {"k1": K1.in_order((*RIGHT, "sell"))}) == ("k1",)


Change = Callable[[Data], object]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda one: one["before"].append(pair("glue", "rest")),
            "k3: The pairs run in a circle: no order keeps them all.",
        ),
        (
            lambda one: one.update(optional=[], before=[x for x in one["before"] if x["then"] != "flag"]),
            "k3: The step “flag” is in no pair of “before” and not optional: its place would not matter.",
        ),
        (
            lambda one: one["before"].append(pair("rest", "tie", 0, critical=True)),
            "k3: A critical pair weighs something: give it 1 or more.",
        ),
        (
            lambda one: one["before"].append(pair("rest", "burn")),
            "k3: “burn” does harm at any time, so it is in no pair.",
        ),
        (lambda one: one["before"].append(pair("rest", "dye")), "k3: There is no step “dye”."),
        (
            lambda one: one["harmful"].append({**one["steps"][0], "misconception": "faster-is-better"}),
            "k3: The step “glue” stands there twice, perhaps as helpful and as harmful.",
        ),
        (lambda one: one.update(optional=["flag", "kite"]), "k3: There is no step “kite” that could be left out."),
        (
            lambda one: one["harmful"][0].update(misconception="unheard-of"),
            "k3: The misconception “unheard-of” is not in the list of the file.",
        ),
        (
            lambda one: one.update(before=[{**x, "critical": False, "weight": 0} for x in one["before"]]),
            "k3: No pair weighs anything, so no order is better than another.",
        ),
        (
            lambda one: one["steps"].sort(key=lambda step: [*RIGHT, "flag"].index(step["id"])),
            "k3: “the helpful steps in the order of the file” passes: change the order of the file, or the names.",
        ),
        (
            lambda one: one.update(before=[pair("rest", "cut", 5), pair("glue", "tie"), pair("ask", "fly")]),
            "k3: 12.5% of all orders of 7 steps pass; 5% is the most. Add a pair that matters, or make one critical.",
        ),
        (lambda one: one.update(facts=["wind", "rain"]), "There is no fact “rain” in the list of the file."),
    ],
)
def test_what_a_case_may_not_be(tmp_path: Path, change: Change, message: str) -> None:
    data = mending()
    change(data["cases"][2])

    _bank, problems = quizzes.check_bank(write(tmp_path, {ORDERING_FILE: data}))

    assert message in [problem.message for problem in problems]


def test_the_sketch_is_sound(tmp_path: Path) -> None:
    _bank, problems = quizzes.check_bank(write(tmp_path, {ORDERING_FILE: mending()}))

    assert problems == ()

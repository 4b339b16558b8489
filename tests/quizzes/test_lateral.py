"""Scoring of lateral reading: claims worked by hand, and ways to answer that must not pay."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.answering import NotAnOption, OutOfOrder
from quizzes.kinds.lateral.scoring import credits_of
from quizzes.rehearsal import rehearse
from tests.quizzes.lateral_sketch import (
    KITE_CLAIMS,
    LATERAL_FILE,
    answered,
    claim,
    claim_of,
    lateral,
    lateral_of,
    tabs,
)
from tests.quizzes.sketches import paper, text, write

# Odd numbers are true; k08 and k12 and k16 false, k06, k10 and k14 misleading.
TRUE, UNTRUE = ("k05", "k07", "k09"), ("k06", "k08", "k10")
RUN = paper(KITE_CLAIMS, TRUE + UNTRUE)
FOUND = ("search", "p2", "p3")
TABS = [tab["id"] for tab in tabs("k05")]

rough = st.fixed_dictionaries(
    {},
    optional={
        "opened": st.lists(st.sampled_from([*TABS, "nowhere", "", None, 7]), max_size=9)
        | st.sampled_from([None, "x", {}]),
        "verdict": st.sampled_from(["true", "false", "misleading", "cannot_tell", None, "maybe", ["true"], {}]),
        "sure": st.sampled_from(["low", "mid", "high", None, "very", [], 3]),
    },
)
answers = st.fixed_dictionaries({}, optional=dict.fromkeys(RUN.item_ids, rough))


def worth(item: str, response: Any) -> Fraction:
    return credits_of(claim_of(item), response).total


# --- one claim, by hand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "response", "worked"),
    [
        # V 1, Ev 2/2, Lat 1, K 1: 0.55 + 0.20 + 0.15 + 0.10
        ("k05", answered("true", "high", *FOUND), "1"),
        # The same, fairly sure: K ½, so 0.10 · 0.75
        ("k05", answered("true", "mid", *FOUND), "0.975"),
        # V 1, one of two found, Lat 1, K 0: 0.55 + 0.10 + 0.15 + 0.05
        ("k05", answered("true", "low", "search", "p2"), "0.85"),
        # Right at first sight and very sure: 0.55 + 0 + 0 + 0.10
        ("k05", answered("true", "high"), "0.65"),
        # Left with the second action: 0.55 + 0 + 0.15 + 0.05
        ("k05", answered("true", "low", "about", "search"), "0.75"),
        # Left with the third action: 0.55 + 0 + 0 + 0.05
        ("k05", answered("true", "low", "about", "scroll", "search"), "0.6"),
        # More actions cost nothing: 0.55 + 0.20 + 0.15 + 0.10
        ("k05", answered("true", "high", *FOUND, "scroll", "about"), "1"),
        # False instead of misleading: V ½, but wrong for K: 0.275 + 0.20 + 0.15 + 0
        ("k06", answered("false", "high", *FOUND), "0.625"),
        # Misleading instead of false, not sure: 0.275 + 0.20 + 0.15 + 0.05
        ("k08", answered("misleading", "low", *FOUND), "0.675"),
        # Wrong and very sure, with nothing opened
        ("k06", answered("true", "high"), "0"),
        # Wrong and fairly sure: K −½, so 0.10 · 0.25
        ("k06", answered("true", "mid"), "0.025"),
        # Cannot tell, though everything was still within reach: K 0, so 0.05
        ("k05", answered("cannot_tell", None), "0.05"),
        # Cannot tell after finding it all: 0.20 + 0.15 + 0.05
        ("k05", answered("cannot_tell", None, *FOUND), "0.4"),
        # Cannot tell with one action left, where two more tabs are needed: 0.1375 + 0 + 0 + 0.05
        ("k05", answered("cannot_tell", None, "about", "scroll", "sender", "search"), "0.1875"),
        # Cannot tell with one of two found and no action left: 0.1375 + 0.10 + 0.15 + 0.05
        ("k05", answered("cannot_tell", None, "search", "p2", "about", "scroll", "sender"), "0.4375"),
        # With two actions left the search is done, and both pages could still be opened: V 0
        ("k05", answered("cannot_tell", None, "about", "scroll", "search"), "0.05"),
        # Everything found, no verdict
        ("k05", answered(None, None, *FOUND), "0"),
    ],
)
def test_a_claim_is_worth_what_the_formula_says(item: str, response: Any, worked: str) -> None:
    assert worth(item, response) == Fraction(worked)


def test_how_sure_one_is_of_not_being_able_to_tell_counts_nothing() -> None:
    assert worth("k05", answered("cannot_tell", "high")) == worth("k05", answered("cannot_tell", "low"))


@pytest.mark.parametrize(
    ("item", "response", "verdict", "misconceptions"),
    [
        ("k05", answered("true"), "right", ()),
        ("k05", answered("false"), "wrong", ("high-is-true",)),
        ("k06", answered("false"), "partly", ()),
        ("k05", answered("cannot_tell"), "wrong", ()),
        ("k05", answered("cannot_tell", None, "about", "scroll", "sender", "sky", "direct"), "partly", ()),
        ("k05", answered(None, "high", *FOUND), "unanswered", ()),
        ("k05", {}, "unanswered", ()),
    ],
)
def test_each_claim_gets_its_verdict(item: str, response: Any, verdict: str, misconceptions: tuple[str, ...]) -> None:
    found = quizzes.score(paper(KITE_CLAIMS, [item]), {item: response}).items[0]

    assert (found.verdict, found.misconceptions) == (verdict, misconceptions)


# --- a run -----------------------------------------------------------------------------------------------------------


def judged(verdicts: str, *opened: str, sure: str = "high") -> dict[str, quizzes.Response]:
    """A letter for each claim of the run: t, f, m, or c for “cannot tell”."""
    words = {"t": "true", "f": "false", "m": "misleading", "c": "cannot_tell"}
    return {item: answered(words[letter], sure, *opened) for item, letter in zip(RUN.item_ids, verdicts, strict=True)}


@pytest.mark.parametrize(
    ("verdicts", "j", "passed"),
    [
        ("tttmfm", 1, True),
        ("tttfmf", 1, True),  # the wrong word, but not believed
        ("tttmft", 2 / 3, True),  # one scam believed
        ("ttfmfm", 2 / 3, True),  # one true story doubted
        ("ttfmft", 1 / 3, False),  # one of each
        ("ttcmfm", 2 / 3, True),
        ("ttcmfc", 1 / 3, False),  # no hit and no correct rejection
        ("fffmfm", 0, False),
        ("tttttt", 0, False),
        ("cccccc", -1, False),
    ],
)
def test_passing_needs_half_of_j(verdicts: str, j: float, passed: bool) -> None:
    found = quizzes.score(RUN, judged(verdicts, *FOUND))

    assert found.components["j"] == pytest.approx(j)
    assert found.passed is passed


def test_who_never_leaves_the_page_does_not_pass_even_with_six_right_verdicts() -> None:
    found = quizzes.score(RUN, judged("tttmfm"))

    assert (found.score, found.points, found.components["j"], found.passed) == (65, 6, 1, False)


def test_the_components_tell_what_happened() -> None:
    given_answers = {
        "k05": answered("true", "high", *FOUND),
        "k07": answered("false", "high", "scroll", "search", "p2"),
        "k09": answered("cannot_tell", None, "about", "scroll", "sender"),
        "k06": answered("false", "mid", "search"),
        "k08": answered("false", "low", "direct"),
    }

    found = quizzes.score(RUN, given_answers)

    # k05: 1. k07: 0 + 0.10 + 0.15 + 0. k09: three more tabs were needed and two actions left, so 0.1375 + 0 + 0 + 0.05.
    # k06: 0.275 + 0 + 0.15 + 0.025. k08: 0.55 + 0 + 0.15 + 0.05.
    worked = 1 + 0.25 + 0.1875 + 0.45 + 0.75 + 0
    assert found.score == pytest.approx(100 * worked / 6)
    assert found.components == pytest.approx(
        {
            "true_claims": 3,
            "untrue_claims": 3,
            "caught": 2,
            "doubted": 1,
            "right": 2,
            "near": 1,
            "cannot_tell": 1,
            "no_verdict": 1,
            "left": 4,
            "all_found": 1,
            "verdict": (1 + 0 + 0.25 + 0.5 + 1 + 0) / 6,
            "evidence": (1 + 0.5) / 6,
            "lateral": 4 / 6,
            "certainty": (1 + 0 + 0.5 + 0.25 + 0.5 + 0) / 6,
            "j": 2 / 3 - 2 / 3,
        }
    )
    # Stated: 1, 1, ¾, ½ of four; right: two of four. Brier: 0, 1, 9/16, 1/4.
    assert found.diagnostics == pytest.approx(
        {
            "said_low": 1, "right_low": 1, "said_mid": 1, "right_mid": 0, "said_high": 2, "right_high": 1,
            "calibration": 1 - (1 + 9 / 16 + 1 / 4) / 4,
            "overconfidence": 3.25 / 4 - 0.5,
        }
    )  # fmt: skip


def test_without_a_certain_word_there_is_no_calibration() -> None:
    assert "calibration" not in quizzes.score(RUN, judged("cccccc")).diagnostics


def test_what_went_worst_is_offers_or_stories() -> None:
    # k05, k06, k09 and k10 are offers, k07 and k08 stories.
    assert quizzes.weakest_families(RUN, judged("tttmfm")) == ()
    assert quizzes.weakest_families(RUN, judged("tftmtm")) == ("story",)
    assert quizzes.weakest_families(RUN, judged("fftmfm")) == ("story", "offer")


def test_a_claim_is_replayed_beside_the_path_of_a_fact_checker() -> None:
    response = answered("false", "mid", "about", "search", "p1")

    found: Any = quizzes.feedback(RUN, "k05", response, "ms")

    assert [(step.kind, step.source, step.leaves, step.shows) for step in found.own_path] == [
        ("about", "", False, "anonymous dalam bahasa Melayu"),
        ("search", "", True, ""),
        ("page", "Copy dalam bahasa Melayu", True, ""),
    ]
    assert [step.shows for step in found.model_path] == [
        "",
        "k05 coverage found dalam bahasa Melayu",
        "k05 origin found dalam bahasa Melayu",
    ]
    assert (found.own_left_after, found.model_left_after, found.missed) == (2, 1, ("coverage", "origin"))
    assert (found.your_answer, found.right_answer, found.sure) == ("false", "true", "mid")
    assert found.misconception == "What flies high is true dalam bahasa Melayu"
    assert found.points == pytest.approx(15 + 2.5)


# --- ways that must not pay ------------------------------------------------------------------------------------------


@given(answers)
def test_the_score_stays_in_its_bounds_and_is_the_same_from_the_stored_definition(given_answers: Any) -> None:
    kept = json.loads(json.dumps(given_answers))
    stored = quizzes.load_definition(KITE_CLAIMS.to_json())

    found = quizzes.score(RUN, given_answers)

    assert 0 <= found.score <= 100
    assert found == quizzes.score(paper(stored, RUN.item_ids), kept)
    assert all(0 <= item.credit <= 1 for item in found.items)


@given(rough, st.sampled_from(RUN.item_ids), st.sampled_from(["low", "mid", "high"]))
def test_the_right_verdict_scores_more_than_any_other_after_the_same_tabs(response: Any, item: str, sure: str) -> None:
    one = claim_of(item)
    right = answered(one.truth, sure, *one.opened(response))

    if one.verdict(response) != one.truth:
        assert worth(item, right) > worth(item, response)


@given(rough, st.sampled_from(RUN.item_ids), st.sampled_from(TABS))
def test_one_tab_more_never_scores_less_for_whoever_commits_to_a_verdict(response: Any, item: str, tab: str) -> None:
    one, before = claim_of(item), {**response, "opened": [*claim_of(item).opened(response)]}
    more = {**before, "opened": [*before["opened"], tab]}

    if one.verdict(response) != "cannot_tell":
        assert worth(item, more) >= worth(item, before)


@given(
    st.sampled_from(["true", "false", "misleading", "cannot_tell"]), st.sampled_from(["low", "mid", "high"]), st.data()
)
def test_one_verdict_for_everything_never_passes(verdict: str, sure: str, data: Any) -> None:
    given_answers = {
        item: answered(verdict, sure, *data.draw(st.lists(st.sampled_from(TABS), max_size=8))) for item in RUN.item_ids
    }

    assert not quizzes.score(RUN, given_answers).passed


def test_the_blind_ways_are_rehearsed_with_and_without_opening_everything() -> None:
    ways = dict(KITE_CLAIMS.blind_answers(RUN.item_ids))

    assert len(ways) == 8
    assert [quizzes.score(RUN, way).passed for way in ways.values()] == [False] * 8
    assert ways["“false” for every claim, with all tabs open,"]["k05"]["opened"] == [
        "about", "scroll", "search", "sender", "direct",
    ]  # fmt: skip


# --- step by step ----------------------------------------------------------------------------------------------------


def step(response: quizzes.Response, **form: str) -> quizzes.Response | None:
    return claim_of("k05").read({part: [value] for part, value in form.items()}, response)


def test_opening_a_tab_adds_it_and_opening_it_again_changes_nothing() -> None:
    first = step({}, open="search")

    assert first == {"opened": ["search"], "verdict": None, "sure": None}
    assert step(first, open="search") == first
    assert step(first, open="p2") == {"opened": ["search", "p2"], "verdict": None, "sure": None}


def test_a_page_behind_a_search_cannot_be_opened_before_the_search() -> None:
    with pytest.raises(OutOfOrder):
        step({}, open="p2")
    with pytest.raises(OutOfOrder):
        step({"opened": ["search"]}, open="p3")


def test_beyond_the_budget_nothing_opens_and_the_gap_says_what_is_left_to_do() -> None:
    spent = answered(None, None, "about", "scroll", "search", "sender", "direct")

    assert step(spent, open="p1") is None
    assert [*claim_of("k05").gaps(spent)] == [("missing", ("verdict",))]


def test_a_verdict_ends_the_claim_at_any_time() -> None:
    ended = step(answered(None, None, "search"), verdict="true", sure="low")

    assert ended == answered("true", "low", "search")
    assert claim_of("k05").is_answered(ended)
    assert step(ended, verdict="true", sure="low") == ended
    assert step(ended, open="search") == ended
    for form in ({"verdict": "false"}, {"sure": "high"}, {"open": "about"}):
        with pytest.raises(OutOfOrder):
            step(ended, **form)


@pytest.mark.parametrize(
    ("form", "gap"),
    [({"verdict": "true"}, "sure"), ({"sure": "mid"}, "verdict"), ({"verdict": "", "sure": ""}, "missing")],
)
def test_half_a_verdict_stands_and_what_is_missing_is_said(form: dict[str, str], gap: str) -> None:
    kept = step({}, **form) or {}

    assert [kind for kind, _parts in claim_of("k05").gaps(kept)] == [gap]
    assert step(kept, verdict="true", sure="mid") == answered("true", "mid")


def test_cannot_tell_needs_no_certainty() -> None:
    assert claim_of("k05").is_answered(step({}, verdict="cannot_tell") or {})


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["open", "verdict", "sure"]),
            st.lists(
                st.sampled_from([*TABS, "true", "false", "cannot_tell", "low", "high", "", "nowhere", "\0"]), max_size=2
            ),
        ),
        max_size=9,
    )
)
def test_any_forms_give_an_answer_or_a_refusal_by_name(forms: list[dict[str, list[str]]]) -> None:
    sheet, kept = paper(KITE_CLAIMS, ["k05"]), {}
    for form in forms:
        before = json.dumps(kept)
        try:
            kept = {**kept, **sheet.read({f"a-k05-{part}": values for part, values in form.items()}, kept)}
        except (NotAnOption, OutOfOrder):
            assert json.dumps(kept) == before

    opened = claim_of("k05").opened(kept.get("k05", {}))
    assert len(opened) <= 5
    assert kept.get("k05", {}).get("opened", []) == [*opened]


# --- what is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("opened", [(), ("search",), ("search", "p2", "about")])
def test_what_is_shown_tells_neither_the_truth_nor_what_a_closed_tab_holds(
    language: str, opened: tuple[str, ...]
) -> None:
    one = claim_of("k06")

    shown = repr(RUN.shown(language, {"k06": answered(None, None, *opened)}, ["k06"]))

    secrets = [one.why[language], *(tab.shows[language] for tab in one.tabs if tab.shows)]
    secrets += [tab.text[language] for tab in one.tabs if tab.id not in opened]
    secrets += [result.snippet[language] for tab in one.tabs if tab.id not in opened for result in tab.results]
    assert [
        secret for secret in (*secrets, "misleading", "coverage", "origin", "high-is-true") if secret in shown
    ] == []
    assert all(one.tab_by_id[tab].text[language] in shown for tab in opened)


def test_the_tabs_beside_a_claim_and_the_results_of_a_search_say_what_is_open() -> None:
    shown: Any = RUN.shown("en", {"k05": answered(None, None, "search", "p2")}, ["k05"]).items[0]

    assert [(tab.id, tab.is_open) for tab in shown.tabs] == [
        ("about", False), ("scroll", False), ("search", True), ("sender", False), ("direct", False), ("sky", False),
    ]  # fmt: skip
    assert [(one.id, one.source, one.is_open) for one in shown.opened[0].results] == [
        ("p1", "Copy in English", False),
        ("p2", "Wind Office in English", True),
    ]
    assert (shown.left, shown.opened[1].address, str(shown.opened[1].date)) == (3, "wind.example/notices", "2026-11-02")


def test_plain_words_stand_below_a_claim_unless_all_of_it_is_in_the_readers_language() -> None:
    malay = {**claim(5)["card"], "runs": [{"lang": "ms", "t": "layang-layang"}], "gloss": text("a kite")}
    data = lateral(claims=[claim(5, card=malay)])

    shown = {language: paper(lateral_of(data), ["k05"]).shown(language).items[0].gloss for language in ("en", "ms")}

    assert shown == {"en": "a kite in English", "ms": ""}


# --- drawing and checking --------------------------------------------------------------------------------------------


@given(st.binary(max_size=20))
def test_two_scored_runs_share_no_claim_and_practice_spoils_neither(seed: bytes) -> None:
    practised = quizzes.draw(KITE_CLAIMS, seed, mode="practice").item_ids
    first = quizzes.draw(KITE_CLAIMS, seed, practised).item_ids
    second = quizzes.draw(KITE_CLAIMS, seed, (*practised, *first)).item_ids

    assert len({*practised, *first, *second}) == 14
    assert sum(claim_of(item).is_true for item in practised) == 1
    for run in (first, second):
        assert sum(claim_of(item).is_true for item in run) == 3
        assert {claim_of(item).about for item in run if claim_of(item).is_true} == {"offer", "story"}


def test_practice_can_be_about_what_went_worst() -> None:
    drawn = quizzes.draw(KITE_CLAIMS, b"kites", mode="practice", focus=["story"]).item_ids

    assert [claim_of(item).about for item in drawn] == ["story", "story"]
    assert {claim_of(item).is_true for item in drawn} == {True, False}


def test_the_sketch_is_sound_and_rehearsed_without_trouble(tmp_path: Path) -> None:
    bank, problems = quizzes.check_bank(write(tmp_path, {LATERAL_FILE: lateral()}))

    assert problems == ()
    assert bank is not None
    assert [*rehearse(bank)] == []


def tab(name: str, **changes: Any) -> list[dict[str, Any]]:
    """The tabs of k05, one of them changed."""
    return [{**one, **changes} if one["id"] == name else one for one in tabs("k05")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"path": ["about", "scroll", "search", "p2", "p3"]}, "By its second action the path has left the page."),
        ({"path": ["p2"]}, "The path comes to “p2”, which cannot be opened then."),
        ({"path": ["search", "p2"]}, "The path does not reveal what is needed: origin."),
        (
            {"path": ["sender", "direct", "sky", "search", "p2", "p3"]},
            "The path takes 6 actions; there are 5.",
        ),
        ({"tabs": tab("p1", kind="sender")}, "A result opens tabs of the kind `page` only."),
        ({"tabs": [*tabs("k05"), {**tabs("k05")[5], "id": "p4"}]}, "No result opens this page."),
        ({"tabs": tab("p1", source=None)}, "Say in `source` whose page this is."),
        ({"tabs": tab("p2", shows=None)}, "A tab that reveals something says in `shows` what, and no other does."),
        (
            {"tabs": tab("scroll", reveals=["coverage"], shows=text("all"))},
            "A page tells of itself at most who is behind it: better coverage and origins lie outside.",
        ),
        (
            {"tabs": tab("sky", kind="image")},
            "A picture can be searched for, so it has an `image` tab, and nothing else has.",
        ),
        ({"misconception": "nowhere"}, "The misconception “nowhere” is not in the list of the file."),
        ({"misconception": None}, "A wrong verdict on this claim means something: name the misconception."),
    ],
)  # fmt: skip
def test_a_claim_that_could_not_be_checked_is_a_problem(tmp_path: Path, changes: Any, message: str) -> None:
    data = lateral()
    data["claims"][4] = claim(5, **changes)

    _bank, problems = quizzes.check_bank(write(tmp_path, {LATERAL_FILE: data}))

    assert f"k05: {message}" in [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"mix": {**lateral()["mix"], "practice": {"true_claims": 2, "untrue_claims": 1}}},
            "True claims and others are equally many in a run, not 2 and 1.",
        ),
        (
            {"claims": [claim(number) for number in range(1, 15)]},
            "The scored stream has 5 true claims; for 2 runs without a repeat it needs 6.",
        ),
        (
            {"claims": [claim(number, about="offer") for number in range(1, 17)]},
            "8 of 8 true claims are offers: with half, an offer is as likely to be real as a story is to be true.",
        ),
    ],
)
def test_a_run_that_could_be_guessed_is_a_problem(tmp_path: Path, changes: Any, message: str) -> None:
    _bank, problems = quizzes.check_bank(write(tmp_path, {LATERAL_FILE: lateral(**changes)}))

    assert message in [problem.message for problem in problems]


def test_a_tab_that_only_true_claims_have_is_pointed_out(tmp_path: Path) -> None:
    claims = [claim(number) for number in range(1, 17)]
    for one in claims[::2]:
        one["card"]["picture"] = text("a kite")
        one["tabs"] = [{**tabs("k")[8], "kind": "image", "id": "photo"} if t["id"] == "sky" else t for t in one["tabs"]]

    _bank, problems = quizzes.check_bank(write(tmp_path, {LATERAL_FILE: lateral(claims=claims)}))

    assert [(problem.severity, problem.message) for problem in problems] == [
        ("warning", "100% of the claims with a tab “image” are true: that would hint at the verdict.")
    ]


def test_the_budget_of_the_file_is_that_of_every_claim() -> None:
    short = lateral_of(lateral(budget=2))
    kept = answered(None, None, "search", "about")

    assert short.by_id["k05"].read({"open": ["p2"]}, kept) is None
    assert quizzes.load_definition(short.to_json()) == short

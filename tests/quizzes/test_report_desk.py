"""The report desk: cases worked out by hand, strategies that must not pay, and a walk that cannot be led astray."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.answering import field_name
from quizzes.kinds.report_desk.trail import ExplainedCase, TrailChoice
from quizzes.kinds.report_desk.walk import SCREENS
from quizzes.rehearsal import rehearse
from tests.quizzes.report_desk_sketch import (
    DESK_FILE,
    EMERGENCY,
    KITE_DESK,
    SIX,
    TO_LEAVE,
    TO_REPORT,
    case,
    desk,
    desk_of,
    right,
    the,
)
from tests.quizzes.sketches import paper, text, write

RUN = paper(KITE_DESK, SIX)
ALL_RIGHT = {name: right(name) for name in SIX}

ticks = st.lists(st.sampled_from(["link", "name", "picture", "repost", "taunt"]), unique=True)
turns = st.lists(st.sampled_from(["talk", "sky-guard", "rival", "crowd", "club"]), unique=True)
answers = st.fixed_dictionaries(
    {
        "decision": st.sampled_from(["report", "leave", None]),
        "reason": st.sampled_from(["harm", "theft", None]),
        "detail": st.sampled_from(["cut", "burnt", "stolen", "copied", None]),
        "evidence": st.none() | ticks,
        "order": st.fixed_dictionaries({step: st.integers(0, 4) | st.none() for step in ("keep", "tell", "cover")}),
        "channels": st.none() | turns,
        "sent": st.booleans(),
    }
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([*SCREENS, "report", "harm"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def points(name: str, **changes: Any) -> float:
    """What a case comes to when everything is right but this."""
    response = {**right(name), **changes}
    return quizzes.score(paper(KITE_DESK, [name]), {name: response}).score


def posted(name: str, screen: str, earlier: quizzes.Response, **fields: Sequence[str]) -> quizzes.Response | None:
    return the(name).read({"at": [screen], "on": ["1"], **fields}, earlier)


# --- the formula ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, 100),
        ({"detail": "burnt"}, 85),  # the family's ½ instead of 1: 100 − 30 · ½
        ({"reason": "theft", "detail": "stolen"}, 79),  # a neighbour's 0.3: 100 − 30 · 0.7
        ({"reason": "theft", "detail": "copied"}, 70),
        ({"evidence": ["link", "name"]}, 100 - 25 / 3),
        ({"evidence": ["link", "name", "repost"]}, 75 + 25 * (2 / 3 - 1 / 2)),
        ({"evidence": ["link", "name", "picture", "repost", "taunt"]}, 75),  # 1 − ½ − ½
        ({"channels": []}, 90),  # w(app) 1 of 1 + ½: 100 − 30 · ⅓
        ({"channels": ["talk"]}, 90),  # what may be is free
        ({"channels": ["club", "crowd"]}, 85),  # 1 − ½
        ({"channels": ["crowd", "rival"]}, 70),  # ⅔ − 1, floored
        ({"order": {"tell": 1, "keep": 2, "cover": 3}}, 92.5),  # one of two pairs: 100 − 15 · ½
        ({"order": {"cover": 1, "tell": 2, "keep": 3}}, 85),
        ({"decision": "leave"}, 0),  # R = E = O = 0; C = ½/1½ − ½ for `leave`, floored
    ],
)
def test_a_case_to_report_is_worth_its_reason_evidence_channels_and_order(
    changes: dict[str, Any], wanted: float
) -> None:
    assert points(TO_REPORT, **changes) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, 100),
        ({"channels": []}, 90),  # w(leave) 1 of 1 + ½: 70 + 30 · ⅔
        ({"channels": ["talk", "sky-guard"]}, 85),  # 1 − ½
        ({"channels": ["sky-guard", "rival"]}, 70),  # ⅔ − 1, floored
    ],
)
def test_a_case_to_leave_is_worth_having_left_it_and_what_was_done_instead(
    changes: dict[str, Any], wanted: float
) -> None:
    assert points(TO_LEAVE, **changes) == pytest.approx(wanted)


@given(answers)
def test_a_case_to_leave_earns_nothing_once_it_is_reported(response: dict[str, Any]) -> None:
    assert quizzes.score(paper(KITE_DESK, [TO_LEAVE]), {TO_LEAVE: {**response, "decision": "report"}}).score == 0


def test_an_emergency_without_emergency_help_earns_40_at_most_and_no_run_is_passed_with_it() -> None:
    # Without the sky guard C = (1 + ½)/2½ = 0.6, and the case would be 30 + 25 + 18 + 15 = 88.
    missed = {**ALL_RIGHT, EMERGENCY: {**right(EMERGENCY), "channels": ["club"]}}

    found = quizzes.score(RUN, missed)

    assert found.items[0].credit == 0.4
    assert found.score == pytest.approx((5 * 100 + 40) / 6)
    assert (found.passed, found.components["emergencies_missed"]) == (False, 1)


def test_an_emergency_that_was_never_sent_is_missed_too() -> None:
    found = quizzes.score(RUN, {**ALL_RIGHT, EMERGENCY: {**right(EMERGENCY), "sent": False}})

    assert (found.items[0].verdict, found.items[0].credit) == ("unanswered", 0)
    assert (found.passed, found.score) == (False, pytest.approx(500 / 6))


def test_a_run_passes_with_70_in_the_mean() -> None:
    # 100 − 30 by a worthless reason in four reports, 100 − 30 by two harmful things besides leaving two alone.
    worthless = {"reason": "theft", "detail": "copied"}
    low = {name: {**right(name), **worthless} for name in SIX if the(name).is_to_report}
    low |= {name: {**right(name), "channels": ["rival", "crowd"]} for name in SIX if not the(name).is_to_report}
    lower = {**low, TO_REPORT: {**low[TO_REPORT], "order": {"tell": 1, "keep": 2, "cover": 3}}}

    assert (quizzes.score(RUN, low).score, quizzes.score(RUN, low).passed) == (pytest.approx(70), True)
    assert quizzes.score(RUN, lower).passed is False


def test_the_components_tell_what_happened() -> None:
    given_answers = {
        **ALL_RIGHT,
        TO_REPORT: {**right(TO_REPORT), "decision": "leave"},  # one report missed, and `leave` does harm
        TO_LEAVE: {**the(TO_LEAVE).answer(the(TO_LEAVE).reported_right_otherwise())},  # one reported in vain
        "r04": {**right("r04"), "evidence": ["link", "repost"]},  # ⅓ − ½, floored
        "r06": {},
    }

    found = quizzes.score(RUN, given_answers)

    assert found.components == pytest.approx(
        {
            "reason": 3 / 4,
            "evidence": 2 / 4,
            "order": 3 / 4,
            "channels": 3 / 6,
            "cases": 6,
            "to_report": 4,
            "reported": 3,
            "to_leave": 2,
            "left": 0,
            "harms": 3,
            "emergencies": 1,
            "emergencies_missed": 0,
            "unsent": 1,
        }
    )
    assert found.items[1].misconceptions == ("not-my-kite",)
    assert found.items[2].misconceptions == ("showing-warns",)


# --- strategies -------------------------------------------------------------------------------------------------------


def test_reporting_everything_does_not_pass_even_with_all_else_right() -> None:
    found = quizzes.score(RUN, {name: the(name).answer(the(name).reported_right_otherwise()) for name in SIX})

    assert (found.score, found.passed) == (pytest.approx(400 / 6), False)


@given(st.lists(answers, min_size=6, max_size=6), st.sampled_from(["report", "leave"]))
def test_one_decision_for_every_case_never_passes(given_answers: list[dict[str, Any]], decision: str) -> None:
    same = {name: {**one, "decision": decision} for name, one in zip(SIX, given_answers, strict=True)}

    assert quizzes.score(RUN, same).passed is False


@given(st.lists(answers, min_size=6, max_size=6))
def test_ticking_everything_never_passes(given_answers: list[dict[str, Any]]) -> None:
    everything = {
        name: {**one, "evidence": [*the(name).offered.evidence], "channels": [*the(name).offered.channels]}
        for name, one in zip(SIX, given_answers, strict=True)
    }

    assert quizzes.score(RUN, everything).passed is False


@given(st.lists(answers, min_size=6, max_size=6))
def test_the_score_stays_in_its_bounds_and_is_the_same_from_the_kept_definition(
    given_answers: list[dict[str, Any]],
) -> None:
    responses = dict(zip(SIX, given_answers, strict=True))
    kept = quizzes.Paper(quizzes.load_definition(KITE_DESK.to_json()), "scored", SIX, {})

    found = quizzes.score(RUN, responses)

    assert 0 <= found.score <= 100
    assert found == quizzes.score(kept, responses)


@given(answers, st.sampled_from(["link", "name", "picture"]), st.sampled_from(["repost", "taunt"]))
def test_one_right_thing_more_or_one_harmful_less_never_scores_less(
    response: dict[str, Any], keep: str, harm: str
) -> None:
    sent = {**right(TO_REPORT), **{part: value for part, value in response.items() if value is not None}, "sent": True}
    kept = [one for one in sent["evidence"] if one != harm] or ["link"]

    better = {**sent, "evidence": [*{*kept, keep}], "channels": [*{*sent["channels"], "club"} - {"crowd"}]}

    assert points(TO_REPORT, **better) >= points(TO_REPORT, **sent)


@given(st.dictionaries(st.sampled_from([*right(TO_REPORT)]), anything))
def test_a_kept_answer_of_any_shape_is_scored_shown_and_explained(response: dict[str, Any]) -> None:
    sheet = paper(KITE_DESK, [TO_REPORT])

    assert 0 <= quizzes.score(sheet, {TO_REPORT: response}).score <= 100
    assert sheet.shown("en", {TO_REPORT: response}).items[0].id == TO_REPORT
    assert quizzes.feedback(sheet, TO_REPORT, response, "ms").id == TO_REPORT
    assert isinstance(quizzes.problems(sheet, {TO_REPORT: response}), tuple)


# --- the walk ---------------------------------------------------------------------------------------------------------


def test_a_report_leads_through_seven_screens_and_leaving_it_through_three() -> None:
    seen = {}
    for name in (TO_REPORT, TO_LEAVE):
        response: quizzes.Response = {}
        seen[name] = []
        for form in the(name).right_way():
            shown = paper(KITE_DESK, [name]).shown("en", {name: response}).items[0]
            seen[name].append((shown.screen, shown.number, shown.back))  # type: ignore[attr-defined]
            response = the(name).read(form, response) or response

    assert [screen for screen, _number, _back in seen[TO_REPORT]] == [*SCREENS]
    assert seen[TO_LEAVE] == [("post", 1, ""), ("channels", 2, "post"), ("confirm", 3, "channels")]


def test_a_screen_that_is_not_due_is_refused() -> None:
    with pytest.raises(quizzes.OutOfOrder):
        posted(TO_REPORT, "evidence", {}, evidence=["link"])
    with pytest.raises(quizzes.OutOfOrder):
        posted(TO_LEAVE, "reason", right(TO_LEAVE), reason=["harm"])


def test_the_same_form_twice_changes_nothing() -> None:
    once = posted(TO_REPORT, "post", {}, decision=["report"])
    assert once is not None

    assert posted(TO_REPORT, "post", once, decision=["report"]) == once
    assert posted(TO_REPORT, "confirm", right(TO_REPORT)) == right(TO_REPORT)


def test_going_back_keeps_what_the_screen_holds_and_asks_for_nothing() -> None:
    detail = {**right(TO_REPORT), "evidence": None, "sent": False}

    back = the(TO_REPORT).read({"at": ["evidence"], "evidence": ["repost", "link"]}, detail)
    empty = the(TO_REPORT).read({"at": ["evidence"]}, detail)

    assert back is not None
    assert empty is not None
    assert (back["evidence"], back["halted"]) == (["link", "repost"], False)
    assert list(the(TO_REPORT).gaps(empty)) == []


def test_going_on_without_an_answer_stays_and_names_the_gap() -> None:
    stopped = posted(TO_REPORT, "post", {})
    assert stopped is not None

    assert list(the(TO_REPORT).gaps(stopped)) == [("post", ())]
    assert the(TO_REPORT).walk(stopped).now == "post"


@pytest.mark.parametrize(
    ("places", "gaps"),
    [
        ({"keep": ["1"], "tell": ["1"], "cover": ["2"]}, [("tie", ("keep", "tell"))]),
        ({"keep": ["1"]}, [("unplaced", ("tell", "cover"))]),
        ({"keep": ["3"], "tell": ["3"]}, [("unplaced", ("cover",)), ("tie", ("keep", "tell"))]),
    ],
)
def test_a_tie_and_a_step_without_a_place_are_named(
    places: dict[str, list[str]], gaps: list[tuple[str, tuple[str, ...]]]
) -> None:
    stopped = posted(TO_REPORT, "order", {**right(TO_REPORT), "sent": False}, **places)
    assert stopped is not None

    assert list(the(TO_REPORT).gaps(stopped)) == gaps


def test_another_family_asks_for_its_reason_again_and_another_decision_keeps_everything() -> None:
    other_family = posted(TO_REPORT, "reason", right(TO_REPORT), reason=["theft"])
    left = posted(TO_REPORT, "post", right(TO_REPORT), decision=["leave"])
    assert other_family is not None
    assert left is not None

    assert (other_family["detail"], the(TO_REPORT).is_answered(other_family)) == (None, False)
    assert posted(TO_REPORT, "post", left, decision=["report"]) == {**right(TO_REPORT), "at": "reason"}


@pytest.mark.parametrize(
    "form",
    [
        {"at": ["burn"]},
        {"at": ["post", "post"]},
        {"at": ["post"], "decision": ["burn"]},
        {"at": ["post"], "on": ["2"]},
        {"at": ["post"], "evidence": ["link"]},
        {"decision": ["report"]},
    ],
)
def test_what_the_form_does_not_offer_is_refused_by_name(form: dict[str, list[str]]) -> None:
    with pytest.raises(quizzes.NotAnOption):
        the(TO_REPORT).read(form, {})


def test_a_box_of_another_case_is_refused() -> None:
    with pytest.raises(quizzes.NotAnOption, match="a-r01-evidence"):
        posted(TO_REPORT, "evidence", right(TO_REPORT), evidence=["link", "moon"])


values = st.lists(
    st.sampled_from(["", "1", "2", "report", "harm", "cut", "link", "club", "post", "order", "\0"]), max_size=2
)
forms = st.lists(st.dictionaries(st.sampled_from([*the(TO_REPORT).parts, "moon"]), values, max_size=4), max_size=6)


@given(forms)
def test_any_forms_give_an_answer_or_a_refusal_by_name(given_forms: list[dict[str, list[str]]]) -> None:
    sheet, kept = paper(KITE_DESK, [TO_REPORT]), dict[str, quizzes.Response]()
    for form in given_forms:
        try:
            kept |= sheet.read({field_name(TO_REPORT, part): given for part, given in form.items()}, kept)
        except quizzes.Refusal:
            continue
    assert sheet.shown("en", kept).items[0].id == TO_REPORT


# --- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SIX)
@pytest.mark.parametrize("language", ["en", "ms"])
def test_no_screen_holds_a_key_a_reason_or_a_screen_to_come(name: str, language: str) -> None:
    telling = ["because of", "reviewer sees", "belief", "urgency", "emergency", "must", "should", "harms", "Kites may"]
    labels = {
        "evidence": "label of link",
        "order": "label of tell",
        "channels": "label of crowd",
        "reason": "label of theft",
    }
    response: quizzes.Response = {}

    for form in the(name).right_way():
        shown = paper(KITE_DESK, [name]).shown(language, {name: response}).items[0]
        words = repr(shown)
        assert [word for word in telling if word in words] == []
        held = {screen for screen, label in labels.items() if label in words}
        own = {"evidence", "order", "channels"} if shown.screen == "confirm" else set()  # type: ignore[attr-defined]
        assert held <= {shown.screen} | own  # type: ignore[attr-defined]
        response = the(name).read(form, response) or response


def test_the_screens_of_a_case_to_leave_look_like_those_of_a_case_to_report() -> None:
    reported = the(TO_LEAVE).answer(the(TO_LEAVE).everything_ticked())

    screens = [
        paper(KITE_DESK, [name]).shown("en", {name: answer}, at=screen).items[0]
        for name, answer in ((TO_REPORT, right(TO_REPORT)), (TO_LEAVE, reported))
        for screen in SCREENS[1:6]
    ]

    offered = [[option.id for option in one.options] for one in screens]
    assert offered[:5] == offered[5:]


def test_a_place_that_is_not_reached_or_unknown_shows_where_the_case_stands() -> None:
    begun = posted(TO_REPORT, "post", {}, decision=["report"])
    assert begun is not None

    for asked in ("confirm", "evidence", "moon", "\0", ""):
        shown = paper(KITE_DESK, [TO_REPORT]).shown("en", {TO_REPORT: begun}, at=asked).items[0]
        assert shown.screen == "reason"  # type: ignore[attr-defined]


def test_both_trails_stand_side_by_side_with_what_a_choice_does() -> None:
    response = {
        **right(TO_REPORT),
        "detail": "burnt",
        "evidence": ["link", "repost"],
        "order": {"tell": 1, "keep": 2, "cover": 3},
        "channels": ["talk", "crowd"],
    }

    explained = quizzes.feedback(paper(KITE_DESK, [TO_REPORT]), TO_REPORT, response, "en")

    assert isinstance(explained, ExplainedCase)
    reason, evidence, order, channels = explained.trail[1:]
    label = "label of {} in English".format
    assert reason.yours == (TrailChoice(f"{label('harm')}: {label('burnt')}", "near"),)
    assert reason.model == (f"{label('harm')}: {label('cut')}",)
    assert [(one.text, one.mark) for one in evidence.yours] == [
        (label("link"), "fits"),
        (label("repost"), "harms"),
        (label("name"), "missed"),
        (label("picture"), "missed"),
    ]
    assert [(one.text, one.mark) for one in order.yours] == [
        (label("tell"), "fits"),
        (label("keep"), "missed"),
        (label("cover"), "fits"),
    ]
    assert order.model == (label("keep"), label("tell"), label("cover"))
    assert [(one.text, one.mark) for one in channels.yours] == [
        (label("talk"), "free"),
        (label("crowd"), "harms"),
        (label("club"), "missed"),
    ]
    assert [one.claim for one in explained.facts] == ["sky is so in English"]
    assert explained.misconception == "belief showing-warns in English"
    assert (explained.reviewer, explained.outcome) == (
        "r01 as the reviewer sees it in English",
        "Kites may stay up in English",
    )


def test_a_case_to_leave_is_explained_by_its_decision_and_what_to_do_instead() -> None:
    explained = quizzes.feedback(paper(KITE_DESK, [TO_LEAVE]), TO_LEAVE, right(TO_LEAVE), "ms")

    assert isinstance(explained, ExplainedCase)
    assert [step.screen for step in explained.trail] == ["post", "channels"]
    assert explained.trail[0].why == "r03 because of its reason dalam bahasa Melayu"
    assert explained.verdict == "right"


# --- the draw ---------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=12), st.lists(st.sampled_from([*KITE_DESK.by_id]), unique=True))
def test_a_scored_run_has_one_emergency_three_reports_and_two_to_leave(seed: bytes, seen: list[str]) -> None:
    drawn = quizzes.draw(KITE_DESK, seed, seen)

    assert sorted(the(name).sort for name in drawn.item_ids) == ["act"] * 3 + ["emergency"] + ["leave"] * 2
    assert len(drawn.pages) == 6


@given(st.binary(max_size=12), st.sampled_from([*KITE_DESK.by_id]))
def test_the_case_that_went_worst_is_played_again_in_practice_with_the_usual_mix(seed: bytes, worst: str) -> None:
    drawn = quizzes.draw(KITE_DESK, seed, [*KITE_DESK.by_id], "practice", [worst, "moon"])

    assert worst in drawn.item_ids
    assert sorted(the(name).sort for name in drawn.item_ids) == ["act", "emergency", "leave"]


def test_what_to_play_again_begins_with_missed_emergencies() -> None:
    worthless = {**right(TO_REPORT), "decision": "leave"}
    missed = {**right(EMERGENCY), "channels": []}

    again = quizzes.weakest_families(RUN, {**ALL_RIGHT, TO_REPORT: worthless, EMERGENCY: missed})

    assert again == (EMERGENCY, TO_REPORT)
    assert quizzes.weakest_families(RUN, ALL_RIGHT) == ()


def test_what_was_not_sent_is_explained_before_the_rest_and_emergencies_first() -> None:
    given_answers = {**ALL_RIGHT, EMERGENCY: {}, TO_REPORT: {}}
    sheet = paper(KITE_DESK, [*reversed(SIX)])

    explained = quizzes.explain(sheet, given_answers, quizzes.score(sheet, given_answers), "en").items

    assert [one.id for one in explained[:2]] == [EMERGENCY, TO_REPORT]


# --- the author's checker ---------------------------------------------------------------------------------------------


def cases(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The twelve cases, of which some are changed by their id."""
    return [{**one, **changes.get(one["id"], {})} for one in desk()["cases"]]


def found(folder: Path, data: dict[str, Any]) -> list[str]:
    _bank, problems = quizzes.check_bank(write(folder, {DESK_FILE: data}))
    return [problem.message for problem in problems]


def test_the_sketch_is_sound_and_its_rehearsal_finds_no_way_to_pass_unread(tmp_path: Path) -> None:
    assert found(tmp_path, desk()) == []
    assert list(rehearse(quizzes.Bank((KITE_DESK,)))) == []


def test_the_rehearsal_notices_a_desk_on_which_reporting_everything_passes() -> None:
    generous = desk(mix={**desk()["mix"], "scored": {"emergency": 1, "act": 4, "leave": 1}})

    troubles = [*rehearse(quizzes.Bank((desk_of(generous),)))]

    assert troubles == ["kite-desk: “report” for every case, with everything else right, passes with 83.3333."]


NOT_MIXED = ["none"] * 5 + ["emergency"] * 2 + ["soon"] * 6
A_CASE, A_QUIET_ONE = desk()["cases"][0], desk()["cases"][2]


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("r01", {"reasons": {"cut": 1.0, "moon": 0.5}}, "“moon” is not in the list “reasons” of the file."),
        (
            "r01",
            {"channels": {**A_CASE["channels"], "moon": "may"}},
            "“moon” is not in the list “channels” of the file.",
        ),
        (
            "r01",
            {"evidence": {**A_CASE["evidence"], "moon": "may"}},
            "“moon” is not in the list “evidence” of the file.",
        ),
        ("r01", {"facts": ["moon"]}, "“moon” is not in the list “facts” of the file."),
        (
            "r01",
            {"reasons": {"cut": 0.9}},
            "One reason is right, with a credit of 1; families and neighbours have less.",
        ),
        (
            "r01",
            {"before": [["keep", "tell"], ["tell", "cover"], ["cover", "keep"]]},
            "The pairs run in a circle: no order keeps them all.",
        ),
        (
            "r01",
            {"before": [["keep", "tell"]]},
            "The step “cover” is in no pair of “before”: its place would not matter.",
        ),
        (
            "r01",
            {"before": [["keep", "tell"], ["tell", "cover"], ["keep", "moon"]]},
            "There is no step “moon” in this case.",
        ),
        ("r01", {"steps": ["keep", "tell", "cover", "keep"]}, "A step stands here twice."),
        (
            "r01",
            {"evidence": {**A_CASE["evidence"], "taunt": "may"}},
            "With fewer than 2 harmful things to tick, ticking everything would pay.",
        ),
        (
            "r01",
            {"evidence": {"link": "keep", "repost": "harm", "taunt": "harm"}},
            "The screen “evidence” offers 3 things to tick; at least 5 are needed.",
        ),
        (
            "r01",
            {"channels": {**A_CASE["channels"], "app": "may"}},
            "Where something is to be reported, `app` is must or should, and `leave` is harm.",
        ),
        (
            "r01",
            {"evidence": dict.fromkeys(A_CASE["evidence"], "harm")},
            "Something is worth keeping in a case to act on: rate it `keep`.",
        ),
        (
            "r01",
            {"why": {"reason": text("so"), "channels": text("so"), "order": text("so")}},
            "A case to act on says why in “evidence”, too.",
        ),
        ("r02", {"channels": A_CASE["channels"]}, "In an emergency, emergency help is a must."),
        (
            "r03",
            {"channels": {**A_QUIET_ONE["channels"], "app": "may"}},
            "Where nothing is to be reported, `leave` is must and `app` is harm.",
        ),
        (
            "r03",
            {"channels": {**A_QUIET_ONE["channels"], "talk": "must"}},
            "Where nothing is to be reported, `leave` alone is must, and at most two are should.",
        ),
        (
            "r03",
            {"reasons": {"cut": 1.0}},
            "Where nothing is to be reported, there are no reasons, no pairs and nothing to keep.",
        ),
        (
            "r03",
            {"channels": {key: value for key, value in A_QUIET_ONE["channels"].items() if key != "sky-guard"}},
            "Every case offers emergency help, or the screen would tell an emergency.",
        ),
    ],
)
def test_a_case_that_breaks_a_rule_of_writing_is_named(
    tmp_path: Path, name: str, change: dict[str, Any], message: str
) -> None:
    assert f"{name}: {message}" in found(tmp_path, desk(cases(**{name: change})))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"mix": {**desk()["mix"], "scored": {"emergency": 1, "act": 4, "leave": 1}}},
            "A third of a run is to be left alone, not 1 of 6.",
        ),
        (
            {"mix": {**desk()["mix"], "scored": {"emergency": 2, "act": 3, "leave": 3}}},
            "There are 2 cases of the sort “emergency”; the scored runs need 4.",
        ),
        (
            {"cases": [*desk()["cases"], case(13, "soon", id="act-13")]},
            "act-13: The id tells what the case is, and the form shows it: give it a number.",
        ),
        (
            {"cases": [case(number, urgency) for number, urgency in enumerate(NOT_MIXED, 1)]},
            "r01: In the order of ids, nothing is to be reported from “r01” to “r05”. Ids stand in the form and "
            "would tell the answer: number the cases in a mixed order.",
        ),
        (
            {"cases": cases(r03={"alt_of": "r01"})},
            "r03: “r01” is of another sort, and taking this one instead would change the mix.",
        ),
        ({"channels": desk()["channels"][1:]}, "The channel “app” is decided on the first screen: describe it here."),
        (
            {"channels": [{**one, "answers_emergencies": False} for one in desk()["channels"]]},
            "No channel answers emergencies.",
        ),
        (
            {"steps": [*desk()["steps"], {"id": "reason", "label": text("x")}]},
            "“reason” is a field of every case already: rename the step.",
        ),
        (
            {"steps": [*desk()["steps"], {"id": "club", "label": text("x")}]},
            "“club” stands for two things; rename one.",
        ),
        ({"evidence": [*desk()["evidence"], {"id": "film", "label": text("x")}]}, "No case offers “film”."),
        (
            {"evidence": [{**one, "misconception": "moon"} for one in desk()["evidence"]]},
            "The misconception “moon” is not in the list of the file.",
        ),
        ({"facts": desk()["facts"][1:]}, "There is no fact “wind”."),
        ({"facts": [*desk()["facts"], {**desk()["facts"][0], "id": "rain"}]}, "Nothing leans on the fact “rain”."),
    ],
)
def test_lists_and_mixes_that_break_a_rule_of_writing_are_named(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    assert message in found(tmp_path, desk(**changes))


def test_an_entry_without_its_malay_does_not_load(tmp_path: Path) -> None:
    broken = desk(cases(r01={"reviewer": {"en": "only English"}}))

    assert "r01: The Malay text (“ms”) is missing." in found(tmp_path, broken)


def test_the_shipped_desk_says_no_number_that_has_no_dated_fact() -> None:
    shipped = quizzes.load_bank().activity("report-desk")
    assert isinstance(shipped, quizzes.ReportDesk)

    numbered = {one.id for one in shipped.channels if any(sign.isdigit() for sign in one.label.en)}
    without = sorted(one.id for one in shipped.channels if one.id in numbered and not one.facts)

    assert numbered == {"line-999", "scam-centre", "heal", "kasih"}
    assert without == []


def test_the_shipped_desk_has_enough_cases_and_a_milder_one_for_each_heavy_one() -> None:
    shipped = quizzes.load_bank().activity("report-desk")
    assert isinstance(shipped, quizzes.ReportDesk)
    noted = [one.id for one in shipped.cases if one.content_note]

    assert len(shipped.cases) >= 18
    assert [sum(one.sort == sort for one in shipped.cases) for sort in ("emergency", "leave")] == [4, 6]
    assert [name for name in noted if name not in shipped.alternatives] == []
    assert not any(one.content_note for one in shipped.cases if one.alt_of)


def test_the_desk_of_a_definition_that_is_copied_still_finds_its_words() -> None:
    copy = quizzes.load_definition(desk_of(desk()).to_json())

    assert quizzes.Paper(copy, "scored", SIX, {}).shown("ms") == RUN.shown("ms")

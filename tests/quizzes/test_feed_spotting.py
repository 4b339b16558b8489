"""Scoring of a feed: the hand-worked learners of the course design, and strategies that must not pay."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from tests.quizzes.sketches import EVEN_FEED, KITE_FEED, judged, paper, posts_of

SIGNALS, NOISE = posts_of(EVEN_FEED, "signal")[:12], posts_of(EVEN_FEED, "noise")[:12]
RUN = paper(EVEN_FEED, SIGNALS + NOISE)
STRONG_RUN = paper(KITE_FEED, SIGNALS + NOISE)  # the same posts, of which p001 and p013 are of severity 3

verdicts = st.fixed_dictionaries(
    {
        "verdict": st.sampled_from(["act", "leave", None]),
        "rule": st.sampled_from(["hate", "threat", "scam", None]),
        "sure": st.sampled_from(["low", "mid", "high", None]),
    }
)
answers = st.fixed_dictionaries({}, optional=dict.fromkeys(RUN.item_ids, verdicts))


def answered(hits: int, false_alarms: int, rule: str | None = None) -> dict[str, quizzes.Response]:
    acted = SIGNALS[:hits] + NOISE[:false_alarms]
    return judged(acted, [post for post in RUN.item_ids if post not in acted], rule)


def scored(hits: int, false_alarms: int) -> quizzes.Result:
    return quizzes.score(RUN, answered(hits, false_alarms))


def right_answer(item: str) -> quizzes.Response:
    post = EVEN_FEED.by_id[item]
    return {"verdict": "act" if post.kind == "signal" else "leave", "rule": post.rule, "sure": None}


def test_who_reports_too_readily_ranks_below_who_is_balanced() -> None:
    # over-flagging: H = 12/12, F = 5/12, J = 7/12; no rule named: 100 · 7/12 · 0.8 = 46.7; F > 1/4
    # balanced:      H = 10/12, F = 2/12, J = 8/12;                 100 · 8/12 · 0.8 = 53.3; F ≤ 1/4
    over, balanced = scored(12, 5), scored(10, 2)

    assert (over.score, over.passed) == (pytest.approx(46.667, abs=0.001), False)
    assert (balanced.score, balanced.passed) == (pytest.approx(53.333, abs=0.001), True)
    assert over.diagnostics == pytest.approx({"d_prime": 1.963, "criterion": -0.787}, abs=0.001)
    assert balanced.diagnostics == pytest.approx({"d_prime": 1.739, "criterion": 0}, abs=0.001)


@pytest.mark.parametrize(
    ("hits", "false_alarms", "passed"),
    [
        (9, 3, True),  # J = 9/12 − 3/12 = ½ and F = ¼: both just enough
        (8, 3, False),  # J = 5/12
        (12, 4, False),  # J = 8/12, but F = 4/12
        (6, 0, True),  # J = ½
    ],
)
def test_passing_needs_half_of_j_and_at_most_a_quarter_of_false_alarms(
    hits: int, false_alarms: int, passed: bool
) -> None:
    assert scored(hits, false_alarms).passed is passed


def test_naming_the_rule_of_every_hit_is_worth_the_last_fifth() -> None:
    # H = 12/12, F = 0: J = 1. A quarter of the signals are scams (3 of 12), so naming “hate” is right on 9 of 12 hits:
    # 100 · (0.8 + 0.2 · 9/12) = 95
    everything = {item: right_answer(item) for item in RUN.item_ids}

    assert quizzes.score(RUN, everything).score == 100
    assert quizzes.score(RUN, answered(12, 0, "hate")).score == pytest.approx(95)
    assert quizzes.score(RUN, answered(12, 0)).score == pytest.approx(80)


def test_missing_a_severe_post_costs_more_but_does_not_decide_about_passing() -> None:
    # Σw = 2 · 3 + 10 · 1 = 16. Without p001: 100 · 13/16 · 0.8 = 65; without a mild post: 100 · 15/16 · 0.8 = 75
    severe = judged(SIGNALS[1:], [SIGNALS[0], *NOISE])
    mild = judged(SIGNALS[:-1], [SIGNALS[-1], *NOISE])

    missed_severe, missed_mild = quizzes.score(STRONG_RUN, severe), quizzes.score(STRONG_RUN, mild)

    assert (missed_severe.score, missed_mild.score) == pytest.approx((65, 75))
    assert missed_severe.components["plain_j"] == missed_mild.components["plain_j"] == pytest.approx(11 / 12)


def test_the_components_tell_what_happened() -> None:
    found = quizzes.score(RUN, judged([*SIGNALS[:10], *NOISE[:2]], [SIGNALS[10], *NOISE[2:11]]))

    assert found.components == pytest.approx(
        {
            "signals": 12,
            "noises": 12,
            "hits": 10,
            "misses": 1,
            "false_alarms": 2,
            "correct_rejections": 9,
            "unanswered": 2,
            "hit_rate": 10 / 12,
            "false_alarm_rate": 3 / 12,  # two blamed, and one that was not looked at
            "rule_named": 0,
            "j": 7 / 12,
            "plain_j": 7 / 12,
        }
    )
    assert (found.points, found.out_of) == (19, 24)


def test_certainty_adds_the_area_under_the_curve() -> None:
    sure = {item: {**right_answer(item), "sure": "high"} for item in RUN.item_ids}
    signals_only = {item: sure[item] for item in SIGNALS}

    assert quizzes.score(RUN, sure).diagnostics["auc"] == 1
    assert "auc" not in quizzes.score(RUN, signals_only).diagnostics


@pytest.mark.parametrize(
    ("item", "response", "verdict", "credit", "misconceptions"),
    [
        ("p001", {"verdict": "act", "rule": "hate"}, "right", 1.0, ()),
        ("p001", {"verdict": "act", "rule": None}, "right", 0.8, ()),
        ("p001", {"verdict": "act", "rule": "scam"}, "partly", 0.8, ()),
        ("p001", {"verdict": "leave"}, "wrong", 0.0, ("loud-is-hate",)),
        ("p002", {"verdict": "leave", "rule": "hate"}, "right", 1.0, ()),
        ("p002", {"verdict": "act"}, "wrong", 0.0, ("loud-is-hate",)),
        ("p002", {"verdict": "burn"}, "unanswered", 0.0, ()),
        ("p073", {"verdict": "act"}, "unscored", 0.0, ()),
        ("p073", {}, "unscored", 0.0, ()),
    ],
)
def test_each_post_gets_its_verdict(
    item: str, response: Any, verdict: str, credit: float, misconceptions: tuple[str, ...]
) -> None:
    found = quizzes.score(paper(EVEN_FEED, [item]), {item: response}).items

    assert found == (quizzes.ItemResult(item, verdict, credit, misconceptions),)


def test_a_debatable_post_counts_in_no_figure() -> None:
    with_debatable = paper(EVEN_FEED, [*RUN.item_ids, "p073"], "practice")

    found = quizzes.score(with_debatable, {**answered(10, 2), "p073": {"verdict": "act"}})

    assert (found.score, found.out_of) == (scored(10, 2).score, 24)


def test_a_miss_is_explained_with_the_rule_and_the_idea_behind_it() -> None:
    explained = quizzes.feedback(RUN, "p003", {"verdict": "leave", "rule": "hate"}, "en")

    assert explained == quizzes.ExplainedItem(
        id="p003",
        number=2,
        kind="post",
        verdict="wrong",
        your_answer="Leave it",
        right_answer="Breaks the rule: Attacks kite flyers in English",
        why="p003 because it is so in English",
        why_right="",
        misconception="Loud is hateful in English",
        runs=EVEN_FEED.by_id["p003"].runs,
        author="flyer.3",
        context="p003 below a photo in English",
    )


def test_a_debatable_post_has_no_right_answer() -> None:
    explained = quizzes.feedback(paper(EVEN_FEED, ["p073"]), "p073", {"verdict": "act", "rule": "scam"}, "ms")

    assert explained.verdict == "unscored"
    assert explained.your_answer == "Melanggar peraturan: Sells kites that do not fly dalam bahasa Melayu"
    assert explained.right_answer == ""


def test_misses_are_explained_before_false_alarms_and_both_before_the_rest() -> None:
    given = judged([SIGNALS[0], NOISE[3]], [SIGNALS[5], NOISE[0]])
    sheet = paper(EVEN_FEED, [NOISE[3], SIGNALS[0], NOISE[0], SIGNALS[5], NOISE[7]])

    explained = quizzes.explain(sheet, given, quizzes.score(sheet, given), "en")

    assert [(item.id, item.number, item.verdict) for item in explained.items] == [
        (SIGNALS[5], 4, "wrong"),
        (NOISE[3], 1, "wrong"),
        (NOISE[7], 5, "unanswered"),
        (SIGNALS[0], 2, "right"),
        (NOISE[0], 3, "right"),
    ]


def test_the_weakest_family_is_the_one_with_the_smallest_share_of_right_verdicts() -> None:
    by_family: dict[str, list[str]] = {}
    for item in RUN.item_ids:
        by_family.setdefault(EVEN_FEED.by_id[item].family, []).append(item)
    perfect = {item: right_answer(item) for item in RUN.item_ids}
    wrong: quizzes.Response = {"verdict": None, "rule": None, "sure": None}
    missed = [*by_family["critique"], *by_family["threat"][:1]]

    sheet = paper(EVEN_FEED, [*RUN.item_ids, "p073"], "practice")

    assert quizzes.weakest_families(sheet, perfect) == ()
    assert quizzes.weakest_families(sheet, {**perfect, **dict.fromkeys(missed, wrong)}) == ("critique", "threat")


@given(answers)
def test_the_score_stays_in_its_bounds_and_is_the_same_each_time(given_answers: dict[str, Any]) -> None:
    found = quizzes.score(STRONG_RUN, given_answers)

    assert 0 <= found.score <= 100
    assert found == quizzes.score(STRONG_RUN, given_answers)


@given(st.sampled_from(["act", "leave", None]), st.sampled_from(["hate", "scam", None]))
def test_the_same_verdict_on_every_post_scores_nothing(verdict: str | None, rule: str | None) -> None:
    same: quizzes.Response = {"verdict": verdict, "rule": rule, "sure": None}

    found = quizzes.score(STRONG_RUN, dict.fromkeys(STRONG_RUN.item_ids, same))

    assert (found.score, found.passed) == (0, False)


@given(answers, st.sampled_from(RUN.item_ids), st.booleans())
def test_one_more_right_answer_never_scores_less(given_answers: dict[str, Any], item: str, with_rule: bool) -> None:
    before = given_answers.get(item, {"verdict": None, "rule": None, "sure": None})
    right = right_answer(item)
    better = right if with_rule or before["verdict"] == right["verdict"] else {**right, "rule": None}

    improved = quizzes.score(STRONG_RUN, {**given_answers, item: better})

    assert improved.score >= quizzes.score(STRONG_RUN, given_answers).score

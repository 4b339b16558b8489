"""The comment care studio: figures worked by hand, keywords as people type them, and streams that stay hidden."""

import json
import subprocess
import sys
from dataclasses import asdict
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.answering import field_name
from quizzes.kinds.comment_care import strategies
from quizzes.kinds.comment_care.explaining import ExplainedStudio
from quizzes.kinds.comment_care.settings import Settings
from quizzes.kinds.comment_care.showing import ShownStudio
from quizzes.kinds.comment_care.words import LONGEST_LIST, cleaned, keywords
from quizzes.rehearsal import rehearse
from tests.quizzes.comment_care_sketch import KITE_STUDIO, STREAMS, STUDIO_FILE, answer, studio, studio_of
from tests.quizzes.sketches import write

HIDDEN = "hold_out_a"
SHEET = quizzes.Paper(KITE_STUDIO, "scored", (HIDDEN,), {})
PRACTICE = quizzes.Paper(KITE_STUDIO, "practice", ("practice_b",), {})
SHIPPED = quizzes.load_bank().activity("comment-studio")

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
parts = st.sampled_from(KITE_STUDIO.streams[0].parts)
values = st.one_of(
    st.sampled_from(["on", "everyone", "friends", "no_one", "followers", "try", "hand_in", "practice_a", "practice_b"]),
    st.sampled_from(["practice_a.1", "practice_b.30", "practice_b.31", "hold_out_a.1", ""]),
    st.text(st.characters(), max_size=40),
)
forms = st.dictionaries(parts, st.lists(values, max_size=3), max_size=8)


def scored(**settings: Any) -> quizzes.Result:
    return quizzes.score(SHEET, {HIDDEN: answer(**settings)})


def shown(sheet: quizzes.Paper, response: quizzes.Response | None = None, at: str = "") -> ShownStudio:
    item = sheet.shown("en", {sheet.item_ids[0]: response or {}}, at=at).items[0]
    assert isinstance(item, ShownStudio)
    return item


def explained(**settings: Any) -> ExplainedStudio:
    found = quizzes.feedback(SHEET, HIDDEN, answer(**settings), "en")
    assert isinstance(found, ExplainedStudio)
    return found


def form(stream_id: str, **given: list[str]) -> dict[str, list[str]]:
    return {field_name(stream_id, part): chosen for part, chosen in given.items()}


# --- the score ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "harm_hidden", "harmless_visible"),
    [
        ({}, 0, 1),
        ({"who": "no_one"}, 1, 0),
        ({"who": "friends"}, 1, Fraction(4, 19)),  # only banter comes from friends
        ({"care": True}, Fraction(14, 29), Fraction(35, 38)),  # 17½ of 19: one critic is hidden
        ({"keywords": "SNAG"}, Fraction(15, 29), 1),
        ({"care": True, "keywords": "snag"}, 1, Fraction(35, 38)),
        ({"offensive": True}, 0, Fraction(18, 19)),
        ({"keywords": "storm"}, Fraction(6, 29), Fraction(15, 19)),  # tears 1, 3 and 5; four friends
        ({"care": True, "examples": ("practice_a.3",)}, Fraction(20, 29), Fraction(35, 38)),  # tangles 4, 8 and 12
        ({"examples": ("practice_a.3",)}, 0, 1),  # care mode is off: nobody learns
    ],
)
def test_the_figures_are_those_worked_out_by_hand(
    settings: dict[str, Any], harm_hidden: Fraction, harmless_visible: Fraction
) -> None:
    found = scored(**settings)

    j = Fraction(harm_hidden) + Fraction(harmless_visible) - 1
    assert found.components["harm_hidden"] == pytest.approx(float(harm_hidden))
    assert found.components["harmless_visible"] == pytest.approx(float(harmless_visible))
    assert (found.components["j"], found.score) == pytest.approx((float(j), 100 * max(0.0, float(j))))


def test_of_what_waits_for_approval_the_first_eight_are_read_and_the_harmless_let_through() -> None:
    # harm and harmless come in turn: harm 1 to 4 and critiques 1 to 4 are read, 4 · 1½ of 19 come through
    assert scored(approve=True).components["harmless_visible"] == pytest.approx(6 / 19)
    # care mode holds harm 1, 3, 5, 7, … and critique 1, which do not wait: read are critiques 2 to 6 (7½), harm 2, 4, 6
    assert scored(approve=True, care=True).components["harmless_visible"] == pytest.approx(7.5 / 19)


@pytest.mark.parametrize(
    ("settings", "passed"),
    [
        ({"care": True, "keywords": "snag"}, True),
        ({"care": True}, False),  # J
        ({"keywords": "snag\nkite"}, False),  # hides all
        ({"care": True, "keywords": "snag\nfine"}, False),  # critics
    ],
)
def test_passing_needs_all_three(settings: dict[str, Any], passed: bool) -> None:
    assert scored(**settings).passed is passed


def test_severe_harm_decides_about_passing_even_where_j_is_high() -> None:
    # severe are harm 2, 5, 8, 11, 14; without 2 and 14 three of five are hidden, though R = 23/29
    tears, tangles = (
        "h1 storm,h3 storm,h5 storm,h7 rip,h9 rip,h11 rip,h13 rip",
        "h4 snag,h6 snag,h8 snag,h10 snag,h12 snag",
    )

    found = scored(keywords=f"{tears},{tangles}".replace(",", "\n"))

    assert found.components["j"] == pytest.approx(23 / 29)
    assert (found.components["severe_hidden"], found.passed) == (pytest.approx(3 / 5), False)


def test_the_counts_and_the_unweighted_figures_are_told() -> None:
    found = scored(care=True)

    # 7 of 14 harms and 1 of 16 harmless are hidden
    wanted = {"harm": 14, "hidden_harm": 7, "harmless": 16, "visible_harmless": 15}
    wanted |= {"precision": 7 / 8, "recall": 7 / 14, "f1": 14 / 22}
    assert {name: found.components[name] for name in wanted} == pytest.approx(wanted)
    assert (found.points, found.out_of) == (22, 30)


@pytest.mark.parametrize(
    ("settings", "verdict", "signs"),
    [
        ({"care": True, "keywords": "snag"}, "right", ()),
        ({}, "wrong", ("words-are-enough",)),
        ({"who": "no_one"}, "wrong", ("critics-hate", "closed-is-safe")),
        ({"keywords": "snag"}, "partly", ("words-are-enough",)),
    ],
)
def test_failing_settings_are_a_sign_of_a_belief(
    settings: dict[str, Any], verdict: str, signs: tuple[str, ...]
) -> None:
    item = scored(**settings).items[0]

    assert (item.verdict, item.misconceptions) == (verdict, signs)


def test_settings_that_were_not_handed_in_earn_nothing_and_leave_the_stream_hidden() -> None:
    draft = Settings(care=True, keywords="snag").to_response()

    found = quizzes.score(SHEET, {HIDDEN: draft})
    reasons = quizzes.feedback(SHEET, HIDDEN, draft, "en")

    assert (found.score, found.passed, found.items[0].verdict) == (0, False, "unanswered")
    assert not any(words in repr(reasons) for words in ("snag", "rip", "storm"))


@given(any_json)
def test_whatever_was_kept_gives_a_result_and_the_same_one_from_json(kept: Any) -> None:
    response = {**answer(care=True), "keywords": kept, "examples": kept, "who": kept}
    again = quizzes.Paper.from_data(quizzes.load_definition(KITE_STUDIO.to_json()), SHEET.to_data())

    found = quizzes.score(SHEET, {HIDDEN: response})

    assert 0 <= found.score <= 100
    assert quizzes.score(again, json.loads(json.dumps({HIDDEN: response}))) == found
    assert quizzes.Result.from_data(json.loads(json.dumps(found.to_data()))) == found
    assert quizzes.score(SHEET, {HIDDEN: kept}).items[0].verdict == "unanswered"


# --- keywords -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("Snag", ("snag",)),
        ("  two   words \r\n\r\nthree", ("two words", "three")),
        ("ＳＮＡＧ", ("snag",)),
        ("STRASSE\nstraße", ("strasse",)),
        ("b0d", ("b0d",)),
        ("sn\x00ag\x07", ("snag",)),
        ("sn\u202eag", ("snag",)),
        ("sn\ud800ag", ("snag",)),
        ("...\n🐷🐷🐷\nab!", ()),
        ("", ()),
    ],
)
def test_keywords_count_as_people_type_them(typed: str, used: tuple[str, ...]) -> None:
    assert keywords(cleaned(typed), 15, 3).used == used


def test_what_cannot_be_a_keyword_is_named_and_left_out() -> None:
    typed = "\n".join(["ab", *(f"word{number}" for number in range(14)), "Word0", "last", "beyond"])

    found = keywords(typed, 15, 3)

    assert (found.short, found.twice, found.beyond) == (("ab",), ("Word0",), ("beyond",))
    assert (len(found.used), found.used[-1]) == (15, "last")


@given(st.text(st.characters(), max_size=3 * LONGEST_LIST))
def test_a_list_is_bounded_and_can_be_kept_by_every_database(typed: str) -> None:
    found = cleaned(typed)

    assert len(found) <= LONGEST_LIST + 1
    assert "\x00" not in found
    assert found.encode("utf-8").decode("utf-8") == found
    assert cleaned(found) == found


@pytest.mark.parametrize(
    ("given_settings", "gap"),
    [
        ({"keywords": "ab"}, ("short", ("ab",))),
        ({"keywords": "snag\nSnag"}, ("twice", ("Snag",))),
        ({"keywords": "\n".join(f"word{number}" for number in range(16))}, ("many", ("word15",))),
        ({"keywords": "x" * (LONGEST_LIST + 1)}, ("long", ())),
        (
            {"examples": tuple(f"practice_a.{number}" for number in range(1, 7))},
            ("examples", tuple(f"practice_a.{number}" for number in range(1, 7))),
        ),
    ],
)
def test_settings_with_something_wrong_are_not_handed_in_and_what_was_typed_stays(
    given_settings: dict[str, Any], gap: tuple[str, tuple[str, ...]]
) -> None:
    response = answer(**given_settings)

    assert [(one.kind, one.options) for one in quizzes.gaps(SHEET, HIDDEN, response)] == [gap]
    assert not SHEET.is_answered(HIDDEN, response)
    assert shown(SHEET, response).settings.keywords == given_settings.get("keywords", "")


# --- forms ----------------------------------------------------------------------------------------------------------


@given(forms)
def test_any_form_gives_settings_that_can_be_kept_or_a_refusal(given_form: dict[str, list[str]]) -> None:
    try:
        answers = SHEET.read(form(HIDDEN, **given_form))
    except quizzes.Refusal:
        return

    kept = json.loads(json.dumps(answers).encode("utf-8"))
    assert "\\u0000" not in json.dumps(kept)
    assert quizzes.score(SHEET, kept) == quizzes.score(SHEET, answers)
    shown(SHEET, answers.get(HIDDEN))


@pytest.mark.parametrize(
    ("given_form", "field"),
    [
        ({"who": ["followers"]}, "who"),
        ({"care": ["yes"]}, "care"),
        ({"keywords": ["snag", "rip"]}, "keywords"),
        ({"stream": [HIDDEN]}, "stream"),
        ({"stream": ["practice_a"], "examples": ["practice_b.1"]}, "examples"),
        ({"stream": ["practice_a"], "examples": ["hold_out_a.1"]}, "examples"),
        ({"examples": ["practice_a.1"]}, "examples"),
        ({"act": ["cheat"]}, "act"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(given_form: dict[str, list[str]], field: str) -> None:
    with pytest.raises(quizzes.NotAnOption) as refusal:
        SHEET.read(form(HIDDEN, **given_form))

    assert refusal.value.field == field_name(HIDDEN, field)


def test_examples_on_the_stream_that_is_not_shown_stay() -> None:
    first = SHEET.read(form(HIDDEN, care=["on"], stream=["practice_a"], examples=["practice_a.3"]))

    then = SHEET.read(form(HIDDEN, care=["on"], stream=["practice_b"], examples=["practice_b.7"]), first)
    last = SHEET.read(form(HIDDEN, care=["on"], stream=["practice_a"]), then)

    assert then[HIDDEN]["examples"] == ["practice_a.3", "practice_b.7"]
    assert last[HIDDEN]["examples"] == ["practice_b.7"]


def test_trying_the_same_settings_twice_changes_nothing() -> None:
    tried = form(HIDDEN, care=["on"], keywords=["snag"], stream=["practice_a"])
    first = SHEET.read(tried)

    assert SHEET.read(tried, first) == first


def test_trying_again_takes_the_handing_in_back() -> None:
    handed_in = SHEET.read(form(HIDDEN, care=["on"], act=["hand_in"]))

    again = SHEET.read(form(HIDDEN, care=["on"], act=["try"]), handed_in)

    assert SHEET.is_answered(HIDDEN, handed_in[HIDDEN])
    assert not SHEET.is_answered(HIDDEN, again[HIDDEN])


# --- what is seen ---------------------------------------------------------------------------------------------------


def test_a_scored_run_shows_both_practice_streams_and_nothing_of_the_hidden_one() -> None:
    everything = repr([shown(SHEET, answer(care=True, keywords="snag"), at) for at in ("", "practice_b", HIDDEN)])

    assert [one.id for one in shown(SHEET).previews] == ["practice_a", "practice_b"]
    assert shown(SHEET, at="practice_b").preview.id == "practice_b"
    assert shown(SHEET, at=HIDDEN).preview.id == "practice_a"
    assert "practice_a-h1 " in everything
    assert not any(f"{name}-" in everything for name in STREAMS if name.startswith("hold_out"))


def test_a_practice_run_is_tuned_on_the_other_stream() -> None:
    found = shown(PRACTICE, at="practice_b")

    assert [one.id for one in found.previews] == ["practice_a"]
    assert "practice_b-" not in repr(found)


def test_a_preview_tells_no_family_no_weight_and_no_sort() -> None:
    found = asdict(shown(SHEET, answer(care=True, examples=("practice_a.3",))).preview)

    assert [*found["comments"][0]] == ["id", "author", "who", "runs", "gloss", "holds", "is_example"]
    assert not any(word in repr(found) for word in ("tangle", "tear", "critique", "banter", "harm"))


def test_examples_on_the_other_stream_are_counted() -> None:
    response = answer(examples=("practice_a.3", "practice_a.7", "practice_b.7"))

    assert shown(SHEET, response, "practice_a").examples_elsewhere == 1
    assert shown(SHEET, response, "practice_b").examples_elsewhere == 2


def test_a_preview_says_which_rules_hold_a_comment() -> None:
    settings = {"who": "friends", "care": True, "approve": True, "keywords": "rip\nsnag", "examples": ("practice_a.3",)}

    found = shown(SHEET, answer(**settings)).preview

    def holds(number: int) -> list[tuple[str, str]]:
        return [(hold.rule, hold.keyword) for hold in found.comments[number - 1].holds]

    assert holds(1) == [("friends", ""), ("care", ""), ("keyword", "rip")]  # harm 1, a tear
    assert holds(7) == [("friends", ""), ("care", ""), ("keyword", "snag")]  # harm 4, a tangle that was learned
    assert holds(14) == [("approval", "")]  # harmless 7, a friend
    assert (found.hidden, found.visible) == (30, 0)


def test_the_draw_takes_a_hidden_stream_that_was_not_seen_and_practice_both_ways_round() -> None:
    seen: list[str] = []
    for _try in range(3):
        seen += quizzes.draw(KITE_STUDIO, b"a seed", seen).item_ids

    practised = {quizzes.draw(KITE_STUDIO, bytes([seed]), (), "practice").item_ids for seed in range(12)}

    assert sorted(seen) == ["hold_out_a", "hold_out_b", "hold_out_c"]
    assert practised == {("practice_a",), ("practice_b",)}


# --- reasons --------------------------------------------------------------------------------------------------------


def test_the_lists_say_what_was_caught_what_slipped_through_and_who_was_silenced() -> None:
    found = explained(care=True)

    assert [one.author for one in found.caught] == [f"flyer.h{number}" for number in range(1, 15, 2)]
    slipped = [(one.author, one.sev) for one in found.slipped]
    assert slipped[:3] == [("flyer.h2", 3), ("flyer.h8", 3), ("flyer.h14", 3)]  # the gravest first
    assert [(one.author, one.holds[0].rule) for one in found.silenced] == [("flyer.f1", "care")]
    assert found.slipped[0].why == "Why tangle in English"
    assert found.heading == "hold_out_a in English"
    assert found.misconception == "Belief words-are-enough in English"


def test_practice_leans_towards_nothing() -> None:
    assert quizzes.weakest_families(SHEET, {HIDDEN: answer()}) == ()
    assert SHEET.page_size == 1


def test_what_if_changes_one_control_at_a_time() -> None:
    rows = explained(care=True, keywords="snag").what_if

    # friends only: S = 4/19. Filter: one more hidden, S = 16½/19. Care off: R = 15/29. Without keywords: R = 14/29.
    assert [(row.control, row.to) for row in rows] == [
        ("who", "friends"), ("offensive", "on"), ("care", "off"),
        ("examples", "varied"), ("approve", "on"), ("keywords", "none"),
    ]  # fmt: skip
    scores = [100 * 4 / 19, 100 * 16.5 / 19, 100 * 15 / 29, 100 * 17.5 / 19, None, 100 * (14 / 29 + 17.5 / 19 - 1)]
    assert [row.score for row in rows if row.control != "approve"] == pytest.approx([one for one in scores if one])
    # under approval all harm is held or read, and eight harmless wait their turn: critiques 2 to 6 and the rest
    assert next(row for row in rows if row.control == "approve").figures.harm_hidden == 1


def test_an_empty_list_is_filled_in_what_if() -> None:
    rows = {row.control: (row.to, row.score) for row in explained(who="friends").what_if}
    taught = {row.control: row.to for row in explained(care=True, examples=("practice_a.3",)).what_if}

    assert rows["who"] == ("everyone", 0)
    assert rows["keywords"][0] == "bad_words"
    assert taught["examples"] == "none"


# --- the checker ----------------------------------------------------------------------------------------------------


def problems(tmp_path: Path, data: dict[str, Any]) -> list[str]:
    _bank, found = quizzes.check_bank(write(tmp_path, {STUDIO_FILE: data}))
    return [problem.message for problem in found]


def test_the_sketch_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path, studio()) == []
    assert list(rehearse(quizzes.Bank((KITE_STUDIO,)))) == []


def changed(name: str, place: int, **fields: Any) -> dict[str, Any]:
    """The studio with one comment of one stream changed."""
    data = studio()
    one = next(one for one in data["streams"] if one["id"] == name)["comments"][place]
    one.update(fields)
    return data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (studio(streams=studio()["streams"][1:]), "There are 1 practice streams; there must be 2."),
        (studio(streams=studio()["streams"][:4]), "There are 2 scored streams; there must be 3 or more."),
        (changed(HIDDEN, 0, sev=None), f"{HIDDEN}: Harm needs a weight, “sev”."),
        (changed(HIDDEN, 1, sev=2), f"{HIDDEN}: Only harm has a weight, “sev”."),
        (changed(HIDDEN, 0, family="nowhere"), f"{HIDDEN}: “nowhere” is not one of the families of the file."),
        (changed(HIDDEN, 0, family="banter"), f"{HIDDEN}: “banter” is a family of harmless comments."),
        (changed(HIDDEN, 1, family="tear"), f"{HIDDEN}: “tear” is a family of harm."),
        (
            changed(HIDDEN, 0, runs=[{"lang": "en", "t": "PRACTICE_A-h1  storm rip kite"}]),
            f"{HIDDEN}: The same words stand in “practice_a”: every comment has its own.",
        ),
        (
            studio(signs={**studio()["signs"], "slipped": "nothing"}),
            "The misconception “nothing” is not in the list of the file.",
        ),
        (
            studio(strategies={**studio()["strategies"], "general": [f"word{number}" for number in range(16)]}),
            "The list may hold 15 keywords.",
        ),
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, data: dict[str, Any], message: str) -> None:
    assert message in problems(tmp_path, data)


def test_a_stream_is_thirty_comments_with_enough_severe_and_enough_rough_ones_in_a_mixed_order(tmp_path: Path) -> None:
    data = studio()
    comments = [one for one in data["streams"][2]["comments"] if one.get("sev") != 3 and one["family"] != "critique"]
    data["streams"][2]["comments"] = sorted(comments, key=lambda one: one["kind"])

    assert {message.removeprefix(f"{HIDDEN}: ") for message in problems(tmp_path, data)} == {
        "There are 19 comments; a stream has 30.",
        "There are 0 severe comments; a stream has 3 or more.",
        "4 of 10 harmless comments are critique, banter or dialect; with fewer than 50%, any detector of unfriendly "
        "words would pass.",
        "More than 8 comments in a row are harm: mix their order.",
        "More than 8 comments in a row are harmless: mix their order.",
    }


def test_what_is_not_practised_is_not_asked_and_what_is_not_used_is_told(tmp_path: Path) -> None:
    data = studio()
    data["families"]["strange"] = {**data["families"]["tear"]}
    data["families"]["unused"] = {**data["families"]["tear"]}
    data["streams"][2]["comments"][0]["family"] = "strange"

    found = problems(tmp_path, data)

    assert sorted(found) == [
        "No comment is of the family “unused”.",
        f"{HIDDEN}: The family “strange” is in no practice stream.",
    ]


def test_a_language_that_hints_at_harm_is_a_problem(tmp_path: Path) -> None:
    data = studio()
    for one in (one for stream_ in data["streams"] for one in stream_["comments"]):
        one["runs"][0]["lang"] = "ms" if one["kind"] == "harm" else "en"

    assert any("100% of the comments in “ms” alone do harm" in message for message in problems(tmp_path, data))


def test_streams_that_can_be_passed_by_copying_are_refused() -> None:
    data = studio()
    for one in (one for stream_ in data["streams"] for one in stream_["comments"] if one["kind"] == "harm"):
        one["runs"] = [{"lang": "en", "t": f"storm again over there {one['runs'][0]['t']}"}]

    found = [one for one in strategies.troubles(studio_of(data)) if "copied" in one]

    assert found == [
        f"{name}: “phrases copied from practice” earns 1.00; it may not reach 0.40." for name in STREAMS[2:]
    ]


def test_streams_that_nothing_passes_are_refused() -> None:
    data = studio()
    for stream_ in data["streams"]:
        for one in stream_["comments"]:
            one["care"] = {}
            one["runs"] = [{"lang": "en", "t": sha256(one["runs"][0]["t"].encode()).hexdigest()[:9]}]

    found = list(strategies.troubles(studio_of(data)))

    assert found == [f"{name}: no strategy of the small search passes." for name in STREAMS[2:]]


def run(*arguments: str | Path) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "quizzes", "studio", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert ended.stderr == ""
    return ended.returncode, ended.stdout.splitlines()


def test_the_command_prints_the_table_and_says_that_all_is_well(tmp_path: Path) -> None:
    code, lines = run(write(tmp_path, {STUDIO_FILE: studio()}))

    assert code == 0
    assert lines[0] == "kite-studio: J on each stream, * where it passes"
    figures = {line[:38].strip(): line[38:].split() for line in lines[2:-1]}
    assert figures["off"] == figures["comments off"] == figures["approve all, unread"] == ["0.00"] * 5
    assert figures["phrases copied from practice"][2:] == ["0.00"] * 3
    assert figures["care mode only"] == ["0.40"] * 5
    assert figures["best of a small search"][2:] == ["1.00*"] * 3
    assert lines[-1] == "Every hidden stream can be passed, and none by shutting down or by copying."


def test_the_command_ends_with_1_where_a_lazy_strategy_pays(tmp_path: Path) -> None:
    data = studio(strategies={**studio()["strategies"], "bad_words": ["snag"]})

    code, lines = run(write(tmp_path, {STUDIO_FILE: data}))

    assert code == 1
    assert lines[-1] == "kite-studio: hold_out_c: “1 obvious bad words” earns 0.52; it may not reach 0.40."


def test_the_command_ends_with_1_where_a_file_is_broken(tmp_path: Path) -> None:
    code, lines = run(write(tmp_path, {STUDIO_FILE: studio(minutes=0)}))

    assert (code, len(lines)) == (1, 1)


# --- the streams that ship ------------------------------------------------------------------------------------------


def test_the_shipped_streams_reward_thinking_and_nothing_else() -> None:
    assert isinstance(SHIPPED, quizzes.CommentCare)
    rows = {row.name: row for row in strategies.table(SHIPPED)}
    assert strategies.printed(SHIPPED).count("\n") == len(rows) + 1
    hidden = [at for at, one in enumerate(SHIPPED.streams) if one.stream == "scored"]

    lazy = {name: max(row.judged[at].all.j for at in hidden) for name, row in rows.items() if row.is_lazy}
    thoughtful = rows["care mode, examples and general phrases"].judged

    assert max(lazy.values()) < Fraction(4, 10)
    assert [thoughtful[at].passed for at in hidden] == [True] * 3
    for name in ("offensive filter only", "friends only", "care mode only", "care mode, five examples"):
        assert [rows[name].judged[at].passed for at in hidden] == [False] * 3


def test_a_studio_reads_back_from_its_json_as_it_was() -> None:
    assert isinstance(SHIPPED, quizzes.CommentCare)
    again = quizzes.load_definition(SHIPPED.to_json())

    assert again == SHIPPED
    assert again.content_hash == SHIPPED.content_hash

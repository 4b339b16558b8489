"""Conversations: worked by hand, safe at the gates, silent about ratings, and total whatever is posted."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from quizzes.answering import NotAnOption, OutOfOrder
from quizzes.kinds.conversation.definition import Conversation
from quizzes.kinds.conversation.talk import ShownTalk, Talk
from quizzes.papers import load_definition
from tests.quizzes.sketches import text

BETTER = {"ms": "Ayat", "en": "Words", "mixed": "Ayat words"}


def reply(name: str, rating: float, to: str, *does: str, unsafe: bool = False) -> dict[str, Any]:
    return {
        "id": name,
        "t": text(f"reply {name}"),
        "rating": rating,
        "to": to,
        "does": list(does),
        "unsafe": unsafe,
        "coach": text(f"coach of {name}"),
    }


def turn(name: str, *replies: dict[str, Any], gate: bool = False) -> dict[str, Any]:
    says = [{"lang": "ms", "t": f"kata {name}"}]
    return {"id": name, "says": says, "gate": gate, "replies": list(replies), "better": BETTER if replies else {}}


def talk(name: str, **changes: Any) -> dict[str, Any]:
    """Three turns: listen, ask at a gate, refer and agree. Best: a 2, d 3, g 2.5; worst: c −2, f −3, i −1."""
    return {
        "id": name,
        "friend": "Mei",
        "scene": text(f"scene {name}"),
        "start": "one",
        "turns": [
            turn("one", reply("a", 2, "two"), reply("b", 0, "two"), reply("c", -2, "two")),
            turn(
                "two",
                reply("d", 3, "three", "ask_direct"),
                reply("e", 1, "three"),
                reply("f", -3, "three", unsafe=True),
                gate=True,
            ),
            turn(
                "three",
                reply("g", 2.5, "end", "refer", "next_step"),
                reply("h", 0.5, "end", "refer"),
                reply("i", -1, "end"),
            ),
            {"id": "end", "told": text("Mei is not alone")},
        ],
        **changes,
    }


def activity(**changes: Any) -> Conversation:
    return Conversation.model_validate(
        {
            "id": "friend-talk",
            "kind": "conversation",
            "module": "kites",
            "outcomes": ["KT1"],
            "minutes": 8,
            "title": text("A friend"),
            "review": {"state": "pending"},
            "experts": {"state": "pending"},
            "evidence": {
                "claim": text("Asking is safe"),
                "source": "A study",
                "url": "https://example.org",
                "verified_on": "2026-11-25",
            },
            "talks": [talk("mei"), talk("case", alt_of="mei", reading=True)],
            **changes,
        }
    )


FRIENDS = activity()
SHEET = quizzes.Paper(FRIENDS, "scored", ("mei",), {"mei": FRIENDS.by_id["mei"].option_ids})


def said(*choices: str) -> dict[str, quizzes.Response]:
    return {"mei": {"moves": [{"choice": choice} for choice in choices]}}


@pytest.mark.parametrize(
    ("choices", "score", "passed"),
    [
        ("adg", 100, True),  # L = 1, asked, referred, agreed
        ("cfi", 0, False),  # L = 0 and nothing of it
        ("beh", 100 * (0.55 * (0.5 + 4 / 6 + 1.5 / 3.5) / 3 + 0.20), False),  # referred alone
        ("adh", 100 * (0.55 * (1 + 1 + 1.5 / 3.5) / 3 + 0.15 + 0.20), True),  # nothing agreed, still 79.5
        ("afg", 50, False),  # 0.55 · 2/3 + 0.30 = 66.7, capped while the unsafe reply stands
        ("ad", 0, False),  # not ended
        ("", 0, False),
    ],
)
def test_a_conversation_comes_to_what_is_worked_by_hand(choices: str, score: float, passed: bool) -> None:
    result = quizzes.score(SHEET, said(*choices))

    assert result.score == pytest.approx(score)
    assert result.passed is passed


def test_an_unsafe_reply_can_be_taken_back_and_no_other() -> None:
    unsafe = said("a", "f", "i")

    taken_back = SHEET.read({"a-mei-rewind": ["1"]}, unsafe)

    assert taken_back == said("a")
    assert SHEET.read({"a-mei-rewind": ["1"]}, said("a", "d")) == said("a", "d")


def test_the_same_reply_twice_changes_nothing_and_a_step_not_due_is_refused() -> None:
    once = SHEET.read({"a-mei-at": ["0"], "a-mei-choice": ["a"]})

    assert once == said("a")
    assert SHEET.read({"a-mei-at": ["0"], "a-mei-choice": ["a"]}, once) == once
    for at, choice in (("0", "b"), ("2", "d"), ("9", "d")):
        with pytest.raises(OutOfOrder):
            SHEET.read({"a-mei-at": [at], "a-mei-choice": [choice]}, once)
    with pytest.raises(NotAnOption):
        SHEET.read({"a-mei-at": ["1"], "a-mei-choice": ["a"]}, once)
    with pytest.raises(OutOfOrder):
        SHEET.read({"a-mei-at": ["3"], "a-mei-choice": ["a"]}, said("a", "d", "g"))


@pytest.mark.parametrize("mode", ["scored", "practice"])
def test_a_shown_conversation_tells_no_rating_and_nothing_of_turns_to_come(mode: quizzes.Mode) -> None:
    sheet = quizzes.Paper(FRIENDS, mode, ("mei",), SHEET.option_order)
    page = json.dumps(asdict(sheet.shown("en", said("a")).items[0]), default=vars)

    assert "kata two" in page
    hidden = (
        "kata three",
        "reply g",
        "Mei is not alone",
        "rating",
        "unsafe",
        "gate",
        "ask_direct",
        "Words",
        "coach of d",
    )
    assert [word for word in hidden if word in page] == []
    assert ("coach of a" in page) is (mode == "practice")


def test_in_a_scored_run_the_way_back_is_offered_only_once_it_is_over() -> None:
    def rewinds(mode: quizzes.Mode, *choices: str) -> bool:
        shown = quizzes.Paper(FRIENDS, mode, ("mei",), SHEET.option_order).shown("en", said(*choices)).items[0]
        assert isinstance(shown, ShownTalk)
        return shown.rewinds

    assert [rewinds("practice", *"af"), rewinds("scored", *"af"), rewinds("scored", *"afi")] == [True, False, True]
    assert rewinds("scored", *"adg") is False


responses = st.one_of(
    st.none(),
    st.lists(st.sampled_from("abcdefghi"), max_size=5).map(lambda choices: said(*choices)["mei"]),
    st.dictionaries(
        st.sampled_from(["moves", "x"]), st.one_of(st.none(), st.integers(), st.lists(st.none(), max_size=2))
    ),
)


@given(responses)
def test_whatever_was_kept_gives_the_same_result_from_the_stored_definition(response: Any) -> None:
    result = quizzes.score(SHEET, {"mei": response})
    stored = load_definition(FRIENDS.to_json())
    again = quizzes.Paper.from_data(stored, SHEET.to_data())

    assert 0 <= result.score <= 100
    assert quizzes.score(again, {"mei": response}) == result
    assert len(quizzes.explain(SHEET, {"mei": response}, result, "ms").items) == 1


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=1), st.sampled_from("de"), st.sampled_from("ghi"))
def test_a_better_rated_reply_never_scores_less(first: list[str], second: str, third: str) -> None:
    best = {"a": "a", "b": "a", "c": "b"}

    def score(choice: str) -> float:
        return quizzes.score(SHEET, said(choice, second, third)).score

    assert score(best[first[0]]) >= score(first[0])


def test_the_checker_names_what_would_leave_somebody_alone() -> None:
    broken = talk("mei")
    broken["turns"][1]["gate"] = False
    broken["turns"][0]["better"] = {}
    broken["turns"][2]["replies"][0]["does"] = ["refer"]
    lonely = activity(talks=[broken, talk("arun", alt_of=None), talk("case", alt_of="mei", reading=True)])

    messages = [finding.message for finding in [*lonely.item_findings(), *lonely.findings()]]

    assert messages == [
        "Give a better wording in Malay, in English and mixed: ms, en, mixed.",
        "A gate is a turn where a reply can be unsafe: mark both or neither.",
        "On some way no reply does “next_step”.",
        "Somebody may not want to play this: give it an alternative.",
    ]


def test_the_checker_names_a_way_around_the_question_and_one_without_end() -> None:
    around, endless = talk("mei"), talk("mei")
    around["turns"][0]["replies"][2]["to"] = "three"
    around["turns"][1]["replies"][2]["rating"] = 0
    endless["turns"] = [turn(f"t{n}", reply("a", 1, f"t{n + 1}"), reply("b", 0, f"t{n + 1}")) for n in range(14)]
    endless |= {"start": "t0", "turns": [*endless["turns"], {"id": "t14", "told": text("Over")}]}

    def messages(broken: dict[str, Any]) -> list[str]:
        return [finding.message for finding in Talk.model_validate(broken).findings({})]

    assert messages(around) == ["An unsafe reply is rated below 0.", "On some way no reply does “ask_direct”."]
    assert "A way takes more than 12 replies." in messages(endless)


def test_what_is_played_and_what_is_read_are_not_mixed_up() -> None:
    mixed = activity(talks=[talk("mei", reading=True), talk("case", alt_of="mei")])

    assert [finding.message for finding in mixed.findings()] == [
        "A conversation is played, and its alternative is a case to read."
    ] * 2

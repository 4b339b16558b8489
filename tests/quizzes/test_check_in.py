"""The private check-in as a file: what it may say, what is refused with its line, and that nothing can score it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

import quizzes
from quizzes.bank import CHECK_IN, CONTENT
from quizzes.definitions import AnyDefinition
from quizzes.kinds import KINDS
from tests.quizzes.sketches import FEED, POOL, Data, feed, pool, write

Change = Callable[[Data], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with a quiz and a feed, from inside which problems are named as the author would."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {POOL: pool(), FEED: feed()})


def shipped() -> Data:
    written: Data = yaml.safe_load((CONTENT / CHECK_IN).read_text(encoding="utf-8"))
    return written


def said_about(folder: Path, change: Change) -> list[str]:
    """What the checker says about the shipped check-in after a change, without the line numbers."""
    changed = shipped()
    change(changed)
    _bank, problems = quizzes.check_bank(write(folder, {CHECK_IN: changed}))
    return [f"{problem.severity}: {problem.message}" for problem in problems]


def place(data: Any, *steps: str | int) -> Any:
    for step in steps:
        data = data[step]
    return data


def test_a_bank_knows_its_check_in(folder: Path) -> None:
    bank = quizzes.load_bank(write(folder, {CHECK_IN: shipped()}))

    assert bank.check_in is not None
    assert bank.check_in.title["ms"] == "Apa khabar anda hari ini?"
    assert bank.check_in.scale[3]["en"] == "a hard day"


def test_a_bank_may_have_no_check_in(folder: Path) -> None:
    bank, problems = quizzes.check_bank(folder)

    assert bank is not None
    assert (bank.check_in, problems) == (None, ())


def test_nothing_can_draw_answer_or_score_a_check_in(folder: Path) -> None:
    bank = quizzes.load_bank(write(folder, {CHECK_IN: shipped()}))

    assert not isinstance(bank.check_in, AnyDefinition)
    assert bank.check_in not in bank.definitions
    assert bank.activity("check-in") is None
    assert [kind for kind in KINDS.values() if kind.model is quizzes.CheckIn] == []


def test_another_word_in_the_check_in_is_another_bank(folder: Path) -> None:
    without = quizzes.load_bank(folder).fingerprint
    first = quizzes.load_bank(write(folder, {CHECK_IN: shipped()})).fingerprint
    changed = shipped()
    changed["scale"][3]["en"] = "a rough day"

    second = quizzes.load_bank(write(folder, {CHECK_IN: changed})).fingerprint

    assert len({without, first, second}) == 3


def test_a_check_in_is_the_same_after_it_was_written_as_json(folder: Path) -> None:
    check_in = quizzes.load_bank(write(folder, {CHECK_IN: shipped()})).check_in
    assert check_in is not None

    again = quizzes.CheckIn.model_validate_json(check_in.to_json())

    assert (again, again.content_hash) == (check_in, check_in.content_hash)
    with pytest.raises(ValidationError):
        again.minutes = 9


def test_every_number_of_the_scale_belongs_to_a_band(folder: Path) -> None:
    check_in = quizzes.load_bank(write(folder, {CHECK_IN: shipped()})).check_in
    assert check_in is not None

    assert [check_in.bands.of(number) for number in range(11)] == ["low"] * 4 + ["middle"] * 3 + ["high"] * 4
    assert check_in.bands.of(99) == "high"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('en: "a hard day", ', "", "The English text (“en”) is missing."),
        ('"very heavy"', '"very heavy, symptom"', "“symptom” names an illness; this page speaks of feelings and never"),
        ("up_to: 3", "up_to: three", "“up_to”: Input should be a valid integer"),
    ],
)
def test_a_problem_names_its_line(folder: Path, old: str, new: str, sentence: str) -> None:
    text = (CONTENT / CHECK_IN).read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1

    _bank, problems = quizzes.check_bank(write(folder, {CHECK_IN: text.replace(old, new)}))

    assert [(problem.file, problem.line) for problem in problems] == [("check-in.yaml", line)]
    assert problems[0].message.startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("title: [", "check-in.yaml:2: This is not YAML: did not find expected node content."),
        ("- 1\n", "check-in.yaml:1: The file does not hold keys and values."),
    ],
)
def test_a_check_in_that_cannot_be_read_is_no_bank(folder: Path, content: str, sentence: str) -> None:
    bank, problems = quizzes.check_bank(write(folder, {CHECK_IN: content}))

    assert (bank, [str(problem) for problem in problems]) == (None, [sentence])


def test_a_key_that_stands_twice_is_told(folder: Path) -> None:
    text = (CONTENT / CHECK_IN).read_text(encoding="utf-8") + "minutes: 4\n"

    _bank, problems = quizzes.check_bank(write(folder, {CHECK_IN: text}))

    assert [problem.message.split(";")[0] for problem in problems] == [
        "The key “minutes” stands here a second time",
    ]


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (lambda data: data.pop("calm"), ["error: “calm” is missing."]),
        (lambda data: data.update(score=5), ["error: “score” is not known here; is it misspelt?"]),
        (lambda data: data["scale"].pop(7), ["error: The number 7 has no words."]),
        (
            lambda data: data["scale"].update({11: {"en": "beyond", "ms": "melebihi"}}),
            ["error: “11” is no number of the scale, which goes from 0 to 10."],
        ),
        (
            lambda data: data["scale"][2].update(ms="berat sungguh rasanya hari ini"),
            [
                "error: The words beside a number have 24 characters at most, or they do not fit on a phone; "
                "these have 30.",
            ],
        ),
        (
            lambda data: data["bands"]["low"].update(up_to=2),
            ["error: Help comes first up to 3 at least, so the low band cannot end earlier."],
        ),
        (
            lambda data: data["bands"]["middle"].update(up_to=3),
            ["error: The middle band ends above the low one, which goes up to 3."],
        ),
        (lambda data: data["bands"]["high"].update(up_to=9), ["error: The high band goes up to 10."]),
        (
            lambda data: data["bands"]["low"].update(show=["tiny-steps", "tiny-steps"]),
            ["error: The group “tiny-steps” stands here twice."],
        ),
        (
            lambda data: data["bands"]["middle"].update(show=["tiny-step"]),
            [
                "error: There is no group “tiny-step” under “groups”.",
                "warning: No band shows the group “connect”.",
            ],
        ),
        (
            lambda data: data["plan"]["help_line"].update(suggestions=[{"en": "Line", "ms": "Talian"}]),
            ["error: “suggestions” is not known here; is it misspelt?"],
        ),
        (
            lambda data: data["plan"]["person"].update(suggestions=[{"en": "my cat", "ms": "kucing saya"}]),
            ["error: “suggestions”: Tuple should have at least 2 items after validation, not 1."],
        ),
        (
            lambda data: data["plan"]["place"]["label"].update(ms="Saya akan pergi ke"),
            ["error: A line of the plan has one “…”, where the reader's words go."],
        ),
        (
            lambda data: data["plan"]["sign"]["suggestions"][0].update(en="words " * 12),
            ["error: A suggestion has 60 characters at most, or it is cut off on paper; this one has 71."],
        ),
        (
            lambda data: data.update(review={"state": "signed", "by": "A. Reader"}),
            ["error: A signed review says by whom, in which role and on which date."],
        ),
    ],
)
def test_what_a_check_in_may_not_be(folder: Path, change: Change, sentences: list[str]) -> None:
    assert sorted(said_about(folder, change)) == sorted(sentences)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("You may have depression", "depression"),
        ("A symptom of stress", "symptom"),
        ("Anxiety comes and goes", "Anxiety"),
    ],
)
def test_no_illness_is_named_in_english(folder: Path, words: str, found: str) -> None:
    said = said_about(folder, lambda data: place(data, "bands", "low", "words").update(en=words))

    assert said == [f"error: “{found}” names an illness; this page speaks of feelings and never diagnoses."]


@pytest.mark.parametrize(
    ("words", "found"), [("Mungkin anda murung", "murung"), ("Ini tanda kemurungan", "kemurungan")]
)
def test_no_illness_is_named_in_malay(folder: Path, words: str, found: str) -> None:
    said = said_about(folder, lambda data: place(data, "groups", "connect", "things", 1).update(ms=words))

    assert said == [f"error: “{found}” names an illness; this page speaks of feelings and never diagnoses."]


@pytest.mark.parametrize("words", ["Ring 15555 now", "Ring 03 7627 2929", "Call 1-800-18-0066", "Text 997"])
def test_no_telephone_number_stands_in_the_file(folder: Path, words: str) -> None:
    said = said_about(folder, lambda data: place(data, "calm", "words", 1).update(en=words))

    assert [sentence.split("”")[1] for sentence in said] == [
        " looks like a telephone number. Numbers stand in the support directory alone, with the day on which they were "
        "verified."
    ]


@pytest.mark.parametrize("words", ["Call 999.", "Walk for 10 minutes, 2 or 3 times", "Sleep 7–8 hours"])
def test_999_and_small_numbers_may_stand_in_the_file(folder: Path, words: str) -> None:
    assert said_about(folder, lambda data: place(data, "calm", "words", 1).update(en=words)) == []


def test_the_shipped_check_in_is_sound_and_waits_for_a_counsellor() -> None:
    check_in = quizzes.load_bank().check_in

    assert check_in is not None
    assert list(check_in.findings()) == []
    assert check_in.review.state == "pending"

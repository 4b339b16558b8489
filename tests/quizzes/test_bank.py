"""The bank and its checker: every problem at once, each with its file, its line and a sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import quizzes
from quizzes.bank import CONTENT
from quizzes.kinds import KINDS
from tests.quizzes.sketches import FEED, POOL, Data, feed, multiple, option, ordering, pool, post, single, text, write

_WHERE = ' in "<unicode string>", position 8'

Change = Callable[[Data], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty content folder, from inside which problems are named as the author would."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found_in(folder: Path, **files: Any) -> list[str]:
    """What the checker says about the sketched bank with these files in place of its own, without the line numbers."""
    names = {"pool": POOL, "feed": FEED}
    write(folder, {POOL: pool(), FEED: feed()} | {names[key]: content for key, content in files.items()})
    return [_without_line(str(problem)) for problem in quizzes.check_bank(folder)[1]]


def _without_line(problem: str) -> str:
    file, _line, sentence = problem.split(":", 2)
    return f"{Path(file).stem}:{sentence}"


def in_pool(folder: Path, change: Change) -> list[str]:
    changed = pool()
    change(changed)
    return found_in(folder, pool=changed)


def in_item(folder: Path, item: Data) -> list[str]:
    """What is said about one more item in the pool."""
    return in_pool(folder, lambda data: data["items"].append(item))


def in_feed(folder: Path, change: Change) -> list[str]:
    changed = feed()
    change(changed)
    return found_in(folder, feed=changed)


def test_the_sketched_bank_has_no_problem(folder: Path) -> None:
    assert found_in(folder) == []


def test_a_bank_finds_its_quizzes_and_activities(folder: Path) -> None:
    bank = quizzes.load_bank(write(folder, {POOL: pool(), FEED: feed()}))

    quiz, activity = bank.quiz("kites"), bank.activity("kite-feed")
    assert quiz is not None
    assert activity is not None
    assert (quiz.id, quiz.kind, quiz.module) == ("kites", "quiz", "kites")
    assert (activity.id, activity.kind, activity.module) == ("kite-feed", "feed_spotting", "kites")
    assert (bank.quiz("kite-feed"), bank.activity("kites")) == (None, None)
    assert bank.definitions == (activity, quiz)
    assert len(bank.fingerprint) == 64


def test_every_problem_of_every_file_is_found_at_once(folder: Path) -> None:
    write(
        folder,
        {
            "a/pool.yaml": "module: b\ndraw: [1,\n",
            "b/activities/x.yaml": "- 1\n",
            "c/activities/y.yaml": "kind: sonnet\nid: z\n",
        },
    )
    kinds = ", ".join(sorted(set(KINDS) - {"quiz"}))

    with pytest.raises(quizzes.BrokenContent) as broken:
        quizzes.load_bank(folder)

    kinds = ", ".join(sorted(set(KINDS) - {"quiz", "test", "booster"}))
    assert [str(problem) for problem in broken.value.problems] == [
        "a/pool.yaml:3: This is not YAML: did not find expected node content.",
        "b/activities/x.yaml:1: The file does not hold keys and values.",
        f"c/activities/y.yaml:1: “kind” names the kind of activity; there are: {kinds}.",
        "c/activities/y.yaml:2: “id” is “z”, but the file stands where it should be “y”.",
    ]
    assert str(broken.value) == "\n".join(str(problem) for problem in broken.value.problems)


def test_an_empty_folder_is_no_bank(folder: Path) -> None:
    bank, problems = quizzes.check_bank(folder / "nowhere")

    assert bank is None
    assert [str(problem) for problem in problems] == [
        "nowhere:1: There is no pool.yaml and no activity in this folder."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"module: \xff", "The file is not written in UTF-8; save it again in that encoding."),
        (b"module: \x00", "This is not YAML: unacceptable character #x0000: control characters are not allowed."),
        (b"draw: 2026-99-99", "This is not YAML: month must be in 1..12."),
        (b"", "The file does not hold keys and values."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(folder: Path, content: bytes, sentence: str) -> None:
    write(folder, {POOL: "", FEED: feed()})
    (folder / POOL).write_bytes(content)

    bank, problems = quizzes.check_bank(folder)

    assert bank is None
    assert [(problem.file, problem.message.replace(_WHERE, "")) for problem in problems] == [(POOL, sentence)]


def test_a_folder_in_place_of_a_file_cannot_be_opened(folder: Path) -> None:
    write(folder, {FEED: feed()})
    (folder / POOL).mkdir()

    assert [str(problem) for problem in quizzes.check_bank(folder)[1]] == [
        "kites/pool.yaml:1: The file cannot be opened: Is a directory."
    ]


def test_a_problem_names_its_line(folder: Path) -> None:
    lines = [
        "module: kites",
        "draw: 1",
        "pass_points: 1",
        "misconceptions: {}",
        "blueprint:",
        "  - {cell: fly, outcome: KT1, bloom: recall, draw: 1}",
        "items:",
        "  - id: fly-1",
        "    kind: single_choice",
        "    stem: {en: 'What flies?'}",
    ]
    write(folder, {POOL: "\n".join(lines), FEED: feed()})

    problems = [problem for problem in quizzes.check_bank(folder)[1] if "Malay" in problem.message]

    assert [str(problem) for problem in problems] == ["kites/pool.yaml:10: fly-1: The Malay text (“ms”) is missing."]


def test_a_file_elsewhere_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"bank/kites/pool.yaml": "", "here/file": ""})
    monkeypatch.chdir(tmp_path / "here")

    problems = quizzes.check_bank(tmp_path / "bank")[1]

    assert [problem.file for problem in problems] == [str(tmp_path / "bank/kites/pool.yaml")]


def test_a_broken_item_does_not_hide_what_is_wrong_with_the_others(folder: Path) -> None:
    def change(data: Data) -> None:
        del data["items"][0]["stem"]
        data["items"][1]["stem"]["en"] = "Name it."

    assert in_pool(folder, change) == [
        "pool: fly-1: “stem” is missing.",
        "pool: fly-2: The stem is not a question: it has no question mark.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data["items"][0].update(colour="red"), "fly-1: “colour” is not known here; is it misspelt?"),
        (
            lambda data: data["items"][0].update(level=4),
            "fly-1: “4” is not possible for “level”; possible are 1, 2 or 3.",
        ),
        (
            lambda data: data["items"][0].update(kind="riddle"),
            "fly-1: “riddle” is no kind; there are 'single_choice', 'multiple_choice', 'ordering'.",
        ),
        (lambda data: data["items"][0].pop("kind"), "fly-1: “kind” is missing."),
        (lambda data: data["items"][0]["stem"].update(en=1), "fly-1: “en” is a text: put it in quotation marks."),
        (lambda data: data["items"][0]["stem"].update(en=" "), "fly-1: “en” is empty."),
        (lambda data: data["items"][0].update(options="a"), "fly-1: “options” is a list."),
        (
            lambda data: data["items"][0].update(outcome="one"),
            "fly-1: “one” does not have the form of “outcome”; the pattern is ^[A-Z]{2}[0-9]+$.",
        ),
        (lambda data: data["items"].__setitem__(0, "fly-1"), "This entry needs keys and values of its own."),
        (lambda data: data["items"].__setitem__(0, {"kind": "ordering"}), None),
        (
            lambda data: data.update(draw="many"),
            "“draw”: Input should be a valid integer, unable to parse string as an integer.",
        ),
        (lambda data: data.update(misconceptions=[]), "“misconceptions” needs keys and values of its own."),
        (lambda data: data.pop("items"), "“items” is missing."),
        (lambda data: data.update(items=3), "“items” is a list."),
        (lambda data: data["items"].__setitem__(0, {}) or data.update(draw=0), None),
    ],
)
def test_what_does_not_have_its_form_is_said_in_a_sentence(folder: Path, change: Change, sentence: str | None) -> None:
    changed = pool()
    change(changed)
    write(folder, {POOL: changed, FEED: feed()})

    bank, problems = quizzes.check_bank(folder)

    assert bank is None
    assert all(problem.file == POOL and problem.severity == "error" for problem in problems)
    if sentence is not None:
        assert [problem.message for problem in problems] == [sentence]


def test_what_stands_twice_is_found(folder: Path) -> None:
    changed = pool()
    changed["items"][1]["id"] = "fly-1"

    assert found_in(folder, pool=changed) == [
        "pool: The id “fly-1” stands here a second time; the first is on line 22."
    ]


def test_a_key_that_stands_twice_is_found(folder: Path) -> None:
    write(folder, {POOL: "module: kites\nloop: &a [*a]\ndraw: 3\ndraw: 4\n", FEED: feed()})

    twice = [str(problem) for problem in quizzes.check_bank(folder)[1] if "second time" in problem.message]

    assert twice == ["kites/pool.yaml:4: The key “draw” stands here a second time; the first is on line 3."]


def test_an_activity_belongs_to_one_module(folder: Path) -> None:
    write(folder, {POOL: pool(), FEED: feed(), "wind/activities/kite-feed.yaml": feed()})

    assert [str(problem) for problem in quizzes.check_bank(folder)[1]] == [
        "wind/activities/kite-feed.yaml:1: The activity “kite-feed” is already in kites/activities/kite-feed.yaml."
    ]


def test_a_module_stands_in_its_own_folder(folder: Path) -> None:
    assert in_pool(folder, lambda data: data.update(module="wind")) == [
        "pool: “module” is “wind”, but the file stands where it should be “kites”."
    ]


# The rules of a pool


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            lambda data: data.update(draw=4),
            ["A paper has 4 questions, but the cells of the blueprint draw 3."],
        ),
        (lambda data: data.update(pass_points=4), ["Nobody can reach 4 points with 3 questions."]),
        (
            lambda data: data["items"][0].update(status="retired"),
            ["The cell “fly” has 5 questions; for 3 tries without a repeat it needs 6."],
        ),
        (
            lambda data: data["blueprint"][1].update(cell="fly"),
            [
                "The cell “fly” stands in the blueprint twice.",
                "mend-1: The blueprint has no cell “mend”.",
                "mend-2: The blueprint has no cell “mend”.",
                "mend-3: The blueprint has no cell “mend”.",
            ],
        ),
        (
            lambda data: data["items"][0].update(outcome="KT2"),
            ["fly-1: The cell “fly” is about KT1, this question about KT2."],
        ),
        (
            lambda data: data["misconceptions"].update(idle={"belief": text("b"), "prompt": text("p")}),
            ["warning: No wrong answer names “idle”."],
        ),
        (
            lambda data: data["items"].append(single("fly-7", stem=data["items"][0]["stem"])),
            ["fly-7: The question “fly-1” asks the same.", "fly-7: The question “fly-1” asks the same."],
        ),
        (
            lambda data: data["items"].append(single("fly-6-shown")),
            ["fly-6-shown: A form could not tell it from “fly-6”: both have a field “fly-6-shown”. Rename one."],
        ),
    ],
)
def test_a_rule_of_the_pool_that_is_broken_is_named(folder: Path, change: Change, sentences: list[str]) -> None:
    assert in_pool(folder, change) == [f"pool: {sentence}" for sentence in sentences]


def test_keys_stand_in_every_position(folder: Path) -> None:
    def change(data: Data) -> None:
        data["items"] = [single(f"fly-{n}") for n in range(6)] + data["items"][6:]

    # seven single-choice questions: six keys in position 1, none in position 2, one in position 3
    assert in_pool(folder, change) == [
        "pool: The key is option 1 in 86% of the single-choice questions; between 20% and 50% is balanced.",
        "pool: The key is option 2 in 0% of the single-choice questions; between 20% and 50% is balanced.",
        "pool: The key is option 3 in 14% of the single-choice questions; between 20% and 50% is balanced.",
    ]


def test_the_key_is_not_known_by_its_length(folder: Path) -> None:
    def change(data: Data) -> None:
        for item in data["items"][:4]:
            next(one for one in item["options"] if one.get("key"))["t"]["ms"] += " juga"

    # four of six single-choice questions
    assert in_pool(folder, change) == [
        "pool: The key is the longest option in 67% of the single-choice questions (ms); 50% is the most. "
        "Lengthen a wrong option or shorten a key."
    ]


def _flying(**changes: Any) -> Data:
    return ordering("fly-7", "fly", "KT1", **changes)


def _options(item: Data, **changes: Data) -> Data:
    item["options"] = [{**one, **changes.get(one["id"], {})} for one in item["options"]]
    return item


@pytest.mark.parametrize(
    ("item", "sentences"),
    [
        (
            _options(single("fly-7"), b={"key": True, "misconception": None}),
            ["Exactly one option has “key: true”, not 2."],
        ),
        (_options(single("fly-7"), a={"misconception": "wind-is-enough"}), ["A right option shows no misconception."]),
        (_options(single("fly-7"), b={"misconception": None}), ["The wrong option “b” names no misconception."]),
        (
            _options(single("fly-7"), b={"misconception": "idle"}),
            ["The misconception “idle” is not in the list of the file."],
        ),
        (
            single("fly-7", options=[option("fly-7", "a", key=True), option("fly-7", "b")]),
            ["A question of this kind has 3 options, not 2."],
        ),
        (
            multiple("fly-7", options=[option("fly-7", name, key=name < "c") for name in "abc"]),
            ["A question of this kind has 4 to 6 options, not 3."],
        ),
        (
            multiple("fly-7", keys="a"),
            ["Two options or more have “key: true”; with one, make it a single_choice."],
        ),
        (multiple("fly-7", keys="abcd"), ["Every option is right: ticking everything would earn the full credit."]),
        (
            _flying(before=[["cut", "nail"], ["cut", "glue"], ["glue", "tie"], ["tie", "test"]]),
            ["There is no step “nail”."],
        ),
        (
            _flying(before=[["cut", "glue"], ["glue", "tie"]]),
            ["The step “test” is in no pair of “before”: its place would not matter."],
        ),
        (
            _flying(before=[["cut", "glue"], ["glue", "tie"], ["tie", "test"], ["test", "cut"]]),
            ["The pairs run in a circle: no order keeps them all."],
        ),
        (
            _flying(options=ordering("fly-7")["options"][:2], before=[]),
            [
                "Ordering needs three steps or more.",
                "The step “tie” is in no pair of “before”: its place would not matter.",
                "The step “glue” is in no pair of “before”: its place would not matter.",
                "Without a pair in “before”, no order is better than another.",
            ],
        ),
        (
            single("fly-7", review={"state": "signed", "by": "N. A."}),
            ["A signed review says by whom, in which role and on which date."],
        ),
        (
            single("fly-7", review={"state": "pending", "by": "N. A."}),
            ["A pending review has no name, role or date yet."],
        ),
        (
            single("fly-7", stem={"en": "Which kites do not fly?", "ms": "Yang manakah bukan wau?"}),
            [
                "A negative stem is easily misread; write **NOT** in bold or ask otherwise.",
                "A negative stem is easily misread; write **BUKAN** in bold or ask otherwise.",
            ],
        ),
        (single("fly-7", stem={"en": "Which do **NOT** fly?", "ms": "Yang manakah **BUKAN** wau?"}), []),
        (single("fly-7", review={"state": "signed", "by": "N. A.", "role": "pilot", "date": "2026-01-15"}), []),
        (
            _options(single("fly-7"), b={"t": text("Fly-7 option A")}),
            ["Two options read “Fly-7 option A in English”.", "Two options read “Fly-7 option A dalam bahasa Melayu”."],
        ),
    ],
)
def test_a_rule_of_questions_that_is_broken_is_named(folder: Path, item: Data, sentences: list[str]) -> None:
    assert in_item(folder, item) == [f"pool: fly-7: {sentence}" for sentence in sentences]


@pytest.mark.parametrize(
    ("english", "malay"),
    [
        ("All of the above", "Semua di atas"),
        ("None of these options.", "Tiada satu pun di atas"),
        ("Both of the above", "Semua jawapan ini betul"),
        ("none of the answers above", "Tiada jawapan yang betul."),
    ],
)
def test_an_option_that_says_nothing_of_its_own_is_found(folder: Path, english: str, malay: str) -> None:
    item = _options(single("fly-7"), c={"t": {"en": english, "ms": malay}})
    for one in item["options"][:2]:
        one["t"] = {"en": one["id"] * 20, "ms": one["id"] * 20}

    assert in_item(folder, item) == [
        f"pool: fly-7: “{english}” says nothing of its own; write an option that does.",
        f"pool: fly-7: “{malay}” says nothing of its own; write an option that does.",
    ]


def test_an_option_that_speaks_of_all_people_is_an_option(folder: Path) -> None:
    fair = {"en": "It blames all of them", "ms": "Ia menyalahkan mereka semua"}

    assert in_item(folder, _options(single("fly-7"), c={"t": fair})) == []


def test_an_option_does_not_stand_out_by_its_length(folder: Path) -> None:
    item = single("fly-7", key="b")
    for one, length in zip(item["options"], (10, 32, 33), strict=True):
        one["t"] = {"en": one["id"] * length, "ms": one["id"] * 10}

    assert in_item(folder, item) == [
        "pool: fly-7: The options differ too much in length (en): 10 and 33 characters; "
        "32 are allowed beside the shortest."
    ]


# The rules of a feed


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            lambda data: data["mix"]["scored"].update(noise=11),
            ["Signals and noise are equally many in a run, not 12 and 11."],
        ),
        (
            lambda data: data["posts"].pop(2),
            ["The scored stream has 23 signal posts; for 2 runs without a repeat it needs 24."],
        ),
        (
            lambda data: data["posts"][74].update(family="banter"),
            ["p075: “banter” is no family of debatable posts; these are: contested."],
        ),
        (lambda data: data["posts"][0].pop("rule"), ["p001: A signal needs a rule."]),
        (lambda data: data["posts"][0].pop("severity"), ["p001: A signal needs a severity."]),
        (lambda data: data["posts"][1].update(severity=1), ["p002: Only a signal has a severity."]),
        (
            lambda data: data["posts"][0].pop("misconception"),
            ["p001: A wrong verdict on this post means something: name the misconception."],
        ),
        (
            lambda data: data["posts"][0].update(misconception="idle"),
            ["p001: The misconception “idle” is not in the list of the file."],
        ),
        (
            lambda data: data["posts"][0].update(id="threat-1"),
            ["threat-1: The id tells what the post is, and the form shows it: give it a number."],
        ),
        (lambda data: data["rules"].pop("scam"), ["Posts break the rule “scam”, which has no label here."]),
        (
            lambda data: data.update(review={"state": "signed"}),
            ["A signed review says by whom, in which role and on which date."],
        ),
        (
            lambda data: data["posts"][2].update(severity=3),
            [
                "The scored stream has 5 posts of severity 3; a run takes 2 at most, so that many could not be drawn "
                "without repeating others."
            ],
        ),
    ],
)
def test_a_rule_of_feeds_that_is_broken_is_named(folder: Path, change: Change, sentences: list[str]) -> None:
    assert in_feed(folder, change) == [f"kite-feed: {sentence}" for sentence in sentences]


def test_ids_do_not_tell_signals_from_noise(folder: Path) -> None:
    def change(data: Data) -> None:
        data["posts"].sort(key=lambda one: ["signal", "noise", "debatable"].index(one["kind"]))
        for number, one in enumerate(data["posts"], 1):
            one["id"] = f"p{number:03}"

    assert in_feed(folder, change) == [
        f"kite-feed: {first}: In the order of ids, “{first}” to “{last}” are all {kind} posts. "
        "Ids stand in the form and would tell the answer: number the posts in a mixed order."
        for first, last, kind in (("p001", "p036", "signal"), ("p037", "p072", "noise"))
    ]


def test_noise_that_is_only_nice_is_warned_about(folder: Path) -> None:
    def change(data: Data) -> None:
        for one in data["posts"]:
            if one["kind"] == "noise":
                one["family"] = "news_report"

    assert in_feed(folder, change) == [
        "kite-feed: warning: 0 of 36 noise posts are rude, critical or among friends; "
        "with fewer than 50%, any detector of unfriendly words would pass."
    ]


def test_a_language_that_hints_at_the_answer_is_warned_about(folder: Path) -> None:
    def change(data: Data) -> None:
        for one in data["posts"]:
            if one["kind"] == "signal":
                one["runs"] = one["runs"][:1]

    assert in_feed(folder, change) == [
        "kite-feed: warning: 0% of the posts with “en” in them are signals, of all posts 50%: "
        "the language would hint at the answer."
    ]


def test_a_feed_with_debatable_posts_alone_is_too_small_but_no_crash(folder: Path) -> None:
    found = in_feed(folder, lambda data: data.update(posts=[post(1, "practice", "debatable", "contested")]))

    assert len([line for line in found if "without a repeat it needs" in line]) == 4


def test_warnings_do_not_keep_a_bank_from_loading(folder: Path) -> None:
    changed = pool()
    changed["misconceptions"]["idle"] = {"belief": text("b"), "prompt": text("p")}

    bank = quizzes.load_bank(write(folder, {POOL: changed, FEED: feed()}))

    assert len(bank.definitions) == 2


def test_the_bank_that_is_shipped_lies_beside_the_library() -> None:
    assert Path(quizzes.__file__).parent / "content" == CONTENT

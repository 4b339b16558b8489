"""One lesson: its twins, its names, its options, its figures' files, its minutes."""

import pytest

from modules.library import Fact
from tests.modules.shelf import LOOK_EN, LOOK_MS


def test_a_directive_that_names_nothing_is_told_in_both_languages(shelf):
    for language in ("en", "ms"):
        shelf.change(f"first-steps/01-look.{language}.md", "{#room-ad}", "{#room}")
        shelf.change(f"first-steps/01-look.{language}.md", "{#seven-days}", "{#six-days}")

    assert shelf.problems() == [
        "first-steps/01-look.en.md:3: There is no case “room”.",
        "first-steps/01-look.en.md:11: There is no fact “six-days”.",
        "first-steps/01-look.ms.md:3: There is no case “room”.",
        "first-steps/01-look.ms.md:11: There is no fact “six-days”.",
        "first-steps/01-look.yaml:13: The case “room-ad” is used nowhere: write ::case{#room-ad}.",
    ]


@pytest.mark.parametrize("directive", ["::case{#room-ad}", "::fact{#seven-days}", "::activity{#sorting mode=practice}"])
def test_nothing_stands_in_a_lesson_twice(shelf, directive):
    kind, name = directive.removeprefix("::").split("}")[0].split(" ")[0].split("{#")
    for language in ("en", "ms"):
        shelf.add(f"first-steps/01-look.{language}.md", f"\n{directive}\n")
    shelf.change("first-steps/01-look.yaml", "minutes: 8", "minutes: 10")
    shelf.change("first-steps/module.yaml", "minutes: 20", "minutes: 22")

    assert shelf.problems() == [
        f"first-steps/01-look.{language}.md:17: The {kind} “{name}” stands here twice." for language in ("en", "ms")
    ]


@pytest.mark.parametrize(
    ("malay", "problem"),
    [
        (LOOK_MS.replace("::case{#room-ad}\n", ""), "4: Here stands a heading, in English case room-ad (line 3)."),
        (LOOK_MS.replace("## Apakah *itu*?\n", ""), "6: Here stands text, in English a heading (line 5)."),
        (
            LOOK_MS.replace("mode=practice", "mode=scored"),
            "13: Here stands activity sorting scored, in English activity sorting practice (line 13).",
        ),
        (
            LOOK_MS.replace("\n::recall{#begin}\n", ""),
            "14: Here stands nothing more, in English recall begin (line 15).",
        ),
        (LOOK_MS + "\nLagi.\n", "17: Here stands text, in English nothing more."),
        (LOOK_MS.replace("#seven-days", "#rain"), "11: Here stands fact rain, in English fact seven-days (line 11)."),
        ("", "1: Here stands nothing more, in English text (line 1)."),
    ],
)
def test_both_languages_have_the_same_steps(shelf, malay, problem):
    shelf.write("first-steps/01-look.ms.md", malay)

    assert shelf.problems() == [f"first-steps/01-look.ms.md:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (", best: true", "", "23: At least one option must be the best: best: true."),
        (", key: true", "", "31: Exactly one option is right: key: true."),
        ("{id: c, t", "{id: c, key: true, t", "31: Exactly one option is right: key: true."),
        ("{id: c, t", "{id: a, t", "34: Two options have the id “a”."),
        ("{id: leave", "{id: act", "25: Two options have the id “act”."),
    ],
)
def test_options_are_distinct_and_one_is_right(shelf, old, new, problem):
    shelf.change("first-steps/01-look.yaml", old, new)

    assert shelf.problems() == [f"first-steps/01-look.yaml:{problem}"]


def test_several_options_may_fit_best(shelf):
    shelf.change("first-steps/01-look.yaml", "ms: Biarkan},", "ms: Biarkan}, best: true,")

    case = shelf.load().lesson("first-steps", "look").steps[1]

    assert [(answer.id, answer.is_best) for answer in case.answers] == [("act", True), ("leave", True)]


@pytest.mark.parametrize(
    "name", ["../secret.svg", "/etc/passwd", "..", "a\\b.svg", "Bubbles.svg", "bubbles.png", "sub/bubbles.svg", ".svg"]
)
def test_a_drawing_from_elsewhere_is_refused(shelf, name):
    shelf.change("first-steps/01-look.yaml", "bubbles.svg", name)

    assert shelf.problems()[0] == (
        f"first-steps/01-look.yaml:9: “{name}” is refused: a drawing is small-letters.svg in the folder images."
    )


def test_a_drawing_that_points_elsewhere_is_refused(shelf):
    shelf.write("next-steps/images/other.svg", "<svg/>")
    (shelf.folder / "first-steps/images/linked.svg").symlink_to(shelf.folder / "next-steps/images/other.svg")
    shelf.change("first-steps/01-look.yaml", "bubbles.svg", "linked.svg")

    assert shelf.problems()[0] == (
        "first-steps/01-look.yaml:9: “linked.svg” is refused: a drawing is small-letters.svg in the folder images."
    )


def test_a_missing_drawing_is_named(shelf):
    shelf.remove("first-steps/images/bubbles.svg")

    assert shelf.problems() == ["first-steps/images/bubbles.svg:1: This file is missing or cannot be read."]


def test_a_drawing_with_words_is_for_one_language(shelf):
    shelf.change("first-steps/images/bubbles.svg", ">A<", ">Stop<")

    assert shelf.problems() == [
        "first-steps/01-look.yaml:9: A drawing with words is for one language: give both, file: {en: …, ms: …}."
    ]


def test_each_language_may_have_its_own_drawing(shelf):
    drawing = (shelf.folder / "first-steps/images/bubbles.svg").read_text()
    shelf.write("first-steps/images/bubbles.en.svg", drawing.replace(">A<", ">Stop<"))
    shelf.write("first-steps/images/bubbles.ms.svg", drawing.replace(">A<", ">Henti<"))
    shelf.remove("first-steps/images/bubbles.svg")
    shelf.change("first-steps/01-look.yaml", "file: bubbles.svg", "file: {en: bubbles.en.svg, ms: bubbles.ms.svg}")

    figure = shelf.load().lesson("first-steps", "look").steps[3]

    assert ("Stop" in figure.svg["en"], "Henti" in figure.svg["en"]) == (True, False)
    assert ("Stop" in figure.svg["ms"], "Henti" in figure.svg["ms"]) == (False, True)


@pytest.mark.parametrize(
    ("minutes", "problems"), [(10, []), (11, ["11 minutes are written here, but the steps take about 6."])]
)
def test_minutes_far_from_the_estimate_are_odd(shelf, minutes, problems):
    shelf.change("first-steps/02-act.yaml", "minutes: 7", f"minutes: {minutes}")

    assert shelf.problems() == [f"first-steps/02-act.yaml:3: warning: {problem}" for problem in problems]


def test_a_lesson_without_a_recall_question_is_odd(shelf):
    text = (shelf.folder / "next-steps/01-rest.yaml").read_text()
    shelf.write("next-steps/01-rest.yaml", text.split("recalls:")[0])
    for language in ("en", "ms"):
        shelf.change(f"next-steps/01-rest.{language}.md", "\n::recall{#before}\n", "")

    assert shelf.problems() == [
        "next-steps/01-rest.yaml:1: warning: This lesson has no recall question about an earlier one."
    ]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("first-steps/01-look.yaml", "act"),
        ("first-steps/01-look.yaml", "next-steps/rest"),
        ("first-steps/02-act.yaml", "act"),
        ("first-steps/02-act.yaml", "nowhere"),
        ("first-steps/02-act.yaml", "nowhere/look"),
        ("first-steps/02-act.yaml", "next-steps/rest"),
        ("next-steps/01-rest.yaml", "first-steps/nowhere"),
    ],
)
def test_a_recall_question_looks_back(shelf, file, source):
    text = (shelf.folder / file).read_text()
    old = next(line for line in text.split("\n") if "from: " in line)
    shelf.change(file, old, f"    from: {source}")

    line = text.split("\n").index(old) + 1
    assert shelf.problems() == [
        f"{file}:{line}: “{source}” is no earlier lesson: name one of this module, or module/lesson of another. "
        "The first lesson may name itself."
    ]


def test_only_the_first_lesson_recalls_itself(shelf):
    library = shelf.load()

    recalls = [library.lesson("first-steps", slug).steps[-1] for slug in ("look", "act")]

    assert [(recall.source, recall.is_from_this_lesson) for recall in recalls] == [("look", True), ("look", False)]


def test_a_fact_comes_with_all_its_file_says(shelf):
    steps = shelf.load().lesson("first-steps", "look").steps

    fact = next(step for step in steps if isinstance(step, Fact))

    assert (fact.id, fact.kind, fact.source, fact.url, fact.published) == (
        "seven-days",
        "sourced",
        "Office of Weeks",
        "https://weeks.example.org/seven?a=1&b=2",
        "2025-09-13",
    )


def test_broken_prose_and_broken_yaml_are_told_together(shelf):
    shelf.write("first-steps/01-look.ms.md", b"\xff")
    shelf.write("first-steps/01-look.yaml", "title: [")
    shelf.write("first-steps/01-look.en.md", LOOK_EN.replace("https://", "http://"))

    assert [problem.split(": ")[0] for problem in shelf.problems()] == [
        "first-steps/01-look.en.md:1",
        "first-steps/01-look.ms.md:1",
        "first-steps/01-look.yaml:1",
    ]


def test_which_module_is_earlier_is_said_by_its_order_and_not_by_its_name(shelf):
    (shelf.folder / "next-steps").rename(shelf.folder / "after-that")

    assert shelf.problems() == []
    assert [module.slug for module in shelf.load().modules] == ["first-steps", "after-that"]


def test_the_practice_and_the_scored_run_of_one_activity_may_share_a_lesson(shelf):
    for language in ("en", "ms"):
        shelf.add(f"first-steps/01-look.{language}.md", "\n::activity{#sorting mode=scored}\n")
    shelf.change("first-steps/01-look.yaml", "minutes: 8", "minutes: 10")
    shelf.change("first-steps/module.yaml", "minutes: 20", "minutes: 22")

    assert shelf.problems() == []

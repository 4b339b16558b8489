"""Whole libraries: what the loader hands out, and what it says about files that are missing or too many."""

from datetime import date, timedelta

import pytest

from modules import Activity, BrokenContent, Case, Fact, Figure, Problem, Prose, Recall, Review, Text
from modules.loading import CONTENT, load_library
from tests.modules.shelf import TODAY


def test_a_library_without_a_mistake_has_no_problems(shelf):
    assert shelf.problems() == []


def test_modules_and_lessons_stand_in_their_order(shelf):
    shelf.change("first-steps/module.yaml", "order: 1", "order: 3")
    shelf.change("next-steps/01-rest.yaml", "from: first-steps/look", "from: rest")

    library = shelf.load()

    assert [
        (module.slug, [(lesson.number, lesson.slug) for lesson in module.lessons]) for module in library.modules
    ] == [("next-steps", [(1, "rest")]), ("first-steps", [(1, "look"), (2, "act")])]


def test_a_module_says_what_its_file_says(shelf):
    module = shelf.load().modules[0]

    assert (module.order, module.core, module.sign, module.minutes) == (1, True, "spot", 20)
    assert module.title["ms"] == "Langkah pertama"
    assert module.outcomes == {"HS1": Text("Tell one from two", "Membezakan satu daripada dua")}
    assert module.certificate == Text("Tells one from two", "Membezakan satu dan dua")
    assert module.review == Review("pending")


def test_a_lesson_says_what_its_files_say(shelf):
    lesson = shelf.load().lesson("first-steps", "look")

    assert (lesson.module, lesson.number, lesson.minutes, lesson.outcomes) == ("first-steps", 1, 8, ("HS1",))
    assert lesson.content_note == Text("Mild words.", "Kata-kata ringan.")
    assert [type(step) for step in lesson.steps] == [Prose, Case, Prose, Figure, Fact, Activity, Recall]
    assert lesson.activities == (Activity("sorting", "practice"),)


def test_a_signed_review_keeps_its_signature(shelf):
    assert shelf.load().lesson("first-steps", "act").review == Review(
        "signed", "Dr N. A.", "counsellor", date(2026, 11, 1)
    )


def test_what_does_not_exist_is_not_found(shelf):
    library = shelf.load()

    assert library.module("first-steps") is library.modules[0]
    assert library.module("none") is None
    assert library.lesson("first-steps", "none") is None
    assert library.lesson("none", "look") is None


def test_a_text_has_the_languages_of_the_course_and_no_others():
    text = Text("yes", "ya")

    assert (text["en"], text["ms"]) == ("yes", "ya")
    with pytest.raises(KeyError):
        text["fr"]


def test_the_fingerprint_stays_while_the_content_stays(shelf):
    before = shelf.load()

    after = shelf.load()

    assert after == before
    assert len(after.fingerprint) == 64


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("first-steps/02-act.ms.md", "Sedikit teks.", "Sedikit teks lagi."),
        ("first-steps/02-act.en.md", "mode=scored", "mode=practice"),
        ("first-steps/02-act.yaml", "role: counsellor", "role: lecturer"),
        ("first-steps/facts.yaml", "Hujan itu basah.", "Hujan memang basah."),
    ],
)
def test_a_changed_letter_changes_the_fingerprints_of_its_lesson_and_of_the_library(shelf, name, old, new):
    before = shelf.load()
    for other in (name, name.replace(".ms.", ".en.").replace(".en.", ".ms.")) if "mode" in old else (name,):
        shelf.change(other, old, new)

    after = shelf.load()

    assert after.fingerprint != before.fingerprint
    assert [
        lesson.slug
        for module in after.modules
        for lesson in module.lessons
        if lesson.fingerprint != before.lesson(module.slug, lesson.slug).fingerprint
    ] == ["act"]


def test_broken_content_lists_all_its_problems_at_once(shelf):
    shelf.change("first-steps/module.yaml", "core: true", "core: perhaps")
    shelf.change("first-steps/01-look.yaml", "minutes: 8", "minutes: 80")
    shelf.remove("first-steps/02-act.ms.md")
    shelf.change("next-steps/01-rest.yaml", "    from: first-steps/look\n", "")

    with pytest.raises(BrokenContent) as broken:
        shelf.load()

    assert [(problem.file.split("/")[-1], problem.line) for problem in broken.value.problems] == [
        ("01-look.yaml", 3),
        ("02-act.ms.md", 1),
        ("module.yaml", 4),
        ("01-rest.yaml", 7),
    ]
    assert str(broken.value) == "\n".join(str(problem) for problem in broken.value.problems)


def test_an_error_and_a_warning_are_told_apart():
    assert str(Problem("a.yaml", 3, "This is wrong.")) == "a.yaml:3: This is wrong."
    assert str(Problem("a.yaml", 3, "This is odd.", "warning")) == "a.yaml:3: warning: This is odd."


def test_warnings_alone_do_not_keep_content_back(shelf):
    shelf.write("first-steps/images/forgotten.svg", "<svg/>")

    library = shelf.load()

    assert len(library.modules) == 2
    assert shelf.problems() == ["first-steps/images/forgotten.svg:1: warning: No figure shows this file."]


def test_an_empty_folder_is_a_problem(shelf, tmp_path):
    shelf.folder = tmp_path / "empty"
    missing = shelf.problems()
    shelf.folder.mkdir()

    assert missing == shelf.problems() == [f"{tmp_path}/empty:1: There is no module in this folder."]


def test_only_folders_with_plain_names_are_modules(shelf):
    shelf.write("notes.txt", "not a module")
    shelf.write("Bad_Name/module.yaml", "")
    shelf.write(".hidden/module.yaml", "")

    assert shelf.problems() == [
        "Bad_Name:1: The name of a folder has small letters, digits and single hyphens.",
        "notes.txt:1: Only folders stand here, one for each module.",
    ]


@pytest.mark.parametrize("name", ["02-act.yaml", "02-act.en.md", "02-act.ms.md", "module.yaml"])
def test_a_missing_file_is_named(shelf, name):
    shelf.remove(f"first-steps/{name}")

    assert shelf.problems() == [f"first-steps/{name}:1: This file is missing or cannot be read."]


def test_a_file_that_belongs_to_no_lesson_is_named(shelf):
    shelf.write("first-steps/03-forgotten.en.md", "Text.")
    shelf.write("first-steps/02-act.en.md~", "An editor's copy.")

    assert shelf.problems() == [
        "first-steps/03-forgotten.en.md:1: No lesson of module.yaml is called so: NN-its-name.yaml, .en.md and .ms.md."
    ]


def test_a_lesson_listed_twice_is_a_problem(shelf):
    shelf.change("next-steps/module.yaml", "[rest]", "\n- rest\n- rest")
    for ending in ("yaml", "en.md", "ms.md"):
        shelf.write(f"next-steps/02-rest.{ending}", (shelf.folder / f"next-steps/01-rest.{ending}").read_text())

    assert shelf.problems() == [
        "next-steps/module.yaml:6: The lessons take 14 minutes; add those of the quiz to them.",
        "next-steps/module.yaml:11: The lesson “rest” is listed 2 times.",
    ]


def test_two_modules_with_the_same_order_are_a_problem(shelf):
    shelf.change("next-steps/module.yaml", "order: 2", "order: 1")

    assert shelf.problems() == ["next-steps/module.yaml:3: The module “first-steps” has the same order already."]


def test_an_outcome_that_the_module_lacks_is_a_problem(shelf):
    shelf.change("first-steps/02-act.yaml", "[HS1]", "[HS1, HS2]")

    assert shelf.problems() == ["first-steps/02-act.yaml:4: The module has no outcome HS2."]


def test_an_outcome_without_a_lesson_is_odd(shelf):
    shelf.change("first-steps/02-act.yaml", "[HS1]", "[]")
    shelf.change("first-steps/01-look.yaml", "[HS1]", "[]")

    assert shelf.problems() == ["first-steps/module.yaml:8: warning: No lesson leads to the outcome HS1."]


def test_a_module_without_facts_needs_no_file_of_them(shelf):
    assert not (shelf.folder / "next-steps/facts.yaml").exists()
    assert shelf.problems() == []


@pytest.mark.parametrize(
    ("days", "problems"),
    [
        (90, []),
        (91, ["warning: The fact “rain” was verified 91 days ago: read its source again."]),
        (365, ["warning: The fact “rain” was verified 365 days ago: read its source again."]),
        (366, ["The fact “rain” was verified 366 days ago: read its source again, or drop it."]),
        (-1, ["The fact “rain” was verified on a day that is still to come."]),
    ],
)
def test_a_fact_ages(shelf, days, problems):
    day = TODAY - timedelta(days=days)
    shelf.change(
        "first-steps/facts.yaml", "verified_on: 2026-11-01\n  kind: general", f"verified_on: {day}\n  kind: general"
    )

    assert shelf.problems() == [f"first-steps/facts.yaml:10: {problem}" for problem in problems]


@pytest.mark.parametrize("broken", ["- a list", "seven-days: {}"])
def test_broken_facts_do_not_hide_other_problems_or_invent_any(shelf, broken):
    shelf.write("first-steps/facts.yaml", broken)
    shelf.change("first-steps/module.yaml", "order: 1", "order: one")

    problems = [problem.split(": ")[0] for problem in shelf.problems()]

    assert set(problems) == {"first-steps/facts.yaml:1", "first-steps/module.yaml:3"}


def test_the_lessons_of_the_course_stand_beside_the_code():
    assert CONTENT.name == "content"
    assert CONTENT.parent.name == "modules"


def test_a_fact_of_any_age_does_not_keep_a_site_from_starting(shelf):
    shelf.change(
        "first-steps/facts.yaml", "verified_on: 2026-11-01\n  kind: general", "verified_on: 2019-11-01\n  kind: general"
    )

    library = load_library(shelf.folder)

    assert len(library.modules) == 2

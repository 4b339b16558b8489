"""`python -m modules`, as an author types it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(shelf):
    """Runs the command on the small library, from the folder above it."""

    def with_arguments(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "modules", "--content", shelf.folder.name, "--today", "2026-11-21", *arguments],
            cwd=shelf.folder.parent,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    return with_arguments


def test_a_library_without_a_mistake_gets_one_line(run):
    checked = run()

    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        "2 modules, 3 lessons in both languages: no errors, 0 warnings.\n",
        "",
    )


def test_every_problem_gets_a_line_and_errors_a_status(run, shelf):
    shelf.change("first-steps/01-look.yaml", "ms: Ia kekal.", "my: Ia kekal.")
    shelf.change(
        "first-steps/facts.yaml", "verified_on: 2026-11-01\n  kind: general", "verified_on: 2026-06-01\n  kind: general"
    )

    checked = run()

    assert (checked.returncode, checked.stderr) == (1, "")
    assert checked.stdout.split("\n") == [
        "content/first-steps/01-look.yaml:25: “cases.room-ad.options.1.why.my” is not known here.",
        "content/first-steps/01-look.yaml:25: “cases.room-ad.options.1.why” has no text in Bahasa Malaysia (ms).",
        "content/first-steps/facts.yaml:10: warning: The fact “rain” was verified 173 days ago: read its source again.",
        "The lessons are broken: 2 errors, 1 warning.",
        "",
    ]


def test_the_preview_is_written_where_the_author_wants_it(run, shelf):
    shown = run("preview", "out")

    assert (shown.returncode, shown.stdout.split("\n")[1]) == (0, "9 pages are written; open out/index.html.")
    assert len(list((shelf.folder.parent / "out").iterdir())) == 9


def test_broken_lessons_have_no_preview(run, shelf):
    shelf.remove("first-steps/01-look.ms.md")

    shown = run("preview", "out")

    assert (shown.returncode, (shelf.folder.parent / "out").exists()) == (1, False)


def test_how_easy_every_lesson_reads_stands_in_a_table(run):
    checked = run("readability")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert [line.split() for line in checked.stdout.splitlines()[1:4]] == [
        ["lesson", "language", "words", "sentences", "words", "a", "sentence", "Flesch", "reading", "ease"],
        ["first-steps/look", "en", "38", "12", "3.2", "110"],
        ["first-steps/look", "ms", "32", "12", "2.7", "–"],
    ]
    assert [line.split()[:2] for line in checked.stdout.splitlines()[6:8]] == [
        ["first-steps/teach", "en"],
        ["first-steps/teach", "ms"],
    ]
    assert len(checked.stdout.splitlines()) == 2 + 2 * (3 + 2)

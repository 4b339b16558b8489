"""The guide for authors: its example is a module without a mistake, and its table names every directive."""

import re
from datetime import date
from pathlib import Path

import pytest

from modules import check_library
from modules.drawings import FILLS, STROKES
from modules.prose import KINDS

GUIDE = Path(__file__).parents[2] / "docs" / "writing-lessons.md"
EXAMPLE = re.compile(r"^`(?P<name>kind-words/[^`]+)`\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


def test_the_example_can_be_copied_as_it_stands(guide, tmp_path):
    for found in EXAMPLE.finditer(guide):
        file = tmp_path / found["name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found["text"], encoding="utf-8")

    library, problems = check_library(tmp_path, today=date(2026, 11, 21))

    assert [str(problem) for problem in problems] == []
    assert [lesson.slug for lesson in library.modules[0].lessons] == ["first-reply"]


def test_the_guide_names_every_directive(guide):
    assert tuple(re.findall(r"^\| `::([a-z]+)\{", guide, re.MULTILINE)) == KINDS


def test_the_guide_names_every_colour(guide):
    drawings = guide.split("## Drawings")[1].split("## YAML")[0]
    both, fill_only = drawings.split("and to fill also")

    assert set(re.findall(r"`([a-z-]+)`", both)) >= {stroke[2:] for stroke in STROKES}
    assert set(re.findall(r"`([a-z-]+)`", fill_only.split(". Leaf")[0])) == {
        fill[2:] for fill in FILLS if "s-" + fill[2:] not in STROKES
    }

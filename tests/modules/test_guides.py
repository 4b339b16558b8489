"""The guides of the hub, and what their checker tells an author."""

from pathlib import Path

import pytest

from modules.guides import GUIDES, check_guides
from modules.problems import Report


def told(text: str, tmp_path: Path) -> list[str]:
    report = Report()
    (tmp_path / "guide.yaml").write_text(text, encoding="utf-8")
    check_guides(tmp_path, report)
    return [problem.message for problem in report.sorted() if problem.severity == "error"]


def test_the_shipped_guides_have_no_problem() -> None:
    report = Report()

    assert len(check_guides(GUIDES, report)) == 7
    assert report.found == []


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ("fact: aifa", "fact: nowhere", "There is no fact “nowhere” in this file."),
        ("        fact: aifa\n", "", "No step stands on “aifa”."),
        ("An old picture with", "word " * 60, "This step has 7"),
        ("help: check", "help: nobody", "“parts.0.steps.4.help” must be"),
        ("order: 4", "order: four", "“order” must be a whole number."),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, was: str, becomes: str, sentence: str) -> None:
    text = (GUIDES / "is-this-true.yaml").read_text(encoding="utf-8")

    assert any(one.startswith(sentence) for one in told(text.replace(was, becomes, 1), tmp_path))

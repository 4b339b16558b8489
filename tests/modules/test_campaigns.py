"""The files of the campaigns and of the share kit, and what their checkers tell an author."""

from pathlib import Path

import pytest

from modules.campaigns import CAMPAIGNS, check_campaigns
from modules.problems import Report
from modules.share_kit import CAPTIONS, check_share_kit, sign


def told(text: str, tmp_path: Path) -> list[str]:
    file, report = tmp_path / "campaigns.yaml", Report()
    file.write_text(text, encoding="utf-8")
    check_campaigns(file, report)
    return [problem.message for problem in report.sorted() if problem.severity == "error"]


def test_the_shipped_files_have_no_problem() -> None:
    report = Report()

    check_campaigns(CAMPAIGNS, report)
    check_share_kit(CAPTIONS, report)

    assert report.found == []


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ("fact: iium", "fact: nowhere", "There is no fact “nowhere” in this file."),
        ("  iium:\n", "  unused:\n", "Nothing here stands on “unused”."),
    ],
)
def test_a_figure_without_a_source_and_a_source_without_a_figure_are_errors(
    tmp_path: Path, was: str, becomes: str, sentence: str
) -> None:
    assert sentence in told(CAMPAIGNS.read_text(encoding="utf-8").replace(was, becomes, 1), tmp_path)


def test_a_source_without_a_day_of_checking_is_an_error(tmp_path: Path) -> None:
    text = CAMPAIGNS.read_text(encoding="utf-8").replace("    verified_on: 2026-11-21\n", "", 1)

    assert told(text, tmp_path) != []


def test_a_picture_without_a_drawing_is_an_error(tmp_path: Path) -> None:
    file, report = tmp_path / "share-kit.yaml", Report()
    file.write_text(CAPTIONS.read_text(encoding="utf-8").replace("  care:\n", "  dragon:\n"), encoding="utf-8")

    check_share_kit(file, report)

    assert [problem.message for problem in report.found] == ["There is no drawing for “dragon”."]
    with pytest.raises(KeyError):
        sign("dragon")

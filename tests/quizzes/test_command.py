"""The author's command: it prints every problem, rehearses every item, and its exit code says whether all is well."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import quizzes
from quizzes.kinds.quiz.multiple_choice import MultipleChoice
from quizzes.kinds.quiz.ordering import Ordering
from quizzes.kinds.quiz.single_choice import SingleChoice
from quizzes.rehearsal import rehearse
from quizzes.results import Mark
from tests.quizzes.sketches import FEED, POOL, Data, feed, pool, write


def run(folder: Path) -> tuple[int, list[str]]:
    ended = subprocess.run(
        [sys.executable, "-m", "quizzes", str(folder)], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout.splitlines()


def bank(folder: Path, changed: Data) -> quizzes.Bank:
    found = quizzes.check_bank(write(folder, {POOL: changed}))[0]
    assert found is not None
    return found


def test_a_sound_bank_is_rehearsed_and_summed_up_in_one_line(tmp_path: Path) -> None:
    write(tmp_path, {POOL: pool(), FEED: feed()})

    assert run(tmp_path) == (
        0,
        ["85 items of 2 quizzes and activities, each answered right and wrong: 0 troubles, 0 warnings."],
    )


def test_a_broken_bank_is_listed_and_refused(tmp_path: Path) -> None:
    write(tmp_path, {POOL: pool(pass_points=9), FEED: feed()})

    code, lines = run(tmp_path)

    assert code == 1
    assert [line.rsplit("/", 1)[-1] for line in lines] == [
        "pool.yaml:3: Nobody can reach 9 points with 3 questions.",
        "The questions have 1 errors and 0 warnings; nothing was rehearsed.",
    ]


def test_the_rehearsal_of_a_sound_bank_has_nothing_to_say(tmp_path: Path) -> None:
    sound = quizzes.load_bank(write(tmp_path, {POOL: pool(), FEED: feed()}))

    assert list(rehearse(sound)) == []


def test_the_rehearsal_notices_a_paper_that_cannot_be_passed(tmp_path: Path) -> None:
    found = list(rehearse(bank(tmp_path, pool(pass_points=5))))

    assert found == ["kites: a paper without a mistake scores 100, passed: False."]


def test_the_rehearsal_notices_a_kind_that_marks_everything_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (SingleChoice, MultipleChoice, Ordering):
        monkeypatch.setattr(kind, "mark", lambda item, response: Mark("right", Fraction(1)))

    found = list(rehearse(bank(tmp_path, pool())))

    assert found[:3] == [
        "kites, fly-1: answered with [{'': ['b']}], it is “right” and not “wrong”.",
        "kites, fly-1: answered with [{'': ['c']}], it is “right” and not “wrong”.",
        "kites, fly-1: answered with [], it is “right” and not “unanswered”.",
    ]
    assert found[-1] == "kites: a paper without a right answer scores 100, an empty one 100."


def test_the_rehearsal_notices_a_kind_that_forgets_answers_and_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = bank(tmp_path / "other", pool(draw=2)).definitions[0].to_json()
    monkeypatch.setattr(quizzes.Quiz, "to_json", lambda definition: other)
    monkeypatch.setattr(SingleChoice, "is_answered", lambda item, response: False)

    found = list(rehearse(bank(tmp_path, pool())))

    assert found == ["kites: its copy differs from it.", "kites: a paper answered in full counts as unfinished."]

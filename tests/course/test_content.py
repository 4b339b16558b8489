"""What the operator's check says of the content beyond the checkers of the libraries."""

from pathlib import Path

import pytest
from flask import Flask

from course import content
from tests.quizzes.sketches import POOL, pool, write

SLIPS = {
    "Wind alone lifts a kite": "Wind “alone lifts a a kite",
    "Ask about wind dalam": "Tanya tentang konten  dalam",
}


def with_slips(folder: Path) -> None:
    write(folder, {POOL: pool()})
    file = folder / POOL
    text = file.read_text()
    for right, wrong in SLIPS.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    file.write_text(text)


def test_the_words_of_questions_keep_the_rules_of_lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with_slips(tmp_path)

    assert [str(problem) for problem in content.wording_problems(tmp_path)] == [
        "kites/pool.yaml:7: warning: The quotation that begins here does not end: a ” is missing.",
        "kites/pool.yaml:7: warning: “a a”: the word stands here twice.",
        "kites/pool.yaml:11: warning: Two spaces stand here where one is enough.",
        "kites/pool.yaml:11: “konten” is Indonesian; Malaysians write “kandungan”.",
    ]


def test_an_untranslated_option_is_found(tmp_path: Path) -> None:
    sketched = pool()
    sketched["items"][0]["options"][0]["t"] = {"en": "Fly higher", "ms": "Fly higher"}
    write(tmp_path, {POOL: sketched})

    assert [problem.message for problem in content.wording_problems(tmp_path)] == [
        "Both languages have the same words here: one of them is missing."
    ]


def test_the_questions_of_the_course_have_no_slip(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["check-content"])

    assert (result.exit_code, result.output.splitlines()[:2]) == (
        0,
        [
            "Lessons, questions and activities fit together.",
            "Words of the questions: 0 to correct, 0 to look at.",
        ],
    )


def test_an_indonesian_word_in_a_question_fails_the_check(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_slips(tmp_path / "quizzes")
    monkeypatch.setitem(app.config, "LOAD_CONTENT_FROM", str(tmp_path))

    result = app.test_cli_runner().invoke(args=["check-content"])

    assert result.exit_code == 1
    assert "Words of the questions: 1 to correct, 3 to look at." in result.output

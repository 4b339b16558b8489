"""The bank that is shipped: sound, and what the course promises of it."""

import quizzes
from quizzes.rehearsal import rehearse


def test_the_shipped_bank_is_sound() -> None:
    bank, problems = quizzes.check_bank()

    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert bank is not None
    assert list(rehearse(bank)) == []


def test_three_tries_at_each_shipped_quiz_share_no_question() -> None:
    bank = quizzes.load_bank()

    for quiz in (one for one in bank.definitions if one.kind == "quiz"):
        seen: list[str] = []
        for seed in (b"first", b"second", b"third"):
            seen += quizzes.draw(quiz, seed, seen).item_ids
        assert len(seen) == len(set(seen)) == 3 * quiz.draw

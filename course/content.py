"""What `flask check-content` says: what neither the checker of the lessons nor that of the questions sees alone."""

from collections.abc import Iterator
from pathlib import Path

import modules
import quizzes
from modules import wording


def wording_problems(questions: Path | None) -> list[modules.Problem]:
    """The rules of wording of the lessons, applied to every text of the questions; by file and line."""
    return sorted(set(_remarks(questions)))


def _remarks(questions: Path | None) -> Iterator[modules.Problem]:
    for text in quizzes.written_texts(questions):
        for language, words in text.words.items():
            for remark in wording.remarks(words, language):
                yield remark.problem(text.file, text.lines[language])
        for remark in wording.untranslated(text.words["en"], text.words["ms"]):
            yield remark.problem(text.file, text.lines["ms"])

"""The texts of the bank as their authors wrote them, for whoever checks the words."""

from pathlib import Path

import quizzes
from tests.quizzes.sketches import FEED, POOL, feed, pool, write

ONE_POOL = """\
module: kites
misconceptions:
  loud: {belief: {en: "Loud", ms: "Lantang"}, prompt: {en: Why?, ms: Kenapa?}}
items:
  - stem:
      en: "Is it?"
      ms: "Betulkah?"
    sample: [{lang: ms, t: layang}]
    odd: {en: [a], ms: b, zh: c}
"""


def test_every_text_in_both_languages_is_found_with_its_lines(tmp_path: Path) -> None:
    write(tmp_path, {POOL: ONE_POOL, "check-in.yaml": "title: {en: How?, ms: Apa khabar?}\n"})

    found = [(Path(text.file).name, text.words, text.lines) for text in quizzes.written_texts(tmp_path)]

    assert found == [
        ("pool.yaml", {"en": "Loud", "ms": "Lantang"}, {"en": 3, "ms": 3}),
        ("pool.yaml", {"en": "Why?", "ms": "Kenapa?"}, {"en": 3, "ms": 3}),
        ("pool.yaml", {"en": "Is it?", "ms": "Betulkah?"}, {"en": 6, "ms": 7}),
        ("check-in.yaml", {"en": "How?", "ms": "Apa khabar?"}, {"en": 1, "ms": 1}),
    ]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, {POOL: "module: [", FEED: feed()})

    assert {Path(text.file).name for text in quizzes.written_texts(tmp_path)} == {"kite-feed.yaml"}


def test_no_text_of_the_models_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {POOL: pool(), FEED: feed()})

    english = {text.words["en"] for text in quizzes.written_texts(tmp_path)}
    bank = quizzes.load_bank(tmp_path)

    assert {item.stem.en for item in bank.quiz("kites").items} <= english  # type: ignore[union-attr]
    assert {post.why.en for post in bank.activity("kite-feed").posts} <= english  # type: ignore[union-attr]

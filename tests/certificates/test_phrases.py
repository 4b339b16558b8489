"""The words on every certificate exist in both languages."""

import re

from certificates.claims import LANGUAGES
from certificates.phrases import phrases as read_phrases


def test_both_languages_say_the_same_things() -> None:
    phrases = read_phrases()

    assert tuple(phrases) == LANGUAGES
    assert list(phrases["en"]) == list(phrases["ms"])
    assert [len(phrases[language]["months"]) for language in LANGUAGES] == [12, 12]


def test_both_languages_leave_the_same_gaps() -> None:
    gaps = {
        language: {key: sorted(re.findall(r"{(\w+)}", str(text))) for key, text in phrases.items()}
        for language, phrases in read_phrases().items()
    }

    assert gaps["en"] == gaps["ms"]

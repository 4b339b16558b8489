"""How easy a lesson reads: counted as a reader would, by a formula that can be checked by hand."""

import pytest

from modules.library import LANGUAGES
from modules.readability import Reading, measure, syllables
from tests.modules.shelf import ACT_EN, ACT_MS


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "the be she made worked moved helps comes threads rules don't it's"),
        (2, "table pages lesson being going wanted teaches watches rushes people's something"),
        (3, "somebody everything together counsellor"),
        (4, "information"),
        (5, "misinformation"),
    ],
)
def test_syllables_are_counted_as_they_are_said(number, words):
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), number)


def test_the_formula_gives_what_it_gives_by_hand():
    # 12 words in 2 sentences with 15 syllables: 206.835 − 1.015 × 6 − 84.6 × 1.25 = 94.995
    reading = Reading("en", words=12, sentences=2, syllables=15, longest="")

    assert reading.mean_words == 6
    assert reading.ease == pytest.approx(94.995)


def test_a_text_without_words_is_not_hard():
    assert [(reading.mean_words, reading.ease, reading.is_hard) for reading in map(empty, LANGUAGES)] == [
        (0.0, None, False),
        (0.0, None, False),
    ]


def empty(language):
    return Reading(language, words=0, sentences=0, syllables=0, longest="")


def test_sentences_are_counted_and_fragments_are_not(shelf):
    prose = (
        "One two three. “Four five!” Six RM1.50?\n\n- A list item without a stop\n- Another **one**\n\n"
        "### A heading\n\n> A quotation, not ours.\n\n| A | table |\n|---|---|\n| with | words |\n\n```\ncode\n```\n\n"
    )
    for language, text in (("en", ACT_EN), ("ms", ACT_MS)):
        before = measure(shelf.load().lesson("first-steps", "act"), language)
        shelf.write(f"first-steps/02-act.{language}.md", text.replace("\n\n::fact", "\n\n" + prose + "::fact"))
        after = measure(shelf.load().lesson("first-steps", "act"), language)

        assert (after.sentences - before.sentences, after.words - before.words) == (5, 3 + 2 + 2 + 6 + 2)


def test_stories_questions_reasons_and_facts_are_read_too(shelf):
    def count():
        return measure(shelf.load().lesson("first-steps", "look"), "en").words

    before = count()
    for old in ("en: You look", "en: What now", "en: It helps", 'en: "Read', "en: How did", "en: Badly, ms"):
        shelf.change("first-steps/01-look.yaml", old, old.replace("en: ", "en: Oh ").replace('Oh "', '"Oh '))
    shelf.change("first-steps/facts.yaml", "en: A week", "en: Oh a week")

    assert count() == before + 6


def test_hard_english_is_a_warning(shelf):
    hard = "Institutional accountability necessitates interdisciplinary deliberation regarding communication. "
    shelf.change("first-steps/02-act.en.md", "Some text.", hard * 6)

    [problem] = shelf.problems()

    assert problem.startswith("first-steps/02-act.yaml:1: warning: The English reads hard: its Flesch reading ease is ")
    assert problem.endswith(f"; 55 is the least. Begin with the longest sentence: “{hard.strip()}”")


def test_long_malay_sentences_are_a_warning(shelf):
    long = "Satu dua tiga empat lima enam tujuh lapan sembilan puluh " * 12
    shelf.change("first-steps/02-act.ms.md", "Sedikit teks.", long)

    assert [problem.split(" Begin")[0] for problem in shelf.problems()] == [
        "first-steps/02-act.yaml:1: warning: The Malay has 22 words a sentence; 16 on average is the most."
    ]

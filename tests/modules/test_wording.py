"""What a machine can tell about the words."""

import pytest

from modules.wording import indonesian_forms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jawab kuis ini", [("kuis", "kuiz")]),
        ("Ujaran kebencian itu salah", [("Ujaran kebencian", "ucapan kebencian")]),
        ("kontennya dan sertifikatmu", [("kontennya", "kandungan"), ("sertifikatmu", "sijil")]),
        ("diunggah, mengunduh", [("diunggah", "muat naik"), ("mengunduh", "memuat turun")]),
        ("Kuiz, sijil, pensyarah dan kandungan", []),
        ("mahasiswi di kontena berkomentari", []),
        ("e-tes dan tes-e", [("tes", "ujian")]),
    ],
)
def test_indonesian_forms_are_found_as_whole_words(text, found):
    assert indonesian_forms(text) == found


def test_an_indonesian_form_is_told_by_line_wherever_it_stands(shelf):
    shelf.change("first-steps/01-look.ms.md", "Lima patah", "Lima konten\npatah")
    shelf.change("first-steps/01-look.yaml", "ms: Ia kekal.", "ms: Ia daring.")
    shelf.change("first-steps/facts.yaml", "Hujan itu", "Hujan gratis")
    shelf.change("first-steps/module.yaml", "ms: Cara bermula.", "ms: Coba bermula.")

    assert shelf.problems() == [
        "first-steps/01-look.ms.md:7: “konten” is Indonesian; Malaysians write “kandungan”.",
        "first-steps/01-look.yaml:25: “daring” is Indonesian; Malaysians write “dalam talian”.",
        "first-steps/facts.yaml:9: “gratis” is Indonesian; Malaysians write “percuma”.",
        "first-steps/module.yaml:2: “Coba” is Indonesian; Malaysians write “cuba”.",
    ]


def test_english_and_quoted_posts_may_hold_any_word(shelf):
    shelf.change("first-steps/01-look.en.md", "Five words", "Five daring words")
    shelf.change("first-steps/01-look.yaml", "Murah <b>", "Konten gratis")

    assert shelf.problems() == []


def test_a_sentence_that_is_the_same_in_both_languages_is_odd(shelf):
    shelf.change(
        "first-steps/01-look.yaml",
        "{en: Look first., ms: Tengok dahulu.}",
        "\n  en: Look first and only then act now\n  ms: Look first and only then act now",
    )

    assert shelf.problems() == [
        "first-steps/01-look.yaml:4: warning: Both languages have the same words here: one of them is missing."
    ]


def test_marks_that_would_be_shown_are_odd(shelf):
    shelf.change("first-steps/01-look.yaml", "ms: Ia kekal.", "ms: Ia **kekal**.")
    shelf.change("first-steps/01-look.yaml", "en: It stays.", 'en: "It [stays](/help)."')
    shelf.change("first-steps/01-look.yaml", "en: It helps.", "en: b**ch and c**t")

    advice = "is shown as it stands: of the short texts only “after” is CommonMark."
    assert shelf.problems() == [
        f"first-steps/01-look.yaml:25: warning: “**kekal**” {advice}",
        f"first-steps/01-look.yaml:25: warning: “[stays](/help)” {advice}",
    ]


def test_a_pair_of_other_things_is_no_text(shelf):
    shelf.change("first-steps/01-look.yaml", "title: {en: A room, ms: Sebuah bilik}", "title: {en: 1, ms: 1}")

    assert shelf.problems() == [
        "first-steps/01-look.yaml:14: “cases.room-ad.title.en” must be text; put it in quotes.",
        "first-steps/01-look.yaml:14: “cases.room-ad.title.ms” must be text; put it in quotes.",
    ]

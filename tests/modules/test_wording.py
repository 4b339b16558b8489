"""What a machine can tell about the words."""

import pytest

from modules.wording import indonesian_forms, remarks, untranslated


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


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Look first and only then act", True),
        ("Report", True),
        ("Report now", True),
        ("Universiti Contoh Malaysia", False),
        ("WhatsApp 019-261 5999", True),
        ("Deepfake", False),
        ("deepfake, doxing", False),
        ("999", False),
        ("Sebenarnya.my", False),
        ("“Lapar nak mati”", False),
        ("“Lapar nak mati” he said", True),
        ("A", False),
        ("", False),
    ],
)
def test_a_text_that_is_the_same_in_both_languages_is_odd(text, is_told):
    assert [remark.message for remark in untranslated(text, text)] == (
        ["Both languages have the same words here: one of them is missing."] if is_told else []
    )
    assert [*untranslated(text, f"{text} juga")] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("He said “yes” and “no”.", []),
        ("“‘Nobody wants you’? Who talks like that?”", []),
        ("She's 5'2 tall, the others' too", []),
        ('He said "yes".', [(8, 'Straight quotation marks (") stand here; write “ and ” as everywhere else.')]),
        ("He said “yes.", [(8, "The quotation that begins here does not end: a ” is missing.")]),
        ("He said yes”.", [(11, "A quotation ends here that has not begun: a “ is missing.")]),
        (
            "“A “b” c”",
            [
                (3, "A quotation begins before the last one ends: a ” is missing, or ‘ and ’ belong inside."),
                (8, "A quotation ends here that has not begun: a “ is missing."),
            ],
        ),
        ("It is is so", [(3, "“is is”: the word stands here twice.")]),
        ("Paris in the\nthe spring", [(9, "“the the”: the word stands here twice.")]),
        ("The the", [(0, "“The the”: the word stands here twice.")]),
        ("“Die die must try”, ha ha: he had had it, and that that is so", []),
        ("kata-kata, buku buku-buku, well-well known, 10 10", []),
        ("One.  Two", [(4, "Two spaces stand here where one is enough.")]),
        ("  One  \n  two", []),
    ],
)
def test_slips_of_the_pen_are_found_where_they_stand(text, told):
    assert [(remark.at, remark.message) for remark in remarks(text, "en")] == told


def test_slips_are_told_by_line_wherever_they_stand(shelf):
    shelf.change("first-steps/01-look.en.md", "Five words", "Five\nwords words")
    shelf.change("first-steps/01-look.ms.md", "Lima patah", "Lima “patah")
    shelf.change("first-steps/01-look.yaml", "en: It stays.", "en: It  stays.")

    assert shelf.problems() == [
        "first-steps/01-look.en.md:8: warning: “words words”: the word stands here twice.",
        "first-steps/01-look.ms.md:7: warning: The quotation that begins here does not end: a ” is missing.",
        "first-steps/01-look.yaml:25: warning: Two spaces stand here where one is enough.",
    ]


def test_tables_and_code_are_set_as_their_author_likes(shelf):
    shelf.change(
        "first-steps/01-look.en.md",
        "Five words",
        '| a    | b |\n|------|---|\n| c  d | e |\n\n`say "a  a"`\n\n```\nsay "b"  b b\n```\n\nFive words',
    )

    assert shelf.problems() == []


def test_marks_that_would_be_shown_are_odd(shelf):
    shelf.change("first-steps/01-look.yaml", "ms: Ia kekal.", "ms: Ia **kekal**.")
    shelf.change("first-steps/01-look.yaml", "en: It stays.", 'en: "It [stays](/help)."')
    shelf.change("first-steps/01-look.yaml", "en: It helps.", "en: b**ch and c**t")

    advice = "is shown as it stands: of the short texts only “after” is CommonMark."
    assert shelf.problems() == [
        f"first-steps/01-look.yaml:25: warning: “**kekal**” {advice}",
        f"first-steps/01-look.yaml:25: warning: “[stays](/help)” {advice}",
    ]


@pytest.mark.parametrize("marked", ["*now*", "*right now*", "`/help`"])
def test_emphasis_and_code_that_would_be_shown_are_odd(shelf, marked):
    shelf.change("first-steps/01-look.yaml", "en: It stays.", f'en: "It stays {marked}."')

    advice = "is shown as it stands: of the short texts only “after” is CommonMark."
    assert shelf.problems() == [f"first-steps/01-look.yaml:25: warning: “{marked}” {advice}"]


@pytest.mark.parametrize("unmarked", ["f*ck and sh*t", "2 * 3 * 4", "five stars: *****", "a note*, and another*"])
def test_a_veiled_word_and_a_lone_asterisk_are_no_marks(shelf, unmarked):
    shelf.change("first-steps/01-look.yaml", "en: It stays.", f'en: "It stays {unmarked}."')

    assert shelf.problems() == []


def test_a_pair_of_other_things_is_no_text(shelf):
    shelf.change("first-steps/01-look.yaml", "title: {en: A room, ms: Sebuah bilik}", "title: {en: 1, ms: 1}")

    assert shelf.problems() == [
        "first-steps/01-look.yaml:14: “cases.room-ad.title.en” must be text; put it in quotes.",
        "first-steps/01-look.yaml:14: “cases.room-ad.title.ms” must be text; put it in quotes.",
    ]

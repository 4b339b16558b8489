"""YAML files that do not have the form of a module, a lesson or a fact."""

import pytest

PLAIN_NAME = "may only look like this-name-1: small letters, digits and hyphens."


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "title: {en: Look & see, ms: Tengok & lihat}",
            "title: {en: Look}",
            "1: “title” has no text in Bahasa Malaysia (ms).",
        ),
        (
            "title: {en: Look & see, ms: Tengok & lihat}",
            "title: {ms: Tengok}",
            "1: “title” has no text in English (en).",
        ),
        (
            "title: {en: Look & see, ms: Tengok & lihat}",
            "title: {en: L, ms: T, fr: R}",
            "1: “title.fr” is not known here.",
        ),
        ("title: {en: Look & see, ms: Tengok & lihat}", "title: {en: L, ms: ' '}", "1: “title.ms” is empty."),
        (
            "title: {en: Look & see, ms: Tengok & lihat}",
            "title: {en: L, ms: 5}",
            "1: “title.ms” must be text; put it in quotes.",
        ),
        (
            "title: {en: Look & see, ms: Tengok & lihat}",
            "title: Look",
            "1: “title” must have keys with values, like {en: …, ms: …}.",
        ),
        ("minutes: 8", "minutes: '8'", "3: “minutes” must be a whole number."),
        ("minutes: 8", "minutes: 5", "3: “minutes” must be 6 or more."),
        ("minutes: 8", "minutes: 13", "3: “minutes” must be 12 or less."),
        ("minutes: 8\n", "", "1: “minutes” is missing."),
        ("minutes: 8", "minutes: 8\nhours: 1", "4: “hours” is not known here."),
        ("[HS1]", "HS1", "4: “outcomes” must be a list."),
        ("[HS1]", "[hs1]", "4: “outcomes.0” may only look like HS1: two capital letters and a number."),
        ("state: pending", "state: fine", "6: “review.state” must be 'pending' or 'signed'."),
        ("state: pending", "state: signed", "6: “review” is signed, so it needs “by”, “role” and “date”."),
        (
            "state: pending",
            "state: pending, by: Me",
            "6: “review” is pending, so nobody has signed: leave “by”, “role” and “date” out.",
        ),
        ("{state: pending}", "pending", "6: “review” must have keys with values."),
        ("best: true", "best: 1", "24: “cases.room-ad.options.0.best” must be true or false."),
        ("lang: zh", "lang: fr", "21: “cases.room-ad.posts.1.runs.0.lang” must be 'en', 'ms', 'zh' or 'ta'."),
        (
            "    from: look",
            "    from: ../look",
            "29: “recalls.begin.from” may only look like an-earlier-lesson or module/an-earlier-lesson.",
        ),
        ("  begin:", "  Begin One:", f"28: “recalls.Begin One” {PLAIN_NAME}"),
        ("id: leave,", f"id: {'l' * 61},", "25: “cases.room-ad.options.1.id” is longer than 60 letters."),
        (
            "      - {id: c, t: {en: Never, ms: Tidak pernah}, why: {en: No., ms: Tidak.}}\n",
            "",
            "31: “recalls.begin.options” must hold at least 3.",
        ),
        (
            "      - {id: c, t",
            "      - {id: d, t: {en: D, ms: D}, why: {en: No., ms: Tidak.}}\n      - {id: c, t",
            "31: “recalls.begin.options” must hold at most 3.",
        ),
        ("recalls:", "recalls: []\nold:", "27: “recalls” must have keys with values."),
    ],
)
def test_a_lesson_of_another_form_is_told_by_line(shelf, old, new, problem):
    shelf.change("first-steps/01-look.yaml", old, new)

    problems = [line for line in shelf.problems() if "“old” is not known" not in line]

    assert problems == [f"first-steps/01-look.yaml:{problem}"]


def test_every_mismatch_is_told(shelf):
    shelf.change("first-steps/01-look.yaml", "minutes: 8", "minutes: no")
    shelf.change("first-steps/01-look.yaml", "ms: Ia kekal.", "my: Ia kekal.")

    assert shelf.problems() == [
        "first-steps/01-look.yaml:3: “minutes” must be a whole number.",
        "first-steps/01-look.yaml:25: “cases.room-ad.options.1.why.my” is not known here.",
        "first-steps/01-look.yaml:25: “cases.room-ad.options.1.why” has no text in Bahasa Malaysia (ms).",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "sign: spot",
            "sign: star",
            "5: “sign” must be 'spot', 'report', 'care', 'look-after', 'kindness', 'misinformation' or 'ogbv'.",
        ),
        ("lessons: [look, act]", "lessons: []", "10: “lessons” must hold at least 1."),
        ("lessons: [look, act]", "lessons: [../look]", f"10: “lessons.0” {PLAIN_NAME}"),
        ("certificate: {en: Tells one from two, ms: Membezakan satu dan dua}\n", "", "1: “certificate” is missing."),
        ("en: Tells one from two, ms", "ms", "9: “certificate” has no text in English (en)."),
        (
            "Membezakan satu dan dua",
            "Menulis " + "a" * 53,
            "9: “certificate” has 61 characters in Bahasa Malaysia; one line of a certificate holds 60.",
        ),
        ("HS1:", "H1:", "8: “outcomes.H1” may only look like HS1: two capital letters and a number."),
    ],
)
def test_a_module_of_another_form_is_told_by_line(shelf, old, new, problem):
    shelf.change("first-steps/module.yaml", old, new)

    assert shelf.problems() == [f"first-steps/module.yaml:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "  url: https://weeks.example.org/seven?a=1&b=2\n",
            "",
            "1: “seven-days” is sourced, so it needs “source” and “url”.",
        ),
        ("  source: Office of Weeks\n", "", "1: “seven-days” is sourced, so it needs “source” and “url”."),
        ("https://weeks", "javascript://weeks", "4: “seven-days.url” may only look like https://example.org/page."),
        (
            "verified_on: 2026-11-01\n  kind: sourced",
            "verified_on: yesterday\n  kind: sourced",
            "6: “seven-days.verified_on” must be a day, like 2026-11-21.",
        ),
        ("kind: general", "kind: known", "11: “rain.kind” must be 'sourced' or 'general'."),
        ("published: 2025-09-13", "published: [2025]", "5: “seven-days.published” must be text; put it in quotes."),
    ],
)
def test_a_fact_of_another_form_is_told_by_line(shelf, old, new, problem):
    shelf.change("first-steps/facts.yaml", old, new)

    assert shelf.problems() == [f"first-steps/facts.yaml:{problem}"]

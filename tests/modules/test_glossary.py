"""The glossary: what makes a good entry, and the words of a lesson that lead to it."""

import pytest

from modules import LANGUAGES, Prose, check_library, load_library
from modules.problems import Report
from modules.prose import read_prose
from modules.terms import Linker
from tests.modules.shelf import GLOSSARY


@pytest.fixture
def kites(shelf):
    """The small library with a glossary of two terms."""
    shelf.write("../glossary.yaml", GLOSSARY)
    return shelf


def opening(kites, language):
    """The first stretch of text of the first lesson."""
    return kites.load().lesson("first-steps", "look").steps[0].html[language]


def test_the_first_of_a_term_in_a_lesson_leads_to_its_entry(kites):
    kites.change("first-steps/01-look.en.md", "The opening", "Kites rise. A kite falls. The opening")
    kites.change("first-steps/01-look.ms.md", "Pembukaan", "Layang-layang naik. Wau jatuh. Pembukaan")
    kites.change("first-steps/01-look.en.md", "Five words", "Every kite has five words")

    english, malay = opening(kites, "en"), opening(kites, "ms")
    later = kites.load().lesson("first-steps", "look").steps[2].html["en"]

    assert english.startswith('<p><a class="term" href="/hub/glossary#kite">Kites</a> rise. A kite falls.')
    assert malay.startswith('<p><a class="term" href="/hub/glossary#kite">Layang-layang</a> naik. Wau jatuh.')
    assert later == "<p>Every kite has five words of plain text.</p>"


def test_each_lesson_links_anew(kites):
    for lesson in ("01-look", "02-act"):
        for language in ("en", "ms"):
            text = (kites.folder / f"first-steps/{lesson}.{language}.md").read_text()
            kites.write(
                f"first-steps/{lesson}.{language}.md", {"en": "A kite.\n\n", "ms": "Seekor wau.\n\n"}[language] + text
            )

    library = kites.load()

    assert ['class="term"' in library.lesson("first-steps", name).steps[0].html["ms"] for name in ("look", "act")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Some **kite** here", '<p>Some <strong><a class="term" href="/hub/glossary#kite">kite</a></strong> here</p>'),
        ("## A kite\n\nNo more", "<p>No more</p>"),
        ("### A kite\n\nNo more", "<h3>A kite</h3>\n<p>No more</p>"),
        ("[a kite](/help)", '<p><a href="/help">a kite</a></p>'),
        ("`kite`", "<p><code>kite</code></p>"),
        ("```\nkite\n```", "<pre><code>kite\n</code></pre>"),
        ("> a kite, he said", "<blockquote>\n<p>a kite, he said</p>\n</blockquote>"),
        ("kitesurf, non-kite, kite-like, /kite", "<p>kitesurf, non-kite, kite-like, /kite</p>"),
        ("a kite's <i>", '<p>a <a class="term" href="/hub/glossary#kite">kite</a>\'s &lt;i&gt;</p>'),
        (
            "two\nparts of a big\nkite",
            '<p>two\nparts of a <a class="term" href="/hub/glossary#big-kite">big\nkite</a></p>',
        ),
    ],
)
def test_only_running_text_leads_there_and_the_longest_form_wins(kites, tmp_path, written, shown):
    more = GLOSSARY + "  big-kite:\n    term: {en: big kite, ms: wau bulan}\n    definition: {en: A., ms: A.}\n"
    kites.write("../glossary.yaml", more)
    file = tmp_path / "a.md"
    file.write_text(written)

    prose = read_prose(file, Report(), Linker(kites.load().glossary, "en"))

    assert prose.sections[0].html == shown


def test_malay_endings_belong_to_the_word(kites):
    kites.change("first-steps/01-look.ms.md", "Pembukaan", "Waunya tinggi, ekorlah. Pembukaan")

    assert opening(kites, "ms").startswith(
        '<p><a class="term" href="/hub/glossary#kite">Waunya</a> tinggi, '
        '<a class="term" href="/hub/glossary#tail">ekorlah</a>.'
    )


def test_links_do_not_change_how_many_words_a_step_has(kites, tmp_path):
    file = tmp_path / "a.md"
    file.write_text("A kite's tail.")

    plain, linked = (read_prose(file, Report(), linker) for linker in (None, Linker(kites.load().glossary, "en")))

    assert plain.sections[0].words == linked.sections[0].words == 3


def test_a_library_without_a_glossary_links_nothing(shelf):
    assert shelf.load().glossary.terms == ()


def test_the_entries_stand_in_the_order_of_the_alphabet_of_each_language(kites):
    kites.change("../glossary.yaml", "en: tail, ms: ekor", "en: Élan tail, ms: ekor")
    glossary = kites.load().glossary

    assert [term.id for term in glossary.ordered("en")] == ["tail", "kite"]
    assert [term.id for term in glossary.ordered("ms")] == ["tail", "kite"]
    assert [other.id for other in glossary.seen_from(glossary.terms[0])] == ["tail"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("see: [tail]", "see: [sky]", "7: There is no term “sky”."),
        ("see: [tail]", "see: [kite]", "7: A term does not refer to itself."),
        (
            "[kites]",
            "[Tail]",
            "9: “tail” stands for “kite” already (line 6): a form leads to one term.",
        ),
        (
            "ms: [layang-layang]",
            "ms: [Wau]",
            "6: “Wau” stands here twice.",
        ),
        (
            "A light frame that rises",
            "Kites are frames that rise",
            "5: “Kites” explains the term by itself.",
        ),
        (
            "A ribbon",
            "A part of a kite",
            None,
        ),
        (
            "A light frame that",
            "Ten words are enough here and not one more than " * 4 + "that",
            "5: The definition has 45 words in English; 35 are enough.",
        ),
        ("ms: wau}", "my: wau}", "4: “terms.kite.term.my” is not known here."),
        ("kite:\n", "Kite:\n", "3: “terms.Kite” may only look like this-name-1: small letters, digits and hyphens."),
        ("Reben yang", "Konten yang", "10: “Konten” is Indonesian; Malaysians write “kandungan”."),
        (
            "review: {state: pending}",
            "review: {state: signed}",
            "1: “review” is signed, so it needs “by”, “role” and “date”.",
        ),
    ],
)
def test_a_mistake_in_the_glossary_is_told_by_line(kites, old, new, problem):
    kites.change("../glossary.yaml", old, new)

    said = [line.split("glossary.yaml:")[1] for line in kites.problems() if "glossary.yaml" in line]

    assert said[:1] == ([problem] if problem else [])


def test_definitions_do_not_go_round_in_a_circle(kites):
    kites.change("../glossary.yaml", "A light frame", "A tail with a frame")
    kites.change("../glossary.yaml", "A ribbon", "Part of a kite")

    assert [line.split("glossary.yaml:")[1] for line in kites.problems()] == [
        "5: The definitions go round in a circle: kite → tail → kite."
    ]


def test_a_missing_glossary_is_told(shelf):
    _library, problems = check_library(shelf.folder, today=None, glossary=shelf.folder / "nowhere.yaml")

    assert [problem.message for problem in problems] == ["This file is missing or cannot be read."]


def test_the_glossary_of_the_course_is_whole_and_every_module_leads_to_it():
    library = load_library()

    linked = {
        (lesson.module, language)
        for module in library.modules
        for lesson in module.lessons
        for step in lesson.steps
        for language in LANGUAGES
        if isinstance(step, Prose) and 'class="term"' in step.html[language]
    }

    assert len(library.glossary.terms) >= 45
    assert linked == {(module.slug, language) for module in library.modules for language in LANGUAGES}

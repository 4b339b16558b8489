"""The library where only what somebody has signed is shown."""

import pytest

from modules import Text, signed_only
from tests.modules.shelf import GLOSSARY

SIGNATURE = "review: {state: signed, by: Dr N. A., role: counsellor, date: 2026-11-01}"


@pytest.fixture
def signed(shelf):
    """The small library, of which the lessons `act` and `rest` are signed; `look` and the glossary are not."""
    shelf.write("../glossary.yaml", GLOSSARY)
    shelf.change(
        "first-steps/02-act.en.md",
        "Some text.",
        "A kite, [look](/learn/first-steps/look#step-1) and [on](/learn/next-steps/rest).",
    )
    shelf.change(
        "first-steps/02-act.ms.md",
        "Sedikit teks.",
        "Wau, [*lihat*](/learn/first-steps/look) dan [lagi](/learn/next-steps).",
    )
    return lambda: signed_only(shelf.load())


def test_signed_lessons_are_left_and_numbered_anew(signed):
    library = signed()

    assert [(lesson.slug, lesson.number) for module in library.modules for lesson in module.lessons] == [
        ("act", 1),
        ("rest", 1),
    ]


def test_a_module_without_a_signed_lesson_is_left_out(shelf, signed):
    shelf.change("next-steps/01-rest.yaml", SIGNATURE, "review: {state: pending}")

    assert [module.slug for module in signed().modules] == ["first-steps"]


def test_a_module_promises_what_its_signed_lessons_give(shelf, signed):
    shelf.change("first-steps/module.yaml", "  HS1:", "  HS2: {en: Tell two, ms: Dua}\n  HS1:")
    shelf.change("first-steps/01-look.yaml", "outcomes: [HS1]", "outcomes: [HS1, HS2]")

    [module, _next] = signed().modules

    assert (module.minutes, list(module.outcomes)) == (20 - 8, ["HS1"])
    assert module.certificate is None


def test_the_line_of_a_certificate_stays_while_every_outcome_is_led_to(signed):
    [module, _next] = signed().modules

    assert module.certificate == Text("Tells one from two", "Membezakan satu dan dua")


def test_words_that_led_to_what_is_left_out_are_plain(signed):
    html = signed().lesson("first-steps", "act").steps[0].html

    assert html["en"] == '<p>A kite, look and <a href="/learn/next-steps/rest">on</a>.</p>'
    assert html["ms"] == '<p>Wau, <em>lihat</em> dan <a href="/learn/next-steps">lagi</a>.</p>'


def test_a_worked_case_leads_nowhere_either(shelf, signed):
    shelf.change("first-steps/01-look.yaml", "review: {state: pending}", SIGNATURE)
    shelf.change("first-steps/02-act.yaml", SIGNATURE, "review: {state: pending}")

    assert signed().lesson("first-steps", "look").steps[1].after.en == "Read on, <em>now</em>."


def test_a_signed_glossary_stays_with_the_links_to_it(shelf, signed):
    shelf.change("../glossary.yaml", "review: {state: pending}", SIGNATURE)

    library = signed()

    assert [term.id for term in library.glossary.terms] == ["kite", "tail"]
    assert '<a class="term" href="/hub/glossary#kite">kite</a>' in library.lesson("first-steps", "act").steps[0].html.en


def test_an_unsigned_glossary_is_left_out(signed):
    assert signed().glossary.terms == ()


def test_a_library_that_is_signed_stays_as_it_is(shelf):
    for file in ("01-look.yaml", "teaching.yaml"):
        shelf.change(f"first-steps/{file}", "review: {state: pending}", SIGNATURE)
    library = shelf.load()

    assert signed_only(library) == library

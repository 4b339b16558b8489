"""The glossary as a reader meets it: from a lesson's word to its meaning, without an account or a script."""

import pytest
from flask import Flask

from course import catalogue
from tests.pages import Visitor


@pytest.mark.parametrize(
    ("language", "heading", "word", "twin"),
    [
        ("en", "Glossary", "hate speech", "ucapan kebencian"),
        ("ms", "Glosari", "ucapan kebencian", "hate speech"),
    ],
)
def test_a_word_of_a_lesson_leads_to_what_it_means(
    client: Visitor, language: str, heading: str, word: str, twin: str
) -> None:
    lesson = client.get(f"/learn/spot-it/what-counts?lang={language}")
    link = lesson.one("a.term[href$='#hate-speech']")
    assert link.text_content() == word

    page = client.get(link.get("href"))

    entry = page.one("#hate-speech")
    assert page.heading == heading
    assert [word in entry.text_content(), entry.cssselect(".quiet [lang]")[0].text_content()] == [True, twin]


def test_no_term_is_linked_twice_in_a_lesson_or_leads_nowhere(app: Flask, client: Visitor) -> None:
    with app.app_context():
        lessons = [lesson for module in catalogue.current().library.modules for lesson in module.lessons]
    for language in ("en", "ms"):
        anchors = {
            f"/hub/glossary#{entry.get('id')}" for entry in client.get(f"/hub/glossary?lang={language}").all("dl > div")
        }
        for lesson in lessons:
            page = client.get(f"/learn/{lesson.module}/{lesson.slug}?lang={language}")
            links = [link.get("href") for link in page.all("a.term")]
            assert (len(set(links)), set(links) - anchors) == (len(links), set()), lesson.slug


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_terms_stand_in_the_order_of_the_alphabet_with_a_way_to_each_letter(client: Visitor, language: str) -> None:
    page = client.get(f"/hub/glossary?lang={language}")

    words = page.words("dt")
    assert len(words) >= 45
    assert words == sorted(words, key=str.casefold)
    assert [link.get("href") for link in page.all(".letters a")] == [
        f"#{heading.get('id')}" for heading in page.all("h2")
    ]


def test_the_list_of_modules_leads_to_the_glossary(client: Visitor) -> None:
    page = client.get("/learn")

    assert page.words("main a[href='/hub/glossary']") == ["Glossary"]

"""The search: both languages, forms of words, synonyms; help first for somebody in distress; no trace."""

import pytest
from flask import Flask

from modules.search_words import is_distress, stems
from tests.pages import Visitor


def found(client: Visitor, query: str, language: str = "en") -> list[str]:
    return client.get("/hub/search", query_string={"q": query, "lang": language}).words(".results h3")


@pytest.mark.parametrize(
    "family",
    [
        "melaporkan dilaporkan laporan pelaporan lapor",
        "menyekat disekat sekatan sekat",
        "menapis penapis ditapis tapisan tapis",
        "membuli dibuli pembuli buli",
        "kebencian membenci benci",
        "penipuan menipu ditipu tipu",
    ],
)
def test_the_forms_of_a_malay_word_share_a_stem(family: str) -> None:
    shared = set.intersection(*(set(stems(word, "ms")) for word in family.split()))

    assert shared != set()


@pytest.mark.parametrize(
    ("query", "language", "title"),
    [
        ("saving evidence", "en", "Evidence first"),
        ("bukti", "ms", "Bukti dahulu"),
        ("bukti", "en", "Evidence first"),
        ("dilaporkan", "ms", "Di sebalik butang lapor"),
        ("doxxing", "en", "doxing"),
        ("PERAS-ugut", "ms", "peras ugut seksual"),
        ("wao", "en", "Women's Aid Organisation (WAO) and TINA"),
        ("my post regrets", "en", "I posted something I regret"),
    ],
)
def test_a_page_is_found_in_either_language_and_by_any_form(
    client: Visitor, query: str, language: str, title: str
) -> None:
    assert title in found(client, query, language)


@pytest.mark.parametrize(
    "query",
    [
        "i want to die",
        "suicde",
        "SUICIDAL thoughts",
        "kiling myself",
        "rasa nak mati",
        "bnuh diri",
        "bunuhhhh diri",
        "tak nak hidup lagi",
        "i can’t go on",
        "diperas ugut",
    ],
)
def test_distress_puts_people_who_can_help_before_any_result(client: Visitor, query: str) -> None:
    page = client.get("/hub/search", query_string={"q": query})

    assert page.words(".help-entry h3")[0] == "Emergency services (999)"
    assert page.all("main > *")[2].get("aria-labelledby") == "people"
    assert len(page.all("[data-leave]")) == 1


@pytest.mark.parametrize("query", ["decide", "insider", "mati lampu", "diri sendiri", "report a comment", "die hard"])
def test_other_words_do_not(query: str) -> None:
    assert not is_distress(query)


HOSTILE = ['"', "'; DROP TABLE pages; --", "NEAR(a b)", "title:x", "*", "a*", "(((", "<script>alert(1)</script>", "\0"]


@pytest.mark.parametrize("query", [*HOSTILE, "", "   ", "😀", "سلام", "帮助", "-" * 100, "a b c d e f g h i j k l m"])
def test_whatever_is_typed_is_answered_and_shown_as_it_was(client: Visitor, query: str) -> None:
    page = client.get("/hub/search", query_string={"q": query})

    assert page.one("#q").get("value") == " ".join(query.replace("\0", " ").split())


def test_too_many_letters_are_refused_in_a_sentence(client: Visitor) -> None:
    page = client.get("/hub/search", query_string={"q": "kata " * 3000})

    assert page.words("#q-error") == ["Search with fewer words: at most 100 letters."]
    assert page.all(".results") == []


def test_distress_in_a_long_query_is_still_seen(client: Visitor) -> None:
    page = client.get("/hub/search", query_string={"q": "i want to die " + "and i do not know what to do " * 9})

    assert page.words(".help-entry h3")[0] == "Emergency services (999)"


def test_an_excerpt_is_text_and_marks_what_was_looked_for(client: Visitor) -> None:
    page = client.get("/hub/search?q=evidence")

    assert "evidence" in {word.lower().strip(".,:“”") for word in page.words("mark")}
    assert all(len(line) < 260 for line in page.words(".results p:not(.kicker)"))


def test_a_search_is_kept_by_no_cache_and_told_to_no_other_site(client: Visitor) -> None:
    response = client.get("/hub/search?q=evidence").response

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers.getlist("Set-Cookie") == []


@pytest.mark.usefixtures("throttled")
def test_a_script_that_searches_without_end_is_stopped(app: Flask) -> None:
    answers = [Visitor(app).browser.get("/hub/search?q=a").status_code for _ in range(62)]

    assert answers == [200] * 60 + [429] * 2

"""Lateral reading on the pages: tabs open by buttons, stay where they are, and a verdict ends the claim."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from course import attempts
from quizzes.kinds.lateral.claim import Claim
from quizzes.kinds.lateral.tabs import openable
from tests.cast import Person
from tests.pages import Page, Visitor
from tests.player import sheet_of, start

ACTIVITY = "lateral-reading"
SCORED, PRACTICE = f"/practice/{ACTIVITY}?mode=scored", f"/practice/{ACTIVITY}?mode=practice"


class Reader:
    """Somebody on the first claim of a run."""

    def __init__(self, app: Flask, visitor: Visitor, person: Person, address: str = SCORED) -> None:
        self.app, self.visitor, self.person = app, visitor, person
        self.attempt = start(visitor, address)
        self.claims: Any = self.sheet.paper.items
        self.page = visitor.get(f"/attempts/{self.attempt}")

    @property
    def sheet(self) -> attempts.Sheet:
        return sheet_of(self.app, self.person, self.attempt)

    def send(self, item: str, expect: int = 302, **form: str) -> Page:
        """Post a form of a claim, and see where it leads."""
        data = {"step": item, **{f"a-{item}-{part}": value for part, value in form.items()}}
        answer = self.visitor.post(f"/attempts/{self.attempt}/answers", data, expect=expect)
        self.page = self.visitor.follow() if answer.location else answer
        return self.page

    def open_by_button(self, kind: str) -> Page:
        """Press the button of the first tab of this kind, in the form that the page has."""
        claim = self.claims[0]
        tab = next(tab.id for tab in claim.tabs if tab.kind == kind)
        button = self.page.one(f"form button[name='a-{claim.id}-open'][value='{tab}']")
        form = next(one for one in button.iterancestors("form"))
        fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
        self.visitor.post(form.get("action"), {**fields, button.get("name"): tab})
        self.page = self.visitor.follow()
        return self.page


@pytest.fixture
def reader(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]) -> Reader:
    return Reader(app, sign_in(alice), alice)


def test_a_tab_opens_below_a_heading_and_the_next_one_above_it(reader: Reader) -> None:
    reader.open_by_button("about")

    page = reader.open_by_button("search")

    assert page.words(".tab h3") == ["2. Search for the claim", "1. What it says about itself"]
    assert page.one("article.tab h3[autofocus]").text_content() == "2. Search for the claim"
    assert "You have 3 of 5 actions left." in page.text
    claim = reader.claims[0]
    for tab in claim.tabs:
        assert (tab.text["en"] in page.text) is (tab.kind in ("about", "search"))


def test_a_result_of_a_search_opens_a_further_tab(reader: Reader) -> None:
    claim = reader.claims[0]
    page = reader.open_by_button("search")
    if not page.all(".tab-results button"):
        page = reader.send(claim.id, open=next(tab.id for tab in claim.tabs if tab.results))

    found = page.all(".tab-results button")[0].get("value")
    page = reader.send(claim.id, open=found)

    assert claim.tab_by_id[found].text["en"] in page.text


def test_the_same_tab_again_is_free_and_nothing_opens_beyond_the_budget(reader: Reader) -> None:
    claim = reader.claims[0]
    reader.send(claim.id, open="about")
    page = reader.send(claim.id, open="about")
    assert "You have 4 of 5 actions left." in page.text

    for tab in claim.every_tab():
        page = reader.send(claim.id, open=tab)
    assert "All 5 actions are used." in page.text
    assert page.all("button[name$='-open']") == []
    assert len(page.all(".tab")) == 5

    page = reader.send(claim.id, open=one_more(claim))

    assert page.words(".error") == [
        "All actions are used, so no other tab opens. Choose a verdict and say how sure you are."
    ]
    assert len(page.all(".tab")) == 5


def one_more(claim: Claim) -> str:
    """A tab that could be opened next, had the budget not been spent."""
    spent = claim.every_tab()
    return next(tab for tab in openable(claim.tabs, spent) if tab not in spent)


def test_a_page_that_no_open_tab_leads_to_is_refused_with_a_sentence(reader: Reader) -> None:
    claim = reader.claims[0]
    hidden = next(tab.id for tab in claim.tabs if tab.kind == "page")

    page = reader.send(claim.id, open=hidden, expect=409)

    assert "That step was already answered, or comes later." in page.text
    assert reader.sheet.answers == {}


def test_a_verdict_without_how_sure_is_kept_and_asked_about(reader: Reader) -> None:
    claim = reader.claims[0]

    page = reader.send(claim.id, verdict="misleading")

    assert page.words(".error") == ["Your verdict is noted. Now say how sure you are."]
    assert page.one(f"input[name='a-{claim.id}-verdict'][checked]").get("value") == "misleading"
    page = reader.send(claim.id, verdict="misleading", sure="low")
    assert "Claim 2 of 6" in page.text


def test_an_empty_form_says_what_is_missing(reader: Reader) -> None:
    page = reader.send(reader.claims[0].id, verdict="", sure="")

    assert page.words(".error") == [
        "Nothing new was opened, and there is no verdict yet. Open another tab, or choose a verdict and say how sure "
        "you are."
    ]


def test_a_verdict_cannot_be_changed_and_the_claim_can_still_be_read(reader: Reader) -> None:
    claim = reader.claims[0]
    reader.open_by_button("search")
    reader.send(claim.id, verdict="false", sure="high")

    reader.send(claim.id, verdict="true", sure="high", expect=409)
    reader.send(claim.id, open="about", expect=409)

    page = reader.visitor.get(f"/attempts/{reader.attempt}?step={claim.id}")
    assert page.words("#verdict .stem") == ["False, very sure"]
    assert page.words(".tab h3") == ["1. Search for the claim"]
    assert page.all("button[name$='-open'], input[type=radio]") == []
    assert reader.sheet.answers[claim.id] == {"opened": ["search"], "verdict": "false", "sure": "high"}


@pytest.mark.parametrize("mode", [SCORED, PRACTICE])
def test_no_page_before_the_verdict_tells_the_answer(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], mode: str
) -> None:
    reader = Reader(app, sign_in(alice), alice, mode)
    claim = reader.claims[0]

    page = reader.open_by_button("search")

    text = page.response.get_data(as_text=True)
    for secret in (claim.why["en"], claim.misconception, *(tab.shows["en"] for tab in claim.tabs if tab.shows)):
        assert secret not in text


def test_practice_shows_both_paths_after_each_verdict(
    app: Flask, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    reader = Reader(app, sign_in(bob), bob, PRACTICE)
    claim = reader.claims[0]
    reader.send(claim.id, open="about")
    reader.send(claim.id, open="search")

    page = reader.send(claim.id, verdict="cannot_tell")

    assert page.language == "ms"
    assert page.words(".path-whose") == ["Anda", "Penyemak fakta"]
    assert page.words(".path > p:nth-of-type(2)")[0] == "Meninggalkan halaman pada tindakan ke-2."
    assert claim.why["ms"] in page.text
    assert page.all(".score") == []


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_result_says_how_many_true_stories_were_doubted(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], language: str
) -> None:
    visitor = sign_in(alice)
    visitor.browser.set_cookie("language", language)
    reader = Reader(app, visitor, alice)
    for claim in reader.claims:
        reader.send(claim.id, open="search")
        reader.send(claim.id, verdict="false", sure="high")

    visitor.post(f"/attempts/{reader.attempt}/submit", {"sure": "1"})
    page = visitor.follow()

    doubted = {"en": "You also doubted 3 true ones.", "ms": "Anda turut meragui 3 yang benar."}[language]
    assert doubted in page.text
    assert {"en": "You were surer than you were right", "ms": "Keyakinan anda mendahului"}[language] in page.text
    assert page.words(".chip--leaf") == []
    assert len(page.all(".verdict")) == 6
    # The true claims that were doubted come first.
    assert page.words(".verdict .answer-lines > div:last-child dd")[:3] == [{"en": "True", "ms": "Benar"}[language]] * 3


def test_a_student_who_leaves_and_finds_passes(reader: Reader) -> None:
    for claim in reader.claims:
        for form in claim.right_way():
            reader.send(claim.id, **{part: values[0] for part, values in form.items()})
    reader.visitor.post(f"/attempts/{reader.attempt}/submit")

    page = reader.visitor.follow()

    assert page.words(".chip--leaf") == ["Passed"]
    assert page.words(".score") == ["100 of 100"]
    assert "How sure you were fits how often you were right." in page.text

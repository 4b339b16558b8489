"""The hub: every guide on its page and on one sheet, leading only to what is there; every source on one page."""

import re

import pypdfium2
import pytest
from flask import Flask

import modules
from course import catalogue
from tests.pages import Visitor

GUIDES = modules.load_guides()


def test_the_hub_lists_every_guide_in_its_order(client: Visitor) -> None:
    assert client.get("/hub").words(".card h2") == [guide.title["en"] for guide in GUIDES.values()]
    assert client.get("/hub?lang=ms").words(".card h2") == [guide.title["ms"] for guide in GUIDES.values()]


@pytest.mark.parametrize("slug", GUIDES)
def test_a_guide_shows_its_steps_and_leads_only_to_pages_that_are_there(client: Visitor, slug: str) -> None:
    page = client.get(f"/hub/guides/{slug}")

    assert page.words(".guide-steps .stem") == [step.do["en"] for step in GUIDES[slug].steps]
    for link in page.all(".ways-on a"):
        address = link.get("href").partition("#")[0]
        client.get(address, expect=302 if address.startswith("/practice/") else 200)


def test_every_lesson_and_activity_that_a_guide_names_is_in_the_course(app: Flask) -> None:
    with app.app_context():
        course = catalogue.current()
        for slug, guide in GUIDES.items():
            for step in guide.steps:
                if step.lesson:
                    assert course.library.lesson(*step.lesson.split("/")), (slug, step.lesson)
                if step.activity:
                    assert course.bank.activity(step.activity), (slug, step.activity)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_guide_is_one_sheet_with_all_its_steps(client: Visitor, language: str) -> None:
    for slug, guide in GUIDES.items():
        document = pypdfium2.PdfDocument(client.get(f"/hub/guides/{slug}.pdf?lang={language}").response.data)
        text = " ".join(document[0].get_textpage().get_text_bounded().split())

        assert len(document) == 1, slug
        for step in guide.steps:
            assert step.do[language].split()[-1] in text, (slug, step.do[language])
        assert "15999" in text


@pytest.mark.parametrize("slug", [slug for slug, guide in GUIDES.items() if guide.sensitive])
def test_a_guide_about_harm_can_be_left_quickly(client: Visitor, slug: str) -> None:
    assert len(client.get(f"/hub/guides/{slug}").all("[data-leave]")) == 1


def test_the_guide_on_food_names_no_amount_no_weight_and_no_method(client: Visitor) -> None:
    for language in ("en", "ms"):
        words = client.get(f"/hub/guides/food-and-body?lang={language}").words(".stem, .guide-steps p:not(.source)")

        told = re.sub(r"\b999\b", "", " ".join(words))
        assert re.findall(r"\d|calor|kalori|kilo|BMI|purg|vomit|muntah|starv|berlapar", told, re.IGNORECASE) == []


def test_the_sources_name_every_sourced_fact_with_its_day(client: Visitor) -> None:
    page = client.get("/hub/sources")

    links = {link.get("href") for link in page.all("main li a")}
    assert {fact.url for guide in GUIDES.values() for fact in guide.facts.values()} <= links
    assert all("Checked on" in line for line in page.words("main section li"))


@pytest.mark.parametrize("slug", ["nowhere", "a" * 300, "..", "someone-is-targeted.yaml"])
def test_a_guide_that_there_is_not_is_a_404(client: Visitor, slug: str) -> None:
    client.get(f"/hub/guides/{slug}", expect=404)
    client.get(f"/hub/guides/{slug}.pdf", expect=404)


def test_only_signed_guides_are_shown_where_only_what_is_signed_is(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SHOW_ONLY_REVIEWED", True)

    Visitor(app).get("/hub/guides/food-and-body", expect=404)

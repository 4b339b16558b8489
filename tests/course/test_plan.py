"""The pledge: an if-then plan, private, changeable, removable, never forced."""

from collections.abc import Callable

from flask import Flask

from course import pledges
from tests.cast import Person
from tests.pages import Visitor

PLAN = "form[action='/plan']"


def test_a_plan_is_picked_and_shown_to_its_owner(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)
    browser.get("/plan")

    browser.submit({"situation": "0", "action": "0"})

    assert (
        "When I am about to answer a comment that made me angry, "
        "I will save a draft and read it again after ten minutes." in browser.follow().words(".plan")
    )


def test_own_words_stay_as_they_were_written(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)
    browser.get("/plan")

    browser.submit(
        {
            "situation": "own",
            "own_situation": "kawan kongsi gosip <3",
            "action": "own",
            "own_action": "tanya dulu & diam",
        }
    )

    page = browser.follow()
    assert page.form_data(PLAN)["own_situation"] == ["kawan kongsi gosip <3"]
    assert page.words(".plan") == ["When kawan kongsi gosip <3, I will tanya dulu & diam."]


def test_an_empty_own_sentence_is_asked_for_and_the_rest_is_kept(
    alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(alice)
    browser.get("/plan")

    page = browser.submit({"situation": "own", "own_situation": " ", "action": "2", "obstacle": "malu"}, expect=422)

    assert page.one("[name=own_situation]").get("aria-invalid") == "true"
    assert page.form_data(PLAN)["obstacle"] == ["malu"]
    assert page.form_data(PLAN)["action"] == ["2"]


def test_nothing_is_ticked_beforehand_and_not_now_is_there(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    page = sign_in(alice).get("/plan")

    assert page.form_data(PLAN)["situation"] == [""]
    assert page.all("main form a[href='/me']") != []


def test_a_removed_plan_is_gone(app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)
    browser.get("/plan")
    browser.submit({"situation": "1", "action": "1"})

    browser.post("/plan/remove")

    with app.app_context():
        assert pledges.find_own(alice.id) is None


def test_nobody_else_reads_a_plan(
    alice: Person, lecturer: Person, admin: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(alice)
    browser.get("/plan")
    browser.submit({"situation": "own", "own_situation": "sesuatu yang peribadi", "action": "0"})

    for person in (lecturer, admin):
        other = sign_in(person)
        for address in ("/plan", "/me", "/account"):
            assert "sesuatu yang peribadi" not in other.get(address).text

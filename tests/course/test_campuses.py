"""The campus's own counselling units: entered by an admin, first wherever help stands."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from tests.campuses import name_unit
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]
FORM = {
    "name_en": "Counselling Unit",
    "name_ms": "Unit Kaunseling",
    "campus": "Kampus Induk",
    "phone": "03-1111 2222",
    "chat": "https://wa.me/60311112222",
    "site": "https://www.example.edu.my/kaunseling",
    "hours_en": "Monday to Friday, 8 to 5",
    "hours_ms": "Isnin hingga Jumaat, 8 pagi hingga 5 petang",
    "verified_on": "2026-11-20",
}


@pytest.mark.parametrize(
    ("language", "name", "hours"),
    [
        ("en", "Counselling Unit", "Monday to Friday, 8 to 5"),
        ("ms", "Unit Kaunseling", "Isnin hingga Jumaat, 8 pagi hingga 5 petang"),
    ],
)
def test_a_unit_that_an_admin_enters_stands_second_on_the_help_page(
    client: Visitor, clock: Clock, admin: Person, sign_in: SignIn, language: str, name: str, hours: str
) -> None:
    office = sign_in(admin)
    office.get("/admin/campuses/new")
    office.submit(FORM)

    page = client.get(f"/help?lang={language}")

    assert page.words("article h3")[1] == name
    entry = page.all("article")[1]
    assert [link.get("href") for link in entry.cssselect("a")] == [
        "tel:0311112222",
        "https://wa.me/60311112222",
        "https://www.example.edu.my/kaunseling",
    ]
    assert hours in " ".join(entry.itertext())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "", "chat": "", "site": ""}, "Enter a phone number, a chat or a page"),
        ({"phone": "call us"}, "Write the number as it is dialled"),
        ({"phone": "javascript:alert(1)"}, "Write the number as it is dialled"),
        ({"site": "javascript:alert(1)"}, "Enter a whole address that begins with https://."),
        ({"site": "http://example.edu.my"}, "Enter a whole address that begins with https://."),
        ({"chat": "https://"}, "Enter a whole address that begins with https://."),
        ({"chat": "https://[::1"}, "Enter a whole address that begins with https://."),
        ({"site": 'https://a.b/"onclick='}, "Enter a whole address that begins with https://."),
        ({"name_en": " \0 "}, "Enter the name in English."),
        ({"name_ms": "x" * 121}, "Use 120 characters at most."),
        ({"verified_on": "2027-11-20"}, "This day has not come yet."),
        ({"verified_on": "yesterday"}, "Enter a day like 2026-12-01."),
    ],
)
def test_what_would_help_nobody_is_refused_with_a_sentence_and_kept_in_the_form(
    client: Visitor, clock: Clock, admin: Person, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    office = sign_in(admin)
    office.get("/admin/campuses/new")

    page = office.submit({**FORM, **wrong}, expect=422)

    assert any(sentence in told for told in page.words(".error-summary a"))
    assert page.form_data()["hours_en"] == [FORM["hours_en"]]
    assert "Kampus Induk" not in client.get("/help").text


def test_a_unit_is_changed_and_removed_and_each_is_seen_at_once(
    app: Flask, client: Visitor, clock: Clock, admin: Person, sign_in: SignIn
) -> None:
    name_unit(app)
    office = sign_in(admin)
    address = next(link.get("href") for link in office.get("/admin/campuses").all("article a"))
    office.get(address)

    office.submit({"name_en": "Students' Counsellors"}, form="form.stack")
    changed = client.get("/help").words("article h3")[1]
    office.post(f"{address}/remove")

    assert changed == "Students' Counsellors"
    assert "Students' Counsellors" not in client.get("/help").text
    assert office.get(address, expect=404).heading == "Page not found"


def test_help_asks_the_database_for_nothing(
    app: Flask, client: Visitor, count_queries: Callable[[], AbstractContextManager[Queries]]
) -> None:
    name_unit(app)
    client.get("/help")

    with count_queries() as queries:
        client.get("/help")

    assert queries.statements == []

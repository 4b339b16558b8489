"""Bystander scenes on the website: gaps beside the field, another scene for the same credit, an unkept reply."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from course.extensions import db
from course.tables import Answer
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import hand_in
from tests.pages import Visitor
from tests.player import fields, play, right, sheet_of, start

SCORED, PRACTICE = "/practice/bystander?mode=scored", "/practice/bystander?mode=practice"
SignIn = Callable[[Person], Visitor]


@pytest.mark.parametrize(
    ("language", "best", "worst", "sentence"),
    [
        ("en", 1, 4, "You ticked one action as best: tick one more."),
        ("ms", 3, 4, "Anda menandakan 3 tindakan terbaik: kekalkan dua sahaja."),
        ("en", 0, 4, "No action is ticked as best yet: tick two."),
        ("ms", 2, None, "Pilih juga tindakan yang paling buruk."),
        ("en", 2, 0, "as best and as worst: it cannot be both."),
    ],
)
def test_other_than_two_and_one_is_said_beside_the_scene_and_nothing_is_lost(
    app: Flask, alice: Person, sign_in: SignIn, language: str, best: int, worst: int | None, sentence: str
) -> None:
    student = sign_in(alice)
    student.browser.set_cookie("language", language)
    attempt = start(student, SCORED)
    item = sheet_of(app, alice, attempt).paper.items[0]
    ticked = [*item.option_ids[:best]]
    chosen = [item.option_ids[worst]] if worst is not None else []

    student.post(
        f"/attempts/{attempt}/answers",
        {"page": "1", "go": "1", **fields(item.id, {"best": ticked, "worst": chosen, "shown": ["1"]})},
    )
    page = student.follow()

    assert sentence in page.words(f"#gap-{item.id}")[0]
    assert f"gap-{item.id}" in (page.one(f"#item-{item.id}").get("aria-describedby") or "")
    kept = page.all(f"#item-{item.id} input[type=checkbox][checked]")
    assert sorted(one.get("value") for one in kept) == sorted(ticked)


def test_in_practice_nothing_picked_is_said_and_the_scene_stays(app: Flask, alice: Person, sign_in: SignIn) -> None:
    student = sign_in(alice)
    attempt = start(student, PRACTICE)
    item = sheet_of(app, alice, attempt).paper.items[0]

    student.post(f"/attempts/{attempt}/answers", {"step": item.id, f"a-{item.id}-shown": ["1"]})
    page = student.follow()

    assert page.words(f"#gap-{item.id}") == [
        "Nothing is picked yet: tick the two best actions, and choose the worst one."
    ]


def test_saving_a_page_leaves_a_scene_that_was_not_touched_open_for_its_alternative(
    app: Flask, alice: Person, sign_in: SignIn, clock: Clock
) -> None:
    student = sign_in(alice)
    for _run in range(20):
        attempt = start(student, SCORED)
        paper = sheet_of(app, alice, attempt).paper
        page = next((page for page in paper.pages if set(page) & set(paper.definition.alternatives)), ())
        heavy = next((one for one in page if one in paper.definition.alternatives), "")
        if heavy:
            break
        hand_in(app, alice, attempt, clock)  # an open attempt would be gone on with, a failed one has to be slept on
        clock.advance(days=1)
    assert heavy, "No run held a scene with an alternative."

    student.post(f"/attempts/{attempt}/answers", {"page": "1", **{f"a-{one}-shown": ["1"] for one in page}})
    student.post(f"/attempts/{attempt}/swap", {"item": heavy})

    assert paper.definition.alternatives[heavy] in sheet_of(app, alice, attempt).paper.item_ids


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_reply_is_put_together_on_the_page_and_never_kept(
    app: Flask, alice: Person, sign_in: SignIn, language: str
) -> None:
    student = sign_in(alice)
    student.browser.set_cookie("language", language)
    result = play(app, student, alice, SCORED, right)
    with app.app_context():
        before = db.session.execute(select(Answer.item, Answer.answer)).all()

    page = student.get(f"{result.address}?feeling=ouch&hurt=reads&request=down")

    assert page.words("#reply blockquote") == [
        {
            "en": "Ouch, that one stings. The one it is about reads this too. Could you take it down?",
            "ms": "Aduh, pedihnya. Orang yang disebut tu pun baca ni. Boleh tolong padam?",
        }[language]
    ]
    with app.app_context():
        assert db.session.execute(select(Answer.item, Answer.answer)).all() == before


@pytest.mark.parametrize(
    "query",
    [
        "feeling=",
        "feeling=ouch&hurt=reads",
        "feeling=<script>&hurt=x&request=%00",
        "feeling=down&hurt=down&request=down",
    ],
)
def test_a_reply_that_is_not_whole_gets_a_sentence(app: Flask, alice: Person, sign_in: SignIn, query: str) -> None:
    student = sign_in(alice)
    result = play(app, student, alice, SCORED, right)

    page = student.get(f"{result.address}?{query}")

    assert page.words("#reply-gap") == ["Choose one sentence from each list."]
    assert page.all("#reply blockquote") == []
    assert "script>" not in page.text


def test_no_reply_is_offered_where_the_risk_is_high(app: Flask, alice: Person, sign_in: SignIn) -> None:
    student = sign_in(alice)
    offered: dict[str, set[bool]] = {}
    for _run in range(4):
        attempt = start(student, PRACTICE)
        for item in sheet_of(app, alice, attempt).paper.items:
            for form in right(item):
                student.post(f"/attempts/{attempt}/answers", {"step": item.id, **fields(item.id, form)})
            page = student.get(f"/attempts/{attempt}?step={item.id}")
            offered.setdefault(item.risk, set()).add(bool(page.all("#reply")))  # type: ignore[attr-defined]
        student.post(f"/attempts/{attempt}/submit", {"sure": "1"})

    assert offered == {"low": {True}, "medium": {True}, "high": {False}}


def test_the_result_tells_every_rating_and_claims_no_panel(app: Flask, alice: Person, sign_in: SignIn) -> None:
    result = play(app, sign_in(alice), alice, SCORED, right)

    assert len(result.all(".rated-action")) == 30
    assert "Of 12 picks as best, 12 are among the two best of their scene." in result.text
    assert result.text.count("These ratings are the author's. No panel has rated the actions yet.") == 6

"""Orders on the website: gaps and ties beside their steps, and the learner's order beside a right one."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from quizzes.kinds.ordering.case import OrderingCase
from tests.cast import Person
from tests.pages import Page, Visitor
from tests.player import fields, play, sheet_of, start

SCORED, PRACTICE = "/practice/image-abuse-response?mode=scored", "/practice/image-abuse-response?mode=practice"
SignIn = Callable[[Person], Visitor]


def case_of(app: Flask, person: Person, attempt: int) -> OrderingCase:
    item = sheet_of(app, person, attempt).paper.items[0]
    assert isinstance(item, OrderingCase)
    return item


def saved(student: Visitor, attempt: int, case: OrderingCase, places: Mapping[str, str]) -> Page:
    form = fields(case.id, {step: [places.get(step, "")] for step in case.option_ids})
    student.post(f"/attempts/{attempt}/answers", {"page": "1", "go": "1", **form})
    return student.follow()


@pytest.mark.parametrize(
    ("language", "tie", "missing", "beside"),
    [
        ("en", "These steps have the same place: ", "steps have no place yet", "Shares its place with another step."),
        (
            "ms",
            "Langkah ini mempunyai tempat yang sama: ",
            "langkah belum ada tempat",
            "Tempatnya sama dengan langkah lain.",
        ),
    ],
)
def test_a_tie_and_what_is_missing_are_said_above_and_beside_each_step(
    app: Flask, alice: Person, sign_in: SignIn, language: str, tie: str, missing: str, beside: str
) -> None:
    student = sign_in(alice)
    student.browser.set_cookie("language", language)
    attempt = start(student, SCORED)
    case = case_of(app, alice, attempt)
    first, second, third = case.option_ids[:3]

    page = saved(student, attempt, case, {first: "2", second: "2", third: "never"})

    summary = page.words(f"#gap-{case.id}")[0]
    assert tie in summary
    assert missing in summary
    assert all(step.t[language] in summary for step in case.all_steps if step.id in (first, second))
    select = page.one(f"#{case.id}-{first}")
    assert (select.get("aria-invalid"), select.get("aria-describedby")) == ("true", f"gap-{case.id}-{first}")
    assert page.words(f"#gap-{case.id}-{first}") == [beside]
    assert page.one(f"#{case.id}-{third} option[selected]").get("value") == "never"


def test_an_order_with_a_tie_is_asked_about_before_it_is_handed_in(app: Flask, alice: Person, sign_in: SignIn) -> None:
    student = sign_in(alice)
    attempt = start(student, SCORED)
    case = case_of(app, alice, attempt)
    saved(student, attempt, case, dict.fromkeys(case.option_ids, "1"))

    student.post(f"/attempts/{attempt}/submit", {})
    page = student.follow()

    assert "1 answer is still open." in page.text
    assert sheet_of(app, alice, attempt).submitted_at is None


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_result_says_what_went_wrong_between_which_steps(
    app: Flask, alice: Person, sign_in: SignIn, language: str
) -> None:
    student = sign_in(alice)
    student.browser.set_cookie("language", language)
    attempt = start(student, SCORED)
    case = case_of(app, alice, attempt)
    broken = max(case.before, key=lambda pair: (pair.critical, pair.weight))
    others = [step for step in case.right_order() if step != broken.then]
    order = [*others[: others.index(broken.first)], broken.then, *others[others.index(broken.first) :]]
    harm = case.harmful[0]
    places = {step: str(place) for place, step in enumerate([*order, harm.id], 1)}
    saved(student, attempt, case, {**dict.fromkeys(case.option_ids, "never"), **places})

    student.post(f"/attempts/{attempt}/submit", {})
    page = student.follow()

    assert broken.broken[language] in page.text
    assert harm.why[language] in page.text
    assert page.words(".chip--leaf") == []
    listed = page.words(".order-pair ol:first-of-type li")
    texts = {step.id: step.t[language] for step in case.all_steps}
    assert listed[: len(order) + 1] == [texts[step] for step in [*order, harm.id]]


def test_every_source_of_what_is_stated_is_shown_with_the_day_it_was_checked(
    app: Flask, alice: Person, sign_in: SignIn
) -> None:
    page = play(app, sign_in(alice), alice, SCORED)
    addresses = [link.get("href") for link in page.all(".verdict details a")]

    assert len(addresses) == 2
    assert page.text.count("checked on 21 November 2026") == 2


def test_another_case_of_the_same_credit_may_be_taken_until_one_begins(
    app: Flask, alice: Person, sign_in: SignIn
) -> None:
    student = sign_in(alice)
    for _run in range(3):
        attempt = start(student, PRACTICE)
        case = case_of(app, alice, attempt)
        if case.id in ("case-a", "case-b"):
            break
        for form in case.right_way():
            student.post(f"/attempts/{attempt}/answers", {"step": case.id, **fields(case.id, form)})
        student.post(f"/attempts/{attempt}/submit", {"sure": "1"})

    student.post(f"/attempts/{attempt}/swap", {"item": case.id})

    assert {case.id, case_of(app, alice, attempt).id} == {"case-a", "case-b"}

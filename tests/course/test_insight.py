"""What a class believes, how it leans, what it learned: figures with their n, and none of a small group."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from course import attempts, catalogue, cohorts, demo, insight
from course.demo import classes as demo_classes
from course.extensions import db
from course.tables import Membership
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]


def seeded(app: Flask, lecturer: Person, clock: Clock, students: int) -> int:
    """A class of so many, with believable histories, that this lecturer teaches."""
    with app.app_context():
        demo_classes.seed(clock.now(), students=students, lecturer=lecturer.email, password=demo.PASSWORD)
        return cohorts.taught_by(lecturer.id)[-1].id


def known(app: Flask) -> insight.Definitions:
    course = catalogue.current()
    found = {subject: course.written.definition(subject) for subject in insight.open_subjects(course.columns)}
    return {subject: definition for subject, definition in found.items() if definition is not None}


def result(items: Mapping[str, tuple[float, list[str]]], **components: float) -> dict[str, Any]:
    return {
        "items": [
            {"id": name, "verdict": "right" if credit else "wrong", "credit": credit, "misconceptions": shown}
            for name, (credit, shown) in items.items()
        ],
        "components": components,
        "diagnostics": {"criterion": components.get("criterion", 0.0)},
    }


def of_a_belief(app: Flask) -> tuple[str, str, str]:
    """A quiz, one of its items, and a wrong idea that the item offers."""
    course = catalogue.current()
    quiz = course.bank.quiz("spot-it")
    assert quiz
    item = next(entry for entry in quiz.entries if entry.misconceptions)
    return attempts.subject_of(quiz), item.id, min(item.misconceptions)


@pytest.mark.parametrize(("people", "share"), [(9, None), (10, 0.3), (20, 0.15)])
def test_a_share_is_given_from_ten_answers_on(app: Flask, people: int, share: float | None) -> None:
    with app.app_context():
        subject, item, belief = of_a_belief(app)
        handed = [
            insight.Handed(one, subject, result({item: (0, [belief]) if one < 3 else (1, [])})) for one in range(people)
        ]
        found = {one.name: one for one in insight.beliefs(handed, known(app))}

    assert found[belief].share == share
    assert (found[belief].chosen, found[belief].offered) == (3, insight.Collected(people, people))
    assert found[belief].samples == ((subject, item),)


def test_ten_answers_of_four_people_are_about_persons_and_give_no_share(app: Flask) -> None:
    with app.app_context():
        subject, item, belief = of_a_belief(app)
        handed = [insight.Handed(one % 4, subject, result({item: (0, [belief])})) for one in range(12)]
        found = {one.name: one for one in insight.beliefs(handed, known(app))}

    assert found[belief].share is None


@pytest.mark.parametrize(
    ("counts", "lean"),
    [((9, 1, 5, 5), "act"), ((5, 5, 1, 9), "leave"), ((8, 2, 2, 8), "balanced"), ((1, 0, 1, 0), None)],
)
def test_the_lean_is_the_sum_of_what_all_have_judged(counts: tuple[int, int, int, int], lean: str | None) -> None:
    names = ("hits", "misses", "false_alarms", "correct_rejections")
    handed = [insight.Handed(one, "x", result({}, **dict(zip(names, counts, strict=True)))) for one in range(6)]

    assert insight.leaning(handed).lean == lean
    assert insight.leaning(handed[:4]).lean is None


def test_what_a_class_learned_is_told_of_those_who_took_both_tests() -> None:
    def took(which: str, one: int, share: float) -> insight.Handed:
        return insight.Handed(one, f"test:{which}", result({}, question_share=share, j=share, criterion=0.1))

    before = [took("before", one, 0.4 + one / 100) for one in range(14)]
    after = [took("after", one, 0.6 + one / 100 + (0.05 if one % 2 else -0.05)) for one in range(12)]
    later = [took("later", one, 0.5 + one / 100) for one in range(12)]

    found = insight.learned([*before, *after, *later])

    assert (found.both, found.before_only, found.later) == (12, 2, 12)
    assert found.score
    assert found.score.gain == pytest.approx(20)
    assert found.score.margin == pytest.approx(1.96 * 5 * (12 / 11) ** 0.5 / 12**0.5)
    assert found.kept == pytest.approx(0.5)
    assert insight.learned([*before[:9], *after[:9]]) == insight.Learned(9, 0)


def test_a_question_is_judged_from_thirty_first_attempts_and_compared_from_fifty(app: Flask) -> None:
    with app.app_context():
        subject, item, _belief = of_a_belief(app)
        other = next(entry.id for entry in known(app)[subject].entries if entry.id != item)
        # Who gets the rest right gets this one wrong: perhaps its key is.
        handed = [
            insight.Handed(one, subject, result({item: (one % 2, []), other: (1 - one % 2, [])})) for one in range(60)
        ]

        def flag(people: int) -> insight.Asked:
            return next(one for one in insight.asked(handed[:people], known(app)) if one.item == item)

        assert (flag(29).flag, flag(29).facility) == ("collecting", None)
        assert (flag(30).flag, flag(30).facility, flag(30).rest) == ("fine", 0.5, None)
        assert (flag(60).flag, flag(60).rest) == ("key", pytest.approx(-1))


def test_pairs_that_never_differ_are_not_correlated() -> None:
    assert insight.correlation([(1, 0.5)] * 60) is None
    assert insight.correlation([(0, 0.1), (1, 0.9)]) == pytest.approx(1)


def test_the_page_names_wrong_ideas_with_their_n_and_never_those_of_a_private_module(
    app: Flask, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    cohort = seeded(app, lecturer, clock, 60)

    page = sign_in(lecturer).get(f"/classes/{cohort}/insight")

    assert page.heading == "What the class believes"
    assert len(page.all("details.belief")) > 3
    with app.app_context():
        course = catalogue.current()
        private = [column.module for column in course.columns if column.is_private]
        assert private
        quiz = course.bank.quiz(private[0])
        assert quiz
        words = [one.belief["en"] for one in quiz.misconceptions.values()]
    assert not any(belief in page.text for belief in words)


def test_a_class_of_four_is_shown_no_figure(app: Flask, lecturer: Person, sign_in: SignIn, clock: Clock) -> None:
    cohort = seeded(app, lecturer, clock, 30)
    with app.app_context(), db.writing() as session:
        for one in session.query(Membership).filter_by(cohort_id=cohort).all()[4:]:
            session.delete(one)
    browser = sign_in(lecturer)

    assert browser.get(f"/classes/{cohort}/insight").all("details.belief") == []
    cells = browser.get(f"/classes/{cohort}/questions").words("table.questions td")
    assert set(cells) == {"collecting"}
    everywhere = browser.get(f"/classes/{cohort}/questions?of=all").words("table.questions td")
    assert any("of 30" in cell for cell in everywhere)


@pytest.mark.parametrize("address", ["insight", "questions"])
def test_as_many_questions_for_a_class_of_ten_as_for_twenty(
    app: Flask,
    lecturer: Person,
    sign_in: SignIn,
    clock: Clock,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    address: str,
) -> None:
    clock.moment += timedelta(days=1)
    cohort = seeded(app, lecturer, clock, 50)
    browser = sign_in(lecturer)
    counts = []
    for size in (20, 10):
        with app.app_context(), db.writing() as session:
            for one in session.query(Membership).filter_by(cohort_id=cohort).all()[size:]:
                session.delete(one)
        browser.get(f"/classes/{cohort}/{address}")
        with count_queries() as queries:
            browser.get(f"/classes/{cohort}/{address}")
        counts.append(queries.count)

    assert counts == [3, 3] if address == "insight" else [2, 2]

"""Every page that lists things asks the database as often for thirty rows as for one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from course import attempts, catalogue, learning
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.queries import Queries

SECRET = "a secret of these tests, thirty-two characters"
PAGES = {"/attempts": 1, "/me": 7, "/learn": 1, "/learn/spot-it": 1, "/certificate": 2}


def practise(app: Flask, person: Person, clock: Clock, runs: int) -> None:
    """So many finished practice runs, and as many lessons marked as read as there are."""
    with app.app_context():
        course = catalogue.current()
        feed = course.bank.activity("feed-spotting")
        assert feed is not None
        subject = attempts.subject_of(feed)
        for number in range(1, runs + 1):
            ticket = attempts.make_ticket(SECRET, person.id, subject, "practice", number)
            attempt = attempts.start(person.id, feed, "practice", ticket, secret=SECRET, now=clock.now())
            attempts.submit(person.id, attempt, {}, issuer=course.issuer, now=clock.now())
            clock.moment += timedelta(minutes=1)
        for lesson in course.library.modules[0].lessons[:runs]:
            learning.finish_lesson(person.id, lesson.module, lesson.slug, clock.now())


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_as_often_for_thirty_rows_as_for_one(
    app: Flask,
    alice: Person,
    clock: Clock,
    sign_in: Callable[[Person], Visitor],
    count_queries: Callable[[], AbstractContextManager[Queries]],
    address: str,
    rows: int,
) -> None:
    practise(app, alice, clock, rows)
    browser = sign_in(alice)
    browser.get(address)

    with count_queries() as queries:
        browser.get(address)

    assert queries.count == PAGES[address], queries.statements


def test_a_result_asks_as_often_for_twenty_four_items_as_it_must(
    app: Flask,
    alice: Person,
    clock: Clock,
    sign_in: Callable[[Person], Visitor],
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    practise(app, alice, clock, 1)
    browser = sign_in(alice)
    address = browser.get("/attempts").one("main table a").get("href")
    browser.get(address)

    with count_queries() as queries:
        browser.get(address)

    assert queries.count == 3, queries.statements

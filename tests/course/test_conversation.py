"""A conversation on the site: a way out on every page, an end that is read, and nothing of it left behind."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course import attempts, catalogue
from course.extensions import db
from course.tables import Answer, Attempt
from quizzes.kinds.conversation.talk import Reply, Talk, Turn
from quizzes.walking import arrived
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Page, Visitor
from tests.player import fields, play, right, sheet_of, start, wrong

PRACTICE, SCORED = "/practice/friend-conversation?mode=practice", "/practice/friend-conversation?mode=scored"
WAY_OUT = ["/learn", "/help", "tel:15555", "tel:999"]
Policy = Callable[[Turn], Reply]


def best(turn: Turn) -> Reply:
    return max(turn.replies, key=lambda reply: reply.rating)


def unsafe_once(turn: Turn) -> Reply:
    return next((reply for reply in turn.replies if reply.unsafe), best(turn))


def talk_of(app: Flask, person: Person, attempt: int) -> Talk:
    found = sheet_of(app, person, attempt).paper.items[0]
    assert isinstance(found, Talk)
    return found


def send(visitor: Visitor, talk: Talk, **parts: str) -> Page:
    """Fill in the form of the page at hand, press Send, and look at what comes."""
    visitor.submit(fields(talk.id, {part: [value] for part, value in parts.items()}), form="form.stack")
    return visitor.follow()


def talk_through(app: Flask, visitor: Visitor, person: Person, attempt: int, policy: Policy) -> Page:
    """Answer from where the conversation stands until it is over, and return the page of its end."""
    page = visitor.get(f"/attempts/{attempt}")
    while True:
        sheet = sheet_of(app, person, attempt)
        talk = talk_of(app, person, attempt)
        moves = talk.moves(sheet.answers.get(talk.id, {}))
        turn = talk.places[arrived(talk.places, talk.start, moves)]
        if not turn.replies:
            return page
        page = send(visitor, talk, choice=policy(turn).id)


def everything_kept(app: Flask) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the content, by table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in db.metadata.sorted_tables
            if table.name != "definitions"
        }


def way_out(page: Page) -> list[str]:
    """Where the first thing on the page leads to."""
    first = next(element for element in page.one("main") if element.get("class") == "way-out")
    above = [element.tag for element in page.one("main") if element.sourceline < first.sourceline]
    assert [tag for tag in above if tag in ("h1", "p", "form", "section")] == []
    return [link.get("href") for link in first.iter("a")]


def words_of(talk: Talk) -> set[str]:
    return {text for turn in talk.turns for reply in turn.replies for text in (reply.t.en, reply.t.ms)}


def kept(app: Flask) -> tuple[list[object], list[object]]:
    """What the database holds of attempts (paper, score, passed, result) and of answers."""
    with app.app_context():
        rows = db.session.execute(select(Attempt.paper, Attempt.score, Attempt.passed, Attempt.result)).all()
        answers = db.session.execute(select(Answer.item, Answer.answer)).all()
        return [tuple(row) for row in rows], [tuple(row) for row in answers]


def test_of_a_conversation_only_is_kept_whether_it_was_passed(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)

    result = play(app, student, alice, SCORED, right)

    (attempt,), answers = kept(app)
    assert attempt[1:] == (None, True, None)
    assert answers == []
    assert result.all(".transcript .is-mine") != []
    assert result.all(".score") == []


def test_the_transcript_is_in_the_learners_own_browser_until_signing_out(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    student = sign_in(alice)
    address = play(app, student, alice, SCORED, right).address

    elsewhere = sign_in(alice).get(address)
    student.post("/sign-out")
    later = student.sign_in(alice).get(address)

    for page in (elsewhere, later):
        assert page.all(".transcript") == []
        assert page.words(".verdict-line .chip--leaf") == ["Passed"]


def test_nothing_tells_afterwards_who_read_a_case_instead(
    app: Flask, alice: Person, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    papers = []
    for person, swaps in ((alice, False), (bob, True)):
        student = sign_in(person)
        attempt = start(student, SCORED)
        drawn = sheet_of(app, person, attempt).paper.item_ids
        if swaps:
            student.post(f"/attempts/{attempt}/swap", {"item": drawn[0]})
            student.post(f"/attempts/{attempt}/swap", {"item": drawn[0]})
        item = sheet_of(app, person, attempt).paper.items[0]
        assert (item.id == drawn[0]) is not swaps
        for form in item.right_way():
            student.post(f"/attempts/{attempt}/answers", {"step": item.id, **fields(item.id, form)})
        student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
        assert student.follow().all(".transcript") != []
        papers.append((drawn, sheet_of(app, person, attempt).paper.item_ids))

    assert [before == after for before, after in papers] == [True, True]


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_replies_that_were_never_handed_in_go_after_a_week(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], clock: Clock, days: int, left: int
) -> None:
    student = sign_in(alice)
    attempt = start(student, SCORED)
    item = sheet_of(app, alice, attempt).paper.items[0]
    student.post(f"/attempts/{attempt}/answers", {"step": item.id, **fields(item.id, item.right_way()[0])})

    clock.advance(days=days)
    with app.app_context():
        attempts.forget_answers(catalogue.current().bank.definitions, clock.now())

    assert len(kept(app)[1]) == left


@pytest.mark.parametrize("way", [right, wrong])
def test_no_reply_score_or_result_is_left_in_any_table_once_it_is_handed_in(
    app: Flask, alice: Person, way: Callable[..., Any]
) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    talk = talk_of(app, alice, attempt)
    for form in way(talk):
        student.post(f"/attempts/{attempt}/answers", {"step": talk.id, **fields(talk.id, form)})
    before = everything_kept(app)
    assert "moves" in json.dumps(before["answers"], default=str)

    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})

    after = everything_kept(app)
    [row] = after["attempts"]
    assert (row["passed"], row["score"], row["result"]) == (way is right, None, None)
    assert after["answers"] == []
    kept = json.dumps(after, default=str)
    assert [word for word in ("moves", "choice", *words_of(talk)) if word in kept] == []


def test_practice_leaves_nothing_behind_either(app: Flask, alice: Person) -> None:
    play(app, Visitor(app).sign_in(alice), alice, PRACTICE, wrong)

    after = everything_kept(app)

    [row] = after["attempts"]
    assert (row["passed"], row["score"], row["result"], after["answers"]) == (None, None, None, [])


def test_what_is_kept_does_not_tell_who_read_a_case_instead(app: Flask, alice: Person, bob: Person) -> None:
    reader, player = Visitor(app).sign_in(alice), Visitor(app).sign_in(bob)
    attempt, other = start(reader, SCORED), start(player, SCORED)
    drawn = talk_of(app, alice, attempt).id
    reader.get(f"/attempts/{attempt}")
    reader.submit({"item": drawn}, form="form#swap")
    read = talk_of(app, alice, attempt)
    assert (read.reading, read.alt_of) == (True, drawn)

    for person, visitor, number in ((alice, reader, attempt), (bob, player, other)):
        talk_through(app, visitor, person, number, best)
        visitor.post(f"/attempts/{number}/submit", {"sure": "1"})

    for person, number in ((alice, attempt), (bob, other)):
        paper = sheet_of(app, person, number).paper
        [item] = paper.items
        assert item.alt_of is None
        # Nor does the order of the replies: exchanging the item and giving it back would leave all as it is.
        assert paper.swapped(item.id, {}).swapped(paper.definition.alternatives[item.id], {}) == paper
    kept = everything_kept(app)["attempts"]
    assert [row["passed"] for row in kept] == [True, True]
    assert read.id not in json.dumps(kept, default=str)


@pytest.mark.parametrize("mode", [PRACTICE, SCORED])
def test_a_way_out_and_help_stand_first_on_every_page(app: Flask, alice: Person, mode: str) -> None:
    student = Visitor(app).sign_in(alice)
    begin = student.get(mode)
    attempt = start(student, mode)

    pages = [begin, student.get(f"/attempts/{attempt}"), talk_through(app, student, alice, attempt, unsafe_once)]
    if mode == SCORED:
        pages.append(student.get(f"/attempts/{attempt}?confirm=1"))
    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    pages.append(student.follow())
    pages.append(Visitor(app).sign_in(alice).get(f"/attempts/{attempt}"))

    assert [way_out(page) for page in pages] == [WAY_OUT] * len(pages)


def test_a_scored_conversation_shows_its_end_and_lets_an_unsafe_reply_be_taken_back_before_handing_in(
    app: Flask, alice: Person
) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    talk = talk_of(app, alice, attempt)

    end = talk_through(app, student, alice, attempt, unsafe_once)
    last = next(turn for turn in talk.turns if not turn.replies and turn.told and turn.told.en in end.text)
    student.submit({f"a-{talk.id}-rewind": "1"}, form="form#rewind")
    again = student.follow()

    assert last.told is not None
    assert len(end.all("button[form=rewind]")) == 1
    gate = next(turn for turn in talk.turns if turn.gate)
    assert sorted(again.words(".choice span")) == sorted(reply.t.en for reply in gate.replies)
    assert again.all("button[form=rewind]") == []
    finish = talk_through(app, student, alice, attempt, best)
    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    assert finish.all("button[form=rewind]") == []
    assert student.follow().words(".verdict-line") == ["Passed"]


def test_who_leaves_an_unsafe_reply_standing_does_not_pass(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    talk_through(app, student, alice, attempt, unsafe_once)

    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    result = student.follow()

    assert result.words(".verdict-line") == ["Not passed yet"]
    assert "One reply was not safe." in result.text


@pytest.mark.parametrize(("mode", "has_coach"), [(PRACTICE, True), (SCORED, False)])
def test_a_coach_speaks_after_each_reply_in_practice_and_only_at_the_end_in_a_scored_run(
    app: Flask, alice: Person, mode: str, has_coach: bool
) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, mode)
    talk = talk_of(app, alice, attempt)
    first = talk.places[talk.start]
    student.get(f"/attempts/{attempt}")

    page = send(student, talk, choice=first.replies[0].id)

    assert page.words(".coach") == ([first.replies[0].coach.en] if has_coach else [])
    hidden = [reply.coach.en for turn in talk.turns for reply in turn.replies if reply is not first.replies[0]]
    assert [words for words in hidden if words in page.text] == []


def test_the_result_gives_wordings_in_both_languages_and_mixed_and_the_evidence_with_its_source(
    app: Flask, alice: Person
) -> None:
    result = play(app, Visitor(app).sign_in(alice), alice, SCORED, right)

    first = result.all(".is-mine")[0]
    assert [term.text_content() for term in first.iter("dt")] == ["In Malay", "In English", "Mixed"]
    assert len(result.all("aside.fact .source a[href^='https://']")) == 1


def test_sending_nothing_is_said_beside_the_replies(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    student.get(f"/attempts/{attempt}")

    page = send(student, talk_of(app, alice, attempt))

    assert page.words(".error") == ["Choose an answer first, then send it."]
    assert page.all("#now[autofocus]") == []


def test_a_double_click_on_send_is_one_reply(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    talk = talk_of(app, alice, attempt)
    first = talk.places[talk.start].replies[0]
    form = {"step": talk.id, **fields(talk.id, {"at": ["0"], "choice": [first.id]})}

    student.post(f"/attempts/{attempt}/answers", form)
    student.post(f"/attempts/{attempt}/answers", form)
    page = student.follow()

    assert page.words(".error") == []
    assert len(page.all(".is-mine")) == 1
    assert len(page.all("#now[autofocus]")) == 1


def test_no_page_says_that_a_panel_has_rated_what_none_has(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    begin = student.get(SCORED)

    result = play(app, student, alice, SCORED, right)

    assert "No panel has rated these replies yet" in begin.text
    assert [word for word in ("expert", "panel") if word in result.text.lower()] == []


@pytest.mark.parametrize("way", [right, wrong])
def test_nobody_is_told_that_a_conversation_with_a_friend_was_right_or_not_right(
    app: Flask, alice: Person, way: Callable[..., Any]
) -> None:
    result = play(app, Visitor(app).sign_in(alice), alice, SCORED, way)

    assert result.words("main article h3") == [talk_of(app, alice, int(result.address.rsplit("/", 1)[1])).friend]
    assert result.all(".verdict-heading, .verdict--wrong, .verdict--right") == []


def test_the_result_has_the_friends_words_in_plain_language_too(app: Flask, alice: Person) -> None:
    result = play(app, Visitor(app).sign_in(alice), alice, SCORED, right)

    talk = talk_of(app, alice, int(result.address.rsplit("/", 1)[1]))
    first = talk.places[talk.start].gloss
    assert first is not None
    assert result.words(".transcript .gloss")[0] == f"In plain words: {first.en}"


def test_whoever_reads_a_case_is_not_said_to_have_spoken(app: Flask, alice: Person) -> None:
    student = Visitor(app).sign_in(alice)
    attempt = start(student, SCORED)
    student.post(f"/attempts/{attempt}/swap", {"item": talk_of(app, alice, attempt).id})

    end = talk_through(app, student, alice, attempt, best)
    student.post(f"/attempts/{attempt}/submit", {"sure": "1"})
    result = student.follow()

    for page in (end, result):
        assert set(page.words(".is-mine > p > strong")) == {"You chose:"}

"""Live in the room: answers count once, can be changed, stand beside no name, and are gone when the round closes."""

import re
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import func, select

import quizzes
from course import catalogue, cohorts, privacy, rooms
from course.extensions import db
from course.tables import Attempt, RoomAnswer, RoomRound
from course.tables.cohorts import JoinedHow
from tests.applications import Applications
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]
HALL = 300


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    rooms._remembered.clear()


@pytest.fixture
def cohort(app: Flask, lecturer: Person, alice: Person, clock: Clock) -> int:
    """A class with Alice in it."""
    with app.app_context():
        cohort = cohorts.create(lecturer.id, cohorts.Details("Group A", "COM110"), now=clock.now())
        cohorts.join(alice.id, cohort, JoinedHow.CODE, now=clock.now())
        return cohort


def question() -> quizzes.Paper:
    quiz = catalogue.current().bank.quiz("spot-it")
    assert quiz
    return quizzes.ask(quiz, next(item.id for item in quizzes.askable(quiz) if item.kind == "single_choice"))


def started(app: Flask, cohort: int, clock: Clock) -> int:
    with app.app_context():
        return rooms.start(cohort, question(), now=clock.now())


def code_of(app: Flask, cohort: int) -> str:
    with app.app_context():
        return str(rooms.code_of(cohort))


def found(app: Flask, cohort: int, number: int, clock: Clock) -> rooms.Round:
    with app.app_context():
        one = rooms.find(cohort, number, now=clock.now())
        assert one
        return one


# --- the subject ------------------------------------------------------------------------------------------------------


def test_an_answer_counts_once_and_can_be_changed_until_the_round_closes(
    app: Flask, cohort: int, alice: Person, clock: Clock
) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        for choice in ("a", "a", "b"):
            rooms.answer(number, alice.id, [choice], now=clock.now())
        assert (rooms.answered(number), rooms.own_answer(number, alice.id)) == (1, ("b",))

        rooms.close(cohort, number, now=clock.now())

        assert (rooms.answered(number), rooms.own_answer(number, alice.id)) == (1, ())
        with pytest.raises(rooms.RoundClosed):
            rooms.answer(number, alice.id, ["a"], now=clock.now())


def test_closing_counts_the_answers_and_throws_them_away_with_the_key(app: Flask, cohort: int, clock: Clock) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        for user_id in range(1, 8):
            rooms.answer(number, user_id, ["a" if user_id < 6 else "c"], now=clock.now())
        assert found(app, cohort, number, clock).counts == {}

        rooms.close(cohort, number, now=clock.now())

        row = db.session.get_one(RoomRound, number)
        assert (row.answered, row.counts, row.salt) == (7, {"a": 5, "c": 2}, "")
        assert db.session.scalar(select(func.count()).select_from(RoomAnswer)) == 0


def test_of_fewer_than_five_nothing_is_kept_but_how_many_they_were(app: Flask, cohort: int, clock: Clock) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        for user_id in range(1, 5):
            rooms.answer(number, user_id, ["a"], now=clock.now())
        rooms.close(cohort, number, now=clock.now())

    one = found(app, cohort, number, clock)
    assert (one.answered, one.counts, one.shows_counts) == (4, {}, False)


def test_a_round_closes_by_itself_after_half_an_hour_also_while_no_worker_comes_round(
    app: Flask, cohort: int, alice: Person, clock: Clock
) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        for user_id in range(1, 7):
            rooms.answer(number, user_id, ["b"], now=clock.now())
        clock.advance(minutes=30)

        with pytest.raises(rooms.RoundClosed):
            rooms.answer(number, alice.id, ["a"], now=clock.now())
        before = found(app, cohort, number, clock)
        assert rooms.close_what_is_over(clock.now()) == 1
        assert rooms.close_what_is_over(clock.now()) == 0
        assert (before.state, before.answered, before.counts) == ("closed", 6, {"b": 6})
        assert found(app, cohort, number, clock) == before


def test_the_next_round_closes_the_one_before_it(app: Flask, cohort: int, clock: Clock) -> None:
    first = started(app, cohort, clock)
    second = started(app, cohort, clock)

    assert [found(app, cohort, number, clock).state for number in (first, second)] == ["closed", "open"]
    with app.app_context():
        assert [one.id for one in rooms.rounds(cohort, now=clock.now())] == [second, first]


def test_reasons_come_after_the_answers(app: Flask, cohort: int, clock: Clock) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        with pytest.raises(rooms.RoundStillOpen):
            rooms.explain(cohort, number, now=clock.now())
        clock.advance(minutes=31)
        rooms.explain(cohort, number, now=clock.now())

    assert found(app, cohort, number, clock).state == "explained"


def test_nothing_is_asked_in_a_class_that_is_over(app: Flask, cohort: int, clock: Clock) -> None:
    with app.app_context():
        cohorts.archive(cohort, actor_id=None, now=clock.now())
        with pytest.raises(cohorts.ClassArchived):
            rooms.start(cohort, question(), now=clock.now())


def test_an_answer_on_its_way_is_exported_and_erased_with_the_account(
    app: Flask, cohort: int, alice: Person, bob: Person, clock: Clock
) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        for person in (alice, bob):
            rooms.answer(number, person.id, ["a"], now=clock.now())
        assert privacy.export(alice.id)["room_answers"] == [{"round_id": number, "choices": ["a"]}]

        privacy.erase(alice.id, password=PASSWORD, now=clock.now())

        assert rooms.answered(number) == 1


def test_three_hundred_answers_at_once_are_three_hundred(own_app: Flask, applications: Applications) -> None:
    """Each twice, as impatient thumbs send them, while somebody closes the round: every answer taken is counted."""
    from course.clock import now  # noqa: PLC0415 -- the real time, in threads

    teacher = applications.admit(own_app, "t@example.edu.my", "T", role="lecturer")
    with own_app.app_context():
        cohort = cohorts.create(teacher.id, cohorts.Details("Hall"), now=now())
        number = rooms.start(cohort, question(), now=now())
    waiting, taken, refused, begin = list(range(1, HALL + 1)) * 2, set[int](), [], threading.Event()

    def phones() -> None:
        begin.wait()
        with own_app.app_context():
            while True:
                try:
                    user_id = waiting.pop()
                except IndexError:
                    return
                try:
                    rooms.answer(number, user_id, ["abc"[user_id % 3]], now=now())
                    taken.add(user_id)
                except rooms.RoundClosed:
                    refused.append(user_id)
                finally:
                    db.session.remove()

    def wall() -> None:
        begin.wait()
        while len(waiting) > 60:
            pass
        with own_app.app_context():
            rooms.close(cohort, number, now=now())

    threads = [threading.Thread(target=work) for work in (*[phones] * 8, wall)]
    for thread in threads:
        thread.start()
    begin.set()
    for thread in threads:
        thread.join()

    with own_app.app_context():
        row = db.session.get_one(RoomRound, number)
        left = db.session.scalar(select(func.count()).select_from(RoomAnswer))
        assert (row.answered, left) == (len(taken), 0)
        assert sum((row.counts or {}).values()) == row.answered == HALL
        assert len(refused) <= 70


# --- its pages --------------------------------------------------------------------------------------------------------


def start_first(browser: Visitor, cohort: int) -> str:
    """Press the first Start, and return the address of the screen."""
    browser.get(f"/classes/{cohort}/room")
    value = browser.page.all("main li button[name=item]")[0].get("value") if browser.page else ""
    return browser.submit(button=f"item={value}").location


def test_a_round_from_the_first_press_to_the_reasons(
    app: Flask, cohort: int, lecturer: Person, alice: Person, sign_in: SignIn, clock: Clock
) -> None:
    wall, phone = sign_in(lecturer), sign_in(alice)
    screen = start_first(wall, cohort)
    page = wall.get(screen)
    code = code_of(app, cohort)
    assert page.words("[data-answered]") == ["0"]
    assert page.all(".outcome") == []

    page = phone.get("/room", query_string={"code": f" {code[:3].lower()}-{code[3:]}"}, expect=302)
    page = phone.get(page.location)
    radio = page.all("main input[type=radio]")[1]
    phone.submit({radio.get("name"): radio.get("value")})
    page = phone.follow()
    assert page.words("#own-answer strong") == [page.words(".choice")[1]]
    assert phone.get(f"/room/{code}").words("#own-answer strong") == [page.words(".choice")[1]]

    number = int(re.findall(r"/room/(\d+)/", screen)[0])
    with app.app_context():
        for user_id in range(alice.id + 1, alice.id + 10):
            rooms.answer(number, user_id, [radio.get("value")], now=clock.now())
    rooms._remembered.clear()
    page = wall.get(screen)
    assert page.words("[data-answered]") == ["10"]
    wall.submit(form=".screen-foot form")
    page = wall.get(screen)
    assert page.words(".outcome-bar strong") in [["0 (0%)", "10 (100%)", "0 (0%)"]]
    assert page.all(".outcome-why") == []
    assert phone.get(f"/room/{code}").words(".outcome-bar strong") == page.words(".outcome-bar strong")

    wall.submit(form=".screen-foot form")
    page = wall.get(screen)
    assert len(page.all(".outcome-why")) == 3
    assert len(page.all(".outcome-line--right")) == 1
    assert len(phone.get(f"/room/{code}").all(".outcome-why")) == 3


@pytest.mark.parametrize("state", ["open", "closed"])
def test_nothing_on_wall_or_phone_tells_the_answer_before_its_time(
    app: Flask, cohort: int, lecturer: Person, alice: Person, sign_in: SignIn, clock: Clock, state: str
) -> None:
    number = started(app, cohort, clock)
    with app.app_context():
        for user_id in range(6):
            rooms.answer(number, user_id, ["a"], now=clock.now())
        if state == "closed":
            rooms.close(cohort, number, now=clock.now())
    whys = [reason.why for reason in quizzes.reasons(found(app, cohort, number, clock).paper, "en")]

    wall = sign_in(lecturer).get(f"/classes/{cohort}/room/{number}/screen")
    phone = sign_in(alice).get(f"/room/{code_of(app, cohort)}")

    for page in (wall, phone):
        assert not any(why in page.text for why in whys)
        assert page.all(".outcome-line--right") == []
        assert bool(page.all(".outcome-bar")) == (state == "closed")
        assert alice.display_name not in page.words("main")[0]


def test_a_room_is_found_by_people_of_the_class_alone(
    app: Flask, cohort: int, lecturer: Person, alice: Person, charlie: Person, sign_in: SignIn, clock: Clock
) -> None:
    started(app, cohort, clock)
    code = code_of(app, cohort)
    for person in (charlie, lecturer):
        browser = sign_in(person)
        assert browser.get(f"/room/{code}", expect=302).location == f"/room?code={code}"
        page = browser.get(f"/room?code={code}", expect=422)
        assert page.words(".error") == browser.get("/room?code=ABCDEF", expect=422).words(".error")
        browser.get(f"/room/{code}/now", expect=404)
        browser.post(f"/room/{code}/answer", {"round": "1"}, expect=404)

    with app.app_context():
        cohorts.leave(alice.id, cohort, now=clock.now())
    sign_in(alice).get(f"/room/{code}", expect=302)


def test_a_phone_that_asks_is_told_only_when_there_is_news(
    app: Flask,
    cohort: int,
    alice: Person,
    sign_in: SignIn,
    clock: Clock,
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    number, code, phone = started(app, cohort, clock), code_of(app, cohort), sign_in(alice)
    at = f"{number}.open"
    phone.get(f"/room/{code}/now?at={at}", expect=204)

    with count_queries() as queries:
        phone.get(f"/room/{code}/now?at={at}", expect=204)
    assert queries.count == 0, queries.statements

    with app.app_context():
        rooms.close(cohort, number, now=clock.now())
    rooms._remembered.clear()
    page = phone.get(f"/room/{code}/now?at={at}")
    assert page.response.get_json() == {"at": f"{number}.closed"}


def test_what_is_asked_now_is_on_the_first_page_of_whoever_is_in_the_class(
    app: Flask, cohort: int, alice: Person, bob: Person, sign_in: SignIn, clock: Clock
) -> None:
    started(app, cohort, clock)
    address = f"/room/{code_of(app, cohort)}"
    browser = sign_in(alice)

    def leads_there(somebody: Visitor) -> bool:
        return bool(somebody.get("/me").all(f"main a[href='{address}']"))

    assert leads_there(browser)
    assert not leads_there(sign_in(bob))
    clock.advance(minutes=31)
    assert not leads_there(browser)


def test_the_screen_asks_with_an_etag(app: Flask, cohort: int, lecturer: Person, sign_in: SignIn, clock: Clock) -> None:
    number, wall = started(app, cohort, clock), sign_in(lecturer)
    address = f"/classes/{cohort}/room/{number}/count.json"

    page = wall.get(address)

    assert page.response.get_json() == {"at": f"{number}.open", "answered": 0}
    wall.get(address, expect=304, headers={"If-None-Match": page.response.headers["ETag"]})


def test_what_a_phone_sends_too_late_or_empty_is_answered_with_a_sentence(
    app: Flask, cohort: int, alice: Person, sign_in: SignIn, clock: Clock
) -> None:
    number, code, phone = started(app, cohort, clock), code_of(app, cohort), sign_in(alice)
    phone.post(f"/room/{code}/answer", {"round": str(number)})
    assert "Choose an answer first" in phone.follow().text
    field = phone.page.all("main input[type=radio]")[0].get("name") if phone.page else ""

    for sent in ("", "x", str(number - 1), "9" * 30):
        phone.post(f"/room/{code}/answer", {"round": sent, field: "a"})
        assert "This round is closed" in phone.follow().text
    phone.post(f"/room/{code}/answer", {"round": str(number), field: "zzz"}, expect=409)
    phone.post(f"/room/{code}/answer", {"round": str(number), field: ["a", "b"]}, expect=409)
    phone.post(f"/room/{code}/answer", {"round": str(number), "a-other": "a"}, expect=409)
    with app.app_context():
        assert rooms.answered(number) == 0


@pytest.mark.parametrize(
    ("subject", "item"),
    [
        ("", ""),
        ("quiz:look-after", "first"),
        ("activity:friend-conversation", "first"),
        ("quiz:spot-it", "x\0"),
        ("x" * 3000, "y" * 3000),
    ],
)
def test_what_is_not_for_a_room_is_not_started(
    app: Flask, cohort: int, lecturer: Person, sign_in: SignIn, subject: str, item: str
) -> None:
    with app.app_context():
        quiz = catalogue.current().bank.quiz("look-after")
    if item == "first" and quiz:
        item = quiz.items[0].id

    page = sign_in(lecturer).post(f"/classes/{cohort}/room", {"subject": subject, "item": item}, expect=409)

    assert "This cannot be asked in a room." in page.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RoomRound)) == 0


def test_no_list_offers_anything_of_the_module_on_looking_after_each_other(
    cohort: int, lecturer: Person, sign_in: SignIn
) -> None:
    page = sign_in(lecturer).get(f"/classes/{cohort}/room")

    offered = [link.get("href") for link in page.all(".source-list a")]
    assert len(offered) >= 5
    assert not [address for address in offered if "look-after" in address or "conversation" in address]


def test_answers_in_the_room_count_for_nothing(
    app: Flask, cohort: int, alice: Person, sign_in: SignIn, clock: Clock
) -> None:
    started(app, cohort, clock)
    phone = sign_in(alice)
    page = phone.get(f"/room/{code_of(app, cohort)}")
    phone.submit({page.all("main input[type=radio]")[0].get("name"): "a"})

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


@pytest.mark.parametrize("rounds", [1, 15])
def test_pages_of_a_room_ask_as_often_for_fifteen_rounds_as_for_one(
    app: Flask,
    cohort: int,
    lecturer: Person,
    alice: Person,
    sign_in: SignIn,
    clock: Clock,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    rounds: int,
) -> None:
    number = [started(app, cohort, clock) for _round in range(rounds)][-1]
    wall, phone = sign_in(lecturer), sign_in(alice)
    pages = {
        f"/classes/{cohort}/room": (wall, 3),
        f"/classes/{cohort}/room/{number}/screen": (wall, 4),
        f"/classes/{cohort}/room/{number}/count.json": (wall, 2),
        f"/room/{code_of(app, cohort)}": (phone, 3),
    }
    for address, (browser, expected) in pages.items():
        browser.get(address)
        with count_queries() as queries:
            browser.get(address)
        assert queries.count <= expected, (address, queries.statements)

"""Signing at a drive: ten seconds, once each, on any phone, and nobody is watched."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, request
from sqlalchemy import func, select

from course import drives, pledges, signatures, wall
from course.extensions import db
from course.tables import CheckBack, PledgeText, Signature, WallWord
from tests.applications import Applications
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.pledging import (
    FROM_HERE,
    NOON,
    PLEDGE,
    TEXTS,
    begin,
    empty_the_mail,
    letters_to,
    link_in,
    phone,
    sign,
    sign_many,
)

SignIn = Callable[[Person], Visitor]
PLAN = {"situation": "own", "own_situation": "I am angry", "action": "own", "own_action": "I wait"}


def counted(app: Flask, drive: int) -> int:
    with app.app_context():
        return wall.count(drive).online


@pytest.fixture
def drive(app: Flask, clock: Clock, organiser: Person) -> int:
    return begin(app, organiser.id)


def test_somebody_signs_on_one_screen_without_an_account(app: Flask, drive: int) -> None:
    somebody = phone(app)

    assert sign(somebody).location == "/pledge/shah-alam/thanks"

    assert somebody.follow().heading == "Thank you"
    assert counted(app, drive) == 1


def test_a_second_signature_of_a_device_changes_nothing_and_the_answer_is_the_same(app: Flask, drive: int) -> None:
    somebody = phone(app)
    first = sign(somebody, {"name": "Aina"})

    second = sign(somebody, {"name": "Somebody else"})

    assert (second.status, second.location) == (first.status, first.location)
    assert counted(app, drive) == 1
    with app.app_context():
        assert db.session.scalars(select(Signature.name)).all() == ["Aina"]


def test_the_page_is_the_same_for_everybody_and_holds_no_token(
    app: Flask, drive: int, alice: Person, sign_in: SignIn
) -> None:
    hers = sign_in(alice).get("/pledge/shah-alam")

    assert hers.response.data == Visitor(app).get("/pledge/shah-alam").response.data
    assert "csrf" not in hers.response.get_data(as_text=True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_a_post_from_another_site_is_refused(app: Flask, drive: int, headers: dict[str, str]) -> None:
    somebody = phone(app)

    somebody.post("/pledge/shah-alam", PLEDGE, expect=403, headers=headers)

    assert counted(app, drive) == 0


def test_whoever_does_not_tick_is_told_that_they_need_not_and_keeps_what_they_wrote(app: Flask, drive: int) -> None:
    somebody = phone(app)

    page = somebody.post("/pledge/shah-alam", {"name": "Aina", "words": "Fikir dulu"}, expect=422, headers=FROM_HERE)

    assert page.words(".error-summary a") == ["Tick the box if you want to pledge. You need not."]
    assert page.form_data()["name"] == ["Aina"]
    assert counted(app, drive) == 0


def test_a_plan_is_shown_once_to_its_writer_and_kept_only_in_an_account(
    app: Flask, drive: int, alice: Person, sign_in: SignIn
) -> None:
    stranger, student = phone(app), sign_in(alice)
    student.get("/pledge/shah-alam")

    sign(stranger, PLAN)
    sign(student, PLAN)

    assert stranger.follow().words(".plan") == ["When I am angry, I will I wait."]
    with app.app_context():
        kept = pledges.find_own(alice.id)
        assert kept is not None
        assert (kept.situation, kept.action) == ("I am angry", "I wait")
        assert "I am angry" not in repr(db.session.execute(select(Signature.__table__)).all())


def test_a_pledge_does_not_change_the_plan_that_a_student_has(
    app: Flask, drive: int, alice: Person, clock: Clock, sign_in: SignIn
) -> None:
    with app.app_context():
        pledges.keep(alice.id, pledges.Plan("an older one", "I breathe"), language="en", now=clock.now())
    student = sign_in(alice)
    student.get("/pledge/shah-alam")

    sign(student, PLAN)

    with app.app_context():
        kept = pledges.find_own(alice.id)
        assert kept is not None
        assert kept.situation == "an older one"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opened": False}, None),
        ({"opens_at": NOON + timedelta(hours=1), "closes_at": NOON + timedelta(hours=2)}, "This drive opens on"),
        ({"opens_at": NOON - timedelta(hours=2), "closes_at": NOON - timedelta(hours=1)}, "This drive is over."),
    ],
)
def test_nobody_signs_before_or_after(
    app: Flask, clock: Clock, organiser: Person, changes: dict[str, object], sentence: str | None
) -> None:
    drive = begin(app, organiser.id, **changes)  # type: ignore[arg-type]
    somebody = Visitor(app)

    page = somebody.get("/pledge/shah-alam", expect=200 if sentence else 404)

    if sentence:
        assert sentence in page.text
        assert page.all("form[data-pledge]") == []
    somebody.post("/pledge/shah-alam", PLEDGE, expect=409 if sentence else 404, headers=FROM_HERE)
    assert counted(app, drive) == 0


def test_a_drive_that_counts_accounts_asks_to_sign_in_and_counts_each_once(
    app: Flask, clock: Clock, organiser: Person, alice: Person, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id, once="account")

    stranger = sign(phone(app), expect=302)
    one, other = sign_in(alice), sign_in(alice)
    for browser in (one, other):
        browser.get("/pledge/shah-alam")
        sign(browser)

    assert stranger.location == "/sign-in?next=/pledge/shah-alam"
    assert counted(app, drive) == 1


# --- drives that confirm addresses


@pytest.fixture
def by_email(app: Flask, clock: Clock, organiser: Person) -> int:
    empty_the_mail(app)
    return begin(app, organiser.id, once="email")


def test_an_address_counts_once_it_is_confirmed_and_is_written_down_nowhere(app: Flask, by_email: int) -> None:
    somebody = phone(app)
    sign(somebody, {"email": "Aina@Example.edu.my"})
    before = counted(app, by_email)
    link = link_in(letters_to(app)[0])
    somebody.get(link)

    somebody.post(link, expect=303, headers=FROM_HERE)

    assert (before, counted(app, by_email)) == (0, 1)
    with app.app_context():
        assert "aina" not in repr(db.session.execute(select(Signature.__table__)).all()).lower()


def test_a_known_address_gets_the_same_answer_and_no_second_letter(app: Flask, by_email: int, clock: Clock) -> None:
    first = sign(phone(app), {"email": "aina@example.edu.my"})
    Visitor(app).post(link_in(letters_to(app)[0]), expect=303, headers=FROM_HERE)

    again = sign(phone(app), {"email": "AINA@example.edu.my "})
    clock.advance(hours=1)
    later = sign(phone(app), {"email": "aina@example.edu.my"})

    assert first.location == again.location == later.location
    assert len(letters_to(app)) == 1
    assert counted(app, by_email) == 1


def test_a_letter_that_was_lost_is_sent_again_after_a_while(app: Flask, by_email: int, clock: Clock) -> None:
    sign(phone(app), {"email": "aina@example.edu.my"})
    sign(phone(app), {"email": "aina@example.edu.my"})
    clock.advance(minutes=11)

    sign(phone(app), {"email": "aina@example.edu.my"})

    assert len(letters_to(app)) == 2


def test_who_goes_back_to_correct_an_address_gets_a_letter_there(app: Flask, by_email: int) -> None:
    """A browser brings the page back as it was, with the number that its script had made."""
    somebody, number = phone(app), {"client_id": "one-number-of-a-phone"}
    sign(somebody, {"email": "aina@example.edu.mz", **number})

    sign(somebody, {"email": "aina@example.edu.my", **number})

    assert len({link_in(letter) for letter in letters_to(app)}) == 2


def test_looking_at_the_link_confirms_nothing_and_this_was_not_me_takes_everything_back(
    app: Flask, by_email: int
) -> None:
    somebody = phone(app)
    sign(somebody, {"email": "aina@example.edu.my", "words": "Fikir dulu"})
    link = link_in(letters_to(app)[0])
    somebody.get(link)
    looked = counted(app, by_email)

    somebody.post(link, {"not_me": "yes"}, expect=200, headers=FROM_HERE)

    assert looked == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Signature)) == 0
        assert db.session.scalar(select(func.count()).select_from(WallWord)) == 0
    somebody.get(link, expect=404)


@pytest.mark.parametrize("token", ["x", "a.b", "WzEsImEiXQ.AAAA", "%00"])
def test_a_forged_link_leads_nowhere(app: Flask, by_email: int, token: str) -> None:
    Visitor(app).post(f"/confirm/{token}", expect=404, headers=FROM_HERE)


# --- many at once


def test_of_many_presses_with_one_number_one_counts(own_app: Flask, applications: object) -> None:
    organiser = applications.admit(own_app, "omar@example.edu.my", "Omar", role="organiser")  # type: ignore[attr-defined]
    drive = begin(own_app, organiser.id)
    signing = signatures.Signing("one-number-of-a-phone", "en", device="a phone")
    at_once, failures = threading.Barrier(8), []

    def press() -> None:
        with own_app.app_context():
            shown = drives.preview(drive)
            assert shown
            at_once.wait()
            try:
                signatures.sign(shown, signing, secret="secret", now=NOON)
            except Exception as failure:  # whatever it is, the test tells of it
                failures.append(failure)

    threads = [threading.Thread(target=press) for _press in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert counted(own_app, drive) == 1


def test_six_hundred_phones_behind_one_address_sign_and_a_script_does_not(
    app: Flask, drive: int, throttled: None
) -> None:
    kinds = [f"Phone {number}" for number in range(4)]
    for number in range(600):
        browser = app.test_client()
        browser.get("/pledge/shah-alam")
        headers = {**FROM_HERE, "User-Agent": kinds[number % 4]}
        assert browser.post("/pledge/shah-alam", data=PLEDGE, headers=headers).status_code == 303

    answers = []
    for _try in range(1000):
        browser = app.test_client()
        browser.get("/pledge/shah-alam")
        headers = {**FROM_HERE, "User-Agent": "script"}
        answers.append(browser.post("/pledge/shah-alam", data=PLEDGE, headers=headers).status_code)

    assert answers.count(303) <= 600
    assert answers[-1] == 429
    assert counted(app, drive) == 600 + answers.count(303)


def test_a_script_without_cookies_signs_nothing(app: Flask, drive: int) -> None:
    for _try in range(3):
        answer = app.test_client().post("/pledge/shah-alam", data=PLEDGE, headers=FROM_HERE)
        assert answer.status_code == 422

    assert counted(app, drive) == 0


@pytest.mark.parametrize(
    "data",
    [
        {"faculty": "Necromancy"},
        {"at": "x" * 5000},
        {"client_id": "'; drop table signatures"},
        {"name": "x" * 5000},
        {"words": "\0" * 10},
        {"situation": "99", "action": "-1"},
        {"agree": "y", "words": "x" * 141},
        {"email": "not an address"},
    ],
)
def test_odd_input_is_answered_with_a_page(app: Flask, drive: int, data: dict[str, str]) -> None:
    somebody = phone(app)

    answer = somebody.browser.post("/pledge/shah-alam", data={**PLEDGE, **data}, headers=FROM_HERE)

    assert answer.status_code in (303, 400, 422)


# --- the wall


def test_the_counter_is_cached_compared_and_open_to_other_sites(app: Flask, drive: int) -> None:
    sign_many(app, drive, 3)
    browser = app.test_client()

    first = browser.get("/pledge/shah-alam/count.json")
    again = browser.get("/pledge/shah-alam/count.json", headers={"If-None-Match": first.headers["ETag"]})

    assert first.json == {"online": 3, "paper": 0, "total": 3, "goal": 500, "state": "open", "words": []}
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert again.status_code == 304


def test_a_counter_that_is_answered_from_memory_says_what_flask_would_say(app: Flask, drive: int) -> None:
    """The second answer never reaches Flask; no header of the first is missing in it."""
    asked: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: asked.append(request.path))
    browser = app.test_client()

    try:
        first, second = (browser.get("/pledge/shah-alam/count.json") for _ in range(2))
        unchanged = browser.get("/pledge/shah-alam/count.json", headers={"If-None-Match": first.headers["ETag"]})
        other = browser.get("/pledge/shah-alam/count.json", headers={"If-None-Match": '"of-another-count"'})
    finally:
        app.before_request_funcs[None].pop()

    assert asked == ["/pledge/shah-alam/count.json"]
    assert second.data == first.data == other.data
    assert dict(second.headers) == dict(first.headers)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert {"X-Content-Type-Options", "ETag", "Access-Control-Allow-Origin"} <= set(second.headers.keys())
    for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin"):
        assert unchanged.headers[name] == first.headers[name]
    assert "Content-Type" not in unchanged.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/pledge/nowhere/count.json", 404),
        ("GET", "/pledge/shah-alam/count.json?lang=xx", 404),
        ("POST", "/pledge/shah-alam/count.json", 405),
        ("HEAD", "/pledge/shah-alam/count.json", 200),
        ("GET", "/classes/1/room/1/count.json", 302),
    ],
)
def test_what_is_no_plain_question_for_a_count_goes_to_flask(
    app: Flask, drive: int, method: str, path: str, status: int
) -> None:
    browser = app.test_client()
    browser.get("/pledge/shah-alam/count.json")

    answers = [browser.open(path, method=method) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [status, status]
    assert method != "HEAD" or not answers[1].data


def test_a_counter_that_was_kept_is_asked_for_again_half_a_second_later(
    app: Flask, drive: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = [time.monotonic()]
    for module in ("counters", "wall"):
        monkeypatch.setattr(f"course.public.{module}.monotonic", lambda: later[0])
    browser = app.test_client()
    before = browser.get("/pledge/shah-alam/count.json").get_json()["online"]
    sign_many(app, drive, 1)

    shown = []
    for _ in range(4):
        later[0] += 0.3
        shown.append(browser.get("/pledge/shah-alam/count.json").get_json()["online"])

    assert (before, shown[0], shown[-1]) == (0, 0, 1)


def test_the_embedded_counter_may_be_framed_by_anybody_and_the_pledge_by_nobody(app: Flask, drive: int) -> None:
    browser = app.test_client()

    embedded, pledge = browser.get("/pledge/shah-alam/embed"), browser.get("/pledge/shah-alam")

    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded.headers
    assert "frame-ancestors 'none'" in pledge.headers["Content-Security-Policy"]
    assert pledge.headers["X-Frame-Options"] == "DENY"


def test_the_picture_of_the_number_may_stand_on_any_page_and_says_it_in_words(app: Flask, drive: int) -> None:
    sign(phone(app))

    picture = app.test_client().get("/pledge/shah-alam/badge.svg")

    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "<title>1 pledged to think twice</title>" in picture.text
    assert app.test_client().get("/pledge/shah-alam/badge.svg?lang=ms").text.count("<title>") == 1


# --- the words that were signed


def test_a_signature_keeps_the_words_that_stood_on_the_phone(app: Flask, drive: int, clock: Clock) -> None:
    somebody = phone(app)
    read = somebody.page.form_data()["text_id"][0]
    with app.app_context():
        drives.write_text(drive, {"en": "New words.", "ms": "Kata baharu."}, actor_id=None, now=clock.now())

    sign(somebody, {"text_id": read})

    assert signed_text(app) == TEXTS["en"]


@pytest.mark.parametrize("text_id", ["", "0", "-1", "x", "9" * 30, "of another drive"])
def test_words_of_no_version_are_those_of_the_newest(app: Flask, drive: int, organiser: Person, text_id: str) -> None:
    if text_id == "of another drive":
        other = begin(app, organiser.id, slug="puncak-alam")
        with app.app_context():
            text_id = str(drives.texts_of(other)[0].id)

    sign(phone(app), {"text_id": text_id})

    assert signed_text(app) == TEXTS["en"]


def signed_text(app: Flask) -> str:
    with app.app_context():
        one = db.session.scalars(select(Signature)).one()
        return db.session.get_one(PledgeText, one.text_id).text_en


# --- two and four weeks later


@pytest.mark.parametrize(("days", "asked"), [(13, None), (14, 14), (27, 14), (28, None), (30, 30), (44, None)])
def test_a_student_is_asked_after_two_and_four_weeks(
    app: Flask, drive: int, alice: Person, clock: Clock, sign_in: SignIn, days: int, asked: int | None
) -> None:
    student = sign_in(alice)
    student.get("/pledge/shah-alam")
    sign(student)
    clock.advance(days=days)

    with app.app_context():
        due = signatures.check_backs_due(alice.id, clock.now())

    assert [one.day for one in due] == ([asked] if asked else [])


def test_of_two_answers_at_once_one_stays(own_app: Flask, applications: Applications) -> None:
    organiser = applications.admit(own_app, "omar@example.edu.my", "Omar", role="organiser")
    student = applications.admit(own_app, "alice@example.edu.my", "Alice")
    begin(own_app, organiser.id)
    with own_app.app_context():
        shown = drives.find_shown("shah-alam")
        assert shown
        signing = signatures.Signing("one-number-of-a-phone", "en", user_id=student.id)
        signatures.sign(shown, signing, secret="secret", now=NOON)
        number = db.session.scalars(select(Signature.id)).one()
    at_once, failures = threading.Barrier(8), []

    def answer() -> None:
        with own_app.app_context():
            at_once.wait()
            try:
                signatures.check_back(student.id, number, 14, met=True, did="yes", now=NOON)
            except Exception as failure:  # whatever it is, the test tells of it
                failures.append(failure)

    threads = [threading.Thread(target=answer) for _press in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with own_app.app_context():
        assert [(one.met, one.did) for one in db.session.scalars(select(CheckBack))] == [(True, "yes")]

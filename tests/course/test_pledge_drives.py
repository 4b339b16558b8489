"""Pledge drives: signing once, counting, words for the wall, what organisers see, and what is forgotten."""

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import drives, signatures, wall
from course.extensions import db
from course.tables import CheckBack, Drive, Pledge, Signature, WallWord
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.pledging import FROM_HERE, NOON, PLEDGE, begin, phone, sign, sign_many
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]


def counted(app: Flask, drive_id: int) -> int:
    with app.app_context():
        return wall.count(drive_id).online


def rows(app: Flask) -> list[Signature]:
    with app.app_context():
        return list(db.session.scalars(select(Signature).order_by(Signature.id)))


def letters(app: Flask) -> list[str]:
    """Bodies of the letters written so far."""
    files = sorted(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    for file in files:
        file.unlink()
    return [message.get_content() for message in found]


def link_in(letter: str) -> str:
    return next("/confirm/" + word.partition("/confirm/")[2] for word in letter.split() if "/confirm/" in word)


# --- signing ----------------------------------------------------------------------------------------------------------


def test_somebody_signs_without_an_account_and_is_counted(app: Flask, organiser: Person, clock: Clock) -> None:
    drive = begin(app, organiser.id)

    visitor = phone(app)
    page = sign(visitor)

    assert page.location == "/pledge/shah-alam/thanks"
    assert visitor.follow().heading == "Thank you"
    assert counted(app, drive) == 1


def test_a_second_signature_of_the_same_phone_gets_the_same_answer_and_does_not_count(
    app: Flask, organiser: Person, clock: Clock
) -> None:
    drive = begin(app, organiser.id)
    visitor = phone(app)

    first, second = sign(visitor), sign(visitor)

    assert (first.location, first.response.data) == (second.location, second.response.data)
    assert counted(app, drive) == 1


def test_without_the_tick_nothing_is_signed_and_what_was_typed_stays(
    app: Flask, organiser: Person, clock: Clock
) -> None:
    drive = begin(app, organiser.id)
    visitor = phone(app)

    page = visitor.post("/pledge/shah-alam", {"name": "Mei Ling"}, expect=422, headers=FROM_HERE)

    assert page.words(".error-summary a") == ["Tick the box if you want to pledge. You need not."]
    assert page.one("#name").get("value") == "Mei Ling"
    assert counted(app, drive) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
    ],
)
def test_another_site_cannot_sign_for_a_visitor(
    app: Flask, organiser: Person, clock: Clock, headers: dict[str, str]
) -> None:
    drive = begin(app, organiser.id)

    phone(app).post("/pledge/shah-alam", PLEDGE, expect=403, headers=headers)

    assert counted(app, drive) == 0


def test_an_old_browser_that_only_sends_its_origin_signs(app: Flask, organiser: Person, clock: Clock) -> None:
    drive = begin(app, organiser.id)

    phone(app).post("/pledge/shah-alam", PLEDGE, expect=303, headers={"Origin": "http://localhost"})

    assert counted(app, drive) == 1


def test_the_form_is_the_same_for_everybody_and_knows_nobody(
    app: Flask, organiser: Person, alice: Person, clock: Clock, sign_in: SignIn
) -> None:
    begin(app, organiser.id)

    signed_in = sign_in(alice).get("/pledge/shah-alam").response.data
    stranger = Visitor(app).get("/pledge/shah-alam").response.data

    assert signed_in == stranger
    assert b"csrf_token" not in stranger
    assert b"Alice" not in stranger


@pytest.mark.parametrize("state", ["early", "draft", "closed", "over"])
def test_nobody_signs_a_drive_that_is_not_open(app: Flask, organiser: Person, clock: Clock, state: str) -> None:
    opens = NOON + timedelta(hours=1) if state == "early" else NOON - timedelta(hours=1)
    drive = begin(app, organiser.id, opened=state != "draft", opens_at=opens)
    if state == "closed":
        with app.app_context():
            drives.close_drive(drive, NOON)
    visitor = Visitor(app)
    visitor.get("/pledge/shah-alam", expect=404 if state == "draft" else 200)
    if state == "over":
        clock.advance(hours=6)

    sign(visitor, expect=404 if state == "draft" else 409)

    assert counted(app, drive) == 0


def test_a_signature_keeps_the_words_that_it_signed(app: Flask, organiser: Person, clock: Clock) -> None:
    drive = begin(app, organiser.id)
    sign(phone(app))
    with app.app_context():
        drives.write_text(drive, {"en": "New words.", "ms": "Kata baharu."}, NOON)
    page = phone(app)
    assert page.page is not None
    assert page.page.words("blockquote") == ["New words."]
    sign(page)

    first, second = rows(app)

    with app.app_context():
        versions = {text.id: text.version for text in drives.texts_of(drive)}
    assert (versions[first.text_id], versions[second.text_id]) == (1, 2)


def test_a_scanned_code_says_at_which_station_somebody_signed(app: Flask, organiser: Person, clock: Clock) -> None:
    drive = begin(app, organiser.id)
    with app.app_context():
        station = drives.add_station(drive, "Library", "1234")
        token = drives.stations_of(drive)[0].token
    visitor = phone(app, f"/pledge/shah-alam?at={token}")
    assert visitor.page is not None
    sign(visitor, {"at": visitor.page.one("[name=at]").get("value")})
    stranger = phone(app, "/pledge/shah-alam?at=invented")
    assert stranger.page is not None
    sign(stranger, {"at": "invented"})

    assert [signature.station_id for signature in rows(app)] == [station, None]
    assert stranger.page.location


def test_a_plan_is_shown_to_its_writer_once_and_kept_only_in_an_account(
    app: Flask, organiser: Person, alice: Person, clock: Clock, sign_in: SignIn
) -> None:
    begin(app, organiser.id)
    plan = {"situation": "own", "own_situation": "Kak Ros argues", "action": "own", "own_action": "go for a walk"}

    stranger = phone(app)
    sign(stranger, plan)
    told = stranger.follow().words(".plan")
    account = sign_in(alice)
    account.get("/pledge/shah-alam")
    sign(account, plan)

    assert told == ["When Kak Ros argues, I will go for a walk."]
    with app.app_context():
        assert db.session.scalars(select(Pledge.user_id)).all() == [alice.id]


def test_a_drive_by_account_asks_to_sign_in_and_counts_an_account_once(
    app: Flask, organiser: Person, alice: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id, once="account")

    assert "/sign-in" in sign(phone(app), expect=302).location
    for _device in range(2):
        sign(sign_in(alice))

    assert counted(app, drive) == 1


# --- by e-mail --------------------------------------------------------------------------------------------------------


def test_an_address_counts_once_it_is_confirmed_and_is_kept_nowhere(
    app: Flask, organiser: Person, clock: Clock
) -> None:
    drive = begin(app, organiser.id, once="email")
    letters(app)
    sign(phone(app), {"email": "Dina@Example.edu.my"})
    (link,) = map(link_in, letters(app))
    assert counted(app, drive) == 0

    visitor = Visitor(app)
    visitor.get(link)
    assert counted(app, drive) == 0
    visitor.post(link, {}, expect=303, headers=FROM_HERE)

    assert counted(app, drive) == 1
    with app.app_context():
        kept = db.session.execute(select(Signature.__table__)).all()
    assert "dina" not in str(kept).lower()


def test_a_repeat_by_e_mail_tells_nothing_and_sends_no_second_letter(
    app: Flask, organiser: Person, clock: Clock
) -> None:
    begin(app, organiser.id, once="email")
    letters(app)
    first = sign(phone(app), {"email": "dina@example.edu.my"})
    second = sign(phone(app), {"email": " DINA@example.edu.my "})

    assert (first.location, first.response.data) == (second.location, second.response.data)
    assert len(letters(app)) == 1
    assert len(rows(app)) == 1


def test_this_was_not_me_leaves_nothing(app: Flask, organiser: Person, clock: Clock) -> None:
    begin(app, organiser.id, once="email")
    letters(app)
    sign(phone(app), {"email": "dina@example.edu.my", "words": "Be kind"})
    (link,) = map(link_in, letters(app))
    visitor = Visitor(app)
    visitor.get(link)

    visitor.post(link, {"not_me": "yes"}, expect=200, headers=FROM_HERE)

    assert rows(app) == []
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(WallWord)) == 0
    visitor.get(link, expect=404)


def test_what_nobody_confirms_is_forgotten_in_two_weeks(app: Flask, organiser: Person, clock: Clock) -> None:
    begin(app, organiser.id, once="email", closes_at=NOON + timedelta(days=30))
    sign(phone(app), {"email": "dina@example.edu.my"})

    with app.app_context():
        drives.close_what_is_over(NOON + timedelta(days=15))

    assert rows(app) == []


# --- attacks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["name", "faculty", "email", "words", "at", "client_id", "situation", "own_action"])
@pytest.mark.parametrize("value", ["\0", "x" * 5000, "' OR 1=1 --", "<script>alert(1)</script>", "😀" * 200, "own"])
def test_no_field_breaks_the_form(app: Flask, organiser: Person, clock: Clock, field: str, value: str) -> None:
    begin(app, organiser.id)

    answer = phone(app).browser.post("/pledge/shah-alam", data={**PLEDGE, field: value}, headers=FROM_HERE)

    assert answer.status_code in (303, 400, 422)
    assert b"<script>alert" not in answer.data


@pytest.mark.parametrize("token", ["x", "x" * 4000, "%00", "WzEsIjAiXQ.AAAA"])
def test_an_invented_link_leads_nowhere(client: Visitor, token: str) -> None:
    client.get(f"/confirm/{token}", expect=404)


def test_a_flood_of_one_phone_is_stopped(app: Flask, organiser: Person, clock: Clock, throttled: None) -> None:
    begin(app, organiser.id)
    visitor = phone(app)

    answers = [
        visitor.browser.post("/pledge/shah-alam", data=PLEDGE, headers=FROM_HERE).status_code for _time in range(8)
    ]

    assert answers == [303] * 6 + [429] * 2


def test_six_hundred_people_behind_one_address_get_through_in_a_minute_and_a_script_does_not(
    own_app: Flask, applications: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course.extensions import limiter  # noqa: PLC0415

    owner = applications.admit(own_app, "o@example.edu.my", "O", role="organiser")
    drive = begin(own_app, owner.id)
    monkeypatch.setattr(limiter, "enabled", True)
    with own_app.app_context():
        limiter.reset()

    def press(kind: str) -> int:
        browser = own_app.test_client()
        browser.get("/pledge/shah-alam")
        headers = {**FROM_HERE, "User-Agent": kind}
        return browser.post("/pledge/shah-alam", data=PLEDGE, headers=headers).status_code

    script = [press("script") for _time in range(700)]
    people = [press(f"phone {number % 5}") for number in range(500)]

    assert script.count(303) == 600
    assert people == [303] * 500
    assert counted(own_app, drive) == 1100


def run_at_once(jobs: Iterable[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_twenty_presses_at_the_same_moment_one_counts(own_app: Flask, applications: Any, clock: Clock) -> None:
    owner = applications.admit(own_app, "o@example.edu.my", "O", role="organiser")
    drive = begin(own_app, owner.id)
    with own_app.app_context():
        shown = drives.preview(drive)
    assert shown is not None
    together = threading.Barrier(20)

    def press(number: int) -> None:
        with own_app.app_context():
            together.wait()
            device, client = ("one", f"{number:016}") if number < 10 else (f"d{number}", "same-number-1234")
            signatures.sign(shown, signatures.Signing(client, "en", device=device), secret="s", now=NOON)

    run_at_once(lambda number=number: press(number) for number in range(20))

    assert counted(own_app, drive) == 2


# --- the wall ---------------------------------------------------------------------------------------------------------


def test_the_counter_tells_online_and_paper_apart_and_answers_304_when_nothing_changed(
    app: Flask, organiser: Person, clock: Clock, client: Visitor
) -> None:
    drive = begin(app, organiser.id)
    sign_many(app, drive, 3)
    with app.app_context():
        drives.count_paper(drive, 40, "sheet 1", by_id=organiser.id, now=NOON)

    first = client.get("/pledge/shah-alam/count.json").response
    again = client.browser.get("/pledge/shah-alam/count.json", headers={"If-None-Match": first.headers["ETag"]})

    told = json.loads(first.data)
    assert (told["online"], told["paper"], told["total"], told["goal"]) == (3, 40, 43, 500)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=1"
    assert (again.status_code, again.data) == (304, b"")


def test_the_wall_shows_the_number_the_goal_a_code_and_approved_words_alone(
    app: Flask, organiser: Person, clock: Clock, client: Visitor
) -> None:
    drive = begin(app, organiser.id)
    for sentence in ("Be kind", "Read twice"):
        sign(phone(app), {"words": sentence})
    with app.app_context():
        first = wall.queue(drive)[0]
        wall.decide(drive, [first.id], approve=True, reason="", by_id=organiser.id, now=NOON)

    page = client.get("/pledge/shah-alam/wall")

    assert page.words(".number") == ["2"]
    assert page.one("progress").get("max") == "500"
    assert len(page.all(".code svg")) == 1
    assert "Be kind" in page.text
    assert "Read twice" not in page.text


def test_only_the_counter_for_other_pages_may_be_framed_by_them(
    app: Flask, organiser: Person, clock: Clock, client: Visitor
) -> None:
    begin(app, organiser.id)

    embedded = client.browser.get("/pledge/shah-alam/embed").headers
    walled = client.browser.get("/pledge/shah-alam/wall").headers

    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    assert "frame-ancestors *" not in walled["Content-Security-Policy"]
    assert client.browser.get("/pledge/shah-alam/badge.svg").mimetype == "image/svg+xml"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("aku rasa nak mati", "distress"),
        ("I want to die", "distress"),
        ("follow me at www.example.com", "contact"),
        ("call 012-345 6789", "contact"),
        ("look at @somebody", "person"),
        ("Kantin is bad", "keyword"),
        ("Think twice, be kind", ""),
    ],
)
def test_what_needs_care_is_held_with_its_reason(
    app: Flask, organiser: Person, clock: Clock, sentence: str, reason: str
) -> None:
    drive = begin(app, organiser.id)

    sign(phone(app), {"words": sentence})

    with app.app_context():
        (word,) = wall.queue(drive)
        assert (word.state, word.reason) == ("held" if reason else "waiting", reason)


def test_an_organiser_refuses_several_sentences_with_a_reason(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id)
    for number in range(3):
        sign(phone(app), {"words": f"Buy my soap {number}"})
    desk = sign_in(organiser)
    waiting = desk.get(f"/drives/{drive}/messages").form_data
    assert waiting("main form:first-of-type")
    with app.app_context():
        chosen = [word.id for word in wall.queue(drive)][:2]

    desk.post(f"/drives/{drive}/messages/decide", {"message": chosen, "act": "refuse", "reason": ""})
    desk.post(f"/drives/{drive}/messages/decide", {"message": chosen, "act": "refuse", "reason": "advertising"})

    with app.app_context():
        states = [(word.state, word.reason, word.decided_by_id) for word in db.session.scalars(select(WallWord))]
    assert sorted(states, key=str) == sorted(
        [("refused", "advertising", organiser.id)] * 2 + [("waiting", "", None)], key=str
    )


def test_words_of_another_drive_cannot_be_decided(
    app: Flask, organiser: Person, admit: Callable[..., Person], clock: Clock, sign_in: SignIn
) -> None:
    begin(app, organiser.id)
    other = admit("other@example.edu.my", "Other", role="organiser")
    theirs = begin(app, other.id, slug="theirs")
    sign(phone(app), {"words": "Be kind"})
    with app.app_context():
        word = db.session.scalars(select(WallWord.id)).one()

    sign_in(other).post(f"/drives/{theirs}/messages/decide", {"message": word, "act": "approve"})

    with app.app_context():
        assert db.session.scalars(select(WallWord.state)).all() == ["waiting"]


# --- organisers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ["", "/edit", "/text", "/stations", "/messages", "/export.csv"])
def test_a_drive_of_somebody_else_is_not_there(
    app: Flask, organiser: Person, admin: Person, clock: Clock, sign_in: SignIn, room: str
) -> None:
    drive = begin(app, organiser.id)

    sign_in(organiser).get(f"/drives/{drive}{room}")
    sign_in(admin).get(f"/drives/{drive}{room}", expect=404)


def test_an_organiser_begins_a_drive_in_the_form_and_opens_it(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn
) -> None:
    desk = sign_in(organiser)
    desk.get("/drives/new")
    desk.submit(
        {
            "title_en": "Think",
            "title_ms": "Fikir",
            "campus": "Kampus",
            "slug": "fikir",
            "opens_at": "2026-11-21T09:00",
            "closes_at": "2026-11-21T17:00",
        }
    )
    desk.follow()
    Visitor(app).get("/pledge/fikir", expect=404)

    assert desk.page is not None
    desk.post(desk.page.address + "/state", {"state": "open"})

    sign(phone(app, "/pledge/fikir"), slug="fikir")
    with app.app_context():
        drive = db.session.scalars(select(Drive)).one()
        assert (drive.state, drive.opens_at.hour) == ("open", 1)


def test_the_address_stays_once_somebody_has_signed(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id)
    sign(phone(app))
    desk = sign_in(organiser)
    desk.get(f"/drives/{drive}/edit")

    page = desk.submit({"slug": "elsewhere"}, expect=422)

    assert page.words(".error-summary a") == [
        "People have signed already: the address and the way of counting stay as they are."
    ]


def test_two_drives_cannot_have_one_address(app: Flask, organiser: Person, clock: Clock) -> None:
    begin(app, organiser.id)

    with pytest.raises(drives.AddressTaken):
        begin(app, organiser.id)


def test_small_groups_are_hidden_and_cannot_be_worked_out() -> None:
    shown = {cell.name: cell.count for cell in wall.hidden_when_few({"Law": 40, "Arts": 12, "Medicine": 3})}

    assert shown == {"Law": 40, "Arts": None, "Medicine": None}
    assert wall.hidden_when_few({"Law": 40, "Arts": 12}) == [wall.Cell("Law", 40), wall.Cell("Arts", 12)]
    assert [cell.count for cell in wall.hidden_when_few({"Law": 3})] == [None]


def test_an_organiser_sees_no_small_faculty_and_no_name_that_was_not_given(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id)
    sign_many(app, drive, 12, faculty="Law")
    sign_many(app, drive, 3, faculty="Medicine", name="=HYPERLINK(1)")
    desk = sign_in(organiser)

    page = desk.get(f"/drives/{drive}")
    exported = desk.browser.get(f"/drives/{drive}/export.csv").get_data(as_text=True)

    assert page.words("tbody tr td")[-2:] == ["hidden: too few"] * 2
    assert "HYPERLINK" not in page.text
    assert exported.count("'=HYPERLINK(1)") == 3
    assert "Medicine" not in exported


@pytest.mark.parametrize("count", ["0", "-1", "x", "", "9" * 30])
def test_paper_is_counted_in_whole_sheets_and_never_below_nothing(
    app: Flask, organiser: Person, clock: Clock, sign_in: SignIn, count: str
) -> None:
    drive = begin(app, organiser.id)

    sign_in(organiser).post(f"/drives/{drive}/paper", {"count": count, "note": "\0" * 300})

    with app.app_context():
        assert wall.count(drive).paper == 0


@pytest.mark.parametrize("signed", [1, 30])
def test_the_page_of_a_drive_asks_as_often_for_thirty_signatures_as_for_one(
    app: Flask,
    organiser: Person,
    clock: Clock,
    sign_in: SignIn,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    signed: int,
) -> None:
    drive = begin(app, organiser.id)
    sign_many(app, drive, signed, words="Be kind")
    desk = sign_in(organiser)
    asked = []
    for address in ("/drives", f"/drives/{drive}", f"/drives/{drive}/messages"):
        desk.get(address)
        with count_queries() as queries:
            desk.get(address)
        asked.append(queries.count)

    assert asked == [1, 11, 3]


# --- later ------------------------------------------------------------------------------------------------------------


def test_a_drive_closes_by_itself_and_forgets_everybody_after_half_a_year(
    app: Flask, organiser: Person, alice: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id)
    sign(sign_in(alice), {"name": "Alice", "faculty": "Law", "words": "Be kind"})
    sign_many(app, drive, 4)

    with app.app_context():
        drives.close_what_is_over(NOON + timedelta(hours=7))
        assert db.session.get_one(Drive, drive).state == "closed"
        drives.close_what_is_over(NOON + timedelta(days=179))
        assert db.session.scalars(select(Signature.name).order_by(Signature.id)).first() == "Alice"
        drives.close_what_is_over(NOON + timedelta(days=181))
        drives.close_what_is_over(NOON + timedelta(days=400))

    kept = rows(app)
    assert {(one.name, one.faculty, one.once_key, one.user_id) for one in kept} == {("", "", None, None)}
    assert {one.signed_at.hour for one in kept} == {4}
    with app.app_context():
        assert (db.session.get_one(Drive, drive).state, db.session.get_one(Drive, drive).salt) == ("anonymised", "")
        assert wall.count(drive).online == 5
        assert db.session.scalar(select(func.count()).select_from(WallWord)) == 0


def test_erasing_an_account_keeps_the_count(
    app: Flask, organiser: Person, alice: Person, clock: Clock, sign_in: SignIn
) -> None:
    drive = begin(app, organiser.id)
    account = sign_in(alice)
    sign(account, {"name": "Alice", "faculty": "Law"})
    exported = account.browser.get("/account/export").get_data(as_text=True)
    account.get("/account/erase")

    account.submit({"current": alice.password})

    assert "Law" in exported
    (kept,) = rows(app)
    assert (kept.user_id, kept.name, kept.faculty) == (None, "", "")
    assert counted(app, drive) == 1


def test_two_weeks_later_a_signer_is_asked_once_and_only_numbers_are_told(
    app: Flask, organiser: Person, alice: Person, bob: Person, clock: Clock, sign_in: SignIn
) -> None:
    begin(app, organiser.id)
    account = sign_in(alice)
    sign(account)
    (signature,) = rows(app)
    address = f"/plan/check-back/{signature.id}/14"
    assert account.get("/plan").all(f"[href='{address}']") == []
    clock.advance(days=15)
    assert account.get("/plan").all(f"[href='{address}']")
    assert account.get("/me").all(f"[href='{address}']")

    account.get(address)
    account.submit({"met": "yes", "did": ""}, expect=422)
    account.submit({"met": "yes", "did": "partly"})

    assert account.get("/plan").all(f"[href='{address}']") == []
    with app.app_context():
        answer = db.session.scalars(select(CheckBack)).one()
        assert (answer.day, answer.met, answer.did) == (14, True, "partly")
    sign_in(bob).get(address, expect=404)
    account.get(f"/plan/check-back/{signature.id}/30", expect=404)

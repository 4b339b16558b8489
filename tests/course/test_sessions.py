"""Live sessions: taking a place with an account and without one, the queue, being there, and the office."""

import csv
import io
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select

from course import demo, jobs, people, places, privacy, session_letters, session_questions, sessions
from course.extensions import db
from course.tables import AuditEntry, LiveSession, OutgoingLetter, Registration, SessionQuestion
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.live_sessions import letters, link_in, plan
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]
ADDRESS = "/sessions/safer-internet-day"
GUEST = "guest@example.com"
FORM = {
    "title_en": "Safer Internet Day",
    "title_ms": "Hari Internet Selamat",
    "slug": "",
    "description_en": "What happens to a report.",
    "description_ms": "Perkara yang berlaku kepada laporan.",
    "speakers_en": "A counsellor of the campus",
    "speakers_ms": "Seorang kaunselor kampus",
    "spoken": "both",
    "starts_at": "2027-02-09T10:00",
    "ends_at": "2027-02-09T11:30",
    "place": "Dewan Kuliah 1",
    "link": "https://meet.example.edu.my/sid",
    "capacity": "40",
}


@pytest.fixture(autouse=True)
def _no_letters_of_before(app: Flask) -> None:
    letters(app)


@pytest.fixture
def live(app: Flask, clock: Clock) -> LiveSession:
    """A session with two places, in three days."""
    return plan(app, begins=clock.now() + timedelta(days=3))


def take(visitor: Visitor) -> str:
    """Take a place; returns the address of it."""
    visitor.get(ADDRESS)
    return visitor.post(f"{ADDRESS}/take").location


def confirm(app: Flask, guest: Visitor, email: str = GUEST) -> str:
    """Take a place without an account: through the form and the link of the letter."""
    guest.post(f"{ADDRESS}/take", {"email": email})
    [(to, _subject, text)] = letters(app)
    assert to == email
    guest.get(link_in(text))
    return guest.submit().location


def taken(app: Flask) -> dict[str, int]:
    """How many registrations there are in each state."""
    with app.app_context():
        rows = db.session.execute(select(Registration.state, func.count()).group_by(Registration.state))
        return {state: number for state, number in rows}  # noqa: C416 -- a Row is no pair to the type checker


def run_job(app: Flask, name: str = "look_after_sessions") -> None:
    with app.app_context():
        getattr(jobs.current(), name).call_local()


# --- what anybody sees ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "when"),
    [
        ("en", "Safer Internet Day", "24 November 2026, 10:30 to 11:30"),
        ("ms", "Hari Internet Selamat", "24 November 2026, 10:30 hingga 11:30"),
    ],
)
def test_a_session_stands_in_the_list_and_on_the_front_page_in_malaysian_time(
    client: Visitor, live: LiveSession, language: str, title: str, when: str
) -> None:
    client.get(f"/?lang={language}")

    for page in (client.get("/"), client.get("/sessions"), client.get(ADDRESS)):
        assert title in page.text
        assert when in page.text


def test_a_draft_is_nowhere_to_be_seen(app: Flask, client: Visitor, clock: Clock) -> None:
    plan(app, begins=clock.now() + timedelta(days=3), publish=False)

    client.get(ADDRESS, expect=404)
    client.get(f"{ADDRESS}.ics", expect=404)
    client.post(f"{ADDRESS}/take", {"email": GUEST}, expect=404)
    for address in ("/", "/sessions", "/sessions.ics"):
        assert "Safer Internet Day" not in client.get(address).text


def test_the_front_page_speaks_of_no_sessions_when_there_is_none(client: Visitor) -> None:
    assert "Next live session" not in client.get("/").text


def test_the_front_page_asks_the_database_for_nothing(
    client: Visitor, live: LiveSession, count_queries: Callable[[], AbstractContextManager[Queries]]
) -> None:
    client.get("/")

    with count_queries() as queries:
        client.get("/")

    assert queries.statements == []


def test_a_calendar_reads_the_session_and_is_told_when_it_is_called_off(
    app: Flask, client: Visitor, clock: Clock, admin: Person, sign_in: SignIn, live: LiveSession
) -> None:
    before = Calendar.from_ical(client.get(f"{ADDRESS}.ics").text).events[0]
    sign_in(admin).post(f"/admin/sessions/{live.id}/cancel")
    after = Calendar.from_ical(client.get("/sessions.ics").text).events[0]

    assert before.start == clock.now() + timedelta(days=3)
    assert str(before["DTSTART"].params["TZID"]) == "Asia/Kuala_Lumpur"
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "meet.example" not in client.get(f"{ADDRESS}.ics").text


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize(("address", "number"), [("/sessions", 2), ("/sessions.ics", 2)])
def test_a_list_asks_as_often_for_twelve_sessions_as_for_one(
    app: Flask,
    client: Visitor,
    clock: Clock,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    address: str,
    number: int,
    rows: int,
) -> None:
    for row in range(rows):
        plan(app, begins=clock.now() + timedelta(days=row - 3, minutes=1), slug=f"one-{row}")

    with count_queries() as queries:
        client.get(address)

    assert queries.count == number, queries.statements


# --- places -----------------------------------------------------------------------------------------------------


def test_a_student_takes_a_place_at_once_and_finds_it_on_her_page(
    app: Flask, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    browser = sign_in(alice)

    place = take(browser)

    assert [(to, subject) for to, subject, _text in letters(app)] == [
        (alice.email, "You have a place: Safer Internet Day")
    ]
    assert [link.get("href") for link in browser.get("/me").all(".task a") if "/place/" in link.get("href")] == [place]
    assert "You have a place" in browser.get(place).text


def test_taking_a_place_twice_takes_one_and_sends_one_letter(
    app: Flask, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    browser = sign_in(alice)

    assert take(browser) == take(browser)
    assert len(letters(app)) == 1
    assert taken(app) == {"registered": 1}


def test_without_an_account_nothing_is_kept_until_the_address_is_confirmed(
    app: Flask, client: Visitor, live: LiveSession
) -> None:
    client.post(f"{ADDRESS}/take", {"email": "  Guest@Example.com "})
    [(to, _subject, text)] = letters(app)
    client.get(link_in(text))
    before = taken(app)

    place = client.submit().location

    assert (to, before, taken(app)) == (GUEST, {}, {"registered": 1})
    assert "You have a place" in client.get(place).text
    assert link_in(letters(app)[0][2]) == place


def test_a_link_to_confirm_works_two_days_and_for_its_session_alone(
    app: Flask, client: Visitor, clock: Clock, live: LiveSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(app, begins=clock.now() + timedelta(days=9), slug="another")
    client.post(f"{ADDRESS}/take", {"email": GUEST})
    link = link_in(letters(app)[0][2])

    elsewhere = client.post(link.replace(ADDRESS, "/sessions/another"))
    monkeypatch.setattr("course.places.CONFIRMED_WITHIN_SECONDS", -1)
    late = client.post(link)

    assert (elsewhere.location, late.location) == ("/sessions/another", ADDRESS)
    assert taken(app) == {}


def test_the_address_of_an_account_takes_the_place_of_that_account(
    app: Flask, client: Visitor, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    own = take(sign_in(alice))
    letters(app)

    assert confirm(app, client, alice.email) == own
    assert taken(app) == {"registered": 1}


def test_who_comes_too_late_waits_and_moves_up_by_themselves_when_a_place_is_given_back(
    app: Flask, client: Visitor, alice: Person, bob: Person, charlie: Person, sign_in: SignIn, live: LiveSession
) -> None:
    hers = take(sign_in(alice))
    take(sign_in(charlie))
    guests = confirm(app, client) if letters(app) else ""
    bobs = take(sign_in(bob))
    waiting = client.get(guests).text
    letters(app)

    client.get(hers)
    client.submit(form="details form")

    assert "You are number 1." in waiting
    assert [(to, subject) for to, subject, _text in letters(app)] == [
        (GUEST, "A place is free for you: Safer Internet Day")
    ]
    assert taken(app) == {"cancelled": 1, "registered": 2, "waiting": 1}
    assert "Anda nombor 1" in client.get(bobs, query_string={"lang": "ms"}).text


def test_a_larger_room_lets_the_queue_move_up(
    app: Flask, admin: Person, alice: Person, bob: Person, charlie: Person, sign_in: SignIn, live: LiveSession
) -> None:
    for person in (alice, charlie, bob):
        take(sign_in(person))
    letters(app)
    office = sign_in(admin)
    office.get(f"/admin/sessions/{live.id}/change")

    office.submit({"capacity": "3"})

    assert [(to, subject) for to, subject, _text in letters(app)] == [
        (bob.email, "Tempat kini tersedia untuk anda: Hari Internet Selamat")
    ]
    assert taken(app) == {"registered": 3}


def test_the_place_of_an_erased_account_goes_to_the_first_of_the_queue_and_to_nobody_who_comes_later(
    app: Flask, alice: Person, bob: Person, charlie: Person, admin: Person, sign_in: SignIn, live: LiveSession
) -> None:
    for person in (alice, charlie, bob):
        take(sign_in(person))
    with app.app_context():
        privacy.erase(alice.id, password=PASSWORD, now=datetime.now(UTC))
    take(sign_in(admin))
    letters(app)

    run_job(app)

    assert [to for to, _subject, _text in letters(app)] == [bob.email]
    assert taken(app) == {"registered": 2, "waiting": 1}


def test_twelve_who_press_at_the_same_moment_never_take_more_places_than_there_are(own_app: Flask) -> None:
    begins = datetime.now(UTC) + timedelta(days=3)
    plan(own_app, begins=begins, capacity=5)
    start, failed = threading.Barrier(12), []

    def press(number: int) -> None:
        with own_app.app_context():
            start.wait()
            try:
                places.take_place(
                    "safer-internet-day", email=f"g{number % 10}@example.com", language="en", now=datetime.now(UTC)
                )
            except Exception as problem:
                failed.append(problem)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert taken(own_app) == {"registered": 5, "waiting": 5}


def test_two_who_give_back_at_the_same_moment_let_two_move_up(own_app: Flask) -> None:
    now = datetime.now(UTC)
    plan(own_app, begins=now + timedelta(days=3), capacity=2)
    with own_app.app_context():
        given = [
            places.take_place("safer-internet-day", email=f"g{n}@example.com", language="en", now=now)[0].id
            for n in range(5)
        ]
    start, moved = threading.Barrier(2), []

    def give_back(place: int) -> None:
        with own_app.app_context():
            start.wait()
            moved.extend(one.email for one in places.give_back(place, now))

    threads = [threading.Thread(target=give_back, args=(place,)) for place in given[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(moved) == ["g2@example.com", "g3@example.com"]
    assert taken(own_app) == {"registered": 2, "waiting": 1}


def test_giving_back_twice_frees_one_place(app: Flask, client: Visitor, alice: Person, live: LiveSession) -> None:
    place = confirm(app, client)

    client.post(f"{place}/give-back")
    again = client.post(f"{place}/give-back")

    assert again.location == ADDRESS
    assert taken(app) == {}


def test_no_place_can_be_taken_when_the_session_is_over_or_called_off(
    app: Flask, client: Visitor, clock: Clock, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    browser = sign_in(alice)
    clock.advance(days=4)

    browser.post(f"{ADDRESS}/take")
    client.post(f"{ADDRESS}/take", {"email": GUEST})

    assert "can no longer be taken" in browser.get(ADDRESS).text
    assert (taken(app), letters(app)) == ({}, [])


def test_a_key_that_was_made_up_or_belongs_elsewhere_opens_nothing(
    app: Flask, client: Visitor, clock: Clock, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    plan(app, begins=clock.now() + timedelta(days=9), slug="another")
    place = take(sign_in(alice))

    for wrong in (place[:-1], place + "A", f"{ADDRESS}/place/MQ.x", place.replace(ADDRESS, "/sessions/another")):
        assert client.get(wrong, expect=302).location == wrong.partition("/place/")[0]
        client.post(f"{wrong}/give-back")
    assert taken(app) == {"registered": 1}


@pytest.mark.usefixtures("throttled")
def test_nobody_can_have_countless_letters_sent_to_an_address(app: Flask, client: Visitor, live: LiveSession) -> None:
    answers = [
        client.browser.post(f"{ADDRESS}/take", data={"email": spelling}).status_code
        for spelling in [GUEST, "GUEST@example.com"] * 6
    ]

    assert answers == [302] * 10 + [429] * 2
    assert len(letters(app)) == 10


# --- being there ------------------------------------------------------------------------------------------------


def test_the_link_to_join_is_for_who_has_a_place_from_an_hour_before_to_the_end(
    app: Flask, client: Visitor, clock: Clock, alice: Person, bob: Person, charlie: Person, sign_in: SignIn,
    live: LiveSession,
) -> None:  # fmt: skip
    hers, _charlies, bobs = (take(sign_in(person)) for person in (alice, charlie, bob))
    shown = []

    for moment in (timedelta(days=2, hours=22, minutes=59), timedelta(minutes=1), timedelta(hours=2)):
        clock.moment += moment
        shown.append(["meet.example" in client.browser.get(address).text for address in (hers, bobs, ADDRESS)])

    assert shown == [[False, False, False], [True, False, False], [False, False, False]]


def test_attendance_is_noted_by_the_code_however_it_is_typed_and_only_around_the_session(
    app: Flask, client: Visitor, clock: Clock, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    place = take(sign_in(alice))
    code = live.attendance_code
    typed = f" {code[:3].lower()}-{code[3:]} "
    client.post(f"{place}/attend", {"code": typed}, expect=422)
    clock.advance(days=3)

    wrong = client.post(f"{place}/attend", {"code": "ZZZZZ0"}, expect=422)
    client.post(f"{place}/attend", {"code": typed})

    assert "This is not the code of this session." in wrong.text
    assert "You were there" in client.get(place).text


@pytest.mark.usefixtures("throttled")
def test_a_code_cannot_be_guessed(
    client: Visitor, clock: Clock, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    place = take(sign_in(alice))
    clock.advance(days=3)

    answers = [client.browser.post(f"{place}/attend", data={"code": f"AAAAA{n}"}).status_code for n in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_question_is_shown_once_a_moderator_let_it_through_and_without_a_name(
    app: Flask, client: Visitor, alice: Person, admin: Person, sign_in: SignIn, live: LiveSession
) -> None:
    browser = sign_in(alice)
    place = take(browser)
    browser.post(f"{place}/ask", {"text": "Who reads a <b>report</b>?", "name": ""})
    before = client.get(ADDRESS).words("q")
    office = sign_in(admin)
    page = office.get(f"/admin/sessions/{live.id}")
    action = page.one("article form").get("action")

    office.post(action, {"state": "shown"})

    assert (before, client.get(ADDRESS).words("q")) == ([], ["Who reads a <b>report</b>?"])
    assert "Alice" not in " ".join(page.words("article"))
    office.post(action, {"state": "refused"})
    assert client.get(ADDRESS).words("q") == []
    assert "not shown" in browser.get(place).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": " \0 "}, "Write your question."),
        ({"text": "x" * 501}, "Use 500 characters at most."),
        ({"text": "Why?", "name": "x" * 61}, "Use 60 characters at most."),
    ],
)
def test_a_question_that_is_none_is_refused_and_stays_in_the_form(
    client: Visitor, alice: Person, sign_in: SignIn, live: LiveSession, typed: dict[str, str], sentence: str
) -> None:
    place = take(sign_in(alice))

    page = client.post(f"{place}/ask", {"name": "", **typed}, expect=422)

    assert sentence in page.words(".error-summary a")
    assert len(page.one("textarea[name=text]").text.strip("\n")) == len(typed["text"].replace("\0", ""))


def test_one_place_asks_ten_questions_and_no_more(
    app: Flask, client: Visitor, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    place = take(sign_in(alice))
    for number in range(10):
        client.post(f"{place}/ask", {"text": f"Question {number}", "name": ""})

    page = client.post(f"{place}/ask", {"text": "One more", "name": ""}, expect=422)

    assert "You have sent ten questions. Let others ask too." in page.text


# --- what time brings -------------------------------------------------------------------------------------------


def test_everybody_with_a_place_is_reminded_once_a_day_before(
    app: Flask, client: Visitor, clock: Clock, alice: Person, bob: Person, charlie: Person, sign_in: SignIn,
    live: LiveSession,
) -> None:  # fmt: skip
    for person in (bob, charlie, alice):
        take(sign_in(person))
    letters(app)
    run_job(app)
    early = letters(app)
    clock.advance(days=2, minutes=1)

    run_job(app)
    run_job(app)

    assert early == []
    assert [(to, subject) for to, subject, _text in letters(app)] == [
        (bob.email, "Tidak lama lagi: Hari Internet Selamat"),
        (charlie.email, "Soon: Safer Internet Day"),
    ]


def test_who_takes_a_place_on_the_last_day_gets_one_letter_and_not_two(
    app: Flask, client: Visitor, clock: Clock, live: LiveSession
) -> None:
    clock.advance(days=2, hours=12)
    confirm(app, client)
    letters(app)

    run_job(app)

    assert letters(app) == []


def test_two_workers_at_the_same_moment_remind_each_person_once(own_app: Flask) -> None:
    now = datetime.now(UTC)
    plan(own_app, begins=now + timedelta(hours=20), capacity=20)
    with own_app.app_context():
        for number in range(12):
            places.take_place(
                "safer-internet-day", email=f"g{number:02}@example.com", language="en", now=now - timedelta(days=5)
            )
    start = threading.Barrier(3)

    def work() -> None:
        with own_app.app_context():
            start.wait()
            places.remind(now, session_letters.reminder)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with own_app.app_context():
        reminded = sorted(db.session.scalars(select(OutgoingLetter.recipient)))
    assert reminded == [f"g{number:02}@example.com" for number in range(12)]


def test_an_address_without_an_account_is_forgotten_a_month_after_the_session(
    app: Flask, client: Visitor, clock: Clock, alice: Person, sign_in: SignIn, live: LiveSession
) -> None:
    take(sign_in(alice))
    confirm(app, client) if letters(app) else None
    clock.advance(days=30)
    run_job(app, "forget_addresses")
    kept = taken(app)
    clock.advance(days=4)

    run_job(app, "forget_addresses")

    assert (kept, taken(app)) == ({"registered": 2}, {"registered": 1})


def test_places_and_questions_are_exported_and_erased_with_the_account(
    app: Flask, client: Visitor, alice: Person, bob: Person, sign_in: SignIn, live: LiveSession
) -> None:
    for person in (alice, bob):
        browser = sign_in(person)
        browser.post(f"{take(browser)}/ask", {"text": f"Asked by {person.display_name}", "name": ""})

    with app.app_context():
        found = privacy.export(alice.id)
        privacy.erase(alice.id, password=PASSWORD, now=datetime.now(UTC))
        left = db.session.scalars(select(SessionQuestion.text)).all()

    assert [row["state"] for row in found["registrations"]] == ["registered"]
    assert [row["text"] for row in found["session_questions"]] == ["Asked by Alice Wong"]
    assert left == ["Asked by Bob anak Jelani"]
    assert taken(app) == {"registered": 1}


# --- the office -------------------------------------------------------------------------------------------------


def test_an_admin_plans_a_session_publishes_it_and_every_act_leaves_its_trace(
    app: Flask, client: Visitor, clock: Clock, admin: Person, sign_in: SignIn
) -> None:
    office = sign_in(admin)
    office.get("/admin/sessions/new")
    address = office.submit(FORM).location
    office.get(address)
    office.submit(form=f"form[action='{address}/publish']")
    office.post(f"{address}/code")
    office.get(f"{address}/afterwards")
    office.submit({"recording": "https://video.example.com/x", "transcript_en": "One.\n\nTwo.", "transcript_ms": ""})

    page = client.get("/sessions")

    assert page.one(".card a").get("href") == "/sessions/safer-internet-day-2027-02-09"
    assert "9 February 2027, 10:00 to 11:30" in page.text
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.actor_id == admin.id)).all()
    assert acts == [
        "live session added",
        "live session published",
        "attendance code renewed",
        "recording and transcript kept",
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_en": " \0"}, "Enter the title in English."),
        ({"title_ms": ""}, "Enter the title in Bahasa Malaysia."),
        ({"slug": "Big Day"}, "Use small letters, figures and single hyphens."),
        ({"slug": "safer-internet-day"}, "Another session has this address. Choose another."),
        ({"starts_at": "soon"}, "Enter a day and a time like 2026-12-01 14:30."),
        ({"ends_at": "2027-02-09T10:00"}, "A session ends after it begins, and within a week."),
        ({"capacity": "0"}, "Enter a number from 1 to 10,000."),
        ({"capacity": "9" * 40}, "Enter a number from 1 to 10,000."),
        ({"place": "", "link": ""}, "Enter a place, a link to join, or both."),
        ({"link": "javascript:alert(1)"}, "Enter a whole address that begins with https://."),
        ({"spoken": "xx"}, "Choose one of these."),
    ],
)
def test_a_session_that_cannot_be_is_refused_with_a_sentence_and_kept_in_the_form(
    app: Flask, admin: Person, sign_in: SignIn, live: LiveSession, wrong: dict[str, str], sentence: str
) -> None:
    office = sign_in(admin)
    office.get("/admin/sessions/new")

    page = office.submit({**FORM, **wrong}, expect=422)

    assert any(sentence in told for told in page.words(".error-summary a"))
    assert page.form_data()["description_en"][0].strip() == FORM["description_en"]


def test_calling_a_session_off_writes_once_to_everybody_who_has_a_place_or_waits(
    app: Flask, client: Visitor, alice: Person, bob: Person, charlie: Person, admin: Person, sign_in: SignIn,
    live: LiveSession,
) -> None:  # fmt: skip
    for person in (alice, bob, charlie):
        take(sign_in(person))
    client.post(f"{sign_in(alice).get(ADDRESS).one('main .button').get('href')}/give-back")
    letters(app)
    office = sign_in(admin)

    office.post(f"/admin/sessions/{live.id}/cancel")
    office.post(f"/admin/sessions/{live.id}/cancel")

    assert [(to, subject) for to, subject, _text in letters(app)] == [
        (bob.email, "Dibatalkan: Hari Internet Selamat"),
        (charlie.email, "Called off: Safer Internet Day"),
    ]
    assert "This session is called off." in client.get(ADDRESS).text


def test_the_list_of_who_comes_can_be_opened_by_a_spreadsheet_and_runs_nothing_there(
    app: Flask, admit: Callable[..., Person], admin: Person, sign_in: SignIn, live: LiveSession
) -> None:
    mallory = admit("mallory@example.com", '=HYPERLINK("http://x","y")')
    take(sign_in(mallory))
    office = sign_in(admin)

    answer = office.browser.post(f"/admin/sessions/{live.id}/registrations.csv")

    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[1][:4] == ['\'=HYPERLINK("http://x","y")', "mallory@example.com", "en", "registered"]
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.actor_id == admin.id)).all()
    assert acts == ["registrations exported"]


def test_a_question_of_another_session_is_none_of_this_one(
    app: Flask, clock: Clock, alice: Person, admin: Person, sign_in: SignIn, live: LiveSession
) -> None:
    other = plan(app, begins=clock.now() + timedelta(days=9), slug="another")
    browser = sign_in(alice)
    browser.post(f"{take(browser)}/ask", {"text": "Why?", "name": ""})
    with app.app_context():
        question = db.session.scalar(select(SessionQuestion.id))
    office = sign_in(admin)

    office.post(f"/admin/sessions/{other.id}/questions/{question}", {"state": "shown"}, expect=404)
    office.post(f"/admin/sessions/{live.id}/questions/{question}", {"state": "waiting"}, expect=400)


def test_who_has_a_place_is_told_of_another_time_and_reminded_for_it(
    app: Flask, alice: Person, admin: Person, clock: Clock, sign_in: SignIn, live: LiveSession
) -> None:
    take(sign_in(alice))
    office = sign_in(admin)
    clock.advance(days=2, hours=1)
    run_job(app)
    letters(app)
    office.get(f"/admin/sessions/{live.id}/change")
    office.submit({"description_en": "The same hour, told better."})
    unchanged = letters(app)
    office.get(f"/admin/sessions/{live.id}/change")

    office.submit({"starts_at": "2026-11-25T09:00", "ends_at": "2026-11-25T10:00"})

    [(to, subject, text)] = letters(app)
    assert (unchanged, to, subject) == ([], alice.email, "Changed: Safer Internet Day")
    assert "25 November 2026, 09:00 to 10:00 (Malaysian time)" in text
    clock.advance(hours=22)
    run_job(app)
    assert [subject for _to, subject, _text in letters(app)] == ["Soon: Safer Internet Day"]


def test_what_stays_of_a_session_is_read_when_it_is_over(
    app: Flask, client: Visitor, clock: Clock, live: LiveSession
) -> None:
    with app.app_context():
        sessions.keep_afterwards(
            live.id,
            recording="https://video.example.com/x",
            transcript_en="Welcome.\n\nGoodbye.",
            transcript_ms="",
            actor_id=None,
            now=clock.now(),
        )
    before = client.get(ADDRESS).text
    clock.advance(days=4)

    page = client.get(f"{ADDRESS}?lang=ms")

    assert "Welcome." not in before
    assert page.one("main a[rel=noreferrer]").get("href") == "https://video.example.com/x"
    assert page.one("details div").get("lang") == "en"
    assert page.words("details div p") == ["Welcome.", "Goodbye."]


@pytest.mark.parametrize("rows", [1, 12])
def test_the_office_asks_as_often_for_twelve_rows_as_for_one(
    app: Flask,
    clock: Clock,
    admin: Person,
    sign_in: SignIn,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    rows: int,
) -> None:
    for row in range(rows):
        plan(app, begins=clock.now() + timedelta(days=3), slug=f"one-{row}", capacity=50)
    with app.app_context():
        for row in range(rows):
            place, _new = places.take_place("one-0", email=f"g{row}@example.com", language="en", now=clock.now())
            session_questions.ask(place, "Why?", "", clock.now())
        first = db.session.scalar(select(LiveSession.id).where(LiveSession.slug == "one-0"))
    office = sign_in(admin)
    office.get("/admin")
    counted = []

    for address in ("/admin/sessions", f"/admin/sessions/{first}"):
        with count_queries() as queries:
            office.get(address)
        counted.append(queries.count)

    assert counted == [3, 3]


# --- hostile input, and the demo --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["\0", "x" * 100_000, "' or 1=1 --", "<script>", "\u202e", "a\r\nBcc: b@example.com", "＠"]
)
def test_no_text_in_any_field_breaks_the_site(
    app: Flask, clock: Clock, alice: Person, admin: Person, sign_in: SignIn, live: LiveSession, text: str
) -> None:
    place, office, stranger = take(sign_in(alice)), sign_in(admin), Visitor(app)
    clock.advance(days=3)
    forms = {
        f"{ADDRESS}/take": ("email",),
        f"{place}/attend": ("code",),
        f"{place}/ask": ("text", "name"),
    }
    own = {
        "/admin/sessions/new": tuple(FORM),
        f"/admin/sessions/{live.id}/change": tuple(FORM),
        f"/admin/sessions/{live.id}/afterwards": ("recording", "transcript_en", "transcript_ms"),
        f"/admin/sessions/{live.id}/questions/1": ("state",),
    }

    answers = {
        visitor.browser.post(address, data={**(FORM if "/admin" in address else {}), name: text}).status_code
        for visitor, found in ((stranger, forms), (office, own))
        for address, names in found.items()
        for name in names
    }

    assert max(answers) < 500


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 26), (date(2026, 10, 10), date(2027, 2, 9))),
        (date(2027, 2, 9), (date(2027, 10, 10), date(2027, 2, 9))),
        (date(2027, 6, 1), (date(2027, 10, 10), date(2027, 2, 9))),
        (date(2027, 10, 10), (date(2027, 10, 10), date(2028, 2, 8))),
    ],
)
def test_of_the_two_days_of_the_demo_one_is_past_and_one_is_to_come(today: date, days: tuple[date, date]) -> None:
    assert demo.sessions._days(today) == days


def test_the_demo_shows_a_session_to_come_and_one_to_look_up(app: Flask, client: Visitor, clock: Clock) -> None:
    with app.app_context():
        demo.seed(clock.now())
        people.forget()

    page = client.get("/sessions")

    assert page.words("section:nth-of-type(1) h3") == ["Safer Internet Day: report it, and look after each other"]
    assert page.words("section:nth-of-type(2) h3") == ["World Mental Health Day: when the feed weighs on you"]
    assert page.words("section:nth-of-type(2) .chip") == ["Recording or transcript"]


def test_old_sessions_are_found_on_the_pages_behind(app: Flask, client: Visitor, clock: Clock) -> None:
    for number in range(52):
        plan(app, begins=clock.now() - timedelta(days=number + 1), slug=f"past-{number}")

    first, second = client.get("/sessions"), client.get("/sessions?page=2")

    assert [len(page.all(".cards > *")) for page in (first, second)] == [50, 2]
    assert first.words("nav.pager a") == ["The next page"]

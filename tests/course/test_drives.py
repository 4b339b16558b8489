"""Organisers and their drives: what they begin, change and see, and what nobody may."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from course import audit, drives, privacy, wall, words
from course.extensions import db
from course.tables import Drive, PledgeText, Signature, WallWord
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.pages import Visitor
from tests.pledging import NOON, begin, phone, sign, sign_many
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def drive(app: Flask, clock: Clock, organiser: Person) -> int:
    return begin(app, organiser.id)


def test_an_organiser_begins_a_drive_and_opens_it(
    app: Flask, client: Visitor, clock: Clock, organiser: Person, sign_in: SignIn
) -> None:
    desk = sign_in(organiser)
    desk.get("/drives/new")
    desk.submit(
        {
            "title_en": "Think twice at the library",
            "title_ms": "Fikir dulu di perpustakaan",
            "slug": "library",
            "opens_at": "2026-11-21T09:00",
            "closes_at": "2026-11-21T17:00",
            "goal": "100",
        }
    )
    page = desk.follow()
    client.get("/pledge/library", expect=404)

    desk.post(f"{page.address}/state", {"state": "open"})

    assert client.get("/pledge/library").heading == "Think twice at the library"
    assert client.get("/pledge/library?lang=ms").heading == "Fikir dulu di perpustakaan"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_en": ""}, "Enter a title in English."),
        ({"slug": "Not an address"}, "Use small letters, figures and single hyphens."),
        ({"slug": "shah-alam"}, "Another drive has this address. Choose another one."),
        ({"closes_at": "2026-11-20T09:00"}, "It must close after it opens."),
        ({"goal": "0"}, "Enter a number from 1 to 1,000,000."),
        ({"faculties": "\n".join(str(number) for number in range(41))}, "Use 40 lines at most"),
        ({"once": "fingerprint"}, "Choose one of these."),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    desk = sign_in(organiser)
    desk.get("/drives/new")
    filled = {"title_en": "One", "title_ms": "Satu", "slug": "one", "opens_at": "2026-11-21T09:00"}

    page = desk.submit({**filled, "closes_at": "2026-11-21T17:00", **wrong}, expect=422)

    assert any(sentence in told for told in page.words(".error-summary a"))
    assert page.form_data()["title_ms"] == ["Satu"]


ADDRESSES = ("", "/edit", "/text", "/stations", "/messages", "/export.csv")
POSTS = ("/edit", "/text", "/state", "/stations/new", "/stations/1/remove", "/paper", "/messages/decide", "/organisers")


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_organiser_s_drive_is_a_404_everywhere(
    app: Flask, drive: int, admit: Callable[..., Person], admin: Person, sign_in: SignIn, address: str
) -> None:
    other = admit("ewa@example.edu.my", "Ewa", role="organiser")

    for person in (other, admin):
        sign_in(person).get(f"/drives/{drive}{address}", expect=404)


@pytest.mark.parametrize("address", POSTS)
def test_another_organiser_changes_nothing(
    app: Flask, drive: int, admit: Callable[..., Person], sign_in: SignIn, address: str
) -> None:
    other = admit("ewa@example.edu.my", "Ewa", role="organiser")

    sign_in(other).post(f"/drives/{drive}{address}", {"state": "closed", "email": other.email}, expect=404)

    with app.app_context():
        assert db.session.get_one(Drive, drive).state == "open"


def test_a_removed_organiser_is_out_at_once_and_the_last_one_stays(
    app: Flask, drive: int, organiser: Person, admit: Callable[..., Person], sign_in: SignIn
) -> None:
    other = admit("ewa@example.edu.my", "Ewa", role="organiser")
    desk, second = sign_in(organiser), sign_in(other)
    desk.post(f"/drives/{drive}/organisers", {"email": "EWA@example.edu.my"})
    second.get(f"/drives/{drive}")

    desk.post(f"/drives/{drive}/organisers/{other.id}/remove")
    desk.post(f"/drives/{drive}/organisers/{organiser.id}/remove")

    second.get(f"/drives/{drive}", expect=404)
    desk.get(f"/drives/{drive}")


def test_a_signature_keeps_the_words_that_it_signed(app: Flask, drive: int, organiser: Person, sign_in: SignIn) -> None:
    sign_many(app, drive, 1)
    desk = sign_in(organiser)
    desk.get(f"/drives/{drive}/text")
    desk.submit({"text_en": "New words.", "text_ms": "Kata baharu."}, form="form.stack")
    sign_many(app, drive, 1)

    with app.app_context():
        signed = db.session.execute(
            select(PledgeText.version, PledgeText.text_en)
            .join(Signature, Signature.text_id == PledgeText.id)
            .order_by(Signature.id)
        ).all()

    assert [tuple(row) for row in signed] == [(1, "I think twice before I post."), (2, "New words.")]


def test_what_an_organiser_does_leaves_a_trace(
    app: Flask, drive: int, organiser: Person, admin: Person, sign_in: SignIn
) -> None:
    desk = sign_in(organiser)
    desk.post(f"/drives/{drive}/stations/new", {"name": "Hall", "pin": "1234"})
    desk.get(f"/drives/{drive}/edit")
    desk.submit({"goal": "600"})
    desk.post(f"/drives/{drive}/paper", {"count": "12", "note": "Lecture"})
    desk.post(f"/drives/{drive}/state", {"state": "closed"})

    page = sign_in(admin).get("/admin/audit")

    told = page.words("tbody tr")
    with app.app_context():
        noted = [(one.act, one.actor_id) for one in audit.entries(limit=4)]
    assert "Pledge drive closed" in told[0]
    assert f"Drive {drive}" in told[0]
    assert noted == [(act, organiser.id) for act in ("drive closed", "paper counted", "drive changed", "station added")]


def test_after_the_first_signature_the_way_of_counting_stays(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    sign_many(app, drive, 1)
    desk = sign_in(organiser)
    desk.get(f"/drives/{drive}/edit")

    desk.submit({"once": "account"}, expect=422)

    with app.app_context():
        assert db.session.get_one(Drive, drive).once == "device"


def test_paper_is_counted_apart_and_a_mistake_can_be_taken_back(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    desk = sign_in(organiser)
    for number in ("40", "-3", "-100", "none", "0"):
        desk.post(f"/drives/{drive}/paper", {"count": number, "note": "Sheet 1"})

    with app.app_context():
        counted = wall.count(drive)

    assert (counted.online, counted.paper, counted.total) == (0, 37, 37)


# --- what organisers see


def test_groups_under_ten_are_hidden_and_cannot_be_worked_out(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    sign_many(app, drive, 12, faculty="Law")
    sign_many(app, drive, 3, faculty="Medicine")
    sign_many(app, drive, 20)

    page = sign_in(organiser).get(f"/drives/{drive}")

    rows = [" ".join(row.itertext()).split() for row in page.all("table.table tbody tr")]
    assert ["Law", "hidden:", "too", "few"] in rows
    assert ["Medicine", "hidden:", "too", "few"] in rows
    assert ["not", "said", "20"] in rows


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=6))
def test_hidden_groups_are_together_ten_or_nobody_s(counts: dict[str, int]) -> None:
    cells = wall.hidden_when_few(counts)

    hidden = [counts[cell.name] for cell in cells if cell.count is None]
    assert {cell.name for cell in cells} == set(counts)
    assert all(cell.count in (None, counts[cell.name]) for cell in cells)
    assert all(cell.count is None for cell in cells if 0 < counts[cell.name] < 10)
    if hidden and any(cell.count for cell in cells):
        assert sum(hidden) >= 10
        assert len(hidden) > 1 or hidden[0] >= 10


def test_an_export_holds_no_hour_no_faculty_and_no_formula(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    sign_many(app, drive, 1, faculty="Law", name='=HYPERLINK("https://evil.example")')
    sign_many(app, drive, 1, faculty="Medicine")

    answer = sign_in(organiser).browser.get(f"/drives/{drive}/export.csv")

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows == [
        ["day", "station", "source", "version", "name"],
        ["2026-11-21", "", "phone", "1", ""],
        ["2026-11-21", "", "phone", "1", '\'=HYPERLINK("https://evil.example")'],
    ]
    assert "Law" not in answer.get_data(as_text=True)


def test_a_station_that_the_page_hides_cannot_be_counted_in_the_export(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    with app.app_context():
        hall, stall = (drives.add_station(drive, name, "1234", actor_id=None, now=NOON) for name in ("Hall", "Stall"))
    sign_many(app, drive, 30, station_id=hall)
    sign_many(app, drive, 3, station_id=stall)
    sign_many(app, drive, 12)

    answer = sign_in(organiser).browser.get(f"/drives/{drive}/export.csv")

    with app.app_context():
        shown = {cell.name: cell.count for cell in wall.figures(drive).by_station}
    rows = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert shown == {"Hall": 30, "": None, "Stall": None}
    assert Counter(row["station"] for row in rows) == {"Hall": 30, "": 15}


def test_a_drive_whose_time_is_over_is_not_opened(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn, clock: Clock
) -> None:
    clock.advance(days=1)
    with app.app_context():
        drives.close_what_is_over(clock.now())
    desk = sign_in(organiser)

    desk.post(f"/drives/{drive}/state", {"state": "open"})

    assert "Its time is over." in desk.follow().text
    with app.app_context():
        shown = drives.preview(drive)
    assert shown is not None
    assert shown.state == "closed"


def test_every_sentence_of_the_wall_can_be_taken_off_again_the_newest_first(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    sign_many(app, drive, 53, words="Fikir dulu")
    sign(phone(app), {"words": "The newest"})
    with app.app_context():
        waiting = [word.id for word in wall.queue(drive)]
        wall.decide(drive, waiting, approve=True, reason="", by_id=organiser.id, now=NOON)
    desk = sign_in(organiser)

    first = desk.get(f"/drives/{drive}/messages")
    second = desk.get(f"/drives/{drive}/messages?page=2")

    assert first.words(".choice span span")[0] == "The newest"
    assert (len(first.all(".choice")), len(second.all(".choice"))) == (50, 4)
    assert first.words("nav.pager a") == ["The next page"]


def test_more_sentences_than_one_page_holds_are_told_of(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    sign_many(app, drive, 101, words="Fikir dulu")

    page = sign_in(organiser).get(f"/drives/{drive}/messages")

    assert "100 of 101 that wait." in page.text


def test_a_drive_asks_as_often_for_sixty_signatures_as_for_one(
    app: Flask,
    drive: int,
    organiser: Person,
    sign_in: SignIn,
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    desk = sign_in(organiser)
    asked = []
    for more in (1, 59):
        sign_many(app, drive, more, faculty="Law")
        desk.get(f"/drives/{drive}")
        with count_queries() as queries:
            desk.get(f"/drives/{drive}")
        asked.append(queries.count)

    assert asked[0] == asked[1]


def test_a_station_s_code_tells_where_somebody_signed_until_it_is_removed(
    app: Flask, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    desk = sign_in(organiser)
    desk.get(f"/drives/{drive}/stations")
    desk.submit({"name": "Library", "pin": "4711"})
    with app.app_context():
        station = drives.stations_of(drive)[0]
    somebody = phone(app, f"/pledge/shah-alam?at={station.token}")
    sign(somebody, {"at": station.token})

    desk.post(f"/drives/{drive}/stations/{station.id}/remove")
    sign(phone(app), {"at": station.token})

    with app.app_context():
        assert db.session.scalars(select(Signature.station_id).order_by(Signature.id)).all() == [station.id, None]
        assert "4711" not in station.pin_hash
        assert drives.pin_fits(station, "4711")
        assert not drives.pin_fits(station, "4712")


# --- words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Fikir dulu, hantar kemudian.", None),
        ("rasa nak mati je", "distress"),
        ("I want to die", "distress"),
        ("whatsapp me 012-345 6789", "contact"),
        ("visit cheap.com now", "contact"),
        ("@somebody did it", "person"),
        ("Kantin kita mahal", "keyword"),
        ("10.10", None),
    ],
)
def test_what_a_person_must_read_by_itself_is_held(text: str, reason: str | None) -> None:
    assert words.why_held(text, ["kantin"]) == reason


def test_nothing_is_shown_before_it_is_approved_and_it_can_be_taken_back(
    app: Flask, client: Visitor, drive: int, organiser: Person, sign_in: SignIn
) -> None:
    for text in ("Fikir dulu", "rasa nak mati", "Be kind"):
        sign(phone(app), {"words": text})
    desk = sign_in(organiser)
    page = desk.get(f"/drives/{drive}/messages")
    first = page.words(".choice span span:first-child") or page.words(".choice span")
    with app.app_context():
        ids = {word.text: word.id for word in db.session.scalars(select(WallWord))}
        nothing = wall.count(drive).words

    desk.post(f"/drives/{drive}/messages/decide", {"act": "approve", "message": [ids["Fikir dulu"], ids["Be kind"]]})
    desk.post(f"/drives/{drive}/messages/decide", {"act": "refuse", "message": [ids["Be kind"]], "reason": "off_topic"})
    desk.post(f"/drives/{drive}/messages/decide", {"act": "refuse", "message": [ids["rasa nak mati"]], "reason": ""})

    assert "rasa nak mati" in first[0]
    with app.app_context():
        assert (nothing, wall.count(drive).words) == ((), (("en", "Fikir dulu"),))
        assert db.session.get_one(WallWord, ids["rasa nak mati"]).state == "held"


def test_a_word_of_another_drive_is_not_decided(
    app: Flask, drive: int, organiser: Person, admit: Callable[..., Person], sign_in: SignIn
) -> None:
    other = admit("ewa@example.edu.my", "Ewa", role="organiser")
    hers = begin(app, other.id, slug="other")
    sign(phone(app), {"words": "Fikir dulu"})
    with app.app_context():
        word = db.session.scalar(select(WallWord.id))

    sign_in(other).post(f"/drives/{hers}/messages/decide", {"act": "approve", "message": [word]})

    with app.app_context():
        assert wall.count(drive).words == ()


# --- the end


def test_a_drive_closes_itself_and_forgets_who_signed_half_a_year_later(
    app: Flask, drive: int, clock: Clock, alice: Person, sign_in: SignIn
) -> None:
    student = sign_in(alice)
    student.get("/pledge/shah-alam")
    sign(student, {"name": "Alice", "faculty": "Law", "words": "Fikir dulu"})
    sign_many(app, drive, 4, name="Aina")

    def after(**time: float) -> str:
        clock.moment = NOON + timedelta(**time)
        with app.app_context():
            drives.close_what_is_over(clock.now())
            db.session.expire_all()
            return db.session.get_one(Drive, drive).state

    states = [after(hours=5), after(hours=7), after(days=179), after(days=181), after(days=182)]

    assert states == ["open", "closed", "closed", "anonymised", "anonymised"]
    with app.app_context():
        assert wall.count(drive).online == 5
        kept = repr(db.session.execute(select(Signature.__table__)).all())
        assert "Ali" not in kept
        assert "Aina" not in kept
        assert "Law" not in kept
        assert db.session.scalar(select(func.count()).where(Signature.user_id.is_not(None))) == 0
        assert db.session.scalar(select(func.count()).where(Signature.once_key.is_not(None))) == 0
        assert db.session.get_one(Drive, drive).salt == ""


def test_a_signature_of_an_erased_account_goes_on_counting_as_nobody_s(
    app: Flask, drive: int, clock: Clock, alice: Person, sign_in: SignIn
) -> None:
    student = sign_in(alice)
    student.get("/pledge/shah-alam")
    sign(student, {"name": "Alice"})
    with app.app_context():
        exported = privacy.export(alice.id)
        privacy.erase(alice.id, password=PASSWORD, now=clock.now())

    assert [row["name"] for row in exported["signatures"]] == ["Alice"]
    with app.app_context():
        assert wall.count(drive).online == 1
        row = db.session.execute(select(Signature.user_id, Signature.name, Signature.once_key)).one()
        assert tuple(row) == (None, "", None)


# --- drafts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(app: Flask, organiser: Person, clock: Clock) -> int:
    return begin(app, organiser.id, opened=False, slug="draft")


def test_an_organiser_sees_a_draft_as_it_will_look_and_nobody_else_does(
    app: Flask, draft: int, organiser: Person, charlie: Person, admit: Callable[..., Person], sign_in: SignIn
) -> None:
    desk, other = sign_in(organiser), sign_in(admit("ewa@example.edu.my", "Ewa", role="organiser"))

    pledge, wall_page = desk.get("/pledge/draft"), desk.get("/pledge/draft/wall")

    assert "A draft: you see it because you organise it." in pledge.text
    assert pledge.all("main button[type=submit]") == []
    assert wall_page.status == 200
    for stranger in (Visitor(app), sign_in(charlie), other):
        stranger.get("/pledge/draft", expect=404)
        stranger.get("/pledge/draft/wall", expect=404)
    sign(desk, expect=404, slug="draft")


def test_a_draft_is_discarded_with_its_stations_and_an_open_drive_is_not(
    app: Flask, drive: int, draft: int, organiser: Person, sign_in: SignIn
) -> None:
    with app.app_context():
        drives.add_station(draft, "Hall", "1234", actor_id=None, now=NOON)
    desk = sign_in(organiser)

    desk.post(f"/drives/{draft}/discard")
    desk.post(f"/drives/{drive}/discard")

    assert "close it instead" in desk.follow().text
    with app.app_context():
        assert db.session.scalars(select(Drive.id)).all() == [drive]
        assert (drives.stations_of(draft), drives.texts_of(draft)) == ([], [])


# --- when its organisers have left ------------------------------------------------------------------------------------


def test_a_drive_without_organisers_is_given_to_another_one_and_no_other_drive_is(
    app: Flask, drive: int, organiser: Person, admin: Person, admit: Callable[..., Person], sign_in: SignIn
) -> None:
    ewa = admit("ewa@example.edu.my", "Ewa", role="organiser")
    hers = begin(app, ewa.id, slug="hers")
    heir = admit("adi@example.edu.my", "Adi", role="organiser")
    with app.app_context():
        privacy.erase(ewa.id, password=PASSWORD, now=NOON)
    office = sign_in(admin)

    page = office.get(f"/admin/people/{heir.id}")
    office.post(f"/admin/people/{heir.id}/drives", {"drive": hers})
    office.post(f"/admin/people/{heir.id}/drives", {"drive": drive}, expect=404)

    assert page.words("#drive option") == ["hers"]
    assert sign_in(heir).get(f"/drives/{hers}").status == 200

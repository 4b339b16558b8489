"""A kiosk: set up by an organiser, left with a PIN, and every signature that it kept is counted exactly once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course import drives, kiosks
from course.extensions import db
from course.tables import PledgeText, Signature, Station
from tests.cast import Person
from tests.conftest import Clock
from tests.driving import EVENING, MORNING, OURS, PIN, Held, hold_drive, set_up, waiting
from tests.pages import Visitor
from tests.pledging import empty_the_mail, letters_to


@pytest.fixture
def held(app: Flask, organiser: Person, clock: Clock) -> Held:
    return hold_drive(app, organiser)


@pytest.fixture
def device(app: Flask, held: Held) -> Visitor:
    return set_up(app, held)


def signed(app: Flask) -> list[Signature]:
    with app.app_context():
        return list(db.session.scalars(select(Signature).order_by(Signature.id)))


def bring(device: Visitor, held: Held, *batch: dict[str, Any], expect: int = 200) -> Any:
    body = {"signatures": list(batch)}
    return device.post(f"{held.kiosk}/signatures", json=body, headers=OURS, expect=expect).response.json


# Setting up and ending


def test_an_organiser_sets_a_device_up_and_it_needs_no_account(
    app: Flask, held: Held, organiser: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    device = sign_in(organiser)
    page = device.get(f"/drives/{held.id}/stations/{held.station}/kiosk")
    (link,) = (a.get("href") for a in page.all("main a") if "/set-up/" in a.get("href"))

    device.get(link)
    device.submit(expect=403)  # no browser says where this comes from
    device.post(link, headers=OURS, expect=303)

    assert device.follow().heading == "Pause before you post"
    assert device.get("/drives", expect=302).location.startswith("/sign-in")


def test_only_a_device_that_was_set_up_is_a_kiosk(app: Flask, held: Held, organiser: Person) -> None:
    other = hold_drive(app, organiser, slug="another")
    stranger, device = Visitor(app), set_up(app, other)

    for visitor in (stranger, device):
        for address in (held.kiosk, f"{held.kiosk}/thanks", f"{held.kiosk}/worker.js", f"{held.kiosk}/exit"):
            visitor.get(address, expect=404)
        bring(visitor, held, waiting(1, held), expect=404)
    assert signed(app) == []


def test_a_key_for_one_purpose_serves_no_other(app: Flask, held: Held, device: Visitor) -> None:
    cookie = device.browser.get_cookie("kiosk", path=held.kiosk)
    assert cookie

    Visitor(app).get(f"{held.kiosk}/set-up/{cookie.value}", expect=404)


def test_the_address_for_setting_up_works_for_a_quarter_of_an_hour(
    app: Flask, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        station = db.session.get_one(Station, held.station)
        key = kiosks.set_up_key(station, app.config["SECRET_KEY"])
    monkeypatch.setattr("course.kiosks.SET_UP_SECONDS", -1)

    page = Visitor(app).get(f"{held.kiosk}/set-up/{key}", expect=404)

    assert page.heading == "This address no longer works"


def test_the_pin_ends_the_kiosk_and_no_other_does(device: Visitor, held: Held) -> None:
    page = device.post(f"{held.kiosk}/exit", {"pin": "1357"}, headers=OURS, expect=422)
    assert "This is not the PIN of this station." in page.text

    device.post(f"{held.kiosk}/exit", {"pin": PIN}, headers=OURS, expect=303)

    device.get(held.kiosk, expect=404)


@pytest.mark.usefixtures("throttled")
def test_pins_cannot_be_tried_out(device: Visitor, held: Held) -> None:
    for pin in range(10):
        device.post(f"{held.kiosk}/exit", {"pin": f"{pin:04}"}, headers=OURS, expect=422)

    device.post(f"{held.kiosk}/exit", {"pin": PIN}, headers=OURS, expect=429)


def test_a_new_pin_shuts_a_lost_device_out(
    device: Visitor, held: Held, organiser: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    sign_in(organiser).post(f"/drives/{held.id}/stations/{held.station}/pin", {"pin": "8642"})

    device.get(held.kiosk, expect=404)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "١٢٣٤"])
def test_a_pin_is_four_to_eight_figures(
    device: Visitor, held: Held, organiser: Person, sign_in: Callable[[Person], Visitor], pin: str
) -> None:
    owner = sign_in(organiser)
    owner.post(f"/drives/{held.id}/stations/{held.station}/pin", {"pin": pin})

    assert "Choose a PIN of 4 to 8 figures" in owner.follow().text
    device.get(held.kiosk)


def test_a_removed_station_has_no_kiosk(app: Flask, device: Visitor, held: Held, clock: Clock) -> None:
    with app.app_context():
        drives.remove_station(held.id, held.station, actor_id=None, now=clock.now())

    device.get(held.kiosk, expect=404)


def test_another_organiser_prepares_nothing(
    held: Held, admit: Callable[..., Person], sign_in: Callable[[Person], Visitor]
) -> None:
    dina = sign_in(admit("dina@example.edu.my", "Dina", role="organiser"))

    dina.get(f"/drives/{held.id}/stations/{held.station}/kiosk", expect=404)
    dina.post(f"/drives/{held.id}/stations/{held.station}/pin", {"pin": "8642"}, expect=404)
    dina.get(f"/drives/{held.id}/poster.pdf", expect=404)


# Signing as a plain form


def test_one_person_after_the_other_signs_without_a_script(app: Flask, device: Visitor, held: Held) -> None:
    for name in ("Alice", "Bob"):
        device.get(f"{held.kiosk}?lang=ms")
        device.browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        device.submit({"agree": "y", "name": name, "faculty": "Law"}, expect=303)
        page = device.follow()
        assert page.language == "ms"
        assert name not in page.text

    first, second = signed(app)
    assert (first.name, second.name) == ("Alice", "Bob")
    assert {(one.source, one.station_id, one.faculty, one.language) for one in (first, second)} == {
        ("kiosk", held.station, "Law", "ms")
    }


def test_who_does_not_tick_is_asked_again_with_what_was_typed(app: Flask, device: Visitor, held: Held) -> None:
    device.get(held.kiosk)
    device.browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    page = device.submit({"name": "Alice"}, expect=422)

    assert page.one("[name=name]").get("value") == "Alice"
    assert signed(app) == []


def test_the_page_holds_nothing_of_the_person_before(device: Visitor, held: Held) -> None:
    device.get(held.kiosk)
    device.browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    device.submit({"agree": "y", "name": "Alice", "faculty": "Medicine"}, expect=303)

    page = device.get(held.kiosk)

    filled = page.form_data()
    assert filled["name"] == [""]
    assert filled.get("faculty", [""]) == [""]
    assert "agree" not in filled
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.one("form").get("autocomplete") == "off"


def test_another_site_signs_for_nobody(app: Flask, device: Visitor, held: Held) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}

    device.post(held.kiosk, {"agree": "y"}, headers=foreign, expect=403)
    device.post(f"{held.kiosk}/signatures", json={"signatures": [waiting(1, held)]}, headers=foreign, expect=403)

    assert signed(app) == []


# What was kept while there was no network


def test_what_a_device_brings_twice_is_counted_once_and_answered_the_same(
    app: Flask, device: Visitor, held: Held
) -> None:
    batch = [waiting(number, held, name=f"Person {number}") for number in range(3)]

    first, again = bring(device, held, *batch), bring(device, held, *batch, waiting(3, held))

    assert first == {"kept": [one["id"] for one in batch], "refused": []}
    assert len(again["kept"]) == 4
    assert [one.name for one in signed(app)] == ["Person 0", "Person 1", "Person 2", ""]


def test_the_moment_is_reckoned_back_and_the_clock_of_a_device_is_not_believed(
    app: Flask, device: Visitor, held: Held, clock: Clock
) -> None:
    bring(
        device,
        held,
        waiting(1, held, waited_seconds=600),
        waiting(2, held, waited_seconds=10**9),  # from before the drive opened, says the device
        waiting(3, held, waited_seconds=0),
    )

    moments = [one.signed_at for one in signed(app)]

    assert moments == [clock.now() - timedelta(minutes=10), MORNING, clock.now()]


@pytest.mark.parametrize(
    ("days_late", "waited", "counts"),
    [
        (0, timedelta(hours=1, minutes=1), True),  # a minute before it closed, brought an hour later
        (0, timedelta(minutes=59), False),  # after it had closed
        (6, timedelta(days=6, hours=2), True),
        (8, timedelta(days=8, hours=2), False),  # too late for anybody to expect it
    ],
)
def test_what_was_signed_in_time_counts_though_the_drive_has_closed(
    app: Flask, device: Visitor, held: Held, clock: Clock, days_late: int, waited: timedelta, counts: bool
) -> None:
    clock.moment = EVENING + timedelta(hours=1, days=days_late)
    with app.app_context():
        drives.close_what_is_over(clock.now())

    answer = bring(device, held, waiting(1, held, waited_seconds=waited.total_seconds()))

    assert (len(answer["kept"]), len(answer["refused"])) == (counts, not counts)
    assert len(signed(app)) == counts


def test_a_signature_keeps_the_text_that_stood_on_the_device(
    app: Flask, device: Visitor, held: Held, clock: Clock
) -> None:
    with app.app_context():
        drives.write_text(held.id, {"en": "New words.", "ms": "Kata baharu."}, actor_id=None, now=clock.now())

    bring(device, held, waiting(1, held, waited_seconds=60))

    (one,) = signed(app)
    with app.app_context():
        assert db.session.get_one(PledgeText, one.text_id).text_en == "I pause before I post."


def test_what_cannot_be_taken_is_named_and_the_rest_is_kept(
    app: Flask, device: Visitor, held: Held, organiser: Person
) -> None:
    other = hold_drive(app, organiser, slug="another")
    untold, foreign = waiting(1, held, agree=""), waiting(2, held, text_id=str(other.text_id))
    endless = waiting(3, held, name="x" * 121)

    answer = bring(device, held, untold, waiting(4, held), foreign, endless)

    assert answer["kept"] == [waiting(4, held)["id"]]
    assert set(answer["refused"]) == {untold["id"], foreign["id"], endless["id"]}
    assert len(signed(app)) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"signatures": 1}',
        b'{"signatures": [{"id": "' + b"0" * 32 + b'", "fields": {}, "waited_seconds": NaN}]}',
        b'{"signatures": [{"id": "' + b"0" * 32 + b'", "fields": {}, "waited_seconds": -1}]}',
        b'{"signatures": [{"id": "../etc", "fields": {}}]}',
        b'{"signatures": [{"id": "' + b"0" * 32 + b'", "fields": {"name": {"a": 1}}}]}',
        b'{"signatures": [' + b",".join([b'{"id": "' + b"0" * 32 + b'", "fields": {}}'] * 51) + b"]}",
        b"[" * 5000,
    ],
)
def test_nonsense_is_a_sentence_and_signs_nothing(app: Flask, device: Visitor, held: Held, body: bytes) -> None:
    device.post(f"{held.kiosk}/signatures", data=body, headers=OURS, expect=400)

    assert signed(app) == []


def test_letters_that_no_database_keeps_are_left_out(app: Flask, device: Visitor, held: Held) -> None:
    answer = bring(device, held, waiting(1, held, name="Al\0ice", faculty="Law\0"))

    assert len(answer["kept"]) == 1
    assert signed(app)[0].name == "Alice"


@pytest.mark.usefixtures("throttled")
def test_a_device_gone_mad_is_slowed_down(device: Visitor, held: Held) -> None:
    for _ in range(60):
        bring(device, held)

    bring(device, held, expect=429)


def test_a_drive_by_address_sends_its_letter_when_the_signature_arrives(
    app: Flask, organiser: Person, clock: Clock
) -> None:
    held = hold_drive(app, organiser, once="email")
    device = set_up(app, held)

    bring(device, held, waiting(1, held, email="siti@example.edu.my"), waiting(2, held))

    (one,) = signed(app)
    assert one.confirmed_at is None
    assert one.once_key
    assert "siti" not in str(vars(one))


def test_the_letter_is_in_the_language_in_which_it_was_signed(app: Flask, organiser: Person, clock: Clock) -> None:
    held = hold_drive(app, organiser, once="email")
    device = set_up(app, held)
    empty_the_mail(app)

    bring(device, held, waiting(1, held, email="siti@example.edu.my", language="ms"))

    assert letters_to(app)[0].startswith("Salam sejahtera,")


def test_a_drive_by_account_is_not_signed_on_a_shared_device(app: Flask, organiser: Person, clock: Clock) -> None:
    held = hold_drive(app, organiser, once="account")
    device = set_up(app, held)

    page = device.get(held.kiosk)

    assert "signed on your own phone" in page.text
    assert page.all("form") == []
    assert len(bring(device, held, waiting(1, held))["refused"]) == 1


def test_the_worker_opens_this_kiosk_and_nothing_else(device: Visitor, held: Held) -> None:
    page = device.get(f"{held.kiosk}/worker.js")

    assert page.response.mimetype == "text/javascript"
    assert page.response.headers["Service-Worker-Allowed"] == held.kiosk
    for address in (f'"{held.kiosk}?lang=en"', f'"{held.kiosk}?lang=ms"', "/static/kiosk.js?v=", "/static/fonts/"):
        assert address in page.text


def test_a_kiosk_of_a_drive_in_one_language_is_in_it(app: Flask, organiser: Person, clock: Clock) -> None:
    held = hold_drive(app, organiser, languages="ms")

    page = set_up(app, held).get(f"{held.kiosk}?lang=en")

    assert (page.language, page.heading) == ("ms", "Fikir sebelum hantar")
    assert page.all("nav a") == []


def test_a_kiosk_tells_when_its_drive_is_over(device: Visitor, held: Held, clock: Clock) -> None:
    clock.moment = datetime(2026, 11, 21, 11, tzinfo=clock.moment.tzinfo)

    page = device.get(held.kiosk)

    assert "This drive is not open now." in page.text

"""The office's register of certificates: found, revoked, corrected, drawn again, issued in bulk, and taken along."""

import io
import math
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

import certificates
from course import archives, audit, awards, catalogue, privacy, register
from course.extensions import db
from course.tables import AuditEntry, Certificate, User
from tests.cast import Person
from tests.conftest import Clock
from tests.course.test_hostile import certificate_of
from tests.course.test_jobs import PlainMint
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def mint(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PlainMint:
    plain = PlainMint()
    monkeypatch.setitem(app.extensions, "mint", plain)
    return plain


@pytest.fixture
def office(admin: Person, sign_in: SignIn) -> Visitor:
    return sign_in(admin)


@pytest.fixture
def serial(app: Flask, alice: Person, clock: Clock, mint: PlainMint) -> str:
    """Of Alice's certificate, drawn."""
    number = certificate_of(app, alice)
    with app.app_context():
        awards.draw(number, mint, clock.now())
    return serial_of(app, alice)


def serial_of(app: Flask, person: Person) -> str:
    with app.app_context():
        award = awards.find_own(person.id)
    assert award is not None
    return award.serial


def last_act(app: Flask) -> tuple[str, str, int | None]:
    with app.app_context():
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        return last.act, last.about, last.actor_id


def without_certificate(app: Flask, person: Person) -> None:
    """Somebody who met every condition while the course had no certificate."""
    certificate_of(app, person)
    with app.app_context(), db.writing() as session:
        session.execute(delete(Certificate).where(Certificate.user_id == person.id))


def failed(app: Flask, serial: str) -> None:
    with app.app_context(), db.writing() as session:
        session.execute(
            update(Certificate)
            .where(Certificate.serial == serial)
            .values(pdf=None, pdf_sha256=None, drawing_error="no glyph", drawing_tries=5)
        )


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["alice", "WONG", "alice@EXAMPLE", "serial", "plain serial", "part of serial"])
def test_a_certificate_is_found_by_serial_name_or_address(
    app: Flask, serial: str, bob: Person, office: Visitor, wanted: str
) -> None:
    certificate_of(app, bob)
    typed = {
        "serial": serial,
        "plain serial": serial.replace("-", "").lower(),
        "part of serial": serial[3:].lower(),
    }.get(wanted, wanted)

    page = office.get("/admin/certificates", query_string={"find": typed})

    assert page.words("tbody th") == [serial]
    assert page.words("tbody bdi") == ["Alice Wong"]


@pytest.mark.parametrize("wanted", ["%", "_", "nobody", "x" * 5000, '"', "TT-0000-0000"])
def test_signs_of_the_database_are_letters_like_others(serial: str, office: Visitor, wanted: str) -> None:
    page = office.get("/admin/certificates", query_string={"find": wanted, "standing": "\0"})

    assert page.words("tbody th") == []


def test_each_standing_shows_its_own(
    app: Flask, serial: str, admit: Callable[..., Person], clock: Clock, office: Visitor
) -> None:
    people = {name: admit(f"{name}@example.edu.my", name) for name in ("revoked", "replaced", "withdrawn", "failed")}
    serials = {"genuine": serial}
    for name, person in people.items():
        certificate_of(app, person)
        serials[name] = serial_of(app, person)
    failed(app, serials["failed"])
    with app.app_context():
        awards.revoke(serials["revoked"], "not_earned", awards.Actor(None, "operator"), clock.now())
        anew = awards.replace_with(serials["replaced"], "Corrected", awards.Actor(None, "operator"), clock.now())
        privacy.erase(people["withdrawn"].id, password=people["withdrawn"].password, now=clock.now())

    found = {one: office.get(f"/admin/certificates?standing={one}").words("tbody th") for one in register.FILTERS}

    assert found == {
        "genuine": [anew, serials["failed"], serial],
        **{name: [serials[name]] for name in people},
    }


@pytest.mark.parametrize("rows", [1, 30])
def test_the_register_asks_as_often_for_thirty_rows_as_for_one(
    app: Flask,
    admit: Callable[..., Person],
    clock: Clock,
    office: Visitor,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    rows: int,
) -> None:
    for number in range(rows):
        certificate_of(app, admit(f"s{number}@example.edu.my", f"Student {number}"))
    asked = {}

    for address in ("/admin/certificates", "/admin/certificates/bulk", "/admin/audit"):
        office.get(address)
        with count_queries() as queries:
            office.get(address)
        asked[address] = queries.count

    assert asked == {"/admin/certificates": 1, "/admin/certificates/bulk": 2, "/admin/audit": 2}


def test_a_page_holds_fifty(app: Flask, admit: Callable[..., Person], clock: Clock, office: Visitor) -> None:
    for number in range(51):
        certificate_of(app, admit(f"s{number}@example.edu.my", f"Student {number}"))

    first = office.get("/admin/certificates").words("tbody bdi")
    second = office.get("/admin/certificates?page=2").words("tbody bdi")

    assert (len(first), first[0], second) == (50, "Student 50", ["Student 0"])


# --- one of them ------------------------------------------------------------------------------------------------------


def test_a_certificate_is_revoked_for_a_reason_that_everybody_may_read(
    app: Flask, serial: str, admin: Person, office: Visitor
) -> None:
    office.get(f"/admin/certificates/{serial}/revoke")
    assert office.submit({}, expect=422).words(".error-summary a") == ["Choose a reason."]

    office.submit({"reason": "wrong_person"})

    assert "the administration of the course revoked it: somebody else had done the course" in office.follow().text
    assert last_act(app) == ("certificate revoked", f"{serial}: wrong_person", admin.id)
    assert Visitor(app).get(f"/verify/{serial}").heading == "This certificate was issued here, and revoked"


@pytest.mark.parametrize("reason", ["", "name_corrected", "because", "not_earned\0"])
def test_a_reason_that_is_none_revokes_nothing(app: Flask, serial: str, office: Visitor, reason: str) -> None:
    office.post(f"/admin/certificates/{serial}/revoke", {"reason": reason}, expect=422)

    assert Visitor(app).get(f"/verify/{serial}").heading == "This certificate is genuine"


def test_a_corrected_name_is_shown_before_it_is_issued(app: Flask, serial: str, office: Visitor) -> None:
    office.get(f"/admin/certificates/{serial}/replace")

    shown = office.submit({"name": "  Alice  Wong Mei Ling "}, expect=200)
    assert shown.words(".facts bdi")[0] == "Alice Wong Mei Ling"
    assert Visitor(app).get(f"/verify/{serial}").heading == "This certificate is genuine"
    office.submit()

    new = office.follow()
    assert new.heading != serial
    assert f"It takes the place of an earlier one: {serial}" in new.text
    assert last_act(app)[:2] == ("certificate issued", f"{new.heading} ← {serial}")
    assert Visitor(app).get(f"/verify/{new.heading}").words(".facts bdi")[0] == "Alice Wong Mei Ling"
    with app.app_context():
        entry = register.find(new.heading)
    assert entry is not None
    assert entry.drawing == "drawn"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Enter the name."),
        ("Alice Wong", "This name stands on it already. Enter the corrected one."),
        ("A" * 121, "Enter a name of 1 to 120 characters, without control characters."),
        ("A\u202eB", "Enter a name of 1 to 120 characters, without control characters."),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_stays_typed(serial: str, office: Visitor, name: str, told: str) -> None:
    page = office.post(f"/admin/certificates/{serial}/replace", {"name": name, "seen": name}, expect=422)

    assert page.words(".error-summary a") == [told]
    assert page.one("#name").get("value") == name


def test_what_counts_no_more_is_not_revoked_or_replaced_again(
    app: Flask, serial: str, clock: Clock, office: Visitor
) -> None:
    with app.app_context():
        awards.revoke(serial, "not_earned", awards.Actor(None, "operator"), clock.now())

    for act, form in (("revoke", {"reason": "wrong_person"}), ("replace", {"name": "B", "seen": "B"}), ("redraw", {})):
        office.post(f"/admin/certificates/{serial}/{act}", form)

    with app.app_context():
        award = awards.find_by_serial(serial)
    assert award is not None
    assert (award.revoked_reason, award.replaced_by) == ("not_earned", None)


def test_a_pdf_that_failed_is_drawn_again(app: Flask, serial: str, admin: Person, office: Visitor) -> None:
    failed(app, serial)
    assert "no glyph" in office.get(f"/admin/certificates/{serial}").text

    office.post(f"/admin/certificates/{serial}/redraw")

    with app.app_context():
        entry = register.find(serial)
    assert entry is not None
    assert (entry.drawing, entry.drawing_error) == ("drawn", None)
    assert last_act(app) == ("certificate drawn again", serial, admin.id)


def test_a_pdf_that_was_cut_off_too_often_is_shown_as_failed_and_can_be_drawn_again(
    app: Flask, serial: str, office: Visitor
) -> None:
    """Who kills a worker in the middle five times leaves no error, and the sweep would wait for ever."""
    failed(app, serial)
    with app.app_context(), db.writing() as session:
        session.execute(update(Certificate).values(drawing_error=None))
    assert "cut off each time" in office.get(f"/admin/certificates/{serial}").text

    office.post("/admin/certificates/bulk/redraw")

    assert "1 of 1 are ready" in office.follow().text


def test_a_certificate_of_somebody_erased_names_nobody(
    app: Flask, serial: str, alice: Person, clock: Clock, office: Visitor
) -> None:
    with app.app_context():
        privacy.erase(alice.id, password=alice.password, now=clock.now())

    pages = (office.get(f"/admin/certificates/{serial}"), office.get("/admin/certificates"))

    for page in pages:
        assert "Alice" not in page.text
        assert "alice@" not in page.text


# --- many at once -----------------------------------------------------------------------------------------------------


def test_everybody_who_earned_one_before_it_could_be_had_is_given_one_once(
    app: Flask, alice: Person, bob: Person, charlie: Person, mint: PlainMint, clock: Clock, office: Visitor
) -> None:
    without_certificate(app, alice)
    certificate_of(app, bob)
    assert "1 person has met every condition" in office.get("/admin/certificates/bulk").text

    for _twice in range(2):
        office.post("/admin/certificates/bulk/issue")

    assert "Nobody waits for a first certificate." in office.follow().text
    with app.app_context():
        assert sorted(filter(None, db.session.scalars(select(Certificate.user_id)))) == [alice.id, bob.id]
        entry = register.find(serial_of(app, alice))
    assert entry is not None
    assert entry.drawing == "drawn"


def test_somebody_whose_certificate_was_revoked_is_not_given_another(
    app: Flask, serial: str, clock: Clock, office: Visitor
) -> None:
    with app.app_context():
        awards.revoke(serial, "not_earned", awards.Actor(None, "operator"), clock.now())

    office.post("/admin/certificates/bulk/issue")

    with app.app_context():
        assert db.session.scalars(select(Certificate.serial)).all() == [serial]


def test_everything_that_failed_is_drawn_again(app: Flask, serial: str, office: Visitor) -> None:
    failed(app, serial)
    assert "1 could not be drawn." in office.get("/admin/certificates/bulk").text

    office.post("/admin/certificates/bulk/redraw")

    assert "1 of 1 are ready" in office.follow().text


def archive_of(visitor: Visitor, **form: Any) -> dict[str, bytes]:
    page = visitor.post("/admin/certificates/archive", form, expect=200)
    with zipfile.ZipFile(io.BytesIO(page.response.data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_those_ticked_come_in_one_zip_and_the_log_says_so(
    app: Flask, serial: str, bob: Person, mint: PlainMint, clock: Clock, admin: Person, office: Visitor
) -> None:
    number = certificate_of(app, bob)
    with app.app_context():
        awards.draw(number, mint, clock.now())

    ticked = archive_of(office, serial=[serial], which="ticked")
    whole = archive_of(office, which="all")

    assert ticked == {f"Alice Wong {serial}.pdf": b"%PDF of Alice Wong"}
    assert sorted(whole.values()) == [b"%PDF of Alice Wong", b"%PDF of Bob anak Jelani"]
    assert last_act(app) == ("certificates downloaded", "2 certificates", admin.id)


def test_an_archive_of_nothing_is_a_sentence(serial: str, office: Visitor) -> None:
    office.post("/admin/certificates/archive", {"which": "ticked"})

    assert "None of them has a PDF that counts." in office.follow().text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Alice Wong", "Alice Wong TT.pdf"),
        ("../../etc/passwd", "etc passwd TT.pdf"),
        ("A\\B:C*?|", "A B C TT.pdf"),
        ("…", "… TT.pdf"),
        ("...", "TT.pdf"),
        ("முருகன்", "முருகன் TT.pdf"),
        ("陳" * 120, "陳" * 60 + " TT.pdf"),
    ],
)
def test_a_file_in_an_archive_has_a_name_that_every_system_takes(name: str, expected: str) -> None:
    assert archives.file_name(name, "TT") == expected


def test_members_carry_their_checksums_in_front_so_that_every_program_can_read_them(
    app: Flask, serial: str, alice: Person, admit: Callable[..., Person], mint: PlainMint, clock: Clock
) -> None:
    numbers = [certificate_of(app, admit(f"s{number}@example.edu.my", f"S {number}")) for number in range(45)]
    with app.app_context():
        for number in numbers:
            awards.draw(number, mint, clock.now())
        pieces = list(archives.archive(numbers))

    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as packed:
        assert packed.testzip() is None
        assert len(set(packed.namelist())) == 45
        assert {member.flag_bits & 0x08 for member in packed.infolist()} == {0}
    assert len(pieces) == math.ceil(45 / archives.AT_A_TIME) + 1  # and the list of members behind them


# --- what was issued for an earlier version ---------------------------------------------------------------------------


def test_the_achievement_of_an_earlier_version_is_answered_by_what_was_issued_for_it(
    app: Flask, alice: Person, client: Visitor
) -> None:
    certificate_of(app, alice)
    with app.app_context():
        version = catalogue.current().issuer.course_version
        with db.writing() as session:
            row = session.scalars(select(Certificate)).one()
            claims = certificates.claims_from_bytes(row.claims)
            row.claims = certificates.canonical_bytes(claims.model_copy(update={"course_version": "2020.1"}))

    earlier, unknown = client.get("/achievements/2020.1/en"), client.get("/achievements/2020.1/ms", expect=404)

    assert earlier.response.json["version"] == "2020.1"
    assert "Alice" not in earlier.text
    assert unknown.status == 404
    assert client.get(f"/achievements/{version}/en").response.json["version"] == version


# --- the audit log ----------------------------------------------------------------------------------------------------


def test_the_audit_log_is_read_newest_first_and_by_kind(
    app: Flask, serial: str, admin: Person, clock: Clock, office: Visitor
) -> None:
    office.post(f"/admin/certificates/{serial}/revoke", {"reason": "not_earned"})

    whole, of_one = office.get("/admin/audit"), office.get("/admin/audit?act=people.give_role.admin")

    assert whole.words("tbody th") == ["Certificate revoked", "Made an administrator"]
    assert whole.words("tbody tr:first-child td")[1:] == [f"{serial}: what it says was not earned", "Aisyah Admin"]
    assert of_one.words("tbody th") == ["Made an administrator"]
    assert of_one.words("tbody td")[1:] == [f"Account {admin.id}", "—nobody who is here"]
    assert office.get("/admin/audit?act=%00&page=2").words("tbody th") == []


def test_the_audit_log_names_nobody_who_was_erased(app: Flask, serial: str, clock: Clock, admit: Any) -> None:
    first = admit("first@example.edu.my", "First Admin", role="admin")
    second = admit("second@example.edu.my", "Second Admin", role="admin")
    Visitor(app).sign_in(first).post(f"/admin/certificates/{serial}/revoke", {"reason": "not_earned"})
    with app.app_context():
        privacy.erase(first.id, password=first.password, now=clock.now())
        kept = audit.entries(act="certificate revoked", limit=9)

    page = Visitor(app).sign_in(second).get("/admin/audit")

    assert [(entry.actor_id, entry.actor) for entry in kept] == [(None, None)]
    assert "First Admin" not in page.text


def test_a_day_is_the_day_in_malaysia_also_after_midnight(
    app: Flask, alice: Person, clock: Clock, office: Visitor
) -> None:
    clock.moment = clock.moment.replace(day=20, hour=16, minute=30)  # half past midnight on the 21st
    certificate_of(app, alice)

    assert office.get("/admin/certificates").words("tbody td")[-2] == "21 November 2026"


# --- what nobody would type -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["\0", "\ud7ff\u0301" * 400, "🦜" * 200, "TT-" * 4000, "'); drop table users; --"])
def test_forms_of_the_office_answer_whatever_is_sent(
    app: Flask, serial: str, office: Visitor, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    fields = dict.fromkeys(("find", "standing", "serial", "which", "reason", "name", "act", "page"), value)
    forms = (f"/{serial}/revoke", f"/{serial}/replace", f"/{serial}/redraw", "/archive", "/bulk/issue", "/bulk/redraw")

    posted = [office.browser.post(f"/admin/certificates{form}", data=fields).status_code for form in forms]
    read = [
        office.browser.get(page, query_string=fields).status_code for page in ("/admin/certificates", "/admin/audit")
    ]

    assert (posted[0], posted[2:], read) == (422, [302, 302, 302, 302], [200, 200])
    assert posted[1] in (200, 422)


# --- undoing a revocation ---------------------------------------------------------------------------------------------


def test_what_was_revoked_by_mistake_is_issued_again_and_the_old_one_leads_to_it(
    app: Flask, client: Visitor, office: Visitor, serial: str, alice: Person
) -> None:
    office.get(f"/admin/certificates/{serial}/revoke")
    office.submit({"reason": "issued_by_mistake"})

    office.post(f"/admin/certificates/{serial}/again")

    anew = serial_of(app, alice)
    old, new = client.get(f"/verify/{serial}"), client.get(f"/verify/{anew}")
    assert anew != serial
    assert old.words("h1") == ["This certificate was replaced by a newer one"]
    assert old.all(f"main a[href='/verify/{anew}']") != []
    assert new.words("h1") == ["This certificate is genuine"]
    with app.app_context():
        before, after = awards.find_by_serial(serial), awards.find_by_serial(anew)
        assert before
        assert after
        same = {"serial", "verify_url"}
        assert before.claims.model_dump(exclude=same) == after.claims.model_dump(exclude=same)
    assert last_act(app) == ("certificate issued", f"{anew} ← {serial}", office_id(app))


@pytest.mark.parametrize("standing", ["genuine", "issued again", "corrected", "withdrawn"])
def test_nothing_else_is_issued_again(
    app: Flask, office: Visitor, serial: str, alice: Person, clock: Clock, standing: str
) -> None:
    actor = awards.Actor(None, "operator")
    with app.app_context():
        if standing == "corrected":
            awards.replace_with(serial, "Alice Wong Mei", actor, clock.now())
        if standing in ("issued again", "withdrawn"):
            awards.revoke(serial, "issued_by_mistake", actor, clock.now())
        if standing == "issued again":
            awards.issue_again(serial, actor, clock.now())
        if standing == "withdrawn":
            privacy.erase(alice.id, password=alice.password, now=clock.now())
        before = db.session.scalar(select(func.count()).select_from(Certificate))

    office.post(f"/admin/certificates/{serial}/again")

    assert "It was not issued again" in office.follow().text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == before


def office_id(app: Flask) -> int | None:
    with app.app_context():
        return db.session.scalar(select(User.id).where(User.role == "admin"))

"""Lecturers' pages: a class from its first day to its archive, and nobody else's class on any address."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import attempts, catalogue, cohorts, demo, enrolments, jobs, overview
from course.extensions import db
from course.tables import Attempt, Invitation, Membership, RosterImport
from course.tables.cohorts import JoinedHow
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import answer_right, earn, hand_in
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def cohort(app: Flask, lecturer: Person, clock: Clock) -> int:
    with app.app_context():
        return cohorts.create(lecturer.id, cohorts.Details("Group A", "COM110"), now=clock.now())


def joined(app: Flask, person: Person, cohort: int, clock: Clock) -> int:
    with app.app_context():
        return cohorts.join(person.id, cohort, JoinedHow.CODE, now=clock.now())


def code_of(app: Flask, lecturer: Person, cohort: int) -> str:
    with app.app_context():
        taught = cohorts.find_taught(lecturer.id, cohort)
        assert taught
        return taught.join_code


# --- a class ----------------------------------------------------------------------------------------------------------


def test_a_lecturer_makes_a_class_and_sets_its_dates(lecturer: Person, sign_in: SignIn) -> None:
    browser = sign_in(lecturer)
    browser.get("/classes/new")
    browser.submit({"name": "Digital Literacy", "course_code": "COM110", "starts_on": "2026-10-01"})
    address = browser.follow().address

    browser.get(f"{address}/dates")
    browser.submit({"due_spot-it": "2026-12-01"})

    page = browser.get(address)
    assert page.heading == "Digital Literacy"
    assert page.words(".facts dd")[0] == "1 December 2026"
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page.words(".join-code")[0])
    assert len(page.all(".join-square svg")) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Enter a name by which students know the class."),
        ({"name": "N", "starts_on": "2026-10-02", "ends_on": "2026-10-01"}, "The last day cannot be before the first."),
    ],
)
def test_a_class_that_cannot_be_is_refused_with_what_was_typed(
    lecturer: Person, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    browser = sign_in(lecturer)

    page = browser.post("/classes/new", {"term": "Semester 1", **typed}, expect=422)

    assert sentence in page.text
    assert page.one("input[name=term]").get("value") == "Semester 1"


def test_no_address_of_a_class_opens_for_a_lecturer_who_does_not_teach_it(
    app: Flask, cohort: int, alice: Person, admin: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    membership, browser = joined(app, alice, cohort, clock), sign_in(admin)
    with app.app_context():
        upload = enrolments.keep(cohort, [], filename="x", actor_id=lecturer.id, now=clock.now())
    ids = {"cohort": cohort, "membership": membership, "upload": upload, "person": lecturer.id, "number": 1}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("lecturer.") and rule.arguments]
    assert len(rules) > 15

    for rule in rules:
        address = re.sub(r"<int:(\w+)>", lambda found: str(ids[found[1]]), rule.rule)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = browser.browser.open(address, method=method)
            assert answer.status_code == 404, f"{method} {address}"


def test_a_lecturer_who_is_taken_off_a_class_is_out_with_the_next_page(
    app: Flask, cohort: int, lecturer: Person, admin: Person, sign_in: SignIn
) -> None:
    hers, theirs = sign_in(lecturer), sign_in(admin)
    hers.post(f"/classes/{cohort}/teachers", {"email": admin.email})
    theirs.get(f"/classes/{cohort}/progress")

    hers.post(f"/classes/{cohort}/teachers/{admin.id}/remove")

    theirs.get(f"/classes/{cohort}/progress", expect=404)


def test_a_colleague_who_does_not_teach_here_is_refused_with_the_address_kept(
    cohort: int, lecturer: Person, alice: Person, sign_in: SignIn
) -> None:
    page = sign_in(lecturer).post(f"/classes/{cohort}/teachers", {"email": alice.email}, expect=422)

    assert "No lecturer has this address." in page.text
    assert page.one("input[name=email]").get("value") == alice.email


# --- joining and leaving ----------------------------------------------------------------------------------------------


def test_somebody_without_an_account_reads_what_lecturers_see_registers_and_joins(
    app: Flask, cohort: int, lecturer: Person
) -> None:
    stranger, code = Visitor(app), code_of(app, lecturer, cohort)
    page = stranger.get("/join", query_string={"code": f"{code[:4].lower()} {code[4:]}"}, expect=302)
    page = stranger.get(page.location)
    assert "What your lecturer never sees" in page.text
    register = next(link.get("href") for link in page.all("main a.button") if "register" in link.get("href"))

    stranger.get(register)
    stranger.submit(
        {"display_name": "Dina", "email": "dina@example.edu.my", "password": "satu dua tiga empat", "language": "en"}
    )
    stranger.follow()
    stranger.submit(form="main form")

    assert stranger.page
    assert stranger.page.location == "/me"
    with app.app_context():
        assert [student.display_name for student in cohorts.students(cohort)] == ["Dina"]


def test_a_code_that_leads_nowhere_is_refused_with_the_code_kept(client: Visitor) -> None:
    page = client.get("/join?code=ABCD-2345", expect=422)

    assert "No class has this code." in page.text
    assert page.one("input[name=code]").get("value") == "ABCD-2345"


def test_a_student_sees_what_is_due_and_leaves_when_they_want(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    membership = joined(app, alice, cohort, clock)
    with app.app_context():
        cohorts.set_due_dates(cohort, {"spot-it": clock.now() + timedelta(days=7)}, actor_id=None, now=clock.now())
    hers, his = sign_in(alice), sign_in(lecturer)
    assert hers.get("/me").words("main .chip--sun")[0] == "Due on 28 November 2026"
    his.get(f"/classes/{cohort}/students/{membership}")
    his.submit({"module": "spot-it", "due_on": "2026-12-05"}, form="form[action$=date]")
    assert hers.get("/me").words("main .chip--sun")[0] == "Due on 5 December 2026"

    hers.get("/account")
    hers.submit(form="#classes form")

    assert "Due on" not in hers.get("/me").text
    his.get(f"/classes/{cohort}/students/{membership}", expect=404)


# --- what is granted --------------------------------------------------------------------------------------------------


def test_a_try_that_a_lecturer_granted_opens_at_once_everywhere(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    membership, hers, his = joined(app, alice, cohort, clock), sign_in(alice), sign_in(lecturer)
    hers.get("/quizzes/spot-it")
    attempt = hers.submit().location
    hers.post(f"{attempt}/submit", {"sure": "1"})
    clock.advance(minutes=1)
    assert hers.get("/quizzes/spot-it").all("main form") == []

    his.get(f"/classes/{cohort}/students/{membership}")
    his.submit({"subject": "quiz:spot-it", "more_tries": "1"}, form="form[action$=tries]")

    assert "opens on" not in hers.get("/me").text
    hers.get("/quizzes/spot-it")
    second = hers.submit().location
    assert second != attempt
    hers.post(f"{second}/submit", {"sure": "1"})
    assert hers.get("/quizzes/spot-it").all("main form") == []  # one was granted, and it is used up

    his.get(f"/classes/{cohort}/students/{membership}")
    his.submit({"subject": "quiz:spot-it", "more_tries": "0", "waives_cool_down": "y"}, form="form[action$=tries]")

    hers.get("/quizzes/spot-it")
    hers.submit()


@pytest.mark.parametrize("number", ["-1", "11", "999"])
def test_no_other_number_of_tries_is_granted(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock, number: str
) -> None:
    membership = joined(app, alice, cohort, clock)

    page = sign_in(lecturer).post(
        f"/classes/{cohort}/students/{membership}/tries",
        {"subject": "quiz:spot-it", "more_tries": number},
        expect=422,
    )

    assert "Enter a number from 0 to 10." in page.text


@pytest.mark.parametrize("typed", ["\0", "x" * 5000, "2026-13-45", "9" * 400, "'; drop table cohorts; --", "\u202e"])
def test_no_text_in_any_field_of_a_class_breaks_the_site(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock, typed: str
) -> None:
    student, browser = f"/classes/{cohort}/students/{joined(app, alice, cohort, clock)}", sign_in(lecturer).browser
    forms = {
        "/classes/new": ("name", "course_code", "campus", "term", "starts_on", "ends_on"),
        f"/classes/{cohort}/details": ("name", "term", "ends_on"),
        f"/classes/{cohort}/dates": ("due_spot-it",),
        f"/classes/{cohort}/teachers": ("email",),
        f"{student}/date": ("module", "due_on"),
        f"{student}/tries": ("subject", "more_tries", "waives_cool_down"),
    }

    for address, names in forms.items():
        for name in names:
            assert browser.post(address, data={name: typed}).status_code in (302, 422), (address, name)
    for query in ("find", "show", "sort"):
        assert browser.get(f"/classes/{cohort}/progress", query_string={query: typed}).status_code == 200
    assert browser.get("/join", query_string={"code": typed}).status_code in (200, 422)


# --- progress ---------------------------------------------------------------------------------------------------------


def test_the_table_says_passed_not_passed_yet_and_overdue_in_words(
    app: Flask, cohort: int, alice: Person, bob: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    for person in (alice, bob):
        joined(app, person, cohort, clock)
    earn(app, alice, clock)
    with app.app_context():
        cohorts.set_due_dates(cohort, {"spot-it": clock.now() - timedelta(days=1)}, actor_id=None, now=clock.now())

    page = sign_in(lecturer).get(f"/classes/{cohort}/progress")

    rows = {row[0]: row[1:] for row in ([cell.text_content() for cell in line] for line in page.all("tbody tr"))}
    assert rows["Alice Wong"][0] == "✓ 100 passed"
    assert rows["Alice Wong"][3] == "✓ passed"  # of this module there is no score, though there is one in the table
    assert rows["Alice Wong"][-2:] == ["21 Nov", "✓ yes"]
    assert rows["Bob anak Jelani"][0] == "– not yet, overdue"
    assert rows["Bob anak Jelani"][-2:] == ["–", "– no"]


def test_of_the_module_on_looking_after_others_only_passed_or_not_yet_is_known(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    membership = joined(app, alice, cohort, clock)
    with app.app_context():
        quiz = catalogue.current().bank.quiz("look-after")
        assert quiz
    hand_in(app, alice, answer_right(app, alice, quiz, clock), clock)
    browser = sign_in(lecturer)

    table = browser.get(f"/classes/{cohort}/progress")
    page = browser.get(f"/classes/{cohort}/students/{membership}")

    cells = [cell.text_content() for cell in table.one("tbody tr")]
    assert cells == ["Alice Wong", *["– not yet"] * (len(cells) - 3), "–", "– no"]
    assert "Nothing scored yet." in page.text
    assert "Look after" not in page.one("select[name=subject]").text_content()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alice Wong", "Bob anak Jelani"]),
        ("?sort=least", ["Bob anak Jelani", "Alice Wong"]),
        ("?show=certified", ["Alice Wong"]),
        ("?show=not-begun", ["Bob anak Jelani"]),
        ("?find=BOB", ["Bob anak Jelani"]),
        ("?find=%00&show=nonsense&sort=nonsense", ["Alice Wong", "Bob anak Jelani"]),
    ],
)
def test_the_table_is_sorted_and_filtered_by_a_plain_address(
    app: Flask,
    cohort: int,
    alice: Person,
    bob: Person,
    lecturer: Person,
    sign_in: SignIn,
    clock: Clock,
    query: str,
    names: list[str],
) -> None:
    for person in (alice, bob):
        joined(app, person, cohort, clock)
    earn(app, alice, clock)

    page = sign_in(lecturer).get(f"/classes/{cohort}/progress{query}")

    assert page.words("tbody th") == names


def test_whoever_looks_at_a_student_comes_back_to_the_same_list(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    joined(app, alice, cohort, clock)
    desk, wish = sign_in(lecturer), "?show=not-begun&sort=quiet&find=alice+%26+0"

    link = desk.get(f"/classes/{cohort}/progress{wish.replace('alice+%26+0', 'alice')}").one("tbody th a").get("href")
    back = desk.get(link).all(f".kicker a[href^='/classes/{cohort}/progress']")[0].get("href")
    odd = desk.get(f"/classes/{cohort}/progress{wish}")

    assert back == f"/classes/{cohort}/progress?find=alice&show=not-begun&sort=quiet"
    assert odd.status == 200


def test_nothing_is_granted_in_a_class_that_is_over(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    membership = joined(app, alice, cohort, clock)
    desk = sign_in(lecturer)
    desk.post(f"/classes/{cohort}/archive")
    address = f"/classes/{cohort}/students/{membership}"

    desk.post(f"{address}/date", {"module": "spot-it", "due_on": "2026-12-24"}, expect=409)
    desk.post(f"{address}/tries", {"subject": "quiz:spot-it", "more_tries": "2"}, expect=409)

    assert desk.get(address).all(f"form[action^='{address}/date'], form[action^='{address}/tries']") == []
    with app.app_context():
        assert cohorts.extensions(cohort) == {}


def test_a_name_that_looks_like_a_tag_is_a_name(
    app: Flask, cohort: int, admit: Callable[..., Person], lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    joined(app, admit("x@example.edu.my", "<b>Xenia</b> & 'co'"), cohort, clock)

    assert sign_in(lecturer).get(f"/classes/{cohort}/progress").words("tbody th") == ["<b>Xenia</b> & 'co'"]


@pytest.mark.parametrize("students", [1, 12])
def test_a_class_asks_three_questions_however_large_it_is(
    app: Flask,
    admit: Callable[..., Person],
    sign_in: SignIn,
    clock: Clock,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    students: int,
) -> None:
    teaching = admit("t@example.edu.my", "T", role="lecturer")
    with app.app_context():
        demo.classes.seed(clock.now(), students=students * 3, lecturer=teaching.email, password=demo.PASSWORD)
        first = min(taught.id for taught in cohorts.taught_by(teaching.id))
    browser = sign_in(teaching)
    browser.get(f"/classes/{first}/progress")

    with count_queries() as queries:
        browser.get(f"/classes/{first}/progress")

    assert queries.count == 3, queries.statements


def test_figures_are_whole_after_an_erasure_and_sums_of_small_classes_are_not_shown(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    joined(app, alice, cohort, clock)
    earn(app, alice, clock)
    browser = sign_in(alice)
    browser.post("/account/erase", {"current": alice.password})

    page = sign_in(lecturer).get(f"/classes/{cohort}/progress")

    assert "1 of 1 hold the certificate" in page.text
    assert page.all("tfoot") == []
    with app.app_context():
        course = catalogue.current()
        found = overview.class_overview(cohort, course.columns, {}, course=course.issuer.course, now=clock.now())
    assert (found.rows, found.people, found.passed[0], found.certificates) == ((), 1, 1, 1)


def test_histories_of_the_demo_score_again_to_the_figures_that_are_kept(
    app: Flask, admit: Callable[..., Person], clock: Clock
) -> None:
    teaching = admit("t@example.edu.my", "T", role="lecturer")
    with app.app_context():
        demo.classes.seed(clock.now(), students=12, lecturer=teaching.email, password=demo.PASSWORD)

        scored = db.session.execute(select(Attempt.user_id, Attempt.id).where(Attempt.score.is_not(None))).all()
        again = [sheet for row in scored if (sheet := attempts.find_own(row.user_id, row.id))]

    assert len(again) > 60
    with app.app_context():
        assert [sheet.id for sheet in again if attempts.score(sheet).score != sheet.score] == []


def test_every_cell_says_what_the_tries_of_its_student_come_to(
    app: Flask, admit: Callable[..., Person], clock: Clock
) -> None:
    """Worked out from every attempt by itself, and not from the page's one question."""
    teaching = admit("t@example.edu.my", "T", role="lecturer")
    with app.app_context():
        demo.classes.seed(clock.now(), students=40, lecturer=teaching.email, password=demo.PASSWORD)
        course = catalogue.current()
        cohort_ids = db.session.scalars(select(Membership.cohort_id).distinct()).all()
        rows = {
            row.membership: row
            for one in cohort_ids
            for row in overview.class_overview(
                one, course.columns, {}, course=course.issuer.course, now=clock.now()
            ).rows
        }
        members = db.session.execute(select(Membership.id, Membership.user_id).where(Membership.user_id.is_not(None)))
        tries: dict[int, list[Attempt]] = {}
        for attempt in db.session.scalars(select(Attempt).where(Attempt.mode == "scored")):
            tries.setdefault(attempt.user_id, []).append(attempt)

        states = set()
        for membership, user_id in members:
            for cell, column in zip(rows[membership].cells, course.columns, strict=True):
                own = [one for one in tries.get(user_id, ()) if one.subject in column.subjects]
                assert cell == expected_cell(own, column)
                states.add(cell.state)
            seen = [
                one.submitted_at or one.started_at
                for one in tries.get(user_id, ())
                for column in course.columns
                if one.subject in column.subjects and not column.is_private
            ]
            assert rows[membership].last_at == max(seen, default=None)
    assert len(rows) == 40
    assert {"passed", "tried", "none"} <= states


def expected_cell(tries: list[Attempt], column: overview.Column) -> overview.Cell:
    tried = {one.subject for one in tries}
    is_passed = set(column.subjects) <= {one.subject for one in tries if one.passed}
    if column.is_private:
        return overview.Cell("passed" if is_passed else "none")
    best = [
        max(scores)
        for subject in tried
        if (scores := [one.score for one in tries if one.subject == subject and one.score is not None])
    ]
    if not tried:
        return overview.Cell("none")
    if not best:
        return overview.Cell("passed" if is_passed else "begun")
    return overview.Cell("passed" if is_passed else "tried", round(sum(best) / len(best)))


# --- rosters ----------------------------------------------------------------------------------------------------------

LIST = (
    "Nama;Emel\nAlice Wong;ALICE@example.edu.my\nDevi a/p Raju;devi@example.edu.my\n"
    "Devi again;devi@example.edu.my\nNobody;\n"
)


def upload(browser: Visitor, cohort: int, data: bytes, *, expect: int = 302) -> None:
    browser.post(
        f"/classes/{cohort}/roster",
        {"file": (io.BytesIO(data), "../kelas\0 A.csv")},
        content_type="multipart/form-data",
        expect=expect,
    )


def letters(app: Flask) -> dict[str, str]:
    """Who was written to, and what."""
    found = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in Path(app.config["MAIL_FOLDER"]).glob("*.eml")
    ]
    return {str(letter["To"]): letter.get_content() for letter in found}


@pytest.fixture(autouse=True)
def _no_mail_from_before(app: Flask) -> None:
    for file in Path(app.config["MAIL_FOLDER"]).glob("*.eml"):
        file.unlink()


def test_nothing_is_written_before_the_lecturer_says_so(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(lecturer)
    upload(browser, cohort, LIST.encode())

    page = browser.follow()

    assert page.heading == "What the list will do"
    assert [cells[-1] for cells in ([cell.text_content() for cell in row] for row in page.all("tbody tr"))] == [
        "Has an account: is put into the class, and told so by mail",
        "Has no account: is invited by mail",
        "This address stands further up in the list",
        "Has no e-mail address",
    ]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Membership)) == 0
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0
    assert letters(app) == {}


def test_a_confirmed_list_puts_in_invites_writes_and_reports(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(lecturer)
    upload(browser, cohort, LIST.encode())
    address = browser.follow().address
    browser.submit(form="form[action$=confirm]")

    page = browser.get(address)

    assert "1 put into the class, 1 invited by mail." in page.text
    assert [row[0].text_content() for row in page.all("tbody tr")] == ["4", "5"]
    sent = letters(app)
    assert sorted(sent) == ["alice@example.edu.my", "devi@example.edu.my"]
    assert f"/join/{code_of(app, lecturer, cohort)}" in sent["devi@example.edu.my"]
    assert "Raju" not in "".join(sent.values())
    with app.app_context():
        assert [student.display_name for student in cohorts.students(cohort)] == ["Alice Wong"]
        assert db.session.scalars(select(RosterImport.lines)).all() == [[]]
        jobs.current().do_rosters_that_were_left()
    browser.post(f"{address}/confirm", expect=409)
    assert len(letters(app)) == 2


def test_whoever_left_is_not_brought_back_by_a_list(
    app: Flask, cohort: int, alice: Person, lecturer: Person, sign_in: SignIn, clock: Clock
) -> None:
    joined(app, alice, cohort, clock)
    with app.app_context():
        cohorts.leave(alice.id, cohort, now=clock.now())
    browser = sign_in(lecturer)

    upload(browser, cohort, LIST.encode())

    assert "Has left this class" in browser.follow().words("tbody td")[2]


def test_a_list_that_a_killed_worker_left_is_done_to_its_end(
    app: Flask, cohort: int, lecturer: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course import rosters  # noqa: PLC0415 -- its name is taken by the table above

    monkeypatch.setattr(enrolments, "AT_ONCE", 2)
    lines = [rosters.Line(row, "", f"s{row}@example.edu.my") for row in range(5)]
    with app.app_context():
        kept = enrolments.keep(cohort, lines, filename="x", actor_id=lecturer.id, now=clock.now())
        enrolments.confirm(cohort, kept, now=clock.now())
        enrolments._some(kept, clock.now())  # and killed here
        assert enrolments.find(cohort, kept).done == 2  # type: ignore[union-attr]

    with app.app_context():
        jobs.current().do_rosters_that_were_left()

    with app.app_context():
        assert enrolments.find(cohort, kept).report["invited"] == 5  # type: ignore[union-attr]
    assert len(letters(app)) == 5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose the file with your class list."),
        (b"PK\x03\x04", "This is no list we can read."),
        (b"Name\nDevi", "No column of this list holds e-mail addresses."),
        (b"Emel\n", "This list has no lines."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    cohort: int, lecturer: Person, sign_in: SignIn, data: bytes, sentence: str
) -> None:
    browser = sign_in(lecturer)

    upload(browser, cohort, data, expect=422)

    assert browser.page
    assert sentence in browser.page.text


def test_a_file_beyond_all_lists_is_too_large(cohort: int, lecturer: Person, sign_in: SignIn) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'

    page = sign_in(lecturer).post(
        f"/classes/{cohort}/roster",
        head + b"x" * 3_000_000 + b"\r\n--b--\r\n",  # type: ignore[arg-type]
        content_type="multipart/form-data; boundary=b",
        expect=413,
    )

    assert "too large" in page.text


def test_an_operator_imports_a_list_too(
    app: Flask, cohort: int, alice: Person, lecturer: Person, tmp_path: Path
) -> None:
    file, code = tmp_path / "list.csv", code_of(app, lecturer, cohort)
    file.write_text(LIST)

    result = app.test_cli_runner().invoke(args=["import-roster", code, str(file), "--yes"])

    assert result.exit_code == 0, result.output
    assert "1 join, 1 are invited by mail" in result.output
    assert "line 4: devi@example.edu.my: twice" in result.output
    assert len(letters(app)) == 2


def test_an_operator_who_says_no_writes_nothing(app: Flask, cohort: int, lecturer: Person, tmp_path: Path) -> None:
    file, code = tmp_path / "list.csv", code_of(app, lecturer, cohort)
    file.write_text(LIST)

    result = app.test_cli_runner().invoke(args=["import-roster", code, str(file)], input="n\n")

    assert result.exit_code == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RosterImport)) == 0

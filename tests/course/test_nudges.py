"""Who may need a kind word and why, letters that are sent once, and whoever wants none gets none."""

import ast
import re
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from course import attempts, catalogue, cohorts, digests, jobs, learning, nudges, outbox, privacy
from course.extensions import db
from course.lecturer import nudge as pages_of_nudges
from course.nudges import Reason, Why
from course.overview import Column
from course.tables import Reminders
from course.tables.cohorts import JoinedHow
from tests.cast import Person
from tests.conftest import Clock
from tests.earning import answer_right, hand_in
from tests.pages import Visitor
from tests.queries import Queries

SignIn = Callable[[Person], Visitor]
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
RULES = nudges.Rules((Column("a", ("quiz:a",)), Column("b", ("quiz:b",))), frozenset({"a", "b"}), True, {})
TICKET = "a ticket of twenty letters"


@pytest.fixture(autouse=True)
def empty_mailbox(app: Flask) -> None:
    for file in Path(app.config["MAIL_FOLDER"]).glob("*.eml"):
        file.unlink()


@pytest.fixture
def cohort(app: Flask, lecturer: Person, clock: Clock) -> int:
    with app.app_context():
        return cohorts.create(lecturer.id, cohorts.Details("Group A", "COM110"), now=clock.now())


@pytest.fixture
def membership(app: Flask, alice: Person, cohort: int, clock: Clock) -> int:
    with app.app_context():
        return cohorts.join(alice.id, cohort, JoinedHow.CODE, now=clock.now())


def letters(app: Flask) -> list[EmailMessage]:
    found = sorted(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in found]


def reasons(steps: nudges.Steps, *, joined_days: int = 30, median: float = 1, due: dict[str, datetime] | None = None):
    person = nudges.Person(1, 1, "Alice", "en", NOW - timedelta(days=joined_days), False)
    passed = {column.module for column in RULES.columns if steps.passed.issuperset(column.subjects)}
    return nudges.reasons_for(person, steps, passed, (), due or {}, median, RULES, NOW)


# --- the rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "found"), [(6, []), (7, [Reason(Why.NOT_STARTED, number=7)])])
def test_who_has_not_begun_is_named_a_week_after_joining(days: int, found: list[Reason]) -> None:
    assert reasons(nudges.Steps(), joined_days=days) == found


@pytest.mark.parametrize(("days", "median", "found"), [(6, 1, []), (8, 0, []), (8, 1, [Reason(Why.STALLED, number=8)])])
def test_who_is_quiet_for_a_week_and_behind_half_of_the_class_has_stalled(
    days: int, median: float, found: list[Reason]
) -> None:
    assert reasons(nudges.Steps(last_at=NOW - timedelta(days=days)), median=median) == found


def test_two_failed_tries_are_a_struggle_until_the_thing_is_passed() -> None:
    stuck = nudges.Steps(NOW, failed=Counter({"quiz:a": 2}))
    through = nudges.Steps(NOW, passed={"quiz:a"}, failed=Counter({"quiz:a": 2}))

    assert reasons(stuck) == [Reason(Why.STRUGGLING, "quiz:a", 2)]
    assert reasons(through) == []
    assert reasons(nudges.Steps(NOW, failed=Counter({"quiz:a": 1}))) == []


def test_the_test_is_missing_of_whoever_has_passed_the_modules() -> None:
    both = {"quiz:a", "quiz:b"}

    assert reasons(nudges.Steps(NOW, passed=both)) == [Reason(Why.TEST_MISSING)]
    assert reasons(nudges.Steps(NOW, passed=both, handed_in={nudges.AFTER})) == []


def test_what_is_due_within_three_days_and_not_passed_is_named_first() -> None:
    due = {"a": NOW + timedelta(days=1), "b": NOW + timedelta(days=2)}

    assert reasons(nudges.Steps(NOW), due=due) == [Reason(Why.DUE_SOON, "a", due_at=due["a"])]
    assert reasons(nudges.Steps(NOW, passed={"quiz:a"}), due=due) == [Reason(Why.DUE_SOON, "b", due_at=due["b"])]
    assert reasons(nudges.Steps(NOW), due={"a": NOW + timedelta(days=4), "b": NOW - timedelta(days=1)}) == []


# --- what is out of reach ---------------------------------------------------------------------------------------------

ALLOWED_TABLES = {"Attempt", "Cohort", "LessonDone", "Membership", "Nudge", "Reminders", "User"}
ALLOWED_SUBJECTS = {"cohorts", "insight", "extensions", "outbox", "overview", "refusals", "tables"}


def test_nudges_import_nothing_that_knows_check_ins_help_replies_or_pledges() -> None:
    imported: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(Path(nudges.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            imported.setdefault(node.module, set()).update(alias.name for alias in node.names)

    assert imported["course.tables"] <= ALLOWED_TABLES
    assert imported["course"] <= ALLOWED_SUBJECTS
    assert {name.removeprefix("course.") for name in imported if name.startswith("course.")} <= ALLOWED_SUBJECTS


def test_finding_who_needs_a_nudge_asks_for_nothing_private(
    app: Flask, lecturer: Person, alice: Person, cohort: int, membership: int, clock: Clock
) -> None:
    """What Alice did in the module on looking after others changes nothing of what is found about her."""
    with app.app_context():
        course = catalogue.current()
        private = next(column for column in course.columns if column.is_private)
        clock.moment += timedelta(days=8)
        taught = cohorts.find_taught(lecturer.id, cohort)
        assert taught
        before = nudges.who(taught, pages_of_nudges.rules(), clock.now())
        lesson = next(module for module in course.library.modules if module.slug == private.module).lessons[0]
        learning.finish_lesson(alice.id, lesson.module, lesson.slug, clock.now())
    for subject in private.subjects:
        with app.app_context():
            definition = course.definition(subject)
        assert definition
        hand_in(app, alice, answer_right(app, alice, definition, clock), clock)

    asked: list[str] = []
    with app.app_context():
        from sqlalchemy import event  # noqa: PLC0415

        def listen(_connection, _cursor, statement, parameters, *_rest):
            asked.append(f"{statement} {parameters}")

        event.listen(db.engine, "before_cursor_execute", listen)
        after = nudges.who(taught, pages_of_nudges.rules(), clock.now())
        event.remove(db.engine, "before_cursor_execute", listen)

    assert [one.reasons for one in before] == [(Reason(Why.NOT_STARTED, number=8),)] == [one.reasons for one in after]
    tables = {name for line in asked for name in re.findall(r"(?:FROM|JOIN) (\w+)", line)}
    assert tables <= {"attempts", "extensions", "lessons_done", "memberships", "nudges", "reminders", "users"}
    assert not any(subject in line for line in asked for subject in (*private.subjects, f"'{private.module}'"))
    assert all(subject.split(":")[1] != private.module for subject in pages_of_nudges_outcomes(app))


def pages_of_nudges_outcomes(app: Flask) -> set[str]:
    with app.app_context():
        return set(pages_of_nudges.rules().outcomes)


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_lecturer_reads_why_and_writes_a_letter_that_leaves_once(
    app: Flask, lecturer: Person, alice: Person, cohort: int, membership: int, sign_in: SignIn, clock: Clock
) -> None:
    clock.moment += timedelta(days=9)
    browser = sign_in(lecturer)
    page = browser.get(f"/classes/{cohort}/nudge")
    assert "Joined 9 days ago and has not begun." in page.text
    browser.get(f"/classes/{cohort}/nudge/letter?to={membership}&why=not_started")
    form = browser.page.one("main form[method=post]")
    sent = {field.get("name"): field.get("value") for field in form.cssselect("input[name]")}
    sent |= {"body_en": "Dear {name},\r\n\r\nhow are you?", "subject_en": "A word"}

    for _click in range(2):
        browser.post(f"/classes/{cohort}/nudge/letter", sent)

    (letter,) = letters(app)
    assert letter["To"] == alice.email
    assert letter["Subject"] == "A word"
    assert letter["Reply-To"] == lecturer.email
    assert lecturer.display_name in letter["From"]
    assert f"Dear {alice.display_name},\n\nhow are you?" in letter.get_content().replace("\r\n", "\n")
    assert "A word" in browser.get(f"/classes/{cohort}/nudge").text


def test_whoever_was_written_to_is_left_in_peace_for_two_days(
    app: Flask, lecturer: Person, cohort: int, membership: int, clock: Clock
) -> None:
    def write(ticket: str) -> int:
        return nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, ticket * 20, now=clock.now())

    with app.app_context():
        assert write("a") == 1
        clock.advance(hours=47)
        with pytest.raises(nudges.NobodyToWriteTo):
            write("b")
        assert write("a") == 1
        clock.advance(hours=1)
        assert write("c") == 1

        assert len(nudges.log(cohort, 0, 10)) == 2


def test_a_lecturer_writes_to_all_of_a_group_but_to_nobody_who_was_just_written_to_or_wants_none(
    app: Flask,
    lecturer: Person,
    cohort: int,
    membership: int,
    admit: Callable[..., Person],
    sign_in: SignIn,
    clock: Clock,
) -> None:
    people = [admit(f"s{number}@example.edu.my", f"Student {number}") for number in range(4)]
    with app.app_context():
        numbers = [cohorts.join(one.id, cohort, JoinedHow.CODE, now=clock.now()) for one in people]
        digests.stop(people[1].id, "nudges", now=clock.now())
    clock.advance(days=9)
    with app.app_context():
        nudges.write(cohort, lecturer.id, [numbers[0]], {"en": ("s", "b")}, TICKET, now=clock.now())
    browser = sign_in(lecturer)

    browser.get(f"/classes/{cohort}/nudge")
    assert "Write to all 5" in browser.page.text
    disabled = {box.get("value") for box in browser.page.all("input[name=to][disabled]")}
    browser.get(f"/classes/{cohort}/nudge/letter?all=yes&why=not_started")
    chosen = {field.get("value") for field in browser.page.all("input[name=to]")}

    assert disabled == {str(numbers[0]), str(numbers[1])}
    assert chosen == {str(membership), str(numbers[2]), str(numbers[3])}


@pytest.mark.parametrize("sent", ["all=yes", "all=yes&why=x", "all=yes&why=stalled"])
def test_all_of_no_group_is_nobody(lecturer: Person, cohort: int, membership: int, sign_in: SignIn, sent: str) -> None:
    browser = sign_in(lecturer)

    browser.get(f"/classes/{cohort}/nudge/letter?{sent}", expect=302)


def test_the_draft_speaks_the_language_of_its_reader(
    app: Flask, lecturer: Person, cohort: int, membership: int, alice: Person, sign_in: SignIn
) -> None:
    sign_in(alice).post("/account/profile", {"display_name": alice.display_name, "language": "ms"})

    page = sign_in(lecturer).get(f"/classes/{cohort}/nudge/letter?to={membership}&why=stalled")

    assert page.all("textarea[name=body_en]") == []
    assert "Saya" in page.one("textarea[name=body_ms]").text_content()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"body_en": " "}, "Write something."), ({"subject_en": ""}, "Write a subject.")],
)
def test_an_empty_letter_is_refused_with_the_rest_kept(
    app: Flask, lecturer: Person, cohort: int, membership: int, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    sent = {"to": str(membership), "ticket": TICKET, "subject_en": "A word", "body_en": "How are you?", **typed}

    page = sign_in(lecturer).post(f"/classes/{cohort}/nudge/letter", sent, expect=422)

    assert sentence in page.text
    assert letters(app) == []


def test_nobody_is_written_to_who_is_not_in_the_class(
    app: Flask, lecturer: Person, bob: Person, cohort: int, membership: int, clock: Clock
) -> None:
    with app.app_context():
        other = cohorts.create(lecturer.id, cohorts.Details("Group B"), now=clock.now())
        elsewhere = cohorts.join(bob.id, other, JoinedHow.CODE, now=clock.now())

        with pytest.raises(nudges.NobodyToWriteTo):
            nudges.write(cohort, lecturer.id, [elsewhere], {"en": ("s", "b")}, TICKET, now=clock.now())

        assert nudges.log(cohort, 0, 10) == []


def test_a_letter_that_waits_is_taken_by_one_worker_and_by_another_when_that_one_died(
    app: Flask, lecturer: Person, cohort: int, membership: int, clock: Clock
) -> None:
    with app.app_context():
        nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, TICKET, now=clock.now())
        letter = nudges.next_letter(clock.now())
        assert letter
        assert nudges.next_letter(clock.now()) is None

        clock.advance(seconds=outbox.HELD_FOR.total_seconds())
        again = nudges.next_letter(clock.now())

        assert again
        assert (again.email, again.held.tries, again.held.name) == (letter.email, 2, letter.held.name)


# --- muting -----------------------------------------------------------------------------------------------------------


def test_the_link_in_a_letter_stops_letters_with_one_post_and_without_signing_in(
    app: Flask, lecturer: Person, alice: Person, cohort: int, membership: int, clock: Clock
) -> None:
    with app.app_context():
        nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, TICKET, now=clock.now())
        jobs.current().send_nudges()
    (letter,) = letters(app)
    address = str(letter["List-Unsubscribe"]).strip("<>").partition("/letters/")[2]
    stranger = Visitor(app)
    stranger.get(f"/letters/{address}")
    with app.app_context():
        assert digests.wanted_by(alice.id).nudges

    assert stranger.browser.post(f"/letters/{address}", data={"List-Unsubscribe": "One-Click"}).status_code == 204

    with app.app_context():
        assert not digests.wanted_by(alice.id).nudges
        with pytest.raises(nudges.NobodyToWriteTo):
            nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, TICKET + "2", now=clock.now())


def test_what_was_muted_after_it_was_written_is_not_sent(
    app: Flask, lecturer: Person, alice: Person, cohort: int, membership: int, clock: Clock
) -> None:
    with app.app_context():
        nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, TICKET, now=clock.now())
        digests.choose(alice.id, nudges=False, digest=False, now=clock.now())

        assert nudges.next_letter(clock.now()) is None


@pytest.mark.parametrize("token", ["x", "WzEsICJudWRnZXMiXQ.x", "%00", "é" * 40, "a" * 5000])
def test_a_link_that_nobody_signed_stops_nothing(app: Flask, token: str) -> None:
    stranger = Visitor(app)

    assert stranger.browser.get(f"/letters/{token}").status_code == 404
    assert stranger.browser.post(f"/letters/{token}").status_code == 404
    assert stranger.browser.get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("sent", ["", "to=abc", "to=-1", "to=99999999999999999999", "to=%00", "to=٣", "why=x&to=1"])
def test_whom_nobody_chose_is_not_written_to(lecturer: Person, cohort: int, sign_in: SignIn, sent: str) -> None:
    browser = sign_in(lecturer)

    answer = browser.browser.get(f"/classes/{cohort}/nudge/letter?{sent}")

    assert answer.status_code == 302


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    app: Flask,
    lecturer: Person,
    alice: Person,
    bob: Person,
    charlie: Person,
    cohort: int,
    sign_in: SignIn,
    clock: Clock,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    people: int,
) -> None:
    with app.app_context():
        for person in (alice, bob, charlie)[:people]:
            cohorts.join(person.id, cohort, JoinedHow.CODE, now=clock.now())
    clock.moment += timedelta(days=9)
    browser = sign_in(lecturer)
    browser.get(f"/classes/{cohort}/nudge")

    with count_queries() as queries:
        browser.get(f"/classes/{cohort}/nudge")

    assert queries.count == 7, queries.statements


def test_subjects_of_quizzes_are_named_as_attempts_name_them(app: Flask) -> None:
    with app.app_context():
        quiz = catalogue.current().bank.quiz("spot-it")
        assert quiz
        assert attempts.subject_of(quiz) in pages_of_nudges.rules().outcomes


# --- leaving ----------------------------------------------------------------------------------------------------------


def test_letters_go_with_the_account_of_their_reader_and_stay_without_the_lecturer_who_left(
    app: Flask, lecturer: Person, alice: Person, bob: Person, cohort: int, membership: int, clock: Clock
) -> None:
    with app.app_context():
        other = cohorts.join(bob.id, cohort, JoinedHow.CODE, now=clock.now())
        nudges.write(
            cohort, lecturer.id, [membership, other], {"en": ("s", "b"), "ms": ("s", "b")}, TICKET, now=clock.now()
        )
        digests.choose(alice.id, nudges=True, digest=True, now=clock.now())
        digests.renew_calendar(alice.id)
        kept = privacy.export(alice.id)
        assert [one["body"] for one in kept["nudges"]] == ["b"]
        assert "calendar_secret" not in kept["reminders"][0]

        privacy.erase(alice.id, password=alice.password, now=clock.now())
        privacy.erase(lecturer.id, password=lecturer.password, now=clock.now())

        (left,) = nudges.log(cohort, 0, 10)
        assert (left.recipient, left.sender) == (bob.display_name, None)
        assert nudges.next_letter(clock.now()) is None
        assert db.session.scalars(select(Reminders)).all() == []


def test_letters_are_forgotten_after_half_a_year(
    app: Flask, lecturer: Person, cohort: int, membership: int, clock: Clock
) -> None:
    with app.app_context():
        nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, TICKET, now=clock.now())
        nudges.forget_old(clock.now() + timedelta(days=180))
        assert len(nudges.log(cohort, 0, 10)) == 1

        nudges.forget_old(clock.now() + timedelta(days=181))

        assert nudges.log(cohort, 0, 10) == []


def test_the_log_shows_the_letters_page_by_page(
    app: Flask, lecturer: Person, cohort: int, membership: int, sign_in: SignIn, clock: Clock
) -> None:
    with app.app_context():
        for number in range(51):
            words = {"en": (f"Letter {number}", f"What is left of week {number}")}
            nudges.write(cohort, lecturer.id, [membership], words, f"{number:020}", now=clock.now())
            clock.advance(days=3)
    desk = sign_in(lecturer)

    first, second = (desk.get(f"/classes/{cohort}/nudge{page}") for page in ("", "?page=2"))

    assert (len(first.all(".nudge-log li")), len(second.all(".nudge-log li"))) == (50, 1)
    assert first.words(".nudge-words")[0] == "What is left of week 50"
    assert second.words(".nudge-words") == ["What is left of week 0"]


@pytest.mark.parametrize("why", ["left the class", "sender erased"])
def test_a_letter_that_waits_for_nobody_is_dropped(
    app: Flask, lecturer: Person, alice: Person, cohort: int, membership: int, clock: Clock, why: str
) -> None:
    with app.app_context():
        nudges.write(cohort, lecturer.id, [membership], {"en": ("s", "b")}, TICKET, now=clock.now())
        if why == "left the class":
            cohorts.leave(alice.id, cohort, now=clock.now())
        else:
            privacy.erase(lecturer.id, password=lecturer.password, now=clock.now())

        assert nudges.next_letter(clock.now()) is None
        assert nudges.log(cohort, 0, 10) == []

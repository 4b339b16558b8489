"""Classes: whoever teaches one has the key to it, students come and go, and the dates hold everywhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from course import attempts, cohorts, privacy
from course.extensions import db
from course.tables import Extension, Invitation, Membership
from course.tables.cohorts import JoinedHow
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.earning import earn
from tests.pages import Visitor

DETAILS = cohorts.Details("Digital Literacy, Group A", course_code="COM110", term="1 2026/27")


@pytest.fixture
def cohort(app: Flask, lecturer: Person, clock: Clock) -> int:
    with app.app_context():
        return cohorts.create(lecturer.id, DETAILS, now=clock.now())


def join(app: Flask, person: Person, cohort: int, clock: Clock) -> int:
    with app.app_context():
        return cohorts.join(person.id, cohort, JoinedHow.CODE, now=clock.now())


def test_a_class_exists_for_whoever_teaches_it_alone(
    app: Flask, cohort: int, lecturer: Person, admin: Person, charlie: Person
) -> None:
    with app.app_context():
        found = cohorts.find_taught(lecturer.id, cohort)

        assert found
        assert (found.details, found.is_archived) == (DETAILS, False)
        assert [cohorts.find_taught(person.id, cohort) for person in (admin, charlie)] == [None, None]
        assert [cohorts.taught_by(admin.id), [one.id for one in cohorts.taught_by(lecturer.id)]] == [[], [cohort]]


def test_a_code_is_found_however_it_is_typed_and_not_once_it_was_renewed(
    app: Flask, cohort: int, lecturer: Person, clock: Clock
) -> None:
    with app.app_context():
        taught = cohorts.find_taught(lecturer.id, cohort)
        assert taught
        code = taught.join_code

        typed = f" {code[:4].lower()}-{code[4:]} "
        before = cohorts.find_open(typed)
        cohorts.renew_code(cohort, actor_id=None, now=clock.now())

        assert before
        assert (before.id, before.teachers) == (cohort, ("Dr Lina Lim",))
        assert [cohorts.find_open(text) for text in (typed, "", "x" * 5000, "ÄÖÜ45678")] == [None] * 4


def test_a_student_joins_once_leaves_and_comes_back(
    app: Flask, cohort: int, lecturer: Person, alice: Person, clock: Clock
) -> None:
    first = join(app, alice, cohort, clock)
    with pytest.raises(cohorts.AlreadyInClass):
        join(app, alice, cohort, clock)
    with app.app_context():
        cohorts.leave(alice.id, cohort, now=clock.now())
        assert [cohorts.students(cohort), cohorts.find_student(cohort, first)] == [[], None]

    again = join(app, alice, cohort, clock)

    assert again == first
    with app.app_context(), pytest.raises(cohorts.TeachesThisClass):
        cohorts.join(lecturer.id, cohort, JoinedHow.CODE, now=clock.now())


def test_nobody_joins_a_class_that_is_over(app: Flask, cohort: int, alice: Person, clock: Clock) -> None:
    with app.app_context():
        cohorts.archive(cohort, actor_id=None, now=clock.now())

    with pytest.raises(cohorts.ClassArchived):
        join(app, alice, cohort, clock)


def test_a_colleague_teaches_it_too_until_taken_off_and_somebody_always_does(
    app: Flask, cohort: int, lecturer: Person, admin: Person, alice: Person, clock: Clock
) -> None:
    with app.app_context():
        for address in (alice.email, "nobody@example.edu.my", "no address"):
            with pytest.raises(cohorts.NoSuchLecturer):
                cohorts.add_teacher(cohort, address, actor_id=lecturer.id, now=clock.now())
        cohorts.add_teacher(cohort, admin.email.upper(), actor_id=lecturer.id, now=clock.now())
        assert cohorts.find_taught(admin.id, cohort)

        cohorts.remove_teacher(cohort, lecturer.id, actor_id=admin.id, now=clock.now())

        assert cohorts.find_taught(lecturer.id, cohort) is None
        with pytest.raises(cohorts.LastTeacher):
            cohorts.remove_teacher(cohort, admin.id, actor_id=admin.id, now=clock.now())


def test_an_extension_stands_before_the_date_of_the_class(
    app: Flask, cohort: int, lecturer: Person, alice: Person, bob: Person, clock: Clock
) -> None:
    due, later = clock.now() + timedelta(days=7), clock.now() + timedelta(days=9)
    hers, his = (join(app, person, cohort, clock) for person in (alice, bob))
    with app.app_context():
        cohorts.set_due_dates(cohort, {"spot-it": due, "report-it": due}, actor_id=None, now=clock.now())
        student = cohorts.find_student(cohort, hers)
        assert student

        cohorts.extend(student, "spot-it", later, actor_id=lecturer.id, now=clock.now())

        assert cohorts.due_for(student) == {"spot-it": later, "report-it": due}
        assert [one.due for one in cohorts.joined_by(alice.id)] == [{"spot-it": later, "report-it": due}]
        assert [one.due for one in cohorts.joined_by(bob.id)] == [{"spot-it": due, "report-it": due}]
        assert cohorts.extensions(cohort) == {(hers, "spot-it"): later}
        assert his != hers


def test_of_somebody_who_erased_the_account_the_class_keeps_what_was_passed_and_no_name(
    app: Flask, cohort: int, lecturer: Person, alice: Person, clock: Clock
) -> None:
    hers = join(app, alice, cohort, clock)
    earn(app, alice, clock, but_for=1)
    with app.app_context():
        student = cohorts.find_student(cohort, hers)
        assert student
        cohorts.extend(student, "spot-it", clock.now(), actor_id=lecturer.id, now=clock.now())
        with db.writing() as session:
            session.add(Invitation(cohort_id=cohort, email=alice.email, name="ALICE WONG", invited_at=clock.now()))
        passed = sorted({row.subject for row in attempts.history(alice.id) if row.passed})
        exported = privacy.export(alice.id)

        privacy.erase(alice.id, password=PASSWORD, now=clock.now())

        kept = db.session.execute(select(Membership.user_id, Membership.figures)).one()
        assert kept.user_id is None
        assert (kept.figures["passed"], kept.figures["certificate"]) == (passed, False)
        assert db.session.scalars(select(Extension.module)).all() == []
        assert db.session.scalars(select(Invitation.email)).all() == []
        assert len(passed) > 3
        assert [len(exported[name]) for name in ("memberships", "extensions", "invitations")] == [1, 1, 1]


def test_a_class_whose_lecturer_has_left_is_given_to_another_one_and_no_other_class_is(
    app: Flask,
    cohort: int,
    lecturer: Person,
    admin: Person,
    admit: Callable[..., Person],
    sign_in: Callable[[Person], Visitor],
    clock: Clock,
) -> None:
    heir = admit("heir@example.edu.my", "Dr Heir", role="lecturer")
    with app.app_context():
        taught = cohorts.create(heir.id, DETAILS, now=clock.now())
        privacy.erase(lecturer.id, password=lecturer.password, now=clock.now())
    office = sign_in(admin)

    page = office.get(f"/admin/people/{heir.id}")
    office.post(f"/admin/people/{heir.id}/classes", {"class": cohort})
    office.post(f"/admin/people/{heir.id}/classes", {"class": taught}, expect=404)

    assert len(page.all("#class option")) == 1
    assert sign_in(heir).get(f"/classes/{cohort}").status == 200

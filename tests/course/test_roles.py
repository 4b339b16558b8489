"""Roles: who gives them, who loses them, and that somebody can always give them."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock, people
from course.extensions import db
from course.tables import AuditEntry, User
from course.tables.people import Role
from tests.cast import Person
from tests.pages import Visitor

SignIn = Callable[[Person], Visitor]


def role_of(app: Flask, person: Person) -> str:
    with app.app_context():
        return db.session.scalar(select(User.role).where(User.id == person.id)) or "nobody"


def test_an_admin_makes_a_student_a_lecturer_and_it_is_written_down(
    app: Flask, alice: Person, admin: Person, sign_in: SignIn
) -> None:
    office = sign_in(admin)
    office.get(f"/admin/people/{alice.id}")

    office.submit({"role": "lecturer"})

    assert role_of(app, alice) == "lecturer"
    with app.app_context():
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last is not None
        assert (last.act, last.about, last.actor_id) == ("people.give_role.lecturer", f"user {alice.id}", admin.id)


def test_whoever_loses_a_role_is_out_of_its_rooms_at_once(app: Flask, admin: Person, sign_in: SignIn) -> None:
    with app.app_context():
        second = people.register(
            email="b@example.edu.my", display_name="B", password="satu dua tiga", language="en", now=clock.now()
        )
        people.give_role(second.id, Role.ADMIN, actor_id=None, now=clock.now())
    other = sign_in(Person(second.id, "b@example.edu.my", "B", "satu dua tiga", "admin", "en"))
    other.get("/admin")
    office = sign_in(admin)
    office.get(f"/admin/people/{second.id}")

    office.submit({"role": "student"})

    other.get("/admin", expect=302)


def test_the_last_admin_cannot_resign(app: Flask, admin: Person, sign_in: SignIn) -> None:
    office = sign_in(admin)
    office.get(f"/admin/people/{admin.id}")

    page = office.submit({"role": "student"}, expect=422)

    assert page.words(".error-summary a") == ["You are the only administrator. Make somebody else one first."]
    assert role_of(app, admin) == "admin"


def test_of_two_admins_who_resign_at_the_same_moment_one_stays(own_app: Flask) -> None:
    with own_app.app_context():
        pair = [
            people.register(
                email=f"{name}@example.edu.my",
                display_name=name,
                password="satu dua tiga",
                language="en",
                now=clock.now(),
            ).id
            for name in ("dina", "ewa")
        ]
        for person in pair:
            people.give_role(person, Role.ADMIN, actor_id=None, now=clock.now())
    refused: list[int] = []
    at_once = threading.Barrier(2)

    def resign(person: int) -> None:
        with own_app.app_context():
            at_once.wait()
            try:
                people.give_role(person, Role.STUDENT, actor_id=person, now=clock.now())
            except people.LastAdmin:
                refused.append(person)

    threads = [threading.Thread(target=resign, args=(person,)) for person in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with own_app.app_context():
        assert db.session.scalars(select(User.id).where(User.role == Role.ADMIN)).all() == refused
        assert len(refused) == 1


@pytest.mark.parametrize("wanted", ["alice", "WONG", "alice@EXAMPLE"])
def test_an_account_is_found_by_a_part_of_its_name_or_address(
    alice: Person, bob: Person, admin: Person, sign_in: SignIn, wanted: str
) -> None:
    page = sign_in(admin).get(f"/admin/people?find={wanted}")

    assert page.words("tbody th") == ["Alice Wong"]


@pytest.mark.parametrize("wanted", ["%25", "_", "%00", "nobody", "x" * 5000])
def test_signs_of_the_database_are_letters_like_others(
    alice: Person, admin: Person, sign_in: SignIn, wanted: str
) -> None:
    page = sign_in(admin).get(f"/admin/people?find={wanted}")

    assert page.words("tbody th") == (["Aisyah Admin", "Alice Wong"] if wanted == "%00" else [])


def test_staff_stand_first_and_a_page_holds_fifty(
    app: Flask, admin: Person, admit: Callable[..., Person], sign_in: SignIn
) -> None:
    for number in range(51):
        admit(f"s{number}@example.edu.my", f"Student {number}")
    office = sign_in(admin)

    first = office.get("/admin/people").words("tbody th")
    second = office.get("/admin/people?page=2").words("tbody th")

    assert (len(first), first[:2]) == (50, ["Aisyah Admin", "Student 50"])
    assert second == ["Student 1", "Student 0"]


@pytest.mark.parametrize("role", ["", "emperor", "student\0"])
def test_a_role_that_there_is_not_is_refused(
    app: Flask, alice: Person, admin: Person, sign_in: SignIn, role: str
) -> None:
    page = sign_in(admin).post(f"/admin/people/{alice.id}/role", {"role": role}, expect=422)

    assert page.all(".error-summary a")
    assert role_of(app, alice) == "student"

"""People to try the course as, for an empty local database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from course import learning, people
from course.extensions import db
from course.tables import User
from course.tables.people import Role

PASSWORD = "pause-think-post"  # noqa: S105 -- printed on purpose, for local sites only


@dataclass(frozen=True)
class DemoPerson:
    """One account with the part it plays."""

    role: Role
    email: str
    display_name: str
    language: str


PEOPLE = (
    DemoPerson(Role.STUDENT, "student@demo.example.com", "Nur Aisyah binti Abdullah", "en"),
    DemoPerson(Role.STUDENT, "pelajar@demo.example.com", "Chong Wei Ming", "ms"),
    DemoPerson(Role.LECTURER, "lecturer@demo.example.com", "Dr. Devi a/p Raju", "en"),
    DemoPerson(Role.ORGANISER, "organiser@demo.example.com", "Haziq Salleh", "ms"),
    DemoPerson(Role.ADMIN, "admin@demo.example.com", "Liyana Yusof", "en"),
)
LECTURER = PEOPLE[2].email
LESSONS_READ = (("spot-it", "what-counts"), ("spot-it", "the-tricks"))


def seed(now: datetime) -> None:
    """Make the demo people; the Malay-speaking student has begun the course already."""
    for person in PEOPLE:
        visitor = people.register(
            email=person.email,
            display_name=person.display_name,
            password=PASSWORD,
            language=person.language,
            now=now - timedelta(days=6),
        )
        if person.role != Role.STUDENT:
            people.give_role(visitor.id, person.role, actor_id=None, now=now)
        elif person.language == "ms":
            for days_ago, (module, lesson) in enumerate(LESSONS_READ, start=1):
                learning.finish_lesson(visitor.id, module, lesson, now - timedelta(days=days_ago))


def is_here() -> bool:
    addresses = [person.email for person in PEOPLE]
    return db.session.scalar(select(User.id).where(User.email.in_(addresses)).limit(1)) is not None

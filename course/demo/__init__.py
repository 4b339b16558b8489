"""People to try the course as, for an empty local database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from course import learning, people
from course.demo import classes, drives, sessions, stories
from course.extensions import db
from course.tables import User
from course.tables.people import Role

__all__ = ["LECTURER", "PASSWORD", "PEOPLE", "classes", "is_here", "seed"]
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
    """Make the demo people and two live sessions; the Malay-speaking student has begun the course already."""
    ids: dict[str, int] = {}
    for person in PEOPLE:
        visitor = people.register(
            email=person.email,
            display_name=person.display_name,
            password=PASSWORD,
            language=person.language,
            now=now - timedelta(days=6),
        )
        ids[person.email] = visitor.id
        if person.role != Role.STUDENT:
            people.give_role(visitor.id, person.role, actor_id=None, now=now)
        elif person.language == "ms":
            for days_ago, (module, lesson) in enumerate(LESSONS_READ, start=1):
                learning.finish_lesson(visitor.id, module, lesson, now - timedelta(days=days_ago))
    by_role = {role: [ids[person.email] for person in PEOPLE if person.role == role] for role in Role}
    drives.seed(by_role[Role.ORGANISER][0], now)
    sessions.seed(by_role[Role.STUDENT], by_role[Role.ADMIN][0], now)
    stories.seed(by_role[Role.ADMIN][0], now)


def is_here() -> bool:
    addresses = [person.email for person in PEOPLE]
    return db.session.scalar(select(User.id).where(User.email.in_(addresses)).limit(1)) is not None

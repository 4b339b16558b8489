"""What is kept. One file per noun; the rules that must always hold are constraints of the database."""

from course.tables.attempts import Answer, Attempt, Definition
from course.tables.audit import AuditEntry
from course.tables.awards import Certificate
from course.tables.campuses import CampusUnit
from course.tables.drives import (
    CheckBack,
    Drive,
    DriveOrganiser,
    PaperEntry,
    PledgeText,
    Signature,
    Station,
    WallWord,
)
from course.tables.learning import LessonDone
from course.tables.people import User
from course.tables.pledges import Pledge
from course.tables.sessions import LiveSession, Registration, SessionQuestion
from course.tables.stories import Story

__all__ = [
    "Answer",
    "Attempt",
    "AuditEntry",
    "CampusUnit",
    "Certificate",
    "CheckBack",
    "Definition",
    "Drive",
    "DriveOrganiser",
    "LessonDone",
    "LiveSession",
    "PaperEntry",
    "Pledge",
    "PledgeText",
    "Registration",
    "SessionQuestion",
    "Signature",
    "Station",
    "Story",
    "User",
    "WallWord",
]

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
    "PaperEntry",
    "Pledge",
    "PledgeText",
    "Signature",
    "Station",
    "User",
    "WallWord",
]

"""What is kept. One file per noun; the rules that must always hold are constraints of the database."""

from course.tables.aftereffects import Aftereffect
from course.tables.attempts import Answer, Attempt, Definition
from course.tables.audit import AuditEntry
from course.tables.awards import Certificate
from course.tables.campuses import CampusUnit
from course.tables.cohorts import (
    Allowance,
    Cohort,
    CohortTeacher,
    DueDate,
    Extension,
    Invitation,
    Membership,
    RosterImport,
)
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
from course.tables.nudges import Nudge, Reminders
from course.tables.outbox import OutgoingLetter
from course.tables.people import User
from course.tables.pledges import Pledge
from course.tables.rooms import Room, RoomAnswer, RoomRound
from course.tables.sessions import LiveSession, Registration, SessionQuestion
from course.tables.stories import Story

__all__ = [
    "Aftereffect",
    "Allowance",
    "Answer",
    "Attempt",
    "AuditEntry",
    "CampusUnit",
    "Certificate",
    "CheckBack",
    "Cohort",
    "CohortTeacher",
    "Definition",
    "Drive",
    "DriveOrganiser",
    "DueDate",
    "Extension",
    "Invitation",
    "LessonDone",
    "LiveSession",
    "Membership",
    "Nudge",
    "OutgoingLetter",
    "PaperEntry",
    "Pledge",
    "PledgeText",
    "Registration",
    "Reminders",
    "Room",
    "RoomAnswer",
    "RoomRound",
    "RosterImport",
    "SessionQuestion",
    "Signature",
    "Station",
    "Story",
    "User",
    "WallWord",
]

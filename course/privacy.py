"""What is kept about people: one entry per table, and the export and erasure that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Column, Select, Table, case, delete, func, select, update
from sqlalchemy.orm import Session

import certificates
from course import people, rooms
from course.extensions import db, passwords
from course.tables import (
    Allowance,
    Answer,
    Attempt,
    AuditEntry,
    Certificate,
    Cohort,
    CohortTeacher,
    DriveOrganiser,
    Extension,
    Invitation,
    LessonDone,
    Membership,
    Nudge,
    OutgoingLetter,
    PaperEntry,
    Pledge,
    Registration,
    Reminders,
    RosterImport,
    SessionQuestion,
    Signature,
    User,
    WallWord,
)

ErasedHow = Literal["deleted", "deleted with the account", "kept without the person", "names nobody"]


@dataclass(frozen=True)
class PrivacyEntry:
    """Why a table exists and what becomes of it; `hidden` columns are secrets or bytes that are not exported."""

    what: str
    why: str
    how_long: str
    erased: ErasedHow
    owner: str | None  # column that names the person; None where no column does
    hidden: tuple[str, ...] = ()


REGISTER: Mapping[str, PrivacyEntry] = {
    "users": PrivacyEntry(
        what="Name, e-mail address, language, role, and the password as an argon2id hash",
        why="To sign in, and to print the name on the certificate",
        how_long="Until the account is erased",
        erased="deleted",
        owner="id",
        hidden=("password_hash", "session_token"),
    ),
    "lessons_done": PrivacyEntry(
        what="Which lessons were marked as read, and when",
        why="To show where to go on",
        how_long="As long as the account",
        erased="deleted with the account",
        owner="user_id",
    ),
    "attempts": PrivacyEntry(
        what="Tries at quizzes, activities and tests: what was drawn, when, the score of scored ones",
        why="To show results, to draw unseen items, to prove what a certificate says",
        how_long="As long as the account",
        erased="deleted with the account",
        owner="user_id",
    ),
    "answers": PrivacyEntry(
        what="The answer given to each item of an attempt",
        why="To lose none, to explain each, to score the same figure again",
        how_long=(
            "As long as the account; settings of the comment studio 30 days; "
            "replies to a friend in distress until handed in, at most 7 days"
        ),
        erased="deleted with the account",
        owner=None,
    ),
    "definitions": PrivacyEntry(
        what="Texts of quizzes and activities as they stood when somebody drew from them",
        why="So that an old attempt scores the same figure for ever",
        how_long="For ever; it is content, not people",
        erased="names nobody",
        owner=None,
    ),
    "pledges": PrivacyEntry(
        what="The private if-then plan",
        why="So that its owner can read and change it; nobody else sees it",
        how_long="Until its owner removes it, or the account",
        erased="deleted with the account",
        owner="user_id",
    ),
    "certificates": PrivacyEntry(
        what="The facts printed on the certificate, their hash, the PDF, the badge, and the picture for sharing",
        why="So that anyone who is handed the certificate can check it",
        how_long="For ever; after erasure only the serial, the course, the dates and the hash",
        erased="kept without the person",
        owner="user_id",
        hidden=("pdf", "badge", "preview"),
    ),
    "campus_units": PrivacyEntry(
        what="The campuses' counselling units, and how to reach them",
        why="To stand first on every page of help",
        how_long="Until an administrator removes them",
        erased="names nobody",
        owner=None,
    ),
    "live_sessions": PrivacyEntry(
        what="Live sessions: title, day, place, speakers by their role, recording and transcript",
        why="So that people can come, and read afterwards what was said",
        how_long="For ever; it is content, not people",
        erased="names nobody",
        owner=None,
    ),
    "registrations": PrivacyEntry(
        what="Places in live sessions: of an account, or of an e-mail address that was confirmed; when its owner came",
        why="To keep to the number of places, to remind by mail, to know who came",
        how_long=(
            "As long as the account; an address without an account until the place is given back, "
            "and at most 30 days after the session"
        ),
        erased="deleted with the account",
        owner="user_id",
    ),
    "session_questions": PrivacyEntry(
        what="Questions to the speakers of a live session, with a name only where their writer wanted one",
        why="So that a moderator can pass them on",
        how_long="As long as the place they came from",
        erased="deleted with the account",
        owner=None,
    ),
    "cohorts": PrivacyEntry(
        what="Classes: name, course code, campus, term, join code, and who made them",
        why="So that lecturers can run classes",
        how_long="Until the class is deleted; after erasure without the person who made it",
        erased="kept without the person",
        owner="created_by",
    ),
    "cohort_teachers": PrivacyEntry(
        what="Who teaches which class, and since when",
        why="To let in to a class whoever teaches it, and nobody else",
        how_long="Until taken off the class, or the account is erased",
        erased="deleted with the account",
        owner="user_id",
    ),
    "memberships": PrivacyEntry(
        what="Who is in which class, since when, how they joined, and when they left",
        why="To show lecturers how their class comes along",
        how_long="As long as the class; after erasure a row without a person: the names of what was passed",
        erased="kept without the person",
        owner="user_id",
    ),
    "due_dates": PrivacyEntry(
        what="When each module is due in a class",
        why="To tell students what is due",
        how_long="As long as the class",
        erased="names nobody",
        owner=None,
    ),
    "extensions": PrivacyEntry(
        what="Later dates that a lecturer gave to a student",
        why="So that what is due is right for this student everywhere",
        how_long="As long as the membership, or until the account is erased",
        erased="deleted with the account",
        owner=None,
    ),
    "allowances": PrivacyEntry(
        what="Tries without waiting that a lecturer gave to a student",
        why="So that what opens when is right for this student everywhere",
        how_long="As long as the account",
        erased="deleted with the account",
        owner="user_id",
    ),
    "invitations": PrivacyEntry(
        what="Name and e-mail address of people on a roster who had no account yet, and when they were written to",
        why="To invite them once, and to show the lecturer who has not joined",
        how_long="180 days, or until the account with this address is erased",
        erased="deleted with the account",
        owner=None,
    ),
    "roster_imports": PrivacyEntry(
        what="An uploaded roster until it is confirmed and done, then which of its lines were refused, and why",
        why="So that nothing is written before the lecturer has looked, and no line is lost",
        how_long="Lines until they are done, at most a day without confirmation; the report 30 days",
        erased="kept without the person",
        owner="created_by",
        hidden=("lines", "report"),
    ),
    "nudges": PrivacyEntry(
        what="Letters that a lecturer wrote to a student: the words, and when they were sent",
        why="So that a letter is sent once, and colleagues see what was written already",
        how_long="180 days, or until the account of the student is erased; then without the lecturer who left",
        erased="deleted with the account",
        owner="user_id",
    ),
    "outgoing_letters": PrivacyEntry(
        what="Letters of the site in words, with the address they go to",
        why="So that no letter is lost while the mail server does not answer",
        how_long="Until the mail server has taken it, at most 7 days",
        erased="deleted with the account",
        owner=None,
    ),
    "reminders": PrivacyEntry(
        what="Which letters somebody wants, when the last digest went out, and the secret of their calendar address",
        why="To send nothing that is not wanted",
        how_long="As long as the account",
        erased="deleted with the account",
        owner="user_id",
        hidden=("calendar_secret",),
    ),
    "rooms": PrivacyEntry(
        what="The code under which a class answers together",
        why="So that phones find the room of their class",
        how_long="As long as the class",
        erased="names nobody",
        owner=None,
    ),
    "room_rounds": PrivacyEntry(
        what="Which question or post a class was asked, when, and how many chose what (from five answers on)",
        why="To talk about it in class",
        how_long="As long as the class; it is about nobody",
        erased="names nobody",
        owner=None,
        hidden=("salt",),
    ),
    "room_answers": PrivacyEntry(
        what="What was chosen in a round that is open, under a keyed hash instead of a person",
        why="So that an answer counts once and can be changed",
        how_long="Until the round closes, at most half an hour; then only how many chose what",
        erased="deleted with the account",
        owner=None,
        hidden=("who",),
    ),
    "drives": PrivacyEntry(
        what="Pledge drives: title, campus, times, what is asked",
        why="To run a drive",
        how_long="For ever; half a year after closing nothing in it is of anybody",
        erased="names nobody",
        owner=None,
    ),
    "drive_organisers": PrivacyEntry(
        what="Whose drive it is",
        why="So that nobody else sees its figures",
        how_long="As long as the account, or until removed",
        erased="deleted with the account",
        owner="user_id",
    ),
    "pledge_texts": PrivacyEntry(
        what="The words of a pledge, version by version",
        why="So that a signature keeps the words that it signed",
        how_long="For ever; they are content, not people",
        erased="names nobody",
        owner=None,
    ),
    "stations": PrivacyEntry(
        what="Places of a drive where people sign, and the hash of a kiosk's PIN",
        why="To see where people sign, and to run kiosks",
        how_long="As long as the drive",
        erased="names nobody",
        owner=None,
    ),
    "signatures": PrivacyEntry(
        what="That somebody signed, when, where, which words; name and faculty if given; a keyed hash for once each",
        why="To count each person once",
        how_long="Name, faculty, account and hash until 180 days after the drive closed; the count for ever",
        erased="kept without the person",
        owner="user_id",
        hidden=("once_key", "client_id"),
    ),
    "paper_entries": PrivacyEntry(
        what="How many signed on paper, a note, and who entered it",
        why="To show them apart",
        how_long="As long as the drive; after erasure without the person",
        erased="kept without the person",
        owner="by_id",
    ),
    "wall_words": PrivacyEntry(
        what="Sentences offered to the wall, whether they may be shown, why not, and who decided",
        why="So that nothing is shown that nobody has read",
        how_long="Until 180 days after the drive closed; approved ones for ever, without who wrote them",
        erased="kept without the person",
        owner="decided_by_id",
    ),
    "check_backs": PrivacyEntry(
        what="Whether the situation of a pledge came up, and whether it was done",
        why="To tell a campus whether pledges helped, in numbers alone",
        how_long="As long as the drive; after erasure without the person",
        erased="kept without the person",
        owner=None,
    ),
    "aftereffects": PrivacyEntry(
        what="How many people said in a month that an activity left them worse, the same or better",
        why="To notice when an activity about distress does harm",
        how_long="As long as the site; it is about nobody",
        erased="names nobody",
        owner=None,
    ),
    "stories": PrivacyEntry(
        what="Stories of what made a day better, with a campus if given; the days on which they were sent and decided",
        why="To show them once a moderator has read them; a random mark of the form, so that a double click sends one",
        how_long="Until the sender takes it back by its link; a refused one 30 days",
        erased="names nobody",
        owner=None,
    ),
    "audit_entries": PrivacyEntry(
        what="Acts of administrators: what, when, about which record number",
        why="So that nobody with power acts without a trace",
        how_long="For ever; after erasure without the person",
        erased="kept without the person",
        owner="actor_id",
    ),
}


def export(user_id: int) -> dict[str, Any]:
    """Everything kept about a person, by table, as JSON-safe values."""
    session = db.session()
    found = {
        name: _rows(session, db.metadata.tables[name], entry, user_id)
        for name, entry in REGISTER.items()
        if entry.owner is not None
    }
    own_attempts = select(Attempt.id).where(Attempt.user_id == user_id)
    own_memberships = select(Membership.id).where(Membership.user_id == user_id)
    own_address = select(User.email).where(User.id == user_id)
    own_places = select(Registration.id).where(Registration.user_id == user_id)
    pointed: Mapping[str, Select] = {
        "answers": select(Answer.__table__).where(Answer.attempt_id.in_(own_attempts)),
        "extensions": select(Extension.__table__).where(Extension.membership_id.in_(own_memberships)),
        "invitations": select(Invitation.__table__).where(Invitation.email.in_(own_address)),
        "session_questions": select(SessionQuestion.__table__).where(SessionQuestion.registration_id.in_(own_places)),
    }
    for name, question in pointed.items():
        found[name] = [_plain(row) for row in session.execute(question).mappings()]
    found["room_answers"] = [_plain(row) for row in rooms.export(session, user_id)]
    return found


def erase(user_id: int, *, password: str, now: datetime) -> None:
    """Erase a person. Raises `people.WrongPassword`.

    Certificates stay answerable: the serial then says "withdrawn by its holder", with the hash alone. The figures
    of a class stay whole: what was passed is counted on, of somebody without a name.
    """
    user = db.session.get_one(User, user_id)
    if not passwords.matches(user.password_hash, password[: people.PASSWORD_MAXIMUM_CHARACTERS]):
        raise people.WrongPassword
    with db.writing() as session:
        own = session.scalars(select(Certificate).where(Certificate.user_id == user_id)).all()
        rooms.forget(session, user_id)
        _leave_figures(session, user_id, has_certificate=any(one.revoked_at is None for one in own))
        for certificate in own:
            _withdraw(certificate, now)
        session.execute(update(AuditEntry).where(AuditEntry.actor_id == user_id).values(actor_id=None))
        for made in (Cohort, RosterImport):
            session.execute(update(made).where(made.created_by == user_id).values(created_by=None))
        session.execute(update(Nudge).where(Nudge.sender_id == user_id).values(sender_id=None))
        session.execute(delete(Invitation).where(Invitation.email == user.email))
        session.execute(delete(OutgoingLetter).where(OutgoingLetter.recipient == user.email))
        _leave_drives(session, user_id)
        own_attempts = select(Attempt.id).where(Attempt.user_id == user_id)
        session.execute(delete(Answer).where(Answer.attempt_id.in_(own_attempts)))
        own_places = select(Registration.id).where(Registration.user_id == user_id)
        session.execute(delete(SessionQuestion).where(SessionQuestion.registration_id.in_(own_places)))
        for table in (Attempt, LessonDone, Pledge, CohortTeacher, Allowance, Nudge, Registration, Reminders):
            session.execute(delete(table).where(table.user_id == user_id))
        session.flush()
        session.execute(delete(User).where(User.id == user_id))
    people.forget(user_id)


def _leave_figures(session: Session, user_id: int, *, has_certificate: bool) -> None:
    """Take the person out of their classes: what is left counts what was passed, and says neither name nor score."""
    tried = session.execute(
        select(Attempt.subject, func.max(case((Attempt.passed.is_(True), 1), else_=0)))
        .where(Attempt.user_id == user_id, Attempt.mode == "scored")
        .group_by(Attempt.subject)
        .order_by(Attempt.subject)
    ).all()
    figures = {
        "tried": [subject for subject, _passed in tried],
        "passed": [subject for subject, passed in tried if passed],
        "certificate": has_certificate,
    }
    own = select(Membership.id).where(Membership.user_id == user_id)
    session.execute(
        delete(Extension).where(Extension.membership_id.in_(own)), execution_options={"synchronize_session": False}
    )
    session.execute(delete(Membership).where(Membership.user_id == user_id, Membership.left_at.is_not(None)))
    session.execute(update(Membership).where(Membership.user_id == user_id).values(user_id=None, figures=figures))


def _leave_drives(session: Session, user_id: int) -> None:
    """The counts stay whole: a signature goes on counting, as nobody's."""
    session.execute(delete(DriveOrganiser).where(DriveOrganiser.user_id == user_id))
    signed = update(Signature).where(Signature.user_id == user_id)
    session.execute(signed.values(user_id=None, once_key=None, name="", faculty=""))
    session.execute(update(PaperEntry).where(PaperEntry.by_id == user_id).values(by_id=None))
    session.execute(update(WallWord).where(WallWord.decided_by_id == user_id).values(decided_by_id=None))


def _withdraw(certificate: Certificate, now: datetime) -> None:
    """Take the person out of a certificate: what is left proves that it existed, and says no name."""
    claims = certificates.claims_from_bytes(certificate.claims)
    certificate.claims = certificates.canonical_bytes(claims.model_copy(update={"name": "—"}))
    certificate.user_id, certificate.withdrawn_at = None, now
    certificate.pdf = certificate.pdf_sha256 = certificate.badge = certificate.preview = None
    certificate.shows_name = False
    certificate.drawing_error = None  # it may say characters of the name


def _rows(session: Session, table: Table, entry: PrivacyEntry, user_id: int) -> list[dict[str, Any]]:
    shown: list[Column[Any]] = [column for column in table.columns if column.name not in entry.hidden]
    rows = session.execute(select(*shown).where(table.c[str(entry.owner)] == user_id))
    return [_plain(row) for row in rows.mappings()]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):  # and every moment, which is one too
        return value.isoformat()
    return value.decode() if isinstance(value, bytes) else value

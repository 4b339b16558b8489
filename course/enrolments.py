"""Rosters: what each line of an upload will do, doing it once the lecturer has said so, and whom to write to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from course import outbox, rosters
from course.extensions import db
from course.refusals import Refusal
from course.tables import Cohort, CohortTeacher, Invitation, Membership, RosterImport, User
from course.tables.cohorts import JoinedHow

AT_ONCE = 250  # lines in one transaction: short enough that nobody who answers a question waits for it
UNCONFIRMED_KEPT = timedelta(days=1)
REPORT_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=180)

# What becomes of a line. The first two change something; the others say why nothing is done.
JOIN, INVITE = "join", "invite"
DOES_SOMETHING = (JOIN, INVITE)


class AlreadyConfirmed(Refusal):
    """The roster was confirmed or dropped before."""


@dataclass(frozen=True)
class Upload:
    """An uploaded roster as its pages show it."""

    id: int
    cohort: int
    filename: str
    lines: tuple[Mapping[str, Any], ...]  # row, name, email, outcome
    total: int
    done: int
    is_confirmed: bool
    is_finished: bool
    report: Mapping[str, Any]

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(str(line["outcome"]) for line in self.lines)


@dataclass(frozen=True)
class Letter:
    """Somebody to be written to about a class."""

    held: outbox.Held
    email: str
    class_name: str
    join_code: str
    language: str | None  # of the account, if there is one
    is_in: bool  # put into the class already


def keep(cohort_id: int, lines: Sequence[rosters.Line], *, filename: str, actor_id: int | None, now: datetime) -> int:
    """Keep an upload for its preview, with what each line will do; nothing else is written."""
    with db.writing() as session:
        upload = RosterImport(
            cohort_id=cohort_id,
            created_at=now,
            created_by=actor_id,
            filename=filename[:120],
            lines=_judged(session, cohort_id, lines),
            total=len(lines),
        )
        session.add(upload)
        session.flush()
        return upload.id


def find(cohort_id: int, upload_id: int) -> Upload | None:
    row = db.session.scalar(
        select(RosterImport)
        .where(RosterImport.id == upload_id, RosterImport.cohort_id == cohort_id)
        .execution_options(populate_existing=True)  # the worker writes it while it is looked at
    )
    if row is None:
        return None
    confirmed, finished = row.confirmed_at is not None, row.finished_at is not None
    lines = tuple(row.lines)
    return Upload(row.id, cohort_id, row.filename, lines, row.total, row.done, confirmed, finished, row.report or {})


def waiting(cohort_id: int) -> list[Invitation]:
    """Who was invited and has not joined yet."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.cohort_id == cohort_id, Invitation.accepted_at.is_(None))
            .order_by(Invitation.name, Invitation.email)
        )
    )


def confirm(cohort_id: int, upload_id: int, *, now: datetime) -> None:
    """Let the worker do it. Raises `AlreadyConfirmed`."""
    with db.writing() as session:
        changed = session.execute(
            update(RosterImport)
            .where(
                RosterImport.id == upload_id,
                RosterImport.cohort_id == cohort_id,
                RosterImport.confirmed_at.is_(None),
            )
            .values(confirmed_at=now)
        )
        if changed.rowcount == 0:  # type: ignore[attr-defined]
            raise AlreadyConfirmed


def drop(cohort_id: int, upload_id: int) -> None:
    """Forget an upload that was not confirmed."""
    with db.writing() as session:
        session.execute(
            delete(RosterImport).where(
                RosterImport.id == upload_id,
                RosterImport.cohort_id == cohort_id,
                RosterImport.confirmed_at.is_(None),
            )
        )


def carry_out(upload_id: int, now: datetime) -> None:
    """Do a confirmed roster to its end, some lines at a time; where a killed worker stopped, the next one goes on."""
    while not _some(upload_id, now):
        pass


def unfinished() -> tuple[int, ...]:
    """Confirmed rosters that are not done, for the worker's sweep."""
    return tuple(
        db.session.scalars(
            select(RosterImport.id).where(RosterImport.confirmed_at.is_not(None), RosterImport.finished_at.is_(None))
        )
    )


def _some(upload_id: int, now: datetime) -> bool:
    """The next lines; True when there are no more."""
    with db.writing() as session:
        upload = session.get(RosterImport, upload_id, with_for_update=True, populate_existing=True)
        if upload is None or upload.finished_at is not None or upload.confirmed_at is None:
            return True
        report = dict(upload.report or {"joined": 0, "invited": 0, "refused": []})
        part = upload.lines[upload.done : upload.done + AT_ONCE]
        # What was true in the preview may not be true any more: each line is judged again as it is done.
        again = _judged(session, upload.cohort_id, [_as_line(one) for one in part])
        _write(session, upload.cohort_id, again, now)
        counts = Counter(one["outcome"] for one in again)
        report["joined"] += counts[JOIN]
        report["invited"] += counts[INVITE]
        report["refused"] = [*report["refused"], *(one for one in again if one["outcome"] not in DOES_SOMETHING)]
        upload.report, upload.done = report, upload.done + len(part)
        if upload.done >= upload.total:
            upload.finished_at, upload.lines = now, []
            return True
        return False


def _as_line(kept: Mapping[str, Any]) -> rosters.Line:
    problem = kept["outcome"] if kept["outcome"] in ("no_email", "bad_email", "twice") else ""
    return rosters.Line(kept["row"], kept["name"], kept["email"], problem)


def _judged(session: Session, cohort_id: int, lines: Sequence[rosters.Line]) -> list[dict[str, Any]]:
    """Each line with its outcome, in four questions for every so many lines."""
    judged: list[dict[str, Any]] = []
    for start in range(0, len(lines), 500):
        part = lines[start : start + 500]
        emails = [line.email for line in part if not line.problem]
        accounts = {
            row.email: row.id for row in session.execute(select(User.id, User.email).where(User.email.in_(emails)))
        }
        members = {
            row.user_id: row.left_at is None
            for row in session.execute(
                select(Membership.user_id, Membership.left_at).where(
                    Membership.cohort_id == cohort_id, Membership.user_id.in_(accounts.values())
                )
            )
        }
        teaching = set(session.scalars(select(CohortTeacher.user_id).where(CohortTeacher.cohort_id == cohort_id)))
        invited = set(
            session.scalars(
                select(Invitation.email).where(Invitation.cohort_id == cohort_id, Invitation.email.in_(emails))
            )
        )
        for line in part:
            outcome = line.problem or _outcome(line.email, accounts, members, teaching, invited)
            judged.append({"row": line.row, "name": line.name, "email": line.email, "outcome": outcome})
    return judged


def _outcome(
    email: str, accounts: Mapping[str, int], members: Mapping[int, bool], teaching: set[int], invited: set[str]
) -> str:
    account = accounts.get(email)
    if account is None:
        return "invited" if email in invited else INVITE
    if account in teaching:
        return "teaches"
    if account in members:
        # Whoever left did so on purpose; only their own hand brings them back.
        return "already" if members[account] else "left"
    return JOIN


def _write(session: Session, cohort_id: int, judged: Sequence[Mapping[str, Any]], now: datetime) -> None:
    joining = [one["email"] for one in judged if one["outcome"] == JOIN]
    if joining:
        accounts = session.scalars(select(User.id).where(User.email.in_(joining))).all()
        session.execute(
            insert(Membership),
            [
                {"cohort_id": cohort_id, "user_id": user_id, "joined_at": now, "how": JoinedHow.ROSTER}
                for user_id in accounts
            ],
        )
        # An invitation from before they had an account has been answered by the roster.
        session.execute(delete(Invitation).where(Invitation.cohort_id == cohort_id, Invitation.email.in_(joining)))
    letters = [
        {
            "cohort_id": cohort_id,
            "email": one["email"],
            "name": one["name"],
            "invited_at": now,
            "accepted_at": now if one["outcome"] == JOIN else None,
        }
        for one in judged
        if one["outcome"] in DOES_SOMETHING
    ]
    if letters:
        session.execute(insert(Invitation), letters)


# --- letters ----------------------------------------------------------------------------------------------------------


def next_letter(now: datetime) -> Letter | None:
    """Take one letter that waits, so that no other worker sends it; None when all are sent."""
    with db.writing() as session:
        row = session.execute(
            select(
                Invitation.id,
                Invitation.email,
                Invitation.accepted_at,
                Cohort.name,
                Cohort.join_code,
                User.language,
            )
            .join(Cohort, Cohort.id == Invitation.cohort_id)
            .outerjoin(User, User.email == Invitation.email)
            .where(Invitation.sent_at.is_(None), Cohort.archived_at.is_(None), outbox.may_be_taken(Invitation, now))
            .order_by(Invitation.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Invitation)
        ).first()
        if row is None:
            return None
        held = outbox.hold(session, Invitation, row.id, now)
        return Letter(held, row.email, row.name, row.join_code, row.language, row.accepted_at is not None)


def forget_old(now: datetime) -> None:
    """What is kept for some time only: uploads without confirmation, reports, invitations."""
    with db.writing() as session:
        session.execute(
            delete(RosterImport).where(
                RosterImport.confirmed_at.is_(None), RosterImport.created_at < now - UNCONFIRMED_KEPT
            )
        )
        session.execute(delete(RosterImport).where(RosterImport.finished_at < now - REPORT_KEPT))
        session.execute(delete(Invitation).where(Invitation.invited_at < now - INVITATIONS_KEPT))

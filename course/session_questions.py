"""What people ask in a live session, and what its moderator lets through."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from course import audit, places
from course.extensions import db
from course.refusals import Refusal
from course.tables import Registration, SessionQuestion
from course.tables.sessions import PlaceState, QuestionState

QUESTIONS_OF_ONE_PLACE = 10


class EnoughAsked(Refusal):
    """This place has sent as many questions as one may."""


def ask(place: places.Place, text: str, name: str, now: datetime) -> None:
    """Send the speakers a question; a moderator reads it first.

    Raises `NoPlace`, `RegistrationClosed`, `EnoughAsked`.
    """
    if place.state != PlaceState.REGISTERED:
        raise places.NoPlace
    if not places.is_open(place.live, now):
        raise places.RegistrationClosed
    with db.writing() as session:
        _live, row = places.locked(session, place.id)
        if row is None:
            raise places.LinkUsedUp
        asked = session.scalar(select(func.count()).where(SessionQuestion.registration_id == row.id)) or 0
        if asked >= QUESTIONS_OF_ONE_PLACE:
            raise EnoughAsked
        session.add(
            SessionQuestion(registration_id=row.id, text=text, name=name, state=QuestionState.WAITING, asked_at=now)
        )


def shown(session_id: int) -> Sequence[SessionQuestion]:
    """What a moderator let through, in the order in which it came."""
    is_shown = SessionQuestion.state.in_((QuestionState.SHOWN, QuestionState.ANSWERED))
    return db.session.scalars(_questions(session_id).where(is_shown)).all()


def own(place_id: int) -> Sequence[SessionQuestion]:
    return db.session.scalars(
        select(SessionQuestion)
        .where(SessionQuestion.registration_id == place_id)
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    ).all()


def of_session(session_id: int) -> Sequence[SessionQuestion]:
    return db.session.scalars(_questions(session_id)).all()


def judge(session_id: int, question_id: int, state: QuestionState, *, actor_id: int, now: datetime) -> None:
    """What becomes of a question. Raises LookupError for one that is not of this session."""
    with db.writing() as session:
        question = session.scalar(_questions(session_id).where(SessionQuestion.id == question_id))
        if question is None:
            raise LookupError(question_id)
        question.state = state
        audit.note(session, act=f"question {state}", about=f"question {question_id}", actor_id=actor_id, now=now)


def _questions(session_id: int) -> Any:
    return (
        select(SessionQuestion)
        .join(Registration, Registration.id == SessionQuestion.registration_id)
        .where(Registration.session_id == session_id)
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    )

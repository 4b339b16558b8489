"""Stories, “10 out of 10”: sent without an account, shown once read with care, taken back by a secret link."""

import hashlib
import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, get_args

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course import audit, words
from course.clock import in_malaysia
from course.extensions import db
from course.refusals import Refusal
from course.tables import Story

LONGEST, LONGEST_CAMPUS = 400, 80
ON_A_PAGE = 40
FORGOTTEN_AFTER = timedelta(days=30)
_TICKET = re.compile(r"[\w-]{22}", re.ASCII)

# What a moderator has made sure of before a story is shown.
Check = Literal["no_method_or_place", "nobody_recognisable", "hope_or_help", "nothing_shames", "fits"]
CHECKS: tuple[Check, ...] = get_args(Check)
# What readers are told beforehand. One of a few, so that it stands in both languages.
ContentNote = Literal["", "hard_time", "illness", "loss", "unkindness"]
CONTENT_NOTES: tuple[ContentNote, ...] = get_args(ContentNote)
REFUSALS: tuple[words.RefusedFor, ...] = (
    "method_or_place",
    "names_a_person",
    "no_hope",
    "shames",
    "attacks_people",
    "contact_details",
    "distress_shown_help",
    "advertising",
    "off_topic",
)

# With one of these, whoever sent it is shown help before anything else.
OF_DISTRESS = ("distress", "distress_shown_help")


class NotReadWithCare(Refusal):
    """Something on the check list is not ticked."""


class LinkWorthless(Refusal):
    """No link of ours, or one whose story is gone."""


@dataclass(frozen=True)
class Day:
    """The stories that were approved on one day."""

    day: date
    stories: Sequence[Story]


# --- who sends one ----------------------------------------------------------------------------------------------------


def new_ticket() -> str:
    return secrets.token_urlsafe(16)


def send(text: str, *, campus: str, language: str, ticket: str, now: datetime) -> int:
    """Keep a story for a moderator to read; its number. The same ticket again finds the first."""
    if not _TICKET.fullmatch(ticket):
        ticket = new_ticket()
    held = words.why_held(f"{text}\n{campus}")
    values = {
        "ticket": ticket,
        "text": text,
        "campus": campus,
        "language": language,
        "state": "held" if held else "waiting",
        "reason": held or "",
        "content_note": "",
        "sent_on": in_malaysia(now).date(),
    }
    with db.writing() as session:
        once = db.adding(Story.__table__).values(**values).on_conflict_do_nothing()
        made = session.scalar(once.returning(Story.__table__.c.id))
        return made or session.scalars(select(Story.id).where(Story.ticket == ticket)).one()


def key_of(story_id: int, secret: str) -> str:
    """Whoever has this text may take the story back."""
    return _links(secret).dumps(story_id)


def find_by_key(key: str, secret: str) -> Story:
    """Raises `LinkWorthless`."""
    found = db.session.get(Story, _read(key, secret))
    if found is None:
        raise LinkWorthless
    return found


def take_back(key: str, secret: str, now: datetime) -> None:
    """Its sender wants it gone, and nothing of it stays. Raises `LinkWorthless`."""
    story_id = _read(key, secret)
    with db.writing() as session:
        gone = session.scalar(delete(Story).where(Story.id == story_id).returning(Story.id))
        if gone is None:
            raise LinkWorthless
        audit.note(session, act="story taken back by its sender", about=f"story {gone}", actor_id=None, now=now)


def _read(key: str, secret: str) -> int:
    try:
        return int(_links(secret).loads(key))
    except (BadSignature, ValueError, TypeError) as broken:
        raise LinkWorthless from broken


def _links(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="thinktwice.story")


# --- who reads them ---------------------------------------------------------------------------------------------------


def shown(page: int, today: date) -> tuple[list[Day], bool]:
    """(the stories of a page by day, the newest first; whether there are older ones).

    Within a day they stand in an order that nobody earned, another one each day.
    """
    newest = select(Story).where(Story.state == "approved").order_by(Story.decided_on.desc(), Story.id.desc())
    found = db.session.scalars(newest.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)).all()
    days = groupby(found[:ON_A_PAGE], key=lambda story: story.decided_on)
    return [Day(day, shuffled(of_day, today)) for day, of_day in days if day], len(found) > ON_A_PAGE


def shuffled(stories: Iterable[Story], today: date) -> list[Story]:
    return sorted(stories, key=lambda story: hashlib.sha256(f"{today} {story.id}".encode()).digest())


# --- who reads them first ---------------------------------------------------------------------------------------------


def queue(limit: int = 100) -> Sequence[Story]:
    """What waits to be read: held ones first, then the oldest."""
    waiting = select(Story).where(Story.state.in_(("held", "waiting")))
    return db.session.scalars(waiting.order_by(Story.state, Story.id).limit(limit)).all()


def decided(state: Literal["approved", "refused"], offset: int, limit: int) -> Sequence[Story]:
    newest = select(Story).where(Story.state == state).order_by(Story.decided_on.desc(), Story.id.desc())
    return db.session.scalars(newest.offset(offset).limit(limit)).all()


def find(story_id: int) -> Story | None:
    return db.session.get(Story, story_id)


def approve(
    story_id: int, checked: Collection[str], *, content_note: ContentNote, actor_id: int | None, now: datetime
) -> None:
    """Show a story. Raises `NotReadWithCare` unless all of the list is ticked, and LookupError when it is gone."""
    if not set(CHECKS) <= set(checked):
        raise NotReadWithCare
    with db.writing() as session:
        story = _locked(session, story_id)
        if story.state != "approved":
            story.decided_on = in_malaysia(now).date()
        story.state, story.reason, story.content_note = "approved", "", content_note
        audit.note(session, act="story approved", about=f"story {story_id}", actor_id=actor_id, now=now)


def refuse(story_ids: Collection[int], reason: words.RefusedFor, *, actor_id: int, now: datetime) -> int:
    """Refuse these stories, or take back those that are shown; how many that changed."""
    with db.writing() as session:
        chosen = select(Story).where(Story.id.in_(story_ids), Story.state != "refused").order_by(Story.id)
        changed = session.scalars(chosen.with_for_update()).all()
        for story in changed:
            act = "story taken back" if story.state == "approved" else "story refused"
            story.state, story.reason, story.decided_on = "refused", reason, in_malaysia(now).date()
            audit.note(session, act=act, about=f"story {story.id}: {reason}", actor_id=actor_id, now=now)
        return len(changed)


def _locked(session: Session, story_id: int) -> Story:
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise LookupError(story_id)
    return story


def forget_refused(now: datetime) -> int:
    """Delete what was refused a month ago; how many that were."""
    last_day = in_malaysia(now - FORGOTTEN_AFTER).date()
    with db.writing() as session:
        old = delete(Story).where(Story.state == "refused", Story.decided_on <= last_day)
        return len(session.scalars(old.returning(Story.id)).all())

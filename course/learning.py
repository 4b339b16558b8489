"""Reading the course: which lessons somebody has finished."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from course.extensions import db
from course.tables import LessonDone

_DONE_IN_MODULE = select(LessonDone.lesson).where(
    LessonDone.user_id == bindparam("user_id"), LessonDone.module == bindparam("module")
)
_DONE = select(LessonDone.module, LessonDone.lesson).where(LessonDone.user_id == bindparam("user_id"))


def standing(user_id: int, module: str) -> frozenset[str]:
    """Slugs of the module's lessons that this person has finished; the one query of a lesson page."""
    with db.reading() as connection:
        rows = connection.execute(_DONE_IN_MODULE, {"user_id": user_id, "module": module})
        return frozenset(rows.scalars())


def lessons_done(user_id: int) -> Mapping[str, frozenset[str]]:
    """Module slug → slugs of its finished lessons, for all modules."""
    done: dict[str, set[str]] = {}
    with db.reading() as connection:
        for module, lesson in connection.execute(_DONE, {"user_id": user_id}):
            done.setdefault(module, set()).add(lesson)
    return {module: frozenset(lessons) for module, lessons in done.items()}


def finish_lesson(user_id: int, module: str, lesson: str, now: datetime) -> None:
    """Note that the lesson was read; a second time changes nothing."""
    if lesson in standing(user_id, module):
        return
    try:
        with db.writing() as session:
            session.add(LessonDone(user_id=user_id, module=module, lesson=lesson, done_at=now))
    except IntegrityError:
        pass  # two clicks at once: the first one stands

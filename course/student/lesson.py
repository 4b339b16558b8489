"""Marking a lesson as read."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import catalogue, clock, learning


def finish_lesson(module: str, lesson: str) -> ResponseReturnValue:
    found = catalogue.current().library.lesson(module, lesson) or abort(404)
    learning.finish_lesson(current_user.id, module, lesson, clock.now())
    upcoming = catalogue.current().lesson_after(found)
    if upcoming:
        return redirect(url_for("public.read_lesson", module=module, lesson=upcoming.slug))
    if catalogue.current().bank.quiz(module):
        return redirect(url_for("student.start_quiz", module=module))
    return redirect(url_for("student.see_progress"))

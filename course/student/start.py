"""The page before an attempt: what it asks for, where one stands, and the button that starts it."""

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import HiddenField

import quizzes
from course import attempts, catalogue, clock, errors, fields, pages


class StartForm(fields.Form):
    ticket = HiddenField()
    focus = HiddenField()


def start_quiz(module: str) -> ResponseReturnValue:
    quiz = catalogue.current().bank.quiz(module) or abort(404)
    return _start(quiz, "scored")


def start_activity(activity: str) -> ResponseReturnValue:
    definition = catalogue.current().bank.activity(activity) or abort(404)
    mode: attempts.Mode = "practice" if request.args.get("mode") == "practice" else "scored"
    return _start(definition, mode)


def scored_start_url(definition: quizzes.Definition) -> str:
    """Where a scored run of this quiz or activity is started."""
    if definition.kind == "quiz":
        return url_for("student.start_quiz", module=definition.module)
    return url_for("student.start_activity", activity=definition.id, mode="scored")


def _start(definition: quizzes.Definition, mode: attempts.Mode) -> ResponseReturnValue:
    form, now = StartForm(), clock.now()
    secret, subject = current_app.config["SECRET_KEY"], attempts.subject_of(definition)
    problem = None
    if form.validate_on_submit():
        try:
            attempt = attempts.start(
                current_user.id,
                definition,
                mode,
                form.ticket.data or "",
                secret=secret,
                now=now,
                focus=tuple((form.focus.data or "").split()),
            )
            return redirect(url_for("student.see_attempt", attempt=attempt))
        except (attempts.TamperedTicket, attempts.StaleTicket, attempts.CoolingDown) as refusal:
            problem = errors.sentence(refusal)
    where = attempts.standing(current_user.id, subject, mode, now)
    form.ticket.data = attempts.make_ticket(secret, current_user.id, subject, mode, where.number)
    form.focus.data = " ".join(request.args.getlist("focus"))
    page = pages.render(
        "student/start_attempt.html",
        form=form,
        kind=definition.kind,
        definition=definition,
        mode=mode,
        module=catalogue.current().library.module(definition.module),
        standing=where,
        opens=where.opens_at and errors.sentence(attempts.CoolingDown(where.opens_at)),
        problem=problem,
    )
    return page, 409 if problem else 200

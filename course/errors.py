"""Refusals as pages: what happened and what to do next, in the visitor's language."""

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError, NotFound

import quizzes
from course import attempts, cohorts, enrolments, nudges, offers, pages, rooms
from course.extensions import wants_json
from course.frame import clock_time, day
from course.refusals import Refusal


def register(app: Flask) -> None:
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(quizzes.Refusal, _refused)


def sentence(refusal: Exception) -> str:
    """What a refusal means to the person it happened to, and what to do next."""
    if isinstance(refusal, attempts.CoolingDown):
        return _(
            "The next try opens on %(day)s at %(time)s. Until then, study the lessons again: "
            "the questions will be new.",
            day=day(refusal.opens_at),
            time=clock_time(refusal.opens_at),
        )
    return {
        attempts.TamperedTicket: _("This start button is not valid for you. Open the page again and press Start."),
        attempts.StaleTicket: _("This start button was from an older page. Open the page again and press Start."),
        attempts.AlreadyTaken: _("This is taken once, and you have taken it. Thank you."),
        attempts.StillOpen: _("Something is still to be answered. Go back, answer what you can, and then hand in."),
        offers.NotOpen: _("This is not open for you now. Your course page tells what comes next."),
        attempts.AlreadySubmitted: _("You have already handed this in. What you answered then stands."),
        attempts.StepOutOfOrder: _("That step was already answered, or comes later. Go on with the next one."),
        cohorts.ClassArchived: _("This class is archived. Whoever teaches it can open it again."),
        enrolments.AlreadyConfirmed: _("This list was confirmed or forgotten before. Open the roster page again."),
        nudges.NobodyToWriteTo: _(
            "Nobody of those you chose wants letters, or nobody is chosen. Choose somebody else."
        ),
        rooms.RoundClosed: _("This round is closed: nobody answers any more. Look at the screen."),
        rooms.RoundStillOpen: _("The reasons come after the answers. Close the round first."),
        quizzes.NotForARoom: _("This cannot be asked in a room. Choose another question or post."),
        quizzes.OutOfOrder: _("That step was already answered, or comes later. Go on with the next one."),
        quizzes.NoAlternative: _(
            "There is nothing to take instead here, or you have begun it. Go on with what is there."
        ),
        quizzes.NotDrawn: _("That question is not part of this attempt. Your other answers are kept."),
        quizzes.NotAnOption: _("That answer is not one of the choices. Choose one and save again."),
    }.get(type(refusal), _("This cannot be done now. Go back and try again."))


def _refused(refusal: Exception) -> ResponseReturnValue:
    if isinstance(refusal, attempts.NoSuchAttempt):
        return _http(NotFound())
    return _page(409, _("That did not work"), sentence(refusal))


def _form_too_old(error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        _("This form is no longer valid"),
        _(
            "Your session may have ended. Go back, reload the page, sign in if you are asked to, "
            "and send the form again."
        ),
    )


def _too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    if error.response is not None:  # the page's own, with what was typed
        return error.response
    return _page(429, _("Too many tries"), _("Wait a few minutes, then try again. Nothing you saved is lost."))


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400 or isinstance(error, BadHost):  # without a host no address can be made, and no page
        return error.get_response()
    heading, advice = _words().get(code, (_("That did not work"), _("Go back and try again.")))
    return _page(code, heading, advice, dict(error.get_headers()) if code == 405 else None)


def _words() -> dict[int, tuple[str, str]]:
    return {
        401: (_("Sign in first"), _("Your session has ended. Sign in again; what was saved is still there.")),
        404: (_("Page not found"), _("The address may be mistyped, or the page is not for this account.")),
        405: (_("That did not work"), _("This address cannot be used like that. Start from the front page.")),
        413: (_("That is too large"), _("Send less at once.")),
        InternalServerError.code: (
            _("Something broke on our side"),
            _("It is not your fault, and what you saved is kept. Try again in a minute."),
        ),
    }


def _page(code: int, heading: str, advice: str, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    if wants_json():
        return jsonify(refusal=advice), code
    allow = {"Allow": headers["Allow"]} if headers and "Allow" in headers else {}
    return pages.render("errors/error.html", code=code, heading=heading, advice=advice), code, allow

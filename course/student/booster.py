"""The booster: some days after the course, new cases of what went worst. Missing it costs nothing."""

from flask import abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from course import attempts, catalogue, clock, errors, offers, pages
from course.student.start import StartForm

FOCUS_FAMILIES = 5  # the weakest ones: a run has three posts of either kind


def start_booster() -> ResponseReturnValue:
    booster = catalogue.current().booster or abort(404)
    form, now, problem = StartForm(), clock.now(), None
    secret, subject = current_app.config["SECRET_KEY"], attempts.subject_of(booster)
    standings = attempts.standings(current_user.id, now)
    offer = offers.booster(subject, catalogue.current().asked, standings, now)
    if form.validate_on_submit():
        try:
            if offer.state == "waiting":
                raise offers.NotOpen
            focus = attempts.weakest_families(current_user.id)[:FOCUS_FAMILIES]
            ticket = form.ticket.data or ""
            attempt = attempts.start(current_user.id, booster, "practice", ticket, secret=secret, now=now, focus=focus)
            return redirect(url_for("student.see_attempt", attempt=attempt))
        except (offers.NotOpen, attempts.TamperedTicket, attempts.StaleTicket) as refusal:
            problem = errors.sentence(refusal)
    standing = standings.get((subject, "practice"))
    number = standing.number if standing else 1
    form.ticket.data = attempts.make_ticket(secret, current_user.id, subject, "practice", number)
    page = pages.render("student/start_booster.html", form=form, definition=booster, offer=offer, problem=problem)
    return page, 409 if problem else 200

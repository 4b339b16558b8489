"""The tests before and after the course, and the one that shows later what stayed: each of them once."""

from flask import abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from course import attempts, awards, catalogue, clock, errors, learning, offers, pages
from course.student.certificate import still_missing
from course.student.start import StartForm


def start_test(which: offers.Which) -> ResponseReturnValue:
    forms = catalogue.current().tests or abort(404)
    form, now, problem = StartForm(), clock.now(), None
    standings = attempts.standings(current_user.id, now)
    has_begun = offers.has_begun(learning.lessons_done(current_user.id), standings)
    offer = offers.test(which, catalogue.current().asked, standings, has_begun=has_begun, now=now)
    subject, secret = offers.subject_of(which), current_app.config["SECRET_KEY"]
    definition = offers.form_of(forms, current_user.id, which)
    if form.validate_on_submit():
        try:
            if not offer.is_open:
                raise offers.NotOpen
            ticket = form.ticket.data or ""
            attempt = attempts.start(
                current_user.id, definition, "scored", ticket, secret=secret, now=now, subject=subject
            )
            return redirect(url_for("student.see_attempt", attempt=attempt))
        except (
            offers.NotOpen,
            attempts.TamperedTicket,
            attempts.StaleTicket,
            attempts.AlreadyTaken,
        ) as refusal:
            problem = errors.sentence(refusal)
    form.ticket.data = attempts.make_ticket(secret, current_user.id, subject, "scored", 1)
    missing = awards.missing(current_user.id, catalogue.current().issuer) if offer.state == "waiting" else ()
    page = pages.render(
        "student/start_test.html",
        form=form,
        which=which,
        title=title_of(which),
        definition=definition,
        offer=offer,
        missing=still_missing([condition for condition in missing if condition.module]),
        problem=problem,
    )
    return page, 409 if problem else 200


def title_of(which: offers.Which) -> str:
    return {
        "before": _("The test before the course"),
        "after": _("The test after the course"),
        "later": _("The test a month later"),
    }[which]

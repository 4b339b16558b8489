"""`/sessions`: what is on, taking a place with or without an account, and being there."""

import hashlib
from contextlib import suppress
from functools import partial

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from course import (
    calendars,
    clock,
    fields,
    jobs,
    language,
    lists,
    pages,
    people,
    places,
    session_letters,
    session_questions,
    sessions,
)
from course.extensions import limiter
from course.frame import link
from course.public.found import event_data
from course.tables import LiveSession
from course.tables.sessions import PlaceState

# The address of a place is a key: no other site learns it from a link that is followed.
HEADERS = {"Referrer-Policy": "strict-origin"}


class AddressForm(fields.Form):
    email = fields.email_field()


class CodeForm(fields.Form):
    code = StringField(_l("Code"), [DataRequired(_l("Enter the code that is shown in the session.")), Length(max=40)])


class QuestionForm(fields.Form):
    text = TextAreaField(
        _l("Your question"),
        [DataRequired(_l("Write your question.")), Length(max=500, message=_l("Use 500 characters at most."))],
        filters=[fields.without_null],
    )
    name = StringField(
        _l("Your name (optional)"),
        [Length(max=60, message=_l("Use 60 characters at most."))],
        filters=[fields.tidy],
    )


def see_sessions() -> ResponseReturnValue:
    now = clock.now()
    past = lists.asked_page(partial(sessions.past, now))
    return pages.render("public/see_sessions.html", upcoming=sessions.upcoming(now), past=past)


def download_feed() -> ResponseReturnValue:
    now = clock.now()
    return _calendar([*reversed(sessions.past(now)), *sessions.upcoming(now)], "thinktwice.ics")


def download_session(slug: str) -> ResponseReturnValue:
    return _calendar([_found(slug)], f"{slug}.ics")


def see_session(slug: str) -> ResponseReturnValue:
    return _session_page(_found(slug), AddressForm())


def _who_registers() -> str:
    """The account or the address, however it is spelled, as a hash: the limiter's memory holds no addresses."""
    if current_user.is_authenticated:
        return f"account {current_user.id}"
    address = request.form.get("email", "")
    with suppress(people.EmailNotUsable):
        address = people.normal_email(address)
    return hashlib.sha256(address.encode()).hexdigest()


@limiter.limit("10/hour", key_func=_who_registers, methods=["POST"])
@limiter.limit("600/hour", methods=["POST"])
def take_place(slug: str) -> ResponseReturnValue:
    """At once for an account; an address without one is asked by mail first, and nothing is kept until it answers."""
    live, now = _found(slug), clock.now()
    if not places.is_open(live, now):
        flash(_("Places in this session can no longer be taken."), "bad")
        return redirect(url_for("public.see_session", slug=slug))
    if current_user.is_authenticated:
        return _take(slug, user_id=current_user.id, code=current_user.language)
    form = AddressForm()
    if not form.validate_on_submit():
        return _session_page(live, form), 422
    jobs.post([session_letters.confirmation(live, people.normal_email(form.email.data), language.choose())])
    flash(_("A letter is on its way. Open the link in it within two days to take your place."), "good")
    return redirect(url_for("public.see_session", slug=slug))


@limiter.limit("300/hour", methods=["POST"])
def confirm_place(slug: str, token: str) -> ResponseReturnValue:
    """Opening the link shows a button: programs that look into letters open links too."""
    live = _found(slug)
    try:
        named, email, code = places.read_confirmation(token, current_app.config["SECRET_KEY"])
    except places.LinkUsedUp:
        named, email, code = "", "", ""
    if named != slug:
        return _link_used_up(slug)
    if request.method == "POST":
        return _take(slug, email=email, code=code)
    action = url_for("public.confirm_place", slug=slug, token=token)
    page = pages.render("public/confirm_place.html", session=live, email=email, action=action)
    return page, HEADERS


def see_place(slug: str, token: str) -> ResponseReturnValue:
    try:
        return _place_page(_own(slug, token), token), HEADERS
    except places.LinkUsedUp:
        return _link_used_up(slug)


@limiter.limit("300/hour", methods=["POST"])
def give_back_place(slug: str, token: str) -> ResponseReturnValue:
    try:
        moved = places.give_back(_own(slug, token).id, clock.now())
    except places.LinkUsedUp:
        return _link_used_up(slug)
    jobs.post([session_letters.place_free(place) for place in moved])
    flash(_("You gave your place back. Thank you for telling us."), "good")
    return redirect(url_for("public.see_session", slug=slug))


def _place_tried() -> str:
    return hashlib.sha256((request.view_args or {}).get("token", "").encode()).hexdigest()


def _failed(response: Response) -> bool:
    return response.status_code == 422


@limiter.limit("10/15 minutes", key_func=_place_tried, deduct_when=_failed, methods=["POST"])
@limiter.limit("1500/15 minutes", methods=["POST"])
def note_attendance(slug: str, token: str) -> ResponseReturnValue:
    form = CodeForm()
    try:
        place = _own(slug, token)
        if form.validate_on_submit():
            places.attend(place, form.code.data, clock.now())
            flash(_("Thank you: it is noted that you were here."), "good")
            return redirect(url_for("public.see_place", slug=slug, token=token))
    except places.LinkUsedUp:
        return _link_used_up(slug)
    except places.WrongCode:
        fields.told(form.code, _("This is not the code of this session. Look at the screen again."))
    except (places.NotNow, places.NoPlace):
        fields.told(form.code, _("Attendance is taken from half an hour before the session until two hours after it."))
    return (_place_page(place, token, code=form), 422, HEADERS)


@limiter.limit("30/hour", key_func=_place_tried, methods=["POST"])
@limiter.limit("1500/hour", methods=["POST"])
def ask_question(slug: str, token: str) -> ResponseReturnValue:
    form = QuestionForm()
    try:
        place = _own(slug, token)
        if form.validate_on_submit():
            session_questions.ask(place, form.text.data.strip(), form.name.data or "", clock.now())
            flash(_("Your question is with the moderator."), "good")
            return redirect(url_for("public.see_place", slug=slug, token=token))
    except places.LinkUsedUp:
        return _link_used_up(slug)
    except session_questions.EnoughAsked:
        fields.told(form.text, _("You have sent ten questions. Let others ask too."))
    except (places.RegistrationClosed, places.NoPlace):
        fields.told(form.text, _("Questions are taken from those who have a place, until the session ends."))
    return (_place_page(place, token, question=form), 422, HEADERS)


def _take(slug: str, *, user_id: int | None = None, email: str | None = None, code: str) -> ResponseReturnValue:
    try:
        place, is_new = places.take_place(slug, user_id=user_id, email=email, language=code, now=clock.now())
    except places.RegistrationClosed:
        flash(_("Places in this session can no longer be taken."), "bad")
        return redirect(url_for("public.see_session", slug=slug))
    if is_new:
        jobs.post([session_letters.place_taken(place)])
    if place.state == PlaceState.WAITING:
        flash(_("All places are taken. You are in the queue, and we write to you as soon as one is free."), "good")
    else:
        flash(_("You have a place. A letter with everything about it is on its way."), "good")
    return redirect(url_for("public.see_place", slug=slug, token=_key(place.id)))


def _session_page(live: LiveSession, form: AddressForm) -> str:
    now = clock.now()
    place = places.place_of(current_user.id, live) if current_user.is_authenticated else None
    return pages.render(
        "public/see_session.html",
        session=live,
        form=form,
        is_open=places.is_open(live, now),
        is_over=live.ends_at <= now,
        free=places.free_places(live) if places.is_open(live, now) else 0,
        place_url=place and url_for("public.see_place", slug=live.slug, token=_key(place.id)),
        questions=session_questions.shown(live.id),
        data=event_data(live),
    )


def _place_page(
    place: places.Place, token: str, *, code: CodeForm | None = None, question: QuestionForm | None = None
) -> str:
    now, live = clock.now(), place.live
    wrong = code if code and code.errors else question if question and question.errors else None
    return pages.render(
        "public/see_place.html",
        session=live,
        place=place,
        join=live.link if places.link_is_shown(place, now) else "",
        is_open=places.is_open(live, now),
        takes_attendance=places.takes_attendance(live, now),
        form=wrong,
        code=code or CodeForm(formdata=None),
        question=question or QuestionForm(formdata=None),
        own=session_questions.own(place.id),
        questions=session_questions.shown(live.id),
        acts={
            act: url_for(f"public.{act}", slug=live.slug, token=token)
            for act in ("give_back_place", "note_attendance", "ask_question")
        },
    )


def _found(slug: str) -> LiveSession:
    return sessions.find(slug) or abort(404)


def _own(slug: str, token: str) -> places.Place:
    return places.find_place(slug, token, current_app.config["SECRET_KEY"])


def _key(place_id: int) -> str:
    return places.key_of(place_id, current_app.config["SECRET_KEY"])


def _link_used_up(slug: str) -> ResponseReturnValue:
    _found(slug)
    flash(_("This link is too old, or the place was given back. You can take a place again here."), "bad")
    return redirect(url_for("public.see_session", slug=slug))


def _calendar(shown: list[LiveSession], filename: str) -> ResponseReturnValue:
    code, base = language.choose(), current_app.config["PUBLIC_URL"].rstrip("/")
    host = base.partition("://")[2].partition(":")[0]
    occasions = [
        calendars.Occasion(
            uid=f"session-{live.id}@{host}",
            starts_at=live.starts_at,
            ends_at=live.ends_at,
            title=session_letters.title_of(live, code),
            text=live.description_ms if code == "ms" else live.description_en,
            place=live.place or _("Online"),
            url=base + link("public.see_session", slug=live.slug),
            changed_at=live.changed_at,
            revision=live.revision,
            is_cancelled=live.state == "cancelled",
        )
        for live in shown
    ]
    made = calendars.calendar(_("ThinkTwice: live sessions"), occasions)
    answer = Response(made, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(hashlib.sha256(made).hexdigest()[:20])
    return answer.make_conditional(request)

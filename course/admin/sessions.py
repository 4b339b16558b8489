"""Live sessions from the office: planned, published, called off, moderated, and kept afterwards."""

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateTimeLocalField, IntegerField, RadioField, StringField, TextAreaField, URLField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp, ValidationError

from course import clock, exports, fields, jobs, pages, session_letters, session_questions, sessions
from course.tables import LiveSession
from course.tables.sessions import QuestionState

LONGEST_TEXT = 4000
LONGEST_TRANSCRIPT = 100_000


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _line(label: object, longest: int, *needed: object, kind: type[StringField] = StringField) -> StringField:
    too_long = _l("Use %(longest)s characters at most.", longest=longest)
    return kind(label, [*needed, Length(max=longest, message=too_long)], filters=[fields.tidy])


def _text(label: object, longest: int, *needed: object) -> TextAreaField:
    too_long = _l("Use %(longest)s characters at most.", longest=longest)
    return TextAreaField(
        label, [*needed, Length(max=longest, message=too_long)], filters=[fields.without_null, _trimmed]
    )


def _moment(label: object) -> DateTimeLocalField:
    return DateTimeLocalField(label, [InputRequired(_l("Enter a day and a time."))], format=["%Y-%m-%dT%H:%M"])


class SessionForm(fields.Form):
    title_en = _line(_l("Title, in English"), 160, DataRequired(_l("Enter the title in English.")))
    title_ms = _line(_l("Title, in Bahasa Malaysia"), 160, DataRequired(_l("Enter the title in Bahasa Malaysia.")))
    slug = _line(
        _l("Last part of its address"),
        80,
        Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z|\Z", message=_l("Use small letters, figures and single hyphens.")),
    )
    description_en = _text(
        _l("What it is about, in English"), LONGEST_TEXT, DataRequired(_l("Say in English what it is about."))
    )
    description_ms = _text(
        _l("What it is about, in Bahasa Malaysia"),
        LONGEST_TEXT,
        DataRequired(_l("Say in Bahasa Malaysia what it is about.")),
    )
    speakers_en = _line(_l("Speakers, in English"), 300)
    speakers_ms = _line(_l("Speakers, in Bahasa Malaysia"), 300)
    spoken = RadioField(
        _l("Language of the session"),
        [InputRequired(_l("Choose a language."))],
        choices=[
            SelectChoice("en", _l("English")),
            SelectChoice("ms", _l("Bahasa Malaysia")),
            SelectChoice("both", _l("English and Bahasa Malaysia")),
        ],
    )
    starts_at = _moment(_l("Begins"))
    ends_at = _moment(_l("Ends"))
    place = _line(_l("Place"), 200)
    link = _line(_l("Link to join"), 300, kind=URLField)
    capacity = IntegerField(
        _l("Places"),
        [
            InputRequired(_l("Enter how many can come.")),
            NumberRange(1, 10_000, message=_l("Enter a number from 1 to 10,000.")),
        ],
    )

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        begin = self.starts_at.data
        if begin and field.data and not begin < field.data <= begin + timedelta(days=7):
            raise ValidationError(_("A session ends after it begins, and within a week."))

    def validate_place(self, field: StringField) -> None:
        if not field.data and not self.link.data:
            raise ValidationError(_("Enter a place, a link to join, or both."))

    def written(self) -> dict[str, Any]:
        found = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        for name in ("starts_at", "ends_at"):
            found[name] = found[name].replace(tzinfo=clock.KUALA_LUMPUR)
        if "slug" in found:
            found["slug"] = found["slug"] or _slug(found["title_en"], found["starts_at"])
        return found


class AfterwardsForm(fields.Form):
    recording = _line(_l("Address of the recording"), 300, kind=URLField)
    transcript_en = _text(_l("Transcript, in English"), LONGEST_TRANSCRIPT)
    transcript_ms = _text(_l("Transcript, in Bahasa Malaysia"), LONGEST_TRANSCRIPT)


class JudgeForm(fields.Form):
    state = RadioField(
        choices=[SelectChoice(state, state) for state in QuestionState if state != QuestionState.WAITING],
        validators=[InputRequired()],
    )


def see_sessions() -> ResponseReturnValue:
    return pages.render("admin/see_sessions.html", listed=sessions.all_listed())


def see_session(number: int) -> ResponseReturnValue:
    live = _found(number)
    return pages.render(
        "admin/see_session.html",
        session=live,
        registrations=sessions.registrations(number),
        questions=session_questions.of_session(number),
        is_over=live.ends_at <= clock.now(),
    )


def add_session() -> ResponseReturnValue:
    begin = clock.in_malaysia(clock.now()).replace(hour=10, minute=0, tzinfo=None) + timedelta(days=14)
    form = SessionForm(starts_at=begin, ends_at=begin + timedelta(minutes=90), spoken="both", capacity=60)
    return _edit(form, None)


def change_session(number: int) -> ResponseReturnValue:
    live = _found(number)
    local = {name: clock.in_malaysia(getattr(live, name)).replace(tzinfo=None) for name in ("starts_at", "ends_at")}
    form = SessionForm(data={**_columns(live), **local})
    del form.slug  # letters and calendars hold the address
    return _edit(form, number)


def publish_session(number: int) -> ResponseReturnValue:
    _found(number)
    sessions.publish(number, actor_id=current_user.id, now=clock.now())
    flash(_("Published. It stands on the page of live sessions."), "good")
    return redirect(url_for("admin.see_session", number=number))


def cancel_session(number: int) -> ResponseReturnValue:
    _found(number)
    told = sessions.cancel(number, actor_id=current_user.id, now=clock.now())
    jobs.post([session_letters.called_off(place) for place in told])
    flash(_("Called off. Everybody with a place, or in the queue, gets a letter."), "good")
    return redirect(url_for("admin.see_session", number=number))


def renew_code(number: int) -> ResponseReturnValue:
    _found(number)
    sessions.renew_code(number, actor_id=current_user.id, now=clock.now())
    flash(_("There is a new code; the old one counts no more."), "good")
    return redirect(url_for("admin.see_session", number=number))


def keep_afterwards(number: int) -> ResponseReturnValue:
    live = _found(number)
    form = AfterwardsForm(data=_columns(live))
    if form.validate_on_submit():
        try:
            sessions.keep_afterwards(
                number,
                recording=form.recording.data,
                transcript_en=form.transcript_en.data,
                transcript_ms=form.transcript_ms.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
        except sessions.LinkNotOpened:
            fields.told(form.recording, _("Enter a whole address that begins with https://."))
        else:
            flash(_("Saved."), "good")
            return redirect(url_for("admin.see_session", number=number))
    page = pages.render("admin/keep_afterwards.html", form=form, session=live)
    return page, 422 if form.is_submitted() else 200


def judge_question(number: int, question: int) -> ResponseReturnValue:
    form = JudgeForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        state = QuestionState(form.state.data)
        session_questions.judge(number, question, state, actor_id=current_user.id, now=clock.now())
    except LookupError:
        abort(404)
    flash(_("Saved."), "good")
    return redirect(url_for("admin.see_session", number=number) + "#questions")


def download_registrations(number: int) -> ResponseReturnValue:
    """A form, not a link: taking the addresses out of the site is an act, and leaves its trace."""
    live = _found(number)
    sessions.note_export(number, actor_id=current_user.id, now=clock.now())
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([_("Name"), _("E-mail address"), _("Language"), _("State"), _("Registered at"), _("Was there at")])
    for row, email, name in sessions.registrations(number):
        came = _minute(row.attended_at) if row.attended_at else ""
        writer.writerow(
            [exports.harmless(text) for text in (name, email, row.language, row.state, _minute(row.asked_at), came)]
        )
    answer = Response("\ufeff" + table.getvalue(), mimetype="text/csv")  # the mark tells Excel that it is UTF-8
    answer.headers["Content-Disposition"] = f'attachment; filename="{live.slug}.csv"'
    return answer


def _edit(form: SessionForm, number: int | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            live, moved, told = sessions.keep(number, form.written(), actor_id=current_user.id, now=clock.now())
        except sessions.AddressTaken:
            fields.told(form.slug, _("Another session has this address. Choose another."))
        except sessions.LinkNotOpened:
            fields.told(form.link, _("Enter a whole address that begins with https://."))
        else:
            jobs.post([session_letters.changed(place) for place in told])
            jobs.post([session_letters.place_free(place) for place in moved])
            flash(_("Saved."), "good")
            return redirect(url_for("admin.see_session", number=live.id))
    page = pages.render("admin/change_session.html", form=form, number=number)
    return page, 422 if form.is_submitted() else 200


def _found(number: int) -> LiveSession:
    return sessions.find_any(number) or abort(404)


def _columns(live: LiveSession) -> dict[str, Any]:
    return {column.name: getattr(live, column.name) for column in LiveSession.__table__.columns}


def _slug(title: str, day: datetime) -> str:
    """Of the title, with the day, so that next year's session of the same name has an address too."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
    return f"{words}-{day:%Y-%m-%d}" if words else f"session-{day:%Y-%m-%d}"


def _minute(moment: datetime) -> str:
    return f"{clock.in_malaysia(moment):%Y-%m-%d %H:%M}"

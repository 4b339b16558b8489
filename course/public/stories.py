"""`/stories`: what made a day better; telling one without an account, and taking it back."""

import re

from flask import Response, abort, current_app, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from course import clock, fields, language, pages, reasons, stories, support
from course.extensions import limiter

# The address of a story that was sent is a key: no other site learns it from a link that is followed.
HEADERS = {"Referrer-Policy": "strict-origin"}
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def _paragraphs(text: str | None) -> str:
    """Lines as they were typed, with at most one empty one between, and nothing that cannot be seen."""
    plain = _CONTROLS.sub("", (text or "").replace("\r\n", "\n").replace("\t", " "))
    return re.sub(r"\n\s*\n", "\n\n", plain).strip()


class StoryForm(fields.Form):
    text = TextAreaField(
        _l("What made your day better?"),
        [
            DataRequired(_l("Write what made your day better.")),
            Length(max=stories.LONGEST, message=_l("Use 400 characters at most.")),
        ],
        filters=[_paragraphs],
    )
    campus = StringField(
        _l("Your campus (optional)"),
        [Length(max=stories.LONGEST_CAMPUS, message=_l("Use 80 characters at most."))],
        filters=[fields.tidy],
    )
    language = fields.language_field()
    ticket = HiddenField(filters=[fields.tidy])

    def validate_text(self, field: TextAreaField) -> None:
        if field.data and not any(character.isalpha() for character in field.data):
            raise ValidationError(_("Write it in words, so that everybody can read it."))


def see_stories() -> ResponseReturnValue:
    page = max(request.args.get("page", 1, type=int), 1)
    if page > 10_000:
        abort(404)
    days, has_older = stories.shown(page, clock.in_malaysia(clock.now()).date())
    if page > 1 and not days:
        abort(404)
    return pages.render("public/see_stories.html", days=days, page=page, has_older=has_older)


def _sent_too_often(_limit: object) -> Response:
    """A whole hall may share one line: what was typed stays in the form, to be sent later."""
    form = StoryForm()
    form.form_errors = [_("Many stories came from your line in the last hour. Wait a little, then send it again.")]
    return make_response(_form_page(form), 429)


@limiter.limit("60/hour", methods=["POST"], on_breach=_sent_too_often)
def tell_story() -> ResponseReturnValue:
    form = StoryForm(language=language.choose(), ticket=stories.new_ticket())
    if not form.validate_on_submit():
        return _form_page(form), 422 if form.is_submitted() else 200
    sent = stories.send(
        form.text.data,
        campus=form.campus.data,
        language=form.language.data,
        ticket=form.ticket.data,
        now=clock.now(),
    )
    return redirect(url_for("public.see_own_story", token=stories.key_of(sent, current_app.config["SECRET_KEY"])))


def _form_page(form: StoryForm) -> str:
    return pages.render("public/tell_story.html", form=form)


def see_own_story(token: str) -> ResponseReturnValue:
    """The page after sending: help first where the words may call for it, then thanks, and the way to take it back."""
    try:
        story = stories.find_by_key(token, current_app.config["SECRET_KEY"])
    except stories.LinkWorthless:
        return _nothing_behind_it()
    page = pages.render(
        "public/see_own_story.html",
        story=story,
        token=token,
        own_link=current_app.config["PUBLIC_URL"].rstrip("/") + url_for("public.see_own_story", token=token),
        help_first=support.talk_now(language.choose(), clock.now()) if story.reason in stories.OF_DISTRESS else [],
        why=reasons.REFUSED.get(story.reason),
    )
    return page, HEADERS


def take_story_back(token: str) -> ResponseReturnValue:
    try:
        stories.take_back(token, current_app.config["SECRET_KEY"], clock.now())
    except stories.LinkWorthless:
        return _nothing_behind_it()
    flash(_("Your story is gone, and nothing of it is kept."), "good")
    return redirect(url_for("public.see_stories"))


def _nothing_behind_it() -> ResponseReturnValue:
    flash(_("There is no story behind this link: it was taken back or forgotten, or the link is not complete."), "bad")
    return redirect(url_for("public.see_stories"))

"""`/admin/stories`: no story is shown before a person has read it with care."""

from collections.abc import Mapping
from functools import partial
from typing import cast

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from course import clock, fields, lists, pages, reasons, stories
from course.tables import Story

MOST_AT_ONCE = 200
CONTENT_NOTES: Mapping[stories.ContentNote, object] = {
    "": _l("None is needed"),
    "hard_time": _l("A hard time"),
    "illness": _l("Illness"),
    "loss": _l("Losing somebody"),
    "unkindness": _l("Unkindness or bullying"),
}


def _check(label: object) -> BooleanField:
    return BooleanField(label, [InputRequired(_l("Tick every line, or refuse the story."))])


class ReadForm(fields.Form):
    """The check list for safe messaging: one field for each of `stories.CHECKS`."""

    no_method_or_place = _check(_l("It names no method and no place of harm."))
    nobody_recognisable = _check(_l("Nobody can be recognised in it, nor can the sender."))
    hope_or_help = _check(_l("There is hope in it, or a way to help."))
    nothing_shames = _check(_l("It shames nobody: no group, no body, no food, no weight."))
    fits = _check(_l("It fits “10 out of 10”: it tells what made a day better."))
    content_note = SelectField(
        _l("Content note"), choices=[SelectChoice(value, label) for value, label in CONTENT_NOTES.items()]
    )

    def checked(self) -> list[str]:
        return [name for name in stories.CHECKS if self[name].data]


def see_waiting_stories() -> ResponseReturnValue:
    return pages.render(
        "admin/see_waiting_stories.html",
        waiting=stories.queue(),
        approved=lists.asked_page(partial(stories.decided, "approved")),
        refused=stories.decided("refused", 0, MOST_AT_ONCE),
        reasons=reasons.refused(stories.REFUSALS),
        held=reasons.HELD,
    )


def read_story(story: int) -> ResponseReturnValue:
    found = stories.find(story) or abort(404)
    form = ReadForm(content_note=found.content_note)
    if not form.validate_on_submit():
        return _story_page(found, form), 422 if form.is_submitted() else 200
    note = cast(stories.ContentNote, form.content_note.data)
    try:
        stories.approve(story, form.checked(), content_note=note, actor_id=current_user.id, now=clock.now())
    except LookupError:
        flash(_("Its sender has just taken this story back."), "bad")
    else:
        flash(_("The story is shown."), "good")
    return redirect(url_for("admin.see_waiting_stories"))


def _story_page(story: Story, form: ReadForm) -> str:
    offered = reasons.refused(stories.REFUSALS)
    return pages.render("admin/read_story.html", story=story, form=form, reasons=offered, held=reasons.HELD)


def refuse_stories() -> ResponseReturnValue:
    """One or many: stories that wait, or that are shown."""
    chosen = request.form.getlist("story", type=fields.row_number)[:MOST_AT_ONCE]
    reason = request.form.get("reason", "")
    if not chosen:
        flash(_("Tick the stories first."), "bad")
    elif reason not in stories.REFUSALS:
        flash(_("Choose why: a reason can be asked about later."), "bad")
    else:
        changed = stories.refuse(chosen, reason, actor_id=current_user.id, now=clock.now())
        flash(ngettext("%(num)s story is not shown.", "%(num)s stories are not shown.", changed), "good")
    return redirect(url_for("admin.see_waiting_stories"))

"""`/classes/<id>/nudge`: who may need a kind word, and writing it as oneself. Every reason stands there in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from course import catalogue, clock, cohorts, errors, fields, jobs, language, lists, nudges, pages
from course.extensions import limiter
from course.frame import day
from course.language import LANGUAGES
from course.lecturer.cohort import titles
from course.lecturer.own import own_class
from course.lecturer.words import title_of
from course.nudges import Why

LONGEST_LETTER = 4000
GROUPS: Mapping[Why, object] = {
    Why.DUE_SOON: _l("Something is due soon"),
    Why.NOT_STARTED: _l("Not started"),
    Why.STALLED: _l("Stalled"),
    Why.STRUGGLING: _l("Struggling"),
    Why.TEST_MISSING: _l("The test after the course is missing"),
}


class LetterForm(fields.Form):
    ticket = HiddenField(validators=[Length(20, 64)])


def see_nudges(cohort: int) -> ResponseReturnValue:
    taught, now = own_class(cohort), clock.now()
    groups = _groups(taught, now)
    return pages.render(
        "lecturer/see_nudges.html",
        taught=taught,
        groups={why: people for why, people in groups.items() if people},
        names=GROUPS,
        in_words=in_words,
        now=now,
        rest_days=nudges.REST.days,
        log=lists.asked_page(partial(nudges.log, cohort)),
    )


def _groups(taught: cohorts.Taught, now: datetime) -> dict[Why, list[nudges.Person]]:
    """Everybody with a reason, under the first of them."""
    found = nudges.who(taught, rules(), now)
    return {why: [person for person in found if person.reasons[0].why == why] for why in GROUPS}


@limiter.limit("60/hour", key_func=lambda: f"nudge:{current_user.id}", methods=["POST"])
def write_nudge(cohort: int) -> ResponseReturnValue:
    taught, now = own_class(cohort), clock.now()
    if number := nudges.written_with(cohort, request.form.get("ticket", "").replace("\0", "")):
        return _is_on_its_way(cohort, number)  # the second of two clicks
    chosen = _chosen(request.values.getlist("to"))
    if request.args.get("all") and (why := _why()):
        chosen = {one.membership for one in _groups(taught, now)[why] if one.takes_letters(now)}
    people = [one for one in nudges.everybody(cohort) if one.membership in chosen]
    takers = [one for one in people if one.takes_letters(now)]
    if not takers:
        flash(errors.sentence(nudges.NobodyToWriteTo()), "bad")
        return redirect(url_for("lecturer.see_nudges", cohort=cohort))
    languages = [code for code in LANGUAGES if any(one.language == code for one in takers)]
    form = _letter(languages, _why(), taught)
    if form.validate_on_submit():
        words = {code: (form[f"subject_{code}"].data, form[f"body_{code}"].data) for code in languages}
        try:
            number = nudges.write(cohort, current_user.id, chosen, words, form.ticket.data, now=now)
        except nudges.NobodyToWriteTo as refused:
            flash(errors.sentence(refused), "bad")
        else:
            jobs.current().send_nudges()
            return _is_on_its_way(cohort, number)
        return redirect(url_for("lecturer.see_nudges", cohort=cohort))
    page = pages.render(
        "lecturer/write_nudge.html",
        taught=taught,
        form=form,
        people=people,
        takers=takers,
        languages=languages,
        names=LANGUAGES,
    )
    return page, 422 if form.is_submitted() else 200


def _is_on_its_way(cohort: int, number: int) -> ResponseReturnValue:
    flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", number), "good")
    return redirect(url_for("lecturer.see_nudges", cohort=cohort))


def rules() -> nudges.Rules:
    """What the rules may know of the course: outcomes of the questions in open modules, and no other definition."""
    course = catalogue.current()
    outcomes = {}
    for column in course.columns:
        quiz = course.written.bank.quiz(column.module)
        if quiz is not None and not column.is_private:
            outcomes[f"quiz:{column.module}"] = {item.id: item.outcome for item in quiz.items}
    private = {column.module for column in course.columns if column.is_private}
    core = {module.slug for module in course.library.modules if module.core}
    columns = tuple(column for column in course.columns if not column.is_private)
    return nudges.Rules(columns, frozenset(core - private), bool(course.tests), outcomes)


def in_words(reason: nudges.Reason) -> str:
    if reason.why == Why.DUE_SOON and reason.due_at:
        module = titles().get(reason.about, reason.about)
        return _("“%(module)s” is due on %(day)s and not passed.", module=module, day=day(reason.due_at))
    if reason.why == Why.NOT_STARTED:
        days = ngettext("%(num)s day", "%(num)s days", reason.number)
        return _("Joined %(days)s ago and has not begun.", days=days)
    if reason.why == Why.STALLED:
        days = ngettext("%(num)s day", "%(num)s days", reason.number)
        return _("No step for %(days)s, and fewer modules passed than half of the class.", days=days)
    if reason.why == Why.STRUGGLING and reason.number:
        return _("Failed %(number)s times: %(title)s.", number=reason.number, title=title_of(reason.about))
    if reason.why == Why.STRUGGLING:
        return _("Fewer than half of the questions right on: %(outcome)s.", outcome=_outcome(reason.about))
    return _("Has passed the modules and not taken the test after them.")


def _outcome(name: str) -> str:
    """In words, from the module that teaches it."""
    for module in catalogue.current().library.modules:
        if name in module.outcomes:
            return module.outcomes[name][language.choose()]
    return name


def _chosen(sent: Sequence[str]) -> set[int]:
    return {int(one) for one in sent[: nudges.MOST_AT_ONCE] if one.isascii() and one.isdigit() and len(one) < 10}


def _why() -> Why | None:
    sent = request.values.get("why", "")
    return Why(sent) if sent in set(Why) else None


def _letter(languages: Sequence[str], why: Why | None, taught: cohorts.Taught) -> LetterForm:
    """A subject and a body for each language that one of the readers has."""

    class Form(LetterForm):
        pass

    for code in languages:
        with force_locale(code):
            subject, body = _draft(why, taught)
        here = f" ({LANGUAGES[code]})" if len(languages) > 1 else ""
        setattr(Form, f"subject_{code}", _subject_field(_("Subject") + here, subject))
        setattr(Form, f"body_{code}", _body_field(_("Your letter") + here, body))
    return Form(data={"ticket": nudges.new_ticket()})


def _subject_field(label: str, default: str) -> Field:
    needed = [DataRequired(_("Write a subject.")), Length(max=120, message=_("Use 120 characters at most."))]
    return StringField(label, needed, default=default, filters=[lambda text: " ".join(_clean(text).split())])


def _body_field(label: str, default: str) -> Field:
    too_long = _("Use %(longest)s characters at most.", longest=LONGEST_LETTER)
    needed = [DataRequired(_("Write something.")), Length(max=LONGEST_LETTER, message=too_long)]
    return TextAreaField(label, needed, default=default, filters=[_clean])


def _clean(text: str | None) -> str:
    return (text or "").replace("\0", "").replace("\r\n", "\n")


def _draft(why: Why | None, taught: cohorts.Taught) -> tuple[str, str]:
    """Kind words to begin with, in the language that is set; {name} becomes the student's name."""
    drafts = {
        Why.DUE_SOON: _("a part of the course is due in a few days. Most students need less than an hour for it."),
        Why.NOT_STARTED: _("you have not begun the course yet. The first lesson takes about ten minutes."),
        Why.STALLED: _("I have not seen you in the course for a while. You can go on exactly where you stopped."),
        Why.STRUGGLING: _("I see that one part is hard. It is hard for many; reading the lesson once more helps."),
        Why.TEST_MISSING: _("you have passed all modules. Only the short test is missing, and nobody fails it."),
    }
    middle = drafts[why] if why else _("I would like to know how you are getting on with the course.")
    body = _(
        "Hello {name},\n\n%(middle)s\n\nIf something keeps you from it, answer this letter and tell me what would "
        "help.\n\n%(sender)s",
        middle=middle,
        sender=current_user.display_name,
    )
    return _("About “%(name)s”", name=taught.details.name), body

"""The #ThinkTwice pledge: an if-then plan, private, changeable, removable."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from course import clock, fields, language, pages, pledges

WRITTEN = "own"
SITUATIONS = (
    _l("I am about to answer a comment that made me angry"),
    _l("somebody in my class chat shares a joke about a group of people"),
    _l("I want to repost something that shocks me"),
    _l("I see a post that attacks people for who they are"),
    _l("a friend is being piled on in the comments"),
)
ACTIONS = (
    _l("save a draft and read it again after ten minutes"),
    _l("ask three questions before I act: who, what, whose message"),
    _l("look for where it comes from before I pass it on"),
    _l("report it in the app and not repeat its words"),
    _l("write to the person it hurts, in private"),
)


def _written(label: object) -> StringField:
    return StringField(label, [Length(max=300, message=_l("Use 300 characters at most."))], filters=[fields.without_null])


def _choices(sentences: tuple[object, ...], own: object) -> list[SelectChoice]:
    ready = [SelectChoice(str(number), sentence) for number, sentence in enumerate(sentences)]
    return [SelectChoice("", _l("Choose one")), *ready, SelectChoice(WRITTEN, own)]


class PlanForm(fields.Form):
    situation = SelectField(_l("When …"), [InputRequired(_l("Choose a situation, or write your own."))])
    own_situation = _written(_l("Your own situation: when …"))
    action = SelectField(_l("I will …"), [InputRequired(_l("Choose what you will do, or write your own."))])
    own_action = _written(_l("Your own action: I will …"))
    obstacle = _written(_l("What might get in the way? (optional)"))
    way_round = _written(_l("Then I will … (optional)"))

    def __init__(self, *arguments: object, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)
        self.situation.choices = _choices(SITUATIONS, _l("I will write my own"))
        self.action.choices = _choices(ACTIONS, _l("I will write my own"))

    def validate_own_situation(self, field: StringField) -> None:
        _must_be_written(self.situation, field)

    def validate_own_action(self, field: StringField) -> None:
        _must_be_written(self.action, field)

    def as_plan(self) -> pledges.Plan:
        return pledges.Plan(
            situation=_picked(self.situation, self.own_situation, SITUATIONS),
            action=_picked(self.action, self.own_action, ACTIONS),
            obstacle=(self.obstacle.data or "").strip(),
            way_round=(self.way_round.data or "").strip(),
        )


def make_plan() -> ResponseReturnValue:
    kept = pledges.find_own(current_user.id)
    form = PlanForm(data=_as_form(kept)) if kept else PlanForm()
    if form.validate_on_submit():
        pledges.keep(current_user.id, form.as_plan(), language=language.choose(), now=clock.now())
        flash(_("Your plan is saved. Only you can see it."), "good")
        return redirect(url_for("student.make_plan"))
    return pages.render("student/make_plan.html", form=form, kept=kept), 422 if form.is_submitted() else 200


def remove_plan() -> ResponseReturnValue:
    pledges.remove(current_user.id)
    flash(_("Your plan is removed."), "good")
    return redirect(url_for("student.make_plan"))


def _must_be_written(choice: SelectField, own: StringField) -> None:
    if choice.data == WRITTEN and not (own.data or "").strip():
        raise ValidationError(_("Write it in your own words."))


def _picked(choice: SelectField, own: StringField, ready: tuple[object, ...]) -> str:
    return (own.data or "").strip() if choice.data == WRITTEN else str(ready[int(choice.data)])


def _as_form(plan: pledges.Plan) -> dict[str, str]:
    """A kept plan in the form again; a ready sentence is found as such only in the language it was picked in."""
    situation, own_situation = _find(plan.situation, SITUATIONS)
    action, own_action = _find(plan.action, ACTIONS)
    return {
        "situation": situation,
        "own_situation": own_situation,
        "action": action,
        "own_action": own_action,
        "obstacle": plan.obstacle,
        "way_round": plan.way_round,
    }


def _find(kept: str, ready: tuple[object, ...]) -> tuple[str, str]:
    for number, sentence in enumerate(ready):
        if str(sentence) == kept:
            return str(number), ""
    return WRITTEN, kept

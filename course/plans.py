"""If-then plans in forms: the ready sentences, and fields to pick one or to write one's own."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from course import fields, pledges

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


def written(label: object) -> StringField:
    return StringField(
        label, [Length(max=300, message=_l("Use 300 characters at most."))], filters=[fields.without_null]
    )


def choices(sentences: tuple[object, ...], own: object) -> list[SelectChoice]:
    ready = [SelectChoice(str(number), sentence) for number, sentence in enumerate(sentences)]
    return [SelectChoice("", _l("Choose one")), *ready, SelectChoice(WRITTEN, own)]


class PickedOrWritten(fields.Form):
    """A situation and an action; a form that needs none of them leaves `needed` false."""

    needed = True
    situation = SelectField(_l("When …"), default="")
    own_situation = written(_l("Your own situation: when …"))
    action = SelectField(_l("I will …"), default="")
    own_action = written(_l("Your own action: I will …"))

    def __init__(self, *arguments: object, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)
        self.situation.choices = choices(SITUATIONS, _l("I will write my own"))
        self.action.choices = choices(ACTIONS, _l("I will write my own"))

    def validate_situation(self, field: SelectField) -> None:
        if self.needed:
            InputRequired(_("Choose a situation, or write your own."))(self, field)

    def validate_action(self, field: SelectField) -> None:
        if self.needed:
            InputRequired(_("Choose what you will do, or write your own."))(self, field)

    def validate_own_situation(self, field: StringField) -> None:
        _must_be_written(self.situation, field)

    def validate_own_action(self, field: StringField) -> None:
        _must_be_written(self.action, field)

    def plan(self, obstacle: str = "", way_round: str = "") -> pledges.Plan | None:
        """None when one of the two was left open."""
        situation = _picked(self.situation, self.own_situation, SITUATIONS)
        action = _picked(self.action, self.own_action, ACTIONS)
        return pledges.Plan(situation, action, obstacle, way_round) if situation and action else None


def _must_be_written(choice: SelectField, own: StringField) -> None:
    if choice.data == WRITTEN and not (own.data or "").strip():
        raise ValidationError(_("Write it in your own words."))


def _picked(choice: SelectField, own: StringField, ready: tuple[object, ...]) -> str:
    """The sentence; nothing where nothing was picked."""
    if choice.data == WRITTEN:
        return (own.data or "").strip()
    return str(ready[int(choice.data)]) if choice.data else ""


def find(kept: str, ready: tuple[object, ...]) -> tuple[str, str]:
    for number, sentence in enumerate(ready):
        if str(sentence) == kept:
            return str(number), ""
    return WRITTEN, kept

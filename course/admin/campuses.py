"""The campuses' own counselling units, first on every page of help."""

from datetime import timedelta

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateField, StringField, TelField, URLField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from course import campuses, clock, fields, pages


def _text(label: object, longest: int, *needed: DataRequired, kind: type[StringField] = StringField) -> StringField:
    too_long = _l("Use %(longest)s characters at most.", longest=longest)
    return kind(label, [*needed, Length(max=longest, message=too_long)], filters=[fields.tidy])


class UnitForm(fields.Form):
    name_en = _text(_l("Name of the unit, in English"), 120, DataRequired(_l("Enter the name in English.")))
    name_ms = _text(
        _l("Name of the unit, in Bahasa Malaysia"), 120, DataRequired(_l("Enter the name in Bahasa Malaysia."))
    )
    campus = _text(_l("Campus (leave it empty if there is only one)"), 120)
    phone = _text(_l("Phone"), 30, kind=TelField)
    chat = _text(_l("Address of a chat, for example https://wa.me/…"), 300, kind=URLField)
    site = _text(_l("Address of its page"), 300, kind=URLField)
    hours_en = _text(_l("Opening hours, in English"), 200)
    hours_ms = _text(_l("Opening hours, in Bahasa Malaysia"), 200)
    verified_on = DateField(
        _l("The day on which somebody last called or wrote, and it was right"),
        [InputRequired(_l("Enter the day on which this was last checked."))],
    )

    def validate_verified_on(self, field: DateField) -> None:
        if field.data and field.data > clock.in_malaysia(clock.now()).date() + timedelta(days=1):
            raise ValidationError(_("This day has not come yet."))

    def as_unit(self, unit_id: int | None) -> campuses.Unit:
        written = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        return campuses.Unit(id=unit_id, **written)


def see_campuses() -> ResponseReturnValue:
    return pages.render("admin/see_campuses.html", units=campuses.units())


def add_unit() -> ResponseReturnValue:
    return _edit(UnitForm(verified_on=clock.in_malaysia(clock.now()).date()), None)


def change_unit(unit: int) -> ResponseReturnValue:
    return _edit(UnitForm(obj=campuses.find(unit) or abort(404)), unit)


def remove_unit(unit: int) -> ResponseReturnValue:
    campuses.remove(unit, actor_id=current_user.id, now=clock.now())
    flash(_("The unit is removed, and no longer stands on the pages of help."), "good")
    return redirect(url_for("admin.see_campuses"))


def _edit(form: UnitForm, unit: int | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            campuses.keep(form.as_unit(unit), actor_id=current_user.id, now=clock.now())
        except campuses.PhoneNotDialled:
            fields.told(form.phone, _("Write the number as it is dialled: figures, spaces and hyphens."))
        except campuses.AddressNotOpened as refused:
            field = form.chat if form.chat.data == refused.args[0] else form.site
            fields.told(field, _("Enter a whole address that begins with https://."))
        except campuses.NoWayToReach:
            fields.told(form.phone, _("Enter a phone number, a chat or a page, so that students can reach the unit."))
        else:
            flash(_("Saved. Students see it on the help page within a minute."), "good")
            return redirect(url_for("admin.see_campuses"))
    page = pages.render("admin/change_unit.html", form=form, unit=unit)
    return page, 422 if form.is_submitted() else 200

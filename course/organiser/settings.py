"""Beginning a drive, and changing what it says and asks."""

import re
from collections.abc import Mapping
from dataclasses import fields as parts_of
from datetime import datetime, time, timedelta

from flask import abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, DateTimeLocalField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from course import clock, drives, fields, pages
from course.organiser.finding import own_drive

MOST_LINES = 40
YEARS = range(2020, 2101)  # the calendar ends in 9999, and sums of days must stay inside it


def _lines(text: str | None) -> str:
    kept = (fields.tidy(line) for line in (text or "").splitlines())
    return "\n".join(dict.fromkeys(line for line in kept if line))


def _text(label: object, needed: object = None, longest: int = 120) -> StringField:
    too_long = _l("Use %(longest)s characters at most.", longest=longest)
    rules = [DataRequired(needed)] if needed else []
    return StringField(label, [*rules, Length(max=longest, message=too_long)], filters=[fields.tidy])


class TextForm(fields.Form):
    text_en = TextAreaField(
        _l("The pledge in English"),
        [DataRequired(_l("Write the pledge in English.")), Length(max=600, message=_l("Use 600 characters at most."))],
    )
    text_ms = TextAreaField(
        _l("The pledge in Bahasa Malaysia"),
        [
            DataRequired(_l("Write the pledge in Bahasa Malaysia.")),
            Length(max=600, message=_l("Use 600 characters at most.")),
        ],
    )

    def texts(self) -> Mapping[str, str]:
        return {"en": _lines(self.text_en.data), "ms": _lines(self.text_ms.data)}


class DriveForm(fields.Form):
    title_en = _text(_l("Title in English"), _l("Enter a title in English."))
    title_ms = _text(_l("Title in Bahasa Malaysia"), _l("Enter a title in Bahasa Malaysia."))
    campus = _text(_l("Campus"), _l("Enter the campus."))
    slug = StringField(
        _l("Address: /pledge/…"),
        [
            DataRequired(_l("Enter an address, for example shah-alam-2026.")),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", re.ASCII, _l("Use small letters, figures and single hyphens.")),
            Length(max=60, message=_l("Use 60 characters at most.")),
        ],
        filters=[fields.tidy],
    )
    opens_at = DateTimeLocalField(_l("Opens (Malaysian time)"), [InputRequired(_l("Enter when it opens."))])
    closes_at = DateTimeLocalField(_l("Closes (Malaysian time)"), [InputRequired(_l("Enter when it closes."))])
    goal = IntegerField(
        _l("Goal (optional)"), [Optional(), NumberRange(1, 1_000_000, _l("Enter a number from 1 to 1,000,000."))]
    )
    languages = RadioField(
        _l("Languages"),
        [InputRequired(_l("Choose the languages."))],
        choices=[
            SelectChoice("both", _l("English and Bahasa Malaysia")),
            SelectChoice("en", _l("English only")),
            SelectChoice("ms", _l("Bahasa Malaysia only")),
        ],
        default="both",
    )
    once = RadioField(
        _l("Each person counts once, by"),
        [InputRequired(_l("Choose how each person counts once."))],
        choices=[
            SelectChoice("device", _l("device: quickest, for a hall and a stall")),
            SelectChoice("email", _l("confirmed e-mail address: each gets a letter")),
            SelectChoice("account", _l("account: only people who are signed in")),
        ],
        default="device",
    )
    asks_name = BooleanField(_l("Offer a field for the name; it stays optional"))
    asks_email = BooleanField(_l("Offer to send the pledge by mail; the address is not kept"))
    faculties = TextAreaField(_l("Faculties, one a line (empty: not asked)"), filters=[_lines])
    held_words = TextAreaField(_l("Words that hold a message until you have read it, one a line"), filters=[_lines])
    look = RadioField(
        _l("Colour"),
        [InputRequired(_l("Choose a colour."))],
        choices=[
            SelectChoice("brand", _l("indigo")),
            SelectChoice("coral", _l("coral")),
            SelectChoice("leaf", _l("green")),
            SelectChoice("sun", _l("yellow")),
        ],
        default="brand",
    )

    def validate_opens_at(self, field: DateTimeLocalField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Enter when it opens."))

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Enter when it closes."))
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("It must close after it opens."))

    def validate_faculties(self, field: TextAreaField) -> None:
        _check_lines(field, 120)

    def validate_held_words(self, field: TextAreaField) -> None:
        _check_lines(field, 60)

    def details(self) -> drives.Details:
        values = {part.name: self[part.name].data for part in parts_of(drives.Details)}
        values["opens_at"] = self.opens_at.data.replace(tzinfo=clock.KUALA_LUMPUR)
        values["closes_at"] = self.closes_at.data.replace(tzinfo=clock.KUALA_LUMPUR)
        values["faculties"] = (self.faculties.data or "").split("\n") if self.faculties.data else []
        values["held_words"] = (self.held_words.data or "").split("\n") if self.held_words.data else []
        return drives.Details(**values)


def _check_lines(field: TextAreaField, longest: int) -> None:
    lines = (field.data or "").split("\n")
    if len(lines) > MOST_LINES or any(len(line) > longest for line in lines):
        raise ValidationError(
            _("Use %(lines)s lines at most, of %(longest)s characters at most.", lines=MOST_LINES, longest=longest)
        )


def see_drives() -> ResponseReturnValue:
    return pages.render("organiser/see_drives.html", rows=drives.organised_by(current_user.id), now=clock.now())


def create_drive() -> ResponseReturnValue:
    today = clock.in_malaysia(clock.now())
    start = datetime.combine(today.date() + timedelta(days=1), time(9))
    form = DriveForm(campus=current_app.config["CAMPUS_NAME"], opens_at=start, closes_at=start + timedelta(hours=8))
    text = TextForm(text_en=drives.FIRST_TEXTS["en"], text_ms=drives.FIRST_TEXTS["ms"])
    if form.is_submitted() and form.validate() & text.validate():
        try:
            made = drives.create(form.details(), text.texts(), organiser_id=current_user.id, now=clock.now())
        except drives.AddressTaken:
            fields.told(form.slug, _("Another drive has this address. Choose another one."))
        else:
            flash(_("The drive is a draft now: nobody else sees it before you open it."), "good")
            return redirect(url_for("organiser.see_drive", drive=made))
    page = pages.render("organiser/change_drive.html", form=form, text=text, drive=None)
    return page, 422 if form.is_submitted() else 200


def change_drive(drive: int) -> ResponseReturnValue:
    found = own_drive(drive)
    if found.state == "anonymised":
        abort(404)
    form = DriveForm(data=_as_form(found))
    if form.validate_on_submit():
        try:
            drives.change(drive, form.details(), actor_id=current_user.id, now=clock.now())
        except drives.AddressTaken:
            fields.told(form.slug, _("Another drive has this address. Choose another one."))
        except drives.HasSignatures:
            fields.told(
                form.slug, _("People have signed already: the address and the way of counting stay as they are.")
            )
        else:
            flash(_("Saved."), "good")
            return redirect(url_for("organiser.see_drive", drive=drive))
    page = pages.render("organiser/change_drive.html", form=form, text=None, drive=found)
    return page, 422 if form.is_submitted() else 200


def _as_form(drive: object) -> dict[str, object]:
    values = {part.name: getattr(drive, part.name) for part in parts_of(drives.Details)}
    for name in ("opens_at", "closes_at"):
        values[name] = clock.in_malaysia(values[name]).replace(tzinfo=None)
    for name in ("faculties", "held_words"):
        values[name] = "\n".join(values[name])
    return values


def change_text(drive: int) -> ResponseReturnValue:
    """A new version; what people signed before keeps the words that they signed."""
    found = own_drive(drive)
    versions = drives.texts_of(drive)
    form = TextForm(obj=versions[0])
    if form.validate_on_submit() and found.state != "anonymised":
        try:
            version = drives.write_text(drive, form.texts(), actor_id=current_user.id, now=clock.now())
        except drives.TextsUnchanged:
            fields.told(form.text_en, _("These are the words of the present version. Change them, or leave them."))
        else:
            flash(_("Version %(version)s is signed from now on.", version=version), "good")
            return redirect(url_for("organiser.see_drive", drive=drive))
    page = pages.render("organiser/change_text.html", form=form, drive=found, versions=versions)
    return page, 422 if form.is_submitted() else 200

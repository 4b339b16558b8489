"""Form fields that more than one page asks for, and the sentences they answer with."""

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, Field, IntegerField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

import certificates
from course import people
from course.language import LANGUAGES

# Putting combining marks into their order takes time that grows with the square of their number, so a text
# is measured before it is looked at. A name of 120 characters may be typed as several times as many.
NAME_MAXIMUM_TYPED_CHARACTERS = 1000


class Form(FlaskForm):
    """A form as a browser sends it: Flask-WTF would also take files and JSON, whose values need not be texts."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: object) -> object:
            return request.form if formdata is not None and request.method == "POST" else None


def without_null(text: str | None) -> str | None:
    """PostgreSQL keeps no null character, and SQLite counts a text as ending there; nobody can type one."""
    return text and text.replace("\0", "").replace("\r\n", "\n")


def tidy(text: str | None) -> str:
    """One line with single spaces."""
    return " ".join((text or "").replace("\0", "").split())


def row_number(text: str) -> int:
    """What a form says is the number of a row. Raises ValueError for what neither database could look up."""
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number


def told(field: Field, sentence: object) -> None:
    """Show a subject's refusal beside the field it is about."""
    field.errors = [*field.errors, sentence]


class DayField(DateField):
    """A day; what is none is answered in the page's language, which WTForms does not know."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as refused:
            raise ValueError(_("Enter a day like 2026-12-01.")) from refused


class NumberField(IntegerField):
    """A whole number, likewise; of more figures than anybody would type it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            if any(len(typed) > 9 for typed in valuelist):
                raise ValueError
            super().process_formdata(valuelist)
        except ValueError as refused:
            raise ValueError(_("Enter a whole number.")) from refused


class NameIsPrintable:
    """The name can stand on a certificate: 1 to 120 characters of any script, no control characters."""

    def __call__(self, form: Form, field: Field) -> None:
        typed = field.data or ""
        try:
            people.printable_name(typed[:NAME_MAXIMUM_TYPED_CHARACTERS])
        except certificates.NameRefused as refused:
            raise ValidationError(_l("Enter a name of 1 to 120 characters, without control characters.")) from refused
        except people.NameNotPrintable as refused:
            raise ValidationError(
                _(
                    "The certificate cannot print %(characters)s. Write your name without it.",
                    characters=refused.characters,
                )
            ) from refused


class EmailIsUsable:
    """The address is of the form that addresses have."""

    def __call__(self, form: Form, field: Field) -> None:
        try:
            people.normal_email(field.data or "")
        except people.EmailNotUsable as refused:
            raise ValidationError(_l("Enter an e-mail address like name@campus.edu.my.")) from refused


def email_field() -> EmailField:
    return EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Enter your e-mail address.")), Length(max=people.EMAIL_MAXIMUM_CHARACTERS), EmailIsUsable()],
    )


def name_field() -> StringField:
    return StringField(
        _l("Your name, as it shall stand on the certificate"),
        [InputRequired(_l("Enter your name.")), NameIsPrintable()],
    )


def new_password_field(label: object = _l("New password")) -> PasswordField:
    return PasswordField(
        label,
        [
            InputRequired(_l("Choose a password.")),
            Length(
                min=people.PASSWORD_MINIMUM_CHARACTERS,
                max=people.PASSWORD_MAXIMUM_CHARACTERS,
                message=_l("Use 10 to 200 characters. Three or four words in a row are easy to remember."),
            ),
        ],
    )


def language_field() -> RadioField:
    return RadioField(
        _l("Language"),
        [InputRequired(_l("Choose a language."))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )


PASSWORD_TOO_EASY = _l("This password is too easy to guess. Use 10 characters or more, and not your name or address.")

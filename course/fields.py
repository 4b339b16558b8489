"""Form fields that more than one page asks for, and the sentences they answer with."""

from typing import ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, IntegerField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

import certificates
from course import people
from course.language import LANGUAGES

# Putting combining marks into their order takes time that grows with the square of their number, so a text
# is measured before it is looked at. A name of 120 characters may be typed as several times as many.
NAME_MAXIMUM_TYPED_CHARACTERS = 1000
MOST_FIGURES = 9


class OurWords:
    """WTForms' own sentences, said as we say them, in the language of the page: it brings no Malay.

    It asks for each by its English text. One that no form of ours can be answered with stays as it is.
    """

    SENTENCES: ClassVar = {
        "Not a valid choice.": _l("Choose one of these."),
        "Invalid Choice: could not coerce.": _l("Choose one of these."),
        "Not a valid date value.": _l("Enter a day like 2026-12-01."),
        "Not a valid datetime value.": _l("Enter a day and a time like 2026-12-01 14:30."),
        "Not a valid integer value.": _l("Enter a whole number."),
        "This field is required.": _l("This cannot stay empty."),
    }

    def gettext(self, sentence: str) -> str:
        return str(self.SENTENCES.get(sentence, sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """How long a text may be, the only sentence of WTForms that counts."""
        if many == "Field cannot be longer than %(max)d characters.":
            return _("Use %(longest)s characters at most.", longest="%(max)d")
        return one if number == 1 else many


class Form(FlaskForm):
    """A form as a browser sends it: Flask-WTF would also take files and JSON, whose values need not be texts."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: object) -> object:
            return request.form if formdata is not None and request.method == "POST" else None

        def get_translations(self, form: FlaskForm) -> OurWords:
            return OurWords()


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


class NumberField(IntegerField):
    """A whole number; of more figures than anybody would type it is none, and no database could keep it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if any(len(typed) > MOST_FIGURES for typed in valuelist):
            raise ValueError(_("Enter a whole number."))
        super().process_formdata(valuelist)


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

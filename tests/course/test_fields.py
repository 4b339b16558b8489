"""What a form answers where WTForms itself refuses: our words, in the language of the page."""

import pytest
from flask import Flask
from wtforms import DateField, DateTimeLocalField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from course import fields


class EveryForm(fields.Form):
    kind = SelectField(choices=[SelectChoice("a", "A")])
    number = SelectField(choices=[SelectChoice(1, "One")], coerce=int)
    day = DateField()
    hour = DateTimeLocalField()
    goal = fields.NumberField()
    name = StringField(validators=[InputRequired()])
    note = StringField(validators=[Length(max=5)])


WRONG = {"kind": "z", "number": "one", "day": "soon", "hour": "noon", "goal": "many", "name": "", "note": "x" * 6}


def refused(app: Flask, language: str, typed: dict[str, str]) -> dict[str, list[str]]:
    with app.test_request_context(f"/?lang={language}", method="POST", data=typed):
        form = EveryForm(meta={"csrf": False})
        assert not form.validate()
        return {name: [str(told) for told in told_about] for name, told_about in form.errors.items()}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            {
                "kind": ["Choose one of these."],
                "number": ["Choose one of these."],
                "day": ["Enter a day like 2026-12-01."],
                "hour": ["Enter a day and a time like 2026-12-01 14:30."],
                "goal": ["Enter a whole number."],
                "name": ["This cannot stay empty."],
                "note": ["Use 5 characters at most."],
            },
        ),
        (
            "ms",
            {
                "kind": ["Pilih salah satu daripada yang ada."],
                "number": ["Pilih salah satu daripada yang ada."],
                "day": ["Masukkan tarikh seperti 2026-12-01."],
                "hour": ["Masukkan tarikh dan masa seperti 2026-12-01 14:30."],
                "goal": ["Masukkan nombor bulat."],
                "name": ["Ruangan ini tidak boleh kosong."],
                "note": ["Gunakan paling banyak 5 aksara."],
            },
        ),
    ],
)
def test_every_refusal_is_said_in_our_words_and_in_the_language_of_the_page(
    app: Flask, language: str, sentences: dict[str, list[str]]
) -> None:
    assert refused(app, language, WRONG) == sentences


@pytest.mark.parametrize("typed", ["9" * 10, "9" * 5000])
def test_a_number_of_more_figures_than_anybody_would_type_is_none(app: Flask, typed: str) -> None:
    assert refused(app, "en", {**WRONG, "goal": typed})["goal"] == ["Enter a whole number."]

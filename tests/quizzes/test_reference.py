"""The author's reference and the schema are what the models say, and say something about every field."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from quizzes.__main__ import REFERENCE, SCHEMA, schema_text
from quizzes.bank import CONTENT
from quizzes.definitions import AnyActivity
from quizzes.kinds import KINDS
from quizzes.kinds.private_checkin.definition import CheckIn
from quizzes.reference import HIDDEN, _models_of, reference

ACTIVITIES = [kind.model for kind in KINDS.values() if issubclass(kind.model, AnyActivity)]
FILES = [*ACTIVITIES, CheckIn]
MODELS = list(dict.fromkeys([*FILES, *(inner for model in FILES for inner in _models_of(model))]))


def test_the_reference_in_the_docs_is_what_the_models_say_today() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "Run: python -m quizzes reference"


def test_the_schema_of_the_editors_is_what_the_models_say_today() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "Run: python -m quizzes schema"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_of_an_activity_is_explained_to_its_author(model: type[BaseModel]) -> None:
    unexplained = [name for name, field in model.model_fields.items() if name not in HIDDEN and not field.description]

    assert unexplained == []


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*/activities/*.yaml")), ids=lambda file: file.stem)
def test_the_schema_accepts_the_activities_that_ship(file: Path) -> None:
    written = json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))

    jsonschema.validate(written, json.loads(schema_text()))


def test_the_schema_refuses_what_no_kind_knows() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"kind": "hopscotch"}, json.loads(schema_text()))

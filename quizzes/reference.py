"""The author's reference of every kind of activity, written from the models themselves, and their JSON Schema."""

import re
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel, Discriminator, StringConstraints
from pydantic.fields import FieldInfo

from quizzes.definitions import AnyActivity
from quizzes.kinds import KINDS
from quizzes.kinds.private_checkin.definition import CheckIn
from quizzes.texts import Text

HEAD = """# Writing activities

Every kind of activity, with all that its file may hold. This page is written by `python -m quizzes reference` from the
models that read the files, and a test fails when the two differ: change the model, then run it again.

An activity is one file, `quizzes/content/<module>/activities/<id>.yaml`, and is placed in a lesson by
`::activity{#<id> mode=practice}` or `mode=scored`. Texts, languages, misconceptions and reviews are as in
`docs/writing-questions.md`; the rules of prose and of safe messaging are those of `docs/writing-lessons.md`. `python -m
quizzes` checks every file, plays every item right and wrong, and tries the ways to pass without reading.

An editor that knows JSON Schema completes and checks while you type: `python -m quizzes schema` writes
`quizzes/content/activity.schema.json`; begin a file with `# yaml-language-server: $schema=../../activity.schema.json`.

In the tables, *text* is one text in both languages, `{en: …, ms: …}`; a *name* has small letters, figures, hyphens and
underscores; fields without a default must be there.
"""
HIDDEN = {"module"}  # told by the place of the file
_PLAIN: Mapping[Any, str] = {str: "words", int: "number", float: "number", bool: "true or false", Any: "anything"}


def reference() -> str:
    """The whole page."""
    kinds = [(name, kind.model) for name, kind in KINDS.items() if issubclass(kind.model, AnyActivity)]
    listed = "\n".join(f"- [`{name}`](#{name})" for name, _model in kinds)
    sections = [*(_kind(name, model) for name, model in kinds), _kind("The private check-in", CheckIn)]
    return "\n".join([HEAD, listed, "- [the private check-in](#the-private-check-in)", "", *sections])


def schema() -> dict[str, Any]:
    """A JSON Schema of activity files: one of the kinds, told apart by `kind`."""
    shared: dict[str, Any] = {}
    kinds = []
    for name, kind in KINDS.items():
        if not issubclass(kind.model, AnyActivity):
            continue
        one = kind.model.model_json_schema(ref_template="#/$defs/" + name + ".{model}")
        shared |= {f"{name}.{model}": definition for model, definition in one.pop("$defs", {}).items()}
        for hidden in HIDDEN:
            one["properties"].pop(hidden, None)
        one["required"] = [field for field in one["required"] if field not in HIDDEN]
        kinds.append(one)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "oneOf": kinds, "$defs": shared}


def _kind(name: str, model: type[BaseModel]) -> str:
    sections = [f"## {name}\n", _described(model)]
    sections += [f"### {one.__name__}\n\n{_described(one)}" for one in _models_of(model)]
    return "\n".join(sections)


def _described(model: type[BaseModel]) -> str:
    rows = [_row(name, field) for name, field in model.model_fields.items() if name not in HIDDEN]
    table = ["| field | value | meaning |", "|---|---|---|", *rows]
    return "\n".join([_documentation(model), "", *table, ""])


def _row(name: str, field: FieldInfo) -> str:
    value = _cell(_kind_of_value(field.annotation, field)) + _default(field)
    return f"| `{name}` | {value} | {_cell(field.description or '')} |"


def _documentation(model: type[BaseModel]) -> str:
    found = [
        cleandoc(one.__dict__["__doc__"]) for one in model.__mro__ if _is_ours(one) and one.__dict__.get("__doc__")
    ]
    return "\n\n".join(dict.fromkeys(found[:1] + [text for text in found[1:] if "\n- " in text]))


def _is_ours(one: type) -> bool:
    return issubclass(one, BaseModel) and one.__module__.startswith("quizzes.") and one.__name__ != "Frozen"


def _models_of(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The models inside a model, each once, in the order in which its fields come to them."""
    found: list[type[BaseModel]] = []

    def visit(one: type[BaseModel]) -> None:
        for field in one.model_fields.values():
            for inner in _inside(field.annotation):
                if inner not in found and inner is not Text:
                    found.append(inner)
                    visit(inner)

    visit(model)
    return found


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _inside(argument)


def _kind_of_value(annotation: Any, field: FieldInfo | None = None) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _constrained(_kind_of_value(arguments[0]), arguments[1:])
    if annotation is Text:
        return "text"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    if origin in (Union, UnionType):
        either = " or ".join(_kind_of_value(one) for one in arguments if one is not NoneType)
        return _constrained(either, field.metadata if field else ())
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is not None and issubclass(origin, Mapping):
        return f"{_kind_of_value(arguments[0])} → {_kind_of_value(arguments[1])}"
    words = _PLAIN.get(annotation, getattr(annotation, "__name__", str(annotation)))
    return _constrained(words, field.metadata if field else ())


def _tuple(arguments: tuple[Any, ...]) -> str:
    if arguments[-1] is Ellipsis:
        return f"list of {_kind_of_value(arguments[0])}"
    return "[" + ", ".join(_kind_of_value(one) for one in arguments) + "]"


def _constrained(words: str, metadata: Any) -> str:
    for rule in metadata:
        if isinstance(rule, StringConstraints) and rule.pattern:
            return "name" if "[a-z0-9]" in str(rule.pattern) else f"words of the form `{rule.pattern}`"
        if isinstance(rule, Discriminator):
            continue
        if isinstance(rule, annotated_types.Ge):
            words += f", at least {rule.ge}"
        if isinstance(rule, annotated_types.Gt):
            words += f", more than {rule.gt}"
        if isinstance(rule, annotated_types.Le):
            words += f", at most {rule.le}"
        if isinstance(rule, annotated_types.MinLen):
            words += f", {rule.min_length} or more"
        if isinstance(rule, annotated_types.MaxLen):
            words += f", {rule.max_length} at most"
    return words


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value = field.get_default(call_default_factory=True)
    if value is None or value == () or value == {} or value == "":
        return "; may be left out"
    return f"; `{str(value).lower() if isinstance(value, bool) else value}` where it is left out"


def _cell(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("|", "\\|").strip()

"""Reads text files and YAML, and remembers on which line everything stands."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from modules.problems import Report

MAX_DEPTH = 12  # a lesson needs seven; brackets without end would exhaust the stack
Place = tuple[str | int, ...]

# libyaml is some ten times faster; the pure parser reads the same.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Directions that an editor does not show: they can make a text read otherwise than it is written.
_HIDDEN_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: Mapping[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the line of every key and list entry."""

    file: Path
    data: object
    lines: Mapping[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of this place, or of the nearest thing around it."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


def read_text(file: Path, report: Report) -> str | None:
    """The file's text; None, and a problem, when there is none or it hides something."""
    try:
        written = file.read_bytes()
    except OSError:
        report.error(file, 1, "This file is missing or cannot be read.")
        return None
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = written[: mistake.start].count(b"\n") + 1
        report.error(file, line, "This line is not UTF-8: save the file as UTF-8.")
        return None
    text = text.replace("\r\n", "\n")
    hidden = [number for number, line in enumerate(text.split("\n"), start=1) if _hides_something(line)]
    for number in hidden:
        report.error(file, number, "This line holds a control character that nobody can see: type it anew.")
    return None if hidden else text


def read_yaml(file: Path, report: Report) -> Document | None:
    """A file of one mapping. Only true, false, null, whole numbers and days are not text: `no` is a word."""
    text = read_text(file, report)
    if text is None:
        return None
    composer = _Composer(file, report, yaml.parse(text, Loader=_LOADER))
    try:
        data = composer.compose()
    except yaml.YAMLError as mistake:
        mark = getattr(mistake, "problem_mark", None)
        what = getattr(mistake, "problem", None) or "a character is not allowed"
        # The end of the file is noticed on the line after its last.
        line = min(mark.line, text.rstrip().count("\n")) + 1 if mark else 1
        report.error(file, line, f"This is not valid YAML: {what}.")
        return None
    except _TooDeep as mistake:
        report.error(file, mistake.line, f"Nothing here is nested more than {MAX_DEPTH} levels deep.")
        return None
    if not isinstance(data, dict):
        report.error(file, 1, "The file must consist of keys and values, like “title: …”.")
        return None
    return Document(file, data, composer.lines)


class _TooDeep(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


class _Composer:
    """Builds values from the parser's events: PyYAML's own way forgets lines and forgives doubled keys."""

    def __init__(self, file: Path, report: Report, events: Iterator[yaml.Event]) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self._file, self._report, self._events = file, report, events

    def compose(self) -> object:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        next(self._events)  # the end of the document
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            self._error(following, "A second document begins here; a file holds one.")
        return value

    def _value(self, event: yaml.Event, place: Place) -> object:
        if len(place) > MAX_DEPTH:
            raise _TooDeep(_line(event))
        if getattr(event, "anchor", None):
            self._error(event, "Anchors (&) and aliases (*) are not used here: write the text out, or in quotes.")
        if getattr(event, "tag", None):
            self._error(event, "Tags (!) are not used here: leave it out, or put the text in quotes.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return None  # an alias, which has been reported

    def _mapping(self, place: Place) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._error(event, "A key must be a word.")
                self._value(event, (*place, "?"))
                self._value(next(self._events), (*place, "?"))
                continue
            key = event.value
            inside = (*place, key)
            if key in values:
                self._error(event, f"“{key}” stands here twice; the first time on line {self.lines[inside]}.")
                self._value(next(self._events), (*place, "?"))
                continue
            self.lines[inside] = _line(event)
            values[key] = self._value(next(self._events), inside)
        return values

    def _list(self, place: Place) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            inside = (*place, len(values))
            self.lines[inside] = _line(event)
            values.append(self._value(event, inside))
        return values

    def _scalar(self, event: yaml.ScalarEvent) -> object:
        text = str(event.value)
        if _hides_something(text.replace("\n", "")):
            self._error(event, "This text holds a control character that nobody can see: type it anew.")
        if event.style:  # quoted, or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _NUMBER.fullmatch(text):
            return int(text)
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._error(event, f"There is no day {text} in the calendar.")
        return text

    def _error(self, event: yaml.Event, message: str) -> None:
        self._report.error(self._file, _line(event), message)


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None, "both parsers mark every event"  # noqa: S101 -- for the type checker
    return event.start_mark.line + 1


def _hides_something(text: str) -> bool:
    return any(
        letter in _HIDDEN_DIRECTIONS or (unicodedata.category(letter) == "Cc" and letter != "\t") for letter in text
    )

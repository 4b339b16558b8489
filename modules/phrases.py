"""The fixed sentences of phrases.yaml, and days written out in both languages."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from modules.library import Text

FILE = Path(__file__).parent / "phrases.yaml"
_PARTIAL_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?")
_ENGLISH_DAY = re.compile(r"(?:(?P<day>[0-9]{1,2}) )?(?P<month>[A-Z][a-z]+) (?P<year>[0-9]{4})")


class Months(BaseModel):
    """The names of the twelve months."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: tuple[str, ...]
    ms: tuple[str, ...]

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return {"en": self.en, "ms": self.ms}[language]


class Phrases(BaseModel):
    """Every fixed sentence; phrases.yaml holds the words."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    worked_case: Text
    from_an_earlier_lesson: Text
    from_this_lesson: Text
    this_fits_best: Text
    look_again: Text
    source: Text
    source_published: Text
    general_knowledge: Text
    months: Months
    preview: Text
    minutes: Text
    lesson: Text
    activity: Text
    check_in: Text
    glossary: Text
    see_also: Text
    unreviewed: Text
    other_language: Text


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    return Phrases.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def written_day(day: date, language: str) -> str:
    """ "21 November 2026" """
    return f"{day.day} {phrases().months[language][day.month - 1]} {day.year}"


def written_time(text: str, language: str) -> str:
    """When a source appeared: 2025-09-13, 2025-09, or English words for them; anything else as it stands."""
    found = _PARTIAL_DAY.fullmatch(text)
    if found:
        month = int(found["month"])
    else:
        found = _ENGLISH_DAY.fullmatch(text)
        if not found or found["month"] not in phrases().months["en"]:
            return text
        month = phrases().months["en"].index(found["month"]) + 1
    name = phrases().months[language][month - 1]
    day = f"{int(found['day'])} " if found["day"] else ""
    return f"{day}{name} {found['year']}"

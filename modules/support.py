"""The support directory: where to find help, as data with the day it was last verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

DIRECTORY = Path(__file__).parent / "hub" / "support.yaml"
GROUPS = ("danger", "talk", "harm", "images", "content", "check")
SPOKEN = ("ms", "en", "zh", "ta")
GOOD_FOR = timedelta(days=90)  # what was verified longer ago is shown with a warning

Group = Literal["danger", "talk", "harm", "images", "content", "check"]
Spoken = Literal["ms", "en", "zh", "ta"]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]


class Wording(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    ms: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Channel(BaseModel):
    """One way to reach an organisation."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["phone", "whatsapp", "web", "email"]
    label: str
    href: str


class OpeningHours(BaseModel):
    """When somebody answers, by the clock of Malaysia; until 24:00 is until midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    days: Literal["daily", "weekdays"] = "daily"
    begins: ClockTime = Field(alias="from")
    ends: ClockTime = Field(alias="until")

    def hold(self, moment: datetime) -> bool:
        """Whether they do at a moment of Malaysian time."""
        if self.days == "weekdays" and moment.weekday() > 4:
            return False
        return self.begins <= f"{moment:%H:%M}" < self.ends


class SupportEntry(BaseModel):
    """One organisation of the directory."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    group: Group
    name: Wording
    serves: Wording
    channels: tuple[Channel, ...]
    hours: Wording | None = None
    open: OpeningHours | None = None  # the same for a machine; None where sources do not agree
    languages: tuple[Spoken, ...] = ()  # those that a source names
    cost: Wording | None = None
    verified_on: date

    def is_old(self, today: date) -> bool:
        """Whether nobody has verified it for so long that it has to be said."""
        return today - self.verified_on > GOOD_FOR


@dataclass(frozen=True)
class Directory:
    """All entries in the order of their groups."""

    entries: tuple[SupportEntry, ...]

    def group(self, name: str) -> Sequence[SupportEntry]:
        return tuple(entry for entry in self.entries if entry.group == name)


@lru_cache(maxsize=1)
def load_support() -> Directory:
    """Raises `pydantic.ValidationError` when the file does not have the directory's form."""
    entries = yaml.safe_load(DIRECTORY.read_text(encoding="utf-8"))
    return Directory(TypeAdapter(tuple[SupportEntry, ...]).validate_python(entries))

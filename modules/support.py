"""The support directory: where to find help, as data with the day it was last verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

DIRECTORY = Path(__file__).parent / "hub" / "support.yaml"
GROUPS = ("danger", "talk", "harm", "images", "content")

Group = Literal["danger", "talk", "harm", "images", "content"]


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


class SupportEntry(BaseModel):
    """One organisation of the directory."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    group: Group
    name: Wording
    serves: Wording
    channels: tuple[Channel, ...]
    hours: Wording | None = None
    cost: Wording | None = None
    verified_on: date


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

"""What content states as fact: dated, with the source in which a reader can look it up."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import Field

from quizzes.checking import Finding
from quizzes.texts import Frozen, Name, Text, Written


class Fact(Frozen):
    """Something that a reader could look up, with where it stands and when it was last read there."""

    id: Name = Field(description="its name where something leans on it")
    claim: Text = Field(description="what the source says, dated in the sentence where it may change")
    source: Written = Field(description="the name by which a reader would look for it")
    url: Written = Field(pattern=r"^https?://", description="the page itself")
    published: Written | None = Field(default=None, description="its date, where it tells one: 2026, 2026-03 or a day")
    verified_on: datetime.date = Field(description="the day somebody last opened the page and found the claim there")

    def shown(self, language: str) -> "ShownFact":
        return ShownFact(self.claim[language], self.source, self.url, self.verified_on)


@dataclass(frozen=True)
class ShownFact:
    """A dated statement with its source, in one language."""

    claim: str
    source: str
    url: str
    verified_on: datetime.date


def fact_findings(facts: Sequence[Fact], used: frozenset[str]) -> Iterator[Finding]:
    """Facts that are used but not written, and written but not used."""
    known = frozenset(fact.id for fact in facts)
    for name in sorted(used - known):
        yield Finding(("facts",), f"There is no fact “{name}” in the list of the file.")
    for name in sorted(known - used):
        yield Finding(("facts", name), f"Nothing leans on the fact “{name}”.", "warning")

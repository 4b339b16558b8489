"""The contract that every kind keeps: a definition is drawn from and holds items; an item is shown and read."""

import datetime
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.showing import ShownItem
from quizzes.texts import Frozen, Name, Text, Written

Mode = Literal["scored", "practice"]
Places = Sequence[str]


class Review(Frozen):
    """Who has read this and found it fit for students; `pending` until somebody has."""

    state: Literal["pending", "signed"]
    by: Written | None = None
    role: Written | None = None
    date: datetime.date | None = None

    def findings(self) -> Iterator[Finding]:
        signed = (self.by, self.role, self.date)
        if self.state == "signed" and None in signed:
            yield Finding(("review",), "A signed review says by whom, in which role and on which date.")
        if self.state == "pending" and signed != (None, None, None):
            yield Finding(("review",), "A pending review has no name, role or date yet.")


class Misconception(Frozen):
    """A wrong belief that answers may show, and a five-minute question to discuss it in class."""

    belief: Text
    prompt: Text


class AnyItem(Frozen, ABC):
    """One thing that is answered. A kind of item is a subclass: what it holds, what it shows and what it reads."""

    # The key that answers to this kind of item are known by: {"choice": …}, {"verdict": …}.
    answers_with: ClassVar[str]

    id: Name

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of what is listed in an order of the paper's own; empty when nothing is."""
        return ()

    @property
    def is_scored(self) -> bool:
        """Whether some answer to it is better than another."""
        return True

    @property
    def missed_rank(self) -> int:
        """Among wrong answers, those of a lower rank are explained first."""
        return 0

    @property
    @abstractmethod
    def parts(self) -> tuple[str, ...]:
        """The names of the form fields: "" is the item's own, "rule" is `a-<item>-rule`."""

    @abstractmethod
    def shown(self, language: str, order: Places) -> ShownItem:
        """The item without anything that tells the answer, its options in `order`."""

    @abstractmethod
    def read(self, given: Mapping[str, Sequence[str]]) -> Response | None:
        """The answer in these form values by part; None when they hold none. Raises `NotAnOption`."""

    @classmethod
    @abstractmethod
    def is_answered(cls, response: Response) -> bool:
        """Whether nothing is left to fill in."""

    @abstractmethod
    def right_form(self) -> Mapping[str, Sequence[str]]:
        """Form values of a right answer, by part."""

    @abstractmethod
    def wrong_forms(self) -> Iterator[Mapping[str, Sequence[str]]]:
        """Form values of wrong answers, by part: the rehearsal of the checker."""

    @abstractmethod
    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        """Broken rules of writing, with paths that begin inside the item."""

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What keeps an answer from counting in full whatever the key: (what is wrong, ids of the options)."""
        yield from ()

    @property
    def misconceptions(self) -> frozenset[str]:
        """The wrong beliefs that an answer to this item can show."""
        return frozenset()


@dataclass(frozen=True)
class Stratum:
    """A part of a draw: `count` of the items that `groups` names, spread evenly over their groups.

    At most `limit` of the `limited` ones are drawn, whatever else gives way.
    """

    count: int
    groups: Mapping[str, str]
    limited: frozenset[str] = field(default_factory=frozenset)
    limit: int = 0


class Versioned(Frozen):
    """Content whose exact state can be told apart from every other."""

    def to_json(self) -> str:
        """The content as canonical JSON, from which an equal one can be made.

        Keys are sorted and what has its default value is left out: a field added to a kind later changes no hash.
        """
        data = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of `to_json`, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


class AnyDefinition(Versioned, ABC):
    """A quiz or an activity as its author wrote it. A kind of definition is a subclass with a file for its scoring.

    Scored again from `to_json`, an old answer comes to the same figure whatever became of the content since.
    """

    # The field that holds the items.
    listed: ClassVar[str]

    kind: str
    id: Name
    module: Name
    misconceptions: Mapping[str, Misconception] = Field(default_factory=dict)

    @property
    @abstractmethod
    def entries(self) -> tuple[AnyItem, ...]:
        """All items, in the author's order."""

    @cached_property
    @abstractmethod
    def by_id(self) -> Mapping[str, AnyItem]:
        """The same by id."""

    @abstractmethod
    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """What a run consists of. Families in `focus` that do not exist are passed over."""

    @abstractmethod
    def page_size(self, mode: Mode) -> int:
        """Items on one page."""

    @abstractmethod
    def title_in(self, language: str) -> str:
        """What the paper is called."""

    @abstractmethod
    def findings(self) -> Iterator[Finding]:
        """Broken rules that concern the definition as a whole, not one of its items."""

    def content_note_in(self, language: str) -> str | None:
        """One neutral line on what the samples contain."""
        return None

    def rule_card_in(self, language: str) -> str | None:
        """The rule that is applied, in a few sentences."""
        return None

    def rules_in(self, language: str) -> tuple[tuple[str, str], ...]:
        """The rules that may be named, as (id, label)."""
        return ()

    def belief(self, misconceptions: Sequence[str], language: str) -> str:
        """The first of these misconceptions that the definition explains, in words; "" without one."""
        beliefs = (self.misconceptions[one].belief[language] for one in misconceptions if one in self.misconceptions)
        return next(beliefs, "")

    def item_findings(self) -> Iterator[Finding]:
        """Broken rules of single items."""
        for entry in self.entries:
            for finding in entry.findings(self.misconceptions):
                yield Finding((self.listed, entry.id, *finding.path), finding.message, finding.severity)

    def shared_findings(self) -> Iterator[Finding]:
        """Rules that hold for every kind."""
        used = frozenset[str]().union(*(entry.misconceptions for entry in self.entries))
        for name in sorted(set(self.misconceptions) - used):
            yield Finding(("misconceptions", name), f"No wrong answer names “{name}”.", "warning")
        fields: dict[str, str] = {}
        for entry in self.entries:
            for part in entry.parts:
                name = f"{entry.id}-{part}" if part else entry.id
                if fields.setdefault(name, entry.id) != entry.id:
                    message = f"A form could not tell it from “{fields[name]}”: both have a field “{name}”. Rename one."
                    yield Finding((self.listed, entry.id), message)

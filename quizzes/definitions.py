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

from quizzes.answering import Given, Response
from quizzes.checking import Finding
from quizzes.showing import ShownItem
from quizzes.texts import Frozen, Name, Text, Written

Mode = Literal["scored", "practice"]


class Review(Frozen):
    """Who has read this and found it fit for students; `pending` until somebody has."""

    state: Literal["pending", "signed"] = Field(description="`signed` once somebody qualified has read it")
    by: Written | None = Field(default=None, description="their name; of signed reviews")
    role: Written | None = Field(default=None, description="as what they judged it: counsellor, lawyer, native reader")
    date: datetime.date | None = Field(default=None, description="the day they signed")

    def findings(self) -> Iterator[Finding]:
        signed = (self.by, self.role, self.date)
        if self.state == "signed" and None in signed:
            yield Finding(("review",), "A signed review says by whom, in which role and on which date.")
        if self.state == "pending" and signed != (None, None, None):
            yield Finding(("review",), "A pending review has no name, role or date yet.")


class Misconception(Frozen):
    """A wrong belief that answers may show, and a five-minute question to discuss it in class."""

    belief: Text = Field(description="the belief, as somebody would say it who holds it")
    prompt: Text = Field(description="a question to talk about for five minutes, safe for everybody in the room")


@dataclass(frozen=True)
class Sight:
    """What an item is shown with: to whom, in which run, after which answer so far, and where in it.

    `order` is the paper's own order of the item's options. `at` is what the learner asked to see of an item with
    several pages, as it was sent: an item that knows no such place passes it over.
    """

    language: str
    mode: Mode = "scored"
    order: Sequence[str] = ()
    response: Response = field(default_factory=dict)
    at: str = ""


class AnyItem(Frozen, ABC):
    """One thing that is answered. A kind of item is a subclass: what it holds, what it shows and what it reads."""

    id: Name = Field(description="stands in the form, so it tells nothing of the answer; never given to another item")
    content_note: Text | None = Field(
        default=None, description="one neutral line on what the item contains, shown before it"
    )
    tags: tuple[Name, ...] = Field(default=(), description="what it touches, for authors and reviewers")
    alt_of: Name | None = Field(
        default=None, description="the item that this one may replace for the same credit; one of the two is drawn"
    )

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
    def shown(self, sight: Sight) -> ShownItem:
        """The item without anything that tells the answer, its options in the order of the paper."""

    @abstractmethod
    def read(self, given: Given, earlier: Response) -> Response | None:
        """The answer after these form values by part, which may add to the `earlier` one.

        None for a form that holds nothing; a step that was taken before, as a double click sends it, gives the earlier
        answer back. Raises `NotAnOption` for a value that the form does not offer, `OutOfOrder` for a step that is not
        due.
        """

    @abstractmethod
    def is_answered(self, response: Response) -> bool:
        """Whether nothing is left to fill in. Total: a response of any shape."""

    @abstractmethod
    def right_way(self) -> Sequence[Given]:
        """Form values of a right answer, by part, one form after another."""

    @abstractmethod
    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        """Form values of wrong answers in the same way: the rehearsal of the checker."""

    @abstractmethod
    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        """Broken rules of writing, with paths that begin inside the item."""

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What keeps an answer from counting in full whatever the key: (what is wrong, ids or parts concerned)."""
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
    # Whether each item is answered on pages of its own, one step after another, in scored runs too.
    is_stepwise: ClassVar[bool] = False
    # Whether the end of an item is looked at before going on, in scored runs too.
    shows_ends: ClassVar[bool] = False
    # For how many days answers are kept after handing in: None is for as long as the account, 0 not at all, and then
    # no score is kept either, only whether it was passed.
    keeps_answers_days: ClassVar[int | None] = None
    # What the worst of all complete answers may still earn.
    worst_score: ClassVar[float] = 0.0
    # Whether "passed" asks for a figure. Without, it tells that nothing was `still_due` when it was handed in.
    has_pass_mark: ClassVar[bool] = True
    # Whether there is one attempt alone, and no second one to be better in.
    is_taken_once: ClassVar[bool] = False
    # What `right_way` of every item earns at least.
    best_score: ClassVar[float] = 100.0

    kind: str
    id: Name = Field(description="the name of the file without its ending")
    module: Name
    misconceptions: Mapping[str, Misconception] = Field(
        default_factory=dict, description="wrong beliefs that answers may show, by a name of their own"
    )

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

    @property
    @abstractmethod
    def reviews(self) -> Mapping[str, Review]:
        """What is signed on its own, by id: each item, or the whole."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is of what counts.yaml may promise."""
        return {"items": len(self.entries)}

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        """Ways to answer these items without reading them, each with its name: none of them may pass."""
        yield from ()

    @cached_property
    def alternatives(self) -> Mapping[str, str]:
        """Item → the one that may be taken instead for the same credit, in both directions."""
        pairs = {entry.id: entry.alt_of for entry in self.entries if entry.alt_of}
        return {**pairs, **{original: other for other, original in pairs.items()}}

    def section_of(self, item_id: str) -> int:
        """Items of a lower section stand before those of a higher one; inside a section, by lot."""
        return 0

    def module_of(self, item_id: str) -> str:
        """The module in which the item's lesson is."""
        return self.module

    def still_due(self, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
        """What has to be answered before this paper can be handed in; most may be handed in as they are."""
        return ()

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
        yield from self._alternative_findings()
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

    def _alternative_findings(self) -> Iterator[Finding]:
        originals: dict[str, str] = {}
        for entry in self.entries:
            if entry.alt_of is None:
                continue
            place = (self.listed, entry.id, "alt_of")
            original = self.by_id.get(entry.alt_of)
            if original is None or original is entry or original.alt_of:
                yield Finding(place, f"“{entry.alt_of}” is not an item that could have an alternative.")
            elif originals.setdefault(entry.alt_of, entry.id) != entry.id:
                yield Finding(place, f"“{entry.alt_of}” has the alternative “{originals[entry.alt_of]}” already.")


class AnyActivity(AnyDefinition, ABC):
    """What the head of every activity file says."""

    outcomes: tuple[str, ...] = Field(description="what it rehearses, by the names of the module's outcomes")
    minutes: int = Field(ge=1, le=60, description="how long a scored run takes")
    title: Text = Field(description="what it is called on every page")
    content_note: Text | None = Field(default=None, description="one neutral line on what the samples contain")
    review: Review = Field(description="who has read all of the file")

    def title_in(self, language: str) -> str:
        return self.title[language]

    @property
    def reviews(self) -> Mapping[str, Review]:
        return {self.id: self.review}

    def content_note_in(self, language: str) -> str | None:
        return self.content_note[language] if self.content_note else None

    def findings(self) -> Iterator[Finding]:
        yield from self.review.findings()

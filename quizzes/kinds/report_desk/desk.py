"""What all cases of a report desk share: the app's menu of reasons, what can be saved, the steps, the channels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field

from quizzes.checking import Finding
from quizzes.definitions import Misconception
from quizzes.facts import Fact
from quizzes.texts import Frozen, Name, Text

# The two channels that the first screen decides about: reporting in the app, and not doing so.
APP = "app"
LEAVE = "leave"


class Named(Frozen):
    """An entry of a shared list."""

    id: Name = Field(description="its name in the keys of the cases")
    label: Text = Field(description="what the learner reads beside the box or in the menu")


class Reason(Named):
    """A reason that the app offers once its family was chosen."""


class ReasonFamily(Named):
    """The upper level of the app's menu: what kind of thing is wrong."""

    reasons: tuple[Reason, ...] = Field(min_length=2, description="what the menu then offers")


class Keepable(Named):
    """Something that can be done with what is on the screen to keep it: useful in one case, harmful in another."""

    misconception: Name | None = Field(default=None, description="what ticking it shows where it does harm")


class Step(Named):
    """Something to do at its time: first, next or last. Its id stands in the form."""


class Channel(Named):
    """Somebody to turn to, or something to do oneself.

    Two are decided on the first screen and never ticked: `app` is reporting in the app, `leave` is not doing so.
    """

    serves: Text = Field(description="one line on whom it serves, or what it does")
    answers_emergencies: bool = Field(
        default=False, description="whether it is help within minutes, which an emergency must not go without"
    )
    facts: tuple[Name, ...] = Field(default=(), description="the facts behind its words, by id")
    misconception: Name | None = Field(default=None, description="what choosing it shows where it does harm")


@dataclass(frozen=True)
class Desk:
    """The shared lists together, as a case looks things up in them."""

    families: tuple[ReasonFamily, ...]
    keepable: tuple[Keepable, ...]
    steps: tuple[Step, ...]
    channels: tuple[Channel, ...]
    facts: tuple[Fact, ...]

    @cached_property
    def family_of(self) -> dict[str, ReasonFamily]:
        """The family of each reason, and of each family itself."""
        return {name: one for one in self.families for name in (one.id, *(reason.id for reason in one.reasons))}

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        return {reason.id: reason for family in self.families for reason in family.reasons}

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """All that is ticked or put in order."""
        return (*self.keepable, *self.steps, *self.channels)

    @cached_property
    def helps_at_once(self) -> frozenset[str]:
        """The channels without which an emergency is missed."""
        return frozenset(channel.id for channel in self.channels if channel.answers_emergencies)

    @cached_property
    def beliefs(self) -> dict[str, str]:
        """The misconception that a choice shows where it harms, by the name of the choice."""
        of_channels = {one.id: one.misconception for one in self.channels if one.misconception}
        return {**{one.id: one.misconception for one in self.keepable if one.misconception}, **of_channels}

    def facts_of(self, channels: Sequence[str], named: Sequence[str] = ()) -> tuple[Fact, ...]:
        """The facts behind these channels and those that are named, each once, in the author's order."""
        wanted = {*named, *(fact for one in self.channels if one.id in channels for fact in one.facts)}
        return tuple(fact for fact in self.facts if fact.id in wanted)

    def findings(self, misconceptions: Mapping[str, Misconception], taken: Sequence[str]) -> Iterator[Finding]:
        """Broken rules of the lists; `taken` are names of form fields that no step may have."""
        yield from self._repeated()
        for name in (APP, LEAVE):
            if name not in {channel.id for channel in self.channels}:
                yield Finding(("channels",), f"The channel “{name}” is decided on the first screen: describe it here.")
        if not self.helps_at_once:
            yield Finding(("channels",), "No channel answers emergencies.")
        for step in self.steps:
            if step.id in taken:
                yield Finding(("steps", step.id), f"“{step.id}” is a field of every case already: rename the step.")
        known = {fact.id for fact in self.facts}
        for channel in self.channels:
            for fact in sorted({*channel.facts} - known):
                yield Finding(("channels", channel.id, "facts"), f"There is no fact “{fact}”.")
        for choice, belief in self.beliefs.items():
            if belief not in misconceptions:
                place = "evidence" if choice in {one.id for one in self.keepable} else "channels"
                yield Finding((place, choice), f"The misconception “{belief}” is not in the list of the file.")

    def _repeated(self) -> Iterator[Finding]:
        """A name must tell one thing: among both levels of reasons, and among all that is ticked or put in order."""
        reasons = [name for family in self.families for name in (family.id, *(one.id for one in family.reasons))]
        others = [one.id for one in self.named]
        for place, names in (("reasons", reasons), ("channels", others)):
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield Finding((place, name), f"“{name}” stands for two things; rename one.")

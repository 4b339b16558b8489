"""Bystander: scenes in which one could step in, the reply that one could build, and how a run is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.facts import Fact, fact_findings
from quizzes.kinds.bystander.scene import Scene
from quizzes.texts import Frozen, Name, Text

PASS_CREDIT = Fraction(70, 100)
PAGE_SIZE = 2
TRIES_WITHOUT_REPEATS = 2


class SceneCount(Frozen):
    """How many scenes a run has; those that were not seen yet come first."""

    practice: int = Field(ge=1, le=12, description="in a practice run")
    scored: int = Field(ge=1, le=12, description="in a scored run")


class Phrase(Frozen):
    """A whole sentence that can stand in a reply."""

    id: Name = Field(description="its name in the address of the page")
    t: Text = Field(description="the sentence")


class ReplyBuilder(Frozen):
    """A reply that the learner composes after a scene. It is not marked, and nothing of it is kept."""

    feelings: tuple[Phrase, ...] = Field(min_length=2, description="what the one who writes feels")
    hurts: tuple[Phrase, ...] = Field(min_length=2, description="who is hurt")
    requests: tuple[Phrase, ...] = Field(min_length=2, description="what the other could do now")
    facts: tuple[Name, ...] = Field(default=(), description="the facts on what such replies do, by id")

    @property
    def parts(self) -> tuple[tuple[str, tuple[Phrase, ...]], ...]:
        """The three parts in their order, by the names of their fields."""
        return (("feeling", self.feelings), ("hurt", self.hurts), ("request", self.requests))


class Bystander(AnyActivity):
    """Scenes with four to six actions, rated from −3 to 3; the learner picks the two best and the worst.

    Scoring of a scene: with `g(x) = (x + 3)/6`, `g` of both best picks and of the turned worst pick, as a share of what
    could be reached; a forbidden pick as best makes it 0. A run is passed with 70 in the mean (`scoring.py` beside this
    file). Doing nothing in public, and standing by the one who was hurt in private, can be a full answer.
    """

    listed: ClassVar[str] = "scenes"

    kind: Literal["bystander"] = Field(description="names this kind")
    draw: SceneCount = Field(description="how many scenes a run has")
    reply: ReplyBuilder = Field(description="the reply that can be built after a scene")
    facts: tuple[Fact, ...] = Field(default=(), description="what is stated as fact")
    scenes: tuple[Scene, ...] = Field(description="all scenes")

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.scenes

    @cached_property
    def by_id(self) -> Mapping[str, Scene]:
        return {scene.id: scene for scene in self.scenes}

    @cached_property
    def reply_facts(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.id in self.reply.facts)

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """Scenes spread over the risks. In practice, `focus` names risks: scenes with them are all but one."""
        if mode == "practice":
            focused = {scene.id: scene.setting for scene in self.scenes if scene.risk in focus}
            count = min(len(focused), self.draw.practice - 1)
            others = {scene.id: scene.risk for scene in self.scenes if scene.id not in focused}
            return (Stratum(count, focused), Stratum(self.draw.practice - count, others))
        return (Stratum(self.draw.scored, {scene.id: scene.risk for scene in self.scenes}),)

    def page_size(self, mode: Mode) -> int:
        return PAGE_SIZE if mode == "scored" else 1

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        scenes = [self.by_id[item] for item in item_ids]
        for name in [name for name, _response in scenes[0].blind_ways()]:
            yield f"“{name}”", {scene.id: dict(scene.blind_ways())[name] for scene in scenes}

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from fact_findings(self.facts, frozenset(self.reply.facts))
        yield from self._pool_findings()
        yield from self._blind_findings()
        yield from self._way_findings()

    def _pool_findings(self) -> Iterator[Finding]:
        needed = TRIES_WITHOUT_REPEATS * self.draw.scored
        originals = sum(scene.alt_of is None for scene in self.scenes)
        if originals < needed:
            message = (
                f"There are {originals} scenes beside the alternatives; for {TRIES_WITHOUT_REPEATS} scored runs "
                f"without a repeat it needs {needed}."
            )
            yield Finding(("scenes",), message)
        for scene in self.scenes:
            other = self.by_id.get(scene.alt_of or "")
            if other and other.risk != scene.risk:
                message = f"“{other.id}” has another risk, and taking this one instead would change the mix."
                yield Finding(("scenes", scene.id, "alt_of"), message)

    def _blind_findings(self) -> Iterator[Finding]:
        """Over the whole pool, no way of picking without reading comes near a pass."""
        credits: dict[str, list[Fraction]] = {}
        for scene in self.scenes:
            for name, response in scene.blind_ways():
                credits.setdefault(name, []).append(scene.credit(response))
        for name, found in credits.items():
            mean = sum(found, Fraction(0)) / len(found)
            if mean >= PASS_CREDIT:
                message = f"“{name}” earns {float(100 * mean):.0f} in the mean, without reading a word."
                yield Finding(("scenes",), message)

    def _way_findings(self) -> Iterator[Finding]:
        """Who stands by in private is right in some scene without speaking up, and speaking up is right in another."""
        best = [{action.d for action in scene.ranked[:2]} for scene in self.scenes if len(scene.options) > 1]
        if best and not any("direct" not in ways and "delay" in ways for ways in best):
            yield Finding(("scenes",), "In no scene is support in private, without a word in public, a full answer.")
        if best and not any("direct" in ways for ways in best):
            yield Finding(
                ("scenes",), "In no scene is a direct word among the best: it would never be picked.", "warning"
            )

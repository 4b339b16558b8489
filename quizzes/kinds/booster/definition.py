"""The booster: new cases for those who finished some days ago, drawn towards the families that went worst."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import Mode, Stratum
from quizzes.kinds.feed_spotting.post import RULES, Rule
from quizzes.kinds.test.mixture import AnyMixture, key_positions
from quizzes.texts import Frozen, Text

RUNS_WITHOUT_REPEATS = 2
KEY_SHARE = (0.2, 0.5)  # of the questions whose key stands in one position


class BoosterMix(Frozen):
    """What a run has. Signals and noise are equal, or the verdict would be known before reading."""

    questions: int = Field(ge=1, description="questions to recall, spread over the modules")
    signal: int = Field(ge=1, description="posts that break a rule")
    noise: int = Field(ge=1, description="posts that break none; as many as signals")


class Booster(AnyMixture):
    """A short practice run: questions to recall, then posts, first of all of the families in focus.

    It is practised, never scored: the reason follows each answer, and nothing depends on it.
    """

    kind: Literal["booster"]
    rules: Mapping[Rule, Text] = Field(description="a label for each rule that a learner may name")
    mix: BoosterMix = Field(description="how a run is composed")

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        questions = {item: self.module_of(item) for item in self.questions}
        return (
            Stratum(self.mix.questions, questions),
            *self._half("signal", self.mix.signal, focus),
            *self._half("noise", self.mix.noise, focus),
        )

    def rules_in(self, language: str) -> tuple[tuple[str, str], ...]:
        # In an order of ours: the author's is lost in canonical JSON.
        return tuple((rule, self.rules[rule][language]) for rule in RULES if rule in self.rules)

    def still_due(self, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
        """All that is open: a booster is finished, or it is still under way."""
        return tuple(item for item in item_ids if not self.by_id[item].is_answered(responses.get(item) or {}))

    def _half(self, kind: str, count: int, focus: Sequence[str]) -> tuple[Stratum, Stratum]:
        """As many posts of the families in focus as there are, and others for the rest."""
        posts = self.posts_of(kind)
        focused = {post: family for post, family in posts.items() if family in focus}
        others = {post: family for post, family in posts.items() if family not in focus}
        first = min(count, len(focused))
        return Stratum(first, focused), Stratum(count - first, others)

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        if self.mix.signal != self.mix.noise:
            message = f"Signals and noise are equally many in a run, not {self.mix.signal} and {self.mix.noise}."
            yield Finding(("mix",), message)
        yield from self._pool_findings()
        yield from self._key_position_findings()
        for rule in sorted({post.rule for post in self.posts.values() if post.rule} - {*self.rules}):
            yield Finding(("rules",), f"Posts break the rule “{rule}”, which has no label here.")

    def _pool_findings(self) -> Iterator[Finding]:
        held = {
            "questions": (len(self.questions), self.mix.questions),
            "signal posts": (len(self.posts_of("signal")), self.mix.signal),
            "noise posts": (len(self.posts_of("noise")), self.mix.noise),
        }
        for name, (pool, drawn) in held.items():
            if pool < RUNS_WITHOUT_REPEATS * drawn:
                message = (
                    f"There are {pool} {name}; for {RUNS_WITHOUT_REPEATS} runs without a repeat it takes "
                    f"{RUNS_WITHOUT_REPEATS * drawn}."
                )
                yield Finding(("items",), message)

    def _key_position_findings(self) -> Iterator[Finding]:
        positions = key_positions([*self.questions.values()])
        low, high = KEY_SHARE
        for place in (1, 2, 3):
            share = positions[place] / positions.total() if positions else low
            if not low <= share <= high:
                message = (
                    f"The key is option {place} in {share:.0%} of the questions; {low:.0%} to {high:.0%} is balanced."
                )
                yield Finding(("items",), message)

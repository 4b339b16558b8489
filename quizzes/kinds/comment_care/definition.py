"""The comment care studio: what its author writes, and how a run is drawn."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.kinds.comment_care import rules
from quizzes.kinds.comment_care.comment import Family
from quizzes.kinds.comment_care.settings import Settings, Who
from quizzes.kinds.comment_care.stream import Stream, Studio
from quizzes.texts import Frozen, Name, Text, Written


class KeywordLimits(Frozen):
    """How long the list of keywords may be, and how short a keyword. A keyword is found anywhere in a comment."""

    most: int = Field(default=15, ge=1, le=50, description="keywords in the list")
    shortest: int = Field(default=3, ge=1, le=20, description="letters or figures in a keyword")


class Controls(Frozen):
    """What can be set, beside the offensive filter, care mode and approving everything."""

    who: tuple[Who, ...] = Field(
        default=("everyone", "friends", "no_one"), min_length=2, description="who may be let comment"
    )
    keywords: KeywordLimits = Field(default=KeywordLimits(), description="the limits of the keyword list")


class Weights(Frozen):
    """What hiding a harmless comment costs, and from which weight on harm is severe."""

    friendly: float = Field(default=1.0, gt=0, description="a friendly comment")
    critique: float = Field(default=1.5, gt=0, description="a critical one: hiding critics is worse")
    severe_min: int = Field(default=3, ge=1, le=3, description="harm of this weight or more is severe")


class Signs(Frozen):
    """Which misconception it is a sign of when settings fail in one of three ways."""

    silenced: Name = Field(description="too many harmless comments are hidden")
    critics: Name = Field(description="half of the critical comments or more are hidden")
    slipped: Name = Field(description="too much harm stays visible")


class Strategies(Frozen):
    """Lists of keywords that the checker tries on every stream. They are shown to nobody."""

    bad_words: tuple[Written, ...] = Field(
        min_length=1, description="eight mild or masked words that first come to mind: they must not be enough"
    )
    narrow: tuple[Written, ...] = Field(min_length=1, description="six phrases that fit one comment of practice each")
    general: tuple[Written, ...] = Field(
        min_length=1, description="about ten general phrases of a thoughtful learner: with care mode they must pass"
    )


class Likeness(Frozen):
    """A control of the studio and the feature of a real app that it is like, as it was described on a day."""

    here: Text = Field(description="the control in the studio")
    there: Text = Field(description="the real feature, by its name, and where the two differ")
    source: Written = Field(description="who describes it: the name of the page")
    url: Written = Field(description="its address")
    checked: datetime.date = Field(description="the day somebody last read it")


class CommentCare(AnyActivity):
    """Settings for the comments under one's posts, tuned on streams that are seen and judged on one that is not.

    With R the share of harm that is hidden, weighted by `sev`, and S the share of harmless comments that stay visible,
    weighted by `weights`: J = R + S − 1, score = 100 · max(0, J); passed with J ≥ 0.60, S ≥ 0.85 and 80 % of severe
    harm hidden (`scoring.py` beside this file). The file holds two streams for practice and three hidden ones or more,
    of thirty comments each: the same families in new words. `python -m quizzes studio` prints what simple strategies
    come to on each; copying the practice streams, the first bad words and doing nothing must earn less than 0.40.
    """

    listed: ClassVar[str] = "streams"
    is_stepwise: ClassVar[bool] = True
    keeps_answers_days: ClassVar[int | None] = 30
    # No list of keywords hides all harm and nothing else: that would be a key, not a setting.
    best_score: ClassVar[float] = 60.0

    kind: Literal["comment_care"] = Field(description="names this kind")
    controls: Controls = Field(default=Controls(), description="what can be set")
    weights: Weights = Field(default=Weights(), description="what harmless comments weigh")
    review_budget: int = Field(
        default=8, ge=0, le=100, description="comments that somebody reads in a day when all wait for approval"
    )
    families: Mapping[Name, Family] = Field(description="what comments have in common, by name")
    signs: Signs = Field(description="what failing settings are a sign of")
    strategies: Strategies = Field(description="keywords for the checker")
    mapping: tuple[Likeness, ...] = Field(default=(), description="the controls beside those of a real app, dated")
    streams: tuple[Stream, ...] = Field(description="all streams")

    def model_post_init(self, _context: Any) -> None:
        practice = self._streams("practice")
        for stream in self.streams:
            others = tuple(one for one in practice if one is not stream)
            stream.lend(self._studio(others))

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.streams

    @cached_property
    def by_id(self) -> Mapping[str, Stream]:
        return {stream.id: stream for stream in self.streams}

    @property
    def counts(self) -> Mapping[str, int]:
        return {**super().counts, "comments-in-each": min(len(stream.comments) for stream in self.streams)}

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """One stream to be judged on: in practice one of the practice streams, tuned on the other one."""
        return (Stratum(1, {stream.id: mode for stream in self._streams(mode)}),)

    def page_size(self, mode: Mode) -> int:
        return 1

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        ways = (
            ("comments off", Settings(who="no_one")),
            ("friends only", Settings(who="friends")),
            ("approving everything", Settings(approve=True)),
            ("every switch on", Settings(who="friends", offensive=True, care=True, approve=True)),
            ("both filters without keywords", Settings(offensive=True, care=True)),
        )
        for name, settings in ways:
            yield name, {item: {**settings.to_response(), "handed_in": True} for item in item_ids}

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from rules.findings(self.streams, self.families)
        for name in ("silenced", "critics", "slipped"):
            sign = getattr(self.signs, name)
            if sign not in self.misconceptions:
                yield Finding(("signs", name), f"The misconception “{sign}” is not in the list of the file.")
        limits = self.controls.keywords
        for name in ("bad_words", "narrow", "general"):
            if len(getattr(self.strategies, name)) > limits.most:
                yield Finding(("strategies", name), f"The list may hold {limits.most} keywords.")

    def _streams(self, mode: str) -> tuple[Stream, ...]:
        return tuple(stream for stream in self.streams if stream.stream == mode)

    def _studio(self, previews: tuple[Stream, ...]) -> Studio:
        limits, weights = self.controls.keywords, self.weights
        return Studio(
            who=self.controls.who,
            most_keywords=limits.most,
            shortest_keyword=limits.shortest,
            review_budget=self.review_budget,
            # By way of the words: 0.1 is meant as a tenth.
            weights={"friendly": Fraction(str(weights.friendly)), "critique": Fraction(str(weights.critique))},
            families=self.families,
            signs=frozenset((self.signs.silenced, self.signs.critics, self.signs.slipped)),
            suggested=self.strategies.general,
            previews=previews,
        )

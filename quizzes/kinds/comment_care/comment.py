"""A comment of a stream, and what makes it harm or harmless."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field

from quizzes.kinds.comment_care.words import folded
from quizzes.texts import Frozen, Name, Run, Text, Written

CommentKind = Literal["harm", "friendly", "critique"]
Commenter = Literal["friend", "follower", "stranger"]


class Family(Frozen):
    """What comments of one family have in common, in words that a learner reads after handing in."""

    harm: bool = Field(description="whether its comments do harm")
    name: Text = Field(description="a short name, as in “Spelling trick”")
    why: Text = Field(
        description="one sentence: of harm, why a simple filter lets it through; of the harmless, why it is no harm"
    )


class Catch(Frozen):
    """When the pretend care mode holds a comment. It is good in English, weak in Malay and in mixes, and it errs."""

    base: bool = Field(default=False, description="as soon as care mode is on")
    learns: tuple[Name, ...] = Field(
        default=(), description="once it has learned from a deleted or reported comment of one of these families"
    )


class Comment(Frozen):
    """One comment, with what each pretend filter would make of it."""

    author: Written = Field(description="who writes, as an app shows it; invented")
    who: Commenter = Field(description="what they are to the person who posted")
    runs: tuple[Run, ...] = Field(min_length=1, description="its words")
    gloss: Text | None = Field(default=None, description="the meaning in plain words, where the mix is hard to read")
    kind: CommentKind = Field(description="harm, or harmless: friendly, or critique, which weighs more")
    sev: int | None = Field(default=None, ge=1, le=3, description="its weight; of harm")
    family: Name = Field(description="one of the file's families")
    platform: bool = Field(default=False, description="whether the pretend offensive filter holds it")
    care: Catch = Field(default=Catch(), description="when the pretend care mode holds it")

    @property
    def is_harm(self) -> bool:
        return self.kind == "harm"

    @property
    def text(self) -> str:
        """Its words as one line."""
        return " ".join(run.t for run in self.runs)

    @cached_property
    def searched(self) -> str:
        """Its words as keywords are looked for in them."""
        return folded(self.text)

    def weight(self, harmless: Mapping[str, Fraction]) -> Fraction:
        """Harm weighs as it is severe, the rest by its kind."""
        return Fraction(self.sev or 1) if self.is_harm else harmless[self.kind]

"""Ordering: cases in which a safe response is put in order, and how a run is drawn from them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.facts import Fact, fact_findings
from quizzes.kinds.ordering.case import OrderingCase
from quizzes.texts import Frozen, Text

ROLES = ("friend", "self", "minor")


class CaseCount(Frozen):
    """How many cases a run has; those that were not seen yet come first."""

    practice: int = Field(default=1, ge=1, le=4, description="in a practice run")
    scored: int = Field(default=1, ge=1, le=4, description="in a scored run")


class OrderingActivity(AnyActivity):
    """Cases whose steps are put in order. Some steps do harm and are left out; many orders of the others are right.

    Scoring of a case: `b = max(0, 2p − 1)` with p the share of kept pairs by weight, then `100 · max(0, b − 0.25 ·
    harmful steps kept)`, and 59 at most where a critical pair is broken. A run is passed with 80 in the mean, and no
    harmful step kept (`scoring.py` beside this file).
    """

    listed: ClassVar[str] = "cases"

    kind: Literal["ordering"] = Field(description="names this kind")
    draw: CaseCount = Field(default=CaseCount(), description="how many cases a run has")
    lead: Text = Field(description="what the learner does here, in two sentences, before the first case")
    facts: tuple[Fact, ...] = Field(default=(), description="what the cases state as fact")
    cases: tuple[OrderingCase, ...] = Field(description="all cases")

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.cases

    @cached_property
    def by_id(self) -> Mapping[str, OrderingCase]:
        return {case.id: case for case in self.cases}

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """Cases spread over the roles. In practice, `focus` names cases to play again: they come first."""
        count = self.draw.practice if mode == "practice" else self.draw.scored
        again = [case for case in self.cases if case.id in focus][:count] if mode == "practice" else []
        others = {case.id: case.role for case in self.cases if case not in again}
        return (
            Stratum(len(again), {case.id: case.id for case in again}),
            Stratum(count - len(again), others),
        )  # fmt: skip

    def page_size(self, mode: Mode) -> int:
        return 1

    def rule_card_in(self, language: str) -> str | None:
        return self.lead[language]

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        cases = [self.by_id[item] for item in item_ids]
        for name in [name for name, _response in cases[0].blind_ways()]:
            yield f"“{name}”", {case.id: dict(case.blind_ways())[name] for case in cases}

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from fact_findings(self.facts, frozenset(name for case in self.cases for name in case.facts))
        most = max(self.draw.practice, self.draw.scored)
        if sum(case.alt_of is None for case in self.cases) < most:
            yield Finding(("draw",), f"There are too few cases for a run of {most}.")
        for role in ROLES:
            if not any(case.role == role for case in self.cases):
                yield Finding(("cases",), f"No case has the role “{role}”.", "warning")

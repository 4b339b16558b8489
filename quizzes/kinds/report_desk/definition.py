"""Report desk: cases to report and cases to leave alone, and how a run is drawn from them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.facts import Fact
from quizzes.kinds.report_desk.case import FIELDS, Case
from quizzes.kinds.report_desk.desk import APP, LEAVE, Channel, Desk, Keepable, ReasonFamily, Step
from quizzes.texts import Frozen, Text

TRIES_WITHOUT_REPEATS = 2
LONGEST_RUN_OF_IDS = 4


class CaseMix(Frozen):
    """How many cases of each sort a run has. A third is to be left alone, so reporting everything cannot pass."""

    emergency: int = Field(ge=0, description="cases of `urgency: emergency`")
    act: int = Field(ge=1, description="other cases to report")
    leave: int = Field(ge=1, description="cases where nothing is to be reported")


class CaseMixes(Frozen):
    """How a run is composed."""

    practice: CaseMix = Field(description="of a practice run")
    scored: CaseMix = Field(description="of a scored run")


class ReportDesk(AnyActivity):
    """Cases that are taken through the report flow of an invented app; in a third of them nothing is to be reported.

    Scoring of a case: reason 30 %, evidence 25 %, channels 30 %, order 15 %; passed with 70 in the mean and no
    emergency missed (`scoring.py` beside this file). The lists of reasons, evidence, steps, channels and facts are
    shared by all cases; what is helpful in them stands among what is harmful, for they are shown in this order.
    """

    listed: ClassVar[str] = "cases"
    is_stepwise: ClassVar[bool] = True

    kind: Literal["report_desk"] = Field(description="names this kind")
    mix: CaseMixes = Field(description="how a run is composed")
    outcome: Text = Field(description="an honest line on what becomes of reports, and what to do meanwhile")
    reasons: tuple[ReasonFamily, ...] = Field(min_length=2, description="the app's menu of reasons, in two levels")
    evidence: tuple[Keepable, ...] = Field(description="what can be done to keep something, harmful things too")
    steps: tuple[Step, ...] = Field(description="what can be put in order")
    channels: tuple[Channel, ...] = Field(description="who can be turned to, and what one can do oneself")
    facts: tuple[Fact, ...] = Field(default=(), description="what channels and cases state as fact")
    cases: tuple[Case, ...] = Field(description="all cases")

    def model_post_init(self, _context: Any) -> None:
        desk = Desk(self.reasons, self.evidence, self.steps, self.channels, self.facts)
        for case in self.cases:
            case.lend(desk)

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.cases

    @cached_property
    def by_id(self) -> Mapping[str, Case]:
        return {case.id: case for case in self.cases}

    @property
    def counts(self) -> Mapping[str, int]:
        return {**super().counts, "to-leave": sum(not case.is_to_report for case in self.cases)}

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.reasons, self.evidence, self.steps, self.channels, self.facts)

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """Each sort of case by the mix, spread over what the cases are about.

        In practice, the first case that `focus` names is played again in the place of one of its sort.
        """
        mix = self.mix.practice if mode == "practice" else self.mix.scored
        named = [case for case in self.cases if case.id in focus and mode == "practice"]
        strata = []
        for sort, count in (("emergency", mix.emergency), ("act", mix.act), ("leave", mix.leave)):
            again = [case.id for case in named[:1] if case.sort == sort][:count]
            groups = {case.id: case.theme for case in self.cases if case.sort == sort and case.id not in again}
            strata += [Stratum(len(again), dict.fromkeys(again, sort)), Stratum(count - len(again), groups)]
        return tuple(strata)

    def page_size(self, mode: Mode) -> int:
        return 1

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        cases = [self.by_id[item] for item in item_ids]
        yield "“leave” for every case", {case.id: case.answer(case.left_alone()) for case in cases}
        yield "everything ticked", {case.id: case.answer(case.everything_ticked()) for case in cases}
        reported = {case.id: case.answer(case.reported_right_otherwise()) for case in cases}
        yield "“report” for every case, with everything else right,", reported

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from self.desk.findings(self.misconceptions, FIELDS)
        yield from self._mix_findings()
        yield from self._alike_findings()
        yield from self._id_findings()
        yield from self._unused_findings()

    def _mix_findings(self) -> Iterator[Finding]:
        for mode, mix in (("practice", self.mix.practice), ("scored", self.mix.scored)):
            drawn = {"emergency": mix.emergency, "act": mix.act, "leave": mix.leave}
            if 3 * mix.leave < sum(drawn.values()):
                message = f"A third of a run is to be left alone, not {mix.leave} of {sum(drawn.values())}."
                yield Finding(("mix", mode), message)
            runs = TRIES_WITHOUT_REPEATS if mode == "scored" else 1
            for sort, count in drawn.items():
                pool = [case for case in self.cases if case.sort == sort]
                # Of a case and its alternative one is drawn at most in a run.
                alone = sum(case.alt_of not in {one.id for one in pool} for case in pool)
                if len(pool) < runs * count or alone < count:
                    message = f"There are {len(pool)} cases of the sort “{sort}”; the {mode} runs need {runs * count}."
                    yield Finding(("cases",), message)

    def _alike_findings(self) -> Iterator[Finding]:
        for case in self.cases:
            other = self.by_id.get(case.alt_of or "")
            if other and other.sort != case.sort:
                message = f"“{other.id}” is of another sort, and taking this one instead would change the mix."
                yield Finding(("cases", case.id, "alt_of"), message)

    def _id_findings(self) -> Iterator[Finding]:
        """Ids stand in the form, so in their order the sorts must be mixed."""
        ordered = sorted(self.cases, key=lambda case: (len(case.id), case.id))
        for to_report, run in groupby(ordered, key=lambda case: case.is_to_report):
            ids = [case.id for case in run]
            if not to_report and len(ids) > LONGEST_RUN_OF_IDS:
                message = (
                    f"In the order of ids, nothing is to be reported from “{ids[0]}” to “{ids[-1]}”. Ids stand in "
                    "the form and would tell the answer: number the cases in a mixed order."
                )
                yield Finding(("cases", ids[0]), message)

    def _unused_findings(self) -> Iterator[Finding]:
        used = {name for case in self.cases for name in (*case.evidence, *case.steps, *case.channels)}
        lists = (("evidence", self.evidence), ("steps", self.steps), ("channels", self.channels))
        for place, entries in lists:
            for name in sorted({one.id for one in entries} - used - {APP, LEAVE}):
                yield Finding((place, name), f"No case offers “{name}”.", "warning")
        stated = {fact for channel in self.channels for fact in channel.facts}
        stated |= {fact for case in self.cases for fact in case.facts}
        for fact in sorted({one.id for one in self.facts} - stated):
            yield Finding(("facts", fact), f"Nothing leans on the fact “{fact}”.", "warning")

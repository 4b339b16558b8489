"""Lateral reading: true claims and others in equal numbers, half of them offers, and how a run is drawn from them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.kinds.lateral.claim import BUDGET, VERDICTS, Claim
from quizzes.kinds.lateral.tabs import TAB_KINDS
from quizzes.texts import LANGUAGES, Frozen

TRIES_WITHOUT_REPEATS = 2
LONGEST_RUN_OF_IDS = 4
TELLING = 0.25  # what half of the claims have may be true in half of them, give or take this much


class ClaimMix(Frozen):
    """What a run consists of. Both are equal, or one verdict for everything would not score 0."""

    true_claims: int = Field(ge=1, description="claims that are true")
    untrue_claims: int = Field(ge=1, description="claims that are false or misleading")


class ClaimMixes(Frozen):
    """How a run is composed."""

    practice: ClaimMix = Field(description="of a practice run")
    scored: ClaimMix = Field(description="of a scored run")


class Lateral(AnyActivity):
    """Claims to check in other tabs, then to judge. True and untrue ones are equal in number, half are offers.

    Scoring of a claim: verdict 55 %, evidence found 20 %, leaving the page 15 %, certainty 10 %; passed with 70 in the
    mean and J of at least ½ between true and not true (`scoring.py` beside this file).
    """

    listed: ClassVar[str] = "claims"
    is_stepwise: ClassVar[bool] = True

    kind: Literal["lateral"] = Field(description="names this kind")
    budget: int = Field(default=BUDGET, ge=2, le=10, description="actions for each claim; more are never better")
    mix: ClaimMixes = Field(description="how a run is composed")
    claims: tuple[Claim, ...] = Field(description="all claims of both streams")

    def model_post_init(self, _context: Any) -> None:
        for claim in self.claims:
            claim.lend(self.budget)

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.claims

    @cached_property
    def by_id(self) -> Mapping[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """Equal parts of true and untrue claims from the stream of the mode, spread over offers and stories.

        In practice, `focus` names one of the two, `offer` or `story`, to practise.
        """
        mix = self.mix.practice if mode == "practice" else self.mix.scored
        wanted = focus if mode == "practice" else ()
        return (
            self._stratum(mix.true_claims, mode, True, wanted),
            self._stratum(mix.untrue_claims, mode, False, wanted),
        )

    def page_size(self, mode: Mode) -> int:
        return 1

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        claims = [self.by_id[item] for item in item_ids]
        for verdict in VERDICTS:
            for how, opens in (("without a look", False), ("with all tabs open", True)):
                yield (
                    f"“{verdict}” for every claim, {how},",
                    {
                        claim.id: {
                            "opened": [*claim.every_tab()] if opens else [],
                            "verdict": verdict,
                            "sure": None if verdict == "cannot_tell" else "high",
                        }
                        for claim in claims
                    },
                )

    def _stratum(self, count: int, stream: str, is_true: bool, focus: Sequence[str]) -> Stratum:
        pool = [claim for claim in self.claims if (claim.stream, claim.is_true) == (stream, is_true)]
        focused = [claim for claim in pool if claim.about in focus]
        chosen = focused if len(focused) >= count else pool
        return Stratum(count, {claim.id: f"{claim.about} {claim.truth}" for claim in chosen})

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from self._mix_findings()
        yield from self._id_findings()
        yield from self._offer_findings()
        yield from self._telling_findings()

    def _mix_findings(self) -> Iterator[Finding]:
        for mode, mix in (("practice", self.mix.practice), ("scored", self.mix.scored)):
            if mix.true_claims != mix.untrue_claims:
                drawn = f"{mix.true_claims} and {mix.untrue_claims}"
                yield Finding(("mix", mode), f"True claims and others are equally many in a run, not {drawn}.")
            for is_true, count in ((True, mix.true_claims), (False, mix.untrue_claims)):
                pool, needed = self._stratum(count, mode, is_true, ()).groups, TRIES_WITHOUT_REPEATS * count
                if len(pool) < needed:
                    message = (
                        f"The {mode} stream has {len(pool)} {'true' if is_true else 'untrue'} claims; for "
                        f"{TRIES_WITHOUT_REPEATS} runs without a repeat it needs {needed}."
                    )
                    yield Finding(("claims",), message)

    def _id_findings(self) -> Iterator[Finding]:
        """Ids stand in the form, so in their order true and untrue claims must be mixed."""
        ordered = sorted(self.claims, key=lambda claim: (len(claim.id), claim.id))
        for _is_true, run in groupby(ordered, key=lambda claim: claim.is_true):
            ids = [claim.id for claim in run]
            if len(ids) > LONGEST_RUN_OF_IDS:
                message = (
                    f"In the order of ids, “{ids[0]}” to “{ids[-1]}” are alike. Ids stand in the form and would tell "
                    "the answer: number the claims in a mixed order."
                )
                yield Finding(("claims", ids[0]), message)

    def _offer_findings(self) -> Iterator[Finding]:
        for is_true in (True, False):
            claims = [claim for claim in self.claims if claim.is_true == is_true]
            offers = sum(claim.about == "offer" for claim in claims)
            if 2 * offers != len(claims):
                message = (
                    f"{offers} of {len(claims)} {'true' if is_true else 'untrue'} claims are offers: with half, "
                    "an offer is as likely to be real as a story is to be true."
                )
                yield Finding(("claims",), message, "warning")

    def _telling_findings(self) -> Iterator[Finding]:
        """Neither the language nor the tabs beside a claim may hint at the verdict."""
        groups = {f"words in “{language}”": self._with_language(language) for language in LANGUAGES}
        groups |= {f"a tab “{kind}”": self._with_tab(kind) for kind in TAB_KINDS if kind != "page"}
        for what, claims in groups.items():
            share = sum(claim.is_true for claim in claims) / len(claims) if claims else 0.5
            if abs(share - 0.5) > TELLING:
                message = f"{share:.0%} of the claims with {what} are true: that would hint at the verdict."
                yield Finding(("claims",), message, "warning")

    def _with_language(self, language: str) -> list[Claim]:
        return [claim for claim in self.claims if any(run.lang == language for run in claim.card.runs)]

    def _with_tab(self, kind: str) -> list[Claim]:
        return [claim for claim in self.claims if any(tab.kind == kind for tab in claim.tabs)]

"""A claim: the card, the tabs around it, and an answer that grows tab by tab until a verdict ends it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field, PrivateAttr

from quizzes.answering import Given, OutOfOrder, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.kernels.certainty import LEVELS, Sure
from quizzes.kinds.lateral.rules import claim_findings
from quizzes.kinds.lateral.showing import OpenedTab, ShownClaim, ShownResult, ShownTab
from quizzes.kinds.lateral.tabs import Card, Evidence, Tab, openable, revealed, within_reach
from quizzes.showing import ShownItem
from quizzes.texts import Name, Text

Truth = Literal["true", "false", "misleading"]
Verdict = Literal["true", "false", "misleading", "cannot_tell"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
BUDGET = 5


class Claim(AnyItem):
    """One claim on its card, with the tabs that can be opened to check it.

    Tabs that no result leads to stand beside the claim and can be opened at once; a `page` can be opened when a tab
    that lists it is open. Opening costs one action, opening again nothing. The verdict may be given at any time and
    ends the claim. Texts name invented people, firms and places alone.

    Kept answer: `{"opened": [tab ids in order], "verdict": "true", "false", "misleading", "cannot_tell" or None,
    "sure": "low", "mid", "high" or None}`. Form: `a-<claim>-open` of a tab's button, or `a-<claim>-verdict` with
    `a-<claim>-sure`. “Cannot tell” predicts nothing, so it needs no certainty.
    """

    stream: Literal["practice", "scored"] = Field(description="claims for practice and scored ones never mix")
    about: Literal["offer", "story"] = Field(
        description="an offer, real or a scam, or a story; half of the claims are offers, and runs have both"
    )
    truth: Truth = Field(
        description="in quotation marks, for YAML takes a bare true for something else; `misleading`: a part is true, "
        "but size, place, year or picture make one believe something wrong"
    )
    card: Card = Field(description="the claim as it is met")
    tabs: tuple[Tab, ...] = Field(min_length=3, max_length=10, description="what can be opened, in the order shown")
    needed: tuple[Evidence, ...] = Field(min_length=1, description="the least that a sound verdict rests on")
    path: tuple[Name, ...] = Field(
        min_length=1, description="the tabs a fact-checker opens, in order: by the second it has left the page, and "
        "together they reveal all that is needed"
    )  # fmt: skip
    why: Text = Field(description="why the verdict is right, with what the tabs showed")
    misconception: Name | None = Field(default=None, description="what a wrong verdict on this claim would mean")

    # Actions for each claim, lent by the definition as soon as it is read.
    _budget: int = PrivateAttr(default=BUDGET)

    def lend(self, budget: int) -> None:
        """Let the claim know how many actions its definition gives."""
        self._budget = budget

    @property
    def budget(self) -> int:
        return self._budget

    @property
    def is_true(self) -> bool:
        return self.truth == "true"

    @property
    def missed_rank(self) -> int:
        """A true story that was doubted is explained first: it is the mistake that feels like none."""
        return 0 if self.is_true else 1

    @property
    def parts(self) -> tuple[str, ...]:
        return ("open", "verdict", "sure")

    @cached_property
    def tab_by_id(self) -> Mapping[str, Tab]:
        return {tab.id: tab for tab in self.tabs}

    # --- what was answered ------------------------------------------------------------------------------------------

    def opened(self, response: Response) -> tuple[str, ...]:
        """The tabs that were opened, in order, as far as the answer makes sense."""
        found: list[str] = []
        given = response.get("opened")
        for tab in given if isinstance(given, list) else ():
            is_new = isinstance(tab, str) and tab not in found and tab in openable(self.tabs, found)
            if is_new and len(found) < self.budget:
                found.append(str(tab))
        return tuple(found)

    def verdict(self, response: Response) -> Verdict | None:
        return next((one for one in VERDICTS if one == response.get("verdict")), None)

    def sure(self, response: Response) -> Sure | None:
        """How sure somebody was of a verdict; None where nothing was said, or nothing predicted."""
        if self.verdict(response) in (None, "cannot_tell"):
            return None
        return next((one for one in LEVELS if one == response.get("sure")), None)

    def found(self, response: Response) -> frozenset[str]:
        """What the opened tabs revealed."""
        return revealed(self.tabs, self.opened(response))

    def was_within_reach(self, response: Response) -> bool:
        """Whether all that is needed was found, or could have been with the actions that were left."""
        opened = self.opened(response)
        return within_reach(self.tabs, opened, self.needed, self.budget - len(opened))

    # --- the contract of an item ------------------------------------------------------------------------------------

    def shown(self, sight: Sight) -> ShownItem:
        language, opened = sight.language, self.opened(sight.response)
        return ShownClaim(
            self.id,
            "claim",
            author=self.card.site,
            context=self.card.context[language],
            gloss=self.card.gloss_in(language),
            runs=self.card.runs,
            date=self.card.date,
            picture=self.card.picture_in(language),
            tabs=tuple(
                ShownTab(tab.id, tab.kind, self.source_of(tab, language), tab.id in opened)
                for tab in self.tabs
                if tab.kind != "page"
            ),
            opened=tuple(self._opened_tab(self.tab_by_id[tab], language, opened) for tab in opened),
            budget=self.budget,
        )

    def read(self, given: Given, earlier: Response) -> Response | None:
        tab = one_of(given.get("open", ()), [tab.id for tab in self.tabs], field_name(self.id, "open"))
        verdict = one_of(given.get("verdict", ()), VERDICTS, field_name(self.id, "verdict"))
        sure = one_of(given.get("sure", ()), LEVELS, field_name(self.id, "sure"))
        opened = self.opened(earlier)
        if self.is_answered(earlier):
            self._refuse_a_change(tab, verdict, sure, earlier)
            return dict(earlier)
        if tab:
            return dict(earlier) if tab in opened else self._with(tab, opened)
        # A radio group cannot be emptied, so a form without one takes nothing back.
        new = {"verdict": verdict or earlier.get("verdict"), "sure": sure or earlier.get("sure")}
        return {"opened": [*opened], **new} if verdict or sure else None

    def is_answered(self, response: Response) -> bool:
        verdict = self.verdict(response)
        return verdict == "cannot_tell" or (verdict is not None and self.sure(response) is not None)

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self.is_answered(response):
            return
        if self.verdict(response):
            yield "sure", ("sure",)
        elif response.get("sure"):
            yield "verdict", ("verdict",)
        else:
            yield "missing", ("verdict",)

    @property
    def misconceptions(self) -> frozenset[str]:
        return frozenset([self.misconception] if self.misconception else [])

    def right_way(self) -> Sequence[Given]:
        return [*({"open": [tab]} for tab in self.path), {"verdict": [self.truth], "sure": ["high"]}]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [{"verdict": ["false" if self.is_true else "true"], "sure": ["high"]}]
        yield [{"verdict": ["cannot_tell"]}]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from claim_findings(self.tabs, self.path, self.needed, self.budget, has_picture=bool(self.card.picture))
        if any(word in self.id for word in (*VERDICTS, "scam", "real", "fake", "offer")):
            yield Finding(("id",), "The id tells what the claim is, and the form shows it: give it a number.")
        if not self.misconception:
            yield Finding((), "A wrong verdict on this claim means something: name the misconception.")
        elif self.misconception not in misconceptions:
            message = f"The misconception “{self.misconception}” is not in the list of the file."
            yield Finding(("misconception",), message)

    # --- steps ------------------------------------------------------------------------------------------------------

    def every_tab(self) -> tuple[str, ...]:
        """As many tabs as the budget gives, opened without choosing."""
        found: list[str] = []
        while len(found) < self.budget and (rest := [tab for tab in openable(self.tabs, found) if tab not in found]):
            found.append(rest[0])
        return tuple(found)

    def source_of(self, tab: Tab, language: str) -> str:
        """Whose page a tab is, where it is somebody else's."""
        return tab.source[language] if tab.source else ""

    def _with(self, tab: str, opened: Sequence[str]) -> Response | None:
        """The answer with one tab more; an unfinished verdict is taken back, for opening means not to have decided.

        Beyond the budget nothing opens, and the page says so beside the verdict.
        """
        if tab not in openable(self.tabs, opened):
            raise OutOfOrder
        if len(opened) == self.budget:
            return None
        return {"opened": [*opened, tab], "verdict": None, "sure": None}

    def _refuse_a_change(self, tab: str | None, verdict: str | None, sure: str | None, earlier: Response) -> None:
        """After the verdict nothing changes: the same again is passed over, anything else refused."""
        same = (None, *self.opened(earlier)), (None, earlier.get("verdict")), (None, earlier.get("sure"))
        if any(one not in allowed for one, allowed in zip((tab, verdict, sure), same, strict=True)):
            raise OutOfOrder

    def _opened_tab(self, tab: Tab, language: str, opened: Sequence[str]) -> OpenedTab:
        return OpenedTab(
            tab.id,
            tab.kind,
            self.source_of(tab, language),
            tab.address or "",
            tab.date or self.card.date,
            tuple(part.strip() for part in tab.text[language].split("\n\n")),
            tuple(
                ShownResult(
                    one.tab,
                    "page",
                    self.source_of(self.tab_by_id[one.tab], language),
                    one.tab in opened,
                    snippet=one.snippet[language],
                )
                for one in tab.results
            ),
        )

"""The tabs of a claim: pages kept as text, what each reveals, and which can be opened after which."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from quizzes.texts import Frozen, Name, Run, Text, Written

TabKind = Literal["about", "scroll", "search", "sender", "image", "direct", "page"]
Evidence = Literal["source", "coverage", "origin"]
TAB_KINDS: tuple[TabKind, ...] = get_args(TabKind)
EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)
# What a page says of itself is still that page: every other tab leaves it.
STAYING = ("about", "scroll")

Address = Annotated[str, StringConstraints(pattern=r"^(?:[a-z0-9-]+\.)+example(?:/[a-z0-9/-]*)?$", max_length=80)]


class SearchResult(Frozen):
    """One line of what a search finds, or a link on a page. The tab that it opens is of the kind `page`."""

    tab: Name = Field(description="the tab that it opens, by id")
    snippet: Text = Field(description="the line below the name of the source")


class Tab(Frozen):
    """One page beside the claim, kept as text: nothing is fetched when a learner opens it."""

    id: Name = Field(description="stands in the form, so it tells nothing of what the tab holds")
    kind: TabKind = Field(
        description="`about`: what the page says of itself; `scroll`: more of it, with comments; `search`: a search "
        "for the claim; `sender`: a search for who is behind it; `image`: a search for the picture; `direct`: the "
        "office or firm itself, on one's own road; `page`: opened by a result. All but the first two leave the page"
    )
    source: Text | None = Field(default=None, description="whose page it is; of `direct` and `page`")
    address: Address | None = Field(default=None, description="an invented address, which ends in `.example`")
    date: datetime.date | None = Field(
        default=None, description="the invented day of the snapshot, where it is not the day of the claim"
    )
    text: Text = Field(description="what stands there; an empty line begins a new paragraph")
    results: tuple[SearchResult, ...] = Field(default=(), description="what can be opened from here")
    reveals: tuple[Evidence, ...] = Field(
        default=(),
        description="`source`: who is behind the claim; `coverage`: what somebody says who would know; `origin`: "
        "where the words, the number or the picture first stood",
    )
    shows: Text | None = Field(default=None, description="what it revealed, in one line; of tabs that reveal something")

    @property
    def leaves(self) -> bool:
        """Whether opening it leaves the page of the claim."""
        return self.kind not in STAYING


class Card(Frozen):
    """The claim as it is met: a post, a page or a message, with the words of its author in their own languages."""

    site: Written = Field(description="who posts or sends it, as an app shows it; invented")
    context: Text = Field(description="where it stands, such as a post on Tiru or a text message")
    date: datetime.date = Field(description="the invented day on which it is met")
    runs: tuple[Run, ...] = Field(min_length=1, description="its words, as people write them")
    gloss: Text | None = Field(
        default=None,
        description="the meaning in plain words, for whoever does not read all of it in their own language",
    )
    picture: Text | None = Field(default=None, description="what a picture on it shows, in words")

    def gloss_in(self, language: str) -> str:
        """The plain words, where they are not a repetition."""
        is_own = all(run.lang == language for run in self.runs)
        return self.gloss[language] if self.gloss and not is_own else ""

    def picture_in(self, language: str) -> str:
        """What the picture shows; "" without one."""
        return self.picture[language] if self.picture else ""


def openable(tabs: Sequence[Tab], opened: Sequence[str]) -> tuple[str, ...]:
    """Ids of the tabs that may be opened after these: what stands beside the claim, and the results of open tabs."""
    found = {result.tab for tab in tabs if tab.id in opened for result in tab.results}
    return tuple(tab.id for tab in tabs if tab.kind != "page" or tab.id in found)


def revealed(tabs: Sequence[Tab], opened: Sequence[str]) -> frozenset[str]:
    """What these tabs reveal together."""
    return frozenset(evidence for tab in tabs if tab.id in opened for evidence in tab.reveals)


def within_reach(tabs: Sequence[Tab], opened: Sequence[str], needed: Sequence[str], actions: int) -> bool:
    """Whether all that is needed is revealed, or could still be with so many more actions."""
    reached = {frozenset(opened)}
    for _action in range(actions):
        reached |= {have | {tab} for have in reached for tab in openable(tabs, tuple(have))}
    return any(set(needed) <= revealed(tabs, tuple(have)) for have in reached)

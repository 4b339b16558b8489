"""What is shown of a claim: the card, the tabs that can be opened, and what stands in those that were.

Nothing here has a place for the truth, for what a tab reveals, or for the words of a tab that is still closed.
"""

import datetime
from dataclasses import dataclass

from quizzes.showing import ShownItem


@dataclass(frozen=True)
class ShownTab:
    """A tab by its name alone: its kind and, where it has one, whose page it is."""

    id: str
    kind: str
    source: str
    is_open: bool


@dataclass(frozen=True)
class ShownResult(ShownTab):
    """A line of a search that has been made."""

    snippet: str = ""


@dataclass(frozen=True)
class OpenedTab:
    """A tab that was opened, with its words."""

    id: str
    kind: str
    source: str
    address: str
    date: datetime.date
    paragraphs: tuple[str, ...]
    results: tuple[ShownResult, ...]


@dataclass(frozen=True)
class ShownClaim(ShownItem):
    """A claim on its way: `tabs` stand beside it, `opened` are in the order in which they were opened."""

    date: datetime.date = datetime.date.min
    picture: str = ""
    tabs: tuple[ShownTab, ...] = ()
    opened: tuple[OpenedTab, ...] = ()
    budget: int = 0

    @property
    def left(self) -> int:
        """Actions that are left."""
        return self.budget - len(self.opened)

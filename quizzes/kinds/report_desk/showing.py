"""What a screen of a case shows. Nothing here has a place for a key, and only the screen at hand is in it."""

from dataclasses import dataclass

from quizzes.facts import ShownFact
from quizzes.showing import ShownItem, ShownOption


@dataclass(frozen=True)
class ShownChannel(ShownOption):
    """A channel to tick, with whom it serves."""

    serves: str = ""


@dataclass(frozen=True)
class OwnChoice:
    """What the learner chose on an earlier screen, for the last look before sending."""

    screen: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ShownCase(ShownItem):
    """One screen of a case: its name, its place among the screens of the way taken, and what it offers."""

    screen: str = ""
    number: int = 0
    total: int = 0
    back: str = ""
    story: str = ""
    description: tuple[str, ...] = ()
    own: tuple[OwnChoice, ...] = ()
    facts: tuple[ShownFact, ...] = ()

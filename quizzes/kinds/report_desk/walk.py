"""How far somebody has come in a case: the screens of the report flow, read from a kept answer of any shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from quizzes.answering import Response
from quizzes.kinds.report_desk.desk import APP, LEAVE, Desk

# The post and what to do about it, the two levels of reasons, what is saved, the order, who else, a last look.
SCREENS = ("post", "reason", "detail", "evidence", "order", "channels", "confirm")
# Whoever reports nothing is not asked for a reason, evidence or an order.
SCREENS_WITHOUT_REPORT = ("post", "channels", "confirm")
DECISIONS = ("report", "leave")


@dataclass(frozen=True)
class Choices:
    """What a case offers, by names, in the order of the lists."""

    evidence: tuple[str, ...]
    steps: tuple[str, ...]
    channels: tuple[str, ...]  # those that are ticked


@dataclass(frozen=True)
class Walk:
    """What somebody has chosen so far; what makes no sense in a kept answer is left out.

    `reason` is a family and `detail` one of its reasons. `evidence` and `channels` are None until their screen was
    sent. `stands_at` is the screen to go on with, and `is_halted` says that going on failed there.
    """

    offered: Choices
    decision: str | None = None
    reason: str | None = None
    detail: str | None = None
    evidence: tuple[str, ...] | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    channels: tuple[str, ...] | None = None
    is_sent: bool = False
    stands_at: str | None = None
    is_halted: bool = False

    @staticmethod
    def of(offered: Choices, desk: Desk, response: Response) -> "Walk":
        """The walk that a kept answer tells of. Total: a response of any shape."""
        family = next((one for one in desk.families if one.id == response.get("reason")), None)
        details = [reason.id for reason in family.reasons] if family else []
        return Walk(
            offered,
            decision=_among(response.get("decision"), DECISIONS),
            reason=family.id if family else None,
            detail=_among(response.get("detail"), details),
            evidence=_chosen(response.get("evidence"), offered.evidence),
            places=_places(response.get("order"), offered.steps),
            channels=_chosen(response.get("channels"), offered.channels),
            is_sent=response.get("sent") is True,
            stands_at=_among(response.get("at"), SCREENS),
            is_halted=response.get("halted") is True,
        )

    @property
    def screens(self) -> tuple[str, ...]:
        """The screens that this way leads through; before the first decision, those of a report."""
        return SCREENS_WITHOUT_REPORT if self.decision == "leave" else SCREENS

    @property
    def due(self) -> str:
        """The first screen that is not filled in, or the last one."""
        return next((screen for screen in self.screens if not self.is_filled(screen)), self.screens[-1])

    @property
    def now(self) -> str:
        """The screen to show to whoever asks for none."""
        return self.stands_at if self.stands_at and self.may_see(self.stands_at) else self.due

    @property
    def is_complete(self) -> bool:
        return all(self.is_filled(screen) for screen in self.screens)

    @property
    def taken(self) -> frozenset[str]:
        """Every channel that was chosen, with the one that the first screen decides about."""
        decided = {"report": APP, "leave": LEAVE}.get(self.decision or "")
        return frozenset([*(self.channels or ()), *([decided] if decided else [])])

    def is_filled(self, screen: str) -> bool:
        """Whether this screen has what it asks for. Evidence asks for something, other channels may be none."""
        return {
            "post": self.decision is not None,
            "reason": self.reason is not None,
            "detail": self.detail is not None,
            "evidence": bool(self.evidence),
            "order": len({*self.places.values()}) == len(self.offered.steps),
            "channels": self.channels is not None,
            "confirm": self.is_sent,
        }[screen]

    def may_see(self, screen: str) -> bool:
        """Whether the screen is on this way and everything before it is filled in."""
        if screen not in self.screens:
            return False
        return all(self.is_filled(earlier) for earlier in self.screens[: self.screens.index(screen)])

    def left_from(self, screen: str, goes_on: bool) -> "Walk":
        """The walk after the form of this screen: at the next one, or halted where it lacks what it asks for."""
        is_filled = self.is_filled(screen)
        place = self.screens.index(screen) + int(goes_on and is_filled)
        return replace(
            self,
            stands_at=self.screens[min(place, len(self.screens) - 1)],
            is_halted=goes_on and not is_filled,
        )

    def to_response(self) -> Response:
        """The answer that is kept."""
        places: dict[str, JsonValue] = {step: self.places.get(step) for step in self.offered.steps}
        return {
            "decision": self.decision,
            "reason": self.reason,
            "detail": self.detail,
            "evidence": None if self.evidence is None else [*self.evidence],
            "order": places,
            "channels": None if self.channels is None else [*self.channels],
            "sent": self.is_sent,
            "at": self.stands_at,
            "halted": self.is_halted,
        }


def _among(value: object, allowed: Sequence[str]) -> str | None:
    return value if isinstance(value, str) and value in allowed else None


def _chosen(value: object, offered: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(one for one in offered if one in value) if isinstance(value, list) else None


def _places(value: object, steps: Sequence[str]) -> dict[str, int]:
    given = value if isinstance(value, dict) else {}
    places = range(1, len(steps) + 1)
    return {step: place for step in steps if type(place := given.get(step)) is int and place in places}

"""The conversation activity: two friends or more, a case to read instead, and who has rated the replies."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, JsonValue

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.kinds.conversation.talk import Reply, Talk, Turn
from quizzes.texts import Frozen, Text, Written


class Experts(Frozen):
    """Who has rated the replies. While it is pending the ratings are the author's own, and no page says otherwise."""

    state: Literal["pending", "rated"] = Field(description="`rated` once a panel has")
    panel: int | None = Field(default=None, ge=3, description="how many raters")
    roles: tuple[Written, ...] = Field(default=(), description="as what they rated")
    date: datetime.date | None = Field(default=None, description="when")


class Evidence(Frozen):
    """A card on what is known, with its source."""

    claim: Text = Field(description="what is known, in two sentences")
    source: Written = Field(description="the name of the source, as a reader would look for it")
    url: Written = Field(description="its address")
    verified_on: datetime.date = Field(description="when somebody last read it there")


class Conversation(AnyActivity):
    """Conversations with a friend in distress. A run has one, the friend not met before first.

    Scoring: the distance of the chosen replies from the best ones, and whether one asked, referred and agreed
    (`scoring.py`). Ratings are provisional until a panel has signed them. Replies are never kept after handing in.
    """

    listed: ClassVar[str] = "talks"
    is_stepwise: ClassVar[bool] = True
    shows_ends: ClassVar[bool] = True
    keeps_answers_days: ClassVar[int | None] = 0

    kind: Literal["conversation"] = Field(description="names this kind")
    experts: Experts = Field(description="who has rated the replies")
    evidence: Evidence = Field(description="shown with every result")
    talks: tuple[Talk, ...] = Field(min_length=2, description="the conversations, and cases to read instead")

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.talks

    @cached_property
    def by_id(self) -> Mapping[str, Talk]:
        return {talk.id: talk for talk in self.talks}

    @property
    def counts(self) -> Mapping[str, int]:
        return {**super().counts, "conversations": sum(talk.alt_of is None for talk in self.entries)}

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        return (Stratum(1, {talk.id: talk.id for talk in self.talks if talk.alt_of is None}),)

    def page_size(self, mode: Mode) -> int:
        return 1

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        talks = [self.by_id[item] for item in item_ids]
        for place in range(3):
            yield f"reply {place + 1} every time", {talk.id: _always(talk, _at(place)) for talk in talks}
        yield "the mildest reply every time", {talk.id: _always(talk, _mildest) for talk in talks}

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        if (self.experts.state == "rated") != (None not in (self.experts.panel, self.experts.date)):
            yield Finding(("experts",), "Rated by a panel: say how many and when. Pending: neither.")
        for talk in self.talks:
            if talk.alt_of is None and talk.id not in self.alternatives:
                yield Finding(("talks", talk.id), "Somebody may not want to play this: give it an alternative.")
            if talk.reading != (talk.alt_of is not None):
                yield Finding(("talks", talk.id), "A conversation is played, and its alternative is a case to read.")


def _always(talk: Talk, pick: Callable[[Turn], Reply]) -> Response:
    here, moves = talk.places[talk.start], list[JsonValue]()
    while here.replies:
        reply = pick(here)
        moves.append({"choice": reply.id})
        here = talk.places[reply.to]
    return {"moves": moves}


def _at(place: int) -> Callable[[Turn], Reply]:
    return lambda turn: turn.replies[min(place, len(turn.replies) - 1)]


def _mildest(turn: Turn) -> Reply:
    """The reply that neither helps nor harms much."""
    return min(turn.replies, key=lambda reply: abs(reply.rating))

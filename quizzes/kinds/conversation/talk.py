"""One conversation: what the friend says, the replies to choose from, and where each leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field

from quizzes.answering import Given, NotAnOption, OutOfOrder, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.showing import ShownItem, ShownOption
from quizzes.texts import Frozen, Name, Run, Text, Written
from quizzes.walking import arrived, can_miss, has_circle, longest, step_number, unreachable, walked

Step = Literal["ask_direct", "refer", "next_step"]
STEPS: tuple[Step, ...] = get_args(Step)
REPLIES = range(3, 5)
LONGEST = 12
REGISTERS = ("ms", "en", "mixed")


class Reply(Frozen):
    """Something that a friend might answer."""

    id: Name = Field(description="stands in the form; tells nothing of the rating")
    t: Text = Field(description="the words, as somebody would say them")
    rating: float = Field(ge=-3, le=3, description="how helpful it is, −3 harmful to 3 helpful; see `experts`")
    to: Name = Field(description="the turn that follows")
    does: tuple[Step, ...] = Field(
        default=(), description="what it settles: asks about suicide directly, refers to a named help, agrees on a step"
    )
    unsafe: bool = Field(
        default=False, description="one of the five unsafe replies: caps the run at 50 while it stands"
    )
    coach: Text = Field(
        description="names the skill or what goes wrong, in a sentence; shown after the turn in practice"
    )


class Turn(Frozen):
    """What the friend says, and the replies. A turn without replies ends the conversation."""

    id: Name = Field(description="a name within the conversation")
    says: tuple[Run, ...] = Field(default=(), description="the friend's own words, each stretch in its language")
    told: Text | None = Field(default=None, description="what happens, told by nobody in particular; ends have it")
    gloss: Text | None = Field(default=None, description="the friend's words in plain language")
    gate: bool = Field(default=False, description="a reply here can be unsafe: safety depends on it")
    replies: tuple[Reply, ...] = Field(default=(), description="three or four; none where the conversation ends")
    better: Mapping[Literal["ms", "en", "mixed"], Written] = Field(
        default_factory=dict, description="wordings that work well here: Malay, English and mixed, as people speak"
    )

    @property
    def exits(self) -> Mapping[str, str]:
        return {reply.id: reply.to for reply in self.replies}

    @cached_property
    def by_id(self) -> Mapping[str, Reply]:
        return {reply.id: reply for reply in self.replies}


@dataclass(frozen=True)
class Line:
    """One line of the conversation so far: the friend's, what happened, or the learner's own (`reply`)."""

    runs: tuple[Run, ...] = ()
    gloss: str = ""
    told: str = ""
    reply: str = ""
    coach: str = ""


@dataclass(frozen=True)
class ShownTalk(ShownItem):
    """A conversation up to where it stands. `made` counts the replies; `rewinds` says that one may be taken back."""

    friend: str = ""
    is_reading: bool = False
    scene: str = ""
    lines: tuple[Line, ...] = ()
    made: int = 0
    has_ended: bool = False
    rewinds: bool = False


class Talk(AnyItem):
    """A conversation with one friend, or with `reading` a case that is read instead, for the same credit.

    Kept answer: `{"moves": [{"choice": "<reply>"}, …]}`, deleted when the run is handed in.
    Form: `a-<talk>-at` (replies given before), `a-<talk>-choice` or `a-<talk>-rewind=1`.
    """

    friend: Written = Field(description="the friend's name")
    reading: bool = Field(default=False, description="told as a case to read and judge instead of played")
    scene: Text = Field(description="who and where, before the first line")
    start: Name = Field(description="the first turn")
    turns: tuple[Turn, ...] = Field(min_length=2, description="all turns; each way through them ends")

    @cached_property
    def places(self) -> Mapping[str, Turn]:
        return {turn.id: turn for turn in self.turns}

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(f"{turn.id}.{reply.id}" for turn in self.turns for reply in turn.replies)

    @property
    def parts(self) -> tuple[str, ...]:
        return ("at", "choice", "rewind")

    def moves(self, response: Response) -> list[tuple[str, str]]:
        """The (turn, reply) pairs that stand."""
        return walked(self.places, self.start, response.get("moves"))

    def unsafe_at(self, moves: Sequence[tuple[str, str]]) -> int | None:
        """The place of the first unsafe reply among the moves."""
        return next((n for n, (turn, reply) in enumerate(moves) if self.places[turn].by_id[reply].unsafe), None)

    def read(self, given: Given, earlier: Response) -> Response | None:
        moves = self.moves(earlier)
        if one_of(given.get("rewind", ()), ("1",), field_name(self.id, "rewind")):
            return self._rewound(moves)
        turn = self.places[arrived(self.places, self.start, moves)]
        choice = self._choice(given)
        number = step_number(given.get("at", ()), len(moves), field_name(self.id, "at"))
        if number == len(moves) - 1 and choice in (None, moves[-1][1]):
            return _kept(moves)
        if number != len(moves):
            raise OutOfOrder
        if choice is None:
            return None
        if choice not in turn.exits:
            raise OutOfOrder if not turn.exits else NotAnOption(field_name(self.id, "choice"))
        return _kept([*moves, (turn.id, choice)])

    def _choice(self, given: Given) -> str | None:
        known = sorted({reply.id for turn in self.turns for reply in turn.replies})
        return one_of(given.get("choice", ()), known, field_name(self.id, "choice"))

    def _rewound(self, moves: list[tuple[str, str]]) -> Response:
        unsafe = self.unsafe_at(moves)
        return _kept(moves if unsafe is None else moves[:unsafe])

    def is_answered(self, response: Response) -> bool:
        moves = self.moves(response)
        return not self.places[arrived(self.places, self.start, moves)].exits

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        if not self.is_answered(response):
            yield "missing", ("choice",)

    def shown(self, sight: Sight) -> ShownItem:
        language, moves = sight.language, self.moves(sight.response)
        here = self.places[arrived(self.places, self.start, moves)]
        order = {option: place for place, option in enumerate(sight.order)}
        replies = sorted(here.replies, key=lambda reply: order.get(f"{here.id}.{reply.id}", 0))
        unsafe = self.unsafe_at(moves)
        return ShownTalk(
            self.id,
            "talk",
            options=tuple(ShownOption(reply.id, reply.t[language]) for reply in replies),
            friend=self.friend,
            is_reading=self.reading,
            scene=self.scene[language],
            lines=self._lines(moves, language, has_coach=sight.mode == "practice"),
            made=len(moves),
            has_ended=not here.exits,
            # In practice at once, in a scored run once it is over: before, it would tell which reply is unsafe.
            rewinds=unsafe is not None and (sight.mode == "practice" or not here.exits),
        )

    def _lines(self, moves: Sequence[tuple[str, str]], language: str, *, has_coach: bool) -> tuple[Line, ...]:
        lines: list[Line] = []
        for place, choice in moves:
            turn, reply = self.places[place], self.places[place].by_id[choice]
            lines.append(said(turn, language))
            lines.append(Line(reply=reply.t[language], coach=reply.coach[language] if has_coach else ""))
        return (*lines, said(self.places[arrived(self.places, self.start, moves)], language))

    def right_way(self) -> Sequence[Given]:
        here = self.places[self.start]
        way: list[Given] = []
        while here.replies:
            reply = max(here.replies, key=lambda one: one.rating)
            way.append({"at": [str(len(way))], "choice": [reply.id]})
            here = self.places[reply.to]
        return way

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        here = self.places[self.start]
        way: list[Given] = []
        while here.replies:
            reply = min(here.replies, key=lambda one: one.rating)
            way.append({"at": [str(len(way))], "choice": [reply.id]})
            here = self.places[reply.to]
        yield way

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        unknown = [
            Finding(("turns", turn.id, "replies", reply.id), f"There is no turn “{reply.to}”.")
            for turn in self.turns
            for reply in turn.replies
            if reply.to not in self.places
        ]
        if unknown or self.start not in self.places:
            yield from unknown or [Finding(("start",), f"There is no turn “{self.start}”.")]
            return
        for lost in unreachable(self.places, self.start):
            yield Finding(("turns", lost), f"No reply leads to the turn “{lost}”.")
        if has_circle(self.places, self.start):
            yield Finding(("turns",), "Some way comes back to where it was: a conversation must end.")
            return
        for turn in self.turns:
            yield from self._turn_findings(turn)
        yield from self._way_findings()

    def _way_findings(self) -> Iterator[Finding]:
        """However it goes, there comes a moment to ask, one to refer and one to agree."""
        if longest(self.places, self.start) > LONGEST:
            yield Finding(("turns",), f"A way takes more than {LONGEST} replies.")
        for step in STEPS:
            offering = [turn.id for turn in self.turns if any(step in reply.does for reply in turn.replies)]
            if can_miss(self.places, self.start, offering):
                yield Finding(("turns",), f"On some way no reply does “{step}”.")

    def _turn_findings(self, turn: Turn) -> Iterator[Finding]:
        place = ("turns", turn.id)
        if not turn.says and not turn.told:
            yield Finding(place, "A turn has words of the friend (“says”) or tells what happens (“told”).")
        if not turn.replies:
            return
        if len(turn.replies) not in REPLIES:
            yield Finding(place, f"A turn has three or four replies, not {len(turn.replies)}.")
        ratings = [reply.rating for reply in turn.replies]
        if max(ratings) == min(ratings):
            yield Finding(place, "All replies are rated alike: nothing could be told apart.")
        if any(reply.unsafe and reply.rating >= 0 for reply in turn.replies):
            yield Finding(place, "An unsafe reply is rated below 0.")
        if any(reply.unsafe for reply in turn.replies) != turn.gate:
            yield Finding(place, "A gate is a turn where a reply can be unsafe: mark both or neither.")
        if set(turn.better) != set(REGISTERS):
            yield Finding((*place, "better"), "Give a better wording in Malay, in English and mixed: ms, en, mixed.")


def said(turn: Turn, language: str) -> Line:
    """What the friend says, or what happens, at this turn."""
    return Line(turn.says, turn.gloss[language] if turn.gloss else "", turn.told[language] if turn.told else "")


def exact(rating: float) -> Fraction:
    """The rating as it was written, without the noise of binary fractions."""
    return Fraction(str(rating))


def _kept(moves: Sequence[tuple[str, str]]) -> Response:
    return {"moves": [{"choice": choice} for _turn, choice in moves]}

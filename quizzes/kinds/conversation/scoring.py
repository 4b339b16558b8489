"""Scoring of a conversation: how near the replies come to the best ones, and whether it led to help.

    L = mean closeness of the replies given (1 the best of its turn, 0 the worst)
    A, R, N = 1 when one asked directly, referred to a named help, agreed on a next step, else 0
    score = 100 · (0.55 L + 0.15 A + 0.20 R + 0.10 N); at most 50 while an unsafe reply stands
    passed: score ≥ 75, ended, and no unsafe reply

The distance from a panel's ratings is that of the SIRI (`quizzes/kernels/rated_choice.py`). A conversation that was
not ended earns nothing.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kernels.rated_choice import closeness
from quizzes.kinds.conversation.definition import Conversation
from quizzes.kinds.conversation.talk import Line, Reply, Talk, exact, said
from quizzes.results import ExplainedItem, ItemResult, Result, Verdict
from quizzes.walking import arrived

LISTENING, ASKING, REFERRING, AGREEING = Fraction(55, 100), Fraction(15, 100), Fraction(20, 100), Fraction(10, 100)
UNSAFE_CAP = Fraction(50, 100)
PASS_SHARE = Fraction(75, 100)


@dataclass(frozen=True)
class ExplainedTurn:
    """A line of the friend's with the reply given, what it does, and wordings that work well here."""

    line: Line
    reply: str
    coach: str
    is_unsafe: bool
    closeness: float
    better: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ExplainedTalk(ExplainedItem):
    """The transcript, its end, and what is known about asking."""

    friend: str = ""
    is_reading: bool = False
    turns: tuple[ExplainedTurn, ...] = ()
    end: Line | None = None
    evidence: str = ""
    source: str = ""
    source_url: str = ""
    verified_on: datetime.date | None = None


@dataclass(frozen=True)
class _Mark:
    listening: Fraction
    steps: frozenset[str]
    is_unsafe: bool
    has_ended: bool

    @property
    def credit(self) -> Fraction:
        if not self.has_ended:
            return Fraction(0)
        shares = {"ask_direct": ASKING, "refer": REFERRING, "next_step": AGREEING}
        credit = LISTENING * self.listening + sum((shares[step] for step in self.steps), Fraction(0))
        return min(credit, UNSAFE_CAP) if self.is_unsafe else credit

    @property
    def passed(self) -> bool:
        return self.credit >= PASS_SHARE and not self.is_unsafe


def score(activity: Conversation, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. Components: `listening` (L); `asked`, `referred`, `agreed`, `unsafe`, `ended`, 0 or 1."""
    marks = {item: _mark(activity.by_id[item], responses[item]) for item in item_ids}
    credits = [mark.credit for mark in marks.values()]
    mean = sum(credits, Fraction(0)) / len(credits) if credits else Fraction(0)
    return Result(
        score=float(100 * mean),
        passed=bool(marks) and all(mark.passed for mark in marks.values()),
        points=float(sum(credits, Fraction(0))),
        out_of=float(len(marks)),
        components={
            "listening": float(min((mark.listening for mark in marks.values()), default=Fraction(0))),
            "asked": float(all("ask_direct" in mark.steps for mark in marks.values())),
            "referred": float(all("refer" in mark.steps for mark in marks.values())),
            "agreed": float(all("next_step" in mark.steps for mark in marks.values())),
            "unsafe": float(any(mark.is_unsafe for mark in marks.values())),
            "ended": float(all(mark.has_ended for mark in marks.values())),
        },
        items=tuple(ItemResult(item, _verdict(mark), float(mark.credit)) for item, mark in marks.items()),
    )


def explain(activity: Conversation, item_id: str, response: Response, language: str, number: int) -> ExplainedTalk:
    """The transcript turn by turn, with better wordings."""
    talk = activity.by_id[item_id]
    moves, evidence = talk.moves(response), activity.evidence
    end = talk.places[arrived(talk.places, talk.start, moves)]
    return ExplainedTalk(
        id=talk.id,
        number=number,
        kind="talk",
        verdict=_verdict(_mark(talk, response)),
        your_answer="",
        right_answer="",
        why="",
        why_right="",
        misconception="",
        friend=talk.friend,
        is_reading=talk.reading,
        turns=tuple(_turn(talk, turn, reply, language) for turn, reply in moves),
        end=None if end.exits else said(end, language),
        evidence=evidence.claim[language],
        source=evidence.source,
        source_url=evidence.url,
        verified_on=evidence.verified_on,
    )


def weakest_families(
    activity: Conversation, item_ids: Sequence[str], responses: Mapping[str, Response]
) -> tuple[str, ...]:
    """Conversations have no families."""
    return ()


def _mark(talk: Talk, response: Response) -> _Mark:
    moves = talk.moves(response)
    replies = [talk.places[turn].by_id[reply] for turn, reply in moves]
    close = [_closeness(talk, turn, reply) for (turn, _choice), reply in zip(moves, replies, strict=True)]
    return _Mark(
        listening=sum(close, Fraction(0)) / len(close) if close else Fraction(0),
        steps=frozenset(step for reply in replies for step in reply.does),
        is_unsafe=any(reply.unsafe for reply in replies),
        has_ended=talk.is_answered(response),
    )


def _closeness(talk: Talk, turn: str, reply: Reply) -> Fraction:
    return closeness(exact(reply.rating), [exact(one.rating) for one in talk.places[turn].replies])


def _verdict(mark: _Mark) -> Verdict:
    if not mark.has_ended:
        return "unanswered"
    return "right" if mark.passed else "wrong"


def _turn(talk: Talk, turn_id: str, reply_id: str, language: str) -> ExplainedTurn:
    turn, reply = talk.places[turn_id], talk.places[turn_id].by_id[reply_id]
    return ExplainedTurn(
        line=said(turn, language),
        reply=reply.t[language],
        coach=reply.coach[language],
        is_unsafe=reply.unsafe,
        closeness=float(_closeness(talk, turn_id, reply)),
        better=tuple(
            (register, turn.better[register]) for register in ("ms", "en", "mixed") if register in turn.better
        ),
    )

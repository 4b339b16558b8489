"""A case of the report desk: a post, the screens of a report about it, and what is right on each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from quizzes.answering import Given, NotAnOption, OutOfOrder, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.facts import ShownFact
from quizzes.kernels.partial_order import Before, one_right_order
from quizzes.kinds.report_desk.desk import APP, LEAVE, Desk
from quizzes.kinds.report_desk.rules import case_findings
from quizzes.kinds.report_desk.showing import OwnChoice, ShownCase, ShownChannel
from quizzes.kinds.report_desk.walk import DECISIONS, SCREENS, Choices, Walk
from quizzes.showing import ShownOption
from quizzes.texts import Frozen, Name, Run, Text, Written

Urgency = Literal["none", "soon", "high", "emergency"]
Keep = Literal["keep", "may", "harm"]
Turn = Literal["must", "should", "may", "harm"]

FIELDS = ("at", "on", "decision", "reason", "detail", "evidence", "channels")


class Why(Frozen):
    """Why the model trail goes as it does, screen by screen."""

    reason: Text = Field(description="why this reason, or why there is nothing to report")
    evidence: Text | None = Field(default=None, description="why this is saved and that is not; of cases to act on")
    order: Text | None = Field(default=None, description="why in this order; of cases to act on")
    channels: Text = Field(description="why these channels, and what the harmful ones would do")


class Case(AnyItem):
    """One case: something posted, and what to do about it.

    It is answered on one screen after another: report it or not, the two levels of reasons, what is saved, what comes
    first, next and last, who else should know, and a last look. Whoever does not report goes from the first screen to
    the channels. With `urgency: none` nothing should be reported: then `leave` is `must` and `app` is `harm`, there
    are no `reasons`, no pairs in `before` and nothing to `keep`.

    Kept answer: `{"decision": "report" or "leave", "reason": family, "detail": reason, "evidence": […],
    "order": {step: place or None}, "channels": […], "sent": bool, "at": screen, "halted": bool}`; None where a screen
    was not sent. Form: `a-<case>-at=<screen>` with the fields of that screen, and `a-<case>-on=1` from the button that
    goes on; without it the choices are only kept.
    """

    urgency: Urgency = Field(
        description="how soon somebody must act: `emergency` within minutes, `high` within hours, `soon` within days, "
        "`none` where nothing is to be reported"
    )
    story: Text = Field(description="how the learner comes to see it, in two or three sentences")
    author: Written = Field(description="who posts, as an app shows it")
    context: Text = Field(description="where it stands")
    runs: tuple[Run, ...] = Field(min_length=1, description="its words, as people write them")
    gloss: Text | None = Field(default=None, description="the meaning in plain words, where the mix is hard to read")
    screen: tuple[Text, ...] = Field(
        min_length=2, description="what is on the screen, line by line, instead of a picture of it"
    )
    reasons: Mapping[Name, Annotated[float, Field(gt=0, le=1)]] = Field(
        default_factory=dict,
        description="credit for reasons, 1 for the right one, less for near ones; a family's goes to its others",
    )
    evidence: Mapping[Name, Keep] = Field(
        description="what the third screen offers: `keep` is right, `may` is free, `harm` costs half of the credit"
    )
    steps: tuple[Name, ...] = Field(min_length=3, description="the steps to put in order")
    before: tuple[tuple[Name, Name], ...] = Field(
        default=(), description="pairs of steps: the first belongs before the second"
    )
    channels: Mapping[Name, Turn] = Field(
        description="who may be turned to: `must` counts 1, `should` ½, `may` is free, `harm` costs half of the credit"
    )
    why: Why = Field(description="the reasons of the model trail")
    reviewer: Text = Field(description="what somebody who checks such a report sees, and makes of it")
    facts: tuple[Name, ...] = Field(default=(), description="facts behind the reasons, by id")

    # The lists that all cases share, lent by the definition as soon as it is read.
    _desk: Desk = PrivateAttr()

    def lend(self, desk: Desk) -> None:
        """Let the case look things up in the lists of its definition."""
        self._desk = desk

    @property
    def is_to_report(self) -> bool:
        return self.urgency != "none"

    @property
    def is_emergency(self) -> bool:
        return self.urgency == "emergency"

    @property
    def sort(self) -> str:
        """Which part of a run it is drawn for: `emergency`, `act` or `leave`."""
        return {"emergency": "emergency", "none": "leave"}.get(self.urgency, "act")

    @property
    def theme(self) -> str:
        """What it is about: its right reason, or its first tag. Runs are spread over these."""
        best = max(self.reasons, key=lambda reason: (self.reasons[reason], reason), default="")
        return best or next(iter(self.tags), "")

    @cached_property
    def offered(self) -> Choices:
        """What the screens offer, in the order of the shared lists."""
        return Choices(
            evidence=tuple(one.id for one in self._desk.keepable if one.id in self.evidence),
            steps=self.steps,
            channels=tuple(
                one.id for one in self._desk.channels if one.id in self.channels and one.id not in (APP, LEAVE)
            ),
        )

    @property
    def pairs(self) -> tuple[Before, ...]:
        return tuple(Before(first, then) for first, then in self.before)

    @property
    def missed_rank(self) -> int:
        return {"emergency": 0, "act": 1, "leave": 2}[self.sort]

    @property
    def parts(self) -> tuple[str, ...]:
        return (*FIELDS, *self.steps)

    @property
    def misconceptions(self) -> frozenset[str]:
        return frozenset(
            belief
            for choice, belief in self._desk.beliefs.items()
            if "harm" in (self.evidence.get(choice), self.channels.get(choice))
        )

    @property
    def beliefs(self) -> Mapping[str, str]:
        """The wrong belief that a harmful choice shows, by the name of the choice."""
        return self._desk.beliefs

    @property
    def helps_at_once(self) -> frozenset[str]:
        """The channels without which an emergency is missed."""
        return self._desk.helps_at_once

    def walk(self, response: Response) -> Walk:
        """How far an answer has come. Total: a response of any shape."""
        return Walk.of(self.offered, self._desk, response)

    def kept_as(self, rating: Keep) -> tuple[str, ...]:
        return tuple(one for one in self.offered.evidence if self.evidence[one] == rating)

    def turned_to_as(self, *ratings: Turn) -> tuple[str, ...]:
        """The channels of these ratings, with `app` and `leave`, in the order of the list."""
        return tuple(one.id for one in self._desk.channels if self.channels.get(one.id) in ratings)

    def credit_of(self, detail: str) -> Fraction:
        """The credit for a reason: its own, or what its family has for all others."""
        credit = self.reasons.get(detail, self.reasons.get(self._desk.family_of[detail].id, 0))
        return Fraction(credit).limit_denominator(100)

    def right_order(self) -> tuple[str, ...]:
        return one_right_order(self.steps, self.pairs)

    # --- on the page ------------------------------------------------------------------------------------------------

    def shown(self, sight: Sight) -> ShownCase:
        language, walk = sight.language, self.walk(sight.response)
        screen = sight.at if walk.may_see(sight.at) else walk.now
        place = walk.screens.index(screen)
        return ShownCase(
            self.id,
            "case",
            author=self.author,
            context=self.context[language],
            gloss=self.gloss[language] if self.gloss else "",
            runs=self.runs,
            options=self._options(screen, walk, language),
            screen=screen,
            number=place + 1,
            total=len(walk.screens),
            back=walk.screens[place - 1] if place else "",
            story=self.story[language],
            description=tuple(line[language] for line in self.screen),
            own=self._own(walk, language) if screen == "confirm" else (),
            facts=self._channel_facts(language) if screen == "channels" else (),
        )

    def _options(self, screen: str, walk: Walk, language: str) -> tuple[ShownOption, ...]:
        desk = self._desk
        if screen == "reason":
            return tuple(ShownOption(one.id, one.label[language]) for one in desk.families)
        if screen == "detail":
            family = desk.family_of[walk.reason or ""]
            return tuple(ShownOption(one.id, one.label[language]) for one in family.reasons)
        if screen == "evidence":
            return tuple(ShownOption(one, self.label(one, language)) for one in self.offered.evidence)
        if screen == "order":
            return tuple(ShownOption(one, self.label(one, language)) for one in self.steps)
        if screen == "channels":
            return tuple(
                ShownChannel(one.id, one.label[language], one.serves[language])
                for one in desk.channels
                if one.id in self.offered.channels
            )
        return ()

    def label(self, name: str, language: str) -> str:
        """The words of whatever is ticked or put in order; of a reason with its family."""
        if name in self._desk.reasons:
            family = self._desk.family_of[name]
            return f"{family.label[language]}: {self._desk.reasons[name].label[language]}"
        return next(one.label[language] for one in self._desk.named if one.id == name)

    def _own(self, walk: Walk, language: str) -> tuple[OwnChoice, ...]:
        chosen = {
            "post": [walk.decision or ""],
            "detail": [walk.detail or ""],
            "evidence": walk.evidence or (),
            "order": sorted(walk.places, key=lambda step: walk.places[step]),
            "channels": walk.channels or (),
        }
        return tuple(
            OwnChoice(screen, tuple(one if screen == "post" else self.label(one, language) for one in chosen[screen]))
            for screen in walk.screens
            if screen in chosen
        )

    def _channel_facts(self, language: str) -> tuple[ShownFact, ...]:
        return tuple(fact.shown(language) for fact in self._desk.facts_of(self.offered.channels))

    # --- reading ----------------------------------------------------------------------------------------------------

    def read(self, given: Given, earlier: Response) -> Response | None:
        walk = self.walk(earlier)
        screen = one_of(given.get("at", ()), SCREENS, field_name(self.id, "at"))
        fields = self._fields_of(screen)
        strange = [part for part, values in given.items() if part not in fields and any(values)]
        if strange:
            raise NotAnOption(field_name(self.id, strange[0]))
        if screen is None:
            return None
        if not walk.may_see(screen):
            raise OutOfOrder
        goes_on = self._one(given, "on", ("1",)) is not None
        return self._taken(walk, screen, given).left_from(screen, goes_on).to_response()

    def _fields_of(self, screen: str | None) -> tuple[str, ...]:
        own = {None: (), "post": ("decision",), "order": self.steps, "confirm": ()}
        return ("at", "on", *own.get(screen, (screen or "",)))

    def _taken(self, walk: Walk, screen: str, given: Given) -> Walk:
        """The walk with the fields of this screen. A radio group cannot be emptied, so an empty one changes nothing."""
        if screen == "post":
            return replace(walk, decision=self._one(given, "decision", DECISIONS) or walk.decision)
        if screen == "reason":
            reason = self._one(given, "reason", [one.id for one in self._desk.families]) or walk.reason
            return replace(walk, reason=reason, detail=walk.detail if reason == walk.reason else None)
        if screen == "detail":
            details = [one.id for one in self._desk.family_of[walk.reason or ""].reasons]
            return replace(walk, detail=self._one(given, "detail", details) or walk.detail)
        if screen == "evidence":
            return replace(walk, evidence=self._several(given, "evidence", self.offered.evidence))
        if screen == "order":
            numbers = [str(place) for place in range(1, len(self.steps) + 1)]
            places = {step: self._one(given, step, numbers) for step in self.steps}
            return replace(walk, places={step: int(place) for step, place in places.items() if place})
        if screen == "channels":
            return replace(walk, channels=self._several(given, "channels", self.offered.channels))
        return replace(walk, is_sent=True)

    def _one(self, given: Given, part: str, allowed: Sequence[str]) -> str | None:
        return one_of(given.get(part, ()), allowed, field_name(self.id, part))

    def _several(self, given: Given, part: str, allowed: Sequence[str]) -> tuple[str, ...]:
        values = [value for value in given.get(part, ()) if value]
        if not set(values) <= set(allowed):
            raise NotAnOption(field_name(self.id, part))
        return tuple(one for one in allowed if one in values)

    def is_answered(self, response: Response) -> bool:
        return self.walk(response).is_complete

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What the screen lacks from which going on failed: its name is the kind of gap, in an order steps follow."""
        walk = self.walk(response)
        if not walk.is_halted or walk.is_filled(walk.now):
            return
        if walk.now != "order":
            yield walk.now, ()
            return
        places = [*walk.places.values()]
        if unplaced := tuple(step for step in self.steps if step not in walk.places):
            yield "unplaced", unplaced
        if tied := tuple(step for step in walk.places if places.count(walk.places[step]) > 1):
            yield "tie", tied

    # --- the rehearsal ----------------------------------------------------------------------------------------------

    def right_way(self) -> Sequence[Given]:
        turned = {"channels": [one for one in self.turned_to_as("must", "should") if one in self.offered.channels]}
        if not self.is_to_report:
            return self._left(turned)
        best = self.theme
        return self._reported(best, self.kept_as("keep"), self.right_order(), turned)

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        """The other decision, and the wrong thing on every screen."""
        harmful = {"channels": [one for one in self.turned_to_as("harm") if one in self.offered.channels]}
        worthless = next(reason for reason in self._desk.reasons if not self.credit_of(reason))
        order = tuple(reversed(self.right_order()))
        if self.is_to_report:
            yield self._left(harmful)
        yield self._reported(worthless, self.kept_as("harm") or self.offered.evidence, order, harmful)

    def answer(self, way: Sequence[Given]) -> Response:
        """What is kept after these forms."""
        response: Response = {}
        for form in way:
            response = self.read(form, response) or response
        return response

    def reported_right_otherwise(self) -> Sequence[Given]:
        """The right way with a report, even where nothing should be reported."""
        if self.is_to_report:
            return self.right_way()
        turned = {"channels": [one for one in self.turned_to_as("must", "should") if one in self.offered.channels]}
        return self._reported(next(iter(self._desk.reasons)), self.offered.evidence, self.steps, turned)

    def everything_ticked(self) -> Sequence[Given]:
        """A report with every box ticked, the first reason and the steps as they are listed."""
        first = next(iter(self._desk.reasons))
        return self._reported(first, self.offered.evidence, self.steps, {"channels": self.offered.channels})

    def left_alone(self) -> Sequence[Given]:
        """No report, and nobody told."""
        return self._left({"channels": ()})

    def _left(self, turned: Given) -> Sequence[Given]:
        forms: list[Given] = [{"at": ["post"], "decision": ["leave"]}, {"at": ["channels"], **turned}]
        return [{**form, "on": ["1"]} for form in (*forms, {"at": ["confirm"]})]

    def _reported(self, detail: str, evidence: Sequence[str], order: Sequence[str], turned: Given) -> Sequence[Given]:
        forms: list[Given] = [
            {"at": ["post"], "decision": ["report"]},
            {"at": ["reason"], "reason": [self._desk.family_of[detail].id]},
            {"at": ["detail"], "detail": [detail]},
            {"at": ["evidence"], "evidence": evidence},
            {"at": ["order"], **{step: [str(place)] for place, step in enumerate(order, 1)}},
            {"at": ["channels"], **turned},
        ]
        return [{**form, "on": ["1"]} for form in (*forms, {"at": ["confirm"]})]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        return case_findings(self, self._desk)

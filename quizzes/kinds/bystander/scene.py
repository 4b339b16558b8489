"""One scene: somebody is hurt online, and there are things that one could do, each rated for what it leads to."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field

from quizzes.answering import Given, NotAnOption, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.kernels.rated_choice import best_worst_credit
from quizzes.showing import ShownItem, ShownOption
from quizzes.texts import LANGUAGES, Frozen, Name, Run, Text, Written
from quizzes.wording import option_findings

Way = Literal["direct", "distract", "delegate", "document", "delay"]
WAYS: tuple[Way, ...] = get_args(Way)
Risk = Literal["low", "medium", "high"]

BEST_PICKS = 2
FEWEST_RATERS = 5
SIZES = range(4, 7)
CLEAR_BEST = 1.5  # a scene has two actions at least that are rated so high
CLEAR_WORST = -1.0  # and one that is rated so low


class Raters(Frozen):
    """Who rated the actions of a scene; `pending` until a panel has. No page claims raters that there are not."""

    state: Literal["pending", "rated"] = Field(description="`pending`: the ratings are the author's own")
    count: int | None = Field(default=None, ge=FEWEST_RATERS, description="how many rated, each alone; of rated scenes")
    who: Text | None = Field(default=None, description="what makes them fit to: “counsellors and students”")
    date: datetime.date | None = Field(default=None, description="when, before anybody was scored by it")

    def findings(self) -> Iterator[Finding]:
        told = (self.count, self.who, self.date)
        if self.state == "rated" and None in told:
            yield Finding(("raters",), "Rated scenes say how many rated, who they are and when.")
        if self.state == "pending" and told != (None, None, None):
            yield Finding(("raters",), "Nobody but the author has rated yet: leave out the count, who and the date.")


class Action(Frozen):
    """Something that one could do in a scene. Its id stands in the form, so it tells nothing of the rating."""

    id: Name = Field(description="its name in the form")
    d: Way = Field(description="which of the five ways to step in it is, well done or badly")
    t: Text = Field(description="what one does; a decent person could choose it")
    rating: float = Field(ge=-3, le=3, description="from −3, it makes things worse, to 3, it helps")
    spread: float | None = Field(
        default=None,
        ge=0,
        le=3,
        description="how far the raters lie apart, as their standard deviation; of rated scenes",
    )
    target_centred: bool = Field(
        default=False, description="whether it starts from what the one who was hurt wants or needs"
    )
    why: Text = Field(description="what it leads to in this scene")
    misconception: Name | None = Field(default=None, description="the belief behind picking a harmful one as best")

    @property
    def exact_rating(self) -> Fraction:
        return Fraction(str(self.rating))


class Scene(AnyItem):
    """A scene with four to six actions: the learner picks the two best and the worst.

    Kept answer: `{"best": ["a", "c"], "worst": "d"}`. Form: `a-<scene>-best` repeated, `a-<scene>-worst`, and
    `a-<scene>-shown=1`, so that a page on which the last tick was taken away can be saved. Any number of ticks can be
    saved; with other than two, or one that is the worst too, it is no answer yet.
    """

    risk: Risk = Field(description="how dangerous it is to step in, for the one who does and for the one who was hurt")
    setting: Name = Field(description="where it happens: campus, game, family, work…; runs mix settings")
    story: Text = Field(description="what one sees, and how one knows those in it")
    author: Written | None = Field(default=None, description="who posts, as an app shows it; with a post only")
    context: Text | None = Field(default=None, description="where the post stands")
    runs: tuple[Run, ...] = Field(default=(), description="the words of a post that is shown")
    gloss: Text | None = Field(default=None, description="its meaning in plain words, where the mix is hard to read")
    forbid: tuple[Way, ...] = Field(
        default=(), description="ways that put somebody at risk here: picked as best, the scene earns nothing"
    )
    raters: Raters = Field(description="who rated its actions")
    options: tuple[Action, ...] = Field(description=f"{SIZES[0]} to {SIZES[-1]} actions")
    needs: Text = Field(description="what the one who was hurt might need")

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(action.id for action in self.options)

    @cached_property
    def by_id(self) -> Mapping[str, Action]:
        return {action.id: action for action in self.options}

    @property
    def parts(self) -> tuple[str, ...]:
        return ("best", "worst", "shown")

    @property
    def misconceptions(self) -> frozenset[str]:
        return frozenset(action.misconception for action in self.options if action.misconception)

    # --- shown and answered

    def shown(self, sight: Sight) -> ShownItem:
        language = sight.language
        return ShownItem(
            self.id,
            "scene",
            stem=self.story[language],
            options=tuple(ShownOption(action, self.by_id[action].t[language]) for action in sight.order),
            author=self.author or "",
            context=self.context[language] if self.context else "",
            gloss=self.gloss[language] if self.gloss else "",
            runs=self.runs,
        )

    def read(self, given: Given, earlier: Response) -> Response | None:
        one_of(given.get("shown", ()), ("1",), field_name(self.id, "shown"))
        ticked = [value for value in given.get("best", ()) if value]
        if not set(ticked) <= set(self.option_ids):
            raise NotAnOption(field_name(self.id, "best"))
        worst = one_of(given.get("worst", ()), self.option_ids, field_name(self.id, "worst"))
        if not ticked and not worst and not earlier:
            return None
        return {"best": [action for action in self.option_ids if action in ticked], "worst": worst}

    def is_answered(self, response: Response) -> bool:
        best, worst = self.best(response), self.worst(response)
        return len(best) == BEST_PICKS and worst is not None and worst not in best

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        """`missing` where nothing was picked; `few`, `many`, `no_worst`, and `both` for what is best and worst."""
        best, worst = self.best(response), self.worst(response)
        if not best and worst is None:
            yield "missing", ("best", "worst")
            return
        if len(best) < BEST_PICKS:
            yield "few", best
        if len(best) > BEST_PICKS:
            yield "many", best
        if worst is None:
            yield "no_worst", ("worst",)
        elif worst in best:
            yield "both", (worst,)

    def best(self, response: Response) -> tuple[str, ...]:
        """What was ticked as best, in the order of the file. Total."""
        picked = response.get("best")
        return tuple(action for action in self.option_ids if isinstance(picked, list) and action in picked)

    def worst(self, response: Response) -> str | None:
        """What was picked as worst. Total."""
        picked = response.get("worst")
        return picked if isinstance(picked, str) and picked in self.by_id else None

    # --- marked

    @property
    def ratings(self) -> tuple[Fraction, ...]:
        return tuple(action.exact_rating for action in self.options)

    def forbidden_picks(self, response: Response) -> tuple[str, ...]:
        """Picks as best that put somebody at risk in this scene."""
        return tuple(action for action in self.best(response) if self.by_id[action].d in self.forbid)

    def credit(self, response: Response) -> Fraction:
        """0 to 1; a forbidden pick earns nothing, and neither does what is no answer yet."""
        worst = self.worst(response)
        if worst is None or not self.is_answered(response) or self.forbidden_picks(response):
            return Fraction(0)
        best = [self.by_id[action].exact_rating for action in self.best(response)]
        return best_worst_credit(best, self.by_id[worst].exact_rating, self.ratings)

    @cached_property
    def ranked(self) -> tuple[Action, ...]:
        """The actions, the best-rated first; among equals, in the order of the file."""
        return tuple(sorted(self.options, key=lambda action: -action.rating))

    def picked(self, best: Sequence[str], worst: str) -> Response:
        """The answer of somebody who picks these."""
        return {"best": [action for action in self.option_ids if action in best], "worst": worst}

    def blind_ways(self) -> Iterator[tuple[str, Response]]:
        """Ways to answer without reading, each with its name."""
        by_id = sorted(self.option_ids)
        yield "the first by name as best, the last as worst", self.picked(by_id[:BEST_PICKS], by_id[-1])
        yield "the last by name as best, the first as worst", self.picked(by_id[-BEST_PICKS:], by_id[0])
        for language in LANGUAGES:
            by_length = sorted(self.option_ids, key=lambda action: (len(self.by_id[action].t[language]), action))
            yield f"the longest as best ({language})", self.picked(by_length[-BEST_PICKS:], by_length[0])
            yield f"the shortest as best ({language})", self.picked(by_length[:BEST_PICKS], by_length[-1])

    # --- rehearsed and checked

    def right_way(self) -> Sequence[Given]:
        return [_form([action.id for action in self.ranked[:BEST_PICKS]], self.ranked[-1].id)]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [_form([action.id for action in self.ranked[-BEST_PICKS:]], self.ranked[0].id)]
        for action in self.options:
            if action.d in self.forbid:
                best = next(one.id for one in self.ranked if one is not action)
                worst = next(one.id for one in reversed(self.ranked) if one.id not in (action.id, best))
                yield [_form([action.id, best], worst)]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from self.raters.findings()
        yield from option_findings([(action.id, action.t) for action in self.options])
        if len(self.options) not in SIZES:
            message = f"A scene has {SIZES[0]} to {SIZES[-1]} actions, not {len(self.options)}."
            yield Finding(("options",), message)
        else:
            yield from self._rating_findings()
        if bool(self.runs) != (self.author is not None) or bool(self.runs) != (self.context is not None):
            yield Finding((), "A post has its author, its context and its words, or the scene shows none of them.")
        for action in self.options:
            yield from self._action_findings(action, misconceptions)

    def _rating_findings(self) -> Iterator[Finding]:
        best, worst = self.ranked[:BEST_PICKS], self.ranked[-1]
        if best[-1].rating < CLEAR_BEST or worst.rating > CLEAR_WORST:
            message = (
                f"Two actions are rated {CLEAR_BEST:g} or more and one {CLEAR_WORST:g} or less, or nobody can tell "
                f"what the scene is after; here the second best has {best[-1].rating:g}, the worst {worst.rating:g}."
            )
            yield Finding(("options",), message)
        if self.ranked[BEST_PICKS].rating == best[-1].rating or self.ranked[-2].rating == worst.rating:
            yield Finding(
                ("options",), "Two actions share the line between picked and not picked: both are right.", "warning"
            )
        for action in best:
            if action.d in self.forbid:
                message = f"“{action.id}” is among the two best, and its way is forbidden here."
                yield Finding(("options", action.id), message)
        if not any(action.target_centred for action in best):
            yield Finding(("options",), "Neither of the two best starts from the one who was hurt.")
        if self.risk == "high" and "direct" not in self.forbid:
            yield Finding(("forbid",), "Where the risk is high, confronting puts somebody in danger: forbid “direct”.")
        if self.risk == "low" and self.forbid:
            yield Finding(("forbid",), "Where the risk is low, no way is forbidden.")

    def _action_findings(self, action: Action, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        place = ("options", action.id)
        if (action.spread is not None) != (self.raters.state == "rated"):
            message = (
                "A spread comes from raters; there are none yet."
                if self.raters.state == "pending"
                else "A rated scene says how far its raters lie apart: the spread is missing."
            )
            yield Finding((*place, "spread"), message)
        if action.rating < 0 and not action.misconception:
            yield Finding(place, "Picking this as best shows a belief: name the misconception.")
        if action.misconception and action.misconception not in misconceptions:
            message = f"The misconception “{action.misconception}” is not in the list of the file."
            yield Finding((*place, "misconception"), message)


def _form(best: Sequence[str], worst: str) -> Given:
    return {"best": [*best], "worst": [worst], "shown": ["1"]}

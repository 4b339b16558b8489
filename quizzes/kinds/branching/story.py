"""One story: its nodes, the predictions and choices at each, and the routes that somebody has taken through it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import Field, JsonValue

from quizzes.answering import Given, NotAnOption, OutOfOrder, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.kernels.certainty import LEVELS
from quizzes.showing import ShownItem, ShownOption
from quizzes.texts import Frozen, Name, Text
from quizzes.walking import arrived, has_circle, routes, step_number, unreachable, walked

NODES = range(6, 17)
LONGEST = 8
LEAST_ENDINGS = 4
MOST_ROUTES = 6
LEAST_PLAN = 15  # characters of an if-then line; the line itself is never kept

Way = tuple[tuple[str, str], ...]


class Effects(Frozen):
    """What a choice does to the people in the story."""

    trust: int = Field(default=0, ge=-100, le=100, description="between the people")
    harm: int = Field(default=0, ge=0, le=100, description="done to somebody")
    regret: int = Field(default=0, ge=0, le=100, description="of the one who chose")


class Outcome(Frozen):
    """Something that may happen next."""

    id: Name = Field(description="stands in the form")
    t: Text = Field(description="what may happen")
    likely: bool = Field(default=False, description="the likeliest of them; likely, not certain")


class Prediction(Frozen):
    """A question asked before the choice."""

    q: Text = Field(description="what is most likely, if …")
    options: tuple[Outcome, ...] = Field(min_length=2, max_length=3, description="two or three, one of them likely")

    @property
    def likely(self) -> str:
        return next((outcome.id for outcome in self.options if outcome.likely), "")


class Choice(Frozen):
    """Something that a decent person might do."""

    id: Name = Field(description="stands in the form")
    t: Text = Field(description="what one does")
    to: Name = Field(description="the node that follows")
    effects: Effects = Field(default=Effects(), description="what it does")
    quality: float = Field(ge=0, le=1, description="how good a choice it is here, 0 to 1")
    why: Text = Field(description="explained once the story is over")


class Node(Frozen):
    """A place of the story. One without choices is an ending."""

    id: Name = Field(description="a name within the story")
    text: Text = Field(description="what happens, told to “you”; consequences come in here")
    predict: Prediction | None = Field(default=None, description="asked before the choice; none at endings")
    choices: tuple[Choice, ...] = Field(default=(), description="two to four; none at endings")
    repairs: bool = Field(
        default=False, description="a mistake can be made good here: whoever makes the best choice gets half of it back"
    )
    ending: Text | None = Field(default=None, description="the name of the ending; of endings alone")

    @property
    def exits(self) -> Mapping[str, str]:
        return {choice.id: choice.to for choice in self.choices}

    @cached_property
    def by_id(self) -> Mapping[str, Choice]:
        return {choice.id: choice for choice in self.choices}


@dataclass(frozen=True)
class Walk:
    """The routes taken, the last one under way; the first prediction at each node; and how it was closed."""

    routes: tuple[Way, ...]
    predictions: Mapping[str, tuple[str, str | None]]
    has_planned: bool
    is_done: bool

    @property
    def way(self) -> Way:
        return self.routes[-1]

    @property
    def made(self) -> int:
        """A number that grows with every step: forms know by it what they belong to."""
        return sum(len(way) + 1 for way in self.routes) - 1 + int(self.is_done)

    @property
    def before(self) -> Iterator["Walk"]:
        """Where one may have stood a step ago: before closing, before a choice, before going back."""
        if self.is_done:
            yield replace(self, is_done=False)
            return
        if self.way:
            yield replace(self, routes=(*self.routes[:-1], self.way[:-1]))
        if len(self.routes) > 1:
            yield replace(self, routes=self.routes[:-1])


@dataclass(frozen=True)
class Past:
    """What happened on the way so far: a text, and what was chosen then."""

    text: str
    chosen: str
    node: str


@dataclass(frozen=True)
class ShownStory(ShownItem):
    """The story up to where it stands: its past, the node, a question about what is likely, and the choices."""

    past: tuple[Past, ...] = ()
    text: str = ""
    question: str = ""
    outcomes: tuple[ShownOption, ...] = ()
    made: int = 0
    ending: str = ""
    endings_seen: tuple[str, ...] = ()
    turning_points: tuple[Past, ...] = ()
    is_done: bool = False


class Story(AnyItem):
    """A story in the second person. One plays it to an ending, goes back to a point of choice, and plays another way.

    Kept answer: `{"routes": [[{"choice": …}, …], …], "predictions": {"<node>": ["<outcome>", "mid"]}, "planned": …,
    "done": …}`. Form: `a-<story>-at`, `-choice`, `-predict`, `-sure`; at an ending `-back=<node>`, or `-plan` and
    `-done=1`. Of the plan only is kept that there was one.
    """

    title: Text = Field(description="what the story is called")
    start: Name = Field(description="the first node")
    nodes: tuple[Node, ...] = Field(
        min_length=2, description="six to eight nodes with choices at most, and the endings"
    )

    @cached_property
    def places(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.nodes}

    @property
    def parts(self) -> tuple[str, ...]:
        return ("at", "choice", "predict", "sure", "back", "plan", "done")

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(f"{node.id}.{choice.id}" for node in self.nodes for choice in node.choices)

    def walk(self, response: Response) -> Walk:
        """What a kept answer tells. Total: a response of any shape."""
        kept = response.get("routes")
        ways = [tuple(walked(self.places, self.start, way)) for way in (kept if isinstance(kept, list) else [])]
        return Walk(
            routes=tuple(ways[:MOST_ROUTES]) or ((),),
            predictions=dict(self._predictions(response.get("predictions"))),
            has_planned=response.get("planned") is True,
            is_done=response.get("done") is True and bool(self.endings(ways)),
        )

    def endings(self, ways: Sequence[Way]) -> tuple[str, ...]:
        """The different endings that these ways reached, in their order."""
        ends = (arrived(self.places, self.start, way) for way in ways)
        return tuple(dict.fromkeys(end for end in ends if not self.places[end].exits))

    def _predictions(self, kept: object) -> Iterator[tuple[str, tuple[str, str | None]]]:
        for node in self.nodes:
            pair = kept.get(node.id) if isinstance(kept, dict) else None
            if node.predict and isinstance(pair, list) and len(pair) == 2:
                outcome, sure = pair
                if outcome in [one.id for one in node.predict.options]:
                    yield node.id, (outcome, sure if isinstance(sure, str) and sure in LEVELS else None)

    def read(self, given: Given, earlier: Response) -> Response | None:
        walk = self.walk(earlier)
        number = step_number(given.get("at", ()), walk.made, field_name(self.id, "at"))
        if number == walk.made:
            return self._stepped(given, walk)
        before = next((one for one in walk.before if one.made == number), None)
        if before is None or self._stepped(given, before) not in (None, _kept(walk)):
            raise OutOfOrder
        return _kept(walk)

    def _stepped(self, given: Given, walk: Walk) -> Response | None:
        """The answer after a step that is due: a choice, or at an ending going back or closing."""
        choice = self._one(given, "choice", {one for each in self.nodes for one in each.exits})
        back = self._one(given, "back", set(self.places))
        is_closing = one_of(given.get("done", ()), ("1",), field_name(self.id, "done")) is not None
        predicted = self._predicted(given, walk)
        if walk.is_done:
            raise OutOfOrder
        node = self.places[arrived(self.places, self.start, walk.way)]
        if is_closing and not node.exits:
            line = " ".join(given.get("plan", ())).strip()
            return _kept(replace(walk, has_planned=len(line) >= LEAST_PLAN, is_done=True))
        if back and not node.exits:
            return self._gone_back(back, walk)
        if choice is None:
            return None
        if choice not in node.exits:
            raise NotAnOption(field_name(self.id, "choice")) if node.exits else OutOfOrder
        way = (*walk.way, (node.id, choice))
        return _kept(replace(walk, routes=(*walk.routes[:-1], way), predictions={**predicted, **walk.predictions}))

    def _predicted(self, given: Given, walk: Walk) -> dict[str, tuple[str, str | None]]:
        """What was held likely here. Only the first time counts, before one knows how it goes."""
        node = self.places[arrived(self.places, self.start, walk.way)]
        sure = one_of(given.get("sure", ()), LEVELS, field_name(self.id, "sure"))
        outcome = self._one(given, "predict", {one.id for one in node.predict.options} if node.predict else set())
        return {node.id: (outcome, sure)} if outcome else {}

    def _gone_back(self, back: str, walk: Walk) -> Response:
        place = next((n for n, (node, _choice) in enumerate(walk.way) if node == back), None)
        if place is None or len(walk.routes) == MOST_ROUTES:
            raise OutOfOrder
        return _kept(replace(walk, routes=(*walk.routes, walk.way[:place])))

    def _one(self, given: Given, part: str, known: set[str]) -> str | None:
        return one_of(given.get(part, ()), sorted(known), field_name(self.id, part))

    def is_answered(self, response: Response) -> bool:
        return self.walk(response).is_done

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        if not self.is_answered(response):
            yield "missing", ("choice",)

    def shown(self, sight: Sight) -> ShownItem:
        language, walk = sight.language, self.walk(sight.response)
        node = self.places[arrived(self.places, self.start, walk.way)]
        order = {option: place for place, option in enumerate(sight.order)}
        choices = sorted(node.choices, key=lambda choice: order.get(f"{node.id}.{choice.id}", 0))
        asks = node.predict if node.predict and node.id not in walk.predictions else None
        past = tuple(self._past(move, language) for move in walk.way)
        return ShownStory(
            self.id,
            "story",
            stem=self.title[language],
            options=tuple(ShownOption(choice.id, choice.t[language]) for choice in choices),
            past=past,
            text=node.text[language],
            question=asks.q[language] if asks else "",
            outcomes=tuple(ShownOption(one.id, one.t[language]) for one in asks.options) if asks else (),
            made=walk.made,
            ending=node.ending[language] if node.ending else "",
            endings_seen=tuple(self.ending_name(end, language) for end in self.endings(walk.routes)),
            turning_points=past if not node.exits and len(walk.routes) < MOST_ROUTES else (),
            is_done=walk.is_done,
        )

    def ending_name(self, end: str, language: str) -> str:
        name = self.places[end].ending
        return name[language] if name else ""

    def _past(self, move: tuple[str, str], language: str) -> Past:
        node = self.places[move[0]]
        return Past(node.text[language], node.by_id[move[1]].t[language], node.id)

    def right_way(self) -> Sequence[Given]:
        best = self._way_by(lambda choice: choice.quality)
        back, other = self._other_ending(best)
        steps: list[Given] = [*self._steps(best, 0, best=True)]
        made = len(best)
        steps.append({"at": [str(made)], "back": [best[back][0]]})
        made += 1 + back
        steps += self._steps(other[back:], made, best=True)
        made += len(other) - back
        return [*steps, {"at": [str(made)], "plan": ["When I am angry, I will wait."], "done": ["1"]}]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        worst = self._way_by(lambda choice: -choice.quality)
        yield [*self._steps(worst, 0, best=False), {"at": [str(len(worst))], "done": ["1"]}]

    def _way_by(self, goodness: Callable[[Choice], float]) -> Way:
        way: list[tuple[str, str]] = []
        node = self.places[self.start]
        while node.choices:
            choice = max(node.choices, key=goodness)
            way.append((node.id, choice.id))
            node = self.places[choice.to]
        return tuple(way)

    def _other_ending(self, way: Way) -> tuple[int, Way]:
        """Where to leave this way, as late as can be, and a way from the start that ends elsewhere."""
        end = self.endings([way])
        others = [other for other in routes(self.places, self.start, LONGEST) if self.endings([other]) != end]
        shared = [
            next(n for n, (one, two) in enumerate(zip(way, other, strict=False)) if one != two) for other in others
        ]
        return max(zip(shared, others, strict=True), key=lambda pair: pair[0])

    def _steps(self, way: Way, made: int, *, best: bool) -> Iterator[Given]:
        for number, (place, choice) in enumerate(way, made):
            asked = self.places[place].predict
            step = {"at": [str(number)], "choice": [choice], "sure": ["high"]}
            if asked:
                wrong = next(one.id for one in asked.options if not one.likely)
                step["predict"] = [asked.likely if best else wrong]
            yield step

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        lost = [(node, choice) for node in self.nodes for choice in node.choices if choice.to not in self.places]
        for node, choice in lost:
            yield Finding(("nodes", node.id, "choices", choice.id), f"There is no node “{choice.to}”.")
        if self.start not in self.places:
            yield Finding(("start",), f"There is no node “{self.start}”.")
        elif not lost:
            yield from self._shape_findings()

    def _shape_findings(self) -> Iterator[Finding]:
        for lost in unreachable(self.places, self.start):
            yield Finding(("nodes", lost), f"No choice leads to the node “{lost}”.")
        if has_circle(self.places, self.start):
            yield Finding(("nodes",), "Some way comes back to where it was: a story must end.")
            return
        ways = list(routes(self.places, self.start, LONGEST + 1))
        if any(len(way) > LONGEST for way in ways):
            yield Finding(("nodes",), f"A way takes more than {LONGEST} choices.")
        endings = len(self.endings(ways))
        if endings < LEAST_ENDINGS:
            yield Finding(("nodes",), f"The story has {endings} endings; it needs {LEAST_ENDINGS}.")
        yield from self._repair_findings(ways)
        for node in self.nodes:
            yield from self._node_findings(node)

    def _repair_findings(self, ways: Sequence[Way]) -> Iterator[Finding]:
        """After every harmful choice some way leads past a node from which it can be made good."""
        for node in self.nodes:
            for choice in node.choices:
                if not choice.effects.harm:
                    continue
                after = [way[way.index((node.id, choice.id)) + 1 :] for way in ways if (node.id, choice.id) in way]
                if not any(self.places[place].repairs for way in after for place, _choice in way):
                    place = ("nodes", node.id, "choices", choice.id)
                    yield Finding(place, "After this choice no way makes it good again: add a node that repairs.")

    def _node_findings(self, node: Node) -> Iterator[Finding]:
        place = ("nodes", node.id)
        if bool(node.choices) == bool(node.ending):
            yield Finding(place, "A node has choices, or it is an ending with its name; not both, not neither.")
        if node.choices and not 2 <= len(node.choices) <= 4:
            yield Finding(place, f"A node has two to four choices, not {len(node.choices)}.")
        if node.choices and max(choice.quality for choice in node.choices) != 1:
            yield Finding(place, "The best choice of a node has the quality 1.")
        if node.predict and sum(outcome.likely for outcome in node.predict.options) != 1:
            yield Finding((*place, "predict"), "Exactly one outcome is the likely one.")


def _kept(walk: Walk) -> Response:
    kept: list[JsonValue] = [[{"choice": choice} for _node, choice in way] for way in walk.routes]
    return {
        "routes": kept,
        "predictions": {node: [*pair] for node, pair in walk.predictions.items()},
        "planned": walk.has_planned,
        "done": walk.is_done,
    }

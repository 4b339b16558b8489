"""Scoring of a story: the better of the ways that were played, the predictions, and a plan.

    Q = Σ quality of what was chosen / Σ the best quality of those nodes; the loss of a harmful choice counts half where
        the best choice was made at a later node that repairs
    B = 1 − mean Brier of the predictions asked on that way, as they were first made (`quizzes/kernels/certainty.py`)
    score = 100 · (0.6 Q + 0.2 B + 0.2 plan), of the way where 0.6 Q + 0.2 B is highest
    passed: the story was closed after two different endings

Another way, however it goes, never costs anything. A story that was not closed earns nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kernels import certainty
from quizzes.kinds.branching.definition import Branching
from quizzes.kinds.branching.story import Story, Walk, Way
from quizzes.results import ExplainedItem, ItemResult, Result, Verdict
from quizzes.walking import arrived

CHOOSING, PREDICTING, PLANNING = Fraction(6, 10), Fraction(2, 10), Fraction(2, 10)
ENDINGS_TO_PASS = 2


@dataclass(frozen=True)
class ExplainedMove:
    """A point of choice: what was chosen and why it matters, and what was held likely."""

    text: str
    chosen: str
    why: str
    quality: float
    question: str
    predicted: str
    likely: str


@dataclass(frozen=True)
class ExplainedRoute:
    """One way through the story, with its ending and what it did in sum."""

    moves: tuple[ExplainedMove, ...]
    ending: str
    text: str
    quality: float
    trust: int
    harm: int
    regret: int


@dataclass(frozen=True)
class ExplainedStory(ExplainedItem):
    """All ways that came to an end, side by side."""

    routes: tuple[ExplainedRoute, ...] = ()


def score(activity: Branching, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. Components: `quality` (Q), `calibration` (B), `planned`, 0 to 1; `endings`, `predictions`."""
    stories = [activity.by_id[item] for item in item_ids]
    walks = [story.walk(responses[story.id]) for story in stories]
    played = list(zip(stories, walks, strict=True))
    credits = [_credit(story, walk) for story, walk in played]
    ways = [better_way(story, walk) for story, walk in played]
    qualities = [way_quality(story, way) for story, way in zip(stories, ways, strict=True)]
    calibrations = [calibration(*one, way) if way else Fraction(0) for one, way in zip(played, ways, strict=True)]
    endings = [len(story.endings(walk.routes)) for story, walk in played]
    return Result(
        score=float(100 * sum(credits, Fraction(0)) / len(credits)) if credits else 0.0,
        passed=bool(played) and all(_has_passed(story, walk) for story, walk in played),
        points=float(sum(credits, Fraction(0))),
        out_of=float(len(credits)),
        components={
            "quality": float(min(qualities, default=Fraction(0))),
            "calibration": float(min(calibrations, default=Fraction(0))),
            "planned": float(all(walk.has_planned for walk in walks)),
            "endings": float(min(endings, default=0)),
            "predictions": float(sum(len(walk.predictions) for walk in walks)),
        },
        items=tuple(
            ItemResult(story.id, _verdict(story, walk), float(credit))
            for (story, walk), credit in zip(played, credits, strict=True)
        ),
    )


def explain(activity: Branching, item_id: str, response: Response, language: str, number: int) -> ExplainedStory:
    """Both ways beside one another, each choice with what was likely and why it matters."""
    story = activity.by_id[item_id]
    walk = story.walk(response)
    ended = [way for way in walk.routes if story.endings([way])]
    return ExplainedStory(
        id=story.id,
        number=number,
        kind="story",
        verdict=_verdict(story, walk),
        your_answer="",
        right_answer="",
        why="",
        why_right="",
        misconception="",
        heading=story.title[language],
        routes=tuple(_route(story, walk, way, language) for way in dict.fromkeys(ended)),
    )


def weakest_families(
    activity: Branching, item_ids: Sequence[str], responses: Mapping[str, Response]
) -> tuple[str, ...]:
    """Stories have no families."""
    return ()


def better_way(story: Story, walk: Walk) -> Way:
    """The way that came to an end and counts; an empty one where none did."""
    ended = [way for way in walk.routes if story.endings([way])]
    return max(ended, key=lambda way: _worth(story, walk, way), default=())


def way_quality(story: Story, way: Way) -> Fraction:
    """Q of one way."""
    kept = most = Fraction(0)
    for place, (node_id, choice_id) in enumerate(way):
        node = story.places[node_id]
        choice = node.by_id[choice_id]
        best = max(_exact(one.quality) for one in node.choices)
        loss = best - _exact(choice.quality)
        if choice.effects.harm and any(_makes_good(story, *later) for later in way[place + 1 :]):
            loss /= 2
        kept, most = kept + best - loss, most + best
    return kept / most if most else Fraction(0)


def calibration(story: Story, walk: Walk, way: Way) -> Fraction:
    """B over the questions on one way; one left open counts as wrong."""
    found = []
    for node, _choice in way:
        predict = story.places[node].predict
        if predict is None:
            continue
        outcome, sure = walk.predictions.get(node, (None, None))
        level = next((one for one in certainty.LEVELS if one == sure), None)
        found.append(certainty.Prediction(None if outcome is None else outcome == predict.likely, level))
    return certainty.calibration(found)


def _makes_good(story: Story, node_id: str, choice_id: str) -> bool:
    node = story.places[node_id]
    return node.repairs and node.by_id[choice_id].quality == max(choice.quality for choice in node.choices)


def _worth(story: Story, walk: Walk, way: Way) -> Fraction:
    return CHOOSING * way_quality(story, way) + PREDICTING * calibration(story, walk, way)


def _credit(story: Story, walk: Walk) -> Fraction:
    if not walk.is_done:
        return Fraction(0)
    return _worth(story, walk, better_way(story, walk)) + PLANNING * int(walk.has_planned)


def _has_passed(story: Story, walk: Walk) -> bool:
    return walk.is_done and len(story.endings(walk.routes)) >= ENDINGS_TO_PASS


def _verdict(story: Story, walk: Walk) -> Verdict:
    if not walk.is_done:
        return "unanswered"
    return "right" if _has_passed(story, walk) else "wrong"


def _route(story: Story, walk: Walk, way: Way, language: str) -> ExplainedRoute:
    end = story.places[arrived(story.places, story.start, way)]
    effects = [story.places[node].by_id[choice].effects for node, choice in way]
    return ExplainedRoute(
        moves=tuple(_move(story, walk, node, choice, language) for node, choice in way),
        ending=story.ending_name(end.id, language),
        text=end.text[language],
        quality=float(way_quality(story, way)),
        trust=sum(one.trust for one in effects),
        harm=sum(one.harm for one in effects),
        regret=sum(one.regret for one in effects),
    )


def _move(story: Story, walk: Walk, node_id: str, choice_id: str, language: str) -> ExplainedMove:
    node = story.places[node_id]
    choice, predict = node.by_id[choice_id], node.predict
    outcomes = {one.id: one.t[language] for one in predict.options} if predict else {}
    return ExplainedMove(
        text=node.text[language],
        chosen=choice.t[language],
        why=choice.why[language],
        quality=choice.quality,
        question=predict.q[language] if predict else "",
        predicted=outcomes.get(walk.predictions.get(node_id, ("", None))[0], ""),
        likely=outcomes.get(predict.likely, "") if predict else "",
    )


def _exact(quality: float) -> Fraction:
    return Fraction(str(quality))

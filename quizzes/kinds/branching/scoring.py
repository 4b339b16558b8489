"""Scoring of a story: the better of the ways that were played, the predictions, and a plan.

    Q = Σ quality of what was chosen / Σ the best quality of those nodes; where a harmful choice is followed by a node
        that repairs, its loss counts half
    B = 1 − mean Brier of the predictions, each counted the first time it was asked (`quizzes/kernels/certainty.py`)
    score = 100 · (0.6 Q + 0.2 B + 0.2 plan), of the way with the highest Q
    passed: the story was closed after two different endings

A story that was not closed earns nothing.
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
    walks = {item: activity.by_id[item].walk(responses[item]) for item in item_ids}
    credits = {item: _credit(activity.by_id[item], walk) for item, walk in walks.items()}
    endings = {item: len(activity.by_id[item].endings(walk.routes)) for item, walk in walks.items()}
    total = sum(credits.values(), Fraction(0))
    best = [quality_of(activity.by_id[item], walk) for item, walk in walks.items()]
    return Result(
        score=float(100 * total / len(credits)) if credits else 0.0,
        passed=bool(walks) and all(_has_passed(activity.by_id[item], walk) for item, walk in walks.items()),
        points=float(total),
        out_of=float(len(credits)),
        components={
            "quality": float(min(best, default=Fraction(0))),
            "calibration": float(
                min((calibration(activity.by_id[item], walk) for item, walk in walks.items()), default=Fraction(0))
            ),
            "planned": float(all(walk.has_planned for walk in walks.values())),
            "endings": float(min(endings.values(), default=0)),
            "predictions": float(sum(len(walk.predictions) for walk in walks.values())),
        },
        items=tuple(
            ItemResult(item, _verdict(activity.by_id[item], walk), float(credits[item])) for item, walk in walks.items()
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


def quality_of(story: Story, walk: Walk) -> Fraction:
    """Q of the best way that came to an end, 0 to 1; 0 without one."""
    return max((way_quality(story, way) for way in walk.routes if story.endings([way])), default=Fraction(0))


def way_quality(story: Story, way: Way) -> Fraction:
    """Q of one way."""
    kept = most = Fraction(0)
    for place, (node_id, choice_id) in enumerate(way):
        node = story.places[node_id]
        choice = node.by_id[choice_id]
        best = max(_exact(one.quality) for one in node.choices)
        loss = best - _exact(choice.quality)
        if choice.effects.harm and any(story.places[later].repairs for later, _choice in way[place + 1 :]):
            loss /= 2
        kept, most = kept + best - loss, most + best
    return kept / most if most else Fraction(0)


def calibration(story: Story, walk: Walk) -> Fraction:
    """B over every question that was asked on the ways taken; one left open counts as wrong."""
    asked = [node for way in walk.routes for node, _choice in way if story.places[node].predict]
    found = []
    for node in dict.fromkeys(asked):
        predict = story.places[node].predict
        outcome, sure = walk.predictions.get(node, (None, None))
        is_right = None if outcome is None or predict is None else outcome == predict.likely
        level = next((one for one in certainty.LEVELS if one == sure), None)
        found.append(certainty.Prediction(is_right, level))
    return certainty.calibration(found)


def _credit(story: Story, walk: Walk) -> Fraction:
    if not walk.is_done:
        return Fraction(0)
    planned = PLANNING * int(walk.has_planned)
    return CHOOSING * quality_of(story, walk) + PREDICTING * calibration(story, walk) + planned


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

"""Scoring of scenes: the ratings of what was picked, as a share of what could be reached.

With g(x) = (x + 3)/6, the two best picks b₁ and b₂ and the worst pick w of a scene:

    s = g(rating b₁) + g(rating b₂) + g(−rating w)
    scene = (s − least) / (most − least), with the least and the most that three different actions can come to
    a best pick whose way is forbidden in the scene → 0; a scene that is not answered in full → 0
    score = 100 · mean of the scenes; passed: 70 or more

The ratings are fixed beforehand (see `quizzes/kernels/rated_choice.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kinds.bystander.definition import PASS_CREDIT, Bystander
from quizzes.kinds.bystander.scene import BEST_PICKS, Action, Scene
from quizzes.results import ExplainedItem, ItemResult, Mark, Result, verdict_of


@dataclass(frozen=True)
class RatedAction:
    """An action with its rating. `picked` is "best", "worst" or ""; `spread` is None where nobody else has rated."""

    text: str
    d: str
    rating: float
    spread: float | None
    target_centred: bool
    why: str
    picked: str
    is_best: bool
    is_worst: bool
    is_forbidden: bool


@dataclass(frozen=True)
class ExplainedScene(ExplainedItem):
    """A scene after it was answered: every action with its rating, best first."""

    points: float = 0
    risk: str = ""
    actions: tuple[RatedAction, ...] = ()
    forbidden: tuple[str, ...] = ()
    needs: str = ""
    rater_count: int | None = None
    raters: str = ""


def score(activity: Bystander, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. `points` adds up the credits of the scenes.

    Components: counts `scenes`, `answered`; `best_found`, picks as best that are among the two best-rated, of two for
    each scene; `worst_found`; `target_centred`, picks as best that start from the one who was hurt; `forbidden`, scenes
    that earn nothing for a pick that puts somebody at risk.
    """
    scenes = [activity.by_id[item] for item in item_ids]
    marks = {scene.id: mark(scene, responses[scene.id]) for scene in scenes}
    mean = sum((one.credit for one in marks.values()), Fraction(0)) / len(marks) if marks else Fraction(0)
    answered = [(scene, responses[scene.id]) for scene in scenes if scene.is_answered(responses[scene.id])]
    best = [(scene, scene.by_id[action]) for scene, response in answered for action in scene.best(response)]
    return Result(
        score=float(100 * mean),
        passed=mean >= PASS_CREDIT,
        points=float(sum(one.credit for one in marks.values())),
        out_of=float(len(marks)),
        components={
            "scenes": float(len(scenes)),
            "answered": float(len(answered)),
            "best_found": float(sum(_is_best(scene, action) for scene, action in best)),
            "worst_found": float(
                sum(_is_worst(scene, scene.by_id[scene.worst(response) or ""]) for scene, response in answered)
            ),
            "target_centred": float(sum(action.target_centred for _scene, action in best)),
            "forbidden": float(sum(bool(scene.forbidden_picks(response)) for scene, response in answered)),
        },
        items=tuple(
            ItemResult(name, one.verdict, float(one.credit), one.misconceptions) for name, one in marks.items()
        ),
    )


def mark(scene: Scene, response: Response) -> Mark:
    """The credit of a scene; the beliefs are those behind harmful actions that were picked as best."""
    if not scene.is_answered(response):
        return Mark("unanswered", Fraction(0))
    credit = scene.credit(response)
    picked = [scene.by_id[action] for action in scene.best(response)]
    beliefs = (action.misconception for action in picked if action.misconception)
    return Mark(verdict_of(credit), credit, tuple(dict.fromkeys(beliefs)))


def explain(activity: Bystander, item_id: str, response: Response, language: str, number: int) -> ExplainedScene:
    """One scene: its actions from best to worst, each with its rating, its reason, and what was picked."""
    scene = activity.by_id[item_id]
    one, best, worst = mark(scene, response), scene.best(response), scene.worst(response)
    picks = {**dict.fromkeys(best, "best"), **({worst: "worst"} if worst else {})}
    forbidden = scene.forbidden_picks(response)
    right = [action.t[language] for action in scene.ranked[:BEST_PICKS]]
    return ExplainedScene(
        id=scene.id,
        number=number,
        kind="scene",
        verdict=one.verdict,
        your_answer="; ".join(scene.by_id[action].t[language] for action in best),
        right_answer="; ".join(right),
        why=" ".join(scene.by_id[action].why[language] for action in best),
        why_right=scene.needs[language],
        misconception=activity.belief(one.misconceptions, language),
        heading=scene.story[language],
        runs=scene.runs,
        author=scene.author or "",
        context=scene.context[language] if scene.context else "",
        gloss=scene.gloss[language] if scene.gloss else "",
        points=float(100 * one.credit),
        risk=scene.risk,
        actions=tuple(_rated(scene, action, picks.get(action.id, ""), language) for action in scene.ranked),
        forbidden=tuple(scene.by_id[action].t[language] for action in forbidden),
        needs=scene.needs[language],
        rater_count=scene.raters.count,
        raters=scene.raters.who[language] if scene.raters.who else "",
    )


def weakest_families(
    activity: Bystander, item_ids: Sequence[str], responses: Mapping[str, Response]
) -> tuple[str, ...]:
    """The risks whose scenes earned less than a pass in the mean, the lowest first."""
    credits: dict[str, list[Fraction]] = defaultdict(list)
    for scene in (activity.by_id[item] for item in item_ids):
        credits[scene.risk].append(scene.credit(responses[scene.id]))
    weak = {risk: sum(found) / len(found) for risk, found in credits.items() if sum(found) < PASS_CREDIT * len(found)}
    return tuple(sorted(weak, key=lambda risk: (weak[risk], risk)))


def _rated(scene: Scene, action: Action, picked: str, language: str) -> RatedAction:
    return RatedAction(
        text=action.t[language],
        d=action.d,
        rating=action.rating,
        spread=action.spread,
        target_centred=action.target_centred,
        why=action.why[language],
        picked=picked,
        is_best=_is_best(scene, action),
        is_worst=_is_worst(scene, action),
        is_forbidden=action.d in scene.forbid,
    )


def _is_best(scene: Scene, action: Action) -> bool:
    return action.rating >= scene.ranked[BEST_PICKS - 1].rating


def _is_worst(scene: Scene, action: Action) -> bool:
    return action.rating == scene.ranked[-1].rating

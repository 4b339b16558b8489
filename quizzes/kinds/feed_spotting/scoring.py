"""Scoring of a feed: J with a cap on false alarms, and a share for naming the rule.

With h hits, m misses, f false alarms, r correct rejections and w = severity:

    H = Σw(hit) / Σw(signal)        F = f / (f + r)        J = H − F
    G = hits whose rule was named / hits
    score = 100 · max(0, J) · (0.8 + 0.2 · G)
    passed: J without weights ≥ 0.50, and F ≤ 0.25

Flagging everything and flagging nothing both give J = 0. A post that was left open counts as a miss, or in F as not
rejected. d′ and c explain the result and are never graded (see `quizzes/kernels/signal_detection.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from quizzes.answering import Response
from quizzes.definitions import AnyDefinition
from quizzes.kernels.signal_detection import (
    Judgement,
    Tally,
    area_under_curve,
    discrimination,
    tally,
    weighted_hit_rate,
)
from quizzes.kinds.feed_spotting.definition import FeedSpotting, Post
from quizzes.kinds.feed_spotting.post import SURE, JudgedPost
from quizzes.results import ExplainedItem, ItemResult, Mark, Result
from quizzes.texts import Text

PASS_J = Fraction(1, 2)
PASS_FALSE_ALARM_RATE = Fraction(1, 4)
JUDGING = Fraction(8, 10)  # the share of the score that needs no rule
NAMING = 1 - JUDGING

ACT = Text(en="Breaks the rule", ms="Melanggar peraturan")
LEAVE = Text(en="Leave it", ms="Biarkan")


def score(feed: FeedSpotting, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above. `points` counts right verdicts; debatable posts are in no figure.

    Components: counts `signals`, `noises`, `hits`, `misses`, `false_alarms`, `correct_rejections`, `unanswered`;
    rates 0 to 1 `hit_rate` (weighted), `false_alarm_rate`, `rule_named` (G); `j` (weighted) and `plain_j`, −1 to 1.
    Diagnostics: `d_prime` and `criterion` in standard deviations; `auc` 0 to 1 when certainty was given for both kinds.
    """
    posts = [feed.by_id[item] for item in item_ids]
    marks = {post.id: mark(post, responses[post.id]) for post in posts}
    judged = [post for post in posts if post.is_scored]
    judgements = [Judgement(post.kind == "signal", acted(responses[post.id]), post.severity or 1) for post in judged]
    counts, hit_rate = tally(judgements), weighted_hit_rate(judgements)
    named = sum(post.kind == "signal" and marks[post.id].credit == 1 for post in judged)
    rule_named = Fraction(named, counts.hits) if counts.hits else Fraction(0)
    j = discrimination(counts, hit_rate)
    return Result(
        score=float(100 * max(Fraction(0), j) * (JUDGING + NAMING * rule_named)),
        passed=counts.j >= PASS_J and counts.false_alarm_rate <= PASS_FALSE_ALARM_RATE,
        points=float(counts.hits + counts.correct_rejections),
        out_of=float(len(judged)),
        components={
            "signals": float(counts.signals),
            "noises": float(counts.noise),
            "hits": float(counts.hits),
            "misses": float(counts.misses),
            "false_alarms": float(counts.false_alarms),
            "correct_rejections": float(counts.correct_rejections),
            "unanswered": float(counts.unanswered_signals + counts.unanswered_noise),
            "hit_rate": float(hit_rate),
            "false_alarm_rate": float(counts.false_alarm_rate),
            "rule_named": float(rule_named),
            "j": float(j),
            "plain_j": float(counts.j),
        },
        items=tuple(
            ItemResult(item, one.verdict, float(one.credit), one.misconceptions) for item, one in marks.items()
        ),
        diagnostics=_diagnostics(counts, judged, responses),
    )


def mark(post: JudgedPost, response: Response) -> Mark:
    """A hit earns 0.8, with its rule named 1; a hit with another rule is told to be partly right."""
    acts = acted(response)
    if not post.is_scored:
        return Mark("unscored", Fraction(0))
    if acts is None:
        return Mark("unanswered", Fraction(0))
    if acts != (post.kind == "signal"):
        return Mark("wrong", Fraction(0), (post.misconception,) if post.misconception else ())
    if not acts or response.get("rule") == post.rule:
        return Mark("right", Fraction(1))
    return Mark("partly" if response.get("rule") else "right", JUDGING)


def explain(feed: FeedSpotting, item_id: str, response: Response, language: str, number: int) -> ExplainedItem:
    """One post with the verdict that was given, the right one, and why. A debatable post has no right one."""
    return explain_post(feed, feed.by_id[item_id], response, language, number)


def explain_post(
    definition: AnyDefinition, post: JudgedPost, response: Response, language: str, number: int
) -> ExplainedItem:
    """The same for a post of any definition that knows its rules and misconceptions."""
    one, acts = mark(post, response), acted(response)
    named = response.get("rule")
    right = _in_words(definition, post.kind == "signal", post.rule, language) if post.is_scored else ""
    return ExplainedItem(
        id=post.id,
        number=number,
        kind="post",
        verdict=one.verdict,
        your_answer="" if acts is None else _in_words(definition, acts, named if acts else None, language),
        right_answer=right,
        why=post.why[language],
        why_right="",
        misconception=definition.belief(one.misconceptions, language),
        runs=post.runs,
        author=post.author,
        context=post.context[language],
        gloss=post.gloss[language] if post.gloss else "",
    )


def weakest_families(feed: FeedSpotting, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
    """The families with a wrong or missing verdict, the smallest share of right ones first."""
    return weakest([feed.by_id[item] for item in item_ids], responses)


def weakest(posts: Sequence[JudgedPost], responses: Mapping[str, Response]) -> tuple[str, ...]:
    """The same for these posts."""
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for post in posts:
        if post.is_scored:
            verdicts[post.family].append(mark(post, responses[post.id]).credit > 0)
    weak = {family: Fraction(sum(right), len(right)) for family, right in verdicts.items() if not all(right)}
    return tuple(sorted(weak, key=lambda family: (weak[family], -len(verdicts[family]), family)))


def acted(response: Response) -> bool | None:
    """Whether the post was said to break the rule; None without a verdict."""
    verdict = response.get("verdict")
    return verdict == "act" if verdict in ("act", "leave") else None


def _in_words(definition: AnyDefinition, acts: bool, rule: object, language: str) -> str:
    label = next((label for known, label in definition.rules_in(language) if known == rule), None)
    verdict = (ACT if acts else LEAVE)[language]
    return f"{verdict}: {label}" if label else verdict


def _diagnostics(counts: Tally, judged: Sequence[Post], responses: Mapping[str, Response]) -> dict[str, float]:
    ratings: dict[bool, list[float]] = {True: [], False: []}
    for post in judged:
        rating = _rating(responses[post.id])
        if rating is not None:
            ratings[post.kind == "signal"].append(rating)
    area = area_under_curve(ratings[True], ratings[False])
    found = {"d_prime": counts.d_prime, "criterion": counts.criterion}
    return found if area is None else {**found, "auc": float(area)}


def _rating(response: Response) -> float | None:
    """Six levels: 3 for acting and very sure, down to −3 for leaving and very sure."""
    acts, sure = acted(response), response.get("sure")
    if acts is None or not isinstance(sure, str) or sure not in SURE:
        return None
    level = SURE.index(sure) + 1
    return float(level if acts else -level)

"""Scoring of the test and of the booster: two figures that stay apart, and no pass mark.

With q questions, k of them right, and of the posts h hits, m misses, f false alarms, r correct rejections:

    score = 100 · k / q
    J = h / (h + m) − f / (f + r)

A question left open is not right; a post left open counts as a miss, or as not rejected. d′ and c explain J and are
never graded (see `quizzes/kernels/signal_detection.py`). From eight posts of each kind, one person's J lies within
about 0.2 of what a long test would show: good for the mean of a class, of no use as a mark.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kernels.signal_detection import Judgement, tally
from quizzes.kinds.feed_spotting.post import JudgedPost
from quizzes.kinds.feed_spotting.scoring import acted, explain_post, weakest
from quizzes.kinds.feed_spotting.scoring import mark as mark_post
from quizzes.kinds.quiz.scoring import explain_question, outcome_shares
from quizzes.kinds.test.mixture import AnyMixture
from quizzes.results import ExplainedItem, ItemResult, Mark, Result


def score(definition: AnyMixture, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formulas above. `points` counts right answers to questions and posts; passed when nothing is `still_due`.

    Components: `questions` and how many were `right`; `question_share`, 0 to 1, and the same under the name of each
    outcome that was asked; of the posts the counts `signals`, `noises`, `hits`, `misses`, `false_alarms`,
    `correct_rejections`, the rates `hit_rate` and `false_alarm_rate`, 0 to 1, and `j`, −1 to 1; `unanswered` counts
    both. Diagnostics: `d_prime` and `criterion` in standard deviations.
    """
    marks = {item: _mark(definition, item, responses[item]) for item in item_ids}
    asked = {item: mark for item, mark in marks.items() if item in definition.questions}
    judgements = [
        Judgement(definition.posts[item].kind == "signal", acted(responses[item]))
        for item in item_ids
        if item in definition.posts
    ]
    counts = tally(judgements)
    right = sum((mark.credit for mark in asked.values()), Fraction(0))
    share = right / len(asked) if asked else Fraction(0)
    return Result(
        score=float(100 * share),
        passed=bool(marks) and not definition.still_due(item_ids, responses),
        points=float(right + counts.hits + counts.correct_rejections),
        out_of=float(len(marks)),
        components={
            "questions": float(len(asked)),
            "right": float(right),
            "question_share": float(share),
            **outcome_shares(definition.questions, asked),
            "signals": float(counts.signals),
            "noises": float(counts.noise),
            "hits": float(counts.hits),
            "misses": float(counts.misses),
            "false_alarms": float(counts.false_alarms),
            "correct_rejections": float(counts.correct_rejections),
            "hit_rate": float(counts.hit_rate),
            "false_alarm_rate": float(counts.false_alarm_rate),
            "j": float(counts.j),
            "unanswered": float(sum(mark.verdict == "unanswered" for mark in marks.values())),
        },
        items=tuple(
            ItemResult(item, mark.verdict, float(mark.credit), mark.misconceptions) for item, mark in marks.items()
        ),
        diagnostics={"d_prime": counts.d_prime, "criterion": counts.criterion},
    )


def explain(definition: AnyMixture, item_id: str, response: Response, language: str, number: int) -> ExplainedItem:
    """One question or post with its answer, the right one and the reasons."""
    item = definition.by_id[item_id]
    if isinstance(item, JudgedPost):
        return explain_post(definition, item, response, language, number)
    return explain_question(definition, item, response, language, number)


def weakest_families(
    definition: AnyMixture, item_ids: Sequence[str], responses: Mapping[str, Response]
) -> tuple[str, ...]:
    """The families with a wrong or missing verdict, the smallest share of right ones first."""
    return weakest([definition.posts[item] for item in item_ids if item in definition.posts], responses)


def _mark(definition: AnyMixture, item_id: str, response: Response) -> Mark:
    item = definition.by_id[item_id]
    if isinstance(item, JudgedPost):
        marked = mark_post(item, response)
        # Which rule is broken is not asked: a hit is right, whatever was named.
        return Mark("right", Fraction(1)) if marked.credit else marked
    return item.mark(response)

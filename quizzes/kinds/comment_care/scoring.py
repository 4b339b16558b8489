"""Scoring of a studio, on the judged stream alone: J with a floor under what stays visible and under severe harm.

    R = Σsev(hidden harm) / Σsev(harm)        S = Σw(visible harmless) / Σw(harmless)        J = R + S − 1
    score = 100 · max(0, J)
    passed: J ≥ 0.60, S ≥ 0.85, and at least 0.80 of the severe harm hidden

Hiding everything and hiding nothing both give J = 0. Where all comments wait for approval, the first `review_budget` of
those that no other rule holds are read, in the order of the stream, and the harmless ones let through; the rest stays
hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from quizzes.answering import Response
from quizzes.kernels.filtering import Filtered, Filtering, filtering, share
from quizzes.kinds.comment_care.definition import CommentCare
from quizzes.kinds.comment_care.explaining import ExplainedComment, ExplainedStudio, Figures, WhatIf
from quizzes.kinds.comment_care.settings import Settings
from quizzes.kinds.comment_care.sieve import Hold, Sieve
from quizzes.kinds.comment_care.stream import Stream
from quizzes.results import ExplainedItem, ItemResult, Result, Verdict

PASS_J = Fraction(60, 100)
PASS_VISIBLE = Fraction(85, 100)
PASS_SEVERE = Fraction(80, 100)
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Judged:
    """What settings do to a stream: which rules hide each comment, and what that comes to."""

    holding: tuple[tuple[Hold, ...], ...]
    all: Filtering
    severe: Fraction
    critics: Fraction

    @property
    def credit(self) -> Fraction:
        return max(Fraction(0), self.all.j)

    @property
    def passed(self) -> bool:
        enough = self.all.harmless_visible >= PASS_VISIBLE and self.severe >= PASS_SEVERE
        return self.all.j >= PASS_J and enough

    @property
    def verdict(self) -> Verdict:
        if self.passed:
            return "right"
        return "partly" if self.credit else "wrong"

    @property
    def figures(self) -> Figures:
        counts = self.all
        return Figures(
            harm=counts.hidden_harm + counts.visible_harm,
            hidden_harm=counts.hidden_harm,
            harmless=counts.hidden_harmless + counts.visible_harmless,
            visible_harmless=counts.visible_harmless,
            harm_hidden=float(counts.harm_hidden),
            harmless_visible=float(counts.harmless_visible),
            severe_hidden=float(self.severe),
            j=float(counts.j),
            precision=float(counts.precision),
            recall=float(counts.recall),
            f1=float(counts.f1),
        )


def judge(studio: CommentCare, stream: Stream, sieve: Sieve, budget: int | None = None) -> Judged:
    """What these rules do to a stream; `budget` comments are read under approval, by default those of the file."""
    holding = sieve.holding(stream.comments, studio.review_budget if budget is None else budget)
    weights = stream.studio.weights
    hidden = [bool(held) for held in holding]
    counts = filtering(
        Filtered(comment.is_harm, is_hidden, comment.weight(weights))
        for comment, is_hidden in zip(stream.comments, hidden, strict=True)
    )
    pairs = list(zip(stream.comments, hidden, strict=True))
    severe = [is_hidden for comment, is_hidden in pairs if (comment.sev or 0) >= studio.weights.severe_min]
    critics = [is_hidden for comment, is_hidden in pairs if comment.kind == "critique"]
    return Judged(holding, counts, share(sum(severe), len(severe)), share(sum(critics), len(critics)))


def score(studio: CommentCare, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """The formula above, the mean of the streams where a paper has several; settings not handed in earn nothing.

    `points` counts hidden harm and visible harmless comments. Components are of the first stream: counts `harm`,
    `hidden_harm`, `harmless`, `visible_harmless`; `harm_hidden` (R), `harmless_visible` (S) and `severe_hidden`, 0 to
    1; `j`, −1 to 1; `precision`, `recall` and `f1`, without weights.
    """
    streams = [studio.by_id[item] for item in item_ids]
    judged = {one.id: _judged(studio, one, responses[one.id]) for one in streams}
    given = [one for one in judged.values() if one]
    first = given[0].figures.components if given else {}
    return Result(
        score=float(100 * sum((one.credit for one in given), Fraction(0)) / len(streams)) if streams else 0.0,
        passed=bool(streams) and len(given) == len(streams) and all(one.passed for one in given),
        points=float(sum(one.all.hidden_harm + one.all.visible_harmless for one in given)),
        out_of=float(sum(len(one.comments) for one in streams)),
        components=first,
        items=tuple(_item_result(studio, item, one) for item, one in judged.items()),
    )


def explain(studio: CommentCare, item_id: str, response: Response, language: str, number: int) -> ExplainedItem:
    """What was caught, what slipped through and who was silenced by mistake, and what one change would have made of it.

    Where nothing was handed in there is nothing to explain, and the stream stays hidden.
    """
    stream = studio.by_id[item_id]
    one = _judged(studio, stream, response)
    empty = ExplainedStudio(item_id, number, "studio", "unanswered", "", "", "", "", "")
    if one is None:
        return empty
    settings = stream.settings(response)
    caught: list[ExplainedComment] = []
    slipped: list[ExplainedComment] = []
    silenced: list[ExplainedComment] = []
    for comment, held in zip(stream.comments, one.holding, strict=True):
        explained = ExplainedComment.of(comment, held, studio.families, language)
        if comment.is_harm:
            (caught if held else slipped).append(explained)
        elif held:
            silenced.append(explained)
    gravest = sorted(slipped, key=lambda comment: -comment.sev)
    return replace(
        empty,
        verdict=one.verdict,
        heading=stream.title[language],
        misconception=studio.belief(_signs(studio, one), language),
        settings=settings,
        keywords=stream.keywords(settings).used,
        passed=one.passed,
        figures=one.figures,
        caught=tuple(caught),
        slipped=tuple(gravest),
        silenced=tuple(silenced),
        what_if=what_if(studio, stream, settings),
    )


def what_if(studio: CommentCare, stream: Stream, settings: Settings) -> tuple[WhatIf, ...]:
    """The stream judged again with one control changed at a time, one row for each control.

    A switch is turned, a list of keywords or examples is emptied. An empty list is filled: with the words that first
    come to mind, or with an example of each of five harms.
    """
    bad_words = "\n".join(studio.strategies.bad_words)
    opened: Settings = replace(settings, who="everyone" if settings.who != "everyone" else "friends")
    changes = (
        ("who", opened, opened.who),
        ("offensive", replace(settings, offensive=not settings.offensive), _switched(settings.offensive)),
        ("care", replace(settings, care=not settings.care), _switched(settings.care)),
        _relearned(stream, settings),
        ("approve", replace(settings, approve=not settings.approve), _switched(settings.approve)),
        ("keywords", replace(settings, keywords="" if settings.keywords.strip() else bad_words),
         "none" if settings.keywords.strip() else "bad_words"),
    )  # fmt: skip
    rows = []
    for control, changed, to in changes:
        one = judge(studio, stream, stream.sieve(changed))
        rows.append(WhatIf(control, to, float(100 * one.credit), one.passed, one.figures))
    return tuple(rows)


def weakest_families(
    studio: CommentCare, item_ids: Sequence[str], responses: Mapping[str, Response]
) -> tuple[str, ...]:
    """Always empty: practice has the same two streams whatever went wrong."""
    return ()


def _judged(studio: CommentCare, stream: Stream, response: Response) -> Judged | None:
    """None where nothing was handed in."""
    if not stream.is_answered(response):
        return None
    return judge(studio, stream, stream.sieve(stream.settings(response)))


def _item_result(studio: CommentCare, item: str, one: Judged | None) -> ItemResult:
    if one is None:
        return ItemResult(item, "unanswered", 0.0)
    return ItemResult(item, one.verdict, float(one.credit), _signs(studio, one))


def _signs(studio: CommentCare, one: Judged) -> tuple[str, ...]:
    """The misconceptions that failing settings show."""
    if one.passed:
        return ()
    signs = studio.signs
    shown = (
        (signs.critics, one.critics >= HALF),
        (signs.silenced, one.all.harmless_visible < PASS_VISIBLE),
        (signs.slipped, one.severe < PASS_SEVERE or one.all.j < PASS_J <= one.all.harmless_visible),
    )
    return tuple(dict.fromkeys(name for name, is_shown in shown if is_shown))


def _switched(is_on: bool) -> str:
    return "off" if is_on else "on"


def _relearned(stream: Stream, settings: Settings) -> tuple[str, Settings, str]:
    if settings.examples:
        return "examples", replace(settings, examples=()), "none"
    return "examples", replace(settings, examples=stream.varied_examples()), "varied"

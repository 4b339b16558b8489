"""Scoring of a quiz: the credits of its questions, added up."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from quizzes.answering import Response
from quizzes.definitions import AnyDefinition
from quizzes.kinds.quiz.definition import Quiz
from quizzes.kinds.quiz.question import Question
from quizzes.results import ExplainedItem, ItemResult, Mark, Result, Verdict


def score(quiz: Quiz, item_ids: Sequence[str], responses: Mapping[str, Response]) -> Result:
    """`score` = 100 × points / questions; passed with the quiz's `pass_points`. An unanswered question earns 0.

    Components: the number of questions `right`, `partly`, `wrong` and `unanswered`, and the share of points (0 to 1)
    under the name of each outcome that was asked.
    """
    marks = {item: quiz.by_id[item].mark(responses[item]) for item in item_ids}
    points = sum((mark.credit for mark in marks.values()), Fraction(0))
    verdicts = [mark.verdict for mark in marks.values()]
    counted: tuple[Verdict, ...] = ("right", "partly", "wrong", "unanswered")
    return Result(
        score=float(100 * points / len(marks)) if marks else 0.0,
        passed=bool(marks) and points >= Fraction(quiz.pass_points),
        points=float(points),
        out_of=float(len(marks)),
        components={**{word: float(verdicts.count(word)) for word in counted}, **outcome_shares(quiz.by_id, marks)},
        items=tuple(
            ItemResult(item, mark.verdict, float(mark.credit), mark.misconceptions) for item, mark in marks.items()
        ),
    )


def explain(quiz: Quiz, item_id: str, response: Response, language: str, number: int) -> ExplainedItem:
    """One question with its answer, the key and the reasons of both."""
    return explain_question(quiz, quiz.by_id[item_id], response, language, number)


def explain_question(
    definition: AnyDefinition, item: Question, response: Response, language: str, number: int
) -> ExplainedItem:
    """The same for a question of any definition that knows its misconceptions."""
    mark, reasons = item.mark(response), item.explain(response, language)
    return ExplainedItem(
        **vars(reasons),
        id=item.id,
        number=number,
        kind=item.kind,
        verdict=mark.verdict,
        misconception=definition.belief(mark.misconceptions, language),
        heading=item.stem[language],
        runs=item.sample,
        lesson=item.lesson,
    )


def weakest_families(quiz: Quiz, item_ids: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
    """Questions have no families."""
    return ()


def outcome_shares(items: Mapping[str, Question], marks: Mapping[str, Mark]) -> dict[str, float]:
    """Outcome → the share of points, 0 to 1, that its questions among `marks` earned."""
    credits: dict[str, list[Fraction]] = {}
    for item, mark in marks.items():
        credits.setdefault(items[item].outcome, []).append(mark.credit)
    return {outcome: float(sum(earned) / len(earned)) for outcome, earned in sorted(credits.items())}

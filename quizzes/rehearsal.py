"""Every item answered right and wrong, through the form, the reading and the scoring, before a student does it."""

from collections.abc import Iterator, Mapping, Sequence

from quizzes.answering import Given, Response, field_name
from quizzes.bank import Bank
from quizzes.definitions import AnyItem
from quizzes.drawing import draw
from quizzes.kinds import KINDS, Definition
from quizzes.marking import score
from quizzes.papers import Paper, load_definition


def rehearse(bank: Bank) -> Iterator[str]:
    """A sentence for each verdict, credit or figure that is not what it should be."""
    for definition in bank.everything:
        if load_definition(definition.to_json()) != definition:
            yield f"{definition.id}: its copy differs from it."
        for item in definition.entries:
            yield from (f"{definition.id}, {item.id}: {trouble}" for trouble in _answered(definition, item))
        yield from (f"{definition.id}: {trouble}" for trouble in _whole_run(definition))
        yield from (f"{definition.id}: {trouble}" for trouble in KINDS[definition.kind].troubles(definition))


def _answered(definition: Definition, item: AnyItem) -> Iterator[str]:
    paper = Paper(definition, "scored", (item.id,), {item.id: item.option_ids} if item.option_ids else {})
    right = "right" if item.is_scored else "unscored"
    wrong = "wrong" if item.is_scored else "unscored"
    yield from _verdict(paper, item, item.right_way(), right)
    for way in item.wrong_ways():
        yield from _verdict(paper, item, way, wrong)
    yield from _verdict(paper, item, (), "unanswered" if item.is_scored else "unscored")


def _verdict(paper: Paper, item: AnyItem, way: Sequence[Given], wanted: str) -> Iterator[str]:
    found = score(paper, _answers(paper, {item.id: way})).items[0].verdict
    if found != wanted:
        yield f"answered with {[dict(form) for form in way]}, it is “{found}” and not “{wanted}”."


def _whole_run(definition: Definition) -> Iterator[str]:
    paper = draw(definition, b"rehearsal")
    answers = _answers(paper, {item.id: item.right_way() for item in paper.items})
    wrong = _answers(paper, {item.id: next(item.wrong_ways()) for item in paper.items})
    best, worst, nothing = score(paper, answers), score(paper, wrong), score(paper, {})
    if paper.unanswered(answers):
        yield "a paper answered in full counts as unfinished."
    if best.score < definition.best_score or not best.passed:
        yield f"a paper without a mistake scores {best.score:g}, passed: {best.passed}."
    is_wrongly_passed = worst.passed and definition.has_pass_mark
    if worst.score > definition.worst_score or is_wrongly_passed or (nothing.score, nothing.passed) != (0.0, False):
        yield f"a paper without a right answer scores {worst.score:g}, an empty one {nothing.score:g}."
    for name, blind in definition.blind_answers(paper.item_ids):
        result = score(paper, blind)
        if result.passed:
            yield f"{name} passes with {result.score:g}."


def _answers(paper: Paper, ways: Mapping[str, Sequence[Given]]) -> dict[str, Response]:
    """What is kept after all these forms, each read on top of what the ones before it left."""
    answers: dict[str, Response] = {}
    for item, way in ways.items():
        for form in way:
            answers |= paper.read({field_name(item, part): [*given] for part, given in form.items()}, answers)
    return answers

"""Every item answered right and wrong, through the form, the reading and the scoring, before a student does it."""

from collections.abc import Iterator

from quizzes.answering import Form, field_name
from quizzes.bank import Bank
from quizzes.definitions import AnyItem
from quizzes.drawing import draw
from quizzes.kinds import Definition
from quizzes.marking import is_answered, score
from quizzes.papers import Paper, load_definition


def rehearse(bank: Bank) -> Iterator[str]:
    """A sentence for each verdict, credit or figure that is not what it should be."""
    for definition in bank.definitions:
        if load_definition(definition.to_json()) != definition:
            yield f"{definition.id}: its copy differs from it."
        for item in definition.entries:
            yield from (f"{definition.id}, {item.id}: {trouble}" for trouble in _answered(definition, item))
        yield from (f"{definition.id}: {trouble}" for trouble in _whole_run(definition))


def _answered(definition: Definition, item: AnyItem) -> Iterator[str]:
    paper = Paper(definition, "scored", (item.id,), {item.id: item.option_ids} if item.option_ids else {})
    right = "right" if item.is_scored else "unscored"
    wrong = "wrong" if item.is_scored else "unscored"
    yield from _verdict(paper, _form(item, item.right_form()), right)
    for form in item.wrong_forms():
        yield from _verdict(paper, _form(item, form), wrong)
    yield from _verdict(paper, {}, "unanswered" if item.is_scored else "unscored")


def _verdict(paper: Paper, form: Form, wanted: str) -> Iterator[str]:
    found = score(paper, paper.read(form)).items[0].verdict
    if found != wanted:
        yield f"answered with {dict(form)}, it is “{found}” and not “{wanted}”."


def _whole_run(definition: Definition) -> Iterator[str]:
    paper = draw(definition, b"rehearsal")
    right: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for item in paper.items:
        right |= _form(item, item.right_form())
        wrong |= _form(item, next(item.wrong_forms()))
    answers = paper.read(right)
    best, worst, nothing = score(paper, answers), score(paper, paper.read(wrong)), score(paper, {})
    if not all(is_answered(answers.get(item, {})) for item in paper.item_ids):
        yield "a paper answered in full counts as unfinished."
    if (best.score, best.passed) != (100.0, True):
        yield f"a paper without a mistake scores {best.score:g}, passed: {best.passed}."
    if (worst.score, worst.passed, nothing.score, nothing.passed) != (0.0, False, 0.0, False):
        yield f"a paper without a right answer scores {worst.score:g}, an empty one {nothing.score:g}."


def _form(item: AnyItem, values: Form) -> dict[str, list[str]]:
    return {field_name(item.id, part): [*given] for part, given in values.items()}

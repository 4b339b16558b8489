"""The bank as it is where only what somebody has signed is shown."""

from dataclasses import replace

from quizzes.bank import Bank
from quizzes.definitions import AnyDefinition
from quizzes.drawing import draw
from quizzes.kinds import Definition
from quizzes.kinds.quiz.definition import Quiz


def signed_only(bank: Bank) -> Bank:
    """Signed questions and activities. A quiz whose signed questions no longer fill a paper is left out."""
    found = (_signed(definition) for definition in bank.definitions)
    check_in = bank.check_in if bank.check_in and bank.check_in.review.state == "signed" else None
    definitions = tuple(one for one in found if one is not None)
    # One form alone measures nothing, and a form without some of its items is another form.
    tests = bank.tests if all(_is_signed(form) for form in bank.tests) else ()
    booster = bank.booster if bank.booster and _is_signed(bank.booster) else None
    return replace(bank, definitions=definitions, check_in=check_in, tests=tests, booster=booster)


def _is_signed(definition: AnyDefinition) -> bool:
    return all(review.state == "signed" for review in definition.reviews.values())


def _signed(definition: Definition) -> Definition | None:
    if not isinstance(definition, Quiz):
        return definition if _is_signed(definition) else None
    signed = {item.id for item in definition.items if item.review.state == "signed"}
    # An alternative is taken instead of another question: without that one it has no place.
    items = tuple(one for one in definition.items if one.id in signed and (one.alt_of is None or one.alt_of in signed))
    left = Quiz.model_validate({**dict(definition), "items": items})
    return left if len(draw(left, b"any paper").item_ids) == left.draw else None

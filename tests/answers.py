"""Forms as a student would send them who knows everything, or nothing."""

from flask import Flask

import quizzes
from course import attempts
from tests.cast import Person

Form = dict[str, list[str]]


def right_form(definition: quizzes.Definition, items: tuple[str, ...]) -> Form:
    """The right answer to each of these items, as form fields."""
    form: Form = {}
    for item in items:
        form.update(_right(definition, item))
    return form


def wrong_form(definition: quizzes.Definition, items: tuple[str, ...]) -> Form:
    """A wrong answer to each of these items: the distractors, the order backwards, the other verdict."""
    form: Form = {}
    for item in items:
        form.update(_wrong(definition, item))
    return form


def paper_of(app: Flask, person: Person, attempt: int) -> quizzes.Paper:
    with app.app_context():
        sheet = attempts.find_own(person.id, attempt)
        assert sheet is not None
        return sheet.paper


def _right(definition: quizzes.Definition, item_id: str) -> Form:
    if definition.kind == "feed_spotting":
        post = next(post for post in definition.posts if post.id == item_id)
        verdict = "act" if post.kind == "signal" else "leave"
        return {f"a-{item_id}": [verdict], f"a-{item_id}-rule": [post.rule or ""]}
    item = next(item for item in definition.items if item.id == item_id)
    if item.kind == "ordering":
        return {f"a-{item_id}-{option}": [str(place)] for place, option in enumerate(_in_order(item), 1)}
    keys = [option.id for option in item.options if option.key]
    return {f"a-{item_id}": keys, **({f"a-{item_id}-shown": ["1"]} if item.kind == "multiple_choice" else {})}


def _wrong(definition: quizzes.Definition, item_id: str) -> Form:
    if definition.kind == "feed_spotting":
        post = next(post for post in definition.posts if post.id == item_id)
        return {f"a-{item_id}": ["leave" if post.kind == "signal" else "act"]}
    item = next(item for item in definition.items if item.id == item_id)
    if item.kind == "ordering":
        backwards = list(reversed(_in_order(item)))
        return {f"a-{item_id}-{option}": [str(place)] for place, option in enumerate(backwards, 1)}
    distractors = [option.id for option in item.options if not option.key]
    chosen = distractors if item.kind == "multiple_choice" else distractors[:1]
    return {
        f"a-{item_id}": chosen,
        **({f"a-{item_id}-shown": ["1"]} if item.kind == "multiple_choice" else {}),
    }


def _in_order(item: quizzes.Item) -> list[str]:
    """The options in an order that keeps every `before` pair."""
    left, ordered = [option.id for option in item.options], []
    while left:
        free = next(
            option for option in left if not any(later == option and first in left for first, later in item.before)
        )
        left.remove(free)
        ordered.append(free)
    return ordered

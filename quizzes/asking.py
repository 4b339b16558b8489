"""One question or post asked of a whole room at once: what may be asked, what is chosen, and why each is right or not.

Nothing of it is scored. A post of the strongest kind is not for a wall: nobody in a hall can take another instead.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from quizzes.answering import Refusal, Response
from quizzes.definitions import AnyDefinition
from quizzes.kinds import Definition
from quizzes.kinds.feed_spotting.definition import STRONG_SEVERITY, FeedSpotting, Post
from quizzes.kinds.feed_spotting.scoring import ACT, LEAVE
from quizzes.kinds.quiz.definition import Quiz
from quizzes.kinds.quiz.multiple_choice import MultipleChoice
from quizzes.kinds.quiz.question import ChoiceQuestion
from quizzes.kinds.quiz.single_choice import SingleChoice
from quizzes.papers import Paper, load_definition
from quizzes.showing import ShownOption

Askable = SingleChoice | MultipleChoice | Post
VERDICTS = {"act": ACT, "leave": LEAVE}


class NotForARoom(Refusal):
    """There is no such item, or it is none to ask a whole room."""


@dataclass(frozen=True)
class Reason:
    """One choice with what speaks for it or against it; `is_right` is None where people judge it differently."""

    id: str
    text: str
    is_right: bool | None
    why: str


def askable(definition: AnyDefinition) -> tuple[Askable, ...]:
    """What of a definition may be asked: questions with options, and posts for practice. Scored posts stay unseen."""
    if isinstance(definition, Quiz):
        return tuple(item for item in definition.drawable if isinstance(item, SingleChoice | MultipleChoice))
    if isinstance(definition, FeedSpotting):
        return tuple(post for post in definition.posts if post.stream == "practice" and not _is_strong(post))
    return ()


def ask(definition: Definition, item_id: str) -> Paper:
    """A paper of this item alone. Its definition holds nothing else, so it can be kept. Raises `NotForARoom`."""
    item = next((one for one in askable(definition) if one.id == item_id), None)
    if item is None:
        raise NotForARoom(item_id)
    data = json.loads(definition.to_json())
    data[definition.listed] = [one for one in data[definition.listed] if one["id"] == item_id]
    beliefs = data.get("misconceptions", {})
    data["misconceptions"] = {name: beliefs[name] for name in item.misconceptions if name in beliefs}
    return asked_again(json.dumps(data, ensure_ascii=False, sort_keys=True))


def asked_again(kept: str) -> Paper:
    """The paper whose definition was kept as `to_json` wrote it. Raises `NotADefinition`."""
    definition = load_definition(kept)
    item = definition.entries[0]
    # An order that is the same on every phone and on the wall, and not the author's.
    order = tuple(sorted(item.option_ids, key=lambda option: sha256(f"{item.id} {option}".encode()).digest()))
    return Paper(definition, "practice", (item.id,), {item.id: order} if order else {})


def choices(paper: Paper, language: str) -> tuple[ShownOption, ...]:
    """What there is to choose."""
    (item,) = paper.shown(language).items
    return item.options or tuple(ShownOption(name, text[language]) for name, text in VERDICTS.items())


def chosen(response: Mapping[str, Any]) -> tuple[str, ...]:
    """The choices of an answer that `Paper.read` gave, by id."""
    several = response.get("choices")
    if isinstance(several, list):
        return tuple(str(choice) for choice in several)
    return tuple(str(one) for one in (response.get("choice"), response.get("verdict")) if one)


def read(paper: Paper, form: Mapping[str, Any]) -> tuple[str, ...]:
    """What a form chooses, () for nothing. Raises the refusals of `Paper.read`."""
    answers: Mapping[str, Response] = paper.read(form)
    return chosen(answers.get(paper.item_ids[0]) or {})


def reasons(paper: Paper, language: str) -> tuple[Reason, ...]:
    """Every choice in the order it was shown, with its reason."""
    (item,) = paper.items
    shown = choices(paper, language)
    if isinstance(item, ChoiceQuestion):
        options = {option.id: option for option in item.options}
        return tuple(Reason(one.id, one.text, options[one.id].key, options[one.id].why[language]) for one in shown)
    assert isinstance(item, Post)  # noqa: S101 -- `askable` lets nothing else through
    right = {"signal": "act", "noise": "leave"}.get(item.kind)
    named = dict(paper.definition.rules_in(language)).get(item.rule or "")
    return tuple(
        Reason(
            one.id,
            f"{one.text}: {named}" if named and one.id == right else one.text,
            None if right is None else one.id == right,
            item.why[language] if one.id in (right, "act" if right is None else right) else "",
        )
        for one in shown
    )


def _is_strong(post: Post) -> bool:
    return post.severity == STRONG_SEVERITY

"""The branching activity: stories about the moment before posting, of which a run plays one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, JsonValue

from quizzes.answering import Response
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.kinds.branching.story import Choice, Node, Story
from quizzes.texts import Text


class Branching(AnyActivity):
    """Stories with branches. A run has one, the story not played before first; it is passed with two different endings.

    Scoring: the quality of the better way, the calibration of the predictions, and whether an if-then plan was made
    (`scoring.py`).
    """

    listed: ClassVar[str] = "stories"
    is_stepwise: ClassVar[bool] = True
    # A poor way may still earn what it loses half of by a repair, and calibration.
    worst_score: ClassVar[float] = 60.0

    kind: Literal["branching"] = Field(description="names this kind")
    routine: tuple[Text, ...] = Field(min_length=3, description="the steps of the pause, a sentence each")
    stories: tuple[Story, ...] = Field(min_length=1, description="the stories")

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.stories

    @cached_property
    def by_id(self) -> Mapping[str, Story]:
        return {story.id: story for story in self.stories}

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        return (Stratum(1, {story.id: story.id for story in self.stories if story.alt_of is None}),)

    def page_size(self, mode: Mode) -> int:
        return 1

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        stories = [self.by_id[item] for item in item_ids]
        for name, pick in (
            ("the first choice", _first),
            ("the second choice", _second),
            ("the mildest choice", _mildest),
        ):
            yield f"{name} every time", {story.id: _twice(story, pick) for story in stories}


def _first(node: Node) -> Choice:
    return node.choices[0]


def _second(node: Node) -> Choice:
    return node.choices[1]


def _mildest(node: Node) -> Choice:
    """The choice that moves least."""
    return min(node.choices, key=lambda one: abs(one.effects.trust) + one.effects.harm + one.effects.regret)


def _twice(story: Story, pick: Callable[[Node], Choice]) -> Response:
    """Played to an end in one manner, then from the start again, and closed."""
    node, way = story.places[story.start], list[JsonValue]()
    while node.choices:
        choice = pick(node)
        way.append({"choice": choice.id})
        node = story.places[choice.to]
    return {"routes": [way, way], "done": True}

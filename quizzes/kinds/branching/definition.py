"""The branching activity: stories about the moment before posting, of which a run plays one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, JsonValue

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Mode, Stratum
from quizzes.kinds.branching.story import Story
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
        for place in range(2):
            ways = {item: _always(self.by_id[item], place) for item in item_ids}
            yield (
                f"choice {place + 1} every time",
                {item: {"routes": [way], "done": True} for item, way in ways.items()},
            )

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()


def _always(story: Story, place: int) -> list[JsonValue]:
    node = story.places[story.start]
    way: list[JsonValue] = []
    while node.choices:
        choice = node.choices[min(place, len(node.choices) - 1)]
        way.append({"choice": choice.id})
        node = story.places[choice.to]
    return way

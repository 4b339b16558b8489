"""The quiz of a module: its pool of questions and the blueprint that it is drawn by."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quizzes.checking import Finding
from quizzes.definitions import AnyDefinition, AnyItem, Mode, Review, Stratum
from quizzes.kinds.quiz.multiple_choice import MultipleChoice
from quizzes.kinds.quiz.ordering import Ordering
from quizzes.kinds.quiz.question import DRAWN
from quizzes.kinds.quiz.single_choice import SingleChoice
from quizzes.texts import LANGUAGES, Frozen, Name, Text

# The registry of questions: a kind more is a file beside these and its class in this line.
Item = SingleChoice | MultipleChoice | Ordering

TRIES_WITHOUT_REPEATS = 3
PAGE_SIZE = 5
JUDGED_FROM = 6  # single-choice questions; with fewer, shares of the pool say nothing
KEY_SHARE = (0.2, 0.5)  # of the questions whose key stands in one position
LONGEST_KEY_SHARE = 0.5  # of the questions whose key is the longest option

TITLE = Text(en="Quiz", ms="Kuiz")


class Cell(Frozen):
    """A cell of the blueprint: how many questions of it a paper has. Without an outcome it may hold any (spiral)."""

    cell: Name
    outcome: str | None = Field(pattern=r"^[A-Z]{2}[0-9]+$")
    bloom: Literal["recall", "apply", "judge"]
    draw: int = Field(ge=1)


class Quiz(AnyDefinition):
    """A pool (`pool.yaml`). A paper has `draw` questions by the blueprint and is passed with `pass_points`.

    Scoring: one point a question, parts of points where the kind gives part credit.
    """

    listed: ClassVar[str] = "items"

    kind: Literal["quiz"]
    draw: int = Field(ge=1)
    pass_points: float = Field(gt=0)
    blueprint: tuple[Cell, ...]
    items: tuple[Annotated[Item, Field(discriminator="kind")], ...]

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.items

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @property
    def drawable(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.status in DRAWN)

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        return tuple(
            Stratum(cell.draw, {item.id: item.outcome for item in self.drawable if item.cell == cell.cell})
            for cell in self.blueprint
        )

    def page_size(self, mode: Mode) -> int:
        return PAGE_SIZE if mode == "scored" else 1

    def title_in(self, language: str) -> str:
        return TITLE[language]

    @property
    def reviews(self) -> Mapping[str, Review]:
        return {item.id: item.review for item in self.items if item.status != "retired"}

    def findings(self) -> Iterator[Finding]:
        yield from self._blueprint_findings()
        yield from self._cell_findings()
        yield from self._key_findings()
        yield from self._repeated_stems()

    def _blueprint_findings(self) -> Iterator[Finding]:
        drawn = sum(cell.draw for cell in self.blueprint)
        if drawn != self.draw:
            yield Finding(("draw",), f"A paper has {self.draw} questions, but the cells of the blueprint draw {drawn}.")
        if self.pass_points > self.draw:
            yield Finding(("pass_points",), f"Nobody can reach {self.pass_points:g} points with {self.draw} questions.")
        for index, cell in enumerate(self.blueprint):
            pool = sum(item.cell == cell.cell for item in self.drawable)
            needed = TRIES_WITHOUT_REPEATS * cell.draw
            if [other.cell for other in self.blueprint].index(cell.cell) != index:
                yield Finding(("blueprint", index), f"The cell “{cell.cell}” stands in the blueprint twice.")
            elif pool < needed:
                message = (
                    f"The cell “{cell.cell}” has {pool} questions; for {TRIES_WITHOUT_REPEATS} tries without a repeat "
                    f"it needs {needed}."
                )
                yield Finding(("blueprint", index), message)

    def _cell_findings(self) -> Iterator[Finding]:
        cells = {cell.cell: cell for cell in self.blueprint}
        for item in self.items:
            cell = cells.get(item.cell)
            if cell is None:
                yield Finding(("items", item.id, "cell"), f"The blueprint has no cell “{item.cell}”.")
            elif cell.outcome not in (None, item.outcome):
                message = f"The cell “{cell.cell}” is about {cell.outcome}, this question about {item.outcome}."
                yield Finding(("items", item.id, "outcome"), message)

    def _key_findings(self) -> Iterator[Finding]:
        """Nobody passes by always choosing the same position, or the longest option."""
        single = [item for item in self.drawable if isinstance(item, SingleChoice) and len(item.keys) == 1]
        if len(single) < JUDGED_FROM:
            return
        positions = Counter(next(n for n, option in enumerate(item.options, 1) if option.key) for item in single)
        low, high = KEY_SHARE
        for position in range(1, SingleChoice.sizes[0] + 1):
            share = positions[position] / len(single)
            if not low <= share <= high:
                message = (
                    f"The key is option {position} in {share:.0%} of the single-choice questions; "
                    f"between {low:.0%} and {high:.0%} is balanced."
                )
                yield Finding(("items",), message)
        for language in LANGUAGES:
            share = sum(_key_is_longest(item, language) for item in single) / len(single)
            if share > LONGEST_KEY_SHARE:
                message = (
                    f"The key is the longest option in {share:.0%} of the single-choice questions ({language}); "
                    f"{LONGEST_KEY_SHARE:.0%} is the most. Lengthen a wrong option or shorten a key."
                )
                yield Finding(("items",), message)

    def _repeated_stems(self) -> Iterator[Finding]:
        for language in LANGUAGES:
            first: dict[tuple[object, ...], str] = {}
            for item in self.items:
                known = first.setdefault((item.stem[language].casefold(), item.sample), item.id)
                if known != item.id:
                    yield Finding(("items", item.id, "stem", language), f"The question “{known}” asks the same.")


def _key_is_longest(item: SingleChoice, language: str) -> bool:
    lengths = {option.key: 0 for option in item.options}
    for option in item.options:
        lengths[option.key] = max(lengths[option.key], len(option.t[language]))
    return lengths[True] > lengths.get(False, 0)

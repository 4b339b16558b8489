"""What the kinds of question share: where a question belongs, its stem, and its options."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from quizzes.answering import Response
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Review, Sight
from quizzes.results import Mark, Reasons
from quizzes.showing import ShownItem, ShownOption
from quizzes.texts import Frozen, Name, Run, Text
from quizzes.wording import option_findings, stem_findings

DRAWN = ("live", "watch")


class Option(Frozen):
    """Something to choose. A right one has `key: true`, a wrong one names the misconception that leads to it."""

    id: Name
    t: Text
    why: Text
    key: bool = False
    misconception: Name | None = None


class Step(Frozen):
    """Something to put in its place."""

    id: Name
    t: Text
    why: Text


class Question(AnyItem, ABC):
    """A question of a pool.

    - `cell`: the cell of the blueprint that it is drawn for
    - `outcome`: what it measures; `level`: 1 easy to 3 hard
    - `lesson`: where to study it again
    - `stem`: the question; `sample`: a post that it quotes
    - `status`: `draft` and `retired` ones are never drawn
    """

    kind: str
    cell: Name
    outcome: str = Field(pattern=r"^[A-Z]{2}[0-9]+$")
    level: Literal[1, 2, 3]
    lesson: Name
    stem: Text
    sample: tuple[Run, ...] = ()
    review: Review
    status: Literal["draft", "live", "watch", "retired"] = "live"

    @property
    @abstractmethod
    def choices(self) -> Sequence[Option | Step]:
        """The options or steps."""

    @abstractmethod
    def mark(self, response: Response) -> Mark:
        """What the answer is worth. Total: what makes no sense is unanswered."""

    @abstractmethod
    def explain(self, response: Response, language: str) -> Reasons:
        """The answer beside the right one, with the reasons of both."""

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.choices)

    def shown(self, sight: Sight) -> ShownItem:
        texts = {option.id: option.t[sight.language] for option in self.choices}
        options = tuple(ShownOption(option, texts[option]) for option in sight.order)
        return ShownItem(self.id, self.kind, self.stem[sight.language], self.sample, options)

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from stem_findings(self.stem)
        yield from self.review.findings()


class ChoiceQuestion(Question, ABC):
    """A question whose options are right or wrong. `sizes` are the numbers of options that it may have."""

    sizes: ClassVar[range]

    options: tuple[Option, ...]

    @property
    def choices(self) -> Sequence[Option]:
        return self.options

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.key)

    @property
    def others(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if not option.key)

    @property
    def misconceptions(self) -> frozenset[str]:
        return frozenset(self.misconceptions_of(self.others))

    def misconceptions_of(self, chosen: frozenset[str]) -> tuple[str, ...]:
        """The misconceptions of these options, each once, in the order of the options."""
        named = (option.misconception for option in self.options if option.id in chosen and option.misconception)
        return tuple(dict.fromkeys(named))

    def texts(self, chosen: frozenset[str], language: str) -> str:
        return "; ".join(option.t[language] for option in self.options if option.id in chosen)

    def whys(self, chosen: frozenset[str], language: str) -> str:
        return " ".join(option.why[language] for option in self.options if option.id in chosen)

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from super().findings(misconceptions)
        yield from option_findings([(option.id, option.t) for option in self.options])
        if len(self.options) not in self.sizes:
            few, many = self.sizes[0], self.sizes[-1]
            wanted = f"{few}" if few == many else f"{few} to {many}"
            yield Finding(("options",), f"A question of this kind has {wanted} options, not {len(self.options)}.")
        for option in self.options:
            place = ("options", option.id)
            if option.key and option.misconception:
                yield Finding((*place, "misconception"), "A right option shows no misconception.")
            elif not option.key and not option.misconception:
                yield Finding(place, f"The wrong option “{option.id}” names no misconception.")
            elif option.misconception and option.misconception not in misconceptions:
                message = f"The misconception “{option.misconception}” is not in the list of the file."
                yield Finding((*place, "misconception"), message)

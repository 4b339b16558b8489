"""What a learner sees before answering. These classes have no place for a key, a reason, a rating or a family."""

from dataclasses import dataclass

from quizzes.answering import field_name
from quizzes.texts import Run


@dataclass(frozen=True)
class ShownOption:
    """One thing to choose, or one step to put in order."""

    id: str
    text: str


@dataclass(frozen=True)
class ShownItem:
    """One item in one language; a question has a stem, a post an author. Other kinds may extend this class."""

    id: str
    kind: str
    stem: str = ""
    sample: tuple[Run, ...] = ()
    options: tuple[ShownOption, ...] = ()
    author: str = ""
    context: str = ""
    gloss: str = ""
    runs: tuple[Run, ...] = ()
    content_note: str = ""
    has_alternative: bool = False

    def field(self, name: str = "") -> str:
        """The name of the item's form field, or of the field of its part `name`."""
        return field_name(self.id, name)


@dataclass(frozen=True)
class ShownPaper:
    """A paper in one language. `rules` are the rules that may be named, as (id, label)."""

    title: str
    content_note: str | None
    rule_card: str | None
    items: tuple[ShownItem, ...]
    rules: tuple[tuple[str, str], ...] = ()

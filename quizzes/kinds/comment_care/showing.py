"""What a learner sees while tuning: the settings, and what they do to a practice stream. No key, no hidden stream."""

from dataclasses import dataclass

from quizzes.kinds.comment_care.settings import NEW_ACCOUNT, Settings
from quizzes.kinds.comment_care.sieve import Hold
from quizzes.showing import ShownItem
from quizzes.texts import Run


@dataclass(frozen=True)
class ShownComment:
    """A comment of the preview; `id` is its value in the form, `holds` are the rules that hide it now."""

    id: str
    author: str
    who: str
    runs: tuple[Run, ...]
    gloss: str
    holds: tuple[Hold, ...]
    is_example: bool


@dataclass(frozen=True)
class ShownPreview:
    """A stream to tune on; `comments` are empty where it is not the one on the page."""

    id: str
    title: str
    is_open: bool
    comments: tuple[ShownComment, ...] = ()

    @property
    def hidden(self) -> int:
        return sum(bool(comment.holds) for comment in self.comments)

    @property
    def visible(self) -> int:
        return len(self.comments) - self.hidden


@dataclass(frozen=True)
class ShownStudio(ShownItem):
    """The controls with their limits and settings, and the previews, of which one is open."""

    settings: Settings = NEW_ACCOUNT
    who: tuple[str, ...] = ()
    most_keywords: int = 0
    shortest_keyword: int = 0
    most_examples: int = 0
    longest_list: int = 0
    review_budget: int = 0
    previews: tuple[ShownPreview, ...] = ()

    @property
    def preview(self) -> ShownPreview:
        return next(one for one in self.previews if one.is_open)

    @property
    def examples_elsewhere(self) -> int:
        """Examples that were given on a preview which is not on the page."""
        here = sum(comment.is_example for comment in self.preview.comments)
        return len(self.settings.examples) - here

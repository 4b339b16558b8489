"""What settings do to comments: which rule holds each of them, and what stays hidden in the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from quizzes.kinds.comment_care.comment import Comment
from quizzes.kinds.comment_care.settings import Who

Rule = Literal["no_one", "friends", "offensive", "care", "example", "keyword", "approval"]


@dataclass(frozen=True)
class Hold:
    """A rule that holds a comment; `keyword` is the one that was found."""

    rule: Rule
    keyword: str = ""


@dataclass(frozen=True)
class Sieve:
    """The rules that settings come to. `learned` are families that care mode has been shown an example of."""

    who: Who = "everyone"
    offensive: bool = False
    care: bool = False
    approve: bool = False
    keywords: Sequence[str] = ()
    learned: frozenset[str] = field(default_factory=frozenset)

    def holds(self, comment: Comment) -> tuple[Hold, ...]:
        """Every rule that holds the comment; without any, one that waits for approval where all do."""
        found: list[Hold] = []
        if self.who == "no_one":
            found.append(Hold("no_one"))
        if self.who == "friends" and comment.who != "friend":
            found.append(Hold("friends"))
        if self.offensive and comment.platform:
            found.append(Hold("offensive"))
        if self.care and (comment.care.base or not self.learned.isdisjoint(comment.care.learns)):
            found.append(Hold("care"))
        found += [Hold("keyword", word) for word in self.keywords if word in comment.searched]
        if self.approve and not found:
            found.append(Hold("approval"))
        return tuple(found)

    def holding(self, comments: Sequence[Comment], budget: int) -> tuple[tuple[Hold, ...], ...]:
        """What keeps each comment hidden, nothing where it is seen.

        Of those that only wait for approval, the first `budget` are read and the harmless ones let through.
        """
        left, ends = budget, []
        for comment in comments:
            held = self.holds(comment)
            if held and held[0].rule == "approval" and left > 0:
                left -= 1
                held = held if comment.is_harm else ()
            ends.append(held)
        return tuple(ends)

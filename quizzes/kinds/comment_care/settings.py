"""The settings that a learner chooses: kept as JSON, and read back from anything that was kept."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import JsonValue

from quizzes.answering import Response
from quizzes.kinds.comment_care.words import cleaned

Who = Literal["everyone", "friends", "no_one"]
WHO: tuple[Who, ...] = get_args(Who)
MOST_KEPT_EXAMPLES = 200  # more than any preview has comments


@dataclass(frozen=True)
class Settings:
    """Who may comment, the switches, the keywords as typed, and the comments that care mode is to learn from."""

    who: Who = "everyone"
    offensive: bool = False
    care: bool = False
    approve: bool = False
    keywords: str = ""
    examples: tuple[str, ...] = ()
    is_handed_in: bool = False

    @staticmethod
    def kept(response: Response) -> "Settings":
        """The settings of a kept answer, whatever its shape; what makes no sense is as in a new account."""
        typed, examples = response.get("keywords"), response.get("examples")
        named = examples if isinstance(examples, list) else []
        return Settings(
            who=_who(response.get("who")),
            offensive=response.get("offensive") is True,
            care=response.get("care") is True,
            approve=response.get("approve") is True,
            keywords=cleaned(typed) if isinstance(typed, str) else "",
            examples=tuple(one for one in named if isinstance(one, str))[:MOST_KEPT_EXAMPLES],
            is_handed_in=response.get("handed_in") is True,
        )

    def to_response(self) -> Response:
        examples: list[JsonValue] = [*self.examples]
        return {
            "who": self.who,
            "offensive": self.offensive,
            "care": self.care,
            "approve": self.approve,
            "keywords": self.keywords,
            "examples": examples,
            "handed_in": self.is_handed_in,
        }


NEW_ACCOUNT = Settings()


def _who(value: Any) -> Who:
    return next((one for one in WHO if one == value), "everyone")

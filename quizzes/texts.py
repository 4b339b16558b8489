"""Texts in both languages, and sample posts whose parts carry their own language."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LANGUAGES = ("en", "ms")

Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=60)]


class Frozen(BaseModel):
    """A piece of content: what it may hold is listed, and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """One text in both languages; `text["ms"]` is the Malay one. Another language is a `KeyError`."""

    en: Written
    ms: Written

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(language)
        return str(getattr(self, language))


class Run(Frozen):
    """A stretch of a sample post in one language; sample posts mix languages and are never translated."""

    lang: Literal["ms", "en", "zh", "ta"] = Field(description="the language of these words, for whoever hears them")
    t: Written = Field(description="the words, as people write them")

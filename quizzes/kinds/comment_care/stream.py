"""A stream of comments: seen while tuning where it is for practice, judged on without being seen where it is not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field, PrivateAttr

from quizzes.answering import Given, NotAnOption, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.kinds.comment_care.comment import Comment, Family
from quizzes.kinds.comment_care.settings import Settings, Who
from quizzes.kinds.comment_care.showing import ShownComment, ShownPreview, ShownStudio
from quizzes.kinds.comment_care.sieve import Sieve
from quizzes.kinds.comment_care.words import LONGEST_LIST, Keywords, cleaned, keywords
from quizzes.showing import ShownItem
from quizzes.texts import Text

MOST_EXAMPLES = 5
SWITCHES = ("offensive", "care", "approve")


@dataclass(frozen=True)
class Studio:
    """What the definition lends its streams: the controls, and the streams that are seen while tuning."""

    who: tuple[Who, ...]
    most_keywords: int
    shortest_keyword: int
    review_budget: int
    weights: Mapping[str, Fraction]
    families: Mapping[str, Family]
    signs: frozenset[str]
    suggested: tuple[str, ...]  # keywords that do well on every stream
    # Left out of comparing: a practice stream is tuned on the other one, which would lead round in a circle.
    previews: tuple["Stream", ...] = field(compare=False, repr=False)


class Stream(AnyItem):
    """Thirty comments under one post. The settings that are handed in are judged on it.

    Kept answer: `{"who": "friends", "offensive": true, "care": true, "approve": false, "keywords": "as typed",
    "examples": ["practice_a.4"], "handed_in": true}`. Form: `a-<stream>-who`, `-offensive`, `-care`, `-approve`,
    `-keywords`, `-examples` of the preview `-stream`, and `-act`: `try`, or `hand_in`.
    """

    stream: Literal["practice", "scored"] = Field(
        description="practice streams are seen while tuning, and judged on in practice; the scored ones stay hidden"
    )
    title: Text = Field(description="the post under which it stands, as a title")
    comments: tuple[Comment, ...] = Field(description="its comments, in the order in which they come")

    _studio: Studio = PrivateAttr()

    def lend(self, studio: Studio) -> None:
        """Let the stream look things up in its definition."""
        self._studio = studio

    @property
    def studio(self) -> Studio:
        return self._studio

    @property
    def parts(self) -> tuple[str, ...]:
        return ("who", *SWITCHES, "keywords", "examples", "stream", "act")

    # --- settings -----------------------------------------------------------------------------------------------------

    def settings(self, response: Response) -> Settings:
        """The settings of a kept answer of any shape, without examples that are not on a preview."""
        kept = Settings.kept(response)
        named = tuple(one for one in self.preview_comments if one in kept.examples)
        return replace(kept, examples=named, who=kept.who if kept.who in self._studio.who else "everyone")

    def keywords(self, settings: Settings) -> Keywords:
        return keywords(settings.keywords, self._studio.most_keywords, self._studio.shortest_keyword)

    def sieve(self, settings: Settings) -> Sieve:
        """The rules that the settings come to. Care mode learns from five examples, and keywords count as allowed."""
        learned = {self.preview_comments[one].family for one in settings.examples[:MOST_EXAMPLES]}
        return Sieve(
            who=settings.who,
            offensive=settings.offensive,
            care=settings.care,
            approve=settings.approve,
            keywords=self.keywords(settings).used,
            learned=frozenset(learned),
        )

    @cached_property
    def preview_comments(self) -> Mapping[str, Comment]:
        """Every comment that may be an example, by its value in the form."""
        return {one: comment for preview in self._studio.previews for one, comment in preview.named_comments.items()}

    @cached_property
    def named_comments(self) -> Mapping[str, Comment]:
        return {f"{self.id}.{number}": comment for number, comment in enumerate(self.comments, 1)}

    # --- showing and reading ------------------------------------------------------------------------------------------

    def shown(self, sight: Sight) -> ShownItem:
        studio, settings = self._studio, self.settings(sight.response)
        sieve, open_one = self.sieve(settings), self._preview(sight.at)
        return ShownStudio(
            self.id,
            "studio",
            settings=settings,
            who=studio.who,
            most_keywords=studio.most_keywords,
            shortest_keyword=studio.shortest_keyword,
            most_examples=MOST_EXAMPLES,
            longest_list=LONGEST_LIST,
            review_budget=studio.review_budget,
            previews=tuple(
                ShownPreview(
                    preview.id,
                    preview.title[sight.language],
                    preview is open_one,
                    tuple(preview.shown_comments(settings, sieve, sight.language)) if preview is open_one else (),
                )
                for preview in studio.previews
            ),
        )

    def shown_comments(self, settings: Settings, sieve: Sieve, language: str) -> Iterator[ShownComment]:
        """This stream as a preview. Nothing waiting for approval is let through: who reads it is the learner."""
        for name, comment in self.named_comments.items():
            yield ShownComment(
                name,
                comment.author,
                comment.who,
                comment.runs,
                comment.gloss[language] if comment.gloss else "",
                sieve.holds(comment),
                name in settings.examples,
            )

    def read(self, given: Given, earlier: Response) -> Response | None:
        """The settings in the form. Examples are those of the preview that it showed; those of another one stay."""
        before = self.settings(earlier)
        settings = Settings(
            who=self._who(given) or before.who,
            offensive=self._is_on(given, "offensive"),
            care=self._is_on(given, "care"),
            approve=self._is_on(given, "approve"),
            keywords=self._typed(given),
            examples=self._examples(given, before),
            is_handed_in=one_of(given.get("act", ()), ("try", "hand_in"), field_name(self.id, "act")) == "hand_in",
        )
        return settings.to_response()

    def is_answered(self, response: Response) -> bool:
        return Settings.kept(response).is_handed_in and not any(self.gaps(response))

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What the learner has to put right before handing in; the preview passes it over."""
        settings = self.settings(response)
        found = self.keywords(settings)
        if len(settings.keywords) > LONGEST_LIST:
            yield "long", ()
        for kind, words in (("short", found.short), ("twice", found.twice), ("many", found.beyond)):
            if words:
                yield kind, words
        if len(settings.examples) > MOST_EXAMPLES:
            yield "examples", settings.examples

    # --- the checker's rehearsal --------------------------------------------------------------------------------------

    def right_way(self) -> Sequence[Given]:
        """Care mode, an example of each of five harms, and the file's general keywords."""
        examples = self.varied_examples()
        base: dict[str, Sequence[str]] = {"care": ["on"], "keywords": ["\n".join(self._studio.suggested)]}
        forms: list[Given] = []
        for preview in self._studio.previews:
            shown = [one for one in examples if one in preview.named_comments]
            forms.append({**base, "who": ["everyone"], "stream": [preview.id], "examples": shown, "act": ["try"]})
        return [*forms[:-1], {**forms[-1], "act": ["hand_in"]}] if forms else forms

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [{"who": ["everyone"], "act": ["hand_in"]}]
        yield [{"who": ["no_one"], "act": ["hand_in"]}]

    def varied_examples(self) -> tuple[str, ...]:
        """A harmful comment of each of five families, the gravest first: what a thoughtful learner picks."""
        gravest: dict[str, str] = {}
        comments = self.preview_comments
        for one in sorted(comments, key=lambda one: -(comments[one].sev or 0)):
            if comments[one].is_harm and self._studio.families[comments[one].family].harm:
                gravest.setdefault(comments[one].family, one)
        return tuple(gravest.values())[:MOST_EXAMPLES]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        for number, comment in enumerate(self.comments):
            place = ("comments", number)
            if (comment.sev is None) == comment.is_harm:
                message = "Harm needs a weight, “sev”." if comment.is_harm else "Only harm has a weight, “sev”."
                yield Finding((*place, "sev"), message)
            for name in (comment.family, *comment.care.learns):
                if name not in self._studio.families:
                    yield Finding((*place, "family"), f"“{name}” is not one of the families of the file.")
            family = self._studio.families.get(comment.family)
            if family and family.harm != comment.is_harm:
                sort = "harm" if family.harm else "harmless comments"
                yield Finding((*place, "family"), f"“{comment.family}” is a family of {sort}.")

    @property
    def misconceptions(self) -> frozenset[str]:
        return self._studio.signs

    def _preview(self, asked: str) -> "Stream":
        previews = self._studio.previews
        return next((one for one in previews if one.id == asked), previews[0])

    def _who(self, given: Given) -> Who | None:
        chosen = one_of(given.get("who", ()), self._studio.who, field_name(self.id, "who"))
        return next((one for one in self._studio.who if one == chosen), None)

    def _is_on(self, given: Given, switch: str) -> bool:
        return one_of(given.get(switch, ()), ("on",), field_name(self.id, switch)) is not None

    def _typed(self, given: Given) -> str:
        values = given.get("keywords", ())
        if len(values) > 1:
            raise NotAnOption(field_name(self.id, "keywords"))
        return cleaned(values[0]) if values else ""

    def _examples(self, given: Given, before: Settings) -> tuple[str, ...]:
        seen = one_of(given.get("stream", ()), [one.id for one in self._studio.previews], field_name(self.id, "stream"))
        here = next((one.named_comments for one in self._studio.previews if one.id == seen), {})
        chosen = given.get("examples", ())
        if any(one not in here for one in chosen):
            raise NotAnOption(field_name(self.id, "examples"))
        wanted = {*chosen, *(one for one in before.examples if one not in here)}
        return tuple(one for one in self.preview_comments if one in wanted)

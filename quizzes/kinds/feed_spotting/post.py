"""One post that is judged: it breaks a rule, or it does not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from pydantic import Field

from quizzes.answering import Given, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyItem, Misconception, Sight
from quizzes.showing import ShownItem
from quizzes.texts import Name, Run, Text, Written

Rule = Literal["hate", "threat", "doxx", "sexual", "scam"]
RULES: tuple[Rule, ...] = get_args(Rule)
SURE = ("low", "mid", "high")

FAMILIES = {
    "signal": (
        "dehumanise",
        "scapegoat",
        "coded_word",
        "just_joking",
        "false_statistic",
        "call_to_exclude",
        "threat",
        "doxx",
        "sexual",
        "scam",
    ),
    "noise": (
        "banter",
        "reclaimed",
        "critique",
        "news_report",
        "quoting_to_condemn",
        "self_deprecating",
        "rude_not_hate",
    ),
    "debatable": ("contested",),
}


class JudgedPost(AnyItem):
    """One post to act on or to leave, with the words of its author in their own languages.

    Kept answer: `{"verdict": "act" or "leave", "rule": "hate" or None, "sure": "low", "mid", "high" or None}`.
    Form: `a-<post>`, `a-<post>-rule`, `a-<post>-sure`.
    """

    kind: Literal["signal", "noise", "debatable"] = Field(
        description="a signal breaks a rule, noise does not; reasonable people judge a debatable post differently"
    )
    family: Name = Field(description="the technique of a signal, or what makes noise look like one")
    rule: Rule | None = Field(default=None, description="which rule is broken; of signals")
    severity: int | None = Field(default=None, ge=1, le=3, description="the weight of a miss; of signals")
    author: Written = Field(description="who posts, as an app shows it")
    context: Text = Field(description="where it stands and in reply to what")
    runs: tuple[Run, ...] = Field(min_length=1, description="its words")
    gloss: Text | None = Field(default=None, description="the meaning in plain words, where the mix is hard to read")
    why: Text = Field(description="why the right verdict is right")
    misconception: Name | None = Field(default=None, description="what a wrong verdict on this post would mean")

    @property
    def is_scored(self) -> bool:
        return self.kind != "debatable"

    @property
    def missed_rank(self) -> int:
        return 0 if self.kind == "signal" else 1

    @property
    def parts(self) -> tuple[str, ...]:
        return ("", "rule", "sure")

    def shown(self, sight: Sight) -> ShownItem:
        language = sight.language
        return ShownItem(
            self.id,
            "post",
            author=self.author,
            context=self.context[language],
            gloss=self.gloss[language] if self.gloss else "",
            runs=self.runs,
        )

    def read(self, given: Given, earlier: Response) -> Response | None:
        response: Response = {
            "verdict": one_of(given.get("", ()), ("act", "leave"), field_name(self.id)),
            "rule": one_of(given.get("rule", ()), RULES, field_name(self.id, "rule")),
            "sure": one_of(given.get("sure", ()), SURE, field_name(self.id, "sure")),
        }
        # A radio group cannot be emptied, so a form without a verdict takes none back.
        return response if any(response.values()) else None

    def is_answered(self, response: Response) -> bool:
        return response.get("verdict") in ("act", "leave")

    def gaps(self, response: Response) -> Iterator[tuple[str, tuple[str, ...]]]:
        if not self.is_answered(response):
            yield "missing", ("",)

    @property
    def misconceptions(self) -> frozenset[str]:
        return frozenset([self.misconception] if self.misconception else [])

    def right_way(self) -> Sequence[Given]:
        return [{"": ["act"], "rule": [self.rule or ""]} if self.kind == "signal" else {"": ["leave"]}]

    def wrong_ways(self) -> Iterator[Sequence[Given]]:
        yield [{"": ["leave" if self.kind == "signal" else "act"]}]

    def findings(self, misconceptions: Mapping[str, Misconception]) -> Iterator[Finding]:
        yield from self._kind_findings()
        if self.kind != "debatable" and not self.misconception:
            yield Finding((), "A wrong verdict on this post means something: name the misconception.")
        if self.misconception and self.misconception not in misconceptions:
            message = f"The misconception “{self.misconception}” is not in the list of the file."
            yield Finding(("misconception",), message)

    def _kind_findings(self) -> Iterator[Finding]:
        if self.family not in FAMILIES[self.kind]:
            known = ", ".join(FAMILIES[self.kind])
            yield Finding(("family",), f"“{self.family}” is no family of {self.kind} posts; these are: {known}.")
        for field in ("rule", "severity"):
            given = getattr(self, field) is not None
            if given != (self.kind == "signal"):
                message = f"A signal needs a {field}." if not given else f"Only a signal has a {field}."
                yield Finding((field,), message)
        telling = {*FAMILIES, *RULES, *(family for families in FAMILIES.values() for family in families)}
        if any(word in self.id for word in telling):
            yield Finding(("id",), "The id tells what the post is, and the form shows it: give it a number.")

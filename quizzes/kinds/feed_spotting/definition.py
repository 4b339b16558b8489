"""Feed spotting: posts that break the rule among posts that do not, and how a run is drawn from them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import ClassVar, Literal, get_args

from pydantic import Field

from quizzes.answering import Given, Response, field_name, one_of
from quizzes.checking import Finding
from quizzes.definitions import AnyActivity, AnyItem, Misconception, Mode, Sight, Stratum
from quizzes.showing import ShownItem
from quizzes.texts import LANGUAGES, Frozen, Name, Run, Text, Written

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
# Noise that a detector of unfriendly words would take for a signal.
ROUGH = ("banter", "reclaimed", "critique", "self_deprecating", "rude_not_hate")
ROUGH_SHARE = 0.5  # at least so much of the noise

FOCUSED_RUN = 6
TRIES_WITHOUT_REPEATS = 2
STRONG_SEVERITY = 3
STRONG_A_RUN = 2
LONGEST_RUN_OF_IDS = 10
LANGUAGE_BALANCE = 0.1  # the share of signals among the posts of a language lies so close to that of all posts
PAGE_SIZE = 6


class Post(AnyItem):
    """One post, followed by the words of its author in their own languages.

    Kept answer: `{"verdict": "act" or "leave", "rule": "hate" or None, "sure": "low", "mid", "high" or None}`.
    Form: `a-<post>`, `a-<post>-rule`, `a-<post>-sure`.
    """

    stream: Literal["practice", "scored"] = Field(
        description="practice posts and scored ones never mix; debatable ones are drawn for practice from either"
    )
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


class PracticeMix(Frozen):
    """What a practice run has of each kind."""

    signal: int = Field(ge=1, description="posts that break a rule")
    noise: int = Field(ge=1, description="posts that break none; as many as signals")
    debatable: int = Field(ge=0, default=0, description="posts that are judged differently; not scored")


class ScoredMix(Frozen):
    """What a scored run has of each kind."""

    signal: int = Field(ge=1, description="posts that break a rule")
    noise: int = Field(ge=1, description="posts that break none; as many as signals")


class Mixes(Frozen):
    """How a run is composed. Signals and noise are equal, or blind answering would not score 0."""

    practice: PracticeMix = Field(description="of a practice run")
    scored: ScoredMix = Field(description="of a scored run")


class FeedSpotting(AnyActivity):
    """A feed of posts that break the rule among posts that do not. A run is drawn by `mix`, spread over families.

    Scoring: J = hit rate − false-alarm rate, with a share for naming the rule (`scoring.py` beside this file).
    """

    listed: ClassVar[str] = "posts"

    kind: Literal["feed_spotting"] = Field(description="names this kind")
    rule_card: Text = Field(description="the rule of the app, in a few sentences")
    rules: Mapping[Rule, Text] = Field(description="a label for each rule that a learner may name")
    mix: Mixes = Field(description="how a run is composed")
    posts: tuple[Post, ...] = Field(description="all posts of both streams")

    @property
    def entries(self) -> tuple[AnyItem, ...]:
        return self.posts

    @cached_property
    def by_id(self) -> Mapping[str, Post]:
        return {post.id: post for post in self.posts}

    def strata(self, mode: Mode, focus: Sequence[str]) -> tuple[Stratum, ...]:
        """Equal parts of signals and noise from the stream of the mode, spread over families; debatable in practice.

        With a focus: posts of these families, and, where they are too few for a run, posts of the other kind, without
        which the verdict would be known before reading.
        """
        focused = {post.id: post.family for post in self.posts if post.stream == mode and post.family in focus}
        if mode == "practice" and focused:
            return self._focused_strata(focused)
        mix = self.mix.practice if mode == "practice" else self.mix.scored
        strata = [self._stratum(mix.signal, mode, "signal"), self._stratum(mix.noise, mode, "noise")]
        if mode == "practice":
            contested = {post.id: post.family for post in self.posts if post.kind == "debatable"}
            strata.append(Stratum(self.mix.practice.debatable, contested))
        return tuple(strata)

    def page_size(self, mode: Mode) -> int:
        return PAGE_SIZE if mode == "scored" else 1

    def rule_card_in(self, language: str) -> str | None:
        return self.rule_card[language]

    def rules_in(self, language: str) -> tuple[tuple[str, str], ...]:
        # In an order of ours: the author's is lost in canonical JSON.
        return tuple((rule, self.rules[rule][language]) for rule in RULES if rule in self.rules)

    def _focused_strata(self, focused: Mapping[str, str]) -> tuple[Stratum, ...]:
        count = min(FOCUSED_RUN, len(focused))
        kinds = {post.kind for post in self.posts if post.id in focused}
        other = [kind for kind in ("noise", "signal") if kind not in kinds] or ["noise"]
        company = self._stratum(FOCUSED_RUN - count, "practice", other[0])
        groups = {post: family for post, family in company.groups.items() if post not in focused}
        return (
            Stratum(count, focused, self._strong(focused), STRONG_A_RUN),
            Stratum(FOCUSED_RUN - count, groups, self._strong(groups), STRONG_A_RUN),
        )

    def _stratum(self, count: int, stream: str, kind: str) -> Stratum:
        groups = {post.id: post.family for post in self.posts if (post.stream, post.kind) == (stream, kind)}
        return Stratum(count, groups, self._strong(groups), STRONG_A_RUN)

    def _strong(self, among: Mapping[str, str]) -> frozenset[str]:
        return frozenset(post.id for post in self.posts if post.id in among and post.severity == STRONG_SEVERITY)

    def blind_answers(self, item_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Response]]]:
        for verdict in ("act", "leave"):
            yield f"“{verdict}” for every post", {item: {"verdict": verdict} for item in item_ids}

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from self._mix_findings()
        yield from self._pool_findings()
        yield from self._id_findings()
        yield from self._balance_findings()
        for rule in sorted({post.rule for post in self.posts if post.rule} - set(self.rules)):
            yield Finding(("rules",), f"Posts break the rule “{rule}”, which has no label here.")

    def _mix_findings(self) -> Iterator[Finding]:
        for mode, mix in (("practice", self.mix.practice), ("scored", self.mix.scored)):
            if mix.signal != mix.noise:
                message = f"Signals and noise are equally many in a run, not {mix.signal} and {mix.noise}."
                yield Finding(("mix", mode), message)

    def _pool_findings(self) -> Iterator[Finding]:
        wanted = [
            ("practice", "signal", self.mix.practice.signal),
            ("practice", "noise", self.mix.practice.noise),
            ("scored", "signal", self.mix.scored.signal),
            ("scored", "noise", self.mix.scored.noise),
        ]
        for stream, kind, drawn in wanted:
            pool = self._stratum(drawn, stream, kind)
            needed = TRIES_WITHOUT_REPEATS * drawn
            if len(pool.groups) < needed:
                message = (
                    f"The {stream} stream has {len(pool.groups)} {kind} posts; for {TRIES_WITHOUT_REPEATS} runs "
                    f"without a repeat it needs {needed}."
                )
                yield Finding(("posts",), message)
            if len(pool.limited) > STRONG_A_RUN * max(TRIES_WITHOUT_REPEATS, len(pool.groups) // drawn):
                message = (
                    f"The {stream} stream has {len(pool.limited)} posts of severity {STRONG_SEVERITY}; a run takes "
                    f"{STRONG_A_RUN} at most, so that many could not be drawn without repeating others."
                )
                yield Finding(("posts",), message)

    def _id_findings(self) -> Iterator[Finding]:
        """Ids stand in the form, so in their order the kinds must be mixed."""
        judged = [post for post in self.posts if post.kind != "debatable"]
        judged.sort(key=lambda post: (len(post.id), post.id))
        for kind, run in groupby(judged, key=lambda post: post.kind):
            ids = [post.id for post in run]
            if len(ids) > LONGEST_RUN_OF_IDS:
                message = (
                    f"In the order of ids, “{ids[0]}” to “{ids[-1]}” are all {kind} posts. Ids stand in the form and "
                    "would tell the answer: number the posts in a mixed order."
                )
                yield Finding(("posts", ids[0]), message)

    def _balance_findings(self) -> Iterator[Finding]:
        noise = [post for post in self.posts if post.kind == "noise"]
        rough = [post for post in noise if post.family in ROUGH]
        if len(rough) < ROUGH_SHARE * len(noise):
            message = (
                f"{len(rough)} of {len(noise)} noise posts are rude, critical or among friends; with fewer than "
                f"{ROUGH_SHARE:.0%}, any detector of unfriendly words would pass."
            )
            yield Finding(("posts",), message, "warning")
        judged = [post for post in self.posts if post.kind != "debatable"]
        share = _signal_share(judged)
        for language in LANGUAGES:
            its_share = _signal_share([post for post in judged if any(run.lang == language for run in post.runs)])
            if abs(its_share - share) > LANGUAGE_BALANCE:
                message = (
                    f"{its_share:.0%} of the posts with “{language}” in them are signals, of all posts {share:.0%}: "
                    "the language would hint at the answer."
                )
                yield Finding(("posts",), message, "warning")


def _signal_share(posts: Sequence[Post]) -> float:
    return sum(post.kind == "signal" for post in posts) / len(posts) if posts else 0.0

"""What a class believes wrongly, how it leans, whether it learned, and how its questions did: of the class, of nobody.

Every figure carries its n, and one below its minimum is not given. Modules that practise a conversation are left out.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, func, select

import quizzes
from course.extensions import db
from course.overview import AT_ONCE, SMALLEST_GROUP, Column
from course.tables import Attempt, Membership
from quizzes.kernels.signal_detection import Tally

ENOUGH_ANSWERS = 10  # to say what share of them shows a belief
ENOUGH_TO_LEARN = 10  # people with both tests, to say what a class learned
ENOUGH_TO_JUDGE = 30  # answers, to call a question good or bad
ENOUGH_TO_CORRELATE = 50  # the error of a correlation is .14 there
BALANCED = 0.3  # standard deviations of c on either side
SAMPLES = 2
TESTS = ("test:before", "test:after", "test:later")

Lean = Literal["act", "leave", "balanced"]
Flag = Literal["collecting", "fine", "easy", "hard", "review", "key"]


@dataclass(frozen=True)
class Handed:
    """One scored attempt as it was handed in."""

    user_id: int
    subject: str
    result: Mapping[str, Any]


@dataclass(frozen=True)
class Collected:
    """So many answers, by so many people."""

    answers: int
    people: int

    @property
    def is_enough(self) -> bool:
        return self.answers >= ENOUGH_ANSWERS and self.people >= SMALLEST_GROUP


@dataclass(frozen=True)
class Belief:
    """A wrong idea: how many of the answers that could show it did, and the items where most did."""

    module: str
    name: str
    misconception: quizzes.Misconception
    offered: Collected
    chosen: int
    samples: tuple[tuple[str, str], ...]  # (subject, item)

    @property
    def share(self) -> float | None:
        return self.chosen / self.offered.answers if self.offered.is_enough else None


@dataclass(frozen=True)
class Leaning:
    """Whether a class is too ready to act or to leave alone, from all its verdicts on posts."""

    people: int
    verdicts: int
    criterion: float

    @property
    def lean(self) -> Lean | None:
        if self.people < SMALLEST_GROUP or self.verdicts < ENOUGH_TO_JUDGE:
            return None
        if abs(self.criterion) < BALANCED:
            return "balanced"
        return "act" if self.criterion < 0 else "leave"


@dataclass(frozen=True)
class Change:
    """A mean before and after, over the same people; `margin` is half of the 95% interval of the difference."""

    before: float
    after: float
    margin: float

    @property
    def gain(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Learned:
    """The tests before and after. The two forms are given by lot, half and half, so that a mean compares like."""

    both: int
    before_only: int
    score: Change | None = None  # of 100
    telling_apart: Change | None = None  # J, of 100
    criterion: Change | None = None
    kept: float | None = None  # the share of the gain that is there a month later
    later: int = 0


@dataclass(frozen=True)
class Asked:
    """One item over first attempts: how many got it right, and whether those did who do well in the rest."""

    module: str
    subject: str
    item: str
    collected: Collected
    facility: float | None
    rest: float | None  # correlation with the share of the other items

    @property
    def flag(self) -> Flag:
        if self.facility is None:
            return "collecting"
        if self.rest is not None and self.rest < 0:
            return "key"
        if self.facility < 0.3:
            return "hard"
        if self.facility > 0.95:
            return "easy"
        return "review" if self.rest is not None and self.rest < 0.1 else "fine"


@dataclass(frozen=True)
class Insight:
    """The second and the third question of a lecturer, answered."""

    people: int
    beliefs: tuple[Belief, ...]
    leaning: Leaning
    learned: Learned


Definitions = Mapping[str, quizzes.Definition]  # by subject, as they are today


# --- questions --------------------------------------------------------------------------------------------------------


def of_class(cohort_id: int, columns: Sequence[Column], definitions: Definitions) -> Insight:
    """All in two queries: the latest attempts at what a module asks for, and the tests."""
    subjects = open_subjects(columns)
    latest, tests = latest_of(cohort_id, subjects), latest_of(cohort_id, TESTS)
    return Insight(
        people=len({one.user_id for one in latest}),
        beliefs=beliefs(latest, definitions),
        leaning=leaning([*latest, *(one for one in tests if one.subject != "test:later")]),
        learned=learned(tests),
    )


def questions_of(cohort_ids: Sequence[int], columns: Sequence[Column], definitions: Definitions) -> list[Asked]:
    """Every item that was asked in first attempts in these classes, in one query. Nobody counts twice."""
    rows = _results(cohort_ids, open_subjects(columns)).where(Attempt.number == 1)
    once = {(one.user_id, one.subject): one for one in _handed(rows)}  # somebody may be in two classes
    return asked(list(once.values()), definitions)


def latest_of(cohort_id: int, subjects: Sequence[str]) -> list[Handed]:
    """The last attempt of each person at each of these: what is believed now."""
    return _handed(_latest(cohort_id, subjects))


def open_subjects(columns: Sequence[Column]) -> tuple[str, ...]:
    """What may be looked into: a module that practises a conversation is not among it."""
    return tuple(subject for column in columns if not column.is_private for subject in column.subjects)


def _results(cohort_ids: Sequence[int], subjects: Sequence[str]) -> Select:
    return (
        select(Attempt.user_id, Attempt.subject, Attempt.result)
        .join(Membership, Membership.user_id == Attempt.user_id)
        .where(
            Membership.cohort_id.in_(cohort_ids),
            Membership.left_at.is_(None),
            Attempt.mode == "scored",
            Attempt.submitted_at.is_not(None),
            Attempt.result.is_not(None),
            Attempt.subject.in_(subjects),
        )
        .order_by(Attempt.id)
    )


def _latest(cohort_id: int, subjects: Sequence[str]) -> Select:
    newest = (
        select(func.max(Attempt.id))
        .join(Membership, Membership.user_id == Attempt.user_id)
        .where(
            Membership.cohort_id == cohort_id,
            Attempt.mode == "scored",
            Attempt.submitted_at.is_not(None),
            Attempt.subject.in_(subjects),
        )
        .group_by(Attempt.user_id, Attempt.subject)
    )
    return _results([cohort_id], subjects).where(Attempt.id.in_(newest))


def _handed(question: Select) -> list[Handed]:
    return [Handed(*row) for row in db.session.execute(question) if row.result]


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """How somebody, nobody in particular, answered an item at some try."""

    subject: str
    item: str
    number: int
    credit: float
    verdict: str


def answers(cohort_id: int, subjects: Sequence[str]) -> Iterator[Marked]:
    """Every answer that was handed in, without whose it is and in an order that does not tell.

    Left out are items that fewer than `SMALLEST_GROUP` people answered.
    """
    marked: list[Marked] = []
    people: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    with db.engine.connect() as connection:  # a transaction, in which PostgreSQL keeps its cursor
        question = _results([cohort_id], subjects).add_columns(Attempt.number)
        rows = connection.execution_options(yield_per=AT_ONCE).execute(question)
        for user_id, subject, result, number in rows:
            for item in (result or {}).get("items", ()):
                if item["verdict"] != "unanswered":
                    people[subject, item["id"]].add(user_id)
                    marked.append(Marked(subject, item["id"], number, item["credit"], item["verdict"]))
    marked.sort()
    return (one for one in marked if len(people[one.subject, one.item]) >= SMALLEST_GROUP)


# --- figures ----------------------------------------------------------------------------------------------------------


def beliefs(handed: Iterable[Handed], definitions: Definitions) -> tuple[Belief, ...]:
    """Answers that show a wrong idea ÷ answers to items that offer it; the largest share first, the unsure ones last.

    The same idea in a module's quiz and in its activity is one. An item that has left the course offers nothing.
    """
    offered: Counter[tuple[str, str]] = Counter()
    chosen: Counter[tuple[str, str]] = Counter()
    people: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    where: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    words: dict[tuple[str, str], quizzes.Misconception] = {}
    for one in handed:
        definition = definitions.get(one.subject)
        if definition is None:
            continue
        for item in one.result["items"]:
            entry = definition.by_id.get(item["id"])
            if entry is None or item["verdict"] in ("unanswered", "unscored"):
                continue
            shown = set(item["misconceptions"])
            for name in entry.misconceptions & definition.misconceptions.keys():
                belief = (definition.module, name)
                words.setdefault(belief, definition.misconceptions[name])
                offered[belief] += 1
                people[belief].add(one.user_id)
                if name in shown:
                    chosen[belief] += 1
                    where[belief][one.subject, entry.id] += 1
    found = [
        Belief(
            *belief,
            words[belief],
            Collected(offered[belief], len(people[belief])),
            chosen[belief],
            tuple(place for place, _times in where[belief].most_common(SAMPLES)),
        )
        for belief in offered
    ]
    return tuple(sorted(found, key=lambda one: (one.share is None, -(one.share or 0), -one.offered.answers, one.name)))


def leaning(handed: Iterable[Handed]) -> Leaning:
    """c over the sums of all four counts, so that who judged more posts weighs more."""
    sums: Counter[str] = Counter()
    people = set()
    for one in handed:
        counts = one.result["components"]
        if all(name in counts for name in _COUNTS):
            people.add(one.user_id)
            sums.update({name: int(counts[name]) for name in _COUNTS})
    pooled = Tally(
        hits=sums["hits"],
        misses=sums["misses"],
        false_alarms=sums["false_alarms"],
        correct_rejections=sums["correct_rejections"],
        unanswered_signals=0,
        unanswered_noise=0,
    )
    return Leaning(len(people), sum(sums.values()), pooled.criterion)


_COUNTS = ("hits", "misses", "false_alarms", "correct_rejections")


def learned(tests: Iterable[Handed]) -> Learned:
    """Over those who took both; how many stayed away after the first one stands beside it."""
    taken: defaultdict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for one in tests:
        taken[one.subject][one.user_id] = one.result
    before, after, later = (taken[which] for which in TESTS)
    both, alone = sorted(before.keys() & after.keys()), len(before.keys() - after.keys())
    if len(both) < ENOUGH_TO_LEARN:
        return Learned(len(both), alone)
    score = _change([(_share(before[one]), _share(after[one])) for one in both])
    all_three = [one for one in both if one in later]
    return Learned(
        len(both),
        alone,
        score,
        _change([(100 * before[one]["components"]["j"], 100 * after[one]["components"]["j"]) for one in both]),
        _change([(_criterion(before[one]), _criterion(after[one])) for one in both]),
        _kept([(_share(before[one]), _share(after[one]), _share(later[one])) for one in all_three]),
        len(all_three),
    )


def _share(result: Mapping[str, Any]) -> float:
    return 100 * float(result["components"]["question_share"])


def _criterion(result: Mapping[str, Any]) -> float:
    return float(result["diagnostics"]["criterion"])


def _change(pairs: Sequence[tuple[float, float]]) -> Change:
    count = len(pairs)
    before, after = (sum(values) / count for values in zip(*pairs, strict=True))
    spread = sum((second - first - after + before) ** 2 for first, second in pairs) / (count - 1)
    return Change(before, after, 1.96 * math.sqrt(spread / count))


def _kept(threes: Sequence[tuple[float, float, float]]) -> float | None:
    """(later − before) ÷ (after − before), of the means; without a gain there is nothing to keep."""
    if len(threes) < ENOUGH_TO_LEARN:
        return None
    before, after, later = (sum(values) / len(threes) for values in zip(*threes, strict=True))
    return (later - before) / (after - before) if after - before >= 1 else None


def asked(handed: Sequence[Handed], definitions: Definitions) -> list[Asked]:
    """In the order of the definitions; within one, the hardest first and those still collecting last."""
    pairs: defaultdict[tuple[str, str], list[tuple[float, float | None]]] = defaultdict(list)
    for one in handed:
        items = [item for item in one.result["items"] if item["verdict"] != "unscored"]
        total = sum(item["credit"] for item in items)
        for item in items:
            rest = (total - item["credit"]) / (len(items) - 1) if len(items) > 1 else None
            pairs[one.subject, item["id"]].append((item["credit"], rest))
    order = {subject: place for place, subject in enumerate(definitions)}
    found = [
        _asked(definitions[subject], subject, item, values)
        for (subject, item), values in pairs.items()
        if subject in definitions and item in definitions[subject].by_id
    ]
    return sorted(
        found, key=lambda one: (order[one.subject], one.facility is None, one.facility or 0, -one.collected.answers)
    )


def _asked(
    definition: quizzes.Definition, subject: str, item: str, values: Sequence[tuple[float, float | None]]
) -> Asked:
    count = len(values)  # a first attempt is one per person
    facility = sum(credit for credit, _rest in values) / count if count >= ENOUGH_TO_JUDGE else None
    with_rest = [(credit, rest) for credit, rest in values if rest is not None]
    rest = correlation(with_rest) if len(with_rest) >= ENOUGH_TO_CORRELATE else None
    return Asked(definition.module, subject, item, Collected(count, count), facility, rest)


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's; None where one side is always the same."""
    count = len(pairs)
    if not count:
        return None
    left, right = (sum(values) / count for values in zip(*pairs, strict=True))
    together = sum((one - left) * (other - right) for one, other in pairs)
    apart = sum((one - left) ** 2 for one, _ in pairs) * sum((other - right) ** 2 for _, other in pairs)
    return together / math.sqrt(apart) if apart > 1e-12 else None

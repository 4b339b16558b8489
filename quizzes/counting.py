"""Whether there is as much of everything as the course promises: content/counts.yaml against the bank."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File

from pydantic import Field, ValidationError

from quizzes.checking import Finding, Problem
from quizzes.definitions import AnyDefinition
from quizzes.kinds.booster.definition import Booster
from quizzes.kinds.test.definition import CourseTest
from quizzes.reading import located, name_of, read
from quizzes.sentences import shape_findings
from quizzes.texts import Frozen

COUNTS = "counts.yaml"

Minimums = Mapping[str, int]


class Counts(Frozen):
    """The least there must be, by what is counted: `items`, and what a kind counts besides."""

    quizzes: Mapping[str, Minimums] = Field(default_factory=dict)
    activities: Mapping[str, Minimums] = Field(default_factory=dict)
    tests: Minimums = Field(default_factory=dict)
    booster: Minimums = Field(default_factory=dict)


def check_counts(
    folder: File, definitions: Sequence[AnyDefinition], tests: Sequence[CourseTest], booster: Booster | None
) -> list[Problem]:
    """What there is too little of; content without the file promises nothing."""
    file = folder / COUNTS
    if not file.exists():
        return []
    source, data, problems = read(file)
    if source is None:
        return problems
    try:
        counts = Counts.model_validate(data)
    except ValidationError as problem:
        return problems + located(source, None, list(shape_findings(problem)))
    quizzes = {one.id: one.counts for one in definitions if one.kind == "quiz"}
    activities = {one.id: one.counts for one in definitions if one.kind != "quiz"}
    findings = [
        *_short_of_each("quizzes", counts.quizzes, quizzes),
        *_short_of_each("activities", counts.activities, activities),
        *_short(("tests",), counts.tests, _in_all(tests)),
        *_short(("booster",), counts.booster, booster.counts if booster else {}),
    ]
    return [*problems, *(Problem(name_of(file), source.line(one.path), one.message) for one in findings)]


def _in_all(tests: Sequence[CourseTest]) -> Minimums:
    """What stands in the forms together: an anchor is one item, however many forms hold it."""
    questions = {item for form in tests for item in form.questions}
    posts = {item for form in tests for item in form.posts}
    return {"questions": len(questions), "posts": len(posts)}


def _short_of_each(
    place: str, promised: Mapping[str, Minimums], found: Mapping[str, Mapping[str, int]]
) -> Iterator[Finding]:
    for name, minimums in promised.items():
        if name not in found:
            yield Finding((place, name), f"There is no “{name}” among the {place}.")
        else:
            yield from _short((place, name), minimums, found[name])


def _short(path: tuple[str, ...], promised: Minimums, found: Mapping[str, int]) -> Iterator[Finding]:
    for what, minimum in promised.items():
        if what not in found:
            known = ", ".join(sorted(found)) or "nothing"
            yield Finding((*path, what), f"“{what}” is not counted here; there is: {known}.")
        elif found[what] < minimum:
            yield Finding((*path, what), f"{path[-1]}: {found[what]} {what}, but {minimum} are promised.")

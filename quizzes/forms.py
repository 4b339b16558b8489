"""The forms of the test and the booster, loaded from their folders and checked against everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from quizzes.checking import Finding, Problem
from quizzes.definitions import AnyDefinition
from quizzes.kinds.booster.definition import Booster
from quizzes.kinds.test.definition import CourseTest
from quizzes.kinds.test.mixture import AnyMixture
from quizzes.parallel import form_findings, repeats
from quizzes.reading import located, name_of, read, validated
from quizzes.sources import Source

TESTS = "tests"
FORMS = ("a", "b", "c")
ALL_FORMS = "all-forms.yaml"  # what the forms share, and the anchors that stand in each
OF_A_FORM = ("review", "items")  # what a form says for itself; its review is of all that it asks
BOOSTERS = "boosters"
BOOSTER = "booster"


def files_apart(folder: File) -> list[File]:
    """The files of the tests and of the booster."""
    return sorted([*(folder / TESTS).glob("*.yaml"), *(folder / BOOSTERS).glob("*.yaml")])


def check_tests(folder: File, definitions: Sequence[AnyDefinition]) -> tuple[tuple[CourseTest, ...], list[Problem]]:
    """The forms, each made of its own file and of what all share; content without their folder has none."""
    own = folder / TESTS
    if not own.exists():
        return (), []
    found = tuple(sorted(file.stem for file in own.glob("*.yaml") if file.name != ALL_FORMS))
    if found != FORMS:
        return (), [Problem(name_of(own), 1, f"The forms are {', '.join(FORMS)}, each in a file, and no other.")]
    shared, _data, problems = read(own / ALL_FORMS)
    forms: list[tuple[_TwoFiles, CourseTest]] = []
    for name in FORMS:
        source, _data, its_problems = read(own / f"{name}.yaml")
        problems += its_problems
        if source is None or shared is None:
            continue
        files = _TwoFiles(name, source, shared)
        form, findings = _whole(CourseTest, files.data)
        if form is not None:
            forms.append((files, form))
        problems += files.located([*files.findings(), *findings])
    tests = tuple(form for _files, form in forms)
    for files, form in forms:
        problems += files.located([*form_findings(form, tests[0]), *_repeats(form, tests, definitions)])
    return tests, problems


def check_booster(folder: File, others: Sequence[AnyDefinition]) -> tuple[Booster | None, list[Problem]]:
    """The booster; content without its file has none."""
    file = folder / BOOSTERS / f"{BOOSTER}.yaml"
    if not file.exists():
        return None, []
    source, data, problems = read(file)
    if source is None:
        return None, problems
    booster, findings = _whole(Booster, {**data, "kind": "booster", "module": BOOSTERS, "id": BOOSTER})
    if booster is not None:
        findings += repeats(booster.entries, others)
    return booster, problems + located(source, Booster.listed, findings)


def _whole(model: type[AnyMixture], data: dict[Any, Any]) -> tuple[Any, list[Finding]]:
    """The definition, unless some of it does not have its form, and what is wrong with it and its items."""
    definition, shape = validated(model, data)
    if definition is None:
        return None, shape
    findings = [*shape, *definition.item_findings()]
    if shape:
        return None, findings
    return definition, [*findings, *definition.shared_findings(), *definition.findings()]


def _repeats(form: CourseTest, tests: Sequence[CourseTest], definitions: Sequence[AnyDefinition]) -> list[Finding]:
    """What stands in another form, or in the course: the anchors may stand in all forms, and nowhere else."""
    own = [entry for entry in form.entries if entry.id not in form.anchors]
    anchors = [entry for entry in form.entries if entry.id in form.anchors]
    others = [other for other in tests if other is not form]
    return [*repeats(own, [*definitions, *others]), *repeats(anchors, definitions)]


@dataclass(frozen=True)
class _TwoFiles:
    """The two files that a form is made of."""

    form: str
    own: Source
    shared: Source

    @property
    def data(self) -> dict[Any, Any]:
        shared = _items(self.shared)
        anchors = [entry["id"] for entry in shared if isinstance(entry, dict) and "id" in entry]
        place = {"kind": "test", "module": TESTS, "id": self.form, "anchors": anchors}
        return {**_mapping(self.shared), **_mapping(self.own), **place, "items": [*_items(self.own), *shared]}

    def findings(self) -> list[Finding]:
        """What stands in the wrong one of the two files."""
        return [
            Finding((key,), f"“{key}” is the same for all forms: it belongs in {ALL_FORMS}.")
            for key in _mapping(self.own)
            if key not in OF_A_FORM
        ]

    def located(self, findings: Sequence[Finding]) -> list[Problem]:
        """Each finding in the file that it is about."""
        return [problem for finding in findings for problem in self._located(finding)]

    def _located(self, finding: Finding) -> list[Problem]:
        source, path = self.own, finding.path
        if len(path) > 1 and path[0] == "items":
            before = len(_items(self.own))
            if isinstance(path[1], int) and path[1] >= before:
                source, path = self.shared, ("items", path[1] - before, *path[2:])
            elif path[1] in self.data["anchors"]:
                source = self.shared
        elif path and path[0] not in (*OF_A_FORM, *_mapping(self.own)):
            source = self.shared
        return located(source, CourseTest.listed, [Finding(path, finding.message, finding.severity)])


def _mapping(source: Source) -> dict[Any, Any]:
    return source.data if isinstance(source.data, dict) else {}


def _items(source: Source) -> list[Any]:
    items = _mapping(source).get("items")
    return items if isinstance(items, list) else []

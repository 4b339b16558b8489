"""The bank: every quiz and activity of the content folder, loaded and checked in one go."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from quizzes.checking import BrokenContent, Finding, Problem
from quizzes.counting import check_counts
from quizzes.definitions import AnyActivity, AnyDefinition
from quizzes.forms import check_booster, check_tests, files_apart
from quizzes.kinds import KINDS, Activity, Definition
from quizzes.kinds.booster.definition import Booster
from quizzes.kinds.private_checkin.definition import CheckIn
from quizzes.kinds.quiz.definition import Quiz
from quizzes.kinds.test.definition import CourseTest
from quizzes.reading import located, name_of, read, validated
from quizzes.sentences import shape_findings
from quizzes.sources import Source, WrittenText, read_source

CONTENT = File(__file__).parent / "content"
CHECK_IN = "check-in.yaml"


@dataclass(frozen=True)
class Bank:
    """All definitions, in the order of their modules and files; the forms of the test and the booster, which belong to
    no module; and the private check-in, which is no definition.
    """

    definitions: tuple[Definition, ...]
    check_in: CheckIn | None = None
    tests: tuple[CourseTest, ...] = ()
    booster: Booster | None = None

    @property
    def everything(self) -> tuple[Definition, ...]:
        """Whatever is drawn from."""
        return (*self.definitions, *self.tests, *([self.booster] if self.booster else []))

    def quiz(self, module_slug: str) -> Quiz | None:
        """The quiz of a module."""
        return next((one for one in self.definitions if isinstance(one, Quiz) and one.module == module_slug), None)

    def activity(self, activity_id: str) -> Activity | None:
        """An activity, whatever its module."""
        return next((one for one in self.definitions if isinstance(one, AnyActivity) and one.id == activity_id), None)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all definitions and the check-in, 64 hexadecimal digits."""
        versions = [one.content_hash for one in (*self.everything, self.check_in) if one]
        return hashlib.sha256("".join(versions).encode()).hexdigest()


def load_bank(path: File | None = None) -> Bank:
    """The bank in a folder, by default the one that comes with the library.

    Raises `BrokenContent` with every problem that is an error.
    """
    bank, problems = check_bank(path)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if bank is None or errors:
        raise BrokenContent(errors)
    return bank


def place_of(definition: AnyDefinition, *path: str | int, folder: File | None = None) -> tuple[str, int]:
    """The file in which a definition was written, and the line of a place in it, or of the last step to it."""
    name = f"activities/{definition.id}.yaml" if isinstance(definition, AnyActivity) else f"{definition.id}.yaml"
    file = (folder or CONTENT) / definition.module / ("pool.yaml" if definition.kind == "quiz" else name)
    source = read_source(file, name_of(file))
    return name_of(file), source.line(path) if isinstance(source, Source) else 1


def written_texts(path: File | None = None) -> Iterator[WrittenText]:
    """Every text of a folder as its authors wrote it, with its place; files that cannot be read are passed over."""
    folder = path or CONTENT
    for file in (*_files(folder), *files_apart(folder), folder / CHECK_IN):
        source = read_source(file, name_of(file))
        if isinstance(source, Source):
            yield from source.texts


def check_bank(path: File | None = None) -> tuple[Bank | None, tuple[Problem, ...]]:
    """The bank and everything that is wrong with it, warnings too; None when a file does not have its form."""
    folder = path or CONTENT
    files = _files(folder)
    if not files:
        return None, (Problem(name_of(folder), 1, "There is no pool.yaml and no activity in this folder."),)
    found = [_check_file(file) for file in files]
    definitions = [definition for definition, _problems in found if definition is not None]
    problems = [problem for _definition, its_problems in found for problem in its_problems]
    problems += _repeated_activities(list(zip(files, (one for one, _ in found), strict=True)))
    check_in, its_problems = _check_check_in(folder / CHECK_IN)
    problems += its_problems
    is_whole = len(definitions) == len(files) and (check_in is not None or not its_problems)
    tests, its_problems = check_tests(folder, definitions)
    problems += its_problems
    booster, its_problems = check_booster(folder, [*definitions, *tests])
    problems += its_problems
    if is_whole:
        problems += check_counts(folder, definitions, tests, booster)
    bank = Bank(tuple(definitions), check_in, tests, booster)
    return bank if is_whole else None, tuple(sorted(set(problems)))


def _files(folder: File) -> list[File]:
    return sorted([*folder.glob("*/pool.yaml"), *folder.glob("*/activities/*.yaml")])


def _check_file(file: File) -> tuple[Definition | None, list[Problem]]:
    source, written, problems = read(file)
    if source is None:
        return None, problems
    data, findings = _identified(file, written)
    kind = KINDS.get(str(data.get("kind")))
    if kind is None or not issubclass(kind.model, Quiz | AnyActivity):
        known = ", ".join(sorted(name for name, one in KINDS.items() if issubclass(one.model, AnyActivity)))
        findings.append(Finding(("kind",), f"“kind” names the kind of activity; there are: {known}."))
        return None, problems + located(source, None, findings)
    definition, shape = validated(kind.model, data)
    findings += shape
    if definition is not None:
        findings += definition.item_findings()
        if not shape:
            findings += [*definition.shared_findings(), *definition.findings()]
    problems += located(source, kind.model.listed, findings)
    return (None if shape else definition), problems


def _check_check_in(file: File) -> tuple[CheckIn | None, list[Problem]]:
    """The check-in and its problems; a bank without the file has neither."""
    if not file.exists():
        return None, []
    source, written, problems = read(file)
    if source is None:
        return None, problems
    try:
        check_in = CheckIn.model_validate(written)
    except ValidationError as problem:
        return None, problems + located(source, None, list(shape_findings(problem)))
    return check_in, problems + located(source, None, list(check_in.findings()))


def _identified(file: File, data: Mapping[Any, Any]) -> tuple[dict[Any, Any], list[Finding]]:
    """The data with its kind, id and module, which the place of a file tells as well."""
    is_pool = file.name == "pool.yaml"
    module = file.parent.name if is_pool else file.parent.parent.name
    own = {"kind": "quiz", "id": module} if is_pool else {"id": file.stem}
    wanted = {"module": module, "id": own["id"]}
    findings = [
        Finding((key,), f"“{key}” is “{data[key]}”, but the file stands where it should be “{value}”.")
        for key, value in wanted.items()
        if key in data and data[key] != value
    ]
    return {**data, "module": module, **own}, findings


def _repeated_activities(found: list[tuple[File, Definition | None]]) -> Iterator[Problem]:
    first: dict[str, File] = {}
    for file, definition in found:
        if definition is not None and definition.kind != "quiz":
            known = first.setdefault(definition.id, file)
            if known != file:
                yield Problem(name_of(file), 1, f"The activity “{definition.id}” is already in {name_of(known)}.")

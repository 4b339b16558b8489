"""The bank: every quiz and activity of the content folder, loaded and checked in one go."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from quizzes.checking import BrokenContent, Finding, Problem
from quizzes.definitions import AnyDefinition
from quizzes.kinds import KINDS, Activity, Definition
from quizzes.kinds.private_checkin.definition import CheckIn
from quizzes.kinds.quiz.definition import Quiz
from quizzes.sentences import shape_findings
from quizzes.sources import Source, read_source

CONTENT = File(__file__).parent / "content"
CHECK_IN = "check-in.yaml"


@dataclass(frozen=True)
class Bank:
    """All definitions, in the order of their modules and files, and the private check-in, which is none of them."""

    definitions: tuple[Definition, ...]
    check_in: CheckIn | None = None

    def quiz(self, module_slug: str) -> Quiz | None:
        """The quiz of a module."""
        return next((one for one in self.definitions if isinstance(one, Quiz) and one.module == module_slug), None)

    def activity(self, activity_id: str) -> Activity | None:
        """An activity, whatever its module."""
        found = (one for one in self.definitions if not isinstance(one, Quiz) and one.id == activity_id)
        return next(found, None)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all definitions and the check-in, 64 hexadecimal digits."""
        versions = [one.content_hash for one in (*self.definitions, self.check_in) if one]
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


def check_bank(path: File | None = None) -> tuple[Bank | None, tuple[Problem, ...]]:
    """The bank and everything that is wrong with it, warnings too; None when a file does not have its form."""
    folder = path or CONTENT
    files = [*folder.glob("*/pool.yaml"), *folder.glob("*/activities/*.yaml")]
    if not files:
        return None, (Problem(_name(folder), 1, "There is no pool.yaml and no activity in this folder."),)
    found = [_check_file(file) for file in sorted(files)]
    definitions = [definition for definition, _problems in found if definition is not None]
    problems = [problem for _definition, its_problems in found for problem in its_problems]
    problems += _repeated_activities(list(zip(sorted(files), (one for one, _ in found), strict=True)))
    check_in, its_problems = _check_check_in(folder / CHECK_IN)
    problems += its_problems
    is_whole = len(definitions) == len(files) and (check_in is not None or not its_problems)
    return Bank(tuple(definitions), check_in) if is_whole else None, tuple(sorted(set(problems)))


def _check_file(file: File) -> tuple[Definition | None, list[Problem]]:
    source, written, problems = _read(file)
    if source is None:
        return None, problems
    data, findings = _identified(file, written)
    kind = KINDS.get(str(data.get("kind")))
    if kind is None:
        known = ", ".join(sorted(set(KINDS) - {"quiz"}))
        findings.append(Finding(("kind",), f"“kind” names the kind of activity; there are: {known}."))
        return None, problems + _located(source, None, findings)
    definition, shape = _validated(kind.model, data)
    findings += shape
    if definition is not None:
        findings += definition.item_findings()
        if not shape:
            findings += [*definition.shared_findings(), *definition.findings()]
    problems += _located(source, kind.model.listed, findings)
    return (None if shape else definition), problems


def _check_check_in(file: File) -> tuple[CheckIn | None, list[Problem]]:
    """The check-in and its problems; a bank without the file has neither."""
    if not file.exists():
        return None, []
    source, written, problems = _read(file)
    if source is None:
        return None, problems
    try:
        check_in = CheckIn.model_validate(written)
    except ValidationError as problem:
        return None, problems + _located(source, None, list(shape_findings(problem)))
    return check_in, problems + _located(source, None, list(check_in.findings()))


def _read(file: File) -> tuple[Source | None, dict[Any, Any], list[Problem]]:
    """The file, what it holds, and what is wrong with it as YAML; without keys and values there is no file."""
    source = read_source(file, _name(file))
    if isinstance(source, Problem):
        return None, {}, [source]
    if not isinstance(source.data, dict):
        return None, {}, [*source.problems, Problem(source.name, 1, "The file does not hold keys and values.")]
    return source, source.data, [*source.problems]


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


def _validated(model: type[AnyDefinition], data: dict[Any, Any]) -> tuple[Any, list[Finding]]:
    """The definition and what is wrong with its form. Broken items are set aside; the others are still checked."""
    try:
        return model.model_validate(data), []
    except ValidationError as problem:
        findings = list(shape_findings(problem))
    entries, broken = data.get(model.listed), {finding.path[1:2] for finding in findings}
    if isinstance(entries, list) and all(finding.path[:1] == (model.listed,) for finding in findings):
        kept = [entry for index, entry in enumerate(entries) if (index,) not in broken]
        return model.model_validate({**data, model.listed: kept}), findings
    return None, findings


def _located(source: Source, listed: str | None, findings: list[Finding]) -> list[Problem]:
    return [Problem(source.name, source.line(one.path), _in(source, listed, one), one.severity) for one in findings]


def _in(source: Source, listed: str | None, finding: Finding) -> str:
    """The sentence, begun with the item that it is about."""
    if len(finding.path) < 2 or finding.path[0] != listed:
        return finding.message
    item = finding.path[1]
    if isinstance(item, int) and isinstance(source.data, dict):
        entry = source.data[listed][item]
        item = str(entry.get("id", "")) if isinstance(entry, dict) else ""
    return f"{item}: {finding.message}" if item else finding.message


def _repeated_activities(found: list[tuple[File, Definition | None]]) -> Iterator[Problem]:
    first: dict[str, File] = {}
    for file, definition in found:
        if definition is not None and definition.kind != "quiz":
            known = first.setdefault(definition.id, file)
            if known != file:
                yield Problem(_name(file), 1, f"The activity “{definition.id}” is already in {_name(known)}.")


def _name(file: File) -> str:
    """The file as the author would type it."""
    name = os.path.relpath(file)
    return str(file) if name.startswith(os.pardir) else name

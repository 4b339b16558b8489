"""From an author's file to what it says, and from what is wrong with it to its file and line."""

import os
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from quizzes.checking import Finding, Problem
from quizzes.definitions import AnyDefinition
from quizzes.sentences import shape_findings
from quizzes.sources import Source, read_source


def read(file: File) -> tuple[Source | None, dict[Any, Any], list[Problem]]:
    """The file, what it holds, and what is wrong with it as YAML; without keys and values there is no file."""
    source = read_source(file, name_of(file))
    if isinstance(source, Problem):
        return None, {}, [source]
    if not isinstance(source.data, dict):
        return None, {}, [*source.problems, Problem(source.name, 1, "The file does not hold keys and values.")]
    return source, source.data, [*source.problems]


def validated(model: type[AnyDefinition], data: dict[Any, Any]) -> tuple[Any, list[Finding]]:
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


def located(source: Source, listed: str | None, findings: list[Finding]) -> list[Problem]:
    """Each finding as a problem of this file, begun with the item of the list `listed` that it is about."""
    return [
        Problem(source.name, source.line(one.path), _beginning(source, listed, one), one.severity) for one in findings
    ]


def _beginning(source: Source, listed: str | None, finding: Finding) -> str:
    if len(finding.path) < 2 or finding.path[0] != listed:
        return finding.message
    item = finding.path[1]
    if isinstance(item, int) and isinstance(source.data, dict):
        entry = source.data[listed][item]
        item = str(entry.get("id", "")) if isinstance(entry, dict) else ""
    return f"{item}: {finding.message}" if item else finding.message


def name_of(file: File) -> str:
    """The file as the author would type it."""
    name = os.path.relpath(file)
    return str(file) if name.startswith(os.pardir) else name

"""What the checker reports: a sentence, and the place in the author's file that it is about."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """A broken rule inside one definition.

    `path` leads from the top of the file to the place: keys of mappings, and ids (or indexes) of list entries.
    """

    path: Path
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, order=True)
class Problem:
    """A finding with its file and line; `str(problem)` is `file:line: sentence`."""

    file: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {mark}{self.message}"


class BrokenContent(Exception):
    """The content does not pass its checks; `problems` lists all of them, in the order of files and lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

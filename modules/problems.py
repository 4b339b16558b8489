"""What is wrong with the content: a file, a line and a sentence for each mistake."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. An error keeps the content from being published; a warning does not."""

    file: str
    line: int
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {mark}{self.message}"


class BrokenContent(Exception):
    """The content has errors; `problems` lists all of them, and the warnings."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass
class Report:
    """Collects the problems of one check, so that an author sees all of them at once."""

    found: list[Problem] = field(default_factory=list)

    def error(self, file: Path, line: int, message: str) -> None:
        self.found.append(Problem(str(file), line, message))

    def warn(self, file: Path, line: int, message: str) -> None:
        self.found.append(Problem(str(file), line, message, "warning"))

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.found)

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(set(self.found)))

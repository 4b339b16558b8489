"""An author's YAML file, read so that every place in it still knows its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File

import yaml

from quizzes.checking import Path, Problem
from quizzes.texts import LANGUAGES

# libyaml's loader is about ten times faster; the other one is there for Pythons built without libyaml.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class WrittenText:
    """One text of a file as its author wrote it: the words and their line, by language."""

    file: str
    words: Mapping[str, str]
    lines: Mapping[str, int]


@dataclass(frozen=True)
class Source:
    """One parsed file. `name` is how problems call it."""

    name: str
    data: object
    node: yaml.Node | None

    def line(self, path: Path) -> int:
        """The line of the place that `path` leads to, or of the last step of it that exists."""
        line, node = 1, self.node
        for step in path:
            found = _step(node, step)
            if found is not None:
                line, node = found
        return line

    @property
    def texts(self) -> Iterator[WrittenText]:
        """Everything that is written in both languages, in the order of the file. Sample posts are not."""
        for pair in filter(None, map(_pair, _nodes(self.node, set()))):
            words = {language: pair[language][0] for language in LANGUAGES}
            yield WrittenText(self.name, words, {language: pair[language][1] for language in LANGUAGES})

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Keys and ids that stand twice in one place: YAML would silently keep the last."""
        return tuple(
            Problem(self.name, line, message) for node in _nodes(self.node, set()) for line, message in _repeated(node)
        )


def read_source(file: File, name: str) -> Source | Problem:
    """The file's content, or what keeps it from being read."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        return Problem(name, 1, f"The file cannot be opened: {problem.strerror}.")
    except UnicodeDecodeError:
        return Problem(name, 1, "The file is not written in UTF-8; save it again in that encoding.")
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        return Source(name, loader.construct_document(node) if node else None, node)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        return Problem(name, mark.line + 1 if mark else 1, f"This is not YAML: {problem.problem}.")
    except (yaml.YAMLError, ValueError) as problem:
        return Problem(name, 1, f"This is not YAML: {' '.join(str(problem).split())}.")
    finally:
        loader.dispose()


def _step(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line + 1, value) for key, value in node.value if key.value == str(step)), None)
    entries = node.value if isinstance(node, yaml.SequenceNode) else []
    found = (entry for index, entry in enumerate(entries) if step in (index, _id_of(entry)))
    return next(((entry.start_mark.line + 1, entry) for entry in found), None)


def _id_of(node: yaml.Node) -> str | None:
    if isinstance(node, yaml.MappingNode):
        return next((str(value.value) for key, value in node.value if key.value == "id"), None)
    return None


def _nodes(node: yaml.Node | None, visited: set[int]) -> Iterator[yaml.Node]:
    """The node and everything below it, in the order of the file."""
    # An alias may point to a node that holds it: each node is visited once.
    if node is None or id(node) in visited:
        return
    visited.add(id(node))
    yield node
    if isinstance(node, yaml.MappingNode):
        for _key, value in node.value:
            yield from _nodes(value, visited)
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _nodes(entry, visited)


def _repeated(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        yield from _twice([key for key, _ in node.value], [str(key.value) for key, _ in node.value], "key")
    if isinstance(node, yaml.SequenceNode):
        yield from _twice(node.value, [_id_of(entry) for entry in node.value], "id")


def _pair(node: yaml.Node) -> Mapping[str, tuple[str, int]] | None:
    """The words and the line of each language, when this is a text in both."""
    if not isinstance(node, yaml.MappingNode):
        return None
    pair = {
        key.value: (str(value.value), key.start_mark.line + 1)
        for key, value in node.value
        if isinstance(value, yaml.ScalarNode)
    }
    return pair if pair.keys() == {*LANGUAGES} and len(node.value) == len(LANGUAGES) else None


def _twice(nodes: list[yaml.Node], names: list[str | None], what: str) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for node, name in zip(nodes, names, strict=True):
        line = node.start_mark.line + 1
        if name is not None and first.setdefault(name, line) != line:
            yield line, f"The {what} “{name}” stands here a second time; the first is on line {first[name]}."

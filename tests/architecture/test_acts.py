"""Every act that the code notes in the audit log has words there, so that nobody reads a name out of the code."""

import ast
from collections.abc import Iterator

from course.admin.audit import ACTS
from course.tables.people import Role
from course.tables.sessions import QuestionState
from tests.architecture.files import ROOT

NOTED_BY = ("note", "_note", "_change")  # the functions that take an act
PARTS = {"role": Role, "state": QuestionState}  # what stands in an f-string


def acts_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in NOTED_BY:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "act"]
            for given in named or node.args[1:2]:
                yield from texts(given)
        if isinstance(node, ast.Assign) and any(name_of(target) == "act" for target in node.targets):
            yield from texts(node.value)


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        fixed, live = node.values
        assert isinstance(fixed, ast.Constant)
        assert isinstance(live, ast.FormattedValue)
        yield from (f"{fixed.value}{part}" for part in PARTS[name_of(live.value)])


def test_every_act_has_words_and_every_word_an_act() -> None:
    files = (ROOT / "course").glob("*.py")
    noted = {act for file in files for act in acts_in(ast.parse(file.read_text("utf-8")))}

    assert noted == set(ACTS)

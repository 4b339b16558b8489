"""Who may import whom."""

import ast
import subprocess
import sys
import tomllib

from tests.architecture.files import ROOT, name_of, project_files

MAY_IMPORT_THE_WEBSITE = ("course/", "tests/", "bench/", "migrations/", "wsgi.py")


def test_every_arrow_points_inward():
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_subject_is_kept_from_the_request():
    contracts = {
        contract["id"]: contract
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    }
    subjects = {name.strip() for name in contracts["arrows"]["layers"][2].split(":") if "(" not in name}

    guarded = set(contracts["subjects"]["source_modules"])

    assert guarded == {f"course.{subject}" for subject in subjects} | {"course.tables"}


def test_only_the_door_the_tests_the_measurements_and_the_migrations_import_the_website():
    importing = [
        name_of(file)
        for file in project_files(".py")
        if not name_of(file).startswith(MAY_IMPORT_THE_WEBSITE) and "course" in _imported(file.read_text())
    ]

    assert importing == []


def _imported(source: str) -> set[str]:
    """The top-level packages that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names

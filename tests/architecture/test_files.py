"""What every file of the project keeps to, whatever is in it."""

import ast
import re

import pytest

from tests.architecture.files import ROOT, name_of, project_files

CELLARS = {"base", "common", "helpers", "manager", "misc", "service", "services", "util", "utils"}
# In two parts, so that this file does not name them itself.
DOWNLOAD_HOSTS = re.compile(
    "|".join(
        rf"\b{host}\.{ending}\b"
        for host, ending in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(org|com)"),
            ("unpkg", "com"),
            ("jsdelivr", "net"),
            ("cdnjs", "cloudflare"),
            ("deb", "debian"),
            ("security", "debian"),
            ("archive", "ubuntu"),
            ("cdn", "playwright"),
            ("fonts", "googleapis"),
            ("fonts", "gstatic"),
            ("docker", "io"),
            ("ghcr", "io"),
            ("quay", "io"),
            ("crates", "io"),
            ("astral", "sh"),
        )
    )
    + "|/wor" + "k/(main|notes|shared)"
)  # fmt: skip


def test_the_first_line_of_every_module_says_what_it_is_for():
    silent = []
    for file in project_files(".py"):
        source = file.read_text()
        if not source:
            continue  # it makes a package and nothing else
        first = (ast.get_docstring(ast.parse(source), clean=True) or "").split("\n")[0]
        if not source.startswith('"""') or not first.endswith((".", "?")):
            silent.append(name_of(file))

    assert silent == [], "Begin these files with one sentence in a docstring."


def test_the_first_line_of_every_script_says_what_it_is_for():
    silent = []
    for file in (*project_files(".sh"), ROOT / ".ci" / "run", ROOT / "Makefile"):
        first, second = file.read_text().split("\n")[:2]
        sentence = second if first.startswith("#!") else first
        if not sentence.startswith("# "):
            silent.append(name_of(file))

    assert silent == [], "Begin these files with one sentence in a comment."


def test_no_room_is_a_cellar():
    cellars = [name_of(file) for file in project_files(".py") if CELLARS & {*file.parts[:-1], file.stem}]

    assert cellars == [], "Name the file after what it is about."


@pytest.mark.parametrize("sentence", ["index at https://py" + "pi.org/simple", "see /wor" + "k/notes/plan.md"])
def test_a_download_host_or_a_path_of_one_machine_would_be_found(sentence):
    assert DOWNLOAD_HOSTS.search(sentence)


def test_no_file_names_a_download_host_or_a_path_of_one_machine():
    named = []
    for file in project_files():
        content = file.read_bytes()
        if b"\0" in content[:1024]:
            continue  # a font or a picture
        text = content.decode(errors="replace")
        for match in DOWNLOAD_HOSTS.finditer(text):
            named.append(f"{name_of(file)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}")

    assert named == []


def test_the_build_server_runs_make_test_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text().split("\n")

    assert [line for line in lines if line and not line.startswith("#")] == [
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "exec make test",
    ]

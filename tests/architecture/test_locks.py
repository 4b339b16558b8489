"""The lock files answer to pyproject.toml: every version pinned, every file hashed."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.files import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SITE = PYPROJECT["project"]["dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
LOCKED = {
    "requirements.lock": SITE,
    "requirements-dev.lock": [
        *SITE,
        *GROUPS["server"],
        *(line for line in GROUPS["dev"] if isinstance(line, str)),
    ],
    "deploy/gunicorn.lock": GROUPS["server"],
    "deploy/setup/installer.lock": GROUPS["setup"],
}
PIN = re.compile(r"^([\w.-]+)==([\w.+!-]+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return {canonicalize_name(package): version for package, version in PIN.findall((ROOT / name).read_text())}


@pytest.mark.parametrize("name", LOCKED)
def test_every_dependency_is_pinned_to_a_version_that_pyproject_allows(name):
    pins = _pins(name)
    wanted = [Requirement(line) for line in LOCKED[name]]

    unmet = [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(
            pins.get(canonicalize_name(requirement.name), "0.0.dev0"), prereleases=True
        )
        or canonicalize_name(requirement.name) not in pins
    ]

    assert unmet == [], "Run make lock."


@pytest.mark.parametrize("name", LOCKED)
def test_every_pin_has_its_hashes(name):
    blocks = re.split(r"\n(?=[\w.-]+==)", (ROOT / name).read_text())

    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_developer_runs_the_versions_of_the_site():
    site, developer = _pins("requirements.lock"), _pins("requirements-dev.lock")

    assert {package: developer.get(package) for package in site} == site

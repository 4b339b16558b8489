"""A site whose course fits the shipped tests and booster, for the tests that are about them."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.applications import Applications
from tests.conftest import BOTH_DATABASES
from tests.core_course import core_course


@pytest.fixture(scope="module", params=BOTH_DATABASES)
def core_site(
    request: pytest.FixtureRequest, applications: Applications, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The website with the four core modules, small, and with the shipped tests."""
    folder: Path = core_course(tmp_path_factory.mktemp("core"))
    with applications.alone_on(request.param, LOAD_CONTENT_FROM=str(folder)) as site:
        yield site


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port

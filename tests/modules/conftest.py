"""What every test of the lessons may ask for."""

from pathlib import Path

import pytest

from tests.modules.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A small library without a mistake."""
    return Shelf(tmp_path / "content")

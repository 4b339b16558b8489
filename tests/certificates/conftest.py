"""The keyring that several files of tests sign with; one for each file, as making it takes a moment."""

from pathlib import Path

import pytest

from certificates.keyring import Keyring, make_keys, open_keyring
from tests.certificates.papers import NOON


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a keyring as it was made. Whoever changes it takes a copy."""
    folder = tmp_path_factory.mktemp("made") / "keys"
    make_keys(folder, "Universiti Contoh Malaysia", NOON)
    return folder


@pytest.fixture(scope="module")
def keyring(made: Path) -> Keyring:
    return open_keyring(made)

"""The keys of this site, which sign certificates and badges: opened when first needed, and again when rotated."""

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock

from flask import Flask, current_app

import certificates
from course import clock

RING = "keyring.toml"  # whose replacement makes new keys the current ones


class SiteKeys:
    """The keyring of a folder. A local site makes its own keys; a production site is given them by its operator."""

    def __init__(self, folder: Path, organisation: str, *, makes_own: bool) -> None:
        self.folder, self._organisation, self._makes_own = folder, organisation, makes_own
        self._opened: certificates.Keyring | None = None
        self._stamp: tuple[int, int] | None = None
        self._lock = Lock()

    def ring(self, now: datetime) -> certificates.Keyring:
        """The keyring as it stands in its folder. Raises KeyringProblem with a sentence for the operator."""
        with self._lock:
            if self._makes_own and not (self.folder / RING).exists():
                self._make(now)
            stamp = self._stamp_of_folder()
            if self._opened is None or stamp != self._stamp:
                self._opened, self._stamp = certificates.open_keyring(self.folder), stamp
            return self._opened

    def _make(self, now: datetime) -> None:
        with contextlib.suppress(certificates.KeyringExists):  # the worker or another process was first
            certificates.make_keys(self.folder, self._organisation, now)

    def _stamp_of_folder(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.folder / RING)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino


def connect(app: Flask) -> None:
    folder = Path(app.config["CERTIFICATE_KEYS"] or Path(app.instance_path) / "keys")
    app.extensions["keys"] = SiteKeys(folder, app.config["CAMPUS_NAME"], makes_own=not app.config["PRODUCTION"])


def of(app: Flask) -> Callable[[], certificates.Keyring]:
    """The keyring as it stands whenever it is asked for."""
    keys: SiteKeys = app.extensions["keys"]
    return lambda: keys.ring(clock.now())


def current() -> certificates.Keyring:
    keys: SiteKeys = current_app.extensions["keys"]
    return keys.ring(clock.now())


def folder() -> Path:
    """Where the keys of this site are, or are to be."""
    keys: SiteKeys = current_app.extensions["keys"]
    return keys.folder

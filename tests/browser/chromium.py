"""Finds the Chromium that the browser tests drive, and says how it is started."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


class NoChromium(RuntimeError):
    """There is no browser to test in: the run fails rather than leave its tests out."""

    def __init__(self) -> None:
        super().__init__(
            "The browser tests need Chromium. Install the package chromium, or name a program in CHROMIUM; "
            "make test does so on Debian and Ubuntu."
        )


def find_chromium(of_playwright: str) -> str:
    """The program in CHROMIUM, the machine's own, or the one that Playwright installed."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    if Path(of_playwright).exists():
        return of_playwright
    raise NoChromium

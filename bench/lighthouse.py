"""Lighthouse on the first pages that somebody sees, in both languages: its own slow phone, on a line of 1.6 Mbit/s.

It is fetched by npx at a pinned version, and drives the chromium of the system. A run whose trace was lost is run
again: with so small a page the browser sometimes has not begun to record. Run it from anywhere.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measuring import Served, report, served

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ("/", "/learn/spot-it/what-counts", "/help", "/hub")
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
ATTEMPTS = 3


def judged(site: Served, path: str) -> dict[str, Any]:
    """Scores of 100 by category, and what they are mostly made of."""
    for _attempt in range(ATTEMPTS):
        with tempfile.NamedTemporaryFile(suffix=".json") as answer:
            address = f"http://127.0.0.1:{site.port}{path}"
            command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={answer.name}"]
            subprocess.run([*command, f"--chrome-flags={CHROMIUM}"], check=False, capture_output=True)
            told = json.loads(Path(answer.name).read_text() or "{}")
        if told and "runtimeError" not in told:
            audits = told["audits"]
            return {
                **{name: round(100 * category["score"]) for name, category in told["categories"].items()},
                "LCP s": round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
                "CLS": round(audits["cumulative-layout-shift"]["numericValue"], 3),
                "blocked ms": round(audits["total-blocking-time"]["numericValue"]),
            }
    raise RuntimeError(f"Lighthouse could not judge {path}.")


def main() -> None:
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("npx"):
        raise SystemExit("Lighthouse needs npx and chromium.")
    os.environ.setdefault("CHROME_PATH", chromium)
    with served("bench.migrated:app", {"FLASK_RATELIMIT_ENABLED": "false"}) as site:
        found = {f"{path}?lang={code}": judged(site, f"{path}?lang={code}") for path in PAGES for code in ("en", "ms")}
    report("lighthouse", {"what": f"{LIGHTHOUSE}, its simulated slow phone; 100 is best", "pages": found})


if __name__ == "__main__":
    main()

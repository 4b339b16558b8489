"""From `flask serve` to the first page: on an empty folder, and again on the database it made.

The ratio is against `import flask` in the same Python, so that a slow machine does not look like a slow site.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measuring import ROOT, figures, free_port, report

ROUNDS = 7


def seconds_to_first_page(folder: str) -> float:
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "FLASK_INSTANCE_PATH": folder}, stdout=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                connection = HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/")
                page = connection.getresponse().read().decode()
            except OSError:
                if time.perf_counter() - started > 60 or process.poll() is not None:
                    raise RuntimeError("The site did not answer.") from None
                time.sleep(0.02)
                continue
            if not re.search("<h1", page):
                raise RuntimeError("The first page has no heading.")
            return time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(timeout=20)


def seconds_to_import_flask() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask"], check=True)
    return time.perf_counter() - started


def main() -> None:
    first, second, flask = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="tt-bench-") as folder:
            first.append(seconds_to_first_page(folder))
            second.append(seconds_to_first_page(folder))
            flask.append(seconds_to_import_flask())
    report(
        "start",
        {
            "what": "seconds from the command to the first page",
            "empty folder": figures(first),
            "second start": figures(second),
            "import flask": figures(flask),
            "second start ÷ import flask": figures([a / b for a, b in zip(second, flask, strict=True)]),
        },
    )


if __name__ == "__main__":
    main()

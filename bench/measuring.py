"""What every measurement shares: the machine's name, the figures of a sample, where results go, a site to measure."""

import contextlib
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def machine() -> dict[str, Any]:
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        **{name: version(name) for name in ("flask", "sqlalchemy", "weasyprint", "waitress")},
    }


def figures(sample: Sequence[float]) -> dict[str, float]:
    """n, median and 95th percentile of a sample, in the sample's own unit."""
    ordered = sorted(sample)
    return {
        "n": len(ordered),
        "median": round(statistics.median(ordered), 4),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 4),
    }


def report(name: str, result: dict[str, Any]) -> None:
    """Print a result and keep it as JSON."""
    result = {"machine": machine(), **result}
    text = json.dumps(result, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    sys.stdout.write(text + "\n")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


@dataclass
class Served:
    """A WSGI application behind waitress in a process of its own."""

    pid: int
    port: int
    instance: Path

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=30)


@contextlib.contextmanager
def served(module: str, environment: dict[str, str] | None = None) -> Iterator[Served]:
    """Serve `module` (as in `bench.bare:app`) for the length of the block, in an instance folder of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tt-bench-") as folder:
        variables = {**os.environ, "FLASK_INSTANCE_PATH": folder, **(environment or {})}
        program = (
            "import importlib, waitress, logging; logging.getLogger('waitress.queue').setLevel(logging.ERROR);"
            f"module, name = '{module}'.split(':');"
            "app = getattr(importlib.import_module(module), name);"
            f"waitress.serve(app, host='127.0.0.1', port={port}, threads=4, connection_limit=2000, "
            "asyncore_use_poll=True, ident=None, _quiet=True)"
        )
        process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=variables)
        try:
            _wait_for(port, process)
            yield Served(process.pid, port, Path(folder))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("The server did not answer within five minutes.")

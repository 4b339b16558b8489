"""Seconds and memory of one certificate: the first PDF of a process, and those that follow in the same process.

Run it from anywhere: `python bench/certificate_pdf.py`. It prints what it found and keeps it as JSON in `results/`.
"""

import json
import random
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import certificates
from bench.measuring import figures, report
from certificates.samples import NAMES, sample

COLD_PROCESSES = 9
WARM_CERTIFICATES = 200


def peak_mebibytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def claims_of(number: int) -> certificates.Claims:
    """A different serial each time; the names take turns in every script, in both languages."""
    names = list(NAMES.values())
    base = sample(names[number % len(names)], ("en", "ms")[number // len(names) % 2]).model_dump()
    serial = certificates.new_serial(random.Random(number).randbytes(16))
    address = f"https://thinktwice.example.edu.my/verify/{serial}"
    return certificates.Claims(**{**base, "serial": serial, "verify_url": address})


def draw_once() -> dict[str, float]:
    """In a fresh process: everything that is loaded, and the first PDF."""
    started = time.perf_counter()
    drawer = certificates.Drawer()
    loaded = time.perf_counter()
    drawer.draw(claims_of(0))
    return {"load": loaded - started, "draw": time.perf_counter() - loaded, "peak": peak_mebibytes()}


def draw_many() -> dict[str, Any]:
    """In a fresh process: one Drawer, many certificates."""
    drawer = certificates.Drawer()
    drawer.draw(claims_of(0))
    wall, cpu, sizes, after_first = [], [], [], peak_mebibytes()
    for number in range(1, WARM_CERTIFICATES + 1):
        claims = claims_of(number)
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        pdf = drawer.draw(claims)
        wall.append(time.perf_counter() - wall_start)
        cpu.append(time.process_time() - cpu_start)
        sizes.append(len(pdf) / 1024)
    return {"wall": wall, "cpu": cpu, "sizes": sizes, "after_first": after_first, "peak": peak_mebibytes()}


def in_a_fresh_process(part: str) -> dict[str, Any]:
    """What a child measured, and how long it lived."""
    started = time.perf_counter()
    child = subprocess.run([sys.executable, __file__, part], capture_output=True, check=True, text=True)
    return {**json.loads(child.stdout), "whole": time.perf_counter() - started}


def measure() -> None:
    colds = [in_a_fresh_process("cold") for _ in range(COLD_PROCESSES)]
    warm = in_a_fresh_process("warm")
    report(
        "certificate_pdf",
        {
            "what": "one certificate as a tagged PDF; names in every script, both languages",
            "packages": {name: version(name) for name in ("weasyprint", "pydyf", "segno", "rfc8785", "pydantic")},
            "cold, whole process s": figures([cold["whole"] for cold in colds]),
            "cold, load fonts and renderer s": figures([cold["load"] for cold in colds]),
            "cold, first PDF s": figures([cold["draw"] for cold in colds]),
            "cold, peak MiB": figures([cold["peak"] for cold in colds]),
            "warm, wall s": figures(warm["wall"]),
            "warm, cpu s": figures(warm["cpu"]),
            "warm, file KiB": figures(warm["sizes"]),
            "warm, peak MiB after the first": warm["after_first"],
            "warm, peak MiB after all": warm["peak"],
        },
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cold"]:
            print(json.dumps(draw_once()))
        case ["warm"]:
            print(json.dumps(draw_many()))
        case _:
            measure()

"""What a lecturer takes away of a class of 500: seconds and memory of the workbook and of the report.

Each is asked once of a fresh server, as a lecturer would; memory is what the server's peak grew by.
"""

import io
import re
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.class_page import sign_in
from bench.measuring import Served, report, served

STUDENTS = 500
FILES = ("export.xlsx", "export.csv", "report.pdf")
PAGES = ("insight", "questions", "nudge")


def main() -> None:
    found: dict[str, Any] = {}
    with served("bench.class_site:app", {"CLASS_STUDENTS": str(STUDENTS)}) as site:
        headers = sign_in(site)
        for page in PAGES:
            seconds, _grown, body = fetch(site, f"/classes/1/{page}", headers)
            found[page] = {"seconds": seconds, "bytes": len(body)}
        for file in FILES:
            seconds, grown, body = fetch(site, f"/classes/1/{file}", headers)
            found[file] = {"seconds": seconds, "MB more at the peak": grown, "bytes": len(body)}
            if file.endswith("xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
                found[file]["rows"] = {sheet.title: sheet.max_row for sheet in book.worksheets}
    report("class_report", {"what": f"files and pages of a class of {STUDENTS}, once each", **found})


def fetch(site: Served, address: str, headers: dict[str, str]) -> tuple[float, float, bytes]:
    """Seconds, megabytes that the peak of the server's memory grew by, and the answer."""
    before, started, connection = peak(site), time.perf_counter(), site.connect()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - started
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}.")
    return round(seconds, 2), round((peak(site) - before) / 1024, 1), body


def peak(site: Served) -> int:
    """Kilobytes."""
    status = Path(f"/proc/{site.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    main()

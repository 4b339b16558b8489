"""300,000 visits in an hour: 84 pages a second for half a minute, mixed, half of the browsers with a page kept before.

Every visit is one page; the times are those of whoever waits, from the moment of the visit to the last byte. The same
run measures what help and hub cost beside a bare Flask + Jinja page, by the server's own processor time.
"""

import itertools
import random
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.lesson_page import cpu_per_request
from bench.measuring import Served, figures, report, served

VISITS_A_SECOND = 84
SECONDS = 30
VISITORS = 16
PAGES = (
    "/",
    "/hub",
    "/help",
    "/learn/spot-it/what-counts",
    "/hub/guides/someone-is-targeted",
    "/hub/sources",
    "/hub/search?q=evidence",
)
COMPARED = ("/help", "/hub")
ROUNDS = 5


def visit(connection: HTTPConnection, path: str, etag: str) -> tuple[float, int, str]:
    """Milliseconds, status, and what a browser would keep."""
    headers = {"Accept-Encoding": "br, gzip", **({"If-None-Match": etag} if etag else {})}
    before = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return (time.perf_counter() - before) * 1000, answer.status, answer.headers.get("ETag", "")


def burst(site: Served) -> tuple[list[float], int]:
    """All visits at their times, whoever is free takes the next; a late one has waited."""
    taken, errors, numbers = [], [0], itertools.count()
    began = time.perf_counter()

    def come() -> None:
        connection, chance, kept = site.connect(), random.Random(), dict[str, str]()
        while (number := next(numbers)) < VISITS_A_SECOND * SECONDS:
            due = began + number / VISITS_A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            path = PAGES[number % len(PAGES)]
            late = max(0.0, time.perf_counter() - due) * 1000
            milliseconds, status, etag = visit(connection, path, kept.get(path, "") if chance.random() < 0.5 else "")
            kept[path] = etag
            taken.append(late + milliseconds)
            errors[0] += status not in (200, 304)

    threads = [threading.Thread(target=come) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, errors[0]


def main() -> None:
    with served("bench.migrated:app", {"FLASK_RATELIMIT_ENABLED": "false"}) as site:
        for path in PAGES:
            visit(site.connect(), path, "")
        taken, errors = burst(site)
        ratios = {}
        for path in COMPARED:
            connection = site.connect()
            connection.request("GET", path)
            size = len(connection.getresponse().read())
            with served("bench.bare:app", {"BARE_PAGE_BYTES": str(size)}) as bare:
                ratios[path] = [
                    cpu_per_request(bare, "/page", {}) / cpu_per_request(site, path, {}) for _ in range(ROUNDS)
                ]
    report(
        "hub",
        {
            "what": f"{VISITS_A_SECOND} visits a second for {SECONDS} s, ms as waited; bare page's CPU ÷ ours",
            "aim": "p95 50 ms, no error; 0.85",
            "visits": len(taken),
            "errors": errors,
            "ms": figures(taken),
            "worst ms": round(max(taken), 1),
            **{f"{path}, bare ÷ ours": figures(values) for path, values in ratios.items()},
        },
    )


if __name__ == "__main__":
    main()

"""A hall that signs a pledge, against a bare hello on the same server: at saturation, by CPU, in a burst, watched.

Every signature is a phone of its own: it opens the page, gets its cookie, signs and is thanked. The load comes from
this process, which shares the machine with the server; the hello is called in the same way and pays for it as well.
"""

import contextlib
import secrets
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection, HTTPMessage
from json import loads
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.lesson_page import postgres_url
from bench.measuring import Served, cpu_seconds, figures, report, served

PLEDGE = "/pledge/bench"
ROUNDS = 5
AT_ONCE = 24
SATURATION = 360  # posts of a round
BY_CPU = 150  # phones of a round
WATCHERS, EVERY_SECONDS = 2000, 3
BURSTS = {"500 phones in 10 s": (500, 10), "600 phones in 60 s": (600, 60)}
HEADERS = {"User-Agent": "Mozilla/5.0", "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
FORM = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}


def ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> HTTPMessage:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status not in (200, 304):
        raise RuntimeError(f"GET {path} answered {answer.status}.")
    return answer.headers


def open_form(connection: HTTPConnection) -> str:
    """The cookie that a new phone gets."""
    return ask(connection, PLEDGE, HEADERS)["Set-Cookie"].partition(";")[0]


def sign(connection: HTTPConnection, cookie: str) -> None:
    form = urlencode({"agree": "y", "situation": "", "action": "", "client_id": secrets.token_hex(16), "at": ""})
    connection.request("POST", PLEDGE, form, {**FORM, "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise RuntimeError(f"POST {PLEDGE} answered {answer.status}.")


def counted(site: Served) -> int:
    time.sleep(1.2)  # what is shown is a second old at the most
    with contextlib.closing(site.connect()) as connection:
        connection.request("GET", f"{PLEDGE}/count.json")
        return int(loads(connection.getresponse().read())["online"])


def per_second(site: Served, act: Callable[[HTTPConnection, int], None], number: int) -> float:
    """How many of these acts a second, so many at a time."""
    lanes, barrier = [range(lane, number, AT_ONCE) for lane in range(AT_ONCE)], threading.Barrier(AT_ONCE + 1)

    def work(lane: range) -> None:
        with contextlib.closing(site.connect()) as connection:
            barrier.wait()
            for at in lane:
                act(connection, at)

    threads = [threading.Thread(target=work, args=(lane,)) for lane in lanes]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return number / (time.perf_counter() - began)


def saturation(site: Served, bare: Served) -> tuple[list[float], list[float]]:
    """(signatures a second, hellos a second), by turns."""
    signed, greeted = [], []
    for _ in range(ROUNDS):
        with contextlib.closing(site.connect()) as connection:
            cookies = [open_form(connection) for _ in range(SATURATION)]
        signed.append(per_second(site, partial(_sign_as, cookies), SATURATION))
        greeted.append(per_second(bare, lambda connection, _at: _hello(connection), 4 * SATURATION))
    return signed, greeted


def _sign_as(cookies: list[str], connection: HTTPConnection, at: int) -> None:
    sign(connection, cookies[at])


def _hello(connection: HTTPConnection) -> None:
    ask(connection, "/hello", {})


def cpu_ms(served_by: Served, act: Callable[[HTTPConnection], None], number: int) -> float:
    with contextlib.closing(served_by.connect()) as connection:
        act(connection)
        before = cpu_seconds(served_by.pid)
        for _ in range(number):
            act(connection)
        return (cpu_seconds(served_by.pid) - before) / number * 1000


def burst(site: Served, phones: int, seconds: float) -> tuple[list[float], int]:
    """(milliseconds that each phone waits for the form, the signature and the thanks together, errors)."""
    waited: list[float] = []
    wrong: list[Exception] = []
    begins = time.perf_counter() + 0.5

    def phone(number: int) -> None:
        time.sleep(max(0.0, begins + number * seconds / phones - time.perf_counter()))
        began = time.perf_counter()
        try:
            with contextlib.closing(site.connect()) as connection:
                cookie = open_form(connection)
                sign(connection, cookie)
                ask(connection, f"{PLEDGE}/thanks", {**HEADERS, "Cookie": cookie})
        except (OSError, RuntimeError) as problem:
            wrong.append(problem)
        else:
            waited.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=phone, args=(number,)) for number in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited, len(wrong)


@contextlib.contextmanager
def sites() -> Iterator[dict[str, Served]]:
    with contextlib.ExitStack() as stack:
        found = {"SQLite, FULL": stack.enter_context(served("bench.pledging:app"))}
        if url := stack.enter_context(postgres_url()):
            found["PostgreSQL"] = stack.enter_context(served("bench.pledging:app", {"DATABASE_URL": url}))
        yield found


def measure(site: Served, bare: Served) -> dict[str, object]:
    signed, greeted = saturation(site, bare)

    def whole(connection: HTTPConnection) -> None:
        sign(connection, open_form(connection))

    together, hellos = [], []
    for _ in range(ROUNDS):
        together.append(cpu_ms(site, whole, BY_CPU))
        hellos.append(cpu_ms(bare, _hello, 10 * BY_CPU))
    bursts: dict[str, object] = {}
    for name, (phones, seconds) in BURSTS.items():
        before = counted(site)
        waited, errors = burst(site, phones, seconds)
        # What is missing was thanked for and lost; what is too much was counted twice.
        bursts[name] = {
            "ms": figures(waited),
            "errors": errors,
            "too few or too many": counted(site) - before - len(waited),
        }
    with contextlib.closing(site.connect()) as connection:
        seen = ask(connection, f"{PLEDGE}/count.json", HEADERS)["ETag"]
    watching = cpu_ms(site, lambda it: _watch(it, seen), 2000)
    return {
        "signatures a second at saturation": figures(signed),
        "hellos a second": figures(greeted),
        "signature ÷ hello, a second": round(statistics.median(signed) / statistics.median(greeted), 3),
        "form and signature, CPU ms": figures(together),
        "hello, CPU ms": figures(hellos),
        "form and signature ÷ hello, CPU": round(statistics.median(together) / statistics.median(hellos), 1),
        "bursts": bursts,
        f"{WATCHERS} watchers every {EVERY_SECONDS} s, share of a core": round(
            watching / 1000 * WATCHERS / EVERY_SECONDS, 3
        ),
    }


def _watch(connection: HTTPConnection, seen: str) -> None:
    ask(connection, f"{PLEDGE}/count.json", {**HEADERS, "If-None-Match": seen})


def main() -> None:
    with sites() as found, served("bench.bare:app") as bare:
        report("pledge_burst", {name: measure(site, bare) for name, site in found.items()})


if __name__ == "__main__":
    main()

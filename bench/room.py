"""A hall of 300 phones in a room: opening the form and answering within ten seconds, and asking every two for news.

CPU is the server's own, per phone; the share of a core is what 300 phones that ask would take of one.
"""

import json
import re
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measuring import Served, cpu_seconds, figures, report, served

SECONDS = 10
EVERY_SECONDS = 2
ROUNDS = 5
ASKING = 1500  # questions of a round
FORM = "application/x-www-form-urlencoded"


def answer(connection: HTTPConnection, hall: dict[str, Any], phone: int) -> None:
    """Open the form and send it, as a browser does."""
    headers = {"Cookie": hall["cookies"][phone], "Accept-Encoding": "br"}
    connection.request("GET", hall["room"], headers={**headers, "Accept-Encoding": "identity"})
    page = connection.getresponse()
    cookie = "; ".join(value.split(";")[0] for value in page.headers.get_all("Set-Cookie") or ())
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    if page.status != 200 or token is None:
        raise RuntimeError(f"{hall['room']} answered {page.status}")
    choice = hall["choices"][phone % len(hall["choices"])]
    body = urlencode({"csrf_token": token.group(1), "round": hall["round"], hall["field"]: choice})
    sent = {**headers, "Cookie": cookie or headers["Cookie"], "Content-Type": FORM}
    connection.request("POST", f"{hall['room']}/answer", body, sent)
    taken = connection.getresponse()
    taken.read()
    if taken.status != 302:
        raise RuntimeError(f"The answer was answered {taken.status}")


def burst(site: Served, hall: dict[str, Any]) -> tuple[list[float], int]:
    """How long each phone waited in seconds, and how many met an error."""
    waited: list[float] = []
    failed: list[int] = []
    phones, begins = len(hall["cookies"]), time.perf_counter() + 0.5

    def phone(number: int) -> None:
        time.sleep(max(0.0, begins + number * SECONDS / phones - time.perf_counter()))
        since, connection = time.perf_counter(), site.connect()
        try:
            answer(connection, hall, number)
            waited.append(time.perf_counter() - since)
        except (OSError, RuntimeError):
            failed.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=phone, args=(number,)) for number in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited, len(failed)


def asking(site: Served, hall: dict[str, Any]) -> float:
    """Milliseconds of CPU for one question that is answered 204; every phone asks in its turn, on one line."""
    connection, before = site.connect(), cpu_seconds(site.pid)
    for number in range(ASKING):
        headers = {"Cookie": hall["cookies"][number % len(hall["cookies"])], "Accept": "application/json"}
        connection.request("GET", f"{hall['room']}/now?at={hall['round']}.open", headers=headers)
        told = connection.getresponse()
        told.read()
        if told.status != 204:
            raise RuntimeError(f"A phone that asked was answered {told.status}")
    return (cpu_seconds(site.pid) - before) / ASKING * 1000


def main() -> None:
    with served("bench.room_site:app", {"FLASK_RATELIMIT_ENABLED": "false"}) as site:
        hall = json.loads((site.instance / "phones.json").read_text())
        phones = len(hall["cookies"])
        before = cpu_seconds(site.pid)
        waited, errors = burst(site, hall)
        each = (cpu_seconds(site.pid) - before) / phones * 1000
        asked = [asking(site, hall) for _ in range(ROUNDS)]
    spent = figures(asked)
    report(
        "room",
        {
            "what": f"{phones} phones: form and answer within {SECONDS} s, then asking every {EVERY_SECONDS} s",
            "form and answer, seconds waited": figures(waited),
            "errors": errors,
            "form and answer, ms of CPU a phone": round(each, 2),
            "a question, ms of CPU": spent,
            "share of a core while all ask": round(spent["median"] / 1000 * phones / EVERY_SECONDS, 3),
        },
    )


if __name__ == "__main__":
    main()

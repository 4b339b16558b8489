"""A public and a signed-in lesson against a bare Flask + Jinja page of the same size on the same server.

The ratio is bare CPU ÷ ours, by the server's own CPU time per request, rounds interleaved: 1.0 means that the
lesson costs as little as the framework's own page. PostgreSQL is measured too when `TEST_PG_URL` names one or
the development package that brings one is installed.
"""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measuring import Served, cpu_seconds, figures, report, served

LESSON = "/learn/spot-it/what-counts"
ROUNDS = 15
REQUESTS = 300
PASSWORD = "pause-think-post"  # noqa: S105 -- of a student who lives for a minute


def fetch(connection: HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return body


def cpu_per_request(site: Served, path: str, headers: dict[str, str], requests: int = REQUESTS) -> float:
    """Milliseconds of the server's CPU for one request."""
    connection = site.connect()
    fetch(connection, path, headers)
    before = cpu_seconds(site.pid)
    for _ in range(requests):
        fetch(connection, path, headers)
    connection.close()
    return (cpu_seconds(site.pid) - before) / requests * 1000


def session_cookie(site: Served, email: str = "bench@demo.example.com") -> dict[str, str]:
    """Register a student through the form, read two lessons, and keep the cookie."""
    connection = site.connect()
    connection.request("GET", "/register")
    answer = connection.getresponse()
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    if token is None:
        raise RuntimeError("The registration form has no token.")
    form = {
        "csrf_token": token.group(1),
        "display_name": "Nur Aisyah binti Abdullah",
        "email": email,
        "password": PASSWORD,
        "language": "en",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/register", urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"Registering answered {answer.status}")
    cookies = dict(_cookies(answer))
    for path in ("/me", LESSON):  # the welcome is shown once, and the session gets its token
        connection.request("GET", path, headers={"Cookie": _joined(cookies)})
        answer = connection.getresponse()
        answer.read()
        cookies.update(_cookies(answer))
    return {"Cookie": _joined(cookies)}


def _cookies(answer: HTTPResponse) -> list[tuple[str, str]]:
    found = [value.split(";")[0].partition("=") for value in answer.headers.get_all("Set-Cookie") or ()]
    return [(name, value) for name, _equals, value in found]


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def ratios(measure: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Name → bare ÷ it, round by round; `bare` is measured before and after each."""
    found: dict[str, list[float]] = {name: [] for name in measure if name != "bare"}
    milliseconds: dict[str, list[float]] = {name: [] for name in measure}
    for _ in range(rounds):
        taken = {name: act() for name, act in measure.items()}
        for name, value in taken.items():
            milliseconds[name].append(value)
            if name != "bare":
                found[name].append(taken["bare"] / value)
    return {
        **{f"{name} ÷": values for name, values in found.items()},
        **{f"{n} ms": v for n, v in milliseconds.items()},
    }


@contextlib.contextmanager
def postgres_url() -> Iterator[str | None]:
    if given := os.environ.get("TEST_PG_URL"):
        yield given
        return
    try:
        from tests.databases import postgres_server  # noqa: PLC0415 -- there in a development environment only
    except ImportError:
        yield None
        return
    with postgres_server() as server:
        yield server.create_database()


def main() -> None:
    with contextlib.ExitStack() as stack:
        sites = {"sqlite": stack.enter_context(served("bench.migrated:app"))}
        if url := stack.enter_context(postgres_url()):
            sites["postgres"] = stack.enter_context(served("bench.migrated:app", {"DATABASE_URL": url}))
        size = len(fetch(sites["sqlite"].connect(), LESSON, {}))
        bare = stack.enter_context(served("bench.bare:app", {"BARE_PAGE_BYTES": str(size)}))
        cookies = {name: session_cookie(site) for name, site in sites.items()}
        measure: dict[str, Callable[[], float]] = {
            "bare": lambda: cpu_per_request(bare, "/page", {}),
            "public": lambda: cpu_per_request(sites["sqlite"], LESSON, {}),
            "public, gzip": lambda: cpu_per_request(sites["sqlite"], LESSON, {"Accept-Encoding": "gzip"}),
        }
        for name, site in sites.items():
            measure[f"signed in, {name}"] = lambda site=site, name=name: cpu_per_request(site, LESSON, cookies[name])
        found = ratios(measure, ROUNDS)
        report(
            "lesson_page",
            {
                "what": "server CPU: bare Flask + Jinja page of the same size ÷ lesson page (higher is better)",
                "page_bytes": size,
                "requests_per_round": REQUESTS,
                **{name: figures(values) for name, values in found.items()},
            },
        )


if __name__ == "__main__":
    main()

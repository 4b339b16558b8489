"""The progress page of a class: questions to the database, CPU against a bare `hello`, and size; 50 to 5,000 students.

The ratio is the server's own CPU per page ÷ per hello, on the same server in the same minutes.
"""

import re
import statistics
import sys
from contextlib import ExitStack
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.lesson_page import cpu_per_request
from bench.measuring import Served, figures, report, served

CLASSES = (50, 500, 5000)
ROUNDS = 7
PAGE = "/classes/1/progress"
LECTURER = {"email": "lecturer@demo.example.com", "password": "pause-think-post"}
FORM = "application/x-www-form-urlencoded"


def sign_in(site: Served) -> dict[str, str]:
    """The lecturer's cookies, as a header."""
    connection = site.connect()
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    cookie = _cookie(answer)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    if token is None:
        raise RuntimeError("The sign-in form has no token.")
    body = urlencode({**LECTURER, "csrf_token": token.group(1)})
    connection.request("POST", "/sign-in", body, {"Content-Type": FORM, "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"Signing in answered {answer.status}")
    return {"Cookie": _cookie(answer), "Accept-Encoding": "br"}


def _cookie(answer: HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or ())


def look(site: Served, headers: dict[str, str]) -> dict[str, int]:
    """One page: its size as sent, and the questions it asked."""
    connection = site.connect()
    for _ in range(2):  # the first asks who the lecturer is, the second remembers
        connection.request("GET", PAGE, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{PAGE} answered {answer.status}")
    return {"bytes": len(body), "questions": int(answer.headers["X-Questions"])}


def main() -> None:
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        bare = stack.enter_context(served("bench.bare:app"))
        milliseconds = {}
        for students in CLASSES:
            with served("bench.class_site:app", {"CLASS_STUDENTS": str(students)}) as site:
                headers = sign_in(site)
                requests = max(8, 20_000 // students)
                page, ratio = [], []
                for _ in range(ROUNDS):
                    hello = cpu_per_request(bare, "/hello", {}, 1000)
                    page.append(cpu_per_request(site, PAGE, headers, requests))
                    ratio.append(page[-1] / hello)
                milliseconds[students] = statistics.median(page)
                found[f"{students} students"] = {"x hello": figures(ratio), "ms": figures(page), **look(site, headers)}
    per_student = {students: spent / students for students, spent in milliseconds.items()}
    found["ms per student, 5,000 to 500"] = round(per_student[5000] / per_student[500], 2)
    report("class_page", {"what": "server CPU: progress page of a class ÷ bare hello (lower is better)", **found})


if __name__ == "__main__":
    main()

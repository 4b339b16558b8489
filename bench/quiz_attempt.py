"""A whole quiz attempt against a bare `hello` on the same server, by the server's CPU; and everyone pressing Start.

One attempt is what a student's browser sends: the start page, Start, the paper, ten answers saved one by one as
they are given, the second page, handing in, the result. Each attempt is made by a student of their own, since the
next try has to wait.
"""

import re
import statistics
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.lesson_page import fetch, session_cookie
from bench.measuring import Served, cpu_seconds, figures, report, served

STUDENTS = 60
MEASURED = 25
FORM = "application/x-www-form-urlencoded"


class Student:
    """A browser without a cache: keeps its cookie and its connection."""

    def __init__(self, site: Served, number: int) -> None:
        self.headers = session_cookie(site, f"bench{number}@demo.example.com")
        self.connection = site.connect()
        self.requests = 0

    def get(self, path: str) -> str:
        self.requests += 1
        self.connection.request("GET", path, headers=self.headers)
        return self.connection.getresponse().read().decode()

    def post(self, path: str, form: list[tuple[str, str]], accept: str = "text/html") -> str:
        """The address that the answer leads to, or its body where it is JSON."""
        self.requests += 1
        headers = {**self.headers, "Content-Type": FORM, "Accept": accept}
        self.connection.request("POST", path, urlencode(form), headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status not in (200, 302):
            raise RuntimeError(f"POST {path} answered {answer.status}: {body[:300]}")
        return answer.headers.get("Location") or body


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    if found is None:
        raise RuntimeError(f"The page has no field {name}.")
    return found.group(1)


def answers(page: str) -> list[tuple[str, str]]:
    """One choice for each question of the page: its first option."""
    found: dict[str, str] = {}
    for name, value in re.findall(r'<input type="(?:radio|checkbox)"\s+name="(a-[^"]+)"\s+value="([^"]+)"', page):
        found.setdefault(name, value)
    return list(found.items())


def start(student: Student) -> str:
    page = student.get("/quizzes/spot-it")
    form = [("csrf_token", hidden(page, "csrf_token")), ("ticket", hidden(page, "ticket")), ("focus", "")]
    return student.post("/quizzes/spot-it", form)


def attempt(student: Student) -> None:
    paper = start(student)
    for number in (1, 2):
        page = student.get(f"{paper}?page={number}")
        token, given = ("csrf_token", hidden(page, "csrf_token")), []
        for answer in answers(page):
            given.append(answer)
            student.post(f"{paper}/answers", [token, *given, ("go", "save")], "application/json")
        if number == 1:
            student.post(f"{paper}/answers", [token, *given, ("go", "2")])
    result = student.post(f"{paper}/submit", [token, *given, ("sure", "1")])
    student.get(result)


def hello_ms(bare: Served, requests: int = 2000) -> float:
    connection = bare.connect()
    fetch(connection, "/hello", {})
    before = cpu_seconds(bare.pid)
    for _ in range(requests):
        fetch(connection, "/hello", {})
    return (cpu_seconds(bare.pid) - before) / requests * 1000


def everybody_starts(site: Served, first: int) -> list[float]:
    """Seconds that each of sixty students waits for the click on Start, all at the same moment."""
    students = [Student(site, first + number) for number in range(STUDENTS)]
    pages = [student.get("/quizzes/spot-it") for student in students]
    barrier, waited = threading.Barrier(STUDENTS), [0.0] * STUDENTS

    def click(number: int) -> None:
        page = pages[number]
        form = [("csrf_token", hidden(page, "csrf_token")), ("ticket", hidden(page, "ticket")), ("focus", "")]
        barrier.wait()
        began = time.perf_counter()
        students[number].post("/quizzes/spot-it", form)
        waited[number] = time.perf_counter() - began

    threads = [threading.Thread(target=click, args=(number,)) for number in range(STUDENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def main() -> None:
    with served("bench.migrated:app") as site, served("bench.bare:app") as bare:
        students = [Student(site, number) for number in range(MEASURED)]
        attempt(Student(site, 900))  # warms up what is made once
        hellos, milliseconds = [], []
        for student in students:
            hellos.append(hello_ms(bare, 400))
            before, student.requests = cpu_seconds(site.pid), 0
            attempt(student)
            milliseconds.append((cpu_seconds(site.pid) - before) * 1000)
        hello = statistics.fmean(hellos)
        report(
            "quiz_attempt",
            {
                "what": "server CPU of one whole attempt, every answer saved as it is given",
                "requests of one attempt": students[-1].requests,
                "attempt ms": figures(milliseconds),
                "hello ms (mean)": round(hello, 4),
                "attempt ÷ hello": round(statistics.fmean(milliseconds) / hello, 1),
                "request of an attempt ÷ hello": round(
                    statistics.fmean(milliseconds) / students[-1].requests / hello, 1
                ),
                f"{STUDENTS} students press Start at once, s": figures(everybody_starts(site, 1000)),
            },
        )


if __name__ == "__main__":
    main()

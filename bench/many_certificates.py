"""Many certificates at once: how long two workers take for 300, and what a lesson pays meanwhile, or beside a ZIP.

The 300 are drawn twice: on a machine that does nothing else, and while a lesson is asked for every 20 ms, as it was
before with nothing going on. The site and its workers are processes of their own, as they are served. Run it from
anywhere: `python bench/many_certificates.py`, or with another number behind it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import flask_migrate
from flask import Flask
from sqlalchemy import func, select

from bench.certificates import descendants
from bench.lesson_page import LESSON
from bench.measuring import ROOT, Served, figures, report, served
from course import archives, catalogue, clock, create_app, jobs, keys, people, register
from course.extensions import db
from course.tables import Attempt, Certificate, Definition
from course.tables.people import Role

CERTIFICATES = 300
WORKERS = 2
EVERY_SECONDS = 0.02
PAUSE_SECONDS = 0.2  # between two archives
OFFICE = "office@example.edu.my"


def prepare(app: Flask, number: int) -> tuple[int, str]:
    """People who have earned a certificate and have none yet; and an admin, by number and cookie."""
    now = clock.now()
    with app.app_context():
        flask_migrate.upgrade()
        keys.current()
        asked = [condition.subject for condition in catalogue.current().issuer.conditions]
        everybody = [_register(f"m{each}@example.edu.my", f"Student {each}") for each in range(number)]
        with db.writing() as session:
            session.add(Definition(content_hash="0" * 64, subject="quiz:x", body="{}", first_drawn_at=now))
            session.flush()
            session.add_all(
                Attempt(
                    user_id=person, subject=subject, mode="scored", number=place, paper={}, content_hash="0" * 64,
                    started_at=now, submitted_at=now, score=100.0, passed=True,
                )
                for person in everybody
                for place, subject in enumerate(asked, 1)
            )  # fmt: skip
        admin = _register(OFFICE, "Office")
        people.give_role(admin, Role.ADMIN, actor_id=None, now=now)
        visitor = people.find_by_password(OFFICE, "kopi-o-kosong-4x")
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        session = signer.dumps({"_user_id": visitor.get_id() if visitor else "", "_fresh": True})
        return admin, f"{app.config['SESSION_COOKIE_NAME']}={session}"


def _register(email: str, name: str) -> int:
    password = "kopi-o-kosong-4x"  # noqa: S105 -- of nobody
    return people.register(email=email, display_name=name, password=password, language="en", now=clock.now()).id


def lesson_ms(site: Served, until: Callable[[], bool]) -> list[float]:
    """Milliseconds of one lesson after another, until it is over."""
    connection, taken = site.connect(), []
    while not until():
        started = time.perf_counter()
        connection.request("GET", LESSON)
        connection.getresponse().read()
        taken.append((time.perf_counter() - started) * 1000)
        time.sleep(EVERY_SECONDS)
    return taken


@contextmanager
def workers(variables: dict[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--processes", str(WORKERS)]
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def private_mebibytes(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in rollup if line.startswith("Private_")) / 1024


def drawn(app: Flask) -> int:
    with app.app_context(), db.reading() as connection:
        wanted = select(func.count()).select_from(Certificate).where(Certificate.pdf_sha256.is_not(None))
        return int(connection.scalar(wanted) or 0)


def take_archives(port: int, cookie: str) -> None:
    """In a process of its own, so that reading does not hold up the one that measures."""
    print(flush=True)
    for _time in range(20):
        take_archive(port, cookie)
        time.sleep(PAUSE_SECONDS)


def take_archive(port: int, cookie: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/admin/certificates/archive", "which=all", headers)
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != 200 or size < 100_000:
        raise RuntimeError(f"The archive answered {answer.status} with {size} bytes.")


def archive_ms(app: Flask) -> float:
    """Making it alone, as the site does, without sending it."""
    with app.app_context():
        numbers = register.ready("", None, limit=10_000)
        started = time.perf_counter()
        for _piece in archives.archive(numbers):
            pass
        return (time.perf_counter() - started) * 1000


@contextmanager
def earned_by(number: int) -> Iterator[tuple[Flask, int, str, dict[str, str]]]:
    """A site whose people have earned their certificates, with its admin, the admin's cookie, and its environment."""
    with tempfile.TemporaryDirectory(prefix="tt-many-") as folder:
        app = create_app({"INSTANCE_PATH": folder, "PASSWORD_COST": "test"})
        variables = {
            **os.environ,
            "FLASK_INSTANCE_PATH": folder,
            "FLASK_WTF_CSRF_ENABLED": "false",
            "FLASK_RATELIMIT_ENABLED": "false",
        }
        yield app, *prepare(app, number), variables


@dataclass(frozen=True)
class Drawn:
    seconds: float
    mebibytes: float  # of the largest worker process, private


def issue(
    app: Flask, admin: int, number: int, variables: dict[str, str], meanwhile: Callable[[Callable[[], bool]], None]
) -> Drawn:
    with workers(variables) as worker:
        time.sleep(8)  # until they are up; a worker that starts is another matter
        with app.app_context():
            jobs.current().issue_earned(admin)
        began, over = time.perf_counter(), time.monotonic() + 600
        meanwhile(lambda: drawn(app) == number or time.monotonic() > over)
        return Drawn(time.perf_counter() - began, max(private_mebibytes(pid) for pid in descendants(worker)))


def wait(until: Callable[[], bool]) -> None:
    while not until():
        time.sleep(0.2)


def measure(number: int) -> None:
    with earned_by(number) as (app, admin, _cookie, variables):
        alone = issue(app, admin, number, variables, wait)
    with earned_by(number) as (app, admin, cookie, variables), served("wsgi:app", variables) as site:
        lesson_ms(site, after(2))
        idle = lesson_ms(site, after(8))
        busy: list[float] = []
        beside = issue(app, admin, number, variables, lambda until: busy.extend(lesson_ms(site, until)))
        command = [sys.executable, __file__, "take", str(site.port), cookie]
        taker = subprocess.Popen(command, stdout=subprocess.PIPE)
        taker.stdout.readline()  # type: ignore[union-attr]  # it is up
        while_taken = lesson_ms(site, lambda: taker.poll() is not None)
        if taker.returncode:
            raise RuntimeError("The archive could not be taken.")
        report(
            "many_certificates",
            {
                "what": f"{number} certificates on {WORKERS} worker processes, and their ZIP taken 20 times",
                "drawn": drawn(app),
                "seconds until all are issued and drawn": round(alone.seconds, 1),
                "… while lessons are read": round(beside.seconds, 1),
                "private MiB of the largest worker process": round(max(alone.mebibytes, beside.mebibytes), 1),
                "lesson ms, idle": figures(idle),
                "lesson ms, while they are drawn": figures(busy),
                "lesson ms, while the ZIP is taken": figures(while_taken),
                "p95 while drawn ÷ idle": round(figures(busy)["p95"] / figures(idle)["p95"], 2),
                "p95 while taken ÷ idle": round(figures(while_taken)["p95"] / figures(idle)["p95"], 2),
                "ZIP made, ms": figures([archive_ms(app) for _ in range(20)]),
            },
        )


def after(seconds: float) -> Callable[[], bool]:
    over = time.monotonic() + seconds
    return lambda: time.monotonic() > over


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["take", port, cookie]:
            take_archives(int(port), cookie)
        case given:
            measure(int(given[0]) if given else CERTIFICATES)

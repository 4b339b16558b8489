"""Certificates while web and worker processes are killed at random moments: each is there, once, and verifies.

Every student hands in the last thing that was missing, again and again until the site has answered; a sixth ask for
their PDF at once. Meanwhile a process is killed with SIGKILL, at a moment by lot, and started again. The lease of a
drawing is five seconds here instead of two minutes, so that what a killed process held is taken over soon.

`python bench/certificate_kills.py` for 300 students, or a number of them behind it; `DATABASE_URL` for PostgreSQL.
"""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import flask_migrate
from flask import Flask
from sqlalchemy import select

import certificates
from bench.measuring import ROOT, free_port, report
from course import attempts, awards, catalogue, clock, create_app, jobs, keys, people
from course.extensions import db
from course.tables import Attempt, Certificate, Definition
from tests.player import fields

STUDENTS = 300
AT_ONCE = 12
PACE_SECONDS = 0.2  # between two students, so that the killings fall among them
ASKS_EVERY = 6  # so many students for one who asks for the PDF at once
LEASE = timedelta(seconds=5)
PATIENCE_SECONDS = 120  # for what the last kill left; then it counts as lost


@dataclass(frozen=True)
class Student:
    """Somebody with an attempt to hand in, and the cookie of a session."""

    id: int
    attempt: int
    cookie: str


@dataclass
class Told:
    """What the site said, and what was done to it."""

    acknowledged: set[int] = field(default_factory=set)
    retries: int = 0
    kills: dict[str, int] = field(default_factory=lambda: {"web": 0, "worker": 0})


# --- before -----------------------------------------------------------------------------------------------------------


def prepare(app: Flask, number: int) -> list[Student]:
    """Students who have passed everything but one quiz, which is answered and not handed in."""
    with app.app_context():
        return [_prepare(app, each) for each in range(number)]


def _prepare(app: Flask, number: int) -> Student:
    now, course = clock.now(), catalogue.current()
    asked = [condition.subject for condition in course.issuer.conditions]
    last = next(definition for subject in asked if (definition := course.definition(subject)))
    subject = attempts.subject_of(last)
    visitor = people.register(
        email=f"k{number}@example.edu.my",
        display_name=f"Student {number}",
        password="kopi-o-kosong-4x",  # noqa: S106 -- of nobody
        language=("en", "ms")[number % 2],
        now=now,
    )
    with db.writing() as session:
        session.merge(Definition(content_hash="0" * 64, subject="quiz:x", body="{}", first_drawn_at=now))
        session.flush()
        for place, other in enumerate(set(asked) - {subject}, 1):
            session.add(
                Attempt(
                    user_id=visitor.id, subject=other, mode="scored", number=place, paper={}, content_hash="0" * 64,
                    started_at=now, submitted_at=now, score=100.0, passed=True,
                )
            )  # fmt: skip
    secret = app.config["SECRET_KEY"]
    ticket = attempts.make_ticket(secret, visitor.id, subject, "scored", 1)
    attempt = attempts.start(visitor.id, last, "scored", ticket, secret=secret, now=now)
    sheet = attempts.find_own(visitor.id, attempt)
    for item in sheet.paper.items if sheet else ():
        for way in item.right_way():
            attempts.save(visitor.id, attempt, fields(item.id, way), now)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"_user_id": visitor.get_id(), "_fresh": True})
    return Student(visitor.id, attempt, f"{app.config['SESSION_COOKIE_NAME']}={cookie}")


# --- meanwhile --------------------------------------------------------------------------------------------------------


class Process:
    """A web process or a worker that is killed, and started again in its place."""

    def __init__(self, name: str, app: Flask, port: int) -> None:
        self.name, self.port = name, port
        self._command = [sys.executable, __file__, name, str(port)]
        self._variables = {
            **os.environ,
            "FLASK_INSTANCE_PATH": app.instance_path,
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "FLASK_SECRET_KEY": app.config["SECRET_KEY"],
            "FLASK_RATELIMIT_ENABLED": "false",
            "FLASK_WTF_CSRF_ENABLED": "false",
        }
        self.start()

    def start(self) -> None:
        with Path(self._variables["FLASK_INSTANCE_PATH"], f"{self.name}.log").open("ab") as log:
            self._running = subprocess.Popen(self._command, cwd=ROOT, env=self._variables, stdout=log, stderr=log)

    def kill(self) -> None:
        self._running.send_signal(signal.SIGKILL)
        self._running.wait()


def serve(port: int) -> None:
    import waitress  # noqa: PLC0415 -- only the web process needs it

    awards.DRAWING_LEASE = LEASE
    waitress.serve(create_app(), host="127.0.0.1", port=port, threads=4, ident=None, _quiet=True)


def work() -> None:
    awards.DRAWING_LEASE = LEASE
    app = create_app()
    app.test_cli_runner().invoke(args=["worker"])


@contextlib.contextmanager
def killed_at_random(web: Process, worker: Process, told: Told, lot: random.Random) -> Iterator[None]:
    """Kill one or the other until the block ends, and once at least; it lives as long as the lot says."""
    over = threading.Event()

    def kill() -> None:
        while not (over.is_set() and any(told.kills.values())):
            one = lot.choice((web, worker))
            _wait_for(web.port, over)
            if over.wait(lot.uniform(0.05, 4)) and any(told.kills.values()):
                return
            one.kill()
            told.kills[one.name] += 1
            one.start()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def _wait_for(port: int, over: threading.Event) -> None:
    while not over.wait(0.05):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return


def insist(pause: float, student: Student, port: int, told: Told) -> None:
    """Hand in until the site has answered."""
    time.sleep(pause)
    while True:
        try:
            answer = _send(port, "POST", f"/attempts/{student.attempt}/submit", student.cookie)
            if answer not in (302, 409):  # 409: it was handed in, and the answer to that was lost
                raise RuntimeError(f"Handing in answered {answer}.")
            told.acknowledged.add(student.id)
            if student.id % ASKS_EVERY == 0:
                _send(port, "GET", "/certificate.pdf", student.cookie)
        except (OSError, HTTPException):
            told.retries += 1
            time.sleep(0.1)
        else:
            return


def _send(port: int, method: str, path: str, cookie: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(method, path, "sure=1" if method == "POST" else None, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


# --- after ------------------------------------------------------------------------------------------------------------


def verify(app: Flask, students: list[Student]) -> dict[str, int]:
    """How many certificates there are, of how many people, and how many of them are drawn and genuine."""
    with app.app_context():
        ring, issuer = keys.current(), jobs.mint().issuer
        rows = db.session.scalars(select(Certificate)).all()
        genuine = sum(_is_genuine(row, ring, issuer) for row in rows)
        holders = {row.user_id for row in rows} & {student.id for student in students}
    return {"certificates": len(rows), "holders": len(holders), "genuine": genuine}


def _is_genuine(row: Certificate, ring: certificates.Keyring, issuer: certificates.BadgeIssuer) -> bool:
    """The record has its fingerprint, the PDF its signature, the badge its own; and all three say the same serial."""
    if row.pdf is None or row.badge is None:
        return False
    examined = certificates.examine(row.pdf, ring.document_certificates)
    badge = certificates.check_badge(row.badge, ring.badge_keys, issuer)
    return (
        certificates.fingerprint(row.claims) == row.fingerprint
        and examined.kind is certificates.Kind.SIGNED_HERE
        and badge.verdict is certificates.Verdict.GENUINE
        and row.serial == examined.serial == badge.serial == certificates.claims_from_bytes(row.claims).serial
    )


def undrawn(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Certificate.id).where(Certificate.pdf_sha256.is_(None))).all())


def wait_until_drawn(app: Flask, worker: Process) -> None:
    """A worker sweeps when it starts and each minute; one that has nothing to do for a while is started again."""
    over, left, moved = time.monotonic() + PATIENCE_SECONDS, undrawn(app), time.monotonic()
    while left and time.monotonic() < over:
        time.sleep(0.5)
        before, left = left, undrawn(app)
        if left < before:
            moved = time.monotonic()
        elif time.monotonic() > moved + 2 * LEASE.total_seconds():
            worker.kill()
            worker.start()
            moved = time.monotonic()


def run(app: Flask, number: int, seed: int) -> dict[str, Any]:
    """All of it, on an application whose database is migrated and empty."""
    with app.app_context():
        keys.current()
    students, told, lot, port = prepare(app, number), Told(), random.Random(seed), free_port()
    web, worker = Process("web", app, port), Process("worker", app, port)
    started = time.monotonic()
    try:
        with killed_at_random(web, worker, told, lot), ThreadPoolExecutor(AT_ONCE) as browsers:
            pauses = [lot.uniform(0, 2 * PACE_SECONDS * AT_ONCE) for _student in students]
            list(browsers.map(lambda each: insist(*each, port, told), zip(pauses, students, strict=True)))
        wait_until_drawn(app, worker)
    finally:
        web.kill()
        worker.kill()
    return {
        "students": number,
        "acknowledged": len(told.acknowledged),
        **verify(app, students),
        "killed": told.kills,
        "requests that broke off": told.retries,
        "seconds": round(time.monotonic() - started, 1),
    }


def main(number: int) -> None:
    with TemporaryDirectory(prefix="tt-kills-") as folder:
        app = create_app({"INSTANCE_PATH": folder, "PASSWORD_COST": "test"})
        with app.app_context():
            flask_migrate.upgrade()
        report(
            "certificate_kills",
            {
                "what": "certificates while web and worker are killed at random; all numbers must be the same",
                "database": app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0],
                **run(app, number, seed=300),
            },
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["web", port]:
            serve(int(port))
        case ["worker", _port]:
            work()
        case given:
            main(int(given[0]) if given else STUDENTS)

"""Jobs reach the worker through a file, PostgreSQL or Redis; a queue that is away refuses nobody anything."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from huey.storage import PostgresStorage, RedisStorage, SqliteStorage
from sqlalchemy import func, inspect, select

from course import jobs, mail, queues, readiness
from course.extensions import db, limiter
from course.tables import OutgoingLetter
from tests.applications import Applications
from tests.cast import PASSWORD, Person
from tests.course.test_readiness import check, level_of
from tests.databases import redis_server
from tests.pages import Visitor

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def redis_address() -> Iterator[str]:
    with redis_server() as address:
        yield address


@contextmanager
def a_worker(app: Flask, *options: str) -> Iterator[None]:
    """A worker of this site, as an operator starts it."""
    own = {
        "FLASK_INSTANCE_PATH": app.instance_path,
        "FLASK_SECRET_KEY": app.config["SECRET_KEY"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "REDIS_URL": app.config["REDIS_URL"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent", *options]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdin=subprocess.PIPE) as worker:
        try:
            yield
        finally:
            worker.terminate()


@pytest.mark.parametrize(
    ("database", "with_redis", "storage"),
    [
        ("sqlite", False, SqliteStorage),
        ("postgres", False, PostgresStorage),
        ("postgres", True, RedisStorage),
    ],
)
def test_a_worker_takes_what_the_site_puts_into_the_queue(
    applications: Applications,
    redis_address: str,
    database: str,
    with_redis: bool,
    storage: type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "A_WORKER_TAKES_SECONDS", 60)  # it has to start first
    settings = {"HUEY_IMMEDIATE": False, "REDIS_URL": redis_address if with_redis else ""}
    with applications.alone_on(database, **settings) as app:
        with app.app_context():
            queue = jobs.current().queue
            queues.prepare(queue)
            queue.storage.flush_queue()
            jobs.post([mail.Letter("alice@example.edu.my", "Hello", "A link")])
            put = queue.pending_count()
        assert isinstance(queue.storage, storage)
        assert put == 1

        with a_worker(app):
            _code, said = check(app)
        written = list(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))

        assert level_of(said, "A worker takes the jobs") == "good", said
        assert "To: alice@example.edu.my" in "".join(file.read_text() for file in written)
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(OutgoingLetter)) == 0


def addresses_written_to(app: Flask) -> list[str]:
    files = Path(app.config["MAIL_FOLDER"]).glob("*.eml")
    return sorted(line[4:] for file in files for line in file.read_text().splitlines() if line.startswith("To: "))


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_two_processes_of_a_worker_share_the_jobs_and_no_connection(applications: Applications, database: str) -> None:
    everybody = [f"a{number:02}@example.edu.my" for number in range(60)]
    with applications.alone_on(database, HUEY_IMMEDIATE=False) as app:
        with app.app_context():
            queues.prepare(jobs.current().queue)
            for address in everybody:
                jobs.post([mail.Letter(address, "Hello", "A link")])
        with a_worker(app, "--processes", "2"), app.app_context():
            until = time.monotonic() + 60
            while addresses_written_to(app) != everybody and time.monotonic() < until:
                time.sleep(0.2)
            queue = jobs.current().queue
            while queue.pending_count() and time.monotonic() < until:
                time.sleep(0.2)

        assert addresses_written_to(app) == everybody
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(OutgoingLetter)) == 0


@pytest.mark.parametrize("where", ["redis", "postgres without its tables"])
def test_a_queue_that_is_away_refuses_nobody_and_loses_no_letter(
    applications: Applications, closed_port: int, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    database, address = ("sqlite", f"redis://127.0.0.1:{closed_port}/0") if where == "redis" else ("postgres", "")
    with applications.alone_on(database, HUEY_IMMEDIATE=False, REDIS_URL=address) as app:
        alice = applications.admit(app, "alice@example.edu.my", "Alice Wong")
        visitor = Visitor(app)
        visitor.get("/reset")

        visitor.submit({"email": alice.email}, expect=302)

        with app.app_context():
            kept = db.session.scalars(select(OutgoingLetter.recipient)).all()
        _code, said = check(app)
        assert kept == [alice.email]
        assert "The queue does not take send_letters now" in caplog.text
        assert level_of(said, "The queue does not answer") == "wrong"


def test_workers_that_start_together_make_the_tables_of_the_queue_once(applications: Applications) -> None:
    with applications.alone_on("postgres", HUEY_IMMEDIATE=False) as app:

        def start(_number: int) -> None:
            with app.app_context():
                queue = queues.queue_of(app)
                queues.prepare(queue)
                queue.storage.close()

        with ThreadPoolExecutor(4) as workers:
            list(workers.map(start, range(4)))

        with app.app_context():
            tables = set(inspect(db.engine).get_table_names()) - set(db.metadata.tables)
        assert tables == {"alembic_version", "jobs_counter", "jobs_kv", "jobs_schedule", "jobs_task"}


def guesses_until_stopped(app: Flask, person: Person) -> int:
    visitor = Visitor(app)
    for number in range(40):
        answer = visitor.browser.post("/sign-in", data={"email": person.email, "password": f"{PASSWORD}-{number}"})
        if answer.status_code == 429:
            return number
    return 40


def test_limits_are_counted_in_redis_and_still_stand_when_it_is_away(
    applications: Applications, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with redis_server() as address, applications.alone_on("sqlite", REDIS_URL=address) as app:
        alice = applications.admit(app, "alice@example.edu.my", "Alice Wong")
        monkeypatch.setattr(limiter, "enabled", True)
        shared = guesses_until_stopped(app, alice)
        again = guesses_until_stopped(app, alice)
    with applications.alone_on("sqlite", REDIS_URL=f"redis://127.0.0.1:{closed_port}/0") as app:
        alice = applications.admit(app, "alice@example.edu.my", "Alice Wong")
        monkeypatch.setattr(limiter, "enabled", True)
        alone = guesses_until_stopped(app, alice)

    assert 0 < shared == alone < 40
    assert again == 0

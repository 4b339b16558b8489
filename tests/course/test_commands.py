"""What an operator types: starting the site, filling it with demo people, running the worker."""

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from course import commands, create_app, demo, people
from course.catalogue import BrokenCourse
from course.extensions import db
from course.tables import AuditEntry, User
from tests.architecture.files import ROOT
from tests.cast import Person

DEMO_PEOPLE = sorted(person.email for person in demo.PEOPLE)


class ServerThatStopsAtOnce:
    """A server that is open for no time at all."""

    def run(self) -> None:
        pass


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """How the site was served, each time; nothing listens."""
    opened: list[dict[str, Any]] = []

    def open_server(_app: Flask, **options: Any) -> ServerThatStopsAtOnce:
        opened.append(options)
        return ServerThatStopsAtOnce()

    monkeypatch.setattr(waitress, "create_server", open_server)
    monkeypatch.setattr(commands, "DEMO_STUDENTS", 0)  # their histories have a test of their own
    before = signal.getsignal(signal.SIGTERM)
    yield opened
    signal.signal(signal.SIGTERM, before)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def addresses(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(User.email)))


def test_an_empty_local_site_opens_with_a_sign_in_for_each_kind_of_visitor(
    app: Flask, served: list[dict[str, Any]]
) -> None:
    result = run(app, "serve", "--no-worker", "--port", "8123")

    assert (result.exit_code, len(served), served[0]["host"], served[0]["port"]) == (0, 1, "127.0.0.1", 8123)
    assert addresses(app) == DEMO_PEOPLE
    assert "ThinkTwice is open at http://127.0.0.1:8123" in result.output
    assert [person.email for person in demo.PEOPLE if person.email not in result.output] == []
    with app.app_context():
        roles = {people.find_by_password(person.email, demo.PASSWORD).role for person in demo.PEOPLE}  # type: ignore[union-attr]
    assert roles == {"student", "lecturer", "organiser", "admin"}


def test_a_second_start_changes_nothing_that_is_there(app: Flask, served: list[dict[str, Any]]) -> None:
    run(app, "serve", "--no-worker")
    with app.app_context():
        student = people.find_by_password("student@demo.example.com", demo.PASSWORD)
        assert student is not None
        people.change_profile(student.id, display_name="Somebody Else", language="ms")

    run(app, "serve", "--no-worker")

    assert addresses(app) == DEMO_PEOPLE
    with app.app_context():
        again = people.find_by_password("student@demo.example.com", demo.PASSWORD)
    assert again is not None
    assert (again.id, again.display_name, again.language) == (student.id, "Somebody Else", "ms")


def test_a_site_that_holds_people_gets_no_demo_people(app: Flask, alice: Person, served: list[dict[str, Any]]) -> None:
    result = run(app, "serve", "--no-worker")

    assert (result.exit_code, len(served)) == (0, 1)
    assert addresses(app) == [alice.email]
    assert demo.PASSWORD not in result.output


def test_a_production_site_serves_others_and_gets_no_demo_people(
    app: Flask, served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PRODUCTION", True)

    result = run(app, "serve", "--no-worker", "--host", "0.0.0.0")  # noqa: S104 -- what this test is about

    assert (result.exit_code, [options["host"] for options in served]) == (0, ["0.0.0.0"])  # noqa: S104
    assert addresses(app) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "thinktwice.example.edu.my"])  # noqa: S104
def test_a_local_site_refuses_to_answer_other_machines(app: Flask, served: list[dict[str, Any]], host: str) -> None:
    result = run(app, "serve", "--no-worker", "--host", host)

    assert (result.exit_code, served, addresses(app)) == (1, [], [])
    assert "Set FLASK_PRODUCTION=1 to serve others." in result.output


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.2", "::1"])
def test_a_local_site_answers_its_own_machine_by_any_name(
    app: Flask, alice: Person, served: list[dict[str, Any]], host: str
) -> None:
    result = run(app, "serve", "--no-worker", "--host", host)

    assert (result.exit_code, [options["host"] for options in served]) == (0, [host])


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_port_that_is_taken_is_refused_with_a_sentence(app: Flask, alice: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        result = run(app, "serve", "--port", str(port))

    said, code = result.output.splitlines()[-1], result.exit_code
    assert (code, said) == (1, f"Error: Port {port} cannot be used (Address already in use). Choose another: --port.")
    del result
    gc.collect()  # waitress leaves what it had opened; here it is forgiven, in a later test it would not be


def test_demo_people_go_into_an_empty_database(app: Flask) -> None:
    result = run(app, "seed-demo", "--students", "0")

    assert result.exit_code == 0
    assert addresses(app) == DEMO_PEOPLE


def test_demo_people_never_join_people_who_are_there(app: Flask, alice: Person) -> None:
    result = run(app, "seed-demo")

    assert result.exit_code == 1
    assert result.output == "Error: This database holds people. Demo data goes into an empty one only.\n"
    assert addresses(app) == [alice.email]


def test_making_an_admin_leaves_a_trace(app: Flask, alice: Person) -> None:
    run(app, "make-admin", alice.email.upper())

    with app.app_context():
        entries = db.session.scalars(select(AuditEntry)).all()
    assert [(entry.act, entry.about, entry.actor_id) for entry in entries] == [
        ("people.give_role.admin", f"user {alice.id}", None)
    ]


def forget_the_activity(questions: Path) -> None:
    (questions / "spot-it" / "activities" / "feed-spotting.yaml").unlink()


def move_to_another_module(questions: Path) -> None:
    moved = (questions / "spot-it").rename(questions / "nowhere")
    pool = moved / "pool.yaml"
    pool.write_text(pool.read_text().replace("module: spot-it", "module: nowhere"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (forget_the_activity, "There is no activity “feed-spotting”."),
        (move_to_another_module, "There is no module “nowhere”."),
    ],
)
def test_a_site_whose_questions_do_not_fit_its_lessons_does_not_start(
    tmp_path: Path, change: Callable[[Path], None], sentence: str
) -> None:
    for library in ("modules", "quizzes"):
        shutil.copytree(ROOT / library / "content", tmp_path / library)
    (tmp_path / "quizzes" / "counts.yaml").unlink()  # it would complain first
    change(tmp_path / "quizzes")

    with pytest.raises(BrokenCourse, match=sentence):
        create_app({"INSTANCE_PATH": str(tmp_path), "LOAD_CONTENT_FROM": str(tmp_path), "RATELIMIT_ENABLED": False})


def test_the_worker_beside_a_site_ends_when_the_site_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent"]
    environment = {**os.environ, "FLASK_INSTANCE_PATH": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    # Whoever holds the other end of its input is its parent; a killed process lets go of it.
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                worker.wait(timeout=3)
            worker.stdin.close()

            # By its own signal: a worker that was still starting has no handler yet, and ends as well.
            assert worker.wait(timeout=60) in {0, -signal.SIGTERM}
        finally:
            worker.kill()

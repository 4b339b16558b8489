"""The application as tests meet it: on a database of its own, with the schema that the migrations make."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from course import campuses, clock, create_app, drives, jobs, people, sessions
from course.extensions import db, limiter
from course.tables.people import Role
from tests.cast import PASSWORD, Person
from tests.databases import PostgresServer, postgres_server, version

CATALOGUES = Path(__file__).parent.parent / "course" / "translations"


def compile_translations(folder: Path = CATALOGUES) -> None:
    """Compile what has changed: compiled catalogues are not in the repository, and pages would be in English."""
    for written in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = written.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= written.stat().st_mtime:
            continue
        with written.open("rb") as source:
            catalogue = read_po(source, locale=written.parent.parent.name)
        made = compiled.with_suffix(f".{os.getpid()}")
        with made.open("wb") as target:
            write_mo(target, catalogue)
        made.replace(compiled)  # whole: several processes may test at once


class Applications:
    """Builds the application once per database and hands it out empty."""

    def __init__(self, folder: Path, ran_on: dict[str, str]) -> None:
        compile_translations()
        self._folder = folder
        self._ran_on = ran_on  # kind → what it was, for the last lines of the run
        self._built: dict[str, Flask] = {}
        self._open = ExitStack()
        self._postgres: PostgresServer | None = None

    def on(self, kind: str) -> Flask:
        if kind not in self._built:
            self._built[kind] = self._build(kind, self._database(kind))
            with self._built[kind].app_context():
                self._ran_on[kind] = version(db.engine)
            if self._postgres and kind == "postgres":
                self._ran_on[kind] += f", {self._postgres.origin}"
        limiter.enabled = False  # an application that a test made for itself may have woken it
        return self._built[kind]

    @contextmanager
    def alone_on(self, kind: str, **settings: Any) -> Iterator[Flask]:
        """An application and a database for one test: for threads, killed processes and other settings."""
        url = self._database(kind)
        app = self._build(kind, url, **settings)
        try:
            yield app
        finally:
            _let_go(app)
            if self._postgres and kind == "postgres":
                self._postgres.drop_database(url)

    def sweep(self, app: Flask) -> None:
        """Delete what a test wrote, and what the process remembers of it.

        A test's commits are real: an outer transaction that is rolled back would hide them from the
        connections outside the session that hot pages read through, and from other threads.
        """
        with app.app_context(), db.engine.connect().execution_options(write=True) as connection:
            children_first = reversed(db.metadata.sorted_tables)
            statements = [f"DELETE FROM {table.name}" for table in children_first]  # noqa: S608 -- our own names
            if db.engine.dialect.name == "postgresql":
                statements = ["; ".join(statements)]  # one round trip
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()
        people.forget()
        campuses.forget()
        sessions.forget()
        drives.forget()
        for memory in ("drive_counts", "drive_answers"):
            app.extensions.get(memory, {}).clear()

    def admit(
        self, app: Flask, email: str, display_name: str, *, role: str = Role.STUDENT, language: str = "en"
    ) -> Person:
        """Give somebody an account in the way that everybody gets one."""
        with app.app_context():
            visitor = people.register(
                email=email, display_name=display_name, password=PASSWORD, language=language, now=clock.now()
            )
            if role != Role.STUDENT:
                people.give_role(visitor.id, Role(role), actor_id=None, now=clock.now())
        return Person(visitor.id, email, display_name, PASSWORD, role, language)

    def close(self) -> None:
        for app in self._built.values():
            _let_go(app)
        self._open.close()

    def _database(self, kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{self._folder / secrets.token_hex(6)}.db"
        self._postgres = self._postgres or self._open.enter_context(postgres_server())
        return self._postgres.create_database()

    def _build(self, kind: str, url: str, **settings: Any) -> Flask:
        instance = self._folder / f"{kind}-{secrets.token_hex(4)}"
        app = create_app(
            {
                "INSTANCE_PATH": str(instance),
                "SQLALCHEMY_DATABASE_URI": url,
                "REDIS_URL": "",
                "SECRET_KEY": "only-for-tests-" + secrets.token_hex(16),
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "MAIL_SERVER": "",
                "MAIL_FOLDER": str(instance / "mail"),
                "HUEY_IMMEDIATE": True,
                "PASSWORD_COST": "test",
                **settings,
            }
        )
        # One limiter serves all applications of a process: connected to each, awake only where wanted.
        limiter.enabled = False
        with app.app_context():
            if db.engine.dialect.name == "sqlite":
                event.listen(db.engine, "connect", _write_without_waiting)
                db.engine.dispose()
            upgrade()
        return app


def _write_without_waiting(connection: Any, _record: Any) -> None:
    """The application waits for the disk on every commit; what a test wrote need not survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _let_go(app: Flask) -> None:
    with app.app_context():
        jobs.current().queue.storage.close()
        db.session.remove()
        db.engine.dispose()

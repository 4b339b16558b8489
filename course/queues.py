"""Where jobs wait: in Redis or PostgreSQL, where every machine of a site sees them, else in a file beside the site."""

import logging
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import redis
from flask import Flask
from huey import Huey, MemoryHuey
from huey.storage import PostgresStorage, RedisStorage, SqliteStorage
from sqlalchemy import make_url

from course.extensions import db

log = logging.getLogger(__name__)
NAME = "thinktwice"
TABLES = "jobs"  # what the names of the queue's tables in PostgreSQL begin with
AWAY = (redis.RedisError, psycopg.Error, sqlite3.Error)
_MAKING_TABLES = 20_260_101  # names the lock; any number would do


class Hints(Huey):  # type: ignore[misc]
    """A queue of hints: the row in the database is the job, and each minute the worker looks for rows by itself.

    So a queue that is away makes work late, and refuses no visitor anything.
    """

    def enqueue(self, task: Any) -> Any:
        try:
            return super().enqueue(task)
        except AWAY as problem:
            log.warning("The queue does not take %s now (%s).", task.name, type(problem).__name__)


def queue_of(app: Flask) -> Huey:
    if app.config["HUEY_IMMEDIATE"]:
        return MemoryHuey(NAME, immediate=True, results=False)
    if app.config["REDIS_URL"]:
        return Hints(NAME, storage_class=RedisStorage, url=app.config["REDIS_URL"], results=False)
    database = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if database.get_backend_name() == "postgresql":
        address = database.set(drivername="postgresql").render_as_string(hide_password=False)
        return Hints(
            NAME, storage_class=PostgresStorage, dsn=address, table_prefix=TABLES, create_tables=False, results=False
        )
    return Hints(NAME, storage_class=SqliteStorage, filename=str(Path(app.instance_path) / "jobs.db"), results=False)


def prepare(queue: Huey) -> None:
    """Make the tables of a queue in PostgreSQL, before a worker takes jobs from them.

    They are the library's own, and no migration of ours: they may be dropped with what is in them.
    """
    if isinstance(queue.storage, PostgresStorage):
        with db.engine.begin() as connection:
            # Two workers that start together would both find no tables, and one would fail.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING_TABLES})")
            queue.storage.initialize_schema()

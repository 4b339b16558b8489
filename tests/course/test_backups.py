"""A backup holds everything, whichever database it was made of, and never harms what is there."""

import json
import os
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from course import awards, backups, clock, demo, keys, privacy
from course.extensions import db
from course.tables import Certificate
from tests.applications import Applications
from tests.cast import Person
from tests.conftest import Clock
from tests.pages import Visitor

Rows = dict[str, list[tuple[Any, ...]]]


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def every_row(app: Flask) -> Rows:
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in db.metadata.sorted_tables
        }


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(file: Path, member: str, content: bytes) -> Path:
    """The same backup with other words in one of its files."""
    changed = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return changed


@pytest.fixture
def lived_in(own_app: Flask) -> Flask:
    """A site with a term behind it: something in nearly every table, and a certificate that another replaced."""
    with own_app.app_context():
        keys.current()  # makes them
        demo.seed(clock.now())
        demo.classes.seed(clock.now(), students=30, lecturer=demo.LECTURER, password=demo.PASSWORD)
        serial = db.session.scalars(select(Certificate.serial).order_by(Certificate.id)).first()
        assert serial
        awards.replace_with(serial, "Somebody Else", awards.Actor(None, "operator"), clock.now())
    return own_app


@pytest.fixture
def empty(request: pytest.FixtureRequest, applications: Applications) -> Iterator[Flask]:
    """A new site on the other database than that of the test, or on the one that it names."""
    chosen = request.node.callspec.params
    other = {"sqlite": "postgres", "postgres": "sqlite"}[chosen.get("app") or chosen["own_app"]]
    with applications.alone_on(getattr(request, "param", other)) as app:
        yield app


@pytest.mark.parametrize("empty", ["sqlite", "postgres"], indirect=True)
def test_every_row_and_key_comes_back_on_either_database(lived_in: Flask, empty: Flask, tmp_path: Path) -> None:
    before = every_row(lived_in)
    with lived_in.app_context():
        signing = files(keys.folder())

    made = run(lived_in, "backup", tmp_path / "all.zip")
    restored = run(empty, "restore", tmp_path / "all.zip")

    assert (made.exit_code, restored.exit_code) == (0, 0), (made.output, restored.output)
    assert sum(map(len, before.values())) > 1000
    assert every_row(empty) == before
    with empty.app_context():
        assert files(keys.folder()) == signing
    visitor = Visitor(empty).sign_in(Person(0, demo.LECTURER, "", demo.PASSWORD, "lecturer", "en"))
    assert visitor.get("/classes").words("main h2 a, main h3 a") != []


def test_the_number_of_an_erased_account_is_not_given_again_after_a_restore(
    own_app: Flask, empty: Flask, applications: Applications, tmp_path: Path
) -> None:
    first = applications.admit(own_app, "first@example.edu.my", "First")
    with own_app.app_context():
        privacy.erase(first.id, password=first.password, now=clock.now())

    run(own_app, "backup", tmp_path / "all.zip")
    run(empty, "restore", tmp_path / "all.zip")
    second = applications.admit(empty, "second@example.edu.my", "Second")

    assert second.id == first.id + 1


def test_it_is_of_one_moment_also_while_people_write(
    own_app: Flask, empty: Flask, applications: Applications, tmp_path: Path
) -> None:
    applications.admit(own_app, "early@example.edu.my", "Early")
    before = every_row(own_app)
    late: list[Person] = []

    def somebody_comes(_rows: int) -> None:
        if not late:
            thread = threading.Thread(
                target=lambda: late.append(applications.admit(own_app, "late@example.edu.my", "Late"))
            )
            thread.start()
            thread.join()

    with own_app.app_context():
        backups.make(tmp_path / "all.zip", keys=None, secret="s", now=clock.now(), tick=somebody_comes)
    run(empty, "restore", tmp_path / "all.zip")

    assert late
    assert every_row(empty) == before


def test_it_goes_into_an_empty_database_only(app: Flask, alice: Person, tmp_path: Path) -> None:
    run(app, "backup", tmp_path / "all.zip")
    before = every_row(app)

    refused = run(app, "restore", tmp_path / "all.zip")

    assert (refused.exit_code, "This database holds rows." in refused.output) == (1, True)
    assert every_row(app) == before


def cut_off(file: Path) -> Path:
    half = file.with_name("half.zip")
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return half


def notes(file: Path) -> Path:
    written = file.with_name("notes.zip")
    written.write_text("what I wanted to say")
    return written


def users_of(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        return archive.read("tables/users.jsonl").decode().splitlines(keepends=True)


def manifest_of(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        told: dict[str, Any] = json.loads(archive.read(backups.MANIFEST))
    return told


DAMAGED: dict[str, Callable[[Path], Path]] = {
    "cut off": cut_off,
    "no ZIP": notes,
    "no manifest": lambda file: change(file, backups.MANIFEST, b"[]"),
    "of a later form": lambda file: change(
        file, backups.MANIFEST, json.dumps({**manifest_of(file), "format": 2}).encode()
    ),
    "a row was changed": lambda file: change(
        file, "tables/users.jsonl", "".join(users_of(file)).replace("Alice", "Malice").encode()
    ),
    "a row is missing": lambda file: change(file, "tables/users.jsonl", "".join(users_of(file)[1:]).encode()),
    "a row is none": lambda file: change(file, "tables/users.jsonl", b"{}\n"),
    "a table is missing": lambda file: change(
        file, backups.MANIFEST, json.dumps({**manifest_of(file), "tables": {}}).encode()
    ),
}


def test_a_damaged_backup_changes_nothing(app: Flask, alice: Person, bob: Person, empty: Flask, tmp_path: Path) -> None:
    run(app, "backup", tmp_path / "all.zip")
    before = every_row(empty)

    refused = {name: run(empty, "restore", damage(tmp_path / "all.zip")) for name, damage in DAMAGED.items()}

    told = {name: one.output for name, one in refused.items() if "is no backup, or it is damaged" not in one.output}
    assert told == {}
    assert {one.exit_code for one in refused.values()} == {1}
    assert every_row(empty) == before
    with empty.app_context():
        assert not keys.folder().exists()


def test_a_backup_of_another_release_says_which_one_to_take(app: Flask, empty: Flask, tmp_path: Path) -> None:
    run(app, "backup", tmp_path / "all.zip")
    manifest = {**manifest_of(tmp_path / "all.zip"), "revision": "0002"}
    older = change(tmp_path / "all.zip", backups.MANIFEST, json.dumps(manifest).encode())

    refused = run(empty, "restore", older)

    assert (refused.exit_code, "belongs to revision 0002 of the tables" in refused.output) == (1, True)


def test_a_database_that_was_not_upgraded_is_neither_backed_up_nor_filled(own_app: Flask, tmp_path: Path) -> None:
    run(own_app, "backup", tmp_path / "all.zip")
    with own_app.app_context(), db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
        connection.commit()

    outcomes = [run(own_app, "backup", tmp_path / "again.zip"), run(own_app, "restore", tmp_path / "all.zip")]

    assert [(one.exit_code, "db upgrade` first" in one.output) for one in outcomes] == [(1, True), (1, True)]
    assert not (tmp_path / "again.zip").exists()


def test_keys_of_its_own_are_never_replaced(app: Flask, empty: Flask, tmp_path: Path) -> None:
    with app.app_context():
        keys.current()  # makes them
    run(app, "backup", tmp_path / "all.zip")
    with empty.app_context():
        keys.current()
        own = files(keys.folder())

    refused = run(empty, "restore", tmp_path / "all.zip")
    without = run(empty, "restore", tmp_path / "all.zip", "--without-keys")

    assert (refused.exit_code, "holds other keys than the backup" in refused.output) == (1, True)
    assert without.exit_code == 0
    with empty.app_context():
        assert files(keys.folder()) == own


@pytest.mark.parametrize("same", [True, False])
def test_another_secret_is_told_of_and_the_same_is_not(
    app: Flask, applications: Applications, tmp_path: Path, same: bool
) -> None:
    run(app, "backup", tmp_path / "all.zip")
    secret = app.config["SECRET_KEY"] if same else "another-secret-of-more-than-32-characters"

    with applications.alone_on("sqlite", SECRET_KEY=secret) as elsewhere:
        restored = run(elsewhere, "restore", tmp_path / "all.zip")

    assert (restored.exit_code, "another FLASK_SECRET_KEY" in restored.output) == (0, not same)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert not [name for name in archive.namelist() if secret.encode() in archive.read(name)]


def test_only_its_owner_reads_it_and_no_file_is_overwritten(app: Flask, alice: Person, tmp_path: Path) -> None:
    run(app, "backup", tmp_path / "all.zip")
    written = (tmp_path / "all.zip").read_bytes()

    again = run(app, "backup", tmp_path / "all.zip")

    assert stat.S_IMODE(os.stat(tmp_path / "all.zip").st_mode) == 0o600
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    assert files(tmp_path) == {"all.zip": written}


def test_a_backup_that_fails_leaves_no_file(app: Flask, alice: Person, tmp_path: Path) -> None:
    def full(_rows: int) -> None:
        raise OSError(28, "No space left on device")

    with app.app_context(), pytest.raises(OSError, match="No space left"):
        backups.make(tmp_path / "all.zip", keys=None, secret="s", now=clock.now(), tick=full)

    assert files(tmp_path) == {}
    assert "cannot be written" in run(app, "backup", tmp_path / "nowhere" / "all.zip").output


def test_a_folder_keeps_the_newest_and_what_is_none_of_ours(app: Flask, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "thinktwice-notes.zip").write_text("mine")
    for _day in range(4):
        run(app, "backup", tmp_path, "--keep", "2")
        clock.advance(days=1)

    kept = sorted(path.name for path in tmp_path.iterdir())

    assert (len(kept), kept[-1]) == (3, "thinktwice-notes.zip")
    assert kept[:2] == [f"thinktwice-{clock.now() - timedelta(days=days):%Y-%m-%d-%H%M%S}.zip" for days in (2, 1)]

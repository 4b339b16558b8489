"""The operator's commands about a whole site: backing it up, filling an empty one, and asking whether it is ready."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import with_appcontext

from course import backups, clock, keys, readiness

NOT_MIGRATED = "The tables are not those of this release: `flask --app wsgi db upgrade` first."
NAMED = re.compile(r"thinktwice-\d{4}-\d\d-\d\d-\d{6}\.zip")


@click.command("backup")
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="In a folder: delete older backups than this many.")
@click.option("--without-keys", is_flag=True, help="Leave out the keys that sign certificates.")
@with_appcontext
def backup(where: Path, keep: int | None, without_keys: bool) -> None:
    """Write everything that must not be lost into one file, while the site runs.

    WHERE is a folder, which then gets a file named by the time (UTC), or a new file. It holds people's data and the
    signing keys: whoever has it can sign in the name of the campus.
    """
    now = clock.now()
    target = where / f"thinktwice-{now:%Y-%m-%d-%H%M%S}.zip" if where.is_dir() else where
    try:
        with _progress(backups.rows_to_keep(), "Backing up") as tick:
            made = backups.make(
                target, keys=None if without_keys else keys.folder(), secret=_secret(), now=now, tick=tick
            )
    except FileExistsError:
        raise click.ClickException(f"{target} is there already, and was left as it is.") from None
    except OSError as refused:
        raise click.ClickException(f"{target} cannot be written: {refused.strerror}.") from None
    except backups.NotMigrated:
        raise click.ClickException(NOT_MIGRATED) from None
    click.echo(f"{target}: {made.rows} rows of {len(made.tables)} tables, {len(made.keys)} files of keys.")
    click.echo("Keep FLASK_SECRET_KEY beside it: it is not inside.")
    if keep and where.is_dir():
        _forget_older(where, keep)


def _forget_older(folder: Path, keep: int) -> None:
    for old in sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))[:-keep]:
        old.unlink()
        click.echo(f"{old} was deleted.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--without-keys", is_flag=True, help="Leave the keys of this site as they are.")
@with_appcontext
def restore(file: Path, without_keys: bool) -> None:
    """Fill the empty database of this site from a backup FILE, of SQLite or PostgreSQL whichever it was made of."""
    try:
        manifest = backups.read(file)
        if not backups.has_tables():
            flask_migrate.upgrade()
        with _progress(manifest.rows, "Restoring") as tick:
            backups.restore(file, keys=None if without_keys else keys.folder(), tick=tick)
    except backups.NotABackup:
        raise click.ClickException(f"{file} is no backup, or it is damaged. Nothing was changed.") from None
    except backups.OtherRelease as other:
        raise click.ClickException(
            f"This backup belongs to revision {other.found} of the tables, this release has {other.wanted}. Restore it "
            "with the release that made it, then upgrade. Nothing was changed."
        ) from None
    except backups.NotMigrated:
        raise click.ClickException(NOT_MIGRATED) from None
    except backups.NotEmpty:
        raise click.ClickException(
            "This database holds rows. A backup goes into an empty one: name a new one in DATABASE_URL, or move the "
            "instance folder away. Nothing was changed."
        ) from None
    except backups.OtherKeys:
        raise click.ClickException(
            f"{keys.folder()} holds other keys than the backup. Move them away, or restore with --without-keys. "
            "Nothing was changed."
        ) from None
    click.echo(f"{manifest.rows} rows are there, as they were at {manifest.made_at}.")
    if not backups.has_same_secret(manifest, _secret()):
        click.echo(
            "This site has another FLASK_SECRET_KEY than the one that was backed up: everybody has to sign in again, "
            "links in letters no longer work, and who signed a pledge by e-mail could sign once more."
        )


COLOURS: dict[readiness.Level, str] = {"good": "green", "look": "yellow", "wrong": "red"}


@click.command("check-deploy")
@with_appcontext
def check_deploy() -> None:
    """Ask whether this site is ready for its campus; exits with 1 when something is wrong.

    Run it as the user, and with the settings, that the site runs with.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    levels = []
    for finding in readiness.findings(app, clock.now()):
        click.echo(click.style(f"{finding.level:6}", fg=COLOURS[finding.level]) + finding.said)
        levels.append(finding.level)
    if "wrong" in levels:
        raise click.exceptions.Exit(1)


ALL = (backup, restore, check_deploy)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


@contextmanager
def _progress(rows: int, label: str) -> Iterator[backups.Tick]:
    with click.progressbar(length=rows, label=label, file=sys.stderr) as bar:
        yield bar.update

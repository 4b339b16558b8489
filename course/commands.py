"""`flask --app wsgi …`: running the site, its worker, and the acts of an operator."""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any, BinaryIO

import click
import flask_migrate
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext

import certificates
from course import (
    catalogue,
    certificate_commands,
    clock,
    cohorts,
    content,
    demo,
    drives,
    enrolments,
    jobs,
    keys,
    people,
    queues,
    rosters,
    settings,
    site_commands,
)
from course.extensions import db

# waitress as measured: its default stops accepting at 98 connections; these survive 600 idle phones.
WAITRESS: dict[str, Any] = {
    "threads": 8,
    "connection_limit": 2000,
    "asyncore_use_poll": True,
    "backlog": 1024,
    "ident": None,
    "max_request_body_size": 2 * settings.DEFAULTS["MAX_CONTENT_LENGTH"],  # else it takes a gigabyte onto the disk
}
WORKER_NICENESS = 19  # no page waits for a certificate that is being drawn; still enough to let go of the database

DEMO_STUDENTS = 120


def register(app: Flask) -> None:
    commands = (
        serve,
        worker,
        seed_demo,
        make_admin,
        import_roster,
        *certificate_commands.ALL,
        *site_commands.ALL,
        close_drives,
        check_content,
    )
    for command in commands:
        app.cli.add_command(command)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--worker/--no-worker", "with_worker", default=True, help="Run the job worker beside the site.")
@with_appcontext
def serve(host: str, port: int, with_worker: bool) -> None:
    """Migrate, fill an empty local database with demo data, and run the site with its worker."""
    local = not current_app.config["PRODUCTION"]
    if local and not _is_loopback(host):
        raise click.ClickException(
            "A local site, with its demo accounts, answers this machine only. Set FLASK_PRODUCTION=1 to serve others."
        )
    flask_migrate.upgrade()
    try:
        keys.current()
    except certificates.KeyringProblem as problem:
        raise click.ClickException(f"{problem} Make keys with `flask --app wsgi make-keys`.") from None
    if local and not people.is_anybody_here():
        _seed(DEMO_STUDENTS)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        server = waitress.create_server(app, host=host, port=port, **WAITRESS)
    except OSError as taken:
        raise click.ClickException(f"Port {port} cannot be used ({taken.strerror}). Choose another: --port.") from taken
    with _worker_beside() if with_worker else contextlib.nullcontext():
        _announce(host, port, local)
        signal.signal(signal.SIGTERM, _stop)
        with contextlib.suppress(KeyboardInterrupt):
            server.run()


@click.command("worker")
@click.option(
    "--processes",
    default=1,
    show_default=True,
    help="How many jobs at the same time; one per core is enough.",
)
@click.option("--follow-parent", is_flag=True, help="Stop when the process that started this one is gone.")
@with_appcontext
def worker(processes: int, follow_parent: bool) -> None:
    """Do the jobs of the queue: draw certificates, send mail."""
    if follow_parent:
        threading.Thread(target=_stop_when_parent_ends, daemon=True).start()
    queue = jobs.current().queue
    queues.prepare(queue)
    consumer = queue.create_consumer(
        workers=processes, worker_type="process" if processes > 1 else "thread", periodic=True
    )
    with contextlib.suppress(AttributeError):  # Windows has no such thing
        os.nice(WORKER_NICENESS)
    if processes > 1:
        jobs.mint().get_ready()
        gc.freeze()  # what all of them share is not copied for being looked at
    jobs.current().draw_what_was_left()  # whatever a worker that was killed has left, without waiting for the minute
    db.engine.dispose()  # or the processes into which this one divides would speak over one connection
    consumer.run()


@click.command("seed-demo")
@click.option(
    "--students",
    default=DEMO_STUDENTS,
    show_default=True,
    type=click.IntRange(0, 5000),
    help="How many students in the classes; from 500 on they are all in one.",
)
@with_appcontext
def seed_demo(students: int) -> None:
    """Fill an empty database with people to try the course as, and classes; never one that holds people."""
    if people.is_anybody_here():
        raise click.ClickException("This database holds people. Demo data goes into an empty one only.")
    _seed(students)
    _print_demo_accounts()


def _seed(students: int) -> None:
    now = clock.now()
    demo.seed(now)
    if students:
        with click.progressbar(length=students, label="Classes and their histories", file=sys.stderr) as bar:
            demo.classes.seed(
                now, students=students, lecturer=demo.LECTURER, password=demo.PASSWORD, tick=lambda: bar.update(1)
            )


@click.command("import-roster")
@click.argument("code")
@click.argument("file", type=click.File("rb"))
@click.option("--yes", "is_sure", is_flag=True, help="Do it without asking.")
@with_appcontext
def import_roster(code: str, file: BinaryIO, is_sure: bool) -> None:
    """Put the people of a class list (CSV or XLSX) into the class with this join CODE, or invite them by mail."""
    found = cohorts.find_open(code)
    if found is None or found.is_archived:
        raise click.ClickException(f"No open class has the code {code}.")
    try:
        lines = rosters.read(file.read(rosters.LARGEST_FILE_BYTES + 1))
    except tuple(ROSTER_REFUSED) as refused:
        raise click.ClickException(ROSTER_REFUSED[type(refused)]) from None
    upload_id = enrolments.keep(found.id, lines, filename=file.name, actor_id=None, now=clock.now())
    upload = enrolments.find(found.id, upload_id)
    for line in upload.lines if upload else ():
        if line["outcome"] not in enrolments.DOES_SOMETHING:
            click.echo(f"  line {line['row']}: {line['email'] or '–'}: {line['outcome'].replace('_', ' ')}")
    counts = upload.counts if upload else {}
    click.echo(f"{found.details.name}: {counts.get('join', 0)} join, {counts.get('invite', 0)} are invited by mail.")
    if not (is_sure or click.confirm("Do it?")):
        enrolments.drop(found.id, upload_id)
        raise click.Abort
    enrolments.confirm(found.id, upload_id, now=clock.now())
    enrolments.carry_out(upload_id, clock.now())
    jobs.current().carry_out_roster(upload_id)  # the letters are the worker's
    click.echo("Done. The worker sends the letters.")


ROSTER_REFUSED: dict[type[Exception], str] = {
    rosters.NotATable: "This is no list that can be read. Save it as CSV or XLSX.",
    rosters.TooLarge: "This file is too large. Split it.",
    rosters.TooManyRows: f"This list has more than {rosters.MOST_ROWS} lines. Split it.",
    rosters.NoEmailColumn: "No column of this list holds e-mail addresses.",
}


@click.command("make-admin")
@click.argument("email")
@with_appcontext
def make_admin(email: str) -> None:
    """Give the account with this EMAIL the role of administrator."""
    try:
        people.make_admin(email, clock.now())
    except (people.NobodyHasThisEmail, people.EmailNotUsable):
        raise click.ClickException(f"No account has the address {email}. Register it on the site first.") from None
    click.echo(f"{email} is an administrator now, and must sign in again.")


@click.command("close-drives")
@with_appcontext
def close_drives() -> None:
    """Close pledge drives that are over, and anonymise those closed half a year ago; the worker does so by itself."""
    click.echo(f"{drives.close_what_is_over(clock.now())} drives were closed or anonymised.")


@click.command("check-content")
@click.option("--pending", is_flag=True, help="Name everything that nobody has signed.")
@with_appcontext
def check_content(pending: bool) -> None:
    """Check the words of the questions, and list what nobody has signed.

    An application whose lessons and questions do not fit together never starts at all.
    """
    problems = content.wording_problems(content.folders(current_app.config["LOAD_CONTENT_FROM"]).questions)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo("Lessons, questions and activities fit together.")
    click.echo(f"Words of the questions: {errors} to correct, {len(problems) - errors} to look at.")
    written = catalogue.current().written
    _list_unsigned(content.unsigned(written.library, written.bank), with_ids=pending)
    if errors:
        raise click.exceptions.Exit(1)


def _list_unsigned(files: Sequence[content.Unsigned], *, with_ids: bool) -> None:
    if not files:
        click.echo("Everything is signed.")
        return
    number = sum(len(file.ids) for file in files)
    click.echo(
        f"Waiting for a signature: {number}"
        + ("." if with_ids else "; their names: flask --app wsgi check-content --pending.")
    )
    module_width, file_width = (max(len(getattr(file, part)) for file in files) for part in ("module", "file"))
    for file in files:
        click.echo(f"  {file.module:{module_width}}  {file.file:{file_width}}  {len(file.ids)} of {file.total}")
        if with_ids and file.total > 1:
            click.echo(textwrap.fill(", ".join(file.ids), 100, initial_indent="    ", subsequent_indent="    "))


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _announce(host: str, port: int, local: bool) -> None:
    click.secho(f"\n  ThinkTwice is open at http://{host}:{port}", bold=True)
    if local:
        _print_demo_accounts()
    click.echo("  Stop it with Ctrl+C.\n")


def _print_demo_accounts() -> None:
    if not demo.is_here():
        return
    click.echo(f"  Sign in with the password “{demo.PASSWORD}” as")
    for person in demo.PEOPLE:
        click.echo(f"    {person.role:<10} {person.email}")


@contextlib.contextmanager
def _worker_beside() -> Iterator[None]:
    """The worker as a child process: it ends with this one, also when this one is killed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 -- our own command, no input from outside
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def _stop_when_parent_ends() -> None:
    # Empty when the parent's end of the pipe closes, however it ended. Not through sys.stdin: its lock would be held
    # for ever in a process that divides meanwhile, and that process closes its own.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt

"""Whether a site is ready for its campus: what an operator would find out one by one in the first week."""

import os
import shutil
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

import certificates
from certificates.samples import SAMPLES
from course import backups, campuses, catalogue, content, jobs, keys, mail, outbox, queues, register
from course.extensions import db
from course.tables import User
from course.tables.people import Role
from modules.support import GOOD_FOR

Level = Literal["good", "look", "wrong"]
FREE_BYTES_WANTED = 1024**3
KEYS_END_SOON = timedelta(days=60)
A_WORKER_TAKES_SECONDS = 10
ANSWERS_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """What was found: good, to be looked at, or wrong; and what to do when it is not good."""

    level: Level
    said: str


def findings(app: Flask, now: datetime) -> Iterator[Finding]:
    """One after another, as they are found; what rests on something broken is left out."""
    yield _kind_of_site(app)
    yield from _space(Path(app.instance_path))
    database = _database()
    yield database
    yield _keys(now)
    yield _drawing(now)
    yield _queue()
    if database.level == "good":
        yield _mail(app, now)
        yield from _course(now)
    if app.config["PRODUCTION"]:
        yield _address(app)


def _kind_of_site(app: Flask) -> Finding:
    if not app.config["PRODUCTION"]:
        return Finding("look", "This is a local site, with demo accounts: set FLASK_PRODUCTION=1 to open it to others.")
    if not app.config["TRUSTED_PROXIES"]:
        return Finding("look", "No proxy is trusted: behind one, set FLASK_TRUSTED_PROXIES, or all visitors are one.")
    return Finding("good", f"Answers as {app.config['PUBLIC_URL']}, behind {app.config['TRUSTED_PROXIES']} proxy.")


def _space(instance: Path) -> Iterator[Finding]:
    if not os.access(instance, os.W_OK):
        yield Finding("wrong", f"{instance} cannot be written to by this user.")
    free = shutil.disk_usage(instance).free
    level: Level = "good" if free >= FREE_BYTES_WANTED else "look"
    yield Finding(level, f"{instance} has {free / 1024**3:.1f} GB free.")


def _database() -> Finding:
    try:
        backups.rows_to_keep()
        with db.engine.connect() as connection:
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
            if connection.dialect.name == "sqlite":
                is_sound = connection.scalar(text("pragma quick_check")) == "ok"
                return Finding(
                    *(("good", f"SQLite {version} is sound.") if is_sound else ("wrong", "SQLite is damaged."))
                )
    except backups.NotMigrated:
        return Finding("wrong", "The tables are not those of this release: `flask --app wsgi db upgrade`.")
    except SQLAlchemyError as refused:
        return Finding("wrong", f"The database does not answer: {type(refused).__name__}.")
    return Finding("good", f"PostgreSQL {version} answers, with the tables of this release.")


def _keys(now: datetime) -> Finding:
    try:
        ring = keys.current()
    except certificates.KeyringProblem as problem:
        return Finding("wrong", f"{problem} Make keys with `flask --app wsgi make-keys`.")
    if open_to_others := [path.name for path in keys.folder().glob("*.key.pem") if path.stat().st_mode & 0o077]:
        return Finding("wrong", f"Others may read {', '.join(open_to_others)}: `chmod 600`.")
    ends = ring.document.chain.signer.not_valid_after_utc
    if ends - now < KEYS_END_SOON:
        return Finding("wrong" if ends <= now else "look", f"The key ends on {ends:%Y-%m-%d}: `flask rotate-keys`.")
    return Finding("good", f"The keys sign until {ends:%Y-%m-%d}.")


def _drawing(now: datetime) -> Finding:
    """Draws and signs the certificate of an invented person, and asks what a stranger would be told of it."""
    try:
        began = time.monotonic()
        made = jobs.mint().make(next(iter(SAMPLES.values())), certificates.StatusPlace(0, 0), None, now)
        took = time.monotonic() - began
        examined = certificates.examine_apart(made.pdf, keys.current().document_certificates)
    except (certificates.KeyringProblem, certificates.DrawingFailed, certificates.SigningFailed) as problem:
        return Finding("wrong", f"A certificate cannot be made: {problem}")
    if examined.kind is not certificates.Kind.SIGNED_HERE:
        return Finding("wrong", f"A certificate made here is not known again: {examined.problem}")
    return Finding("good", f"A certificate is drawn, signed and known again ({took:.1f} s, with loading the fonts).")


def _queue() -> Finding:
    """Whether a worker takes what is put into the queue."""
    queue = jobs.current().queue
    try:
        jobs.current().do_nothing()
        put = queue.pending_count()
        until = time.monotonic() + A_WORKER_TAKES_SECONDS
        while put and (waiting := queue.pending_count()) >= put:
            if time.monotonic() > until:
                return Finding("wrong", f"No worker takes jobs ({waiting} wait): start `flask --app wsgi worker`.")
            time.sleep(0.2)
    except queues.AWAY as problem:
        return Finding("wrong", f"The queue does not answer: {type(problem).__name__}. Has a worker ever run?")
    return Finding("good", "A worker takes the jobs.")


def _mail(app: Flask, now: datetime) -> Finding:
    """Whether the mail server lets us in; no letter is sent."""
    if not app.config["MAIL_SERVER"]:
        return Finding("look", f"No mail server is named: letters are written to {app.config['MAIL_FOLDER']}.")
    try:
        with mail.connected(app.config) as server:
            server.noop()
    except (smtplib.SMTPException, OSError) as refused:
        return Finding("wrong", f"{app.config['MAIL_SERVER']} does not take letters from here: {refused}.")
    if waiting := outbox.late(now):
        return Finding("look", f"{waiting} letters have waited for more than an hour: see the log of the worker.")
    return Finding("good", f"{app.config['MAIL_SERVER']} takes letters from here.")


def _course(now: datetime) -> Iterator[Finding]:
    admins = db.session.scalar(select(func.count()).select_from(User).where(User.role == Role.ADMIN))
    if not admins:
        yield Finding("look", "Nobody is an administrator: register on the site, then `flask --app wsgi make-admin`.")
    units = campuses.units()
    if not units:
        yield Finding("look", "No counselling unit stands on the help page: an administrator enters it.")
    elif old := [unit.name_en for unit in units if now.date() - unit.verified_on > GOOD_FOR]:
        yield Finding("look", f"Checked more than 90 days ago: {', '.join(old)}.")
    issuer = catalogue.current().issuer
    if not issuer.conditions:
        yield Finding("look", "There is no certificate: nothing that it could ask for has been signed.")
    elif failed := register.count(issuer).failed:
        yield Finding("wrong", f"{failed} certificates could not be drawn: see /admin/certificates?standing=failed.")
    written = catalogue.current().written
    if unsigned := sum(len(file.ids) for file in content.unsigned(written.library, written.bank)):
        yield Finding("look", f"{unsigned} texts wait for a signature: `flask --app wsgi check-content`.")


def _address(app: Flask) -> Finding:
    """Whether the address that certificates carry leads here."""
    address = f"{app.config['PUBLIC_URL'].rstrip('/')}/healthz"
    try:
        with urlopen(address, timeout=ANSWERS_SECONDS) as answer:  # noqa: S310 -- the operator's own https:// address
            is_ours = answer.status == 200 and b"ok" in answer.read(100)
    except OSError as refused:  # also what urllib raises
        return Finding("look", f"{address} does not answer from here: {refused}.")
    return Finding("good", f"{address} answers.") if is_ours else Finding("wrong", f"{address} is another site's.")

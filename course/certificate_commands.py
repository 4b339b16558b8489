"""The operator's commands about keys and certificates; each may be given again after it was cut off."""

import contextlib
import csv
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext

import certificates
from course import awards, catalogue, clock, jobs, keys, people, register

OPERATOR = awards.Actor(None, "operator")
REVOKED, REPLACED = "revoked.", "replaced by"
Item = TypeVar("Item")


@click.command("make-keys")
@with_appcontext
def make_keys() -> None:
    """Make the keys that sign certificates and badges, once; keep a copy of their folder in a safe place."""
    folder, organisation = keys.folder(), current_app.config["CAMPUS_NAME"]
    try:
        certificates.make_keys(folder, organisation, clock.now())
    except certificates.KeyringProblem as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"Keys for {organisation} are in {folder}. Without them nothing can be signed: keep a copy.")


@click.command("rotate-keys")
@with_appcontext
def rotate_keys() -> None:
    """Sign with new keys from now on. What the old ones signed stays genuine."""
    try:
        certificates.rotate_keys(keys.folder(), current_app.config["CAMPUS_NAME"], clock.now())
    except certificates.KeyringProblem as problem:
        raise click.ClickException(str(problem)) from None
    click.echo("New keys sign from now on. Running processes notice it by themselves.")


@click.command("revoke-certificates")
@click.option("--reason", type=click.Choice(awards.REASONS), required=True)
@click.option("--file", "listed", type=click.File(), help="A text or CSV file with a serial first on each line.")
@click.argument("serials", nargs=-1)
@with_appcontext
def revoke_certificates(reason: awards.RevokedFor, listed: TextIO | None, serials: tuple[str, ...]) -> None:
    """Revoke the certificates with these SERIALS; says of each what became of it."""
    typed = [*serials, *(row[0].strip() for row in csv.reader(listed or ()) if row and row[0].strip())]
    if not typed:
        raise click.ClickException("Name at least one serial, or a file of serials with --file.")
    with _progress(typed, "Revoking") as each:
        outcomes = [_revoke(one, reason) for one in each]
    _say(typed, outcomes, all_well=all(outcome == REVOKED for outcome in outcomes))


def _revoke(typed: str, reason: awards.RevokedFor) -> str:
    serial = certificates.read_serial(typed)
    if serial is None:
        return "not a serial."
    try:
        awards.revoke(serial, reason, OPERATOR, clock.now())
    except LookupError:
        return "none of ours."
    except awards.AlreadyRevoked:
        return "counts no more already."
    return REVOKED


@click.command("replace-certificates")
@click.argument("listed", metavar="FILE", type=click.File())
@with_appcontext
def replace_certificates(listed: TextIO) -> None:
    """Correct names: FILE is a CSV of serials and the names that shall stand on the new certificates."""
    rows = [row for row in csv.reader(listed) if any(cell.strip() for cell in row)]
    if not rows:
        raise click.ClickException("The file is empty. Write a serial, a comma and a name on each line.")
    with _progress(rows, "Replacing") as each:
        outcomes = [_replace(row) for row in each]
    well = all(outcome.startswith(REPLACED) for outcome in outcomes)
    _say([row[0].strip() for row in rows], outcomes, all_well=well)


def _replace(row: list[str]) -> str:
    serial = certificates.read_serial(row[0])
    if serial is None:
        return "not a serial."
    if len(row) != 2:
        return "write a serial, a comma and a name; put a name with commas between quotation marks."
    try:
        name = people.printable_name(row[1])
        anew = awards.replace_with(serial, name, OPERATOR, clock.now())
    except certificates.NameRefused:
        return "a name has 1 to 120 characters, and no control characters."
    except people.NameNotPrintable as refused:
        return f"the certificate cannot print {refused.characters}."
    except LookupError:
        return "none of ours."
    except awards.NothingToCorrect:
        return "has this name already."
    except awards.AlreadyRevoked:
        successor = register.successor(serial)
        was_done = successor and successor.name == name
        return f"{REPLACED} {successor.serial} before." if successor and was_done else "counts no more already."
    _hand_to_worker(anew)
    return f"{REPLACED} {anew}."


def _hand_to_worker(serial: str) -> None:
    if entry := register.find(serial):
        jobs.current().draw_certificate(entry.id)


@click.command("issue-certificates")
@click.option("--draw", is_flag=True, help="Draw the PDFs here too, instead of leaving them to the worker.")
@with_appcontext
def issue_certificates(draw: bool) -> None:
    """Issue to everybody who has met every condition and has no certificate, as after a course was signed."""
    issuer = catalogue.current().issuer
    if not issuer.conditions:
        raise click.ClickException("There is no certificate: nothing that it could ask for has been signed.")
    with _progress(register.earned(issuer), "Issuing") as each:
        issued = [number for person in each if (number := register.issue_to(person, issuer, OPERATOR, clock.now()))]
    click.echo(f"Issued: {len(issued)}.")
    if not draw:
        for number in issued:
            jobs.current().draw_certificate(number)
        return
    with _progress(awards.undrawn(clock.now()), "Drawing") as each:
        failed = sum(not _is_drawn(number) for number in each)
    click.echo(f"Could not be drawn: {failed}." if failed else "All PDFs are drawn.")
    if failed:
        raise click.exceptions.Exit(1)


def _is_drawn(number: int) -> bool:
    try:
        jobs.draw_now(number)
    except (certificates.DrawingFailed, certificates.SigningFailed, certificates.KeyringProblem):
        return False
    return True


def _say(typed: Iterable[str], outcomes: Iterable[str], *, all_well: bool) -> None:
    for one, outcome in zip(typed, outcomes, strict=True):
        click.echo(f"{one}: {outcome}")
    if not all_well:
        raise click.exceptions.Exit(1)


@contextlib.contextmanager
def _progress(items: Iterable[Item], label: str) -> Iterator[Iterable[Item]]:
    """A bar for whoever watches; a log or a pipe gets the lines alone."""
    if not sys.stderr.isatty():
        yield items
        return
    with click.progressbar(list(items), label=label, file=sys.stderr) as bar:
        yield bar


ALL = (make_keys, rotate_keys, revoke_certificates, replace_certificates, issue_certificates)

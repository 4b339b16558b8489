"""Certificates from a terminal: draw samples, make and renew the keys of a site, check files."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from certificates.claims import canonical_bytes, claims_from_bytes
from certificates.drawing import Drawer
from certificates.examining import LARGEST_BYTES, Examined, Kind, examine_apart
from certificates.keyring import KeyringProblem, is_made_here, make_keys, read_document_certificates, rotate_keys
from certificates.press import DrawingFailed
from certificates.samples import SAMPLES

_SENTENCES = {
    Kind.SIGNED_HERE: "genuine: certificate {serial} of {name}, as it was signed.",
    Kind.ALTERED: "not genuine: it names certificate {serial}, but it is not what was signed. {problem}",
    Kind.FOREIGN: "not ours. {problem}",
    Kind.UNREADABLE: "cannot be read. {problem}",
    Kind.ENCRYPTED: "encrypted, so it cannot be checked.",
    Kind.TOO_LARGE: "not looked at. {problem}",
    Kind.TOO_COMPLEX: "not read to the end, for that takes more than a certificate does.",
    Kind.PICTURE: "a picture, which proves nothing: look the serial up.",
    Kind.BADGE: "a badge; the site's verify page checks it.",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m certificates", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    samples = commands.add_parser("samples", help="draw a sample of every language and script")
    samples.add_argument("folder", type=Path, help="where the PDFs are written; it is made when it is missing")
    samples.set_defaults(run=lambda given: _draw_samples(given.folder))

    for name, what, run in (
        ("make-keys", "make the keys of a site in a new folder", _make_keys),
        ("rotate-keys", "make new keys; what the old ones signed stays valid", _rotate_keys),
    ):
        keys = commands.add_parser(name, help=what)
        keys.add_argument("folder", type=Path, help="the keyring")
        keys.add_argument("--organisation", required=True, help="who signs, as certificates name it")
        keys.set_defaults(run=lambda given, run=run: run(given.folder, given.organisation))

    check = commands.add_parser("check", help="say of each file whether it is as it was signed; 0 when all are")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    check.add_argument("--keyring", type=Path, required=True, help="the folder with the keys that may have signed")
    check.set_defaults(run=lambda given: _check(given.files, given.keyring))

    given = parser.parse_args()
    try:
        status: int = given.run(given)
    except (KeyringProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return status


def _draw_samples(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    drawer, failures = Drawer(), 0
    for label, sample in SAMPLES.items():
        try:
            pdf = drawer.draw(claims_from_bytes(canonical_bytes(sample)))
        except DrawingFailed as failure:
            print(f"{label}: {failure}", file=sys.stderr)
            failures += 1
        else:
            (folder / f"{label}.pdf").write_bytes(pdf)
    print(f"{len(SAMPLES) - failures} of {len(SAMPLES)} certificates drawn into {folder}.")
    return 1 if failures else 0


def _make_keys(folder: Path, organisation: str) -> int:
    make_keys(folder, organisation, datetime.now(UTC))
    print(f"The keys are in {folder}. Keep a copy of the folder where nobody else can read it.")
    return 0


def _rotate_keys(folder: Path, organisation: str) -> int:
    rotate_keys(folder, organisation, datetime.now(UTC))
    print(
        f"New keys sign from now on; a running site notices. What the old ones signed stays valid: keep every file of "
        f"{folder}. Make a new copy of the folder where nobody else can read it, for the last one lacks the new keys."
    )
    if not is_made_here(folder):
        print("Only the badge key is new. The key that signs PDFs was not made here: put its successor in by hand.")
    return 0


def _check(files: list[Path], keyring: Path) -> int:
    trusted = read_document_certificates(keyring)
    are_genuine = True
    for path in files:
        with path.open("rb") as file:
            examined = examine_apart(file.read(LARGEST_BYTES + 1), trusted)
        print(f"{path}: {_said(examined)}")
        are_genuine = are_genuine and examined.kind is Kind.SIGNED_HERE
    return 0 if are_genuine else 1


def _said(examined: Examined) -> str:
    name = examined.claims.name if examined.claims else ""
    return (
        _SENTENCES[examined.kind]
        .format(serial=examined.serial or "(unknown)", name=name, problem=examined.problem)
        .strip()
    )


if __name__ == "__main__":
    sys.exit(main())

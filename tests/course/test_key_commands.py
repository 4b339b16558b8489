"""The operator's commands about keys and certificates."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

import certificates
from course import awards, create_app, jobs, keys, register
from course.extensions import db
from course.tables import Certificate
from tests.cast import Person
from tests.conftest import Clock
from tests.course.test_hostile import certificate_of
from tests.earning import earn


@pytest.fixture
def serial(app: Flask, alice: Person, clock: Clock) -> str:
    earn(app, alice, clock)
    with app.app_context():
        award = awards.find_own(alice.id)
    assert award is not None
    return award.serial


def test_certificates_are_revoked_by_command_and_each_line_is_answered(app: Flask, serial: str, tmp_path: Path) -> None:
    listed = tmp_path / "serials.txt"
    listed.write_text(f"{serial.lower()}\n\nTT-nonsense\n{certificates.new_serial(b'sixteen other b.')}\n{serial}\n")

    result = app.test_cli_runner().invoke(
        args=["revoke-certificates", "--reason", "issued_by_mistake", "--file", str(listed)]
    )

    said = [line.partition(": ")[2] for line in result.output.splitlines()]
    assert (result.exit_code, said) == (1, ["revoked.", "not a serial.", "none of ours.", "counts no more already."])
    with app.app_context():
        award = awards.find_by_serial(serial)
    assert award is not None
    assert (award.standing, award.revoked_by) == ("revoked", "operator")


def test_no_serial_is_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["revoke-certificates", "--reason", "not_earned"])

    assert (result.exit_code, "Name at least one serial" in result.output) == (1, True)


def test_keys_are_made_once_and_what_old_ones_signed_stays_genuine(
    app: Flask, alice: Person, serial: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["keys"], "folder", tmp_path / "keys")
    run = app.test_cli_runner().invoke

    assert run(args=["make-keys"]).exit_code == 0
    assert run(args=["make-keys"]).exit_code == 1
    with app.app_context():
        award = awards.find_own(alice.id)
        assert award is not None
        jobs.draw_now(award.id)
        signed, before = awards.pdf_of(award.id), keys.current().badge.thumbprint()
    assert run(args=["rotate-keys"]).exit_code == 0

    with app.app_context():
        ring = keys.current()
    assert signed is not None
    assert ring.badge.thumbprint() != before
    assert before in ring.badge_keys
    assert certificates.examine(signed, ring.document_certificates).kind is certificates.Kind.SIGNED_HERE


def test_a_production_site_without_keys_does_not_serve(tmp_path: Path) -> None:
    app = create_app(
        {
            "INSTANCE_PATH": str(tmp_path),
            "PRODUCTION": True,
            "SECRET_KEY": "a secret of these tests, thirty-two characters",
            "PUBLIC_URL": "https://thinktwice.example.edu.my",
        }
    )

    result = app.test_cli_runner().invoke(args=["serve", "--no-worker"])

    assert (result.exit_code, "make-keys" in result.output) == (1, True)


# --- many by command --------------------------------------------------------------------------------------------------


def test_names_are_corrected_by_command_and_a_second_time_changes_nothing(
    app: Flask, serial: str, tmp_path: Path
) -> None:
    listed = tmp_path / "names.csv"
    other = certificates.new_serial(b"sixteen other b.")
    listed.write_text(f'{serial},Alice Wong Mei Ling\n\n{other},B\nTT-nonsense,C\n{serial}\n{serial},"A\u202eB"\n')
    run = app.test_cli_runner().invoke

    first = run(args=["replace-certificates", str(listed)])
    again = run(args=["replace-certificates", str(listed)])

    with app.app_context():
        new = register.successor(serial)
    assert new is not None
    assert (new.name, new.drawing) == ("Alice Wong Mei Ling", "drawn")
    refused = [
        "none of ours.",
        "not a serial.",
        "write a serial, a comma and a name; put a name with commas between quotation marks.",
        "a name has 1 to 120 characters, and no control characters.",
    ]
    assert (first.exit_code, said(first.output)) == (1, [f"replaced by {new.serial}.", *refused])
    assert (again.exit_code, said(again.output)) == (1, [f"replaced by {new.serial} before.", *refused])


def said(output: str) -> list[str]:
    return [line.partition(": ")[2] for line in output.splitlines()]


def test_everybody_who_earned_one_is_given_one_by_command_and_it_is_drawn(
    app: Flask, alice: Person, bob: Person, serial: str
) -> None:
    certificate_of(app, bob)
    with app.app_context(), db.writing() as session:
        session.execute(delete(Certificate).where(Certificate.user_id == bob.id))
    run = app.test_cli_runner().invoke

    first, again = run(args=["issue-certificates", "--draw"]), run(args=["issue-certificates"])

    assert (first.exit_code, first.output.splitlines()) == (0, ["Issued: 1.", "All PDFs are drawn."])
    assert again.output.splitlines() == ["Issued: 0."]
    with app.app_context():
        assert register.search("Bob", "genuine", offset=0, limit=9)[0].drawing == "drawn"


def test_a_file_without_a_line_is_a_sentence(app: Flask, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("\n ,\n")

    result = app.test_cli_runner().invoke(args=["replace-certificates", str(empty)])

    assert (result.exit_code, "The file is empty." in result.output) == (1, True)

"""The operator's commands about keys and certificates."""

from pathlib import Path

import pytest
from flask import Flask

import certificates
from course import awards, create_app, jobs, keys
from tests.cast import Person
from tests.conftest import Clock
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

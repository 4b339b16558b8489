"""What the site refuses to start with, and what it makes for itself on one's own machine."""

from pathlib import Path
from typing import Any

import pytest

from course import create_app, settings
from course.catalogue import BrokenCourse

SAFE = {"PRODUCTION": True, "SECRET_KEY": "x" * 32, "PUBLIC_URL": "https://thinktwice.example.edu.my"}


def build(folder: Path, **overrides: Any) -> Any:
    return create_app({"INSTANCE_PATH": str(folder), "SQLALCHEMY_DATABASE_URI": "sqlite://", **overrides})


def test_a_local_site_makes_a_secret_once_that_only_its_owner_reads(tmp_path: Path) -> None:
    first, second = build(tmp_path), build(tmp_path)

    file = tmp_path / "secret.key"
    assert first.config["SECRET_KEY"] == second.config["SECRET_KEY"] == file.read_text()
    assert len(file.read_text()) == 64
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", None, "Set FLASK_SECRET_KEY to at least 32 random characters"),
        ("SECRET_KEY", "short", "Set FLASK_SECRET_KEY to at least 32 random characters"),
        (
            "PUBLIC_URL",
            "http://thinktwice.example.edu.my",
            "Set FLASK_PUBLIC_URL to the site's https:// address",
        ),
    ],
)
def test_production_refuses_to_start_unsafely(tmp_path: Path, name: str, value: str | None, sentence: str) -> None:
    with pytest.raises(settings.RefusesToStart, match=sentence):
        build(tmp_path, **{**SAFE, name: value})

    assert not (tmp_path / "secret.key").exists()


def test_production_with_safe_settings_starts_and_keeps_its_cookie_to_https(tmp_path: Path) -> None:
    app = build(tmp_path, **SAFE)

    assert app.config["SESSION_COOKIE_SECURE"] is True


def test_settings_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_CAMPUS_NAME", "Universiti Teluk Bayu")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///" + str(tmp_path / "named.db"))

    app = create_app({"INSTANCE_PATH": str(tmp_path)})

    assert app.config["CAMPUS_NAME"] == "Universiti Teluk Bayu"
    assert app.config["SQLALCHEMY_DATABASE_URI"].endswith("named.db")


def test_broken_content_never_reaches_a_visitor(tmp_path: Path) -> None:
    broken = tmp_path / "content" / "modules" / "spot-it"
    broken.mkdir(parents=True)
    (broken / "module.yaml").write_text("title: {en: Only English}\n")
    (tmp_path / "content" / "quizzes").mkdir()

    with pytest.raises(BrokenCourse) as refusal:
        build(tmp_path, LOAD_CONTENT_FROM=str(tmp_path / "content"))

    assert "module.yaml:1:" in str(refusal.value)

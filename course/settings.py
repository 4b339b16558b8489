"""Settings: their defaults, where they come from, and what makes the site refuse to start."""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

DEFAULTS: dict[str, Any] = {
    # A production site must name its secret and its public address; a local one makes do.
    "PRODUCTION": False,
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "TRUSTED_PROXIES": 0,
    # What a campus prints on its pages and certificates.
    "CAMPUS_NAME": "Universiti Contoh Malaysia",
    "SIGNATORY": "Prof. Dr. Contoh",
    "SIGNATORY_ROLE": "Dean of Students",
    "SIGNATORY_ROLE_MS": "Dekan Hal Ehwal Pelajar",  # empty: certificates in Malay print SIGNATORY_ROLE
    # The folder of the keys that sign certificates, made by `flask make-keys`; empty: the folder keys of the instance.
    "CERTIFICATE_KEYS": "",
    # The address of a timestamp service (RFC 3161) that vouches for the time of each signature; empty: none is asked.
    "TIMESTAMP_SERVICE": "",
    # Where the button “Leave quickly” goes: a page that means nothing to whoever looks over a shoulder.
    "QUICK_EXIT_URL": "https://www.met.gov.my/",
    # Lessons, activities and questions that nobody has signed are left out; a certificate asks for what is left.
    "SHOW_ONLY_REVIEWED": False,
    # Mail goes to SMTP when a server is named, else to files in MAIL_FOLDER.
    "MAIL_SERVER": "",
    "MAIL_PORT": 587,
    "MAIL_STARTTLS": True,
    "MAIL_USERNAME": "",
    "MAIL_PASSWORD": "",
    "MAIL_FROM": "ThinkTwice <no-reply@thinktwice.invalid>",
    # "strong" is argon2id as RFC 9106 advises for memory-constrained servers; "test" is for tests alone.
    "PASSWORD_COST": "strong",
    "SESSION_COOKIE_NAME": "thinktwice",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
    "SESSION_REFRESH_EACH_REQUEST": False,  # reading a page writes nothing, not even a cookie
    "MAX_CONTENT_LENGTH": 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 500_000,
    "MAX_FORM_PARTS": 1000,
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a paper left open overnight must still be saved
    "RATELIMIT_ENABLED": True,
    # An error of the database goes into the log without the person it was about.
    "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
    "HUEY_IMMEDIATE": False,
    "LOAD_CONTENT_FROM": None,  # another folder holding modules/ and quizzes/ content, for tests of broken content
}


class RefusesToStart(RuntimeError):
    """The settings would make an unsafe or broken site; the message says what to set."""


def instance_path(overrides: Mapping[str, Any] | None) -> str:
    chosen = (overrides or {}).get("INSTANCE_PATH") or os.environ.get("FLASK_INSTANCE_PATH")
    return str(Path(chosen or Path(__file__).parent.parent / "instance").resolve())


def load(app: Flask, overrides: Mapping[str, Any] | None) -> None:
    folder = Path(app.instance_path)
    app.config.from_mapping(DEFAULTS)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'thinktwice.db'}"
    app.config["REDIS_URL"] = os.environ.get("REDIS_URL", "")
    app.config["MAIL_FOLDER"] = str(folder / "mail")
    app.config.from_prefixed_env()
    app.config.update(overrides or {})
    folder.mkdir(parents=True, exist_ok=True)

    if app.config["PRODUCTION"]:
        _refuse_unsafe(app)
    elif not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = _local_secret(folder / "secret.key")
    app.config["SESSION_COOKIE_SECURE"] = app.config["PUBLIC_URL"].startswith("https://")
    app.config["RATELIMIT_STORAGE_URI"] = _limits_in(app.config["REDIS_URL"])
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _limits_in(redis_url: str) -> str:
    """The same Redis as the library of the limits calls it."""
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url or "memory://"


def _refuse_unsafe(app: Flask) -> None:
    if len(str(app.config.get("SECRET_KEY") or "")) < 32:
        raise RefusesToStart(
            "Set FLASK_SECRET_KEY to at least 32 random characters, for example the output of "
            "`python -c 'import secrets; print(secrets.token_hex(32))'`."
        )
    if not app.config["PUBLIC_URL"].startswith("https://"):
        raise RefusesToStart("Set FLASK_PUBLIC_URL to the site's https:// address: certificates carry it for ever.")


def _local_secret(file: Path) -> str:
    """A secret for this machine alone, made once and readable by its owner only."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return file.read_text()

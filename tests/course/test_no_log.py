"""Who looked for help is written down nowhere: not by the site, not by its servers, not by the proxies we describe."""

import logging
import re
import runpy
import threading
import urllib.request
from collections.abc import Iterator

import pytest
import waitress
from flask import Flask

from course.commands import WAITRESS
from tests.architecture.files import ROOT
from tests.pages import Visitor

VISITED = (
    "/help",
    "/help?lang=ms",
    "/help?need=harm&speaks=zh&open=now",
    "/help.pdf",
    "/check-in",
    "/check-in?lang=ms",
)
OWN_FILES = ("/static/check-in.js", "/static/check-in.css", "/static/leave.js")
DEPLOY = ROOT / "deploy"


@pytest.fixture
def served(own_app: Flask) -> Iterator[str]:
    """The site behind waitress, as `flask serve` runs it; its address."""
    server = waitress.create_server(own_app, host="127.0.0.1", port=0, **WAITRESS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)
    server.task_dispatcher.shutdown()


def test_the_site_and_its_server_write_no_line_about_a_visit(
    served: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("course").debug("A line that a visit could have written.")
    noted = len(caplog.records)

    for address in (*VISITED, *OWN_FILES):
        with urllib.request.urlopen(served + address) as answer:  # noqa: S310 -- our own server
            assert answer.status == 200
            answer.read()

    lines = [record.getMessage() for record in caplog.records[noted:]]
    assert noted == 1
    assert [
        line for line in lines if "help" in line or "sunyi" in line or "check-in" in line or "127.0.0.1" in line
    ] == []
    assert [*capfd.readouterr()] == ["", ""]


def test_gunicorn_as_we_set_it_up_writes_no_access_log() -> None:
    settings = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))

    assert settings["accesslog"] is None
    assert {"logconfig", "logconfig_dict", "statsd_host"} & set(settings) == set()


@pytest.mark.parametrize("address", [*VISITED, *OWN_FILES])
def test_nginx_as_we_describe_it_logs_no_visit(address: str) -> None:
    blocks = re.findall(r"location ~ (\S+) \{(.*?)\}", (DEPLOY / "proxy" / "nginx.conf").read_text(), re.S)

    # Of several patterns nginx takes the first that fits.
    rules = next(rules for pattern, rules in blocks if re.search(pattern, address.split("?")[0]))

    assert {line.strip() for line in rules.splitlines()} >= {"access_log off;", "error_log /dev/null;"}


def test_caddy_as_we_describe_it_has_no_access_log() -> None:
    directives = [line.split()[0] for line in (DEPLOY / "proxy" / "Caddyfile").read_text().splitlines() if line.strip()]

    assert "log" not in directives


def test_what_is_opened_from_these_pages_does_not_tell_a_log_where_from(client: Visitor) -> None:
    # A log of static files and later pages often holds the referrer.
    told = {address: client.get(address).response.headers["Referrer-Policy"] for address in ("/help", "/check-in")}

    assert told == {"/help": "strict-origin", "/check-in": "no-referrer"}


def test_the_form_in_the_header_of_the_help_page_still_works_over_https(own_app: Flask) -> None:
    """The token's check wants a referrer over HTTPS: an origin without a path is enough for it."""
    own_app.config["WTF_CSRF_ENABLED"] = True
    visitor = Visitor(own_app)
    secure = {"base_url": "https://localhost"}
    token = visitor.get("/sign-in", **secure).one("main input[name=csrf_token]").get("value")

    page = visitor.post(
        "/sign-out", {"csrf_token": token}, headers={"Referer": "https://localhost/"}, expect=302, **secure
    )

    assert page.location == "/"

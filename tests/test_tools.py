"""The tests' own tools catch what they are there to catch."""

import gettext
import os
import smtplib
import socket
from pathlib import Path

import pytest
from flask import Flask

from tests import databases
from tests.applications import compile_translations
from tests.guards import Forbidden
from tests.pages import Visitor

GOOD = """<!doctype html><html lang="en"><head><title>Sign in · ThinkTwice</title></head><body>
<h1>Sign in</h1>
<form action="/sign-in" method="post"><label for="email">E-mail</label><input id="email" name="email"></form>
</body></html>"""


def test_a_test_cannot_reach_another_machine():
    with pytest.raises(Forbidden, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80))


def test_a_test_cannot_look_up_another_machine():
    with pytest.raises(Forbidden, match=r"example\.com"):
        socket.getaddrinfo("example.com", 443)


def test_a_test_reaches_its_own_machine():
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as connection,
    ):
        assert connection.getpeername() == listening.getsockname()


def test_a_test_cannot_send_mail():
    with pytest.raises(Forbidden, match="tried to send mail"):
        smtplib.SMTP("127.0.0.1", 25)


def test_a_machine_without_postgresql_fails_and_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("TEST_PG_URL", raising=False)
    monkeypatch.setattr(databases, "find_spec", lambda _name: None)
    monkeypatch.setattr(databases, "INSTALLED", tmp_path)

    with pytest.raises(databases.NoPostgreSQL, match="the package postgresql"), databases.postgres_server():
        pass


@pytest.mark.parametrize(
    ("spoilt_by", "message"),
    [
        (("<h1>Sign in</h1>", "<h2>Sign in</h2>"), "A page has one h1, this one has 0"),
        (("<title>Sign in", "<title>Welcome"), "does not begin with the heading 'Sign in'"),
        (('lang="en"', 'lang="fr"'), "<html lang> is 'fr'"),
        (('for="email"', 'for="elsewhere"'), "A control has no label"),
        (('<label for="email">', '<label for="email" id="email">'), "The id 'email' stands 2 times"),
        ((' action="/sign-in"', ""), "A form has no action"),
        (("<h1>", '<h1 style="color: red">'), "An inline style"),
        (("<h1>", '<h1 onclick="alert()">'), "An inline handler"),
        (("</form>", "</form><script>alert()</script>"), "An inline script"),
        (("</form>", '</form><script src="//cdn.example/a.js"></script>'), "A third-party request"),
        (("</form>", '</form><img src="/a.svg">'), "An image has no alt"),
    ],
)
def test_every_page_that_a_test_fetches_is_inspected(spoilt_by, message):
    assert spoilt_by[0] in GOOD
    visitor = _visitor_of(GOOD.replace(*spoilt_by, 1))

    with pytest.raises(AssertionError, match=message.replace("(", r"\(")):
        visitor.get("/")


def test_a_page_in_good_shape_passes_the_inspection():
    page = _visitor_of(GOOD).get("/")

    assert (page.heading, page.language, page.form_data("form")) == ("Sign in", "en", {"email": [""]})


def test_nobody_is_there_when_a_test_begins(app, alice, count_queries):
    """Alice's address is free although the test before this one, on the same database, may have used it."""
    from course import people  # noqa: PLC0415 -- the other tests of this file do without the website

    with app.app_context(), count_queries() as queries:
        assert people.is_anybody_here()
    assert queries.count == 1


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_when_it_ends(app, charlie, time):
    """The second time would be refused with EmailTaken if the first had left Charlie behind."""
    assert charlie.email == "charlie@example.com"


def _visitor_of(content: str) -> Visitor:
    app = Flask("page")
    app.add_url_rule("/", "page", lambda: content)
    return Visitor(app)


def test_translations_are_compiled_when_they_are_missing_or_older_than_their_source(tmp_path: Path) -> None:
    folder = tmp_path / "ms" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    written, compiled = folder / "messages.po", folder / "messages.mo"
    heard = []
    for word, compiled_at in (("Hai", None), ("Helo", 1), ("Hei", 2**31)):
        written.write_text(f'msgid "Hello"\nmsgstr "{word}"\n', "utf-8")
        if compiled_at:
            os.utime(compiled, (compiled_at, compiled_at))
        compile_translations(tmp_path)
        heard.append(gettext.translation("messages", tmp_path, ["ms"], fallback=False).gettext("Hello"))
        gettext._translations.clear()  # type: ignore[attr-defined]

    assert heard == ["Hai", "Helo", "Helo"]

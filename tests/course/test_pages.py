"""Pages rendered once: nobody can enter what is kept, and everybody sees their own."""

from collections.abc import Callable

from flask import Flask

from course import pages
from tests.cast import Person
from tests.pages import Visitor

LESSON = "/learn/spot-it/what-counts"


def kept(app: Flask) -> list[str]:
    """Everything that is kept of rendered pages, fixed text and slots alike."""
    shells = app.extensions["shells"]
    return ["".join(shell._fixed) for shell in shells._kept.values()]


def test_no_name_token_or_session_enters_a_page_that_is_kept(
    app: Flask, admit: Callable[..., Person], sign_in: Callable[[Person], Visitor]
) -> None:
    app.extensions.pop("shells", None)
    person = admit("zzz-secret@example.edu.my", "Zzz <b>Secret</b>", language="ms")
    browser = sign_in(person)

    page = browser.get(LESSON + "?utm=zzz-secret")
    token = page.one("main form input[name=csrf_token]").get("value")
    browser.post(f"{LESSON}/done")
    browser.get(LESSON)

    assert "Zzz <b>Secret</b>" in page.text
    assert token
    assert kept(app) != []
    for text in kept(app):
        assert "secret" not in text.lower()
        assert token not in text


def test_two_people_see_their_own_name_and_their_own_ticks(
    alice: Person, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    hers, his = sign_in(alice), sign_in(bob)
    hers.post(f"{LESSON}/done")

    page, other = hers.get(LESSON), his.get(LESSON + "?lang=en")

    assert alice.display_name in page.text
    assert bob.display_name in other.text
    assert alice.display_name not in other.text
    assert (len(page.all(".tick")), len(other.all(".tick"))) == (1, 0)


def test_a_public_lesson_asks_the_database_nothing(client: Visitor, count_queries: Callable[..., object]) -> None:
    client.get(LESSON)

    with count_queries() as queries:
        client.get(LESSON)

    assert queries.statements == []


def test_a_signed_in_lesson_asks_one_question_when_warm(
    alice: Person, sign_in: Callable[[Person], Visitor], count_queries: Callable[..., object]
) -> None:
    browser = sign_in(alice)
    browser.get(LESSON)

    with count_queries() as queries:
        browser.get(LESSON)

    assert len(queries.statements) == 1


def test_a_public_lesson_that_has_not_changed_is_not_sent_again(client: Visitor) -> None:
    first = client.browser.get(LESSON)

    again = client.browser.get(LESSON, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_what_is_compressed_says_so_and_is_the_same_page(client: Visitor) -> None:
    import gzip  # noqa: PLC0415

    plain = client.browser.get(LESSON)

    packed = client.browser.get(LESSON, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_a_slot_without_a_value_stays_empty_and_text_is_kept_in_order() -> None:
    shell = pages.Shell("a\x02one\x03b\x02two:x\x03c")

    assert shell.fill({"two:x": "2"}) == "ab2c"
    assert shell.slots == {"one", "two:x"}


def test_every_page_carries_the_headers_and_no_third_party(client: Visitor) -> None:
    for address in ("/", LESSON, "/help", "/verify", "/sign-in", "/nowhere"):
        headers = client.browser.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_a_static_file_with_its_hash_is_kept_for_a_year_and_without_is_not(client: Visitor) -> None:
    page = client.get("/")
    sheet = page.all("link[rel=stylesheet]")[0].get("href")

    assert client.browser.get(sheet, buffered=True).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "max-age=0" in client.browser.get("/static/tokens.css", buffered=True).headers["Cache-Control"]


def test_reading_help_leaves_no_cookie(client: Visitor) -> None:
    response = client.browser.get("/help")

    assert response.headers.getlist("Set-Cookie") == []


def test_a_static_file_that_a_browser_has_already_is_not_sent_again(client: Visitor) -> None:
    first = client.browser.get("/static/favicon.svg", buffered=True)

    again = client.browser.get("/static/favicon.svg", headers={"If-None-Match": first.headers["ETag"]}, buffered=True)

    assert (first.status_code, first.mimetype, again.status_code, again.data) == (200, "image/svg+xml", 304, b"")

"""Accounts: registering, signing in, sessions that end, names of any script."""

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

from course import people
from tests.cast import PASSWORD, Person
from tests.pages import Visitor

NEW = "satu dua tiga empat"


def test_whoever_chooses_malay_is_welcomed_in_it(client: Visitor) -> None:
    client.get("/register?lang=en")
    client.submit({"display_name": "Aina", "email": "aina@example.edu.my", "password": PASSWORD, "language": "ms"})

    assert client.follow().words(".notice--good")[0].startswith("Selamat datang.")


def test_a_student_registers_and_is_at_home(client: Visitor) -> None:
    client.get("/register?lang=ms")

    client.submit(
        {
            "display_name": "Chong Wei Ming",
            "email": "Wei.Ming@Example.edu.my",
            "password": NEW,
            "language": "ms",
        }
    )

    assert client.follow().address == "/me"
    assert client.page is not None
    assert client.page.language == "ms"


def test_a_form_with_mistakes_keeps_what_was_typed_and_says_what_to_do(client: Visitor) -> None:
    client.get("/register")

    page = client.submit(
        {"display_name": "Devi a/p Raju", "email": "not an address", "password": "short", "language": "en"},
        expect=422,
    )

    assert page.form_data()["display_name"] == ["Devi a/p Raju"]
    assert page.form_data()["email"] == ["not an address"]
    assert page.one("[name=email]").get("aria-invalid") == "true"
    assert [link.split("#")[0] for link in page.words(".error-summary a")] == [
        "Enter an e-mail address like name@campus.edu.my.",
        "Use 10 to 200 characters. Three or four words in a row are easy to remember.",
    ]


def test_an_address_has_one_account_whatever_its_letter_case(client: Visitor, alice: Person) -> None:
    client.get("/register")

    page = client.submit(
        {"display_name": "Alice", "email": "ALICE@example.edu.my", "password": NEW, "language": "en"},
        expect=422,
    )

    assert "has an account already" in page.text


@pytest.mark.parametrize(
    "name",
    ["李明", "நித்யா", "عبد الرحمٰن بن يوسف", "Ng", "O'Neil-D’Souza a/l X", "é" * 120, "김하늘", "דוד כהן", "မောင်မောင်"],
)
def test_a_name_of_any_script_appears_unchanged(client: Visitor, name: str) -> None:
    client.get("/register")
    client.submit({"display_name": name, "email": "x@example.edu.my", "password": NEW, "language": "en"})

    page = client.get("/account")

    assert page.form_data("form[action='/account/profile']")["display_name"] == [name]


@pytest.mark.parametrize("name", ["", "   ", "a" * 121, "Ali\x00", "Ali\u202egnp", "Ali\nBin Abu\x07"])
def test_a_name_with_control_characters_or_none_is_refused(client: Visitor, name: str) -> None:
    client.get("/register")

    page = client.submit(
        {"display_name": name, "email": "x@example.edu.my", "password": NEW, "language": "en"}, expect=422
    )

    assert page.one("[name=display_name]").get("aria-invalid") == "true"


def test_a_name_that_no_certificate_could_print_is_refused_by_its_characters(client: Visitor) -> None:
    client.get("/register")

    page = client.submit(
        {"display_name": "Siti 🙂🦄", "email": "x@example.edu.my", "password": NEW, "language": "en"}, expect=422
    )

    assert page.form_data()["display_name"] == ["Siti 🙂🦄"]
    assert "The certificate cannot print 🙂🦄. Write your name without it." in page.text


@pytest.mark.parametrize(
    ("email", "password"),
    [("alice@example.edu.my", "wrong password"), ("nobody@example.edu.my", PASSWORD), ("broken", PASSWORD)],
)
def test_a_failed_sign_in_does_not_tell_what_was_wrong(
    client: Visitor, alice: Person, email: str, password: str
) -> None:
    client.get("/sign-in")

    page = client.submit({"email": email, "password": password}, expect=422)

    assert "alice" not in page.text.lower()
    client.get("/me", expect=302)


def test_signing_out_ends_the_session(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)

    browser.post("/sign-out")

    assert browser.get("/me", expect=302).location == "/sign-in?next=/me"


def test_signing_out_everywhere_ends_every_session(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    phone, laptop = sign_in(alice), sign_in(alice)

    phone.post("/account/sign-out-everywhere")

    assert laptop.get("/me", expect=302).location == "/sign-in?next=/me"


def test_an_old_cookie_is_worthless_after_signing_in_with_a_new_password(
    alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    stolen, own = sign_in(alice), sign_in(alice)
    own.get("/account")

    own.submit({"current": alice.password, "password": NEW}, form="form[action='/account/password']")

    own.get("/me")
    stolen.get("/me", expect=302)


def test_the_present_password_is_asked_for(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)
    browser.get("/account")

    page = browser.submit({"current": "a guess", "password": NEW}, form="form[action='/account/password']", expect=422)

    assert "This is not your present password." in page.text


def letters(app: Flask) -> list[str]:
    """Bodies of the letters written so far."""
    files = sorted(Path(app.config["MAIL_FOLDER"]).glob("*.eml"))
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    for file in files:
        file.unlink()
    return [message.get_content() for message in found]


def test_a_forgotten_password_is_replaced_by_mail_once(app: Flask, client: Visitor, alice: Person) -> None:
    letters(app)
    client.get("/reset")
    client.submit({"email": alice.email})
    (letter,) = letters(app)
    link = next(line for line in letter.splitlines() if "/reset/" in line)
    address = link[link.index("/reset/") :]

    client.get(address)
    client.submit({"password": NEW})

    client.get("/me")
    again = Visitor(app)
    assert again.get(address, expect=302).location == "/reset"


def test_asking_for_a_link_does_not_tell_who_has_an_account(app: Flask, client: Visitor, alice: Person) -> None:
    letters(app)
    answers = []
    for email in (alice.email, "nobody@example.edu.my"):
        client.get("/reset")
        client.submit({"email": email})
        answers.append(client.follow().words(".notice"))

    assert answers[0] == answers[1] != []
    assert len(letters(app)) == 1


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/me\r\nX: y"],
)
def test_signing_in_never_leads_to_another_site(app: Flask, alice: Person, address: str) -> None:
    browser = Visitor(app)
    browser.get("/sign-in", query_string={"next": address})

    page = browser.submit({"email": alice.email, "password": alice.password})

    assert page.location == "/me"


def test_a_changed_name_shows_at_once_and_a_changed_language_too(
    alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(alice)
    browser.get("/account")

    browser.submit({"display_name": "Alice W.", "language": "ms"}, form="form[action='/account/profile']")
    page = browser.follow()

    assert page.language == "ms"
    assert "Alice W." in page.text


def test_an_erased_person_is_gone_and_the_session_too(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    browser = sign_in(alice)
    browser.post("/learn/spot-it/what-counts/done")
    browser.get("/account/erase")

    browser.submit({"current": alice.password})

    browser.get("/me", expect=302)
    with app.app_context():
        assert people.find_by_password(alice.email, alice.password) is None


def test_the_export_holds_what_is_kept_and_no_secret(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)
    browser.post("/learn/spot-it/what-counts/done")

    kept = browser.browser.get("/account/export").get_json()

    assert kept["users"][0]["email"] == alice.email
    assert kept["lessons_done"][0]["lesson"] == "what-counts"
    assert {"password_hash", "session_token"} & set(kept["users"][0]) == set()


def test_someone_made_admin_signs_in_again_and_leaves_a_trace(app: Flask, alice: Person) -> None:
    result = app.test_cli_runner().invoke(args=["make-admin", alice.email])

    assert result.output == f"{alice.email} is an administrator now, and must sign in again.\n"
    with app.app_context():
        visitor = people.find_by_password(alice.email, alice.password)
        assert visitor is not None
        assert visitor.role == "admin"


def test_nobody_is_made_admin_by_a_mistyped_address(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["make-admin", "nobody@example.edu.my"])

    assert result.exit_code == 1
    assert "No account has the address" in result.output

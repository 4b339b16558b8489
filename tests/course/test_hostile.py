"""Attacks: what a script, a thief with an old cookie or a broken browser may try, and what it gets."""

import io
import json
import logging
import re
import smtplib
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

import certificates
from course import attempts, awards, catalogue, clock, commands, mail, people, pledges, privacy
from course.extensions import db
from course.mint import Made
from course.tables import Attempt, Certificate, Definition, Pledge, User
from tests.cast import PASSWORD, Person
from tests.pages import Visitor
from tests.pledging import empty_the_mail, letters_to

NEW = "satu dua tiga empat"
PLAN = {"situation": "own", "own_situation": "I am angry", "action": "own", "own_action": "I wait"}

# Every form of the site, with fields that a person would send. Nobody is signed in on the first four.
PUBLIC_FORMS: dict[str, dict[str, str]] = {
    "/sign-in": {"email": "alice@example.edu.my", "password": PASSWORD},
    "/register": {"display_name": "Dina", "email": "d@example.edu.my", "password": NEW, "language": "en"},
    "/reset": {"email": "alice@example.edu.my"},
    "/reset/no-token": {"password": NEW},
    "/stories/new": {"text": "A friend kept a seat for me.", "campus": "", "language": "en", "ticket": ""},
}
OWN_FORMS: dict[str, dict[str, str]] = {
    "/account/profile": {"display_name": "Alice", "language": "en"},
    "/account/password": {"current": "not hers", "password": NEW},
    "/account/erase": {"current": "not hers"},
    "/plan": {**PLAN, "obstacle": "", "way_round": ""},
    "/quizzes/spot-it": {"ticket": "none", "focus": ""},
    "/attempts/1/answers": {"a-x": "b", "step": "x", "go": "2"},
    "/attempts/1/submit": {"a-x": "b", "sure": "1"},
}
FORMS = {**PUBLIC_FORMS, **OWN_FORMS}
FIELDS = [(address, name) for address, form in FORMS.items() for name in form]


def statuses(app: Flask, person: Person, requests: Iterable[tuple[str, dict[str, Any]]]) -> dict[int, int]:
    """What the forms answer, by status: to nobody on the public forms, and to the person on the others."""
    own = Visitor(app).sign_in(person).browser
    answers = [
        (app.test_client() if address in PUBLIC_FORMS else own).post(address, **options)
        for address, options in requests
    ]
    return Counter(answer.status_code for answer in answers)


@pytest.fixture
def own(unshaken: Flask, alice: Person) -> FlaskClient:
    """Alice's browser, on a site that shows its crashes as a student would see them."""
    return Visitor(unshaken).sign_in(alice).browser


@pytest.fixture
def unshaken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application as it runs outside tests: an exception that nobody caught is a page with code 500."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app


def certificate_of(app: Flask, person: Person) -> int:
    """Give somebody everything that the certificate asks for, and the certificate."""
    now = clock.now()
    with app.app_context():
        issuer = catalogue.current().issuer
        with db.writing() as session:
            session.merge(Definition(content_hash="0" * 64, subject="quiz:x", body="{}", first_drawn_at=now))
            session.flush()
            for number, condition in enumerate(issuer.conditions, 1):
                session.add(
                    Attempt(
                        user_id=person.id, subject=condition.subject, mode="scored", number=number, paper={},
                        content_hash="0" * 64, started_at=now, submitted_at=now, score=100.0, passed=True,
                    )
                )  # fmt: skip
            session.flush()
            issued = awards.issue_when_earned(session, person.id, issuer, now)
            assert issued
            return issued.id


# --- what is sent -----------------------------------------------------------------------------------------------


@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-16",
            "multipart/form-data; boundary=b",
            "application/json",
            "text/plain",
            "",
            "\xff",
        ]
    ),
    address=st.sampled_from(sorted(FORMS)),
    named=st.booleans(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_posted_to_any_form_break_the_site(
    unshaken: Flask, own: FlaskClient, body: bytes, kind: str, address: str, named: bool
) -> None:
    name = next(iter(FORMS[address])).encode()
    if named and "multipart" in kind:
        head = b'--b\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n'
        body = head + body + b"\r\n--b--\r\n"
    elif named:
        body = name + b"=" + body

    browser = unshaken.test_client() if address in PUBLIC_FORMS else own
    response = browser.post(address, data=body, headers={"Content-Type": kind})

    assert response.status_code < 500


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60), field=st.sampled_from(FIELDS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_in_any_field_breaks_the_site(
    unshaken: Flask, own: FlaskClient, text: str, field: tuple[str, str]
) -> None:
    address, name = field

    browser = unshaken.test_client() if address in PUBLIC_FORMS else own
    response = browser.post(address, data={**FORMS[address], name: text})

    assert response.status_code < 500


def test_a_file_in_the_place_of_a_text_is_no_text(unshaken: Flask, alice: Person) -> None:
    requests: list[tuple[str, dict[str, Any]]] = [
        (
            address,
            {"data": {**FORMS[address], name: (io.BytesIO(b"x"), "x.txt")}, "content_type": "multipart/form-data"},
        )
        for address, name in FIELDS
    ]

    answers = statuses(unshaken, alice, requests)

    assert [status for status in answers if status >= 500] == []


@pytest.mark.parametrize("body", ["[1, 2]", '"x"', "{", *(json.dumps(value) for value in (5, None, [["a"]]))])
def test_a_form_is_never_read_from_json(unshaken: Flask, alice: Person, body: str) -> None:
    requests: list[tuple[str, dict[str, Any]]] = [
        (address, {"data": body, "content_type": "application/json"})
        for address in ("/sign-in", "/register", "/reset", "/plan", "/account/profile", "/account/erase")
    ]

    assert statuses(unshaken, alice, requests) == {422: 6}


@pytest.mark.parametrize("value", [5, True, {"a": 1}, ["a", "b"], "\ud800", None])
def test_values_that_are_no_texts_reach_no_form(unshaken: Flask, alice: Person, value: object) -> None:
    requests: list[tuple[str, dict[str, Any]]] = [
        (address, {"json": dict.fromkeys(FORMS[address], value)}) for address in ("/sign-in", "/register", "/plan")
    ]

    assert statuses(unshaken, alice, requests) == {422: 3}


def test_a_password_sent_as_json_is_not_tried_at_all(app: Flask, alice: Person) -> None:
    stranger = Visitor(app)

    stranger.post("/sign-in", json={"email": alice.email, "password": alice.password}, expect=422)

    stranger.get("/me", expect=302)


def test_a_plan_with_null_characters_is_kept_without_them(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)
    texts = ("own_situation", "own_action", "obstacle", "way_round")

    browser.post("/plan", {**PLAN, **dict.fromkeys(texts, "one\0two")})

    form = browser.get("/plan").form_data("form[action='/plan']")
    assert [form[name] for name in texts] == [["onetwo"]] * 4


def test_a_plan_of_null_characters_alone_is_not_written(alice: Person, sign_in: Callable[[Person], Visitor]) -> None:
    browser = sign_in(alice)

    page = browser.post("/plan", {**PLAN, "own_situation": "\0\0"}, expect=422)

    assert "Write it in your own words." in page.text


def test_an_attempt_beyond_all_numbers_does_not_exist(own: FlaskClient) -> None:
    for number in (2**31, 2**63, 10**19, "9" * 4000, "9" * 5000):
        address = f"/attempts/{number}"

        answers = [own.get(address), own.post(f"{address}/answers"), own.post(f"{address}/submit")]

        assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("query", ["\xff", "lang=\xff", "serial=\xed\xa0\x80", "next=/\xc3", "%ff=%fe&\x00=\x01"])
def test_a_query_of_broken_bytes_is_no_crash(unshaken: Flask, query: str) -> None:
    for address in ("/", "/learn/spot-it/what-counts", "/verify", "/sign-in", "/nowhere"):
        response = unshaken.test_client().get(address, environ_overrides={"QUERY_STRING": query})

        assert response.status_code < 500


def test_a_query_in_plain_utf_8_means_what_it_says(client: Visitor) -> None:
    query = "serial=Aisyah é".encode().decode("latin-1")

    page = client.get("/verify", environ_overrides={"QUERY_STRING": query}, expect=422)

    assert page.one("input[name=serial]").get("value") == "Aisyah é"


@pytest.mark.parametrize("host", ["x" * 5000, "a..b", "\xff" * 70, "[::1", "a b", "evil.example:99999999"])
def test_a_host_that_is_none_is_no_crash(unshaken: Flask, host: str) -> None:
    response = unshaken.test_client().get("/sign-in", headers={"Host": host})

    assert response.status_code < 500


@pytest.mark.parametrize("cookie", ["\xff\xfe", "a.b.c", ".eJw", "a" * 9000, '"\\377"', ""])
def test_a_broken_cookie_is_no_cookie(unshaken: Flask, cookie: str) -> None:
    headers = {"Cookie": f"thinktwice={cookie}; language={cookie}"}

    response = unshaken.test_client().get("/account", headers=headers)

    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in?next=/account")


@pytest.mark.parametrize("address", ["//[", "http://[", "//\u2100.com", "/\\evil.example", "///evil.example"])
def test_no_address_to_go_to_breaks_signing_in_or_leads_away(app: Flask, alice: Person, address: str) -> None:
    browser = Visitor(app)

    page = browser.post("/sign-in", {"email": alice.email, "password": alice.password}, query_string={"next": address})

    assert page.location == "/me"


@pytest.mark.parametrize("path", ["//evil.example/x", "//evil.example/%2f", "/nowhere%3flang=xx", "/a%22%3E%3Cb"])
def test_no_address_makes_a_page_link_to_another_site_or_another_page(client: Visitor, path: str) -> None:
    page = client.get("/", expect=404, environ_overrides={"PATH_INFO": path.replace("%3f", "?").replace("%2f", "/")})

    links = [link.get("href") for link in page.all("a.language-link, link[rel=canonical], link[rel=alternate]")]
    assert len(links) == 5
    for link in links:
        assert not link.startswith("//")
        assert link.count("?") == (0 if link == page.one("[hreflang=x-default]").get("href") else 1)


def test_static_files_are_those_of_their_folder_alone(unshaken: Flask) -> None:
    paths = ["..%2fsettings.py", "%2e%2e/settings.py", "..\\settings.py", "%00", "a" * 5000, "..%2f..%2fwsgi.py", "."]

    assert {unshaken.test_client().get(f"/static/{path}").status_code for path in paths} == {404}


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lengths of the texts whose marks are put into order, which takes time that grows with their square."""
    lengths: list[int] = []
    normalize = unicodedata.normalize

    def noted(form: str, text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text)  # type: ignore[arg-type]

    monkeypatch.setattr("unicodedata.normalize", noted)
    return lengths


@pytest.mark.parametrize(
    ("address", "field"),
    [("/register", "display_name"), ("/register", "email"), ("/sign-in", "email"), ("/reset", "email")],
)
def test_a_text_made_to_be_slow_is_not_looked_at(app: Flask, looked_at: list[int], address: str, field: str) -> None:
    slow = "a" + "\u0315\u0300" * 40_000 + "@example.com"

    status = app.test_client().post(address, data={**FORMS[address], field: slow}).status_code

    assert status == 422
    assert max(looked_at, default=0) <= 1000


@pytest.mark.parametrize("address", ["/verify?serial=", "/verify/"])
def test_a_serial_made_to_be_slow_is_not_looked_at(app: Flask, looked_at: list[int], address: str) -> None:
    app.test_client().get(address + "a" + "%CC%95%CC%80" * 20_000)

    assert max(looked_at, default=0) <= 1000


def test_a_server_takes_in_no_more_than_the_site_would_read(app: Flask) -> None:
    assert commands.WAITRESS["max_request_body_size"] == 2 * app.config["MAX_CONTENT_LENGTH"]


# --- guessing ---------------------------------------------------------------------------------------------------


def guess(app: Flask, email: str, address: str = "10.0.0.1", path: str = "/sign-in") -> int:
    form = {"email": email, "password": "not the password"}
    return app.test_client().post(path, data=form, environ_overrides={"REMOTE_ADDR": address}).status_code


@pytest.mark.usefixtures("throttled")
def test_spelling_an_address_in_another_way_gives_no_further_guesses(app: Flask, alice: Person) -> None:
    spellings = ["alice@example.edu.my", " ALICE@Example.edu.my", "alice@ｅxample.edu.my", "alice@example。edu.my"]

    answers = [guess(app, spellings[number % 4]) for number in range(11)]

    assert answers == [422] * 10 + [429]


@pytest.mark.usefixtures("throttled")
def test_a_hall_that_mistypes_its_addresses_is_told_so_and_not_stopped(app: Flask) -> None:
    answers = [
        guess(app, f"student{number}@campus", path=path) for number in range(70) for path in ("/sign-in", "/reset")
    ]

    assert answers == [422] * 140


@pytest.mark.usefixtures("throttled")
def test_spelling_an_address_in_another_way_sends_no_further_letters(app: Flask, alice: Person) -> None:
    spellings = ["alice@example.edu.my", "ALICE@example.edu.my", "alice@ｅxample.edu.my"]

    answers = [guess(app, spellings[number % 3], path="/reset") for number in range(6)]

    assert answers == [302] * 5 + [429]


@pytest.mark.usefixtures("throttled")
def test_one_line_with_countless_addresses_of_its_own_is_one_visitor(app: Flask, alice: Person) -> None:
    answers = [guess(app, alice.email, f"2001:db8:1:1::{number:x}") for number in range(11)]

    assert answers == [422] * 10 + [429]
    assert guess(app, alice.email, "2001:db8:1:2::1") == 422


@pytest.mark.usefixtures("throttled")
def test_an_address_that_a_visitor_claims_counts_for_nothing_without_a_proxy(app: Flask, alice: Person) -> None:
    form = {"email": alice.email, "password": "not the password"}

    answers = [
        app.test_client().post("/sign-in", data=form, headers={"X-Forwarded-For": f"10.9.9.{n}"}).status_code
        for n in range(11)
    ]

    assert answers == [422] * 10 + [429]


@pytest.mark.usefixtures("throttled")
def test_somebody_who_guesses_does_not_lock_the_owner_out(app: Flask, alice: Person) -> None:
    for _ in range(12):
        guess(app, alice.email, "10.6.6.6")

    owner = app.test_client().post("/sign-in", data=FORMS["/sign-in"], environ_overrides={"REMOTE_ADDR": "10.0.0.1"})

    assert (owner.status_code, owner.headers["Location"]) == (302, "/me")


@pytest.mark.usefixtures("throttled")
def test_a_campus_behind_one_address_signs_in_and_chooses_passwords(
    app: Flask, admit: Callable[..., Person], clock: Any
) -> None:
    with app.app_context():
        people.register(email="s@example.edu.my", display_name="S", password=PASSWORD, language="en", now=clock.now())
    form = {"email": "s@example.edu.my", "password": PASSWORD}

    signed_in = {app.test_client().post("/sign-in", data=form).status_code for _ in range(100)}
    chosen = {app.test_client().post("/reset/old", data={"password": NEW}).status_code for _ in range(100)}

    assert (signed_in, chosen) == ({302}, {302})


@pytest.mark.usefixtures("throttled")
def test_the_limits_remember_no_address_in_the_clear(
    app: Flask, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in range(12):
            guess(app, alice.email)
            guess(app, alice.email, path="/reset")

    assert "exceeded at endpoint" in caplog.text
    assert "alice" not in "".join(record.getMessage() for record in caplog.records if "limiter" in record.name)


def test_asking_for_a_link_does_the_same_work_for_an_unknown_address(
    app: Flask, client: Visitor, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = app.extensions["jobs"].queue
    put: list[str] = []
    monkeypatch.setattr(queue, "enqueue", lambda task: put.append(task.name))

    client.post("/reset", {"email": "nobody@example.edu.my"})
    unknown, put[:] = len(put), []
    client.post("/reset", {"email": alice.email})

    assert (unknown, len(put)) == (1, 1)


# --- sessions ---------------------------------------------------------------------------------------------------


def remembers(app: Flask, person: Person) -> people.Visitor:
    """What another process of the site keeps in memory of somebody for half a minute."""
    with app.app_context():
        visitor = people._visitor(person.id)
        assert visitor
        return visitor


def stale(visitor: people.Visitor) -> None:
    people._remembered[visitor.id] = (time.monotonic() + 30, visitor)


def test_a_stolen_cookie_writes_nothing_after_a_password_change_in_another_process(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    thief, owner = sign_in(alice), sign_in(alice)
    before = remembers(app, alice)
    owner.post("/account/password", {"current": PASSWORD, "password": NEW})
    stale(before)

    page = thief.post("/plan", PLAN)

    assert page.location == "/sign-in"
    with app.app_context():
        assert pledges.find_own(alice.id) is None


def test_a_new_password_works_at_once_where_the_old_session_is_remembered(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    owner = sign_in(alice)
    before = remembers(app, alice)
    owner.post("/account/password", {"current": PASSWORD, "password": NEW})
    stale(before)

    owner.get("/account")


@pytest.mark.parametrize("address", sorted(OWN_FORMS))
def test_someone_erased_in_another_process_is_a_stranger_to_every_form(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], address: str
) -> None:
    browser = sign_in(alice)
    before = remembers(app, alice)
    with app.app_context():
        privacy.erase(alice.id, password=PASSWORD, now=clock.now())
    stale(before)

    page = browser.post(address, OWN_FORMS[address])

    assert page.location.startswith("/sign-in")


def test_a_session_begun_before_signing_in_is_not_the_one_after(app: Flask, alice: Person) -> None:
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["csrf_token"], session["planted"] = "known to the attacker", True

    browser.post("/sign-in", data=FORMS["/sign-in"])

    with browser.session_transaction() as session:
        assert ("planted" in session, session.get("csrf_token")) == (False, None)


def test_every_act_asks_for_the_token_of_its_own_session(
    app: Flask, alice: Person, sign_in: Callable[[Person], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(alice)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    # Whatever stands for the thing acted upon: the token is asked for before anything is looked up.
    acts = {
        PART.sub(_some, rule.rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint not in WITHOUT_TOKEN
    }

    answers = {act: browser.browser.post(act).status_code for act in acts}

    assert len(acts) > 12
    assert answers == dict.fromkeys(acts, 400)


# The first changes nothing, and the second is asked by mail programs with a key of its own. The others are for whoever
# has no session, and ask where the form came from instead.
WITHOUT_TOKEN = {
    "public.verify_file",
    "accounts.stop_letters",
    "public.sign_pledge",
    "public.confirm_pledge",
    "public.make_pledge_certificate",
    "public.set_up_kiosk",
    "public.open_kiosk",
    "public.take_queue",
    "public.leave_kiosk",
}
PART = re.compile(r"<(?:(?P<kind>int|slug|any)(?:\((?P<first>[\w-]+)[^)]*\))?:)?\w+>")


def _some(part: re.Match[str]) -> str:
    """Something that may stand in this part of an address."""
    return part["first"] or ("1" if part["kind"] == "int" else "some")


def test_a_reset_link_that_was_used_or_tampered_with_opens_nothing(app: Flask, alice: Person) -> None:
    with app.app_context():
        found = people.reset_link(alice.email, app.config["SECRET_KEY"])
        assert found
    token = found[1]
    Visitor(app).post(f"/reset/{token}", {"password": NEW})

    for used in (token, token[:-1], token + "a", token.replace(".", "", 1), "WzEsIngiXQ.x.y"):
        page = Visitor(app).post(f"/reset/{used}", {"password": "another one entirely"})
        assert page.location == "/reset"


# --- two at once ------------------------------------------------------------------------------------------------


def at_once(app: Flask, act: Callable[[], object], times: int = 8) -> list[str]:
    """Do it in many threads at the same moment; the names of what was raised."""
    raised: list[str] = []
    barrier = threading.Barrier(times)

    def run() -> None:
        barrier.wait()
        with app.app_context():
            try:
                act()
            except Exception as problem:
                raised.append(type(problem).__name__)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.slow
def test_a_plan_saved_by_two_clicks_at_once_is_one_plan(own_app: Flask) -> None:
    for number in range(5):
        with own_app.app_context():
            visitor = people.register(
                email=f"p{number}@example.edu.my", display_name="P", password=PASSWORD, language="en", now=clock.now()
            )
        plan = pledges.Plan("I am angry", "I wait")

        raised = at_once(own_app, partial(pledges.keep, visitor.id, plan, language="en", now=clock.now()))

        assert raised == []
    with own_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Pledge)) == 5


@pytest.mark.slow
def test_one_address_registered_by_many_at_once_is_one_account(own_app: Flask) -> None:
    def register() -> None:
        people.register(
            email="one@example.edu.my", display_name="One", password=PASSWORD, language="en", now=clock.now()
        )

    raised = at_once(own_app, register)

    assert raised == ["EmailTaken"] * 7


class SlowMint:
    """Makes a PDF while something else happens: the PDF is finished after it."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.meanwhile = meanwhile

    def make(self, claims: certificates.Claims, *_others: object) -> Made:
        self.meanwhile()
        return Made("a badge", b"%PDF of " + claims.name.encode())


def test_a_certificate_that_is_being_drawn_while_its_owner_is_erased_keeps_no_name(app: Flask, alice: Person) -> None:
    number = certificate_of(app, alice)

    def erase() -> None:
        with app.app_context():
            privacy.erase(alice.id, password=PASSWORD, now=clock.now())

    with app.app_context():
        awards.draw(number, SlowMint(erase), clock.now())  # type: ignore[arg-type]

    with app.app_context():
        kept = db.session.get_one(Certificate, number)
        assert (kept.pdf, kept.pdf_sha256, kept.withdrawn_at is None) == (None, None, False)


def test_a_withdrawn_certificate_is_never_drawn(app: Flask, alice: Person) -> None:
    number = certificate_of(app, alice)
    with app.app_context():
        privacy.erase(alice.id, password=PASSWORD, now=clock.now())

    with app.app_context():
        drawn = awards.draw(number, SlowMint(lambda: None), clock.now() + timedelta(hours=1))  # type: ignore[arg-type]

    assert drawn is False


# --- what others must not see -----------------------------------------------------------------------------------


def test_nobody_opens_the_attempt_of_somebody_else(
    app: Flask, alice: Person, bob: Person, sign_in: Callable[[Person], Visitor]
) -> None:
    hers, his = sign_in(alice), sign_in(bob)
    hers.get("/quizzes/spot-it")
    attempt = hers.submit().location

    his.get(attempt, expect=404)
    his.post(f"{attempt}/answers", {"a-x": "b"}, expect=404)
    his.post(f"{attempt}/submit", {"sure": "1"}, expect=404)

    with app.app_context():
        sheet = attempts.find_own(alice.id, int(attempt.rsplit("/", 1)[1]))
        assert sheet
        assert (sheet.answers, sheet.submitted_at) == ({}, None)


def test_a_broken_database_does_not_put_a_person_into_the_log(app: Flask, alice: Person) -> None:
    user = {"email": "dina@example.edu.my", "display_name": "Dina", "password_hash": "argon", "language": "xx"}
    with app.app_context(), pytest.raises(SQLAlchemyError) as problem, db.writing() as session:
        session.add(User(**user, session_token="token-of-dina", created_at=clock.now()))

    said = str(problem.value).split("DETAIL")[0]
    assert "users" in said
    assert [word for word in ("dina@", "argon", "token-of-dina") if word in said] == []


class RefusingServer:
    """A mail server that knows nobody."""

    def __init__(self, *_arguments: object, **_keywords: object) -> None:
        pass

    def __enter__(self) -> "RefusingServer":
        return self

    def __exit__(self, *_problem: object) -> None:
        pass

    def send_message(self, message: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({message["To"]: (550, b"no such user")})


def test_a_letter_that_is_refused_does_not_put_the_address_into_the_log(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(smtplib, "SMTP", RefusingServer)
    server = {"MAIL_SERVER": "mail.invalid", "MAIL_STARTTLS": False}
    letter = mail.Letter("alice@example.edu.my", "Hello", "A link")

    with pytest.raises(mail.NotTaken) as refused:
        mail.deliver(letter, {**app.config, **server})
    logging.getLogger("tests").error("The job failed.", exc_info=refused.value)

    assert "550" in caplog.text
    assert "alice" not in caplog.text


def test_a_letter_says_nothing_that_a_stranger_typed(app: Flask, client: Visitor) -> None:
    """Anybody may register an address that is not theirs, and have the site write to it."""
    with app.app_context():
        people.register(
            email="victim@example.edu.my", display_name="Win a phone at evil.example", password=PASSWORD,
            language="en", now=clock.now(),
        )  # fmt: skip
    empty_the_mail(app)

    client.post("/reset", {"email": "victim@example.edu.my"})

    (letter,) = letters_to(app)
    assert "/reset/" in letter
    assert "evil" not in letter


def test_a_certificate_that_cannot_be_drawn_is_no_crash(
    unshaken: Flask, admit: Callable[..., Person], sign_in: Callable[[Person], Visitor]
) -> None:
    """No bundled typeface has hieroglyphs; a name that came in by another way than the forms stands all the same."""
    person = admit("horus@example.edu.my", "Horus")
    with unshaken.app_context(), db.writing() as session:
        session.get_one(User, person.id).display_name = "\U00013000"
    certificate_of(unshaken, person)
    browser = sign_in(person)

    browser.get("/certificate.pdf", expect=302)

    assert "could not be drawn" in browser.follow().text


def test_the_number_of_an_erased_person_is_never_given_again(own_app: Flask) -> None:
    with own_app.app_context():
        first = people.register(
            email="first@example.edu.my", display_name="First", password=PASSWORD, language="en", now=clock.now()
        )
        privacy.erase(first.id, password=PASSWORD, now=clock.now())

        second = people.register(
            email="second@example.edu.my", display_name="Second", password=PASSWORD, language="en", now=clock.now()
        )

    assert second.id > first.id

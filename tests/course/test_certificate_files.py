"""What strangers show to the verify page, and what verifiers of badges fetch: genuine, changed, ended, or not ours."""

import base64
import hashlib
import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from joserfc.jwk import RSAKey

import certificates
from course import awards, jobs, privacy
from course.awards import Actor
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.earning import earn
from tests.pages import Visitor

ADMIN = Actor(None, "admin")
GENUINE = "This certificate is genuine"
CHANGED = "This file was changed"


@pytest.fixture
def award(app: Flask, alice: Person, clock: Clock) -> awards.Award:
    earn(app, alice, clock)
    with app.app_context():
        jobs.draw_now(awards.find_own(alice.id).id)  # type: ignore[union-attr]
        earned = awards.find_own(alice.id)
    assert earned is not None
    return earned


@pytest.fixture
def pdf(app: Flask, award: awards.Award) -> bytes:
    with app.app_context():
        drawn = awards.pdf_of(award.id)
    assert drawn is not None
    return drawn


def upload(visitor: Visitor, data: bytes, name: str = "certificate.pdf") -> tuple[int, str]:
    """Post a file to the verify page: the status, and the page."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    answer = visitor.browser.post(
        "/verify", data=head + data + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    return answer.status_code, answer.get_data(as_text=True)


def show(visitor: Visitor, data: bytes, name: str = "certificate.pdf") -> tuple[int, str]:
    """The same, and of the page the heading or what is said beside the field."""
    status, text = upload(visitor, data, name)
    said = text.partition('id="file-error" role="alert">')[2] or text.partition("<h1>")[2]
    return status, said[:600]


def test_a_downloaded_pdf_is_genuine_and_shows_every_fact(client: Visitor, award: awards.Award, pdf: bytes) -> None:
    status, text = upload(client, pdf)

    assert status == 200
    assert GENUINE in text
    for fact in (award.claims.name, award.claims.course, *award.claims.modules, award.fingerprint):
        assert fact in text.replace("&amp;", "&")


def _saved_again(pdf: bytes) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:],
        lambda pdf: pdf + b"\n%%EOF\n",
        _saved_again,
    ],
    ids=["a bit", "something appended", "saved again"],
)
def test_a_changed_pdf_is_told_from_a_genuine_one(
    client: Visitor, pdf: bytes, change: Callable[[bytes], bytes]
) -> None:
    status, heading = show(client, change(pdf))

    assert (status, CHANGED in heading) == (422, True)


def _locked() -> bytes:
    saved = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(saved, encryption=pikepdf.Encryption(owner="a", user="b"))
    return saved.getvalue()


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 422, "Choose the PDF or the badge"),
        (b"%PDF-1.7 and no more", 422, "This file cannot be read"),
        (b"\x89PNG\r\n\x1a\nnothing", 422, "a picture proves nothing"),
        (b"hello", 422, "This file cannot be read"),
        (_locked(), 422, "locked with a password"),
        (b"%PDF-1.7" + bytes(3 * 1024 * 1024), 413, "too large"),
        (b"x" * 50 * 1024 * 1024, 413, "too large"),
    ],
    ids=["nothing", "cut off", "picture", "text", "locked", "3 MB", "50 MB"],
)
def test_what_is_no_certificate_gets_a_sentence(client: Visitor, data: bytes, status: int, sentence: str) -> None:
    got, said = show(client, data)

    assert (got, sentence in said) == (status, True), said


@pytest.mark.parametrize("kind", ["json", "png", "svg"])
def test_a_badge_is_genuine_in_every_form_and_altered_in_none(
    app: Flask, client: Visitor, alice: Person, award: awards.Award, sign_in: Callable[[Person], Visitor], kind: str
) -> None:
    badge = sign_in(alice).browser.get(f"/certificate/badge.{kind}").data

    assert GENUINE in show(client, badge, f"badge.{kind}")[1]

    with app.app_context():
        token = awards.badge_of(award.id)
    assert token is not None
    payload = token.split(".")[1]
    forged = json.loads(base64.urlsafe_b64decode(payload + "=="))
    forged["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    other = base64.urlsafe_b64encode(json.dumps(forged).encode()).rstrip(b"=").decode()
    assert badge.count(payload.encode()) == 1
    assert GENUINE not in show(client, badge.replace(payload.encode(), other.encode()), f"badge.{kind}")[1]


def test_a_verifier_finds_the_key_the_issuer_the_record_and_the_status(
    app: Flask, client: Visitor, award: awards.Award, clock: Clock
) -> None:
    token = client.browser.get(f"/verify/{award.serial}/badge").get_data(as_text=True)
    header = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    local = payload["issuer"]["url"]

    key = client.browser.get(header["kid"].removeprefix(local)).get_json()
    profile = client.browser.get(payload["iss"].removeprefix(local)).get_json()
    key_set = client.browser.get("/.well-known/jwks.json").get_json()["keys"]
    record = client.browser.get(f"/verify/{award.serial}/record.json").data

    keys = {RSAKey.import_key(key).thumbprint(): RSAKey.import_key(key)}
    assert key in key_set
    assert "d" not in key
    assert profile["id"] == payload["iss"]
    assert hashlib.sha256(record).hexdigest() == award.fingerprint
    status = payload["credentialStatus"]
    address = status["statusListCredential"].removeprefix(local)
    index = int(status["statusListIndex"])
    assert not certificates.read_status(client.browser.get(address).get_data(as_text=True), index, keys)

    with app.app_context():
        awards.revoke(award.serial, "issued_by_mistake", ADMIN, clock.now())
    assert certificates.read_status(client.browser.get(address).get_data(as_text=True), index, keys)


def test_a_revoked_certificate_says_when_by_which_role_and_why_and_opens_no_second_one(
    app: Flask, client: Visitor, alice: Person, award: awards.Award, pdf: bytes, clock: Clock
) -> None:
    with app.app_context():
        awards.revoke(award.serial, "not_earned", ADMIN, clock.now())
        with pytest.raises(awards.AlreadyRevoked):
            awards.revoke(award.serial, "not_earned", ADMIN, clock.now())

    page = client.get(f"/verify/{award.serial}")
    assert page.heading == "This certificate was issued here, and revoked"
    assert "On 21 November 2026 the administration of the course revoked it: what it says was not earned." in page.text
    assert show(client, pdf)[1].strip().startswith("This certificate was issued here, and revoked")


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_leads_to_it(
    app: Flask, client: Visitor, award: awards.Award, pdf: bytes, clock: Clock
) -> None:
    with app.app_context():
        with pytest.raises(awards.NothingToCorrect):
            awards.replace_with(award.serial, f" {award.claims.name} ", ADMIN, clock.now())
        serial = awards.replace_with(award.serial, "Alice Wong Mei Ling", ADMIN, clock.now())

    old, new = client.get(f"/verify/{award.serial}"), client.get(f"/verify/{serial}")
    assert old.heading == "This certificate was replaced by a corrected one"
    assert serial in old.text
    assert new.heading == GENUINE
    assert "Alice Wong Mei Ling" in new.text
    assert award.serial in new.text
    assert show(client, pdf)[1].strip().startswith("This certificate was replaced")


def test_of_a_holder_who_has_left_nothing_is_said_but_the_hash(
    app: Flask, client: Visitor, alice: Person, award: awards.Award, pdf: bytes, clock: Clock
) -> None:
    with app.app_context():
        privacy.erase(alice.id, password=PASSWORD, now=clock.now())

    _status, text = upload(client, pdf)

    assert "This certificate was withdrawn by its holder" in text
    assert alice.display_name not in text
    for part in ("badge", "record.json", "preview.png"):
        assert client.browser.get(f"/verify/{award.serial}/{part}").status_code == 410


def test_the_shared_picture_shows_the_name_only_when_its_holder_wants_it(
    client: Visitor, alice: Person, award: awards.Award, sign_in: Callable[[Person], Visitor]
) -> None:
    address = f"/verify/{award.serial}/preview.png"
    without = client.browser.get(address).data
    holder = sign_in(alice)
    holder.get("/certificate")

    holder.submit({"shows_name": "yes"}, form="form[action='/certificate/preview']")
    with_name = client.browser.get(address).data

    assert without.startswith(b"\x89PNG")
    assert with_name.startswith(b"\x89PNG")
    assert without != with_name
    assert client.browser.get(address).data == with_name


def test_the_linkedin_address_carries_the_public_facts_and_no_name(
    alice: Person, award: awards.Award, sign_in: Callable[[Person], Visitor]
) -> None:
    (link,) = sign_in(alice).get("/certificate").all("a[href^='https://www.linkedin.com/']")

    assert f"certId={award.serial}" in link.get("href", "")
    assert "Alice" not in link.get("href", "")

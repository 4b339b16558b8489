"""What people upload: genuine certificates, altered ones, other papers, and files made to do harm."""

import base64
import json
import random
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf.annotations import FreeText

from certificates import canonical_bytes, reading
from certificates.chains import CertificateChain
from certificates.examining import LARGEST_BYTES, Examined, Kind, examine, examine_apart
from certificates.keyring import Keyring, make_keys, open_keyring, rotate_keys
from certificates.reading import Condition, Reading, read_apart
from certificates.samples import sample
from certificates.seals import Broken, check_seal
from certificates.signing import sign_pdf
from tests.certificates.papers import AISYAH, NOON, certificate_paper, other_paper, saved

SERIAL = AISYAH.serial
BOLEH = sample("Boleh Jadi Sahaja", "en")
FLIPS = 2000  # bench/certificate_signature.py tries 10,000
TRIES = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    """Somebody who makes a keyring with the same program and the same names."""
    folder = tmp_path_factory.mktemp("stranger") / "keys"
    make_keys(folder, "Universiti Contoh Malaysia", NOON)
    return open_keyring(folder)


@pytest.fixture(scope="module")
def ours(keyring: Keyring) -> tuple[CertificateChain, ...]:
    return keyring.document_certificates


@pytest.fixture(scope="module")
def signed(keyring: Keyring) -> bytes:
    return sign_pdf(keyring, certificate_paper(), NOON)


# --- genuine ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [examine, examine_apart])
def test_a_certificate_as_it_was_signed_is_genuine(
    signed: bytes,
    ours: tuple[CertificateChain, ...],
    look: Callable[[bytes, tuple[CertificateChain, ...]], Examined],
) -> None:
    examined = look(signed, ours)

    assert examined.kind is Kind.SIGNED_HERE
    assert examined.serial == SERIAL
    assert examined.record == canonical_bytes(AISYAH)
    assert examined.claims == AISYAH
    assert examined.signature is not None
    assert examined.signature.signed_at == NOON
    assert examined.problem == ""


def test_a_certificate_brings_its_badge_along(keyring: Keyring, ours: tuple[CertificateChain, ...]) -> None:
    with pikepdf.open(BytesIO(certificate_paper())) as pdf:
        pdf.attachments["openbadge.jwt"] = b"eyJ.eyJ.c2ln\n"
        pdf.attachments["letter.txt"] = b"Dear"
        paper = saved(pdf)

    examined = examine(sign_pdf(keyring, paper, NOON), ours)

    assert (examined.kind, examined.badge_token) == (Kind.SIGNED_HERE, "eyJ.eyJ.c2ln")


def test_what_was_signed_before_a_rotation_stays_genuine(made: Path, tmp_path: Path, signed: bytes) -> None:
    rotated = shutil.copytree(made, tmp_path / "keys")
    rotate_keys(rotated, "Universiti Contoh Malaysia", NOON)
    keyring = open_keyring(rotated)

    after = sign_pdf(keyring, certificate_paper(), NOON)

    assert examine(signed, keyring.document_certificates).kind is Kind.SIGNED_HERE
    assert examine(after, keyring.document_certificates).kind is Kind.SIGNED_HERE
    assert examine(after, open_keyring(made).document_certificates).kind is Kind.ALTERED


def test_another_paper_that_the_same_key_signed_is_no_certificate(
    keyring: Keyring, ours: tuple[CertificateChain, ...]
) -> None:
    letter = sign_pdf(keyring, other_paper(), NOON)
    unknown = sign_pdf(keyring, certificate_paper(record=b'{"format":2}'), NOON)

    assert examine(letter, ours).kind is Kind.FOREIGN
    assert examine(unknown, ours).kind is Kind.FOREIGN
    assert examine(unknown, ours).record is None


# --- altered ----------------------------------------------------------------------------------------------------------


def test_no_flipped_bit_passes_for_genuine(signed: bytes, ours: tuple[CertificateChain, ...]) -> None:
    passed = []

    for bit in random.Random(20261121).sample(range(len(signed) * 8), FLIPS):
        flipped = bytearray(signed)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            check_seal(bytes(flipped), ours)
        except Broken:
            continue
        passed.append(bit)

    assert passed == []


def test_every_bit_of_the_signature_itself_counts(signed: bytes, ours: tuple[CertificateChain, ...]) -> None:
    place = re.search(rb"/Contents <([0-9A-F]+)>", signed)
    assert place
    passed = []

    for at in range(*place.span(1)):
        flipped = bytearray(signed)
        flipped[at] ^= 1
        try:
            check_seal(bytes(flipped), ours)
        except Broken:
            continue
        passed.append(at)

    assert passed == []


def test_a_flipped_bit_is_examined_to_the_end(signed: bytes, ours: tuple[CertificateChain, ...]) -> None:
    kinds = set()

    for bit in random.Random(7).sample(range(len(signed) * 8), 60):
        flipped = bytearray(signed)
        flipped[bit // 8] ^= 1 << bit % 8
        kinds.add(examine(bytes(flipped), ours).kind)

    assert kinds <= {Kind.ALTERED, Kind.UNREADABLE}


def test_a_file_cut_off_anywhere_is_not_genuine(signed: bytes, ours: tuple[CertificateChain, ...]) -> None:
    kinds = [examine(signed[: len(signed) * percent // 100], ours).kind for percent in range(100)]

    assert set(kinds) <= {Kind.UNREADABLE, Kind.ALTERED}
    assert kinds[0] is Kind.UNREADABLE
    assert kinds[99] is Kind.UNREADABLE  # a download that broke off is no forgery


def appended_annotation(signed: bytes) -> bytes:
    """A white box with another name over the name, as pypdf adds it."""
    writer = pypdf.PdfWriter(BytesIO(signed), incremental=True)
    writer.add_annotation(0, FreeText(text="Boleh Jadi", rect=(100, 250, 700, 330), background_color="ffffff"))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def appended_page(signed: bytes) -> bytes:
    """The page turned upside down, as pyHanko writes it."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(page.container_ref)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def appended_space(signed: bytes) -> bytes:
    return signed + b"\n"


def swapped_after_signing(signed: bytes) -> bytes:
    """A shadow attack: what was signed is all there, and a new page in front of it is what readers show."""
    writer = pypdf.PdfWriter(BytesIO(signed), incremental=True)
    writer.insert_page(pypdf.PdfReader(BytesIO(certificate_paper(BOLEH))).pages[0], 0)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def saved_again(signed: bytes) -> bytes:
    with pikepdf.open(BytesIO(signed)) as pdf:
        return saved(pdf)


def without_signature(signed: bytes) -> bytes:
    with pikepdf.open(BytesIO(signed)) as pdf:
        del pdf.Root.AcroForm
        del pdf.Root.Perms
        del pdf.pages[0]["/Annots"]
        return saved(pdf)


def without_its_attachments(signed: bytes) -> bytes:
    """As a program that prints to a new PDF leaves it: only the page is left."""
    with pikepdf.open(BytesIO(signed)) as pdf, pikepdf.new() as copy:
        del pdf.pages[0]["/Annots"]
        copy.pages.append(pdf.pages[0])
        return saved(copy)


def with_another_record(signed: bytes) -> bytes:
    with pikepdf.open(BytesIO(signed)) as pdf:
        record = canonical_bytes(AISYAH).replace(b"Nur Aisyah", b"Boleh Jadi")
        pdf.attachments["record.json"] = record
        return saved(pdf)


def with_a_broken_record(signed: bytes) -> bytes:
    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.attachments["record.json"] = b"{"
        return saved(pdf)


def with_an_endless_record(signed: bytes) -> bytes:
    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.attachments["record.json"] = canonical_bytes(AISYAH) + b" " * 100_000
        return saved(pdf)


def in_small_letters(signed: bytes) -> bytes:
    """The same signature, written otherwise: nothing that it covers was touched."""
    return re.sub(rb"/Contents <[0-9A-F]+>", lambda place: place[0].lower().replace(b"/contents", b"/Contents"), signed)


def with_something_in_the_padding(signed: bytes) -> bytes:
    return re.sub(rb"00>\n/ByteRange", b"01>\n/ByteRange", signed)


def with_the_signature_elsewhere(signed: bytes) -> bytes:
    """The signature's place moved to the end of the line: what is covered is the same, the file is not."""
    return re.sub(rb"/Contents (<[0-9A-F]+>)\n", rb"/Contents \n\1", signed)


def with_the_page_of_another(signed: bytes) -> bytes:
    """Another certificate with our record and the whole signature of the genuine one."""
    place = re.search(rb"/Contents <[0-9A-F]+>\n", signed)
    assert place
    return certificate_paper(BOLEH, record=canonical_bytes(AISYAH)) + place[0] + b"%%EOF"


ALTERATIONS = [
    appended_annotation,
    appended_page,
    appended_space,
    swapped_after_signing,
    saved_again,
    without_signature,
    without_its_attachments,
    with_another_record,
    with_a_broken_record,
    with_an_endless_record,
    in_small_letters,
    with_something_in_the_padding,
    with_the_signature_elsewhere,
    with_the_page_of_another,
]


@pytest.mark.parametrize("alter", ALTERATIONS, ids=lambda alter: alter.__name__)
def test_an_altered_certificate_is_found_out_and_leads_to_the_true_one(
    signed: bytes, ours: tuple[CertificateChain, ...], alter: Callable[[bytes], bytes]
) -> None:
    altered = alter(signed)
    assert altered != signed

    examined = examine_apart(altered, ours)

    assert (examined.kind, examined.serial) == (Kind.ALTERED, SERIAL)
    assert examined.record is None
    assert examined.signature is None
    assert examined.problem


def test_a_forgery_with_our_record_and_their_signature_is_altered(
    stranger: Keyring, ours: tuple[CertificateChain, ...]
) -> None:
    forged = sign_pdf(stranger, certificate_paper(BOLEH, record=canonical_bytes(AISYAH)), NOON)

    examined = examine(forged, ours)

    assert (examined.kind, examined.serial) == (Kind.ALTERED, SERIAL)
    assert examined.problem == "The signature was made by somebody else."


def test_our_certificate_signed_by_another_key_is_altered(
    signed: bytes, stranger: Keyring, ours: tuple[CertificateChain, ...]
) -> None:
    again = sign_pdf(stranger, without_signature(signed), NOON)

    assert examine(again, ours).kind is Kind.ALTERED


def test_their_signature_under_our_certificate_does_not_hold(
    keyring: Keyring, stranger: Keyring, ours: tuple[CertificateChain, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.pades.check_seal", lambda *_: None)
    forger = replace(keyring, document=replace(keyring.document, sign=stranger.document.sign))

    forged = sign_pdf(forger, certificate_paper(BOLEH), NOON)

    assert examine(forged, ours).kind is Kind.ALTERED
    assert examine(forged, ours).problem == "The signature was not made by its key."


def test_many_signatures_cost_no_more_than_a_few(signed: bytes, ours: tuple[CertificateChain, ...]) -> None:
    """Each place that looks like a signature costs a hash of the file; here are two thousand of them."""
    place = re.search(rb"/Contents <[0-9A-F]+>\n/ByteRange \[[0-9 ]+\] ", signed)
    assert place

    examined = examine(b"%PDF-1.7\n" + place[0] * 1000 + b"%%EOF", ours)

    assert examined.kind is Kind.ALTERED


def test_other_papers_are_not_ours(stranger: Keyring, ours: tuple[CertificateChain, ...]) -> None:
    assert examine_apart(other_paper(), ours).kind is Kind.FOREIGN
    assert examine_apart(sign_pdf(stranger, other_paper(), NOON), ours).kind is Kind.FOREIGN
    assert examine_apart(other_paper("A serial like TT-7K2M-9QXE is none"), ours).serial is None


# --- files made to do harm --------------------------------------------------------------------------------------------


def encrypted(**who: str) -> bytes:
    with pikepdf.open(BytesIO(certificate_paper())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="o", **who))


def bomb(megabytes: int) -> bytes:
    """Zeros that deflate to a thousandth of their size. One block of them, repeated, so that making it costs little."""
    squeeze = zlib.compressobj(9)
    head = squeeze.compress(bytes(1024)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    block = squeeze.compress(bytes(1024 * 1024)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes + squeeze.flush()


def with_stream(pdf: pikepdf.Pdf, deflated: bytes) -> pikepdf.Object:
    stream = pikepdf.Stream(pdf, b"")
    stream.write(deflated, filter=pikepdf.Name.FlateDecode)
    return stream


def bomb_on_the_page() -> bytes:
    with pikepdf.open(BytesIO(other_paper())) as pdf:
        pdf.pages[0].Contents = with_stream(pdf, bomb(1024))
        return saved(pdf)


def bomb_attached() -> bytes:
    with pikepdf.open(BytesIO(other_paper())) as pdf:
        pdf.attachments["record.json"] = b"{}"
        file = pdf.Root.Names.EmbeddedFiles.Names[1]
        file.EF.F = with_stream(pdf, bomb(1024))
        file.EF.UF = file.EF.F
        return saved(pdf)


def bombs_in_bombs() -> bytes:
    deflated = zlib.compress(bomb(1024), 9)
    with pikepdf.open(BytesIO(other_paper())) as pdf:
        stream = pikepdf.Stream(pdf, b"")
        stream.write(deflated, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
        pdf.pages[0].Contents = stream
        return saved(pdf)


def nested(depth: int) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"


def pages_in_a_circle() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 /Parent 2 0 R >>\nendobj\n"
        b"trailer << /Root 1 0 R /Prev 9 >>\n%%EOF"
    )


def endless_page() -> bytes:
    with pikepdf.open(BytesIO(other_paper())) as pdf:
        letters = b"BT /F1 1 Tf " + b"(TT-7K2M-9QXE) Tj " * 6_000_000 + b"ET"
        pdf.pages[0].Contents = with_stream(pdf, zlib.compress(letters, 9))
        return saved(pdf)


HARMFUL = {
    "nothing": (lambda: b"", {Kind.UNREADABLE}),
    "a letter": (lambda: b"Dear Sir or Madam", {Kind.UNREADABLE}),
    "a header alone": (lambda: b"%PDF-1.7", {Kind.UNREADABLE}),
    "behind a password": (lambda: encrypted(user="u"), {Kind.ENCRYPTED}),
    "encrypted for its owner": (lambda: encrypted(user=""), {Kind.ENCRYPTED}),
    "too large": (lambda: b"%PDF-1.7" + bytes(LARGEST_BYTES), {Kind.TOO_LARGE}),
    "a bomb on the page": (bomb_on_the_page, {Kind.TOO_COMPLEX, Kind.FOREIGN}),
    "a bomb attached": (bomb_attached, {Kind.TOO_COMPLEX, Kind.FOREIGN}),
    "a bomb in a bomb": (bombs_in_bombs, {Kind.TOO_COMPLEX, Kind.FOREIGN}),
    "an endless page": (endless_page, {Kind.TOO_COMPLEX, Kind.FOREIGN}),
    "nested deeply": (lambda: nested(500_000), {Kind.UNREADABLE, Kind.FOREIGN, Kind.TOO_COMPLEX}),
    "pages in a circle": (pages_in_a_circle, {Kind.UNREADABLE, Kind.FOREIGN, Kind.TOO_COMPLEX}),
    "a row of tokens that are none": (lambda: b"eyJ" * 1_600_000, {Kind.UNREADABLE}),
    "JSON nested deeply": (lambda: b'{"credentialSubject":' * 100_000, {Kind.BADGE}),
    "a PNG of empty parts": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_BYTES - 8), {Kind.PICTURE}),
}


@pytest.mark.parametrize(("make", "kinds"), HARMFUL.values(), ids=HARMFUL)
def test_a_file_made_to_do_harm_gets_an_answer(
    ours: tuple[CertificateChain, ...], make: Callable[[], bytes], kinds: set[Kind]
) -> None:
    assert examine_apart(make(), ours).kind in kinds


@TRIES
@given(st.binary(max_size=300))
def test_random_bytes_get_an_answer(ours: tuple[CertificateChain, ...], data: bytes) -> None:
    assert examine(data, ours).kind in {Kind.UNREADABLE, Kind.PICTURE, Kind.BADGE}  # the words of one are enough


@TRIES
@given(st.data())
def test_a_certificate_with_a_piece_replaced_is_never_genuine(
    signed: bytes, ours: tuple[CertificateChain, ...], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(signed)))
    end = data.draw(st.integers(start, min(start + 400, len(signed))))
    changed = signed[:start] + data.draw(st.binary(max_size=40)) + signed[end:]

    if changed != signed:
        assert examine(changed, ours).kind is not Kind.SIGNED_HERE


def test_a_file_of_two_kinds_is_never_genuine(signed: bytes, ours: tuple[CertificateChain, ...]) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + signed
    page = b"<!-- " + signed + b" -->"
    letter = b"PK\x03\x04" + signed

    assert examine_apart(picture, ours).kind is Kind.PICTURE
    assert examine_apart(page, ours).kind is Kind.ALTERED
    assert examine_apart(letter, ours).kind is Kind.ALTERED


# --- the process that reads -------------------------------------------------------------------------------------------


def reader_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str) -> None:
    """In the place of the program that reads, one that behaves as a file might make it behave."""
    (tmp_path / "reader.py").write_text(program, "utf-8")
    monkeypatch.setattr(reading, "_READER", tmp_path / "reader.py")


@pytest.mark.parametrize(
    ("program", "condition"),
    [
        ("import os; os.abort()", Condition.TOO_COMPLEX),
        ("import time; time.sleep(60)", Condition.TOO_COMPLEX),
        ("raise SystemExit(3)", Condition.UNREADABLE),
        ("print('not JSON')", Condition.UNREADABLE),
        ("print('[' * 100000)", Condition.UNREADABLE),
        ("print('[]')", Condition.UNREADABLE),
        ("print('{}')", Condition.UNREADABLE),
        ('print(\'{"condition": "genuine"}\')', Condition.UNREADABLE),
        ('print(\'{"condition": "readable", "record": 5}\')', Condition.UNREADABLE),
        ('print(\'{"condition": "readable", "record": "\' + "A" * 9999999 + \'"}\')', Condition.UNREADABLE),
    ],
)
def test_however_the_reading_process_ends_there_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, condition: Condition
) -> None:
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 1)
    reader_that(monkeypatch, tmp_path, program)

    assert read_apart(b"%PDF-") == Reading(condition)


def test_the_reading_process_cannot_call_a_forgery_genuine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ours: tuple[CertificateChain, ...]
) -> None:
    """Should a file take that process over, it can say what it wants about the file, but not that we signed it."""
    record = base64.b64encode(canonical_bytes(AISYAH)).decode()
    told = json.dumps({"condition": "readable", "record": record, "serials": [SERIAL], "kind": "signed_here"})
    reader_that(monkeypatch, tmp_path, f"print({told!r})")

    examined = examine_apart(other_paper(), ours)

    assert (examined.kind, examined.record) == (Kind.ALTERED, None)


def test_a_genuine_file_that_cannot_be_read_just_now_is_not_called_genuine(
    signed: bytes, ours: tuple[CertificateChain, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader_that(monkeypatch, tmp_path, "import os; os.abort()")

    assert examine_apart(signed, ours).kind is Kind.TOO_COMPLEX


def test_the_reading_process_learns_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ours: tuple[CertificateChain, ...]
) -> None:
    monkeypatch.setenv("SECRET_KEY", "TT-7K2M-9QXD")
    reader_that(
        monkeypatch,
        tmp_path,
        "import json, os; print(json.dumps({'condition': 'readable', 'serials': list(os.environ.values())}))",
    )

    assert read_apart(b"%PDF-").serials == ()


def test_a_record_that_is_too_long_for_one_is_not_read(
    signed: bytes, keyring: Keyring, ours: tuple[CertificateChain, ...]
) -> None:
    assert examine(with_an_endless_record(signed), ours).kind is Kind.ALTERED


def test_an_encrypted_file_is_told_here_as_well(ours: tuple[CertificateChain, ...]) -> None:
    assert examine(encrypted(user="u"), ours).kind is Kind.ENCRYPTED
    assert examine(encrypted(user=""), ours).kind is Kind.ENCRYPTED


def test_a_damaged_attachment_or_page_does_not_hide_the_rest(ours: tuple[CertificateChain, ...]) -> None:
    with pikepdf.open(BytesIO(other_paper())) as pdf:
        pdf.attachments["record.json"] = b"{}"
        del pdf.Root.Names.EmbeddedFiles.Names[1]["/EF"]
        pdf.pages[0]["/Type"] = pikepdf.Name.Font
        pdf.docinfo["/Subject"] = f"Certificate {SERIAL}"
        damaged = saved(pdf)
        pdf.docinfo["/Subject"] = ""
        nothing = saved(pdf)

    assert (examine(damaged, ours).kind, examine(damaged, ours).serial) == (Kind.ALTERED, SERIAL)
    assert examine(nothing, ours).kind is Kind.FOREIGN


# --- badges -----------------------------------------------------------------------------------------------------------


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


TOKEN = f"{part({'alg': 'RS256'})}.{part({'id': f'https://campus.example/badges/{SERIAL}'})}.c2lnbmF0dXJl"


def baked_png(text: bytes, *, is_compressed: bool = False) -> bytes:
    flags = b"\1\0" if is_compressed else b"\0\0"
    content = b"openbadgecredential\0" + flags + b"\0\0" + text
    parts = [(b"IHDR", bytes(13)), (b"iTXt", b"Comment\0\0\0\0\0x"), (b"iTXt", content), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(len(data).to_bytes(4) + kind + data + bytes(4) for kind, data in parts)


BADGES = {
    "JWT": TOKEN.encode(),
    "JWT with an end of line": f"\n{TOKEN}\n".encode(),
    "JSON": json.dumps({"id": f"data:application/vc+jwt,{TOKEN}", "type": "EnvelopedVerifiableCredential"}).encode(),
    "SVG": f'<svg><openbadges:credential verify="{TOKEN}"></openbadges:credential></svg>'.encode(),
    "PNG": baked_png(TOKEN.encode()),
    "PNG, compressed": baked_png(zlib.compress(TOKEN.encode()), is_compressed=True),
}


@pytest.mark.parametrize("badge", BADGES.values(), ids=BADGES)
def test_a_badge_is_recognised_in_every_form(badge: bytes, ours: tuple[CertificateChain, ...]) -> None:
    assert examine_apart(badge, ours) == Examined(Kind.BADGE, SERIAL, badge_token=TOKEN)


def test_a_badge_without_its_signature_is_a_badge_all_the_same(ours: tuple[CertificateChain, ...]) -> None:
    credential = {"type": ["VerifiableCredential", "OpenBadgeCredential"], "id": f"https://campus.example/{SERIAL}"}

    examined = examine(json.dumps(credential).encode(), ours)

    assert (examined.kind, examined.serial, examined.badge_token) == (Kind.BADGE, SERIAL, None)


@pytest.mark.parametrize(
    "picture",
    [
        baked_png(b"no token"),
        baked_png(b"not zlib", is_compressed=True),
        baked_png(bomb(64), is_compressed=True),
        baked_png(b"eyJh." + b"a" * 70_000 + b".a"),
        baked_png(TOKEN.encode())[:90],
        b"\xff\xd8\xff\xe0 a photo",
    ],
    ids=["no token", "not zlib", "bomb", "too long", "cut off", "photo"],
)
def test_a_picture_without_a_badge_is_a_picture(picture: bytes, ours: tuple[CertificateChain, ...]) -> None:
    assert examine(picture, ours).kind is Kind.PICTURE


def test_a_badge_whose_inside_is_no_text_names_no_serial(ours: tuple[CertificateChain, ...]) -> None:
    examined = examine(b"eyJhbGciOiJub25lIn0.eyJhA.c2ln", ours)

    assert (examined.kind, examined.serial) == (Kind.BADGE, None)


# --- from a terminal --------------------------------------------------------------------------------------------------


@pytest.fixture
def check(made: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    def run(*files: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "certificates", "check", "--keyring", made, *files],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    return run


def test_files_are_checked_from_a_terminal(
    signed: bytes, tmp_path: Path, check: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    genuine, altered, missing = tmp_path / "genuine.pdf", tmp_path / "altered.pdf", tmp_path / "missing.pdf"
    genuine.write_bytes(signed)
    altered.write_bytes(signed + b"\n")

    good, bad, gone = check(genuine), check(genuine, altered), check(missing)

    assert (good.returncode, bad.returncode, gone.returncode) == (0, 1, 1)
    assert good.stdout == f"{genuine}: genuine: certificate {SERIAL} of {AISYAH.name}, as it was signed.\n"
    assert bad.stdout.splitlines()[1] == (
        f"{altered}: not genuine: it names certificate {SERIAL}, but it is not what was signed. "
        "Something was appended to the file after it was signed."
    )
    assert "No such file" in gone.stderr

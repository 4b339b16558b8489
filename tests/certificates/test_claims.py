"""The record of a certificate: one byte form, refused when a byte differs."""

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from certificates import (
    Claims,
    NameRefused,
    NotClaims,
    canonical_bytes,
    claims_from_bytes,
    clean_name,
    fingerprint,
    new_serial,
)
from certificates.samples import sample

AISYAH = sample("Nur Aisyah binti Abdullah", "en")


def _is_printable(name: str) -> bool:
    try:
        return clean_name(name) == name
    except NameRefused:
        return False


@given(
    st.text(max_size=40).filter(_is_printable),
    st.sampled_from(["en", "ms"]),
    st.binary(min_size=9, max_size=9),
)
def test_claims_come_back_from_their_bytes(name: str, language: str, token: bytes) -> None:
    serial = new_serial(token)
    address = f"https://thinktwice.example.edu.my/verify/{serial}"
    claims = Claims(**{**sample(name, language).model_dump(), "serial": serial, "verify_url": address})

    record = canonical_bytes(claims)

    assert claims_from_bytes(record) == claims
    assert canonical_bytes(claims_from_bytes(record)) == record


def test_the_bytes_are_the_same_for_ever() -> None:
    record = canonical_bytes(sample("陈嘉慧", "ms"))

    assert record.decode() == (
        '{"campus":"Universiti Contoh Malaysia","course":"ThinkTwice: literasi digital untuk pelajar universiti",'
        '"course_version":"2026.1","format":1,"hours":"kira-kira 45 minit","issued_on":"2026-11-21","language":"ms",'
        '"modules":["Mengenal pasti ucapan kebencian"],"name":"陈嘉慧","serial":"TT-7K2M-9QXD",'
        '"signatory":"Prof. Dr. Contoh","signatory_role":"Dekan Hal Ehwal Pelajar","skills":['
        '"Mengelaskan hantaran sebagai serangan terhadap ciri terlindung, biadab atau kritikan",'
        '"Mengenal pasti enam teknik ucapan kebencian, daripada kata bersandi hingga statistik palsu",'
        '"Menilai betapa mendesaknya sesuatu hantaran dan memutuskan tindakan"],'
        '"verify_url":"https://thinktwice.example.edu.my/verify/TT-7K2M-9QXD"}'
    )


def test_the_fingerprint_is_the_sha256_of_the_record() -> None:
    record = canonical_bytes(AISYAH)

    assert fingerprint(record) == hashlib.sha256(record).hexdigest()


def test_claims_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        AISYAH.name = "Somebody Else"  # type: ignore[misc]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: b"",
        lambda record: b"\xff" + record,
        lambda record: record + b"\n",
        lambda record: record.replace(b'":"', b'": "', 1),
        lambda record: json.dumps(json.loads(record)).encode(),
        lambda record: record.replace(b'"name":"Nur Aisyah', b'"name":"Nur  Aisyah'),
        lambda record: record.replace(b'{"campus"', b'{"admin":true,"campus"'),
        lambda record: record.replace(b'"format":1', b'"format":2'),
    ],
)
def test_bytes_that_differ_in_anything_are_refused(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(NotClaims):
        claims_from_bytes(spoil(canonical_bytes(AISYAH)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("serial", "TT-7K2M-9QXE"),
        ("serial", "tt-7k2m-9qxd"),
        ("name", ""),
        ("name", "\u202eNur Aisyah"),
        ("name", "X" * 121),
        ("course", ""),
        ("course", "Two\nlines"),
        ("course", "X" * 201),
        ("campus", " Universiti"),
        ("modules", ()),
        ("modules", ("Spotting hate speech",) * 41),
        ("skills", ("Judge",) * 81),
        ("language", "id"),
        ("verify_url", "javascript:alert(1)/TT-7K2M-9QXD"),
        ("verify_url", "https://thinktwice.example.edu.my/verify/"),
        ("verify_url", "https://thinktwice.example.edu.my/verify/ TT-7K2M-9QXD"),
        ("issued_on", "yesterday"),
        ("grade", "A"),
    ],
)
def test_claims_that_cannot_be_printed_are_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Claims(**{**AISYAH.model_dump(), field: value})


def test_a_name_is_recorded_as_it_will_be_printed() -> None:
    claims = Claims(**{**AISYAH.model_dump(), "name": "  Tan   Wei Ling "})

    assert claims.name == "Tan Wei Ling"
    assert claims.issued_on == date(2026, 11, 21)

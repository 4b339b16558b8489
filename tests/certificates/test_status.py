"""The public list of revoked badges: every bit in its place, and believed only when signed."""

import gzip
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from certificates import LIST_BITS, NotAStatusList, decode_list, encode_list, read_status, sign_badge, sign_status_list
from certificates.samples import sample
from certificates.status import LIST_TYP
from certificates.tokens import sign
from tests.certificates.badge_keys import (
    ISSUER,
    KEY,
    KEYS,
    PLACE,
    RETIRED_KEY,
    STRANGERS_KEY,
    encoded,
    header_of,
    payload_of,
)

SOME_DAY = datetime(2026, 1, 6, 1, 30, tzinfo=UTC)
INDEXES = st.sets(st.integers(0, LIST_BITS - 1), max_size=60)


def unpacked(encoded_list: str) -> bytes:
    assert encoded_list[0] == "u"
    return gzip.decompress(urlsafe_b64decode(encoded_list[1:] + "=" * (-len(encoded_list[1:]) % 4)))


def packed(bits: bytes) -> str:
    return "u" + urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()


# --- the bits ---------------------------------------------------------------------------------------------------------


def test_a_list_worked_out_by_hand() -> None:
    bits = unpacked(encode_list([0, 5, 7, 8, 131_071]))

    # 0, 5 and 7 from the left of the first byte; 8 is the first of the second; the last is the last of all.
    assert bits[:2] == bytes([0b1000_0101, 0b1000_0000])
    assert bits[2:-1] == bytes(16_381)
    assert bits[-1:] == bytes([0b0000_0001])


def test_the_example_of_the_specification_is_the_empty_list() -> None:
    # Bitstring Status List 1.0, example 3.
    example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"

    assert decode_list(example) == frozenset()
    assert unpacked(example) == unpacked(encode_list([]))


@given(INDEXES)
def test_a_list_comes_back_as_it_was(revoked: set[int]) -> None:
    assert decode_list(encode_list(revoked)) == revoked


@given(INDEXES)
def test_a_library_of_somebody_else_reads_the_same_list(revoked: set[int]) -> None:
    assert set_indices(decode_encoded_list(encode_list(revoked))) == revoked


@given(st.lists(st.integers(0, LIST_BITS - 1), max_size=20))
def test_the_same_indexes_are_the_same_text_in_any_order(revoked: list[int]) -> None:
    assert encode_list(revoked) == encode_list([*reversed(revoked), *revoked])


def test_a_list_tells_nothing_of_when_it_was_packed() -> None:
    frame = urlsafe_b64decode(encode_list([1])[1:9] + "=" * 4)

    assert frame[:3] == b"\x1f\x8b\x08"
    assert encode_list([1])[1:].startswith("H4sIAAAAAAA")  # gzip, deflate, no flags, four bytes of time that are 0


@pytest.mark.parametrize("index", [-1, LIST_BITS])
def test_an_index_beyond_the_list_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match=f"there is no index {index} "):
        encode_list([index])


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        ("", "base64url"),
        (encode_list([1])[1:], "base64url"),
        ("u", "bits"),
        ("uA", "unpacked"),
        ("u\N{LATIN SMALL LETTER E WITH ACUTE}", "unpacked"),
        ("u" + urlsafe_b64encode(bytes(60)).decode(), "unpacked"),
        (packed(bytes(16_383)), "bits"),
        (packed(bytes(16_385)), "bits"),
        (packed(bytes(50_000_000)), "bits"),
        (encode_list(range(0, LIST_BITS, 7))[:-40], "bits"),
    ],
    ids=["empty", "no-u", "only-u", "cut", "letters", "no-gzip", "short", "long", "bomb", "truncated"],
)
def test_what_is_no_list_is_refused(spoilt: str, problem: str) -> None:
    with pytest.raises(NotAStatusList, match=problem):
        decode_list(spoilt)


# --- the signed list --------------------------------------------------------------------------------------------------

LIST = sign_status_list(ISSUER, KEY, 3, [0, 4711], SOME_DAY)


def test_a_signed_list_says_what_it_is_and_since_when() -> None:
    assert header_of(LIST) == {"alg": "RS256", "kid": ISSUER.key(KEY.thumbprint()), "typ": "vc+jwt"}
    assert payload_of(LIST) == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://thinktwice.example.edu.my/status-lists/3",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "https://thinktwice.example.edu.my/issuer",
        "validFrom": "2026-01-06T01:30:00Z",
        "credentialSubject": {
            "id": "https://thinktwice.example.edu.my/status-lists/3#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_list([0, 4711]),
        },
        "iss": "https://thinktwice.example.edu.my/issuer",
        "jti": "https://thinktwice.example.edu.my/status-lists/3",
        "nbf": 1767663000,
        "sub": "https://thinktwice.example.edu.my/status-lists/3#list",
    }


def test_a_list_that_has_not_changed_is_the_same_text() -> None:
    moment = SOME_DAY.astimezone(timezone(timedelta(hours=8)))

    assert sign_status_list(ISSUER, KEY, 3, {4711, 0}, moment) == LIST


def test_a_list_may_say_until_when_it_is_to_be_believed() -> None:
    until = SOME_DAY + timedelta(days=1)

    payload = payload_of(sign_status_list(ISSUER, KEY, 3, [], SOME_DAY, until))

    assert (payload["validUntil"], payload["exp"]) == ("2026-01-07T01:30:00Z", 1767749400)


def test_each_badge_has_its_own_bit() -> None:
    assert [index for index in (0, 1, 4710, 4711, 4712, LIST_BITS - 1) if read_status(LIST, index, KEYS)] == [0, 4711]


def test_a_list_of_a_retired_key_is_still_read() -> None:
    assert read_status(sign_status_list(ISSUER, RETIRED_KEY, 3, [7], SOME_DAY), 7, KEYS)


@pytest.mark.parametrize("index", [-1, LIST_BITS])
def test_a_badge_beyond_the_list_is_no_question(index: int) -> None:
    with pytest.raises(IndexError):
        read_status(LIST, index, KEYS)


HEADER, PAYLOAD, SIGNATURE = LIST.split(".")
CLEARED = {**payload_of(LIST), "credentialSubject": {"statusPurpose": "revocation", "encodedList": encode_list([])}}


KID = ISSUER.key(KEY.thumbprint())
NOT_OURS = {
    "empty": "",
    "words": "no list",
    "cleared": f"{HEADER}.{encoded(CLEARED)}.{SIGNATURE}",
    "no-signature": f"{HEADER}.{PAYLOAD}.",
    "no-payload": f"{HEADER}..{SIGNATURE}",
    "none": f"{encoded({'alg': 'none', 'kid': KID, 'typ': LIST_TYP})}.{encoded(CLEARED)}.",
    "no-kid": f"{encoded({'alg': 'RS256', 'typ': LIST_TYP})}.{PAYLOAD}.{SIGNATURE}",
    "number-for-kid": f"{encoded({'alg': 'RS256', 'kid': 7, 'typ': LIST_TYP})}.{PAYLOAD}.{SIGNATURE}",
    "strangers": sign_status_list(ISSUER, STRANGERS_KEY, 3, [], SOME_DAY),
    "strangers-in-our-name": sign(CLEARED, STRANGERS_KEY, kid=KID, typ=LIST_TYP),
    "badge": sign_badge(sample("Siti", "ms"), issuer=ISSUER, key=KEY, status=PLACE),
    "no-subject": sign({"credentialSubject": "none"}, KEY, kid=KID, typ=LIST_TYP),
    "other-purpose": sign(
        {"credentialSubject": {**CLEARED["credentialSubject"], "statusPurpose": "message"}}, KEY, kid=KID, typ=LIST_TYP
    ),
    "no-bits": sign({"credentialSubject": {"statusPurpose": "revocation"}}, KEY, kid=KID, typ=LIST_TYP),
}


@pytest.mark.parametrize("spoilt", NOT_OURS.values(), ids=NOT_OURS)
def test_a_list_that_we_have_not_signed_clears_nobody(spoilt: str) -> None:
    with pytest.raises(NotAStatusList):
        read_status(spoilt, 4711, KEYS)

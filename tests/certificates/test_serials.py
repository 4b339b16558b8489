"""Serials survive typing, and a typing error is noticed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import new_serial, read_serial
from certificates.serials import ALPHABET

tokens = st.binary(min_size=16, max_size=16)
POSITIONS = (3, 4, 5, 6, 8, 9, 10, 11)  # of the eight characters in TT-7K2M-9QXD


@given(tokens)
def test_a_new_serial_is_read_back(token: bytes) -> None:
    serial = new_serial(token)

    assert read_serial(serial) == serial


def test_the_same_bytes_give_the_same_serial() -> None:
    assert new_serial(bytes(16)) == "TT-2222-2222"
    assert new_serial(b"sixteen bytes ok") == new_serial(b"sixteen bytes ok")


def test_a_remainder_that_no_character_stands_for_is_passed_over() -> None:
    serials = {new_serial(number.to_bytes(2)) for number in range(2000)}

    assert {read_serial(serial) for serial in serials} == serials


@given(tokens, st.sampled_from(POSITIONS), st.characters())
def test_any_single_wrong_character_is_noticed(token: bytes, position: int, typed: str) -> None:
    serial = new_serial(token)
    wrong = serial[:position] + typed + serial[position + 1 :]

    assert read_serial(wrong) in (None, serial)
    assert (read_serial(wrong) == serial) == (_plain(wrong) == _plain(serial))


@given(tokens)
def test_every_single_wrong_character_of_the_alphabet_is_noticed(token: bytes) -> None:
    serial = new_serial(token)
    wrongs = [
        serial[:position] + character + serial[position + 1 :]
        for position in POSITIONS
        for character in ALPHABET
        if character != serial[position]
    ]

    assert [wrong for wrong in wrongs if read_serial(wrong)] == []


@given(tokens)
def test_every_swap_of_neighbours_is_noticed(token: bytes) -> None:
    serial = new_serial(token)
    swaps = []
    for left, right in pairwise(POSITIONS):
        characters = list(serial)
        characters[left], characters[right] = characters[right], characters[left]
        if characters != list(serial):
            swaps.append("".join(characters))

    assert [swap for swap in swaps if read_serial(swap)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "TT-7K2M-9QXD",
        "tt-7k2m-9qxd",
        " TT 7K2M 9QXD\n",
        "TT7K2M9QXD",
        "7K2M-9QXD",
        "7k2m9qxd",
        "TT–7K2M–9QXD",
        "ＴＴ－７Ｋ２Ｍ－９ＱＸＤ",  # typed with a Chinese keyboard
        "https://thinktwice.example.edu.my/verify/TT-7K2M-9QXD",
        "https://thinktwice.example.edu.my/verify/tt-7k2m-9qxd?lang=ms#top",
        "http://127.0.0.1:8000/verify?serial=TT-7K2M-9QXD",
        "thinktwice.example.edu.my/verify?lang=ms&serial=TT%2D7K2M%2D9QXD",
    ],
)
def test_a_serial_is_understood_however_it_is_written(typed: str) -> None:
    assert read_serial(typed) == "TT-7K2M-9QXD"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "TT",
        "TT-7K2M-9QX",
        "TT-7K2M-9QXDD",
        "XX-7K2M-9QXD",
        "TT-7K2M-9QXE",
        "TT-OK2M-9QXD",
        "TT-0K2M-9QXD",
        "TT-1K2M-9QXD",
        "TT-IK2M-9QXD",
        "TT-LK2M-9QXD",
        "TT-UK2M-9QXD",
        "https://thinktwice.example.edu.my/verify/",
        "https://[/verify",
        "%",
        "\x00",
    ],
)
def test_what_is_no_serial_is_refused(typed: str) -> None:
    assert read_serial(typed) is None


@given(st.text())
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    serial = read_serial(text)

    assert serial is None or read_serial(serial) == serial


def _plain(text: str) -> str | None:
    """Full-width and lower-case forms of a character are the same character."""
    return read_serial(text)

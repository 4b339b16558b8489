"""Serials of certificates: short enough to type from paper, with a character that catches typing errors."""

import re
import unicodedata
from urllib.parse import unquote

# 0 and O, 1 and I and L, U and V are mistaken for each other on paper; of each group at most one remains.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "TT"
LENGTH = 8  # of which the last is the check character

# A serial is valid when the weighted sum of its characters is a multiple of 31. Since 31 is prime and larger than the
# alphabet, and the weights are different from one another, no single wrong character and no swap of two keeps the sum.
_MODULUS = 31
_WEIGHTS = (1, 3, 5, 7, 9, 11, 13, 15)
_CHECK_WEIGHT_INVERSE = pow(_WEIGHTS[-1], -1, _MODULUS)
_CHOICES = len(ALPHABET) ** (LENGTH - 1)

_IN_ADDRESS = re.compile(r"/verify/([^/?#]*)|[?&]serial=([^&#]*)", re.IGNORECASE)
_BETWEEN_CHARACTERS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


def new_serial(token_bytes: bytes) -> str:
    """A serial like TT-7K2M-9QXD from random bytes; the same bytes give the same serial.

    There are 30^7 (21,870 million) serials, so the table that keeps them must refuse a second one of the same.
    """
    number = int.from_bytes(token_bytes) % _CHOICES
    while (check := _check_value(_digits(number))) == len(ALPHABET):
        number = (number + 1) % _CHOICES  # the one remainder of 31 that no character stands for
    return _written("".join(ALPHABET[digit] for digit in (*_digits(number), check)))


def read_serial(text: str) -> str | None:
    """The serial as it was issued, from what a person typed, pasted or scanned; None when it is not one of ours.

    Lower case, spaces, other or missing dashes, a missing TT and the whole verify address are all understood.
    The look-alikes 0, O, 1, I, L and U stand in no serial. They are refused rather than mapped, because both
    members of each pair are missing: there is no character that was certainly meant.
    """
    address = _IN_ADDRESS.search(text)
    typed = unquote(address[1] or address[2] or "") if address else text
    plain = _BETWEEN_CHARACTERS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if len(plain) == LENGTH + len(PREFIX):
        plain = plain.removeprefix(PREFIX)
    if len(plain) != LENGTH or any(character not in ALPHABET for character in plain):
        return None
    values = [ALPHABET.index(character) for character in plain]
    return None if _weighted_sum(values) % _MODULUS else _written(plain)


def _written(characters: str) -> str:
    return f"{PREFIX}-{characters[:4]}-{characters[4:]}"


def _digits(number: int) -> tuple[int, ...]:
    digits = []
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(digit)
    return tuple(digits)


def _weighted_sum(values: tuple[int, ...] | list[int]) -> int:
    return sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=False))


def _check_value(digits: tuple[int, ...]) -> int:
    return -_weighted_sum(digits) * _CHECK_WEIGHT_INVERSE % _MODULUS

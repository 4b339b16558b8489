"""Which names a certificate accepts, and which it refuses by name."""

import pytest

from certificates import (
    NameHidesSomething,
    NameIsEmpty,
    NameIsTooLong,
    NameRefused,
    clean_name,
    undrawable,
)

RIGHT_TO_LEFT_OVERRIDE = "\u202e"


@pytest.mark.parametrize(
    "name",
    [
        "Nur Aisyah binti Abdullah",
        "Siti Nurhaliza A/P O'Brien-D'Souza",
        "陈嘉慧",
        "கவிதா சுப்பிரமணியம்",
        "نور عائشة بنت عبدالله",
        "אברהם",
        "Nguyễn Thị Ánh Đào",
        "ශ්‍රී",  # a joiner inside the word shapes its letters
        "علی‌رضا",  # and so does a non-joiner
        "—",
        "X" * 120,
    ],
)
def test_a_name_of_any_script_stays_as_it_is(name: str) -> None:
    assert clean_name(name) == name


def test_a_name_loses_the_spaces_that_nobody_sees() -> None:
    assert clean_name("  Tan\u00a0Wei \u3000 Ling\n") == "Tan Wei Ling"


def test_a_name_typed_in_pieces_is_composed() -> None:
    assert clean_name("Jose\u0301") == "José"


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\u3000", "\r\n"])
def test_an_empty_name_is_refused(text: str) -> None:
    with pytest.raises(NameIsEmpty, match=r"^The name is empty\.$"):
        clean_name(text)


def test_a_name_of_121_characters_is_refused() -> None:
    with pytest.raises(NameIsTooLong, match=r"^The name has 121 characters; 120 fit on a certificate\.$"):
        clean_name("X" * 121)


@pytest.mark.parametrize(
    "hidden",
    [
        "\x00",
        "\t",
        "\n",
        "\x7f",
        "\u202a",
        "\u202b",
        "\u202c",
        "\u202d",
        RIGHT_TO_LEFT_OVERRIDE,
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\u200e",
        "\u200f",
        "\u061c",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\ue000",
        "\ud800",
        "\u3164",
        "\U000e0041",
    ],
)
def test_a_name_that_hides_a_character_is_refused(hidden: str) -> None:
    with pytest.raises(NameHidesSomething) as refused:
        clean_name(f"Tan{hidden}Wei")

    assert refused.value.character == hidden
    assert str(refused.value) == f"The name contains the invisible character U+{ord(hidden):04X}."


@pytest.mark.parametrize("text", ["\u200dAli", "Ali\u200d", "Ali \u200d Baba", "\u200c"])
def test_a_joiner_that_joins_nothing_is_refused(text: str) -> None:
    with pytest.raises(NameHidesSomething):
        clean_name(text)


def test_every_refusal_of_a_name_is_one_kind() -> None:
    assert {NameIsEmpty.__base__, NameIsTooLong.__base__, NameHidesSomething.__base__} == {NameRefused}


def test_characters_without_a_letter_form_are_told_beforehand() -> None:
    assert undrawable("Nur Aisyah 陈嘉慧 鈺嬋錞灝翃 கவிதா نور عائشة") == ""
    assert undrawable("Kim 😀 and 😀 𓀀") == "😀𓀀"

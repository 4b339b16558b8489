"""Which names can stand on a certificate, and why the others cannot."""

import unicodedata

NAME_LIMIT_CHARACTERS = 120

# Joiners shape letters in Persian, Sinhala and other Indic scripts; any other format character only hides something.
_JOINERS = "\u200c\u200d"
# Controls, format characters (with all that reorder text), surrogates, private use, unassigned, ends of lines.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters and symbols that print nothing at all: Hangul fillers and the blank braille cell.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class NameRefused(ValueError):
    """This name cannot be printed as it is; the subclasses say why."""


class NameIsEmpty(NameRefused):
    def __init__(self) -> None:
        super().__init__("The name is empty.")


class NameIsTooLong(NameRefused):
    def __init__(self, length: int) -> None:
        super().__init__(f"The name has {length} characters; {NAME_LIMIT_CHARACTERS} fit on a certificate.")


class NameHidesSomething(NameRefused):
    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(f"The name contains the invisible character U+{ord(character):04X}.")


def clean_name(text: str) -> str:
    """The name as it will be printed: composed (NFC), with single spaces; letters of any script stay as they are.

    Raises NameIsEmpty, NameIsTooLong (more than 120 characters) or NameHidesSomething (control characters, direction
    overrides and isolates, invisible letters). All of them are a NameRefused.
    """
    name = unicodedata.normalize("NFC", text.strip())
    hidden = hidden_character(name)
    if hidden:
        raise NameHidesSomething(hidden)
    name = " ".join(name.split())
    if not name:
        raise NameIsEmpty
    if len(name) > NAME_LIMIT_CHARACTERS:
        raise NameIsTooLong(len(name))
    return name


def hidden_character(text: str) -> str | None:
    """The first character that a reader of the printed text would not see, or None."""
    if text.isprintable() and _BLANKS.isdisjoint(text):  # nearly every text; what Python prints holds none of the rest
        return None
    for position, character in enumerate(text):
        if character in _JOINERS and _stands_inside_a_word(text, position):
            continue
        if character in _BLANKS or unicodedata.category(character) in _HIDDEN_CATEGORIES:
            return character
    return None


def _stands_inside_a_word(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return all(neighbour and unicodedata.category(neighbour)[0] in "LM" for neighbour in (before, after))

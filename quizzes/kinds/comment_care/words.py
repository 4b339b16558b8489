"""Keywords as they are typed, one on a line: cleaned, counted, and told apart from what cannot be one."""

import unicodedata
from dataclasses import dataclass

LONGEST_LIST = 2_000  # characters; fifteen keywords need a tenth of it
# Marks that turn the direction of what follows: in a badge they would turn its words round.
_TURNING = {*map(chr, (0x200E, 0x200F, 0x061C)), *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


@dataclass(frozen=True)
class Keywords:
    """The keywords that count, folded, and those that do not, as they were typed."""

    used: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


def folded(text: str) -> str:
    """The text as it is compared: without the difference of capitals, of look-alike codes and of spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def cleaned(typed: str) -> str:
    """The text without control characters and halves of characters, and not much longer than allowed.

    One character more than allowed stays, so that the length can still be seen to be too long.
    """
    lines = typed[: 4 * LONGEST_LIST].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or _is_writing(one))[: LONGEST_LIST + 1]


def keywords(typed: str, most: int, shortest: int) -> Keywords:
    """What a cleaned text comes to with at most `most` keywords of at least `shortest` letters or figures."""
    used: list[str] = []
    short, twice, beyond = [], [], []
    for line in typed[:LONGEST_LIST].split("\n"):
        word = folded(line)
        if not word:
            continue
        if sum(one.isalnum() for one in word) < shortest:
            short.append(line.strip())
        elif word in used:
            twice.append(line.strip())
        elif len(used) == most:
            beyond.append(line.strip())
        else:
            used.append(word)
    return Keywords(tuple(used), tuple(short), tuple(twice), tuple(beyond))


def _is_writing(one: str) -> bool:
    return unicodedata.category(one) not in ("Cc", "Cs", "Zl", "Zp") and one not in _TURNING

"""Rules of wording that hold for every question, in both languages."""

import re
from collections.abc import Iterator, Sequence

from quizzes.checking import Finding
from quizzes.texts import LANGUAGES, Text

SPARE_CHARACTERS = 12  # a short option may be outgrown by this much more than its own length

_CATCH_ALL = {
    "en": re.compile(
        r"\b(?:all|none|both|neither) of (?:the|these|those)(?: (?:options|answers|choices))?(?: above)?\W*$", re.I
    ),
    "ms": re.compile(
        r"\b(?:semua|tiada|kedua-duanya|bukan)\b.{0,30}\bdi atas\b"
        r"|^(?:semua|kesemua)(?:nya)?(?: jawapan| pilihan)?(?: (?:ini|itu))?(?: (?:betul|benar))?\W*$"
        r"|^tiada(?: satu pun| jawapan| pilihan)+(?: (?:yang )?(?:betul|benar))?\W*$",
        re.I,
    ),
}  # fmt: skip
_NEGATIVE = {
    "en": re.compile(r"\b(?:NOT|EXCEPT|NEVER)\b|\b[Ww]hich\b[^.?!,:]*\b(?:is|are|does|do|would|should) not\b"),
    "ms": re.compile(r"\b(?:BUKAN|KECUALI|TIDAK|JANGAN)\b|\b[Yy]ang manakah\b[^.?!,:]*\bbukan\b"),
}
_BOLD = re.compile(r"\*\*[^*]+\*\*")


def stem_findings(stem: Text) -> Iterator[Finding]:
    """A stem is a question; where it asks for what does not fit, that word is bold."""
    for language in LANGUAGES:
        text = stem[language]
        if "?" not in text:
            yield Finding(("stem", language), "The stem is not a question: it has no question mark.")
        if _NEGATIVE[language].search(_BOLD.sub("", text)):
            word = "**NOT**" if language == "en" else "**BUKAN**"
            yield Finding(
                ("stem", language), f"A negative stem is easily misread; write {word} in bold or ask otherwise."
            )


def option_findings(options: Sequence[tuple[str, Text]]) -> Iterator[Finding]:
    """Options differ, say something of their own, and none stands out by its length."""
    for language in LANGUAGES:
        texts = {option: text[language] for option, text in options}
        for option, text in texts.items():
            place = ("options", option, "t", language)
            if _CATCH_ALL[language].search(text):
                yield Finding(place, f"“{text}” says nothing of its own; write an option that does.")
            if next(other for other, its in texts.items() if its.casefold() == text.casefold()) != option:
                yield Finding(place, f"Two options read “{text}”.")
        shortest, longest = (chosen(texts.values(), key=len, default="") for chosen in (min, max))
        if len(longest) > 2 * len(shortest) + SPARE_CHARACTERS:
            message = (
                f"The options differ too much in length ({language}): {len(shortest)} and {len(longest)} characters; "
                f"{2 * len(shortest) + SPARE_CHARACTERS} are allowed beside the shortest."
            )
            yield Finding(("options",), message)

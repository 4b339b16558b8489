"""Whether a text speaks of distress, so that help comes first and a person reads it before others do."""

from collections.abc import Iterable

from modules.search_words import load_search_words, words


def speaks_of_distress(text: str) -> bool:
    """In either language, misspelt too; the words are those that put help first in the search."""
    return load_search_words().is_distress(text)


def holds_any(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of these stands in the text, as whole words, whatever the accents and the case."""
    within = f" {' '.join(words(text))} "
    return any(f" {plain} " in within for phrase in phrases if (plain := " ".join(words(phrase))))

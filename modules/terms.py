"""Finds the terms of the glossary in a text, and makes the first of each in a lesson lead to its entry."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markdown_it.token import Token

from modules.library import Glossary

PAGE = "/hub/glossary"
LINK_CLASS = "term"

# What may be joined to the end of a word without making another word of it.
ENDINGS = {"en": "", "ms": "(?:nya|lah|kah|ku|mu)?"}


class Finder:
    """Every spelling of every term in one language; of two that begin at the same place the longer one is found."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        self._terms = {spelling(form): term.id for term in glossary.terms for form in term.forms[language]}
        forms = sorted(self._terms, key=lambda form: (-len(form), form))
        either = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
        self._pattern = re.compile(rf"(?<![\w/#@-])({either}){ENDINGS[language]}(?![\w-])", re.I) if forms else None

    def find(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The terms in the order in which they stand there, each as often as it does."""
        for found in self._pattern.finditer(text) if self._pattern else ():
            yield self._terms[spelling(found[1])], found


class Linker:
    """Links the terms in one lesson and language. It remembers what is linked: a term leads there once."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        self._finder = Finder(glossary, language)
        self._linked: set[str] = set()

    def link(self, tokens: Iterable[Token]) -> None:
        """In running text alone: not in headings, quotations, links and code."""
        apart = 0
        for token in tokens:
            if token.type in {"heading_open", "blockquote_open", "heading_close", "blockquote_close"}:
                apart += token.nesting
            elif token.type == "inline" and not apart:
                token.children = [*self._with_links(token.children or [])]

    def _with_links(self, children: Sequence[Token]) -> Iterator[Token]:
        depth = 0
        for is_text, run in groupby(children, key=lambda child: child.type in {"text", "softbreak"}):
            if is_text and depth == 0:
                yield from self._split("".join("\n" if one.type == "softbreak" else one.content for one in run))
                continue
            for child in run:
                depth += child.nesting if child.type in {"link_open", "link_close"} else 0
                yield child

    def _split(self, text: str) -> Iterator[Token]:
        end = 0
        for term, found in self._finder.find(text):
            if term in self._linked:
                continue
            self._linked.add(term)
            yield _text(text[end : found.start()])
            yield Token("link_open", "a", 1, attrs={"class": LINK_CLASS, "href": f"{PAGE}#{term}"})
            yield _text(found[0])
            yield Token("link_close", "a", -1)
            end = found.end()
        yield _text(text[end:])


def spelling(form: str) -> str:
    """A form as it is compared: in small letters, with single spaces."""
    return " ".join(form.casefold().split())


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)

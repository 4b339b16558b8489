"""The special terms of the course, by the alphabet of the reader's language, each with its twin in the other."""

from itertools import groupby

from flask import abort
from flask.typing import ResponseReturnValue

from course import catalogue, language, pages


def read_glossary() -> ResponseReturnValue:
    chosen, glossary = language.choose(), catalogue.current().library.glossary
    terms = glossary.ordered(chosen) or abort(404)
    letters = groupby(terms, key=lambda term: term.name[chosen][0].upper())
    return pages.render(
        "public/read_glossary.html",
        glossary=glossary,
        letters=[(letter, [*its_terms]) for letter, its_terms in letters],
    )

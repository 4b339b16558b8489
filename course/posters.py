"""Posters of a pledge drive: one sheet of A4 or A3 in both languages, whose code leads to the page to sign on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import force_locale
from flask_babel import gettext as _

from course import printing
from course.frame import clock_time, day
from course.language import LANGUAGES

Size = Literal["a4", "a3"]
SIZES: tuple[Size, ...] = ("a4", "a3")
HASHTAGS = {"en": "#ThinkTwice", "ms": "#FikirDulu"}


@dataclass(frozen=True)
class Poster:
    """What a poster says; `address` is where the code leads, and what somebody without a camera types."""

    titles: Mapping[str, str]
    campus: str
    address: str
    opens_at: datetime
    closes_at: datetime
    station: str = ""
    languages: tuple[str, ...] = tuple(LANGUAGES)


@dataclass(frozen=True)
class _Column:
    """What the poster says in one language."""

    language: str
    hashtag: str
    title: str
    steps: tuple[str, ...]
    period: str
    promise: str


def sheet(poster: Poster, size: Size) -> printing.Sheet:
    shown = poster.address.partition("://")[2].partition("?")[0]
    return printing.sheet_of_people(
        "organiser/print_poster.html",
        {"code.svg": printing.qr_code(poster.address)},
        "poster.css",
        size=size,
        poster=poster,
        shown_address=shown,
        columns=[_column(poster, language) for language in poster.languages],
    )


def _column(poster: Poster, language: str) -> _Column:
    with force_locale(language):
        return _Column(
            language,
            HASHTAGS[language],
            poster.titles[language],
            (_("Scan the code"), _("Read the pledge"), _("Sign if you mean it")),
            _period(poster),
            _("No account, no marks. Signing is your own choice."),
        )


def _period(poster: Poster) -> str:
    """When it may be signed; one day is written once."""
    first, last = day(poster.opens_at), day(poster.closes_at)
    times = {"opens": clock_time(poster.opens_at), "closes": clock_time(poster.closes_at)}
    if first == last:
        return _("%(day)s, %(opens)s to %(closes)s", day=first, **times)
    return _("%(first)s to %(last)s", first=first, last=last)

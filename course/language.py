"""Which language a page is in, and how the choice is remembered."""

from typing import TypeVar

from flask import g, has_request_context, request
from flask_login import current_user
from werkzeug.wrappers import Response

LANGUAGES = {"en": "English", "ms": "Bahasa Malaysia"}
MALAY_TOO = ("id", "zsm")  # what browsers of people say who read Malay: Indonesian, and Malay by its longer code
AnyResponse = TypeVar("AnyResponse", bound=Response)
COOKIE = "language"
COOKIE_LIFETIME_SECONDS = 365 * 24 * 3600


def choose() -> str:
    """The language of this request: `?lang=`, the cookie, the person's profile, the browser, English."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def choose_for_nobody() -> str:
    """The same for a page that must not know who reads it: no profile is asked, and the choice is not remembered."""
    g.language, g.language_is_forgotten = _wish() or _understood(), True
    return str(g.language)


def settle(language: str) -> None:
    """This page is in this language: what it shows exists in no other."""
    g.language = language


def choose_unremembered() -> str:
    """The language of a page that may know who reads it, and still leaves no cookie behind."""
    g.language_is_forgotten = True
    return choose()


def _choose() -> str:
    return _wish() or (str(current_user.language) if current_user.is_authenticated else _understood())


def _wish() -> str | None:
    wishes = (request.args.get("lang"), request.cookies.get(COOKIE))
    return next((wish for wish in wishes if wish in LANGUAGES), None)


def _understood() -> str:
    understood = request.accept_languages.best_match([*LANGUAGES, *MALAY_TOO], "en")
    return "ms" if understood in MALAY_TOO else understood


def is_forgotten() -> bool:
    """Whether this page sets no cookie, not even for a language that was chosen on it."""
    return bool(g.get("language_is_forgotten"))


def other(language: str) -> str:
    return "ms" if language == "en" else "en"


def remember(response: AnyResponse, language: str) -> AnyResponse:
    """Keep the choice in a cookie; it names a language and nobody."""
    response.set_cookie(COOKIE, language, max_age=COOKIE_LIFETIME_SECONDS, httponly=True, samesite="Lax")
    return response

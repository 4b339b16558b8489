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


def _choose() -> str:
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return str(wish)
    if current_user.is_authenticated:
        return str(current_user.language)
    understood = request.accept_languages.best_match([*LANGUAGES, *MALAY_TOO], "en")
    return "ms" if understood in MALAY_TOO else understood


def other(language: str) -> str:
    return "ms" if language == "en" else "en"


def remember(response: AnyResponse, language: str) -> AnyResponse:
    """Keep the choice in a cookie; it names a language and nobody."""
    response.set_cookie(COOKIE, language, max_age=COOKIE_LIFETIME_SECONDS, httponly=True, samesite="Lax")
    return response

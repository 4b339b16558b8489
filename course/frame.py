"""What surrounds every page: its words, its static files, and the headers it is sent with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from flask import Flask, Request, Response, abort, current_app, g, request, url_for
from flask_babel import format_date, get_translations
from werkzeug.routing import BaseConverter, IntegerConverter

from course import catalogue, language
from course.clock import in_malaysia

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC = Path(__file__).parent / "static"
PUNCTUATION = "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"  # everything of ASCII that an address may hold as it is
YEAR_SECONDS = 365 * 24 * 3600

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# What search engines may show; everything else, a person's pages above all, is `noindex`.
FOUND = frozenset(
    (
        "static",
        "public.see_home",
        "public.see_courses",
        "public.see_module",
        "public.read_lesson",
        "public.read_teaching",
        "public.print_handout",
        "public.read_help",
        "public.print_help",
        "public.see_hub",
        "public.read_guide",
        "public.print_guide",
        "public.read_sources",
        "public.read_glossary",
        "public.see_campaigns",
        "public.see_share_kit",
        "public.see_sessions",
        "public.see_session",
        "public.see_pledge",
        "public.see_stories",
        "public.see_share_picture",
        "public.read_privacy",
        "public.read_accessibility",
        "public.verify_certificate",
        "public.send_sitemap",
        "public.send_robots",
        "public.send_manifest",
    )
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class SlugConverter(BaseConverter):
    """`spot-it`: lower-case words and figures joined by single hyphens."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class WithHeaders:
    """Adds the headers to every answer, errors too, where a view has not set its own.

    Around the application rather than in `after_request`: there it was a seventh of a lesson's whole cost.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            there = {name.lower() for name, _value in headers}
            headers.extend(pair for pair in HEADERS if pair[0].lower() not in there)
            if ("X-Frame-Options", "") in headers:  # a page that other sites may frame, as its own policy says
                headers.remove(("X-Frame-Options", ""))
            return start_response(status, headers, *rest)

        return self._application(environ, start)


class RowNumberConverter(IntegerConverter):
    """The number of a row, which both databases keep in 32 or 64 bits: what is larger is nobody's."""

    def __init__(self, url_map: Any) -> None:
        super().__init__(url_map, max=2**31 - 1)


class WellFormedRequest(Request):
    """A request whose query can be read: bytes outside ASCII are percent-encoded, as a browser would have done."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if not self.query_string.isascii():
            self.query_string = quote(self.query_string, safe=PUNCTUATION).encode()


def build(app: Flask) -> None:
    app.request_class = WellFormedRequest
    app.url_map.converters["int"] = RowNumberConverter
    app.wsgi_app = WithHeaders(app.wsgi_app)  # type: ignore[method-assign]
    app.url_map.converters["slug"] = SlugConverter
    app.add_url_rule("/static/<path:filename>", "static", _send_static)
    app.before_request(_refuse_unknown_language)
    app.after_request(_finish)
    app.context_processor(lambda: words(language.choose(), page_query()))
    # Flask-Babel looks its catalogue up for every sentence; once per request is a quarter of the cost.
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(asset=asset, url_for=link, has_certificate=catalogue.has_certificate)
    app.jinja_env.globals["quick_exit_url"] = app.config["QUICK_EXIT_URL"]
    app.jinja_env.filters.update(day=day, short_day=short_day, clock_time=clock_time, figure=figure, change=change)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def words(chosen: str, query: str = "") -> dict[str, Any]:
    """What every template may use: the language and this page's addresses; nothing about a person."""
    other, path = language.other(chosen), quote(request.path)
    return {
        "language": chosen,
        "languages": language.LANGUAGES,
        "other_language": other,
        "page_path": path,
        "site_url": current_app.config["PUBLIC_URL"].rstrip("/"),
        "switch_language_url": f"{path}?{query}lang={other}",
    }


def page_query() -> str:
    """The address's own arguments without the language, ready to be followed by another one."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return urlencode(kept) + "&" if kept else ""


def link(endpoint: str, **values: Any) -> str:
    """`url_for` for templates, remembered: a page holds some twenty addresses, most of them the same on every page."""
    try:
        return _remembered_link(request.root_path, endpoint, tuple(sorted(values.items())))
    except TypeError:  # a list among the values
        return url_for(endpoint, **values)


@lru_cache(maxsize=4096)
def _remembered_link(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def asset(filename: str) -> str:
    """Address of a static file; it changes with the content, so that the file may be kept for a year."""
    return link("static", filename=filename, v=_fingerprint(filename))


@lru_cache(maxsize=256)
def _fingerprint(filename: str) -> str:
    return hashlib.sha256(_content(filename)).hexdigest()[:10]


def day(moment: datetime | date) -> str:
    """21 November 2026, in the page's language and as the calendar stands in Malaysia."""
    return str(format_date(in_malaysia(moment).date() if isinstance(moment, datetime) else moment, "d MMMM y"))


def short_day(moment: datetime | date) -> str:
    """21 Nov, where a table has no room for more and the year is plain."""
    return str(format_date(in_malaysia(moment).date() if isinstance(moment, datetime) else moment, "d MMM"))


def clock_time(moment: datetime) -> str:
    """10:42 in Malaysia, whatever the visitor's language."""
    return f"{in_malaysia(moment):%H:%M}"


def figure(value: float, digits: int = 0) -> str:
    """−0.31, with the sign that a reader takes for one; what rounds to nothing has none."""
    return f"{value:z.{digits}f}".replace("-", "−")


def change(value: float, digits: int = 0) -> str:
    """+4 or −4, and 0 for what rounds to nothing."""
    shown = figure(value, digits)
    return shown if shown.startswith("−") or not float(shown) else f"+{shown}"


def _send_static(filename: str) -> Response:
    """From memory: a file that is opened for a phone which then walks away would stay open."""
    if filename not in _static_files():
        abort(404)
    kind, _encoding = guess_type(filename)
    response = Response(_content(filename), mimetype=kind or "application/octet-stream")
    response.set_etag(_fingerprint(filename))
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR_SECONDS}, immutable" if request.args.get("v") else "no-cache, max-age=0"
    )
    response.make_conditional(request)
    return response


@lru_cache(maxsize=1)
def _static_files() -> frozenset[str]:
    return frozenset(file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*") if file.is_file())


@lru_cache(maxsize=256)
def _content(filename: str) -> bytes:
    return (STATIC / filename).read_bytes()


def _refuse_unknown_language() -> None:
    if "lang" in request.args and request.args["lang"] not in language.LANGUAGES:
        abort(404)


def _finish(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if request.endpoint not in FOUND and "X-Robots-Tag" not in response.headers:
        response.headers["X-Robots-Tag"] = "noindex"
    wish = request.args.get("lang")
    if wish in language.LANGUAGES and wish != request.cookies.get(language.COOKIE) and not language.is_forgotten():
        language.remember(response, wish)
    return response


def _gettext(message: str) -> str:
    return str(_catalogue().ugettext(message))


def _ngettext(one: str, many: str, count: int) -> str:
    return str(_catalogue().ungettext(one, many, count))


def _catalogue() -> Any:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue

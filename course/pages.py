"""Pages that are rendered once per language and filled with the person's few live parts for each request.

A shell is rendered by `Slots`, which knows nobody: no name, token or session can enter it. What is live
comes in through named slots, escaped, when the page is sent.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import brotli
from flask import Response, current_app, get_flashed_messages, render_template, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from course import frame, language

MOST_SHELLS = 5000  # a bound, not a policy: the course has some hundred pages, the rest are rounds in rooms
_SLOT = re.compile("\x02([a-z:-]+)\x03")


def _slot(name: str) -> Markup:
    return Markup(f"\x02{name}\x03")  # noqa: S704 -- our own slot names


@dataclass(frozen=True)
class SlotVisitor:
    """Stands where a person's name will be."""

    display_name: Markup = field(default_factory=lambda: _slot("name"))


class Slots:
    """The `live` of a page that is being rendered for keeping."""

    def __init__(self, *, signed_in: bool, finish: Markup | None = None) -> None:
        self._visitor = SlotVisitor() if signed_in else None
        self._finish = finish or Markup()

    def account(self) -> Markup:
        staff = _slot("staff") if self._visitor else Markup()
        return render_part("parts/account.html", visitor=self._visitor, staff=staff, csrf_token=lambda: _slot("csrf"))

    def notices(self) -> Markup:
        return _slot("notices")

    def tick(self, lesson: str) -> Markup:
        return _slot(f"tick:{lesson}") if self._visitor else Markup()

    def finish(self) -> Markup:
        return _slot("finish") if self._visitor else self._finish

    def own(self, name: str) -> Markup:
        """A place for something more that only this reader sees."""
        return _slot(name)


class Live:
    """The `live` of an ordinary page: knows the person and what they have done."""

    def __init__(
        self, done: Mapping[str, frozenset[str]] | None = None, lesson_counts: Mapping[str, int] | None = None
    ) -> None:
        self._done = done or {}
        self._lesson_counts = lesson_counts or {}

    def account(self) -> Markup:
        visitor = current_user if current_user.is_authenticated else None
        return render_part("parts/account.html", visitor=visitor, staff=staff_links(), csrf_token=csrf_token)

    def notices(self) -> Markup:
        return notices()

    def tick(self, lesson: str) -> Markup:
        return Markup("tick") if any(lesson in lessons for lessons in self._done.values()) else Markup()

    def module_progress(self, module: str) -> Markup:
        if not current_user.is_authenticated:
            return Markup()
        done, total = len(self._done.get(module, ())), self._lesson_counts.get(module, 0)
        return render_part("parts/module_progress.html", done=done, total=total)


class Nobody:
    """The `live` of a page that must not know who reads it, and whose header therefore has no form for signing out."""

    def account(self) -> Markup:
        return Markup()

    def notices(self) -> Markup:
        return Markup()


def notices() -> Markup:
    if "_flashes" not in session:
        return Markup()
    return render_part("parts/notices.html", notices=get_flashed_messages(with_categories=True))


def staff_links() -> Markup:
    """The rooms that a member of staff has beside the course, as items of the menu."""
    if not current_user.is_authenticated or not (current_user.teaches or current_user.organises):
        return Markup()
    return render_part("parts/staff_links.html", visitor=current_user)


def kept_part(template: str, *key: str, context: Callable[[], dict[str, Any]] = dict) -> "Shell":
    """A live part whose words were rendered once per `key`; `csrf` is its only slot. `context` must name nobody."""
    return shells().get((template, *key), lambda: render_part(template, csrf_token=lambda: _slot("csrf"), **context()))


_signed_tokens: dict[str, str] = {}


def csrf_token() -> str:
    """This session's token; signed once, since it is valid as long as the session."""
    signed = _signed_tokens.get(session.get("csrf_token", ""))
    if signed is None:
        signed = generate_csrf()
        if len(_signed_tokens) > 10_000:
            _signed_tokens.clear()
        _signed_tokens[session["csrf_token"]] = signed
    return signed


def render_part(template: str, **context: Any) -> Markup:
    """A part of a page, without the context processors that would bring a person in."""
    rendered = current_app.jinja_env.get_template(template).render({**frame.words(language.choose()), **context})
    return Markup(rendered)  # noqa: S704  (the template has escaped it)


class Shell:
    """A rendered page with slots."""

    def __init__(self, html: str) -> None:
        pieces = _SLOT.split(html)
        self._fixed = pieces[0::2]
        self._slots = pieces[1::2]

    @cached_property
    def _as_sent(self) -> dict[str, bytes]:
        whole = self.fill({}).encode()
        return {
            "plain": whole,
            "br": brotli.compress(whole, quality=9),
            "gzip": gzip.compress(whole, compresslevel=9, mtime=0),
        }

    @cached_property
    def _etag(self) -> str:
        return hashlib.sha256(self._as_sent["plain"]).hexdigest()[:20]

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(self._slots)

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with its slots filled; values are HTML, a slot without a value stays empty."""
        pieces = [self._fixed[0]]
        for name, fixed in zip(self._slots, self._fixed[1:], strict=True):
            pieces.append(values.get(name, ""))
            pieces.append(fixed)
        return "".join(pieces)

    def as_it_is(self) -> Response:
        """The page for somebody about whom nothing is known: the same bytes for everybody, compressed beforehand."""
        accepted = request.environ.get("HTTP_ACCEPT_ENCODING")
        encoding = request.accept_encodings.best_match(["br", "gzip"], "plain") if accepted else "plain"
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("ETag", f'"{self._etag}-{encoding}"'),
            ("Vary", "Accept-Encoding, Accept-Language, Cookie"),
            ("Cache-Control", "private, no-cache"),
        ]
        if encoding != "plain":
            headers.append(("Content-Encoding", encoding))
        response = Response(self._as_sent[encoding], headers=headers)
        if "HTTP_IF_NONE_MATCH" in request.environ:
            response.make_conditional(request)
        return response


class Shells:
    """The shells of one site, rendered when first asked for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], Shell] = {}

    def get(self, key: tuple[str, ...], render: Callable[[], str]) -> Shell:
        shell = self._kept.get(key)
        if shell is None:
            if len(self._kept) > MOST_SHELLS:
                self._kept.clear()
            shell = self._kept[key] = Shell(render())
        return shell


def shells() -> Shells:
    kept: Shells = current_app.extensions.setdefault("shells", Shells())
    return kept


def send_kept(key: tuple[str, ...], render: Callable[[Slots], str], *, tells_news: bool = True) -> Response:
    """A page that is rendered once per language for everybody, with the header of whoever reads it."""
    signed_in = current_user.is_authenticated
    whose = "in" if signed_in else "out"
    shell = shells().get((*key, language.choose(), whose), lambda: render(Slots(signed_in=signed_in)))
    if not signed_in and not (tells_news and "_flashes" in session):
        return shell.as_it_is()
    live = {"notices": notices() if tells_news else ""}
    if signed_in:
        name = escaped(current_user.display_name)
        live |= {"name": name, "staff": staff_links(), "csrf": csrf_token()}
    return Response(shell.fill(live), mimetype="text/html")


def render_shell(template: str, live: Slots | Nobody, **context: Any) -> str:
    """Render for keeping, or for nobody: the template sees the page's words and slots, and nothing of the request."""
    words = frame.words(language.choose())
    return current_app.jinja_env.get_template(template).render({**words, "live": live, **context})


def render(template: str, **context: Any) -> str:
    """Render an ordinary page."""
    return render_template(template, live=context.pop("live", None) or Live(), **context)


def escaped(text: str) -> str:
    return str(escape(text))

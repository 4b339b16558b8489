"""The counter of a drive, answered before Flask: two thousand phones in a hall ask for the same few bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask.sansio.blueprints import BlueprintSetupState

ANSWERED_FOR_SECONDS = 0.5  # beside the half second for which the count itself is kept
MOST_KEPT = 500
# What "unchanged" says again: the browser keeps the other headers with the body that it has. Each one costs.
REPEATED = ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")


@dataclass(frozen=True)
class Answer:
    """What Flask said, for whoever asks in the same half second."""

    until: float
    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    headers_unchanged: list[tuple[str, str]]


class AnswersCounters:
    """Keeps the answers of `/pledge/<drive>/count.json`, the same for everybody; the rest goes on to the application.

    A hello of Flask alone would take more of a core than two thousand phones may.
    """

    def __init__(self, application: WSGIApplication, kept: dict[tuple[str, str], Answer]) -> None:
        self._application = application
        self._kept = kept

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not (path.endswith("/count.json") and path.startswith("/pledge/")) or not _is_plain_question(environ):
            return self._application(environ, start_response)
        key = (path, environ.get("HTTP_ACCEPT_ENCODING", ""))
        answer = self._kept.get(key)
        if answer is None or answer.until < monotonic():
            told = Response.from_app(self._application, {**environ, "HTTP_IF_NONE_MATCH": ""}, buffered=True)
            if told.status_code != 200 or "Set-Cookie" in told.headers:
                return told(environ, start_response)
            answer = self._keep(key, told)
        if environ.get("HTTP_IF_NONE_MATCH") == answer.etag:
            start_response("304 NOT MODIFIED", answer.headers_unchanged.copy())
            return []
        start_response("200 OK", answer.headers.copy())
        return [answer.body]

    def _keep(self, key: tuple[str, str], told: Response) -> Answer:
        if len(self._kept) >= MOST_KEPT:  # whoever makes up encodings fills no memory
            self._kept.clear()
        body, headers = told.get_data(), told.headers.to_wsgi_list()
        unchanged = [(name, value) for name, value in headers if name in REPEATED]
        answer = Answer(monotonic() + ANSWERED_FOR_SECONDS, body, told.headers.get("ETag", ""), headers, unchanged)
        self._kept[key] = answer
        return answer


def _is_plain_question(environ: WSGIEnvironment) -> bool:
    return environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")


def answer_first(state: BlueprintSetupState) -> None:
    app = state.app
    app.wsgi_app = AnswersCounters(app.wsgi_app, app.extensions.setdefault("drive_answers", {}))  # type: ignore[attr-defined]

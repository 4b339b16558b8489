"""The search of the hub: what is looked for is answered and forgotten; people who can help stand before any result."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from course import catalogue, clock, language, pages, search, support
from course.extensions import limiter
from modules.search_words import is_distress

# The address holds the words: it goes into no cache, to no other site and into no index.
HEADERS = {"Referrer-Policy": "strict-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@limiter.limit("60/minute")
def search_hub() -> ResponseReturnValue:
    chosen = language.choose()
    query = " ".join(request.args.get("q", "").replace("\0", " ").split())
    is_too_long = len(query) > search.LONGEST_QUERY
    page = pages.render(
        "public/search_hub.html",
        query=query[: search.LONGEST_QUERY],
        longest=search.LONGEST_QUERY,
        is_too_long=is_too_long,
        found=[] if is_too_long else _index().find(query, chosen),
        people=support.talk_now(chosen, clock.now()) if is_distress(query[: 2 * search.LONGEST_QUERY]) else [],
    )
    return page, HEADERS


def _index() -> search.Index:
    """This process's own, made when somebody first searches; two at once would make the same."""
    index: search.Index | None = current_app.extensions.get("search")
    if index is None:
        found = list(search.documents(catalogue.current().library, catalogue.guides()))
        index = current_app.extensions["search"] = search.Index(found)
    return index

"""A drive for everybody to watch: the wall of the hall, the counter for other pages, and its badge."""

import hashlib
from collections.abc import Callable
from time import monotonic

from flask import Response, current_app, json, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from course import drives, pages, printing, wall
from course.public.pledge import choose_language, find_drive, find_drive_or_draft

COUNTED_FOR_SECONDS = 0.5
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)


def count_now(drive: drives.Shown) -> wall.Count:
    """From memory for half a second, so that a hall of phones asks the database once."""
    kept: dict[int, tuple[float, wall.Count]] = current_app.extensions.setdefault("drive_counts", {})
    found = kept.get(drive.id)
    if found is None or found[0] < monotonic():
        found = kept[drive.id] = (monotonic() + COUNTED_FOR_SECONDS, wall.count(drive.id))
    return found[1]


def see_count(drive: str) -> ResponseReturnValue:
    shown = find_drive(drive)
    counted = count_now(shown)
    body = json.dumps(
        {
            "online": counted.online,
            "paper": counted.paper,
            "total": counted.total,
            "goal": shown.goal,
            "state": shown.state,
            "words": [{"language": code, "text": text} for code, text in counted.words],
        }
    )
    response = Response(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:20])
    response.headers["Cache-Control"] = "public, max-age=1"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response.make_conditional(request)


def see_wall(drive: str) -> ResponseReturnValue:
    """For a projector: the number, the goal, a code to scan, and approved words."""
    shown = find_drive_or_draft(drive)
    return _page("public/see_wall.html", shown, lambda: {"code": Markup(_code(shown))}, ancestors="'self'")  # noqa: S704


def see_embed(drive: str) -> ResponseReturnValue:
    """The counter inside another page."""
    return _page("public/see_embed.html", find_drive(drive), dict, ancestors="*")


def _page(
    template: str, shown: drives.Shown, more: Callable[[], dict[str, Markup]], ancestors: str
) -> ResponseReturnValue:
    counted, chosen = count_now(shown), choose_language(shown)
    addresses = {"address": _address(shown), "shown_address": _shown(shown)}
    page = pages.render_part(template, drive=shown, count=counted, language=chosen, **addresses, **more())
    return str(page), {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY.format(ancestors=ancestors),
        "X-Frame-Options": "",
        "Cache-Control": "no-cache",
    }


def see_counter_badge(drive: str) -> ResponseReturnValue:
    """A picture of the number, for pages that take no frame."""
    shown = find_drive(drive)
    picture = pages.render_part("public/see_counter_badge.svg", count=count_now(shown), language=choose_language(shown))
    headers = {"Cache-Control": "public, max-age=60", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(str(picture), mimetype="image/svg+xml", headers=headers)


def _address(shown: drives.Shown) -> str:
    return str(current_app.config["PUBLIC_URL"].rstrip("/") + url_for("public.see_pledge", drive=shown.slug))


def _shown(shown: drives.Shown) -> str:
    return _address(shown).partition("://")[2]


def _code(shown: drives.Shown) -> str:
    return printing.qr_code(_address(shown))

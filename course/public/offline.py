"""What a browser keeps for a time without a network: the worker, the manifest, and the page that stands in."""

import hashlib
import json

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from course import catalogue, language, pages
from course.frame import STATIC, asset

STYLES = ("tokens.css", "parts.css", "check-in.css", "check-in.js", "leave.js", "offline.js", "favicon.svg")


def see_offline() -> ResponseReturnValue:
    """The page that the worker shows where a page cannot be reached. It is the same for everybody."""
    language.choose_for_nobody()
    page = pages.render_shell("public/see_offline.html", pages.Nobody())
    return page, {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}


def send_worker() -> Response:
    """The worker, with the list of what it keeps before it; another list or program is another worker."""
    kept = [asset(name) for name in STYLES]
    for code in language.LANGUAGES:
        kept.append(url_for("public.read_help", kept=1, lang=code))
        kept += [url_for(f"public.{view}", lang=code) for view in ("open_check_in", "see_offline")]
    program = (STATIC / "worker.js").read_text("utf-8")
    version = hashlib.sha256("\n".join([*kept, program, catalogue.current().library.fingerprint]).encode()).hexdigest()[
        :12
    ]
    settings = f"const VERSION = {json.dumps(version)};\nconst KEPT = {json.dumps(kept)};\n"
    return Response(settings + program, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def send_manifest() -> ResponseReturnValue:
    """Lets a phone install the course."""
    language.choose_for_nobody()
    manifest = {
        "name": "ThinkTwice",
        "short_name": "ThinkTwice",
        "description": _("A free course for Malaysian campuses, in English and Bahasa Malaysia."),
        "lang": language.choose(),
        "id": "/",
        "start_url": url_for("public.see_courses"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbf8f2",
        "theme_color": "#3b2fa3",
        "icons": [
            {"src": asset("favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": asset("icon-192.png"), "type": "image/png", "sizes": "192x192"},
            {"src": asset("icon-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "any maskable"},
        ],
    }
    return Response(
        json.dumps(manifest), mimetype="application/manifest+json", headers={"Cache-Control": "private, max-age=3600"}
    )

"""The poster of a drive, or of one of its stations, to print."""

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from course import language, posters, printing
from course.extensions import limiter
from course.organiser.finding import own_drive
from course.organiser.kiosk import own_station


@limiter.limit("60/minute")
def print_poster(drive: int) -> ResponseReturnValue:
    """`?size=a3`, and `?station=` for one whose code is the station's own."""
    found = own_drive(drive)
    size = request.args.get("size", "a4")
    if size not in posters.SIZES:
        abort(404)
    station = own_station(drive, request.args.get("station", 0, type=int)) if "station" in request.args else None
    path = url_for("public.see_pledge", drive=found.slug, at=station.token if station else None)
    poster = posters.Poster(
        titles={"en": found.title_en, "ms": found.title_ms},
        languages=tuple(language.LANGUAGES) if found.languages == "both" else (found.languages,),
        campus=found.campus,
        address=current_app.config["PUBLIC_URL"].rstrip("/") + path,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        station=station.name if station else "",
    )
    response = Response(printing.drawn_once(posters.sheet(poster, size)), mimetype="application/pdf")
    name = f"poster-{found.slug}{f'-{station.id}' if station else ''}-{size}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""The campaigns that the course grows out of, and a kit of pictures and captions for a campus's own drive."""

import io
import zipfile
from collections.abc import Mapping

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

import modules
from course import language, pages, printing
from course.extensions import limiter
from modules.share_kit import sign

SIZES: Mapping[str, int] = {"square": 1080, "story": 1080, "wide": 1920}  # what networks ask for: width in pixels
KIT = "thinktwice-share-kit.zip"


def see_campaigns() -> ResponseReturnValue:
    written = modules.load_campaigns()
    if current_app.config["SHOW_ONLY_REVIEWED"] and written.review.state != "signed":
        abort(404)
    return pages.render("public/see_campaigns.html", campaigns=written.campaigns, facts=written.facts)


def see_share_kit() -> ResponseReturnValue:
    return pages.render("public/see_share_kit.html", pictures=modules.load_share_kit().pictures, sizes=SIZES)


@limiter.limit("120/minute")
def see_share_picture(code: str, picture: str) -> ResponseReturnValue:
    name, _, size = picture.rpartition("-")
    if name not in modules.load_share_kit().pictures or size not in SIZES:
        abort(404)
    response = Response(mimetype="image/png")
    wanted = _picture(name, size, code)
    response.set_etag(wanted.fingerprint)
    response.headers["Cache-Control"] = "public, max-age=3600"
    if wanted.fingerprint not in request.if_none_match:
        response.data = printing.pictured_once(wanted, SIZES[size])
    return response.make_conditional(request)


@limiter.limit("20/minute")
def download_share_kit() -> ResponseReturnValue:
    """Every picture in both languages, with the captions beside them as text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as kit:
        for code in language.LANGUAGES:
            for name in modules.load_share_kit().pictures:
                for size, width in SIZES.items():
                    drawn = printing.pictured_once(_picture(name, size, code), width)
                    kit.writestr(_entry(f"{code}/{name}-{size}.png"), drawn)
            kit.writestr(_entry(f"{code}/captions.txt"), _captions(code))
    return Response(
        packed.getvalue(),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{KIT}"', "Cache-Control": "public, max-age=3600"},
    )


def _picture(name: str, size: str, code: str) -> printing.Sheet:
    picture = modules.load_share_kit().pictures[name]
    html = pages.render_part("public/draw_share_picture.html", picture=picture, size=size, language=code)
    return printing.Sheet((str(html),), {"sign.svg": sign(name)}, stylesheet="shared.css")


def _captions(code: str) -> str:
    """For each picture what to write under it, and what to say to whoever cannot see it."""
    with force_locale(code):
        return "\r\n\r\n".join(
            f"{name}\r\n{picture.caption[code]}\r\n[{picture.shows[code]}]"
            for name, picture in modules.load_share_kit().pictures.items()
        )


def _entry(name: str) -> zipfile.ZipInfo:
    """Pictures are packed already; without the day of packing, the same kit is the same file."""
    return zipfile.ZipInfo(name)

"""The report of a drive as a PDF."""

from flask import Response
from flask.typing import ResponseReturnValue

from course import clock, language, printing, reports, wall
from course.extensions import limiter
from course.organiser.finding import own_drive

MOST_WORDS = 1000


@limiter.limit("20/minute")
def print_report(drive: int) -> ResponseReturnValue:
    """Drawn each time and kept nowhere: its figures change, and a drive that forgets must not stay on a disk."""
    found, now = own_drive(drive), clock.now()
    chosen = language.choose()
    sheet = reports.sheet(
        found,
        found.title_ms if chosen == "ms" else found.title_en,
        wall.figures(drive),
        [(word.language, word.text) for word in reversed(wall.approved(drive, 0, MOST_WORDS))],
        now,
    )
    name = f"thinktwice-{found.slug}-{clock.in_malaysia(now):%Y-%m-%d}-{chosen}.pdf"
    return Response(
        printing.draw(sheet),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""The report of a class on paper: figures, their charts and what to do next. It names nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from course import catalogue, cohorts, insight, overview, pages, printing

MOST_BELIEFS = 5
MOST_PAGES = 12
WIDTH, HEIGHT = 240, 14  # of a bar, in pixels


def class_report(
    taught: cohorts.Taught, found: overview.Overview, seen: insight.Insight, titles: Mapping[str, str], now: datetime
) -> printing.Sheet:
    """In the language of the request. Of a class of fewer than five it says that there is nothing to say."""
    course = catalogue.current()
    passed = [
        (titles[column.module], number, found.people)
        for column, number in zip(course.columns, found.passed, strict=True)
    ]
    shown = [belief for belief in seen.beliefs if belief.share and belief.chosen][:MOST_BELIEFS]
    context: dict[str, Any] = {
        "taught": taught,
        "found": found,
        "seen": seen,
        "beliefs": shown,
        "passed": passed,
        "titles": titles,
        "today": now,
        "campus": current_app.config["CAMPUS_NAME"],
        "version": course.issuer.course_version,
        "enough": insight,
    }
    html = str(pages.render_part("lecturer/print_class_report.html", **context))
    pictures = {
        **{f"passed-{place}.svg": bar(number, all_) for place, (_title, number, all_) in enumerate(passed, 1)},
        **{
            f"belief-{place}.svg": bar(belief.chosen, belief.offered.answers, "coral")
            for place, belief in enumerate(shown, 1)
        },
    }
    return printing.Sheet((html,), pictures, MOST_PAGES, "class_report.css")


def bar(part: int, whole: int, tint: str = "brand") -> str:
    """A bar from nothing to all; the figure stands beside it."""
    width, box = WIDTH * part / whole if whole else 0, f'x="0" y="0" height="{HEIGHT}" rx="{HEIGHT // 2}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect {box} width="{WIDTH}" fill="{printing.colour("line")}"/>'
        f'<rect {box} width="{width:.1f}" fill="{printing.colour(tint)}"/></svg>'
    )


def missing_note() -> str:
    return _("These certificates are still being drawn. Download the archive again in some minutes.")

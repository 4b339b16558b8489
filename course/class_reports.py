"""The report of a class on paper: figures, their charts and what to do next. It names nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from course import catalogue, cohorts, insight, overview, pages, printing

MOST_BELIEFS = 5
MOST_PAGES = 12
WIDTH, ROW = 520, 26  # of a chart, in pixels


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
        "passed.svg": bars([(number, all_) for _title, number, all_ in passed]),
        "beliefs.svg": bars([(belief.chosen, belief.offered.answers) for belief in shown], tint="coral"),
    }
    return printing.Sheet((html,), pictures, MOST_PAGES, "class_report.css")


def bars(shares: Sequence[tuple[int, int]], tint: str = "brand") -> str:
    """One bar for each (part, whole), from nothing to all; the table beside it says the same in figures."""
    height = max(1, len(shares)) * ROW
    track, ink = printing.colour("line"), printing.colour(tint)
    drawn = []
    for place, (part, whole) in enumerate(shares):
        width = WIDTH * part / whole if whole else 0
        box = f'x="0" y="{place * ROW + 5}" height="{ROW - 10}" rx="6"'
        drawn.append(f'<rect {box} width="{WIDTH}" fill="{track}"/><rect {box} width="{width:.1f}" fill="{ink}"/>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">{"".join(drawn)}</svg>'


def missing_note() -> str:
    return _("These certificates are still being drawn. Download the archive again in some minutes.")

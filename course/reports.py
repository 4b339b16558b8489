"""The report of a pledge drive on paper: what organisers see of it, in figures that betray nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from course import printing
from course.clock import in_malaysia
from course.frame import clock_time, day
from course.tables import Drive
from course.wall import SMALLEST_CELL, Cell, Figures

MOST_PAGES = 100
MOST_HOURS = 36  # of a longer drive the days are told


@dataclass(frozen=True)
class Row:
    label: str
    number: int


def sheet(
    drive: Drive, title: str, figures: Figures, words: Sequence[tuple[str, str]], now: datetime
) -> printing.Sheet:
    """`words` are the approved ones, (language, text); a sheet of several pages in the language of the request."""
    over_time = _over_time(figures.by_hour)
    return printing.sheet_of_people(
        "organiser/print_report.html",
        {
            "time.svg": bars([row.number for row in over_time]),
            "stations.svg": bars([cell.count for cell in figures.by_station]),
            "faculties.svg": bars([cell.count for cell in figures.by_faculty]),
        },
        "report.css",
        MOST_PAGES,
        drive=drive,
        title=title,
        figures=figures,
        over_time=over_time,
        by_station=told(figures.by_station),
        by_faculty=told(figures.by_faculty),
        words=words,
        smallest=SMALLEST_CELL,
        now=now,
    )


def told(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Nothing where everybody is in the group without a name: that is the total once more."""
    return cells if any(cell.name for cell in cells) else ()


def _over_time(by_hour: Sequence[tuple[datetime, int]]) -> list[Row]:
    if len(by_hour) <= MOST_HOURS:
        return [Row(f"{day(hour)}, {clock_time(hour)}", number) for hour, number in by_hour]
    days = groupby(by_hour, key=lambda pair: in_malaysia(pair[0]).date())
    return [Row(day(date), sum(number for _hour, number in hours)) for date, hours in days]


def bars(numbers: Sequence[int | None]) -> str:
    """A picture of columns; what is hidden has none. The table beside it says the same."""
    most, width = max([number or 0 for number in numbers], default=0) or 1, 600 / max(len(numbers), 1)
    drawn = []
    for at, number in enumerate(numbers):
        tall = 150 * (number or 0) / most
        place = f'x="{at * width + width * 0.1:.1f}" y="{155 - tall:.1f}" width="{width * 0.8:.1f}" height="{tall:.1f}"'
        drawn.append(f'<rect {place} rx="2" fill="{printing.colour("brand")}"/>')
    line = f'<path d="M0 156H600" stroke="{printing.colour("edge")}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 160">{"".join(drawn)}{line}</svg>'

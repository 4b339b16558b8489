"""`/classes/<id>/progress`: student × module, sorted and filtered by a plain query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from course import catalogue, clock, overview, pages
from course.frame import short_day
from course.lecturer.cohort import titles
from course.lecturer.own import own_class

LONGEST_SEARCH = 120
EARLIEST = datetime.min.replace(tzinfo=clock.KUALA_LUMPUR)

SHOWN: Mapping[str, tuple[object, Callable[[overview.Row], bool]]] = {
    "all": (_l("everybody"), lambda row: True),
    "late": (_l("with something overdue"), lambda row: bool(row.late)),
    "not-begun": (_l("who have not begun"), lambda row: not row.has_begun),
    "under-way": (_l("who are under way"), lambda row: row.has_begun and not row.has_certificate),
    "certified": (_l("with a certificate"), lambda row: row.has_certificate),
}
SORTED: Mapping[str, tuple[object, Callable[[overview.Row], Any]]] = {
    "name": (_l("name"), lambda row: row.display_name.casefold()),
    "least": (_l("fewest modules passed"), lambda row: (row.passed, row.display_name.casefold())),
    "most": (_l("most modules passed"), lambda row: (-row.passed, row.display_name.casefold())),
    "quiet": (_l("longest not seen"), lambda row: (row.last_at or EARLIEST, row.display_name.casefold())),
}


@dataclass(frozen=True)
class Wish:
    """Who is to be shown, and in what order."""

    show: str
    sort: str
    find: str

    def as_query(self) -> dict[str, str]:
        """What an address must say of it."""
        usual = {"show": "all", "sort": "name", "find": ""}
        return {name: value for name, value in vars(self).items() if value != usual[name]}


def see_class_progress(cohort: int) -> ResponseReturnValue:
    taught, now = own_class(cohort), clock.now()
    course = catalogue.current()
    found = overview.class_overview(cohort, course.columns, taught.due, course=course.issuer.course, now=now)
    wish = asked_wish()
    rows = _shown(found.rows, wish)
    names = titles()
    return pages.render(
        "lecturer/see_class_progress.html",
        taught=taught,
        found=found,
        columns=course.columns,
        titles=names,
        body=_body(rows, course.columns, cohort, wish),
        shown=len(rows),
        wish=wish,
        ways={"show": SHOWN, "sort": SORTED},
        smallest=overview.SMALLEST_GROUP,
    )


def asked_wish() -> Wish:
    show, order = request.args.get("show", ""), request.args.get("sort", "")
    find = " ".join(request.args.get("find", "")[:LONGEST_SEARCH].replace("\0", "").split())
    return Wish(show if show in SHOWN else "all", order if order in SORTED else "name", find)


def _shown(rows: tuple[overview.Row, ...], wish: Wish) -> list[overview.Row]:
    fits, wanted = SHOWN[wish.show][1], wish.find.casefold()
    found = [row for row in rows if fits(row)]
    if wanted:
        found = [row for row in found if wanted in row.display_name.casefold() or wanted in row.email]
    return sorted(found, key=SORTED[wish.sort][1])


def _body(rows: list[overview.Row], columns: tuple[overview.Column, ...], cohort: int, wish: Wish) -> Markup:
    """The lines of the table, put together here: a template takes eight times as long for five hundred of them."""
    drawn = _Drawn(columns)
    address = url_for("lecturer.see_student", cohort=cohort, membership=0).removesuffix("0")
    query = escape(f"?{urlencode(wished)}") if (wished := wish.as_query()) else ""
    return Markup("\n".join(drawn.line(row, address, query) for row in rows))  # noqa: S704 -- escaped in `line`


class _Drawn:
    """Draws lines, and each kind of cell once."""

    def __init__(self, columns: tuple[overview.Column, ...]) -> None:
        self._places = {column.module: place for place, column in enumerate(columns)}
        self._words = {
            "passed": _("passed"),
            "tried": _("not passed yet"),
            "begun": _("under way"),
            "none": _("not yet"),
        }
        self._late = _("overdue")
        self._certified = f'<td class="p">✓<i> {escape(_("yes"))}</i></td>'
        self._not_certified = f'<td class="n">–<i> {escape(_("no"))}</i></td>'
        self._cells: dict[tuple[str, int | None, bool], str] = {}
        self._days: dict[object, str] = {}

    def line(self, row: overview.Row, address: str, query: str) -> str:
        late = {self._places[module] for module in row.late}
        cells = "".join([self._cell(cell, place in late) for place, cell in enumerate(row.cells)])
        seen = self._day(row.last_at) if row.last_at else "–"
        certificate = self._certified if row.has_certificate else self._not_certified
        return (
            f'<tr><th scope="row"><a href="{address}{row.membership}{query}"><bdi>{escape(row.display_name)}</bdi></a>'
            f"</th>{cells}<td>{seen}</td>{certificate}</tr>"
        )

    def _cell(self, cell: overview.Cell, is_late: bool) -> str:
        known = self._cells.get((cell.state, cell.score, is_late))
        if known is None:
            mark = {"passed": "✓", "begun": "…", "none": "–"}.get(cell.state, "")
            figure = mark if cell.score is None else f"{mark} {cell.score}".strip()
            kind = cell.state[0] + (" l" if is_late else "")
            words = self._words[cell.state] + (f", {self._late}" if is_late else "")
            known = f'<td class="{kind}">{figure}<i> {escape(words)}</i></td>'
            self._cells[cell.state, cell.score, is_late] = known
        return known

    def _day(self, moment: datetime) -> str:
        date = clock.in_malaysia(moment).date()
        if date not in self._days:
            self._days[date] = str(escape(short_day(date)))
        return self._days[date]

"""A class as files: its attempts as CSV, and a workbook of progress, attempts and answers.

What is a student's own answer is never in one of them: the answers of the workbook are of nobody in particular.
"""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from flask_babel import gettext as _

from course import clock, cohorts, insight, overview

IN_MEMORY = 4_000_000  # bytes; what is larger is kept in a file of the system's
LINES_AT_ONCE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a text for a formula


@dataclass(frozen=True)
class Names:
    """What modules and quizzes are called in the reader's language."""

    modules: dict[str, str]
    title_of: Callable[[str], str]


def file_name(taught: cohorts.Taught, kind: str, ending: str, *, version: str, now: datetime) -> str:
    """Class, date and version of the course, in letters that every system takes."""
    plain = unicodedata.normalize("NFKD", f"{taught.details.course_code} {taught.details.name}")
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    named = "-".join(words)[:60].strip("-") or f"class-{taught.id}"
    return f"ThinkTwice-{named}-{kind}-{clock.in_malaysia(now):%Y-%m-%d}-{version}.{ending}"


# --- CSV --------------------------------------------------------------------------------------------------------------


def as_csv(lines: Iterable[overview.Line], names: Names) -> Iterator[bytes]:
    """Some lines at a time, with a mark at the beginning by which spreadsheets know that it is UTF-8."""
    kept, count = io.StringIO(), 0
    writer = csv.writer(kept)
    kept.write("\ufeff")
    writer.writerow(_heads())
    for count, line in enumerate(lines, 1):
        writer.writerow([harmless(cell) for cell in _cells(line, names)])
        if count % LINES_AT_ONCE == 0:
            yield _taken(kept)
    yield _taken(kept)


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run begins with an apostrophe, which it hides."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _taken(kept: io.StringIO) -> bytes:
    written = kept.getvalue().encode()
    kept.seek(0)
    kept.truncate()
    return written


def _heads() -> list[str]:
    return [
        _("Student"),
        _("E-mail address"),
        _("Quiz or activity"),
        _("Try"),
        _("Begun"),
        _("Handed in"),
        _("Score of 100"),
        _("Passed"),
    ]


def _cells(line: overview.Line, names: Names) -> list[Any]:
    return [
        line.display_name,
        line.email,
        names.title_of(line.subject),
        line.number,
        _moment(line.started_at),
        _moment(line.submitted_at),
        None if line.score is None else round(line.score, 1),
        None if line.passed is None else int(line.passed),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{clock.in_malaysia(moment):%Y-%m-%d %H:%M}" if moment else ""


# --- XLSX -------------------------------------------------------------------------------------------------------------


def as_workbook(
    found: overview.Overview,
    columns: Sequence[overview.Column],
    lines: Iterable[overview.Line],
    answers: Iterable[insight.Marked],
    names: Names,
) -> IO[bytes]:
    """Progress as a matrix, attempts as a long table, and answers of nobody in particular; row by row to the disk."""
    # The library takes 5 MB that a process which never exports should not spend.
    import xlsxwriter  # noqa: PLC0415

    kept = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- whoever sends it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        heads = [_("Student"), _("E-mail address"), *(names.modules[one.module] for one in columns)]
        _sheet(book, bold, _("Progress"), [*heads, _("Last seen"), _("Certificate")], _matrix(found))
        _sheet(book, bold, _("Attempts"), _heads(), (_cells(line, names) for line in lines))
        heads = [_("Quiz or activity"), _("Question"), _("Try"), _("Verdict"), _("Credit")]
        _sheet(book, bold, _("Answers"), heads, _answers(answers, names))
    kept.seek(0)
    return kept


def _sheet(book: Any, bold: Any, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, len(heads) - 1, 16)
    last = 0
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(last, place, cell)  # never a formula, whatever it begins with
            elif cell is not None:
                sheet.write_number(last, place, cell)
    sheet.autofilter(0, 0, last, len(heads) - 1)


def _matrix(found: overview.Overview) -> Iterator[list[Any]]:
    words = {"passed": _("passed"), "tried": _("not passed yet"), "begun": _("under way"), "none": _("not yet")}
    for row in sorted(found.rows, key=lambda row: row.display_name.casefold()):
        cells = [cell.score if cell.score is not None else words[cell.state] for cell in row.cells]
        yield [row.display_name, row.email, *cells, _moment(row.last_at), _("yes") if row.has_certificate else _("no")]


def _answers(answers: Iterable[insight.Marked], names: Names) -> Iterator[list[Any]]:
    verdicts = {
        "right": _("right"),
        "wrong": _("wrong"),
        "partly": _("partly right"),
        "unscored": _("not scored"),
    }
    titles: dict[str, str] = {}
    for one in answers:
        if one.subject not in titles:
            titles[one.subject] = names.title_of(one.subject)
        yield [titles[one.subject], one.item, one.number, verdicts[one.verdict], round(one.credit, 2)]


# --- ZIP --------------------------------------------------------------------------------------------------------------

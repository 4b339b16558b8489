"""A class as files: its attempts as CSV, a workbook of progress, attempts and answers, and its certificates in a ZIP.

What is a student's own answer is never in one of them: the answers of the workbook are of nobody in particular.
"""

import csv
import io
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from flask_babel import gettext as _

from course import awards, clock, cohorts, insight, overview

IN_MEMORY = 4_000_000  # bytes; what is larger is kept in a file of the system's
LINES_AT_ONCE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a text for a formula
YEAR_ONE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say: the same certificates make the same file


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


def as_zip(held: Sequence[awards.Held], missing_note: str) -> IO[bytes]:
    """Every PDF that is drawn, stored as it is; a note names the serials of those that are not."""
    kept = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- whoever sends it closes it
    left = []
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for one in held:
            pdf = awards.pdf_of(one.id)
            if pdf is None:
                left.append(one.serial)
            else:
                archive.writestr(zipfile.ZipInfo(f"{_plain_name(one)}.pdf", YEAR_ONE), pdf)
        if left:
            archive.writestr(zipfile.ZipInfo("README.txt", YEAR_ONE), "\n".join([missing_note, *left, ""]))
    kept.seek(0)
    return kept


def _plain_name(one: awards.Held) -> str:
    """The name as it is written, without what a file system takes for something else; the serial makes it unique."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", one.display_name).strip(". ")[:80]
    return f"{name} {one.serial}"

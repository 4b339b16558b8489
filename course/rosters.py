"""Reads a class list as universities export it, CSV or XLSX, into names and e-mail addresses. Touches no database.

Whatever the bytes are, the answer is a list of lines or a named refusal, within bounds of rows, columns and memory.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from course import people
from course.refusals import Refusal

MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
LARGEST_FILE_BYTES = 900_000
LARGEST_UNPACKED_BYTES = 40_000_000  # an honest sheet of 2,000 rows is a hundredth of it
ROWS_BEFORE_HEADER = 20  # a crest, the faculty, the course, printed on a date

EMAIL_HEADERS = re.compile(r"e-?mail|e-?mel|surel|alamat e-?mel", re.I)
NAME_HEADERS = re.compile(r"^(full |student |student's )?name|^nama", re.I)
FIRST_NAME = re.compile(r"^(first|given)[ _-]?names?|^nama (pertama|depan|diberi)", re.I)
LAST_NAME = re.compile(r"^(last|family)[ _-]?name|^surname|^nama (keluarga|akhir|belakang)", re.I)
_LOOKS_LIKE_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")


class NotATable(Refusal):
    """Neither CSV nor XLSX, or broken."""


class TooManyRows(Refusal):
    """More rows than one import takes."""


class TooLarge(Refusal):
    """The file, or what it unpacks to, is larger than any class list."""


class NoEmailColumn(Refusal):
    """No column holds e-mail addresses, and nobody can be written to."""


@dataclass(frozen=True)
class Line:
    """One row of the list: where it stood, the name as it was written, and the address in its normal form.

    `problem` is empty, `no_email`, `bad_email` or `twice`; `email` is then as it was written.
    """

    row: int
    name: str
    email: str
    problem: str = ""


def read(data: bytes) -> list[Line]:
    """The lines of a class list. Raises `NotATable`, `TooManyRows`, `TooLarge`, `NoEmailColumn`."""
    if len(data) > LARGEST_FILE_BYTES:
        raise TooLarge
    rows = list(_bounded(_sheet(data) if data.startswith(b"PK") else _csv(data)))
    return list(_lines(rows))


def _bounded(rows: Iterable[Iterable[object]]) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of the rows that hold anything; numbers as a spreadsheet shows them."""
    held = 0
    for number, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in islice(row, MOST_COLUMNS)]
        if any(cells):
            held += 1
            if held > MOST_ROWS + ROWS_BEFORE_HEADER:
                raise TooManyRows
            yield number, cells
        elif number > 50 * MOST_ROWS:  # a sheet may claim a million empty rows
            return


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return " ".join(str(cell)[: 4 * LONGEST_CELL].replace("\0", "").split())[:LONGEST_CELL]


# --- the two kinds of file --------------------------------------------------------------------------------------------


def _sheet(data: bytes) -> Iterator[tuple[object, ...]]:
    """The first sheet, values only: a formula is what it last came to, and nothing is ever worked out here."""
    import openpyxl  # noqa: PLC0415 -- a third of a second that only a roster needs to spend

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED_BYTES:
                raise TooLarge
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size is not believed
            yield from sheet.iter_rows(values_only=True)
        finally:
            book.close()
    except Refusal:
        raise
    except Exception as broken:  # openpyxl answers a broken file with whatever its parsers raise
        raise NotATable from broken


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data).replace("\0", "")
    if not text.strip():
        raise NotATable
    if sum(not letter.isprintable() and not letter.isspace() for letter in text[:4000]) > 40:
        raise NotATable
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except csv.Error as broken:
        raise NotATable from broken


def _decoded(data: bytes) -> str:
    """As its mark says; else UTF-8, UTF-16 without a mark, or what Windows writes."""
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    named = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), None)
    start = data[:2000]
    if named is None and start.count(0) > len(start) // 4:
        named = "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
    for encoding in (named,) if named else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(named or "latin-1", errors="replace")


def _delimiter(text: str) -> str:
    """The one that most lines hold equally often."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines if delimiter in line]
        commonest = max(set(counts), key=counts.count) if counts else 0
        return counts.count(commonest), commonest

    return max(";\t|,", key=agreement)


# --- what the columns mean --------------------------------------------------------------------------------------------


def _lines(rows: list[tuple[int, list[str]]]) -> Iterator[Line]:
    header = _header(rows)
    titles = rows[header][1] if header is not None else []
    body = rows[header + 1 :] if header is not None else rows
    if len(body) > MOST_ROWS:
        raise TooManyRows
    email = _email_column(titles, body)
    names = _name_columns(titles, body, email)
    seen: set[str] = set()
    for number, cells in body:
        name = " ".join(cells[place] for place in names if place < len(cells) and cells[place])
        line = _line(number, name[:200], cells[email] if email < len(cells) else "")
        if not line.problem and line.email in seen:
            line = Line(line.row, line.name, line.email, "twice")
        seen.add(line.email)
        yield line


def _line(number: int, name: str, typed: str) -> Line:
    address = typed.removeprefix("mailto:").strip(" <>'\"")
    if not address:
        return Line(number, name, "", "no_email")
    try:
        return Line(number, name, people.normal_email(address))
    except people.EmailNotUsable:
        return Line(number, name, typed[:254], "bad_email")


def _header(rows: list[tuple[int, list[str]]]) -> int | None:
    """The first row that names a column of addresses and holds none."""
    for place, (_number, cells) in enumerate(rows[:ROWS_BEFORE_HEADER]):
        named = any(len(cell) <= 60 and EMAIL_HEADERS.search(cell) for cell in cells)
        if named and not any(_LOOKS_LIKE_EMAIL.fullmatch(cell) for cell in cells):
            return place
    return None


def _email_column(titles: list[str], body: list[tuple[int, list[str]]]) -> int:
    """The column with most addresses, among those that are named so if any is."""
    found: dict[int, int] = {}
    for _number, cells in body:
        for place, cell in enumerate(cells):
            if _LOOKS_LIKE_EMAIL.fullmatch(cell.removeprefix("mailto:")):
                found[place] = found.get(place, 0) + 1
    named = [place for place, title in enumerate(titles) if EMAIL_HEADERS.search(title)]
    if not found and not named:
        raise NoEmailColumn
    return max(named or found, key=lambda place: found.get(place, 0))


def _name_columns(titles: list[str], body: list[tuple[int, list[str]]], email: int) -> list[int]:
    """Where the name stands, in the order in which it is read; without a title, the column with most words."""
    others = [(place, title) for place, title in enumerate(titles) if place != email]
    whole = [place for place, title in others if NAME_HEADERS.search(title) and not _is_part(title)]
    if whole:
        return whole[:1]
    parts = [[place for place, title in others if kind.search(title)][:1] for kind in (FIRST_NAME, LAST_NAME)]
    if any(parts):
        return [place for part in parts for place in part]
    words: dict[int, int] = {}
    for _number, cells in body[:200]:
        for place, cell in enumerate(cells):
            if place != email and not any(letter.isdigit() for letter in cell):
                words[place] = words.get(place, 0) + len(cell.split())
    return [max(words, key=lambda place: words[place])] if words else []


def _is_part(title: str) -> bool:
    return bool(FIRST_NAME.search(title) or LAST_NAME.search(title))

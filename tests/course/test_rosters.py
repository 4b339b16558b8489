"""Class lists as universities export them: any order, any mark, any mistake, and none of it breaks the site."""

import io
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import rosters
from course.refusals import Refusal
from course.rosters import Line

ROWS = [("Bil", "No. Matrik", "Nama Pelajar", "E-mel"), (1, "A1", "Devi a/p Raju", "Devi@Kampus.edu.my")]
DEVI = Line(2, "Devi a/p Raju", "devi@kampus.edu.my")


def csv_of(rows: list[tuple[object, ...]], delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows)


def xlsx_of(rows: list[tuple[object, ...]]) -> bytes:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_list_is_read_whatever_parts_its_cells_and_writes_its_letters(encoding: str, delimiter: str) -> None:
    assert rosters.read(csv_of(ROWS, delimiter).encode(encoding)) == [DEVI]


def test_a_sheet_is_read_as_a_list_is() -> None:
    assert rosters.read(xlsx_of(ROWS)) == [DEVI]


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (("Email Address", "Student Name"), ("a@x.edu.my", "Ali @ Alias bin Abu"), "Ali @ Alias bin Abu"),
        (("First name", "Last name", "mail", "Email"), ("Wei", "Tan", "9", "a@x.edu.my"), "Wei Tan"),
        (("Surname", "Given name", "E-mail"), ("Tan", "Wei Ming", "a@x.edu.my"), "Wei Ming Tan"),
        (("Nama Penuh", "Alamat e-mel"), ("Siti binti Ali", "<a@x.edu.my>"), "Siti binti Ali"),
        (("x", "y", "z"), ("B031", "Jelani anak Ugak", "mailto:a@x.edu.my"), "Jelani anak Ugak"),
        (("Emel",), ("a@x.edu.my",), ""),
    ],
)
def test_columns_are_found_in_any_order_and_by_any_usual_name(
    header: tuple[str, ...], row: tuple[str, ...], name: str
) -> None:
    found = rosters.read(csv_of([header, row]).encode())

    assert found[-1] == Line(2, name, "a@x.edu.my")


def test_what_stands_above_the_header_is_no_student() -> None:
    above: list[tuple[object, ...]] = [("UNIVERSITI CONTOH",), ("Senarai pelajar COM110", "", ""), ("",)]

    assert rosters.read(csv_of([*above, *ROWS]).encode()) == [Line(5, DEVI.name, DEVI.email)]


def test_lines_that_cannot_be_used_say_why() -> None:
    rows = [*ROWS, (2, "A2", "Twice", "devi@kampus.edu.my"), (3, "A3", "None", ""), (4, "A4", "Bad", "devi at kampus")]

    assert rosters.read(csv_of(rows).encode())[1:] == [
        Line(3, "Twice", "devi@kampus.edu.my", "twice"),
        Line(4, "None", "", "no_email"),
        Line(5, "Bad", "devi at kampus", "bad_email"),
    ]


def test_a_formula_is_never_worked_out_and_a_name_is_a_text() -> None:
    rows = [ROWS[0], (1, "A1", '=HYPERLINK("https://evil.example")', "a@x.edu.my"), (2, "A2", "=1+1", "=1+1")]

    assert [(line.name, line.email, line.problem) for line in rosters.read(xlsx_of(rows))] == [
        ("", "a@x.edu.my", ""),
        ("", "", "no_email"),
    ]


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", rosters.NotATable),
        (b"\x00" * 500, rosters.NotATable),
        (b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 20, rosters.NotATable),
        (b"PK\x03\x04 not really", rosters.NotATable),
        (xlsx_of(ROWS)[:-200], rosters.NotATable),
        (bomb(), rosters.TooLarge),
        (b"x" * (rosters.LARGEST_FILE_BYTES + 1), rosters.TooLarge),
        (csv_of([ROWS[0], *[(1, 2, "N", f"n{i}@x.edu.my") for i in range(2001)]]).encode(), rosters.TooManyRows),
        (b"Name,Phone\nDevi,012", rosters.NoEmailColumn),
        (b"%PDF-1.7 a document", rosters.NoEmailColumn),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_no_class_list_is_refused_by_name(data: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        rosters.read(data)


@given(st.binary(max_size=400) | st.text(alphabet="a@.,;\t\n\"'= é\0", max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_it_fail_in_another_way(data: bytes) -> None:
    try:
        lines = rosters.read(data)
    except Refusal:
        return
    assert all(len(line.name) <= 200 and len(line.email) <= 254 for line in lines)


@pytest.mark.slow
def test_two_thousand_lines_are_read_within_the_time_of_one_page() -> None:
    rows = [ROWS[0], *[(n, f"A{n}", f"Pelajar {n} a/p Raju", f"a{n}@kampus.edu.my") for n in range(2000)]]
    data, began = xlsx_of(rows), time.process_time()

    lines = rosters.read(data)

    assert (len(lines), {line.problem for line in lines}) == (2000, {""})
    assert time.process_time() - began < 5  # far more than it takes: a square of the length would not pass

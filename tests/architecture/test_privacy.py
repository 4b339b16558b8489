"""What is kept about people is written down, table by table, and follows them out of the door."""

from pathlib import Path

from flask import Flask

from course.extensions import db
from course.privacy import REGISTER

DOCS = Path(__file__).parents[2] / "docs" / "privacy.md"


def test_every_table_has_a_privacy_entry(app: Flask) -> None:
    assert set(REGISTER) == set(db.metadata.tables)


def test_every_privacy_entry_names_columns_that_exist(app: Flask) -> None:
    for name, entry in REGISTER.items():
        columns = set(db.metadata.tables[name].columns.keys())
        named = {*entry.hidden, *([entry.owner] if entry.owner else [])}
        assert named <= columns, name


def test_every_table_that_points_at_a_person_says_so(app: Flask) -> None:
    for name, table in db.metadata.tables.items():
        pointing = {
            column.name for column in table.columns for key in column.foreign_keys if key.column.table.name == "users"
        }
        if pointing:
            assert REGISTER[name].owner in pointing, name


def test_the_privacy_page_of_the_docs_says_what_the_register_says() -> None:
    text = DOCS.read_text(encoding="utf-8")

    for name, entry in REGISTER.items():
        assert f"| `{name}` | {entry.what} | {entry.why} | {entry.how_long} | {entry.erased} |" in text, name

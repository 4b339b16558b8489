"""Files as they come: broken YAML, other encodings, hidden characters; and the line of everything."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.problems import Report
from modules.reading import Document, read_text, read_yaml


@pytest.fixture
def read(tmp_path):
    """`read("a: 1")` is the document and what was said about it."""

    def from_text(text: str | bytes) -> tuple[Document | None, list[str]]:
        file = tmp_path / "a.yaml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        report = Report()
        document = read_yaml(file, report)
        return document, [f"{problem.line}: {problem.message}" for problem in report.sorted()]

    return from_text


def test_words_are_text_unless_they_are_plainly_something_else(read):
    document, problems = read(
        "{no: no, yes: yes, on: On, n: 12, minus: -3, half: 1.5, day: 2026-11-21, right: true, wrong: false, "
        'nothing: null, empty: , tilde: ~, quoted: "12", block: 1:30, long: 1234567890123}'
    )

    assert problems == []
    assert document.data == {
        "no": "no",
        "yes": "yes",
        "on": "On",
        "n": 12,
        "minus": -3,
        "half": "1.5",
        "day": date(2026, 11, 21),
        "right": True,
        "wrong": False,
        "nothing": None,
        "empty": None,
        "tilde": None,
        "quoted": "12",
        "block": "1:30",
        "long": "1234567890123",
    }


def test_every_key_and_list_entry_has_its_line(read):
    document, _problems = read("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n# end\n")

    assert document.lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 1): 5,
        ("a", "c", 1, "y"): 5,
    }
    assert document.line("a", "c", 1, "unknown", 7) == 5
    assert document.line("unknown") == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [1", "1: This is not valid YAML: did not find expected ',' or ']'."),
        ("a: 1\nb: : 2", "2: This is not valid YAML: mapping values are not allowed in this context."),
        ("a: 1\n\tb: 2", "2: This is not valid YAML: found a tab character that violates indentation."),
        ("a: *nowhere", "1: Anchors (&) and aliases (*) are not used here: write the text out, or in quotes."),
        ("a: &here 1", "1: Anchors (&) and aliases (*) are not used here: write the text out, or in quotes."),
        ("a: !!python/none 1", "1: Tags (!) are not used here: leave it out, or put the text in quotes."),
        ("a: \ufffe", "1: This is not valid YAML: a character is not allowed."),
        ("", "1: The file must consist of keys and values, like “title: …”."),
        ("# nothing yet", "1: The file must consist of keys and values, like “title: …”."),
        ("- a\n- b", "1: The file must consist of keys and values, like “title: …”."),
        ("a: 1\n---\nb: 2", "2: A second document begins here; a file holds one."),
        ("a: 1\nb: 2\n\na: 3", "4: “a” stands here twice; the first time on line 1."),
        ("a: 1\n[b]: 2", "2: A key must be a word."),
        ("a: 2026-02-30", "1: There is no day 2026-02-30 in the calendar."),
        ('a: 1\nb: "\\0"', "2: This text holds a control character that nobody can see: type it anew."),
        ('a: "\\u202E"', "1: This text holds a control character that nobody can see: type it anew."),
        ("a: 1\nb: \x07", "2: This line holds a control character that nobody can see: type it anew."),
        ("a: 1\nb: \u202e", "2: This line holds a control character that nobody can see: type it anew."),
        (b"a: 1\nb: \xe9\n", "2: This line is not UTF-8: save the file as UTF-8."),
        ("a: " + "[" * 5000, "1: Nothing here is nested more than 12 levels deep."),
    ],
)
def test_broken_yaml_is_told_by_line(read, text, problem):
    _document, problems = read(text)

    assert problems == [problem]


def test_what_stands_twice_keeps_its_first_value(read):
    document, _problems = read("a: 1\na: {b: 2}")

    assert document.data == {"a": 1}


def test_several_mistakes_are_told_together(read):
    _document, problems = read("a: &x 1\na: 2\nb: !t 3\n")

    assert [problem.split(":")[0] for problem in problems] == ["1", "2", "3"]


def test_other_line_ends_and_a_byte_order_mark_are_forgiven(read):
    document, problems = read(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n")

    assert (document.data, problems) == ({"a": 1, "b": "x\ny\n"}, [])


def test_emoji_and_every_script_are_text(read):
    document, problems = read("a: 👩🏽‍🎓 சரி 便宜 كتاب")

    assert (document.data, problems) == ({"a": "👩🏽‍🎓 சரி 便宜 كتاب"}, [])


def test_a_folder_in_the_place_of_a_file_is_a_problem(tmp_path):
    report = Report()

    assert read_text(tmp_path, report) is None
    assert [str(problem) for problem in report.found] == [f"{tmp_path}:1: This file is missing or cannot be read."]


@settings(deadline=None, max_examples=50)
@given(st.one_of(st.binary(), st.text(alphabet="ab:-[]{}&*!|>'\"\n\t #,?%@`\\0", max_size=40).map(str.encode)))
def test_any_bytes_give_a_document_or_a_problem(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    report = Report()

    document = read_yaml(file, report)

    assert (document is not None) or report.has_errors

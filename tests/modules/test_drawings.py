"""Figures: what a drawing may hold, and how it stands in a page."""

import pytest

from modules.drawings import Drawing, read_drawing
from modules.problems import Report


@pytest.fixture
def read(tmp_path):
    """`read("<svg …/>")` is the drawing and what was said about it."""

    def from_source(source: str) -> tuple[Drawing | None, list[str]]:
        file = tmp_path / "a.svg"
        file.write_text(source)
        report = Report()
        drawing = read_drawing(file, report)
        return drawing, [f"{problem.line}: {problem.message}" for problem in report.sorted()]

    return from_source


def test_a_drawing_stands_in_the_page_with_its_alternative(read):
    drawing, problems = read(
        """<?xml version="1.0" encoding="UTF-8"?>
        <!-- Made by hand. -->
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 -.5" width="10" class="f-ink" fill="none">
          <title>Own title</title><desc>Own <b/>words</desc>
          <g transform="translate(1 2)"><path class="s-coral f-sun" d="M0 0 &quot;"/></g>
        </svg>""".replace("<b/>", "")
    )

    assert problems == []
    assert drawing.svg("one", 'A "line" & more') == (
        '<svg viewBox="0 0 10 -.5" role="img" aria-labelledby="one-title" focusable="false" class="f-ink" fill="none">'
        '<title id="one-title">A &quot;line&quot; &amp; more</title>'
        '<g transform="translate(1 2)"><path class="s-coral f-sun" d="M0 0 &quot;"></path></g></svg>'
    )


def test_ids_are_the_pages_own(read):
    drawing, _problems = read(
        '<svg viewBox="0 0 1 1"><g clip-path=" url(#half) "/><clipPath id="half"><rect/></clipPath></svg>'
    )

    assert drawing.svg("two", "x").split("</title>")[1] == (
        '<g clip-path="url(#two-half)"></g><clipPath id="two-half"><rect></rect></clipPath></svg>'
    )


def test_text_in_a_drawing_is_escaped(read):
    drawing, _problems = read('<svg viewBox="0 0 1 1"><text>A &lt;b&gt;<tspan>9</tspan> </text> loose</svg>')

    assert drawing.body == "<text>A &lt;b&gt;<tspan>9</tspan> </text>"


@pytest.mark.parametrize(
    ("text", "has_words"), [("A", False), ("A1 B2", False), ("24 + 7", False), ("Ya", True), ("停止", True)]
)
def test_a_drawing_knows_whether_it_has_words(read, text, has_words):
    drawing, _problems = read(f'<svg viewBox="0 0 1 1"><text>{text}</text></svg>')

    assert drawing.has_words is has_words


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        (
            "<script>alert(1)</script>",
            "<script> does not belong here: a drawing is one <svg> of shapes, groups and text.",
        ),
        ("<style>g{}</style>", "<style> does not belong here: a drawing is one <svg> of shapes, groups and text."),
        ("<image/>", "<image> does not belong here: a drawing is one <svg> of shapes, groups and text."),
        ("<use/>", "<use> does not belong here: a drawing is one <svg> of shapes, groups and text."),
        (
            "<foreignObject/>",
            "<foreignObject> does not belong here: a drawing is one <svg> of shapes, groups and text.",
        ),
        ("<svg:path/>", "<svg:path> does not belong here: a drawing is one <svg> of shapes, groups and text."),
        ("<svg/>", "<svg> does not belong here: a drawing is one <svg> of shapes, groups and text."),
        ('<g style="x"/>', "The attribute style of <g> is not allowed in a drawing."),
        ('<g onclick="x"/>', "The attribute onclick of <g> is not allowed in a drawing."),
        ('<g href="https://x"/>', "The attribute href of <g> is not allowed in a drawing."),
        ('<g xlink:href="#a"/>', "The attribute xlink:href of <g> is not allowed in a drawing."),
        ('<g mask="url(https://x)"/>', "The attribute mask of <g> is not allowed in a drawing."),
        (
            '<g clip-path="url(https://x)"/>',
            'clip-path="url(https://x)" is not allowed: a drawing refers to nothing outside itself.',
        ),
        ('<g clip-path="url(#none)"/>', "Nothing in this drawing has the id “none”."),
        ('<g id="a b"/>', "An id begins with a letter and has no spaces."),
        ('<g id="a"/><g id="a"/>', "Two things in this drawing have the id “a”."),
        ('<g fill="#ff0000"/>', "Colours come from the classes f-… and s-…: fill is none or currentColor."),
        ('<g stroke="red"/>', "Colours come from the classes f-… and s-…: stroke is none or currentColor."),
        ('<g class="f-purple wide"/>', "No colour has the class f-purple, wide."),
        ("<?php x ?>", "Leave the processing instructions (<?…?>) out."),
    ],
)
def test_what_does_not_belong_in_a_drawing_is_told_by_line(read, inside, problem):
    _drawing, problems = read(f'<svg viewBox="0 0 1 1">\n{inside}</svg>')

    assert problems == [f"2: {problem}"]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<svg/>", "1: <svg> needs a viewBox of four numbers, so that it can grow and shrink."),
        ('<svg viewBox="0 0 1"/>', "1: <svg> needs a viewBox of four numbers, so that it can grow and shrink."),
        (
            '<svg viewBox="0 0 1 1" xmlns="x"/>',
            "1: This is another kind of XML: xmlns must be http://www.w3.org/2000/svg.",
        ),
        ("<html/>", "1: <html> does not belong here: a drawing is one <svg> of shapes, groups and text."),
        ('<svg viewBox="0 0 1 1">\n<g>', "2: This is not a well-formed SVG file: no element found."),
        ('<svg viewBox="0 0 1 1">&bomb;</svg>', "1: This is not a well-formed SVG file: undefined entity."),
        ("", "1: This is not a well-formed SVG file: no element found."),
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>',
            "1: Leave the document type (<!DOCTYPE …>) out.",
        ),
        ('\n<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', "2: Leave the document type (<!DOCTYPE …>) out."),
    ],
)
def test_what_is_no_drawing_is_told(read, source, problem):
    drawing, problems = read(source)

    assert (drawing, problems) == (None, [problem])


def test_an_unknown_colour_is_only_odd(read):
    drawing, _problems = read('<svg viewBox="0 0 1 1"><g class="f-purple"/></svg>')

    assert drawing.body == '<g class="f-purple"></g>'

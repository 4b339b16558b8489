"""Prose files: what becomes a step, what is made safe, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.problems import Report
from modules.prose import ProseFile, read_prose, render_inline


@pytest.fixture
def read(tmp_path):
    """`read("## Heading")` is the prose and what was said about it."""

    def from_text(text: str) -> tuple[ProseFile, list[str]]:
        file = tmp_path / "a.md"
        file.write_text(text)
        report = Report()
        prose = read_prose(file, report)
        assert prose is not None
        return prose, [f"{problem.line}: {problem.message}" for problem in report.sorted()]

    return from_text


def test_headings_and_directives_cut_the_text_into_steps(read):
    prose, problems = read(
        "Opening.\n\n## One\n\nText.\n\n### Within\n\n::figure{#a}\n\nMore.\n\n## Two\n\n::activity{#b mode=scored}\n"
    )

    assert problems == []
    assert [(section.form, section.line) for section in prose.sections] == [
        (("text",), 1),
        (("a heading",), 3),
        (("figure", "a", ""), 9),
        (("text",), 11),
        (("a heading",), 13),
        (("activity", "b", "scored"), 15),
    ]
    assert prose.sections[1].html == "<p>Text.</p>\n<h3>Within</h3>"


def test_the_check_in_is_the_private_activity(read):
    prose, problems = read("::activity{#check-in mode=private}\n")

    assert problems == []
    assert [section.form for section in prose.sections] == [("activity", "check-in", "private")]


def test_lists_quotes_and_tables_are_written(read):
    prose, problems = read("3. a\n4. *b*\n\n> c\n\n| d | e |\n|--:|---|\n| 1 | 2 |\n\n`f`\n\n---\n")

    assert problems == []
    assert prose.sections[0].html == (
        '<ol start="3">\n<li>a</li>\n<li><em>b</em></li>\n</ol>\n<blockquote>\n<p>c</p>\n</blockquote>\n'
        "<table>\n<thead>\n<tr>\n<th>d</th>\n<th>e</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n"
        "</tr>\n</tbody>\n</table>\n<p><code>f</code></p>\n<hr>"
    )


def test_raw_html_is_shown_as_text(read):
    prose, _problems = read("<script>alert(1)</script> and <b onclick='x'>bold</b>\n\n<div>\n\n## <i>Heading</i>\n")

    assert prose.sections[0].html == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; and &lt;b onclick='x'&gt;bold&lt;/b&gt;</p>\n<p>&lt;div&gt;</p>"
    )
    assert prose.sections[1].heading == "&lt;i&gt;Heading&lt;/i&gt;"


def test_links_lead_outside_by_https_or_to_pages_of_the_site(read):
    prose, problems = read(
        "[a](https://example.org/x?y=1&z=2)\n[b](/help) [c](/learn) and\n"
        "[d](/learn/first-steps/look#step-2)\n\n[e][1]\n\n[1]: /learn/x\n"
    )

    assert problems == []
    assert [(link.line, link.path) for link in prose.links] == [
        (2, "/help"),
        (2, "/learn"),
        (3, "/learn/first-steps/look"),
        (5, "/learn/x"),
    ]
    assert prose.sections[0].html.split("\n")[0] == (
        '<p><a href="https://example.org/x?y=1&amp;z=2" rel="noreferrer external">a</a>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "http://example.org",
        "//example.org/x",
        "https:example.org",
        "mailto:a@example.org",
        "/sign-out",
        "/learn/../sign-out",
        "/learn/a/b/c",
        "other.md",
        "#step-1",
    ],
)
def test_any_other_link_is_refused(read, address):
    _prose, problems = read(f"One line,\nand [a]({address}).")

    assert problems == [f"2: The link to “{address}” is refused: links begin with https:// or are /help or /learn/…."]


def test_a_hidden_script_does_not_reach_the_page(read):
    prose, problems = read("[a](java&#115;cript:alert(1)) <javascript:alert(1)>")

    refusal = "1: The link to “javascript:alert(1)” is refused: links begin with https:// or are /help or /learn/…."
    assert problems == [refusal]
    assert prose.sections[0].html == "<p><a>a</a> <a>javascript:alert(1)</a></p>"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "text\n::figure{#a}",
            "2: A directive is ::kind{#name}, on a line of its own with a blank line before and after.",
        ),
        (
            "::figure{#a}\ntext",
            "1: A directive is ::kind{#name}, on a line of its own with a blank line before and after.",
        ),
        ("- ::figure{#a}", "1: A directive is ::kind{#name}, on a line of its own with a blank line before and after."),
        ("::figure{a}", "1: A directive is ::kind{#name}, on a line of its own with a blank line before and after."),
        (":figure{#a}", "1: A directive is ::kind{#name}, on a line of its own with a blank line before and after."),
        ("::: figure", "1: A directive is ::kind{#name}, on a line of its own with a blank line before and after."),
        ("::video{#a}", "1: There is no ::video. There are ::figure, ::case, ::recall, ::fact, ::activity."),
        ("::activity{#a}", "1: An activity has a mode: ::activity{#its-name mode=practice} or mode=scored."),
        ("::activity{#a mode=fun}", "1: An activity has a mode: ::activity{#its-name mode=practice} or mode=scored."),
        (
            "::activity{#a mode=private}",
            "1: The one private activity is the check-in: ::activity{#check-in mode=private}.",
        ),
        ("::figure{#a mode=practice}", "1: ::figure takes a name alone: ::figure{#a}."),
        ("# Title", "1: Headings are ## for a step and ### within one."),
        ("a\n\n#### Deep", "3: Headings are ## for a step and ### within one."),
        ("> ## Quoted", "1: Headings are ## for a step and ### within one."),
        ("a\n![b](c.png)", "2: A picture is a figure: describe it in the lesson's YAML and write ::figure{#name}."),
    ],
)
def test_what_a_lesson_may_not_hold_is_told_by_line(read, text, problem):
    _prose, problems = read(text)

    assert problems == [problem]


def test_code_may_show_a_directive(read):
    prose, problems = read("```\n::figure{#a}\n```\n")

    assert (problems, prose.sections[0].html) == ([], "<pre><code>::figure{#a}\n</code></pre>")


def test_a_step_of_more_than_250_words_is_too_long(read):
    long = "one two-three’s four.\n" * 83 + "five\n"

    _prose, fine = read(f"## A\n\n{long}\n\n::figure{{#a}}\n\n{long}")
    _prose, problems = read(f"## A\n\n{long} six")

    assert fine == []
    assert problems == ["1: The text from here has 251 words; a step has at most 250. Begin another “## …”."]


def test_an_empty_file_has_no_steps(read):
    assert read("\n\n")[0].sections == ()


def test_a_short_text_with_marks_is_made_safe_as_well(tmp_path):
    report = Report()

    html, links = render_inline("*a* [b](/help)\n[c](javascript:x) <i> ![d](e)", tmp_path / "a.yaml", 7, report)

    assert html == '<em>a</em> <a href="/help">b</a>\n<a>c</a> &lt;i&gt;'
    assert [(link.line, link.path) for link in links] == [(7, "/help")]
    assert [problem.line for problem in report.found] == [8, 8]


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="ab#:{}=*_[]()<>!`|-\n \\&/;\"'", max_size=80))
def test_any_text_gives_sections_without_scripts(tmp_path_factory, text):
    file = tmp_path_factory.getbasetemp() / "any.md"
    file.write_text(text)

    prose = read_prose(file, Report())

    assert prose is not None
    assert "<script" not in "".join(section.html + section.heading for section in prose.sections)

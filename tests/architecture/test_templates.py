"""Every template compiles, finds what it names, and speaks through the translations only."""

import re

import pytest
from jinja2 import Environment, TemplateSyntaxError, meta

from tests.architecture.files import ROOT, name_of

TEMPLATES = ROOT / "course" / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
JINJA = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
# Names and signs that are the same in every language.
PROPER_NAMES = re.compile(r"#?ThinkTwice|&[a-z]+;|\b(BM|EN|English|Bahasa Malaysia|CC BY-SA|Apache)\b")
# Blocks and macros that stand inside a tag and give it attributes, not words.
GIVES_ATTRIBUTES = re.compile(r"\w+_class|described_by|describing|first_control")
SPOKEN_ATTRIBUTE = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description)="([^"]*)\"""")
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_template_compiles_and_finds_what_it_names(file):
    try:
        named = set(meta.find_referenced_templates(JINJA.parse(file.read_text())))
    except TemplateSyntaxError as mistake:
        pytest.fail(f"{name_of(file)}:{mistake.lineno}: {mistake.message}")

    missing = {other for other in named if other and not (TEMPLATES / other).exists()}

    assert missing == set()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_every_sentence_of_a_template_is_marked_for_translation(file):
    assert _unmarked(file.read_text()) == []


def test_an_unmarked_sentence_would_be_found():
    source = """<p title="Fine day">{{ _("Marked") }} <b>Bare {{ name }} words</b></p>"""

    assert _unmarked(source + "{% trans %}Inside{% endtrans %}") == ["Fine day", "Bare", "words"]


def _unmarked(source: str) -> list[str]:
    """The words that stand in a template outside every translation."""
    html, passed_over, names = "", "", []
    for _line, kind, value in JINJA.lex(source):
        if kind == "block_begin":
            names = []
        elif kind == "name":
            names.append(value)
        elif kind == "block_end" and not passed_over:
            gives_attributes = names[0] in {"block", "macro"} and GIVES_ATTRIBUTES.fullmatch(names[1])
            passed_over = f"end{names[0]}" if names[0] == "trans" or gives_attributes else ""
        elif kind == "block_end" and names[0] == passed_over:
            passed_over = ""
        elif kind == "data" and not passed_over:
            html += value
        if kind in {"variable_end", "block_end"}:
            html += "\0"
    spoken = SPOKEN_ATTRIBUTE.findall(html) + TAG.sub("\0", html).split("\0")
    texts = (PROPER_NAMES.sub("", text.replace("\0", "")) for text in spoken)
    return [" ".join(text.split()) for text in texts if WORD.search(text)]

"""The prose files: CommonMark with directives, read into sections of safe HTML with their lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from modules.problems import Report
from modules.reading import read_text
from modules.terms import LINK_CLASS, Linker

KINDS = ("figure", "case", "recall", "fact", "activity")
MODES = ("practice", "scored", "private")
CHECK_IN = "check-in"  # the one private activity
MAX_WORDS = 250

_DIRECTIVE = re.compile(r"::(?P<kind>[a-z]+)\{#(?P<id>[a-z0-9-]+)(?P<rest>[^{}\n]*)\}")
_MODE = re.compile(r"\s+mode=(?P<mode>[a-z]+)\s*")
_LIKE_A_DIRECTIVE = re.compile(r"\s*(?::+\s*[a-z]+\s*\{|::)")
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_OUTSIDE = re.compile(r"https://[^\s/]+\.[^\s]+")
_INSIDE = re.compile(r"(?P<path>/help|/learn(?:/[a-z0-9-]+){0,2})(?:#[a-z0-9-]+)?")

_TAGS = {
    *("p", "h3", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        """Refused addresses are reported by us, with their line, rather than left standing as text."""
        return True


_markdown = _Markdown("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Section:
    """One step as the prose of one language has it: a stretch of text, or a directive."""

    kind: str
    line: int
    id: str = ""
    mode: str = ""
    heading: str = ""
    html: str = ""
    words: int = 0

    @property
    def form(self) -> tuple[str, ...]:
        """What must be the same in both languages."""
        if self.kind == "prose":
            return ("a heading" if self.heading else "text",)
        return (self.kind, self.id, self.mode)


@dataclass(frozen=True)
class Link:
    """A link to a page of the site itself, to be checked when all lessons are known."""

    file: Path
    line: int
    path: str


@dataclass(frozen=True)
class ProseFile:
    """One language of a lesson."""

    file: Path
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    lines: tuple[str, ...]


def read_prose(file: Path, report: Report, linker: Linker | None = None) -> ProseFile | None:
    """The file; None, and a problem, when it cannot be read. `linker` makes the terms of the glossary lead there."""
    text = read_text(file, report)
    if text is None:
        return None
    tokens = _markdown.parse(text)
    links = tuple(_checked(file, tokens, report))  # first: it marks the links that lead outside
    sections = tuple(_sections(file, tokens, linker, report))
    return ProseFile(file, sections, links, tuple(text.split("\n")))


def render_inline(text: str, file: Path, line: int, report: Report) -> tuple[str, tuple[Link, ...]]:
    """A paragraph of a YAML file that may hold emphasis and links."""
    tokens = _markdown.parseInline(text)
    links = tuple(_checked(file, tokens, report, first_line=line))
    return _safe(_markdown.renderer.render(tokens, _markdown.options, {})), links


def _sections(file: Path, tokens: Sequence[Token], linker: Linker | None, report: Report) -> Iterator[Section]:
    heading, text, line = "", list[Token](), 1
    for block in _blocks(tokens):
        opening = block[0]
        is_heading = opening.type == "heading_open" and opening.tag == "h2"
        directive = _DIRECTIVE.fullmatch(block[1].content) if opening.type == "paragraph_open" else None
        if is_heading or directive:
            yield from _prose(file, line, heading, text, linker, report)
            heading, text, line = "", [], _line(opening)
        if is_heading:
            heading = _safe(_markdown.renderer.render(block[1:2], _markdown.options, {}))
        elif directive:
            yield from _directive(file, _line(opening), directive, report)
        else:
            line = line if heading or text else _line(opening)
            text += block
    yield from _prose(file, line, heading, text, linker, report)


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The blocks of the page: a heading, a paragraph, a whole list."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _prose(
    file: Path, line: int, heading: str, text: list[Token], linker: Linker | None, report: Report
) -> Iterator[Section]:
    if not heading and not text:
        return
    words = sum(len(WORD.findall(_plain(token))) for token in text if token.children)
    if words > MAX_WORDS:
        report.error(
            file,
            line,
            f"The text from here has {words} words; a step has at most {MAX_WORDS}. Begin another “## …”.",
        )
    if linker:
        linker.link(text)
    html = _safe(_markdown.renderer.render(text, _markdown.options, {}))
    yield Section("prose", line, heading=heading, html=html, words=words)


def _directive(file: Path, line: int, found: re.Match[str], report: Report) -> Iterator[Section]:
    kind, rest = found["kind"], found["rest"]
    mode = _MODE.fullmatch(rest)
    if kind not in KINDS:
        report.error(file, line, f"There is no ::{kind}. There are {', '.join('::' + kind for kind in KINDS)}.")
    elif kind == "activity" and (mode is None or mode["mode"] not in MODES):
        report.error(file, line, "An activity has a mode: ::activity{#its-name mode=practice} or mode=scored.")
    elif mode and mode["mode"] == "private" and found["id"] != CHECK_IN:
        report.error(file, line, "The one private activity is the check-in: ::activity{#check-in mode=private}.")
    elif kind != "activity" and rest.strip():
        report.error(file, line, f"::{kind} takes a name alone: ::{kind}{{#{found['id']}}}.")
    else:
        yield Section(kind, line, id=found["id"], mode=mode["mode"] if mode else "")


def _checked(file: Path, tokens: Sequence[Token], report: Report, first_line: int = 1) -> Iterator[Link]:
    """Report what a lesson's text may not hold; the links to pages of the site are checked later."""
    for token in tokens:
        if token.type == "heading_open" and (token.level > 0 or token.tag not in {"h2", "h3"}):
            report.error(file, _line(token), "Headings are ## for a step and ### within one.")
        elif token.type == "inline":
            line = _line(token) + first_line - 1
            yield from _checked_inline(file, line, token, report)


def _checked_inline(file: Path, line: int, token: Token, report: Report) -> Iterator[Link]:
    if not (token.level == 1 and _DIRECTIVE.fullmatch(token.content)):
        for number, written in enumerate(token.content.split("\n"), start=line):
            if _LIKE_A_DIRECTIVE.match(written):
                report.error(
                    file,
                    number,
                    "A directive is ::kind{#name}, on a line of its own with a blank line before and after.",
                )
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "image":
            report.error(
                file,
                line,
                "A picture is a figure: describe it in the lesson's YAML and write ::figure{#name}.",
            )
        elif child.type == "link_open":
            yield from _link(file, line, child, report)


def _link(file: Path, line: int, token: Token, report: Report) -> Iterator[Link]:
    address = str(token.attrGet("href"))
    if inside := _INSIDE.fullmatch(address):
        yield Link(file, line, inside["path"])
    elif _OUTSIDE.fullmatch(address):
        token.attrSet("rel", "noreferrer external")
    else:
        report.error(
            file,
            line,
            f"The link to “{address}” is refused: links begin with https:// or are /help or /learn/….",
        )


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _plain(token: Token) -> str:
    """The words of a paragraph without its marks and addresses."""
    return " ".join(child.content for child in token.children or ())


def _safe(html: str) -> str:
    """The renderer escapes raw HTML already; what else might get through stops here."""
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "rel"}, "ol": {"start"}},
        allowed_classes={"a": {LINK_CLASS}},
        url_schemes={"https"},
        link_rel=None,
    )
    return str(cleaned.strip())

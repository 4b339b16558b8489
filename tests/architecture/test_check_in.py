"""The private check-in is written so that it can send nothing: no form, no request, nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest
from jinja2 import meta

from tests.architecture.files import ROOT, name_of
from tests.architecture.test_templates import JINJA, TEMPLATES

STATIC = ROOT / "course" / "static"
PAGE = TEMPLATES / "public" / "open_check_in.html"
LARGEST_SCRIPT_BYTES = 8 * 1024

FORBIDDEN = re.compile(
    r"""<form|\bform(?:action|method)?=|type=["']?(?:submit|image)["'\s>]      # what a browser would send
    |\bfetch\s*\(|sendBeacon|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeer    # what a script could send
    |\bimport\s*\(|^\s*import\b|importScripts|Worker\b|\bnew\s+(?:Image|Audio|Request)\b|hx-
    |document\.cookie|\blocation\b|window\.open|\.submit\(|\.src\b|navigator\.(?!clipboard\b)
    |<(?:img|iframe|object|embed|video|audio|source|track|base)\b|\bping=|http-equiv|@import|\burl\(
    |rel=["']?(?:pre\w+|dns-prefetch|modulepreload)
    |(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//                           # what comes from elsewhere
    """,
    re.X | re.I | re.M,
)


def page_templates() -> set[Path]:
    """The page's template and every other that it names, the frame too."""
    found, waiting = set(), [PAGE]
    while waiting:
        template = waiting.pop()
        if template not in found:
            found.add(template)
            named = meta.find_referenced_templates(JINJA.parse(template.read_text()))
            waiting += [TEMPLATES / name for name in named if name]
    return found


FILES = sorted([*page_templates(), STATIC / "check-in.js", STATIC / "check-in.css"])


def test_the_page_is_made_of_these_files() -> None:
    assert [name_of(file) for file in FILES] == [
        "course/static/check-in.css",
        "course/static/check-in.js",
        "course/templates/layout.html",
        "course/templates/parts/channels.html",
        "course/templates/parts/icons.html",
        "course/templates/parts/quick_exit.html",
        "course/templates/public/open_check_in.html",
    ]
    assert set(re.findall(r"asset\('([^']+)'\)", PAGE.read_text())) == {"check-in.css", "check-in.js"}


def test_the_way_out_takes_nothing_along() -> None:
    """The one script beside the page's own leaves for the address that stands in the link, and does nothing else."""
    script = (STATIC / "leave.js").read_text()

    assert [match[0] for match in FORBIDDEN.finditer(script)] == ["location"]
    assert "location.replace(link.href);" in script
    assert re.findall(r"value|input|checked|storage|cookie", script) == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_nothing_in_it_could_send_what_is_picked(file: Path) -> None:
    found = [
        f"{name_of(file)}:{number}: {match[0].strip()}"
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for match in FORBIDDEN.finditer(line)
    ]

    assert found == [], "The private check-in sends nothing, so nothing that sends may stand in its files."


@pytest.mark.parametrize(
    "line",
    [
        '<form method="post">',
        '<button type="submit">',
        '<button formaction="/x">',
        'fetch("/x")',
        "navigator.sendBeacon(x)",
        "new XMLHttpRequest()",
        "new WebSocket(x)",
        "new Image().src = x",
        'import "./more.js";',
        "await import(x)",
        "location.href = x",
        "document.cookie",
        '<img src="https://elsewhere.example/pixel.gif">',
        '<script src="//elsewhere.example/x.js">',
        "background: url(x.png)",
        '<a ping="/x" href="/y">',
        '<link rel="prefetch" href="/x">',
    ],
)
def test_a_line_that_sends_something_would_be_found(line: str) -> None:
    assert FORBIDDEN.search(line)


def test_the_script_is_small() -> None:
    assert len(gzip.compress((STATIC / "check-in.js").read_bytes())) <= LARGEST_SCRIPT_BYTES

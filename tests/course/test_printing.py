"""Printing: what is drawn is drawn whole, from our own files, and one thing at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from certificates import DrawingFailed
from course import printing
from tests.applications import Applications

HTML = "<!DOCTYPE html><html lang=en><title>A sheet</title><body><h1>A sheet</h1>{}"


@pytest.fixture
def site(applications: Applications) -> Flask:
    return applications.on("sqlite")


@pytest.fixture
def folder(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An instance folder of its own."""
    monkeypatch.setattr(site, "instance_path", str(tmp_path))
    with site.app_context():
        yield tmp_path / printing.FOLDER


def sheet(*settings: str, **pictures: str) -> printing.Sheet:
    return printing.Sheet(tuple(HTML.format(setting) for setting in settings), pictures)


def test_the_first_setting_that_fits_is_taken() -> None:
    long, short = "<p>word</p>" * 200, "<p>word</p>"

    assert len(printing.draw(sheet(long, short))) == len(printing.draw(sheet(short)))


def test_what_fits_in_no_setting_is_a_failure() -> None:
    with pytest.raises(DrawingFailed, match="does not fit on 1 pages"):
        printing.draw(sheet("<p>word</p>" * 200))


@pytest.mark.parametrize("address", ["https://example.org/a.svg", "file:///etc/passwd", "other.svg"])
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(DrawingFailed, match="fetches nothing"):
        printing.draw(sheet(f'<p style="background: url({address})">A picture</p>'))


def test_a_letter_that_no_font_has_is_a_failure() -> None:
    with pytest.raises(DrawingFailed):
        printing.draw(sheet("<p>\U00013000</p>"))


def test_a_failure_keeps_nothing_and_the_next_sheet_is_drawn(folder: Path) -> None:
    with pytest.raises(DrawingFailed):
        printing.drawn_once(sheet("<p>word</p>" * 200))

    pdf = printing.drawn_once(sheet("<p>word</p>"))

    assert [file.read_bytes() for file in folder.iterdir()] == [pdf]


def test_what_many_ask_for_at_once_is_drawn_once(site: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[printing.Sheet] = []
    monkeypatch.setattr(printing, "draw", lambda wanted: drawn.append(wanted) or b"%PDF")

    def ask(_number: int) -> bytes:
        with site.app_context():
            return printing.drawn_once(sheet("<p>word</p>"))

    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(ask, range(8)))

    assert (got, len(drawn)) == ([b"%PDF"] * 8, 1)


def test_another_picture_is_another_sheet() -> None:
    assert sheet("A", dot="<svg/>").fingerprint == sheet("A", dot="<svg/>").fingerprint
    assert (
        len({sheet("A", dot="<svg/>").fingerprint, sheet("A", dot="<svg> </svg>").fingerprint, sheet("B").fingerprint})
        == 3
    )


def test_paper_has_the_light_colours_of_the_site() -> None:
    assert [printing.colour(name) for name in ("ink", "brand", "sun-ink")] == ["#1c1a33", "#3b2fa3", "#724c00"]


def test_every_module_has_its_drawing_on_paper(site: Flask) -> None:
    with site.app_context():
        signs = {name: printing.module_sign(name) for name in ("spot", "report", "look-after", "unknown")}

    assert {name: sign.tint for name, sign in signs.items()} == {
        "spot": "coral", "report": "sun", "look-after": "leaf", "unknown": "brand"
    }  # fmt: skip
    for sign in signs.values():
        assert sign.picture.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert "currentColor" not in sign.picture
        assert "class=" not in sign.picture

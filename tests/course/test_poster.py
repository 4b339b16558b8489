"""The poster of a pledge drive: one page of either size, both languages, and a code that leads to the drive."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from course import posters, printing
from tests.applications import Applications

MORNING, EVENING = datetime(2026, 11, 21, 1, tzinfo=UTC), datetime(2026, 11, 21, 9, tzinfo=UTC)
POINTS_OF = {"a4": (595, 842), "a3": (842, 1191)}


@pytest.fixture
def site(applications: Applications) -> Flask:
    return applications.on("sqlite")


def poster(*, titles: dict[str, str] | None = None, closes_at: datetime = EVENING) -> posters.Poster:
    return posters.Poster(
        titles=titles or {"en": "Pause before you post", "ms": "Fikir sebelum hantar"},
        campus="Universiti Contoh Malaysia",
        address="https://contoh.example/pledge/orientation-week?station=K7M2",
        opens_at=MORNING,
        closes_at=closes_at,
        station="Library",
    )


def drawn(site: Flask, wanted: posters.Poster, size: posters.Size) -> PdfReader:
    with site.test_request_context("/"):
        return PdfReader(BytesIO(printing.draw(posters.sheet(wanted, size))))


@pytest.mark.parametrize("size", posters.SIZES)
def test_a_poster_is_one_page_of_the_size_that_was_asked_for(site: Flask, size: posters.Size) -> None:
    read = drawn(site, poster(), size)

    (page,) = read.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == POINTS_OF[size]


def test_a_poster_says_everything_in_both_languages(site: Flask) -> None:
    words = " ".join(drawn(site, poster(), "a4").pages[0].extract_text().split())

    for said in (
        "#ThinkTwice",
        "#FikirDulu",
        "Pause before you post",
        "Fikir sebelum hantar",
        "Scan the code",
        "Imbas kod ini",
        "21 November 2026, 09:00 to 17:00",
        "21 November 2026, 09:00 hingga 17:00",
        "Library",
    ):
        assert said in words
    assert "contoh.example/pledge/orientation-week" in words
    assert "station=" not in words  # only the code carries it


def test_a_drive_of_several_days_names_the_first_and_the_last(site: Flask) -> None:
    last = datetime(2026, 11, 28, 9, tzinfo=UTC)

    words = " ".join(drawn(site, poster(closes_at=last), "a4").pages[0].extract_text().split())

    assert "21 November 2026 hingga 28 November 2026" in words


@pytest.mark.parametrize("size", posters.SIZES)
@pytest.mark.parametrize("long", ["Look after one another in every group and comment " * 3, "W" * 200, "சிந்தி" * 50])
def test_the_longest_titles_still_fit_on_one_page(site: Flask, size: posters.Size, long: str) -> None:
    assert len(drawn(site, poster(titles={"en": long[:120], "ms": long[:120]}), size).pages) == 1


def test_a_letter_that_cannot_be_drawn_is_left_out(site: Flask) -> None:
    titles = {"en": "Pause \U0001f64f <b>before</b> \x07you post", "ms": "\U0001f64f"}

    words = drawn(site, poster(titles=titles), "a4").pages[0].extract_text()

    assert "Pause <b>before</b>" in " ".join(words.split())

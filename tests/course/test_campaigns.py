"""The page of the campaigns and the share kit, as anybody meets them."""

import io
import zipfile

import pytest
from flask import Flask
from PIL import Image

import modules
from tests.applications import Applications
from tests.pages import Visitor


@pytest.mark.parametrize(("language", "reach"), [("en", "26.2 million+"), ("ms", "26.2 juta+")])
def test_every_figure_leads_to_who_reported_it_and_when_we_looked(client: Visitor, language: str, reach: str) -> None:
    page = client.get(f"/hub/campaigns?lang={language}")

    assert page.words(".figures dt")[0] == reach
    ids = {element.get("id") for element in page.all("[id]")}
    marks = page.all(".source-mark")
    assert marks
    assert {mark.get("href", "").removeprefix("#") for mark in marks} <= ids
    for line in page.words(".sources li"):
        assert "TikTok" in line
        assert "2026" in line


def test_the_page_says_that_we_belong_to_none_of_them(client: Visitor) -> None:
    assert "independent of them, of any platform" in client.get("/hub/campaigns").text


def test_where_only_signed_content_is_shown_unsigned_campaigns_are_not(applications: Applications) -> None:
    with applications.alone_on("sqlite", SHOW_ONLY_REVIEWED=True) as app:
        Visitor(app).get("/hub/campaigns", expect=404)


@pytest.mark.parametrize(
    ("size", "pixels"), [("square", (1080, 1080)), ("story", (1080, 1920)), ("wide", (1920, 1080))]
)
def test_a_picture_has_the_size_that_its_name_says_and_is_light(
    app: Flask, client: Visitor, size: str, pixels: tuple[int, int]
) -> None:
    answer = client.browser.get(f"/hub/share-kit/ms/report-{size}.png")

    assert answer.mimetype == "image/png"
    assert Image.open(io.BytesIO(answer.data)).size == pixels
    assert len(answer.data) < 150_000


@pytest.mark.parametrize("name", ["nothing-square", "pause-huge", "pause", "square"])
def test_a_picture_that_there_is_not_is_a_404(client: Visitor, name: str) -> None:
    client.get(f"/hub/share-kit/en/{name}.png", expect=404)


def test_the_kit_holds_every_picture_in_both_languages_with_words_for_who_cannot_see_them(client: Visitor) -> None:
    answer = client.browser.get("/hub/share-kit.zip")

    kit = zipfile.ZipFile(io.BytesIO(answer.data))
    pictures = modules.load_share_kit().pictures
    assert len(kit.namelist()) == 2 * (len(pictures) * 3 + 1)
    for code in ("en", "ms"):
        said = kit.read(f"{code}/captions.txt").decode()
        for picture in pictures.values():
            assert picture.caption[code] in said
            assert picture.shows[code] in said


def test_the_same_kit_is_the_same_file(client: Visitor) -> None:
    first, second = (client.browser.get("/hub/share-kit.zip").data for _ in range(2))

    assert first == second

"""The picture that a page shows of a certificate when its link is shared."""

import io
from pathlib import Path

import pytest
from PIL import Image

from certificates import Claims, Drawer
from certificates.samples import NAMES, sample
from tests.certificates.test_drawing import full

PAPER, VIOLET = (255, 253, 248), (59, 47, 163)


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return Drawer()


def seen(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


@pytest.mark.parametrize("with_name", [True, False])
@pytest.mark.parametrize("claims", [sample(NAMES["jawi"], "en"), full("W" * 120)], ids=["short", "full"])
def test_the_picture_has_the_size_that_pages_ask_for(drawer: Drawer, claims: Claims, with_name: bool) -> None:
    picture = Image.open(io.BytesIO(drawer.preview(claims, with_name=with_name)))

    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_without_the_name_it_shows_nothing_of_the_person(drawer: Drawer) -> None:
    of_one = sample("Nur Aisyah binti Abdullah", "ms")
    of_another = of_one.model_copy(
        update={"name": "陈嘉慧", "serial": "TT-AAAA-AAAA", "verify_url": "https://x.my/TT-AAAA-AAAA"}
    )

    assert drawer.preview(of_one, with_name=False) == drawer.preview(of_another, with_name=False)
    assert drawer.preview(of_one, with_name=True) != drawer.preview(of_another, with_name=True)


@pytest.mark.parametrize("script", ["latin", "chinese-rare", "tamil", "jawi"])
def test_with_the_name_it_shows_the_name_in_its_script(drawer: Drawer, script: str) -> None:
    line = (110, 280, 1000, 350)

    violet = []
    for name in (NAMES[script], "l"):
        colours = seen(drawer.preview(sample(name, "en"), with_name=True)).crop(line).getcolors(10**6)
        violet.append({colour: count for count, colour in colours}[VIOLET])

    assert violet[0] > 3 * violet[1] > 0


def test_nothing_runs_over_the_edge(drawer: Drawer) -> None:
    picture = seen(drawer.preview(full("W" * 120), with_name=True))

    assert picture.crop((1110, 420, 1200, 630)).getcolors() == [(90 * 210, PAPER)]
    assert picture.crop((60, 610, 1200, 630)).getcolors() == [(1140 * 20, PAPER)]


def test_another_process_gives_the_same_picture(drawer: Drawer, tmp_path: Path) -> None:
    claims = sample(NAMES["tamil"], "ms")

    assert Drawer().preview(claims, with_name=True) == drawer.preview(claims, with_name=True)

"""Every lesson on the narrowest phone, in both languages: nothing sticks out, and each drawing is described."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

import modules

NARROW = {"width": 320, "height": 640}
LESSONS = [f"/learn/{lesson.module}/{lesson.slug}" for one in modules.load_library().modules for lesson in one.lessons]
TEACHING = [f"/learn/{one.slug}/teach" for one in modules.load_library().modules]
UNDESCRIBED = """() => {
    const words = 'title, [aria-label], [aria-labelledby], img[alt]:not([alt=""])';
    const drawings = [...document.querySelectorAll('main figure')].filter(one => one.querySelector('svg, img'));
    return drawings.filter(one => !one.querySelector(words)).length;
}"""


@pytest.mark.parametrize("language", ["en", "ms"])
def test_no_lesson_and_no_lecturers_page_is_wider_than_a_small_phone(
    open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(viewport=NARROW)
    page.goto(f"/?lang={language}")
    found = []
    for address in (*LESSONS, *TEACHING):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
            found.append(f"{address} is {width} px wide")
        if page.evaluate(UNDESCRIBED):
            found.append(f"{address} has a drawing without words")

    assert found == []


def test_a_slanted_word_does_not_lean_over_the_space_behind_it(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=NARROW)
    page.goto("/learn/spot-it/the-tricks")

    gap = page.evaluate(
        """() => {
            const slanted = document.querySelector('.prose em');
            const words = document.createRange();
            words.selectNodeContents(slanted);
            const lines = [...words.getClientRects()];
            const outer = [...slanted.getClientRects()];
            return outer.at(-1).right - lines.at(-1).right;
        }"""
    )

    assert gap > 1

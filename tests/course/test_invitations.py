"""The card that leads from a lesson into an activity, and the page behind it: what they promise is true."""

from collections.abc import Callable

import pytest

from tests.cast import Person
from tests.pages import Visitor

PRACTISED = "/learn/report-it/report-flow"
SCORED = "/learn/report-it/report-desk"


@pytest.mark.parametrize(("lesson", "minutes"), [(PRACTISED, []), (SCORED, ["About 20 minutes"])])
def test_a_lesson_tells_the_minutes_of_a_scored_run_and_not_of_the_shorter_practice(
    client: Visitor, lesson: str, minutes: list[str]
) -> None:
    page = client.get(lesson)

    assert [line.text for line in page.all(".invitation .quiet")] == minutes


@pytest.mark.parametrize(("mode", "chips"), [("practice", 0), ("scored", 1)])
def test_so_does_the_page_where_a_run_begins(
    alice: Person, sign_in: Callable[[Person], Visitor], mode: str, chips: int
) -> None:
    page = sign_in(alice).get(f"/practice/report-desk?mode={mode}")

    assert len(page.all("main .chip")) == chips


def test_a_story_that_comes_once_is_not_called_a_new_case(client: Visitor) -> None:
    card = client.get("/learn/comment-care/pause-before-you-post").one(".invitation")

    assert "New cases" not in card.text_content()
    assert "your best one is taken" in card.text_content()

"""Equal-credit alternatives: one of the two is drawn, the other may be taken instead before the item is begun."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from tests.quizzes.sketches import FEED, feed, feed_of, write

NOTE = {"en": "Speaks of a crash", "ms": "Tentang kemalangan"}


def with_alternative(**changes: Any) -> dict[str, Any]:
    """The kite feed, where the scored signal p003 may be taken instead of the scored signal p001."""
    data = feed()
    for post in data["posts"]:
        if post["id"] == "p001":
            post["content_note"] = NOTE
        if post["id"] == "p003":
            post["alt_of"] = "p001"
    return {**data, **changes}


DEFINITION = feed_of(with_alternative())


@given(st.binary(max_size=20), st.lists(st.sampled_from([post.id for post in DEFINITION.posts]), unique=True))
def test_of_an_item_and_its_alternative_one_is_drawn_at_most(seed: bytes, seen: list[str]) -> None:
    drawn = quizzes.draw(DEFINITION, seed, seen).item_ids

    assert len({"p001", "p003"} & set(drawn)) <= 1
    assert len(drawn) == 24


@pytest.mark.parametrize(("item", "other"), [("p001", "p003"), ("p003", "p001")])
def test_the_alternative_stands_where_the_item_stood(item: str, other: str) -> None:
    sheet = quizzes.Paper(DEFINITION, "scored", ("p002", item, "p004"), {})

    assert sheet.swapped(item, {}).item_ids == ("p002", other, "p004")
    assert sheet.swapped(item, {}).swapped(other, {}) == sheet


@pytest.mark.parametrize(
    ("item", "answers"),
    [("p002", {}), ("p099", {}), ("p003", {}), ("p001", {"p001": {"verdict": "act", "rule": None, "sure": None}})],
)
def test_without_an_alternative_or_once_begun_an_item_stays(item: str, answers: dict[str, quizzes.Response]) -> None:
    sheet = quizzes.Paper(DEFINITION, "scored", ("p001", "p002"), {})

    with pytest.raises(quizzes.NoAlternative):
        sheet.swapped(item, answers)


def test_an_item_shows_its_note_and_offers_its_alternative_until_it_is_begun() -> None:
    sheet = quizzes.Paper(DEFINITION, "scored", ("p001", "p002"), {})
    begun: dict[str, quizzes.Response] = {"p001": {"verdict": "act", "rule": None, "sure": None}}

    fresh, plain = sheet.shown("ms").items
    later = sheet.shown("ms", begun).items[0]

    assert (fresh.content_note, fresh.has_alternative) == ("Tentang kemalangan", True)
    assert (plain.content_note, plain.has_alternative) == ("", False)
    assert (later.content_note, later.has_alternative) == ("Tentang kemalangan", False)


@pytest.mark.parametrize(
    ("changed", "alt_of", "message"),
    [
        ("p005", "nowhere", "“nowhere” is not an item that could have an alternative."),
        ("p005", "p005", "“p005” is not an item that could have an alternative."),
        ("p005", "p003", "“p003” is not an item that could have an alternative."),
        ("p005", "p001", "“p001” has the alternative “p003” already."),
    ],
)
def test_an_alternative_of_nothing_is_a_problem(tmp_path: Path, changed: str, alt_of: str, message: str) -> None:
    data = with_alternative()
    next(post for post in data["posts"] if post["id"] == changed)["alt_of"] = alt_of

    _bank, problems = quizzes.check_bank(write(tmp_path, {FEED: data}))

    assert [problem.message for problem in problems] == [f"{changed}: {message}"]

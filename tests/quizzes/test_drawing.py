"""Drawing: the same for the same seed, unseen first, spread over what the course teaches."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quizzes
from tests.quizzes.sketches import KITE_FEED, QUIZ, feed, feed_of, paper, pool, posts_of, quiz_of, single

seeds = st.binary(max_size=40)
three_seeds = st.lists(seeds, min_size=3, max_size=3)


def composition(drawn: quizzes.Paper) -> Counter[tuple[str, str]]:
    posts = (KITE_FEED.by_id[item] for item in drawn.item_ids)
    return Counter((post.stream, post.kind) for post in posts)


@given(seeds)
def test_the_same_seed_draws_the_same_paper(seed: bytes) -> None:
    assert quizzes.draw(QUIZ, seed) == quizzes.draw(QUIZ, seed)
    assert quizzes.draw(KITE_FEED, seed) == quizzes.draw(KITE_FEED, seed)


def test_a_draw_does_not_change_from_one_version_to_the_next() -> None:
    drawn = quizzes.draw(QUIZ, b"written down")

    assert drawn.item_ids == ("fly-4", "fly-6", "mend-1")
    assert drawn.option_order["fly-4"] == ("c", "b", "a")


def test_seeds_differ() -> None:
    assert len({quizzes.draw(QUIZ, bytes([n])).item_ids for n in range(40)}) > 20


@given(three_seeds)
def test_three_tries_at_a_quiz_share_no_question(tries: list[bytes]) -> None:
    seen: list[str] = []
    for seed in tries:
        seen += quizzes.draw(QUIZ, seed, seen).item_ids

    assert len(set(seen)) == len(seen) == 9


@given(three_seeds)
def test_two_runs_of_a_feed_share_no_post(runs: list[bytes]) -> None:
    first = quizzes.draw(KITE_FEED, runs[0])
    second = quizzes.draw(KITE_FEED, runs[1], first.item_ids)

    assert set(first.item_ids) & set(second.item_ids) == set()
    assert composition(first) == composition(second) == {("scored", "signal"): 12, ("scored", "noise"): 12}


@given(three_seeds, st.lists(st.sampled_from([item.id for item in QUIZ.items]), max_size=20))
def test_what_was_seen_longest_ago_returns_first(tries: list[bytes], seen: list[str]) -> None:
    drawn = quizzes.draw(QUIZ, tries[0], [*seen, "left-the-pool"])

    last_seen = {item: when for when, item in enumerate(seen)}
    for cell, count in (("fly", 2), ("mend", 1)):
        members = [item.id for item in QUIZ.items if item.cell == cell]
        chosen = [item for item in drawn.item_ids if item in members]
        passed_over = [item for item in members if item not in chosen]
        assert len(chosen) == count
        assert max(last_seen.get(item, -1) for item in chosen) <= min(last_seen.get(item, -1) for item in passed_over)


@given(seeds)
def test_a_paper_follows_the_blueprint(seed: bytes) -> None:
    drawn = quizzes.draw(QUIZ, seed)

    assert Counter(item.cell for item in (QUIZ.by_id[one] for one in drawn.item_ids)) == {"fly": 2, "mend": 1}


@given(seeds)
def test_a_run_is_spread_over_the_families(seed: bytes) -> None:
    drawn = quizzes.draw(KITE_FEED, seed)

    families = Counter(KITE_FEED.by_id[item].family for item in drawn.item_ids)
    # 12 of 24 over four families of six: three each, give or take one
    assert set(families.values()) <= {2, 3, 4}
    assert len(families) == 8


@given(st.lists(seeds, min_size=5, max_size=5))
def test_no_run_has_more_than_two_posts_of_severity_three(runs: list[bytes]) -> None:
    seen: list[str] = []
    for seed in runs:
        drawn = quizzes.draw(KITE_FEED, seed, seen)
        severities = [KITE_FEED.by_id[item].severity for item in drawn.item_ids]
        assert severities.count(3) <= 2
        assert len(drawn.item_ids) == 24
        seen += drawn.item_ids


def test_a_stream_of_severe_posts_gives_a_short_run_rather_than_a_harsh_one() -> None:
    harsh = feed_of(feed(severity=lambda number: 3))

    drawn = quizzes.draw(harsh, b"seed")

    assert Counter(harsh.by_id[item].kind for item in drawn.item_ids) == {"signal": 2, "noise": 12}


@given(seeds)
def test_practice_draws_from_its_own_stream_and_adds_a_debatable_post(seed: bytes) -> None:
    drawn = quizzes.draw(KITE_FEED, seed, mode="practice")

    posts = [KITE_FEED.by_id[item] for item in drawn.item_ids]
    assert Counter(post.kind for post in posts) == {"signal": 6, "noise": 6, "debatable": 1}
    assert {post.stream for post in posts if post.kind != "debatable"} == {"practice"}


@given(seeds)
def test_practice_of_one_family_takes_all_of_it_and_company_of_the_other_kind(seed: bytes) -> None:
    drawn = quizzes.draw(KITE_FEED, seed, mode="practice", focus=["threat", "no-such-family"])

    posts = [KITE_FEED.by_id[item] for item in drawn.item_ids]
    # three of twelve practice signals are threats; the other three posts are noise
    assert Counter((post.stream, post.kind) for post in posts) == {("practice", "signal"): 3, ("practice", "noise"): 3}
    assert {post.family for post in posts if post.kind == "signal"} == {"threat"}


@given(seeds)
def test_practice_of_families_of_both_kinds_needs_no_company(seed: bytes) -> None:
    drawn = quizzes.draw(KITE_FEED, seed, mode="practice", focus=["threat", "critique", "banter"])

    assert len(drawn.item_ids) == 6
    assert {KITE_FEED.by_id[item].family for item in drawn.item_ids} <= {"threat", "critique", "banter"}


def test_a_focus_on_nothing_known_is_an_ordinary_run() -> None:
    assert quizzes.draw(KITE_FEED, b"seed", mode="practice", focus=["kites"]) == quizzes.draw(
        KITE_FEED, b"seed", mode="practice"
    )


def test_a_scored_run_has_no_focus() -> None:
    assert quizzes.draw(KITE_FEED, b"seed", focus=["threat"]) == quizzes.draw(KITE_FEED, b"seed")


def test_a_draft_and_a_retired_question_are_never_drawn() -> None:
    changed = pool()
    changed["items"] += [
        single("fly-7", status="draft"),
        single("fly-8", status="retired"),
        single("fly-9", status="watch"),
    ]
    quiz = quiz_of(changed)

    drawn = {item for n in range(60) for item in quizzes.draw(quiz, bytes([n])).item_ids}

    assert drawn & {"fly-7", "fly-8", "fly-9"} == {"fly-9"}


@given(seeds)
def test_options_are_shuffled_and_complete(seed: bytes) -> None:
    drawn = quizzes.draw(QUIZ, seed)

    assert {item: sorted(order) for item, order in drawn.option_order.items()} == {
        item: sorted(QUIZ.by_id[item].option_ids) for item in drawn.item_ids
    }


@pytest.mark.parametrize(
    ("definition", "mode", "sizes"),
    [
        (QUIZ, "scored", (3,)),
        (QUIZ, "practice", (1, 1, 1)),
        (KITE_FEED, "scored", (6, 6, 6, 6)),
        (KITE_FEED, "practice", (1,) * 13),
    ],
)
def test_a_paper_is_answered_page_by_page(
    definition: quizzes.Definition, mode: quizzes.Mode, sizes: tuple[int, ...]
) -> None:
    drawn = quizzes.draw(definition, b"seed", mode=mode)

    assert tuple(len(page) for page in drawn.pages) == sizes
    assert sum(drawn.pages, ()) == drawn.item_ids


def test_a_page_of_a_quiz_holds_five_questions() -> None:
    sheet = paper(QUIZ, [item.id for item in QUIZ.items])

    assert [len(page) for page in sheet.pages] == [5, 4]


def test_a_run_of_posts_is_in_no_telling_order() -> None:
    signals = set(posts_of(KITE_FEED, "signal"))
    patterns = {tuple(item in signals for item in quizzes.draw(KITE_FEED, bytes([n])).item_ids) for n in range(20)}

    assert len(patterns) == 20

"""The booster: six questions over all modules, three posts of either kind, and first what went worst."""

from pathlib import Path

import pytest

import quizzes
from tests.quizzes.mixture_sketch import BOOSTER, booster, question
from tests.quizzes.sketches import POOL, pool, write

SHIPPED = quizzes.load_bank().booster
assert SHIPPED is not None


def test_a_run_has_six_questions_of_four_modules_and_three_posts_of_either_kind() -> None:
    for seed in (b"one", b"two", b"three"):
        items = quizzes.draw(SHIPPED, seed, mode="practice").item_ids

        assert {SHIPPED.module_of(item) for item in items[:6]} == {"spot-it", "report-it", "comment-care", "look-after"}
        assert sorted(SHIPPED.posts[item].kind for item in items[6:]) == ["noise"] * 3 + ["signal"] * 3


@pytest.mark.parametrize(
    "focus",
    [("doxx",), ("doxx", "threat", "scapegoat", "banter"), ("critique",), ("no-such-family",), ()],
)
def test_the_families_in_focus_come_first(focus: tuple[str, ...]) -> None:
    items = quizzes.draw(SHIPPED, b"any", mode="practice", focus=focus).item_ids

    drawn = {SHIPPED.posts[item].family for item in items[6:]}
    assert {*focus} & {post.family for post in SHIPPED.posts.values()} <= drawn
    assert len(items) == len({*items}) == 12


def test_more_families_than_there_is_room_for_leave_the_kinds_equal() -> None:
    focus = tuple({post.family for post in SHIPPED.posts.values()})

    items = quizzes.draw(SHIPPED, b"any", mode="practice", focus=focus).item_ids

    assert sorted(SHIPPED.posts[item].kind for item in items[6:]) == ["noise"] * 3 + ["signal"] * 3


def test_a_second_run_repeats_nothing_of_the_first() -> None:
    first = quizzes.draw(SHIPPED, b"one", mode="practice").item_ids

    second = quizzes.draw(SHIPPED, b"two", first, mode="practice").item_ids

    assert {*first} & {*second} == set()


def test_a_booster_is_finished_when_nothing_is_open() -> None:
    paper = quizzes.draw(SHIPPED, b"any", mode="practice")

    assert paper.still_due({}) == paper.item_ids


def test_the_reason_of_a_question_and_of_a_post_follow_in_both_languages() -> None:
    paper = quizzes.draw(SHIPPED, b"any", mode="practice")
    asked, judged = paper.item_ids[0], paper.item_ids[-1]
    wrong = next(option.id for option in SHIPPED.questions[asked].options if not option.key)

    for language in quizzes.LANGUAGES:
        told = quizzes.feedback(paper, asked, {"choice": wrong}, language)
        assert told.why in [option.why[language] for option in SHIPPED.questions[asked].options if option.id == wrong]
        assert quizzes.feedback(paper, judged, {"verdict": "act"}, language).why == SHIPPED.posts[judged].why[language]


def found_in(folder: Path, changed: dict[str, object]) -> list[str]:
    write(folder, {POOL: pool(), BOOSTER: changed})
    return [one.message for one in quizzes.check_bank(folder)[1]]


def test_too_few_items_for_two_runs_are_counted(tmp_path: Path) -> None:
    changed = booster(mix={"questions": 7, "signal": 5, "noise": 4})

    assert found_in(tmp_path, changed) == [
        "Signals and noise are equally many in a run, not 5 and 4.",
        "There are 12 questions; for 2 runs without a repeat it takes 14.",
        "There are 8 signal posts; for 2 runs without a repeat it takes 10.",
    ]


def test_keys_are_balanced_and_rules_have_labels(tmp_path: Path) -> None:
    changed = booster(rules={})
    changed["items"][:12] = [question(f"b-{n:02}", one["cell"], "a") for n, one in enumerate(changed["items"][:12])]

    found = found_in(tmp_path, changed)

    assert "Posts break the rule “hate”, which has no label here." in found
    assert "The key is option 1 in 100% of the questions; 20% to 50% is balanced." in found


def test_a_retired_question_is_taken_out_of_the_file(tmp_path: Path) -> None:
    changed = booster()
    changed["items"][0]["status"] = "retired"

    assert found_in(tmp_path, changed) == ["b-00: Every question here is asked: its status is “live”."]

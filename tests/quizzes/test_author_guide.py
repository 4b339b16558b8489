"""The examples of docs/writing-questions.md: complete, and without a problem."""

import re
from pathlib import Path
from typing import Any

import yaml

import quizzes

GUIDE = Path(__file__).parents[2] / "docs" / "writing-questions.md"


def examples() -> list[Any]:
    return [
        yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    ]


def test_the_questions_of_the_guide_could_stand_in_a_pool() -> None:
    pool, single, multiple, ordering, *_feed = examples()

    quiz = quizzes.Quiz.model_validate({**pool, "kind": "quiz", "id": "spot-it", "items": single + multiple + ordering})

    assert [item.kind for item in quiz.items] == ["single_choice", "multiple_choice", "ordering"]
    assert list(quiz.item_findings()) == []
    assert list(quiz.shared_findings()) == []


def test_the_posts_of_the_guide_could_stand_in_a_feed() -> None:
    *_pool, head, posts = examples()

    feed = quizzes.FeedSpotting.model_validate({**head, "module": "spot-it", "posts": posts})

    assert [post.kind for post in feed.posts] == ["signal", "noise", "debatable"]
    assert list(feed.item_findings()) == []
    assert list(feed.shared_findings()) == []

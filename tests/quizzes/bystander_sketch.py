"""Scenes about a kite club, sketched as data: every rating a round figure."""

from collections.abc import Sequence
from typing import Any

import quizzes
from tests.quizzes.sketches import Data, text

BYSTANDER_FILE = "kites/activities/kite-scenes.yaml"
# By name: the way, the rating, and whether it starts from the one who was hurt. Best a and c, worst d.
RATED = {
    "a": ("delay", 2.5, True),
    "b": ("direct", 1.0, False),
    "c": ("delegate", 2.0, False),
    "d": ("direct", -2.5, False),
    "e": ("document", -1.5, False),
}


def action(scene: str, name: str, **changes: Any) -> Data:
    d, rating, centred = RATED[name]
    sketched: Data = {
        "id": name, "d": d, "rating": rating, "target_centred": centred,
        "t": text(f"{scene} action {name}"), "why": text(f"{scene} because of {name}"),
    }  # fmt: skip
    if rating < 0:
        sketched["misconception"] = "louder-helps"
    return {**sketched, **changes}


def scene(name: str, risk: str = "medium", **changes: Any) -> Data:
    sketched: Data = {
        "id": name, "risk": risk, "setting": "club", "story": text(f"{name} is mocked"), "raters": {"state": "pending"},
        "options": [action(name, one) for one in RATED], "needs": text(f"{name} needs company"),
    }  # fmt: skip
    return {**sketched, **({"forbid": ["direct"]} if risk == "high" else {}), **changes}


def phrases(*names: str) -> list[Data]:
    return [{"id": name, "t": text(f"Sentence {name}")} for name in names]


def scenes(listed: Sequence[Data] | None = None, **changes: Any) -> Data:
    """Six scenes, two of each risk, and an alternative of the first."""
    if listed is None:
        risks = ("low", "medium", "high")
        listed = [scene(f"s{number}", risks[number % 3]) for number in range(1, 7)]
        listed = [*listed, scene("s7", "medium", alt_of="s1")]
    return {
        "id": "kite-scenes",
        "kind": "bystander",
        "outcomes": ["KT6"],
        "minutes": 10,
        "title": text("Beside the kite"),
        "review": {"state": "pending"},
        "misconceptions": {"louder-helps": {"belief": text("Loud helps"), "prompt": text("Ask about noise")}},
        "draw": {"practice": 2, "scored": 3},
        "reply": {
            "feelings": phrases("hard", "ouch"), "hurts": phrases("reads", "with-us"),
            "requests": phrases("down", "leave"), "facts": ["kind-words"],
        },
        "facts": [
            {
                "id": "kind-words", "claim": text("Kind words help a little"), "source": "Book of words",
                "url": "https://words.example.org/", "verified_on": "2026-11-21",
            }
        ],
        "scenes": list(listed),
        **changes,
    }  # fmt: skip


def scenes_of(data: Data) -> quizzes.Bystander:
    return quizzes.Bystander.model_validate({**data, "module": "kites"})


SCENES = scenes_of(scenes())

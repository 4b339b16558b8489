"""Cases about mending a kite, sketched as data: seven helpful steps, three harmful ones, weights that add up easily."""

from typing import Any

import quizzes
from tests.quizzes.sketches import Data, text

ORDERING_FILE = "kites/activities/kite-mending.yaml"
HARMS = ("burn", "sell", "shout")


def step(name: str, **more: Any) -> Data:
    return {"id": name, "t": text(f"step {name}"), "why": text(f"{name} is needed"), **more}


def pair(first: str, then: str, weight: int = 1, critical: bool = False) -> Data:
    return {
        "first": first, "then": then, "weight": weight, "critical": critical,
        "broken": text(f"{then} came before {first}"),
    }  # fmt: skip


def case(name: str, role: str = "friend", **changes: Any) -> Data:
    """The weights are 2 + 3 + 3 + 2 = 10 without the optional flag, 12 with it."""
    return {
        "id": name,
        "role": role,
        "story": text(f"{name} has torn"),
        "steps": [step(one) for one in ("glue", "fly", "rest", "flag", "cut", "ask", "tie")],
        "harmful": [step(one, misconception="faster-is-better") for one in HARMS],
        "before": [
            pair("rest", "cut", 2, critical=True),
            pair("cut", "glue", 3, critical=True),
            pair("cut", "tie", 3, critical=True),
            pair("ask", "cut", 2),
            pair("ask", "flag", 2),
            pair("tie", "fly", 0),
        ],
        "optional": ["flag"],
        "facts": ["wind"],
        **changes,
    }


def mending(cases: list[Data] | None = None, **changes: Any) -> Data:
    return {
        "id": "kite-mending",
        "kind": "ordering",
        "outcomes": ["KT5"],
        "minutes": 8,
        "title": text("Mend the kite"),
        "lead": text("Put the steps in order"),
        "review": {"state": "pending"},
        "misconceptions": {
            "faster-is-better": {"belief": text("Whoever is fast mends well"), "prompt": text("Ask about haste")}
        },
        "facts": [
            {
                "id": "wind", "claim": text("Wind tears kites"), "source": "Book of wind",
                "url": "https://wind.example.org/", "verified_on": "2026-11-21",
            }
        ],
        "cases": cases or [case("k1"), case("k2", "self", alt_of="k1"), case("k3", "minor")],
        **changes,
    }  # fmt: skip


def mending_of(data: Data) -> quizzes.OrderingActivity:
    return quizzes.OrderingActivity.model_validate({**data, "module": "kites"})


MENDING = mending_of(mending())
RIGHT = ("rest", "ask", "cut", "glue", "tie", "fly")

"""Claims about kites, sketched as data: everything in them recognisable, the same five ways around each."""

from typing import Any

import quizzes
from quizzes.kinds.lateral.claim import Claim
from tests.quizzes.sketches import Data, text

LATERAL_FILE = "kites/activities/kite-claims.yaml"

# By number: odd claims are true. Every second pair are offers. 1 to 4 are for practice, the others scored.
TRUTHS = {0: "false", 1: "true", 2: "misleading", 3: "true"}


def tabs(name: str) -> list[Data]:
    """Nine tabs. Better coverage stands on `p2` behind the search, the origin on `p3` behind that."""
    return [
        {
            "id": "about",
            "kind": "about",
            "text": text(f"{name} about"),
            "reveals": ["source"],
            "shows": text("anonymous"),
        },
        {"id": "scroll", "kind": "scroll", "text": text(f"{name} scroll")},
        {
            "id": "search",
            "kind": "search",
            "text": text(f"{name} search"),
            "results": [
                {"tab": "p1", "snippet": text(f"{name} snippet one")},
                {"tab": "p2", "snippet": text(f"{name} snippet two")},
            ],
        },
        {"id": "sender", "kind": "sender", "text": text(f"{name} sender")},
        {"id": "direct", "kind": "direct", "source": text("Kite Club"), "text": text(f"{name} direct")},
        {"id": "p1", "kind": "page", "source": text("Copy"), "text": text(f"{name} copy")},
        {
            "id": "p2",
            "kind": "page",
            "source": text("Wind Office"),
            "address": "wind.example/notices",
            "date": "2026-11-02",
            "text": text(f"{name} office"),
            "reveals": ["coverage"],
            "shows": text(f"{name} coverage found"),
            "results": [{"tab": "p3", "snippet": text(f"{name} snippet three")}],
        },
        {
            "id": "p3",
            "kind": "page",
            "source": text("First Photo"),
            "text": text(f"{name} first"),
            "reveals": ["origin"],
            "shows": text(f"{name} origin found"),
        },
        {"id": "sky", "kind": "sender", "text": text(f"{name} sky")},
    ]


def claim(number: int, **changes: Any) -> Data:
    name = f"k{number:02}"
    return {
        "id": name,
        "stream": "practice" if number <= 4 else "scored",
        "about": "offer" if number % 4 in (1, 2) else "story",
        "truth": TRUTHS[number % 4],
        "card": {
            "site": f"kites.{number}",
            "context": text(f"{name} post"),
            "date": "2026-11-10",
            "runs": [{"lang": "ms", "t": f"{name} layang-layang"}, {"lang": "en", "t": "so high"}],
        },
        "tabs": tabs(name),
        "needed": ["coverage", "origin"],
        "path": ["search", "p2", "p3"],
        "why": text(f"{name} because it is so"),
        "misconception": "high-is-true",
        **changes,
    }


def lateral(**changes: Any) -> Data:
    return {
        "id": "kite-claims",
        "kind": "lateral",
        "outcomes": ["KT4"],
        "minutes": 12,
        "title": text("Check the kite"),
        "budget": 5,
        "mix": {
            "practice": {"true_claims": 1, "untrue_claims": 1},
            "scored": {"true_claims": 3, "untrue_claims": 3},
        },
        "misconceptions": {"high-is-true": {"belief": text("What flies high is true"), "prompt": text("Ask how high")}},
        "review": {"state": "pending"},
        "claims": [claim(number) for number in range(1, 17)],
        **changes,
    }


def lateral_of(data: Data) -> quizzes.Lateral:
    return quizzes.Lateral.model_validate({**data, "module": "kites"})


KITE_CLAIMS = lateral_of(lateral())


def claim_of(item: str) -> Claim:
    return KITE_CLAIMS.by_id[item]


def answered(verdict: str | None, sure: str | None = "high", *opened: str) -> quizzes.Response:
    return {"opened": [*opened], "verdict": verdict, "sure": sure}

"""A studio about kites, sketched as data: five streams of thirty comments whose figures can be worked out by hand.

A stream has harm 1 to 14 and harmless comments 1 to 16, in turn. Harm weighs 2, 3, 1, 2, 3, 1, …: 29 in all, five of
them severe. Odd harm is a tear, which care mode holds (14 of 29); even harm is a tangle and says “snag” (15 of 29), and
care mode learns every second tangle. Harmless are six critiques, which weigh 1.5 each, and ten others, 19 in all; care
mode holds the first critique. Banter comes from friends, and says “storm” as three tears do.
"""

from typing import Any

import quizzes
from quizzes.answering import Response
from quizzes.kinds.comment_care.settings import Settings
from tests.quizzes.sketches import Data, text

STUDIO_FILE = "kites/activities/kite-studio.yaml"
STREAMS = ("practice_a", "practice_b", "hold_out_a", "hold_out_b", "hold_out_c")


def comment(stream: str, name: str, **fields: Any) -> Data:
    number = int(name[1:])
    words = fields.pop("words", "fine")
    lang = "en" if number % 2 else "ms"
    return {
        "author": f"flyer.{name}",
        "who": "stranger",
        "runs": [{"lang": lang, "t": f"{stream}-{name} {words} kite"}],
        **fields,
    }


def harm(stream: str, number: int) -> Data:
    family, words = ("tear", "storm rip" if number < 6 else "rip") if number % 2 else ("tangle", "snag")
    care: Data = {"base": bool(number % 2), "learns": ["tangle"] if number % 4 == 0 else []}
    sev = (1, 2, 3)[number % 3]
    return comment(stream, f"h{number}", kind="harm", sev=sev, family=family, words=words, care=care)


def harmless(stream: str, number: int) -> Data:
    if number <= 6:
        care = {"base": number == 1, "learns": ["critique"]}
        return comment(stream, f"f{number}", kind="critique", family="critique", care=care)
    if number <= 10:
        fields = {"who": "friend", "kind": "friendly", "family": "banter", "words": "storm"}
        return comment(stream, f"f{number}", **fields)
    return comment(stream, f"f{number}", kind="friendly", family="kind_words", platform=number == 11)


def stream(name: str) -> Data:
    sorts = [(harm(name, number), harmless(name, number)) for number in range(1, 15)]
    comments = [one for pair in sorts for one in pair] + [harmless(name, 15), harmless(name, 16)]
    role = "practice" if name.startswith("practice") else "scored"
    return {"id": name, "stream": role, "title": text(name), "comments": comments}


def studio(**changes: Any) -> Data:
    families = {"tear": True, "tangle": True, "critique": False, "banter": False, "kind_words": False}
    return {
        "id": "kite-studio",
        "kind": "comment_care",
        "outcomes": ["HS1"],
        "minutes": 10,
        "title": text("Kite studio"),
        "review": {"state": "pending"},
        "misconceptions": {
            name: {"belief": text(f"Belief {name}"), "prompt": text(f"Ask about {name}")}
            for name in ("closed-is-safe", "critics-hate", "words-are-enough")
        },
        "signs": {"silenced": "closed-is-safe", "critics": "critics-hate", "slipped": "words-are-enough"},
        "families": {
            name: {"harm": is_harm, "name": text(name), "why": text(f"Why {name}")}
            for name, is_harm in families.items()
        },
        "strategies": {"bad_words": ["storm"], "narrow": ["practice_a-h2 snag"], "general": ["snag"]},
        "mapping": [
            {
                "here": text("Keywords"),
                "there": text("A real list"),
                "source": "Office of Kites",
                "url": "https://kites.example.org/lists?a=1&b=2",
                "checked": "2026-11-01",
            }
        ],
        "streams": [stream(name) for name in STREAMS],
        **changes,
    }


def studio_of(data: Data) -> quizzes.CommentCare:
    return quizzes.CommentCare.model_validate({**data, "module": "kites"})


KITE_STUDIO = studio_of(studio())


def answer(**settings: Any) -> Response:
    """Settings that were handed in."""
    return Settings(**settings, is_handed_in=True).to_response()

"""A report desk about kites, sketched as data: everything in it recognisable, every key worked out by hand."""

from collections.abc import Sequence
from typing import Any

import quizzes
from quizzes.kinds.report_desk.case import Case
from tests.quizzes.sketches import Data, text

DESK_FILE = "kites/activities/kite-desk.yaml"


def named(name: str, **more: Any) -> Data:
    return {"id": name, "label": text(f"label of {name}"), **more}


def channel(name: str, **more: Any) -> Data:
    return named(name, serves=text(f"{name} serves"), **more)


def case(number: int, urgency: str, **changes: Any) -> Data:
    """To report: cut strings are `cut`, one of the family `harm`. To leave: only a loud kite."""
    name = f"r{number:02}"
    sketched: Data = {
        "id": name,
        "urgency": urgency,
        "story": text(f"{name} is seen"),
        "author": f"flyer.{number}",
        "context": text(f"{name} below a photo"),
        "runs": [{"lang": "ms", "t": f"{name} layang-layang"}, {"lang": "en", "t": "so high"}],
        "screen": [text(f"{name} top"), text(f"{name} bottom")],
        "steps": ["keep", "tell", "cover"],
        "why": {"reason": text(f"{name} because of its reason"), "channels": text(f"{name} because of its channels")},
        "reviewer": text(f"{name} as the reviewer sees it"),
    }
    if urgency == "none":
        sketched |= {
            "evidence": {"link": "may", "name": "may", "picture": "may", "repost": "harm", "taunt": "harm"},
            "channels": {
                "leave": "must", "app": "harm", "talk": "should", "sky-guard": "harm", "club": "may",
                "crowd": "harm", "rival": "harm",
            },
            "tags": ["loud"],
        }  # fmt: skip
    else:
        sketched |= {
            "reasons": {"cut": 1.0, "harm": 0.5, "stolen": 0.3},
            "evidence": {"link": "keep", "name": "keep", "picture": "keep", "repost": "harm", "taunt": "harm"},
            "before": [["keep", "tell"], ["tell", "cover"]],
            "channels": {
                "leave": "harm", "app": "must", "talk": "may", "club": "should", "crowd": "harm", "rival": "harm",
                "sky-guard": "must" if urgency == "emergency" else "may",
            },
            "facts": ["sky"],
        }  # fmt: skip
        sketched["why"] |= {"evidence": text(f"{name} because of what is kept"), "order": text(f"{name} in this order")}
    return {**sketched, **changes}


def desk(cases: Sequence[Data] | None = None, **changes: Any) -> Data:
    """Twelve cases: every sixth is an emergency, every third is to be left alone."""
    if cases is None:
        urgencies = ("soon", "emergency", "none", "high", "soon", "none")
        cases = [case(number, urgencies[(number - 1) % 6]) for number in range(1, 13)]
    return {
        "id": "kite-desk",
        "kind": "report_desk",
        "outcomes": ["KT4"],
        "minutes": 15,
        "title": text("Report the kite"),
        "review": {"state": "pending"},
        "mix": {"practice": {"emergency": 1, "act": 1, "leave": 1}, "scored": {"emergency": 1, "act": 3, "leave": 2}},
        "outcome": text("Kites may stay up"),
        "reasons": [
            named("harm", reasons=[named("cut"), named("burnt")]),
            named("theft", reasons=[named("stolen"), named("copied")]),
        ],
        "evidence": [
            named("link"), named("repost", misconception="showing-warns"), named("name"), named("taunt"),
            named("picture"),
        ],
        "steps": [named("keep"), named("tell"), named("cover")],
        "channels": [
            channel("app"), channel("leave", misconception="not-my-kite"), channel("talk"),
            channel("sky-guard", answers_emergencies=True, facts=["wind"]),
            channel("rival"), channel("crowd", misconception="showing-warns"), channel("club"),
        ],
        "facts": [
            {
                "id": name, "claim": text(f"{name} is so"), "source": f"Book of {name}",
                "url": f"https://{name}.example.org/", "verified_on": "2026-11-21",
            }
            for name in ("wind", "sky")
        ],
        "misconceptions": {
            name: {"belief": text(f"belief {name}"), "prompt": text(f"ask about {name}")}
            for name in ("showing-warns", "not-my-kite")
        },
        "cases": list(cases),
        **changes,
    }  # fmt: skip


def desk_of(data: Data) -> quizzes.ReportDesk:
    return quizzes.ReportDesk.model_validate({**data, "module": "kites"})


KITE_DESK = desk_of(desk())
TO_REPORT, EMERGENCY, TO_LEAVE = "r01", "r02", "r03"
SIX = ("r02", "r01", "r04", "r05", "r03", "r06")


def the(name: str) -> Case:
    return KITE_DESK.by_id[name]


def right(name: str) -> quizzes.Response:
    """The answer of somebody who does everything right in this case."""
    return the(name).answer(the(name).right_way())

"""A small bank about kites, sketched as data: three kinds of question and a feed, everything in it recognisable."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import quizzes

Data = dict[str, Any]

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times faster where libyaml is there

POOL = "kites/pool.yaml"
FEED = "kites/activities/kite-feed.yaml"


def text(words: str) -> Data:
    return {"en": f"{words} in English", "ms": f"{words} dalam bahasa Melayu"}


def option(item: str, name: str, *, key: bool = False, misconception: str | None = None) -> Data:
    sketched = {"id": name, "t": text(f"{item} option {name}"), "why": text(f"{item} because of {name}")}
    return {**sketched, "key": True} if key else {**sketched, "misconception": misconception or "wind-is-enough"}


def question(item: str, kind: str, cell: str = "fly", outcome: str = "KT1", **changes: Any) -> Data:
    stem = {"en": f"Which of these is {item}?", "ms": f"Yang manakah {item}?"}
    return {
        "id": item,
        "kind": kind,
        "cell": cell,
        "outcome": outcome,
        "level": 2,
        "lesson": "first-flight",
        "stem": stem,
        "review": {"state": "pending"},
        **changes,
    }


def single(item: str, key: str = "a", cell: str = "fly", outcome: str = "KT1", **changes: Any) -> Data:
    options = [option(item, name, key=name == key) for name in "abc"]
    return question(item, "single_choice", cell, outcome, **{"options": options, **changes})


def multiple(item: str, keys: str = "ab", cell: str = "fly", outcome: str = "KT1", **changes: Any) -> Data:
    options = [option(item, name, key=name in keys) for name in "abcd"]
    return question(item, "multiple_choice", cell, outcome, **{"options": options, **changes})


def ordering(item: str, cell: str = "mend", outcome: str = "KT2", **changes: Any) -> Data:
    steps = [
        {"id": name, "t": text(f"{item} step {name}"), "why": text(f"{item} because of {name}")}
        for name in ("tie", "glue", "test", "cut")
    ]
    before = [["cut", "glue"], ["glue", "tie"], ["tie", "test"]]
    return question(item, "ordering", cell, outcome, **{"options": steps, "before": before, **changes})


def pool(**changes: Any) -> Data:
    """Papers of three: two of the six questions about flying, one of the three about mending."""
    flying = [single(f"fly-{n}", key) for n, key in enumerate("abcab", 1)]
    return {
        "module": "kites",
        "draw": 3,
        "pass_points": 2,
        "misconceptions": {
            "wind-is-enough": {"belief": text("Wind alone lifts a kite"), "prompt": text("Ask about wind")}
        },
        "blueprint": [
            {"cell": "fly", "outcome": "KT1", "bloom": "recall", "draw": 2},
            {"cell": "mend", "outcome": None, "bloom": "apply", "draw": 1},
        ],
        "items": [
            *flying,
            multiple("fly-6"),
            single("mend-1", "c", "mend", "KT2"),
            ordering("mend-2"),
            ordering("mend-3"),
        ],
        **changes,
    }


SIGNAL_FAMILIES = ("dehumanise", "scapegoat", "threat", "scam")
NOISE_FAMILIES = ("banter", "critique", "rude_not_hate", "news_report")


def post(number: int, stream: str, kind: str, family: str, severity: int = 1) -> Data:
    name = f"p{number:03}"
    sketched = {
        "id": name,
        "stream": stream,
        "kind": kind,
        "family": family,
        "author": f"flyer.{number}",
        "context": text(f"{name} below a photo"),
        "runs": [{"lang": "ms", "t": f"{name} layang-layang"}, {"lang": "en", "t": "so high"}],
        "why": text(f"{name} because it is so"),
    }
    if kind == "signal":
        rule = "scam" if family == "scam" else "hate"
        sketched |= {"rule": rule, "severity": severity}
    return sketched if kind == "debatable" else {**sketched, "misconception": "loud-is-hate"}


def feed(severity: Callable[[int], int] = lambda number: 3 if number % 12 == 1 else 1, **changes: Any) -> Data:
    """24 + 24 scored posts, 12 + 12 for practice, 4 debatable; signals and noise in turn, every sixth signal strong."""
    posts = []
    for number in range(1, 73):
        stream = "scored" if number <= 48 else "practice"
        kind, families = ("signal", SIGNAL_FAMILIES) if number % 2 else ("noise", NOISE_FAMILIES)
        posts.append(post(number, stream, kind, families[number // 2 % 4], severity(number)))
    posts += [
        post(number, "practice" if number % 2 else "scored", "debatable", "contested") for number in range(73, 77)
    ]
    return {
        "id": "kite-feed",
        "kind": "feed_spotting",
        "outcomes": ["KT3"],
        "minutes": 10,
        "title": text("Spot the kite"),
        "content_note": text("Some kites crash"),
        "rule_card": text("Act on crashes"),
        "rules": {"scam": text("Sells kites that do not fly"), "hate": text("Attacks kite flyers")},
        "mix": {"practice": {"signal": 6, "noise": 6, "debatable": 1}, "scored": {"signal": 12, "noise": 12}},
        "misconceptions": {"loud-is-hate": {"belief": text("Loud is hateful"), "prompt": text("Ask about noise")}},
        "review": {"state": "pending"},
        "posts": posts,
        **changes,
    }


def write(folder: Path, files: Mapping[str, Any]) -> Path:
    """Write the files below the folder and return it; a text stands as it is, data becomes YAML."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        written = (
            content
            if isinstance(content, str)
            else yaml.dump(content, Dumper=DUMPER, allow_unicode=True, sort_keys=False)
        )
        file.write_text(written, encoding="utf-8")
    return folder


def quiz_of(data: Data) -> quizzes.Quiz:
    return quizzes.Quiz.model_validate({**data, "kind": "quiz", "id": data["module"]})


def feed_of(data: Data) -> quizzes.FeedSpotting:
    return quizzes.FeedSpotting.model_validate({**data, "module": "kites"})


QUIZ = quiz_of(pool())
KITE_FEED = feed_of(feed())
EVEN_FEED = feed_of(feed(severity=lambda number: 1))


def paper(definition: quizzes.Definition, items: Sequence[str], mode: quizzes.Mode = "scored") -> quizzes.Paper:
    """A paper with exactly these items, their options as the author listed them."""
    orders = {item: definition.by_id[item].option_ids for item in items}
    return quizzes.Paper(definition, mode, tuple(items), {item: ids for item, ids in orders.items() if ids})


def posts_of(definition: quizzes.FeedSpotting, kind: str, stream: str = "scored") -> tuple[str, ...]:
    return tuple(one.id for one in definition.posts if (one.kind, one.stream) == (kind, stream))


def judged(acted: Sequence[str], left: Sequence[str], rule: str | None = None) -> dict[str, quizzes.Response]:
    """Verdicts of a learner who acts on some posts and leaves others."""
    verdicts = {**dict.fromkeys(acted, "act"), **dict.fromkeys(left, "leave")}
    return {item: {"verdict": verdict, "rule": rule, "sure": None} for item, verdict in verdicts.items()}

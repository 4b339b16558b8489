"""A course of four small modules that the shipped tests and booster fit, whatever else the shipped course has."""

import shutil
from pathlib import Path

from quizzes.bank import CONTENT
from quizzes.forms import BOOSTERS, TESTS
from tests.modules.shelf import TEACHING
from tests.quizzes.sketches import pool, write

# slug → outcomes, lessons, sign: as the tests and the booster know them.
Named = tuple[str, ...]
MODULES: dict[str, tuple[Named, Named, str]] = {
    "spot-it": (("HS1", "HS2", "HS3"), ("what-counts", "the-tricks", "practice-feed"), "spot"),
    "report-it": (("RP1", "RP3", "RP4"), ("evidence-first", "beyond-the-app", "report-desk"), "report"),
    "comment-care": (
        ("CC1", "CC2", "CC3"),
        ("controls-and-their-cost", "studio-practice", "pause-before-you-post"),
        "care",
    ),
    "look-after": (
        ("MW1", "MW2", "MW3"),
        ("signs-and-myths", "ask-listen-refer", "posting-about-distress"),
        "look-after",
    ),
}
LESSON = """\
title: {{en: "Lesson {name}", ms: "Pelajaran {name}"}}
summary: {{en: "About it.", ms: "Tentangnya."}}
minutes: 8
outcomes: [{outcome}]
review: {{state: pending}}
"""


def core_course(folder: Path) -> Path:
    """Write it; each module has a quiz of three questions."""
    for order, (slug, (outcomes, lessons, sign)) in enumerate(MODULES.items(), 1):
        module = {
            "title": {"en": f"Module {slug}", "ms": f"Modul {slug}"},
            "summary": {"en": "What it is about.", "ms": "Tentang apa."},
            "order": order,
            "core": True,
            "sign": sign,
            "minutes": 30,
            "outcomes": {name: {"en": f"Do what {name} says", "ms": f"Lakukan {name}"} for name in outcomes},
            "certificate": {"en": f"Knows {slug}", "ms": f"Menguasai {slug}"},
            "lessons": [*lessons],
            "review": {"state": "pending"},
        }
        files: dict[str, object] = {f"modules/{slug}/module.yaml": module}
        for number, (name, outcome) in enumerate(zip(lessons, outcomes, strict=True), 1):
            start = f"modules/{slug}/{number:02}-{name}"
            files[f"{start}.yaml"] = LESSON.format(name=name, outcome=outcome)
            files[f"{start}.en.md"] = "## Do it\n\nSome text.\n"
            files[f"{start}.ms.md"] = "## Lakukan\n\nSedikit teks.\n"
        files[f"modules/{slug}/teaching.yaml"] = TEACHING.replace("HS1", outcomes[0])
        quiz = pool(module=slug)
        quiz["items"] = [{**item, "lesson": lessons[0]} for item in quiz["items"]]
        files[f"quizzes/{slug}/pool.yaml"] = quiz
        write(folder, files)
    for name in (TESTS, BOOSTERS):
        shutil.copytree(CONTENT / name, folder / "quizzes" / name)
    return folder

"""How long it takes to score a paper and to explain it, of every quiz and activity that is shipped.

A paper is drawn and answered right, then scored and explained as the result page does it: for a comment studio that
is thirty comments, and the six rows of its what-if table. A kind more needs no line here, unless it has an aim.
"""

import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import quizzes
from bench.measuring import figures, report
from quizzes.answering import field_name

ROUNDS = 300
AIMS_MS = {"comment_care": 5.0}  # of the median, by kind


def answered(paper: quizzes.Paper) -> dict[str, quizzes.Response]:
    """Every item answered right, form after form."""
    answers: dict[str, quizzes.Response] = {}
    for item in paper.items:
        for form in item.right_way():
            answers |= paper.read({field_name(item.id, part): [*given] for part, given in form.items()}, answers)
    return answers


def milliseconds(paper: quizzes.Paper, answers: dict[str, quizzes.Response]) -> list[float]:
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        quizzes.explain(paper, answers, quizzes.score(paper, answers), "en")
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def main() -> None:
    found: dict[str, Any] = {}
    for definition in quizzes.load_bank().definitions:
        paper = quizzes.draw(definition, b"bench")
        sample = milliseconds(paper, answered(paper))
        aim = AIMS_MS.get(definition.kind)
        found[f"{definition.kind} {definition.id}, ms"] = {
            **figures(sample),
            **({"aim": aim, "within": statistics.median(sample) <= aim} if aim else {}),
        }
    report("scoring", {"what": "score and explain one paper that is answered right", **found})


if __name__ == "__main__":
    main()

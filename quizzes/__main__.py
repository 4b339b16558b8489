"""Checks the questions and answers each of them right and wrong: python -m quizzes [FOLDER].

With a word before it: `studio` prints what simple strategies come to in each comment studio, `reference` writes
docs/writing-activities.md, `schema` the JSON Schema of activities.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from quizzes.bank import CONTENT, Bank, check_bank
from quizzes.checking import Problem
from quizzes.kinds.comment_care import strategies
from quizzes.kinds.comment_care.definition import CommentCare
from quizzes.reference import reference, schema
from quizzes.rehearsal import rehearse

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "writing-activities.md"
SCHEMA = CONTENT / "activity.schema.json"


def main() -> int:
    commands: Mapping[str, Callable[[list[str]], int]] = {
        "studio": _print_studios,
        "reference": _write_reference,
        "schema": _write_schema,
    }
    given = sys.argv[1:]
    if given and given[0] in commands:
        return commands[given[0]](given[1:])
    return _check(given)


def _check(given: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m quizzes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=CONTENT, help="another folder with content")
    folder: Path = parser.parse_args(given).folder
    bank, problems = check_bank(folder)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    troubles = list(rehearse(bank)) if bank and not errors else []
    for trouble in troubles:
        print(trouble)
    print(_summary(bank, problems, errors, len(troubles)))
    return 1 if errors or troubles else 0


def _print_studios(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m quizzes studio")
    parser.add_argument("folder", type=Path, nargs="?", default=CONTENT, help="another folder with content")
    bank, problems = check_bank(parser.parse_args(given).folder)
    for problem in problems:
        print(problem)
    if bank is None or any(problem.severity == "error" for problem in problems):
        return 1
    troubles = []
    for studio in (one for one in bank.definitions if isinstance(one, CommentCare)):
        print(strategies.printed(studio))
        troubles += [f"{studio.id}: {trouble}" for trouble in strategies.troubles(studio)]
    print("\n".join(troubles) or "Every hidden stream can be passed, and none by shutting down or by copying.")
    return 1 if troubles else 0


def _write_reference(given: list[str]) -> int:
    argparse.ArgumentParser(prog="python -m quizzes reference").parse_args(given)
    REFERENCE.write_text(reference(), encoding="utf-8")
    print(f"Wrote {REFERENCE.relative_to(ROOT)}.")
    return 0


def _write_schema(given: list[str]) -> int:
    argparse.ArgumentParser(prog="python -m quizzes schema").parse_args(given)
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(f"Wrote {SCHEMA.relative_to(ROOT)}.")
    return 0


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _summary(bank: Bank | None, problems: tuple[Problem, ...], errors: int, troubles: int) -> str:
    warnings = len(problems) - errors
    if errors or bank is None:
        return f"The questions have {errors} errors and {warnings} warnings; nothing was rehearsed."
    items = {item.id for definition in bank.everything for item in definition.entries}
    done = f"{len(items)} items of {len(bank.everything)} quizzes, activities and tests, each answered right and wrong"
    return f"{done}: {troubles} troubles, {warnings} warnings."


if __name__ == "__main__":
    sys.exit(main())

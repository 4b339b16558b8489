"""Checks the questions and answers each of them right and wrong: python -m quizzes [FOLDER]."""

import argparse
import sys
from pathlib import Path

from quizzes.bank import CONTENT, Bank, check_bank
from quizzes.checking import Problem
from quizzes.rehearsal import rehearse


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m quizzes", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=CONTENT, help="another folder with content")
    folder: Path = parser.parse_args().folder
    bank, problems = check_bank(folder)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    troubles = list(rehearse(bank)) if bank and not errors else []
    for trouble in troubles:
        print(trouble)
    print(_summary(bank, problems, errors, len(troubles)))
    return 1 if errors or troubles else 0


def _summary(bank: Bank | None, problems: tuple[Problem, ...], errors: int, troubles: int) -> str:
    warnings = len(problems) - errors
    if errors or bank is None:
        return f"The questions have {errors} errors and {warnings} warnings; nothing was rehearsed."
    items = sum(len(definition.entries) for definition in bank.definitions)
    done = f"{items} items of {len(bank.definitions)} quizzes and activities, each answered right and wrong"
    return f"{done}: {troubles} troubles, {warnings} warnings."


if __name__ == "__main__":
    sys.exit(main())

"""Loads and checks what a module gives to whoever teaches it: a discussion of ten minutes, and a sheet of paper."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from modules import wording
from modules.library import (
    LANGUAGES,
    Competence,
    DiscussionStep,
    Handout,
    Instructions,
    PaperExercise,
    Teaching,
    Text,
)
from modules.problems import Report
from modules.prose import WORD
from modules.reading import Document, Place, read_yaml
from modules.written import LANGUAGE_NAMES, WrittenHandout, WrittenTeaching, as_written

TEACHING = "teaching.yaml"
PAGE = "teach"  # the last part of its address: no lesson may be called so
PLAN_MINUTES = 10

# What fits on the sheet, and can be read from it at a glance.
LONGEST_HEADING_WORDS = 12
LONGEST_POINT_WORDS = 25
LONGEST_STEP_WORDS = 20
LONGEST_EXERCISE_WORDS = 40


@dataclass(frozen=True)
class LoadedTeaching:
    """The lecturer's page with its file, for the checks that look at other files too."""

    document: Document
    teaching: Teaching


def load_teaching(folder: Path, report: Report) -> LoadedTeaching | None:
    """None, and a problem, when the module has none or it is broken."""
    if not (folder / TEACHING).exists():
        report.error(folder / TEACHING, 1, f"The module has no {TEACHING}: every module gives its lecturer a page.")
        return None
    document = read_yaml(folder / TEACHING, report)
    if document is None:
        return None
    wording.check_short_texts(document, report)
    written = as_written(WrittenTeaching, document, report)
    if written is None:
        return None
    teaching = _teaching(written)
    _check_minutes(teaching, document, report)
    _check_lengths(teaching.handout, document, report)
    return LoadedTeaching(document, teaching)


def check_outcomes(loaded: LoadedTeaching, outcomes: Collection[str], report: Report) -> None:
    """A competence leads to outcomes of the module."""
    for number, competence in enumerate(loaded.teaching.competences):
        for position, name in enumerate(competence.outcomes):
            if name not in outcomes:
                line = loaded.document.line("digcomp", number, "outcomes", position)
                report.error(loaded.document.file, line, f"The module has no outcome {name}.")


def _teaching(written: WrittenTeaching) -> Teaching:
    return Teaching(
        about=written.about,
        prepare=written.prepare,
        competences=tuple(
            Competence(one.code, one.name, one.how, one.outcomes, one.verified) for one in written.digcomp
        ),
        plan=tuple(
            DiscussionStep(step.minutes, step.title, step.do, step.ask, step.listen_for) for step in written.plan
        ),
        care=written.care,
        handout=_handout(written.handout),
        review=written.review.as_review(),
    )


def _handout(written: WrittenHandout) -> Handout:
    return Handout(
        points=written.points,
        steps=Instructions(written.steps.title, written.steps.items) if written.steps else None,
        exercise=PaperExercise(written.exercise.ask, written.exercise.lines),
        remember=written.remember,
    )


def _check_minutes(teaching: Teaching, document: Document, report: Report) -> None:
    minutes = sum(step.minutes for step in teaching.plan)
    if minutes != PLAN_MINUTES:
        message = f"The steps of the plan take {minutes} minutes together; they must take {PLAN_MINUTES}."
        report.error(document.file, document.line("plan"), message)


def _check_lengths(handout: Handout, document: Document, report: Report) -> None:
    for place, text, longest in _limits(handout):
        for language in LANGUAGES:
            words = len(WORD.findall(text[language]))
            if words > longest:
                message = (
                    f"This has {words} words in {LANGUAGE_NAMES[language]}; on the sheet there is room for {longest}."
                )
                report.error(document.file, document.line("handout", *place, language), message)


def _limits(handout: Handout) -> Iterator[tuple[Place, Text, int]]:
    """Every text of the sheet with its place in the file, and how many words it may have."""
    for number, point in enumerate(handout.points):
        yield ("points", number), point, LONGEST_POINT_WORDS
    if handout.steps:
        yield ("steps", "title"), handout.steps.title, LONGEST_HEADING_WORDS
        for number, item in enumerate(handout.steps.items):
            yield ("steps", "items", number), item, LONGEST_STEP_WORDS
    yield ("try", "ask"), handout.exercise.ask, LONGEST_EXERCISE_WORDS
    yield ("remember",), handout.remember, LONGEST_POINT_WORDS

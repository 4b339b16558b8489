"""Loads and checks the guides of the hub: for one need, a short list of steps with the way to what helps further."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from modules import wording
from modules.library import LANGUAGES, Text
from modules.problems import BrokenContent, Report
from modules.prose import WORD
from modules.reading import Document, read_yaml
from modules.support import Group
from modules.written import (
    LANGUAGE_NAMES,
    CompleteReview,
    Slug,
    WholeNumber,
    WrittenFact,
    WrittenPart,
    YesOrNo,
    as_written,
)

GUIDES = Path(__file__).parent / "hub" / "guides"
LONGEST_STEP_WORDS = 60  # so that a guide fits on one sheet of paper
MOST_STEPS = 12


class GuideStep(WrittenPart):
    """One thing to do, why, and what leads on: a lesson (`module/lesson`), an activity, a need of the help page."""

    do: Text
    more: Text | None = None
    lesson: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")] | None = None
    activity: Slug | None = None
    help: Group | None = None
    fact: Slug | None = None


class GuidePart(WrittenPart):
    """Steps for one reader: a guide may speak to the person, to a friend, and to whoever teaches."""

    title: Text | None = None
    steps: Annotated[tuple[GuideStep, ...], Field(min_length=2, max_length=8)]


class Guide(WrittenPart):
    """A guide as its file holds it. `sensitive` gives its page the button for leaving quickly."""

    title: Text
    summary: Text
    order: WholeNumber
    sensitive: YesOrNo = False
    parts: Annotated[tuple[GuidePart, ...], Field(min_length=1, max_length=4)]
    facts: Mapping[Slug, WrittenFact] = {}
    review: CompleteReview

    @property
    def steps(self) -> tuple[GuideStep, ...]:
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def verified_on(self) -> date | None:
        """When the oldest of its facts was last checked."""
        return min((fact.verified_on for fact in self.facts.values()), default=None)


def check_guides(folder: Path, report: Report) -> Mapping[str, Guide]:
    """The guides by slug, in the order in which they are shown; without those that are broken."""
    found = {}
    for file in sorted(folder.glob("*.yaml")):
        document = read_yaml(file, report)
        if document is None:
            continue
        wording.check_short_texts(document, report)
        written = as_written(Guide, document, report)
        if written is not None:
            _check_facts(written, document, report)
            _check_lengths(written, document, report)
            found[file.stem] = written
    return dict(sorted(found.items(), key=lambda pair: pair[1].order))


@lru_cache(maxsize=1)
def load_guides() -> Mapping[str, Guide]:
    """Raises `BrokenContent`, with every problem of every file."""
    report = Report()
    guides = check_guides(GUIDES, report)
    if report.has_errors:
        raise BrokenContent(report.sorted())
    return guides


def _check_facts(guide: Guide, document: Document, report: Report) -> None:
    used = {step.fact for step in guide.steps if step.fact}
    for name in used - guide.facts.keys():
        report.error(document.file, document.line("parts"), f"There is no fact “{name}” in this file.")
    for name in guide.facts.keys() - used:
        report.error(document.file, document.line("facts", name), f"No step stands on “{name}”.")


def _check_lengths(guide: Guide, document: Document, report: Report) -> None:
    if len(guide.steps) > MOST_STEPS:
        message = f"The guide has {len(guide.steps)} steps; on its sheet there is room for {MOST_STEPS}."
        report.error(document.file, document.line("parts"), message)
    for number, part in enumerate(guide.parts):
        for position, step in enumerate(part.steps):
            for language in LANGUAGES:
                words = len(WORD.findall(step.do[language] + " " + (step.more[language] if step.more else "")))
                if words > LONGEST_STEP_WORDS:
                    message = f"This step has {words} words in {LANGUAGE_NAMES[language]}; {LONGEST_STEP_WORDS} fit."
                    report.error(document.file, document.line("parts", number, "steps", position), message)

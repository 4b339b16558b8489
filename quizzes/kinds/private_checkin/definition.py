"""The private check-in: how somebody is today, what may help, and a plan for a hard moment; never answered to us."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pydantic import Field

from quizzes.checking import Finding, Path
from quizzes.definitions import Review, Versioned
from quizzes.texts import LANGUAGES, Frozen, Name, Text

SCALE = range(11)
BANDS = ("low", "middle", "high")
LOW_UP_TO_AT_LEAST = 3  # from here down help is shown before anything else, whoever writes the page
LONGEST_WORD_CHARACTERS = 24  # two columns of numbers with their words fit on a phone
LONGEST_SUGGESTION_CHARACTERS = 60  # a line of the plan fits on one line of paper
MOST_SUGGESTIONS = 8

# Telephone numbers stand in the support directory alone, with the day on which each was verified.
_NUMBER = re.compile(r"\b(?!999\b)[0-9](?:[ -]?[0-9]){2,}")
_ILLNESS = {
    "en": re.compile(r"\b(?:depress\w*|anxiety|disorder\w*|symptom\w*|diagnos\w*|bipolar|illness\w*)\b", re.I),
    "ms": re.compile(r"\b(?:(?:ke)?murung(?:an)?|keresahan|simptom|diagnos\w*|bipolar|penyakit)\b", re.I),
}


class Calm(Frozen):
    """What comes first, above the people who can help now, after a low number or the tick."""

    title: Text = Field(description="what somebody needs to hear first")
    words: tuple[Text, ...] = Field(
        min_length=1,
        max_length=4,
        description="short paragraphs: what to do in danger, that no reason is needed, that asking is all right",
    )


class Group(Frozen):
    """Small things to do, under a heading that says what they are for."""

    title: Text = Field(description="what these things are for")
    things: tuple[Text, ...] = Field(
        min_length=2, max_length=MOST_SUGGESTIONS, description="each a whole sentence, and possible for every student"
    )


class Band(Frozen):
    """What is shown after a number above the band before and up to `up_to`.

    It answers the number and never judges it: no name of an illness, no advice to see somebody because of a number.
    """

    up_to: int = Field(ge=SCALE[0], le=SCALE[-1], description="the last number of the band")
    title: Text = Field(description="an answer to the number, in a few words")
    words: Text = Field(description="a sentence or two below it")
    show: tuple[Name, ...] = Field(
        min_length=1, description="names from `groups`, in the order in which they are shown"
    )


class Bands(Frozen):
    """The three answers of the page. A band is never named to the reader; it only chooses suggestions."""

    low: Band = Field(
        description=f"reaches up to {LOW_UP_TO_AT_LEAST} at least; the people who can help stand above it"
    )
    middle: Band = Field(description="what follows the low one")
    high: Band = Field(description=f"reaches up to {SCALE[-1]}")

    def of(self, number: int) -> str:
        """The name of the band that a number of the scale belongs to."""
        return next((name for name in BANDS if number <= self[name].up_to), BANDS[-1])

    def __getitem__(self, name: str) -> Band:
        band: Band = getattr(self, name)
        return band


class Slot(Frozen):
    """One line of the plan. Whom no suggestion fits, writes their own words."""

    label: Text = Field(description="the line with one “…” where words go: “When I notice that …”")
    suggestions: tuple[Text, ...] = Field(
        min_length=2,
        max_length=MOST_SUGGESTIONS,
        description="what can take the place of the “…”, without a full stop; "
        f"{LONGEST_SUGGESTION_CHARACTERS} characters at most",
    )


class HelpLineSlot(Frozen):
    """The last line of the plan. What can be picked comes from the support directory, which knows what was verified."""

    label: Text = Field(description="the line with one “…” where the help line goes")


class Plan(Frozen):
    """A plan for a hard moment, made while the moment is far away; its lines in the order in which they are used."""

    sign: Slot = Field(description="how somebody notices that it is getting hard")
    quick_action: Slot = Field(description="what they do at once")
    person: Slot = Field(description="whom they tell")
    place: Slot = Field(description="where they go")
    help_line: HelpLineSlot = Field(description="whom they contact when that is not enough")

    @property
    def slots(self) -> Iterator[tuple[str, Slot | HelpLineSlot]]:
        """The lines by name, in their order."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)


class CheckIn(Versioned):
    """One page on how somebody is today: `quizzes/content/check-in.yaml`, which belongs to no module.

    A lesson invites to it with `::activity{#check-in mode=private}`. Nothing is drawn from it, nothing that is picked
    reaches us, and there is no score: a number chooses which suggestions are shown and says nothing about the person.
    That is why there are words for feelings and none for illnesses, and why every path has the same people to talk to.

    No telephone number stands in the file, except 999: the page takes people and numbers from the support directory and
    says when each was verified.
    """

    title: Text = Field(description="the heading of the page")
    lead: Text = Field(description="a sentence or two on what the page is for")
    minutes: int = Field(ge=1, le=10, description="how long it takes, as the invitation in a lesson says")
    question: Text = Field(description="what the scale asks: “Today I am … out of 10”")
    scale: Mapping[int, Text] = Field(
        description=f"plain words for each number from {SCALE[0]} to {SCALE[-1]}, `3: {{en: …, ms: …}}`; "
        f"{LONGEST_WORD_CHARACTERS} characters at most"
    )
    not_safe: Text = Field(description="the words beside the box that puts help first whatever the number")
    calm: Calm = Field(description="what stands above the people who can help now")
    bands: Bands = Field(description="which numbers show what")
    groups: Mapping[Name, Group] = Field(description="suggestions, by the names that bands call them by")
    plan: Plan = Field(description="the lines of the plan")
    review: Review = Field(description="who has read all of the file: a counsellor; until then it is pending")

    def findings(self) -> Iterator[Finding]:
        yield from self.review.findings()
        yield from self._scale_findings()
        yield from self._band_findings()
        yield from self._group_findings()
        yield from self._plan_findings()
        for path, text in _texts(self.model_dump()):
            yield from _wording_findings(path, text)

    def _scale_findings(self) -> Iterator[Finding]:
        for number in SCALE:
            if number not in self.scale:
                yield Finding(("scale",), f"The number {number} has no words.")
        for number, words in self.scale.items():
            if number not in SCALE:
                message = f"“{number}” is no number of the scale, which goes from {SCALE[0]} to {SCALE[-1]}."
                yield Finding(("scale", number), message)
            for language in LANGUAGES:
                if len(words[language]) > LONGEST_WORD_CHARACTERS:
                    message = (
                        f"The words beside a number have {LONGEST_WORD_CHARACTERS} characters at most, or they do not "
                        f"fit on a phone; these have {len(words[language])}."
                    )
                    yield Finding(("scale", number, language), message)

    def _band_findings(self) -> Iterator[Finding]:
        if self.bands.low.up_to < LOW_UP_TO_AT_LEAST:
            message = f"Help comes first up to {LOW_UP_TO_AT_LEAST} at least, so the low band cannot end earlier."
            yield Finding(("bands", "low", "up_to"), message)
        for below, above in pairwise(BANDS):
            if self.bands[above].up_to <= self.bands[below].up_to:
                message = f"The {above} band ends above the {below} one, which goes up to {self.bands[below].up_to}."
                yield Finding(("bands", above, "up_to"), message)
        if self.bands.high.up_to != SCALE[-1]:
            yield Finding(("bands", "high", "up_to"), f"The high band goes up to {SCALE[-1]}.")

    def _group_findings(self) -> Iterator[Finding]:
        shown = {name: [*self.bands[name].show] for name in BANDS}
        for band, groups in shown.items():
            for index, group in enumerate(groups):
                if group not in self.groups:
                    yield Finding(("bands", band, "show", index), f"There is no group “{group}” under “groups”.")
                elif group in groups[:index]:
                    yield Finding(("bands", band, "show", index), f"The group “{group}” stands here twice.")
        for group in self.groups:
            if not any(group in groups for groups in shown.values()):
                yield Finding(("groups", group), f"No band shows the group “{group}”.", "warning")

    def _plan_findings(self) -> Iterator[Finding]:
        for name, slot in self.plan.slots:
            for language in LANGUAGES:
                if slot.label[language].count("…") != 1:
                    message = "A line of the plan has one “…”, where the reader's words go."
                    yield Finding(("plan", name, "label", language), message)
            for index, suggestion in enumerate(slot.suggestions if isinstance(slot, Slot) else ()):
                for language in LANGUAGES:
                    if len(suggestion[language]) > LONGEST_SUGGESTION_CHARACTERS:
                        message = (
                            f"A suggestion has {LONGEST_SUGGESTION_CHARACTERS} characters at most, or it is cut off on "
                            f"paper; this one has {len(suggestion[language])}."
                        )
                        yield Finding(("plan", name, "suggestions", index, language), message)


def _wording_findings(path: Path, text: str) -> Iterator[Finding]:
    number, illness = _NUMBER.search(text), _ILLNESS[str(path[-1])].search(text)
    if number:
        message = (
            f"“{number[0]}” looks like a telephone number. Numbers stand in the support directory alone, with the day "
            "on which they were verified."
        )
        yield Finding(path, message)
    if illness:
        yield Finding(path, f"“{illness[0]}” names an illness; this page speaks of feelings and never diagnoses.")


def _texts(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of the file in each language, with its place."""
    steps = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, tuple | list) else ()
    for step, value in steps:
        if step in LANGUAGES and isinstance(value, str):
            yield (*path, step), value
        else:
            yield from _texts(value, (*path, step))

"""The YAML files as their authors write them; every mismatch becomes a sentence about a line."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from modules.library import LANGUAGES, Post, Review, Text, Words
from modules.problems import Report
from modules.reading import Document, Place

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
OutcomeName = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{1,2}$")]
WholeNumber = Annotated[int, Strict()]
YesOrNo = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
LONGEST_CERTIFICATE_LINE = 60
LANGUAGE_NAMES = {"en": "English", "ms": "Bahasa Malaysia"}


class WrittenPart(BaseModel):
    """Any mapping of a content file: unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WrittenReview(WrittenPart):
    """`{state: pending}`, or `{state: signed, by: …, role: …, date: …}`."""

    state: Literal["pending", "signed"]
    by: Words | None = None
    role: Words | None = None
    date: Day | None = None

    def as_review(self) -> Review:
        return Review(self.state, self.by, self.role, self.date)


def _complete(review: WrittenReview) -> WrittenReview:
    signature = (review.by, review.role, review.date)
    if review.state == "signed" and None in signature:
        raise ValueError("is signed, so it needs “by”, “role” and “date”")
    if review.state == "pending" and any(signature):
        raise ValueError("is pending, so nobody has signed: leave “by”, “role” and “date” out")
    return review


CompleteReview = Annotated[WrittenReview, AfterValidator(_complete)]


def _one_short_line(line: Text) -> Text:
    for language, name in LANGUAGE_NAMES.items():
        if len(line[language]) > LONGEST_CERTIFICATE_LINE:
            length = f"has {len(line[language])} characters in {name}"
            raise ValueError(f"{length}; one line of a certificate holds {LONGEST_CERTIFICATE_LINE}")
    return line


class WrittenModule(WrittenPart):
    """module.yaml"""

    title: Text
    summary: Text
    order: WholeNumber
    core: YesOrNo
    sign: Literal["spot", "report", "care", "look-after", "kindness", "misinformation", "ogbv"]
    minutes: Annotated[WholeNumber, Field(ge=1, le=240)]
    outcomes: dict[OutcomeName, Text]
    certificate: Annotated[Text, AfterValidator(_one_short_line)]
    lessons: Annotated[tuple[Slug, ...], Field(min_length=1)]
    review: CompleteReview


def _for_both(file: object) -> object:
    return dict.fromkeys(LANGUAGES, file) if isinstance(file, str) else file


class WrittenFigure(WrittenPart):
    """A figure: one wordless drawing for both languages, or one drawing for each."""

    file: Annotated[Text, BeforeValidator(_for_both)]
    alt: Text
    caption: Text | None = None


class WrittenOption(WrittenPart):
    """A possible answer to a worked case."""

    id: Slug
    t: Text
    best: YesOrNo = False
    why: Text


class WrittenCase(WrittenPart):
    """A worked case."""

    title: Text
    story: Text | None = None
    posts: tuple[Post, ...] = ()
    ask: Text
    options: Annotated[tuple[WrittenOption, ...], Field(min_length=2, max_length=4)]
    after: Text | None = None


class WrittenRecallOption(WrittenPart):
    """A possible answer to a recall question."""

    id: Slug
    t: Text
    key: YesOrNo = False
    why: Text


class WrittenRecall(WrittenPart):
    """A recall question; `from` names the lesson that it recalls, `slug` or `module/slug`."""

    source: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$"), Field(alias="from")]
    stem: Text
    options: Annotated[tuple[WrittenRecallOption, ...], Field(min_length=3, max_length=3)]


class WrittenLesson(WrittenPart):
    """NN-<slug>.yaml"""

    title: Text
    summary: Text
    minutes: Annotated[WholeNumber, Field(ge=6, le=12)]
    outcomes: tuple[OutcomeName, ...]
    content_note: Text | None = None
    review: CompleteReview
    figures: dict[Slug, WrittenFigure] = {}
    cases: dict[Slug, WrittenCase] = {}
    recalls: dict[Slug, WrittenRecall] = {}


def as_text(day: object) -> object:
    return day.isoformat() if isinstance(day, date) else str(day) if type(day) is int else day


class WrittenFact(WrittenPart):
    """One entry of facts.yaml"""

    claim: Text
    kind: Literal["sourced", "general"]
    source: Words | None = None
    source_language: Literal["en", "ms"] = "en"
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+\.[^\s]+$")] | None = None
    published: Annotated[Words | None, BeforeValidator(as_text)] = None
    verified_on: Day


def _sourced(fact: WrittenFact) -> WrittenFact:
    if fact.kind == "sourced" and not (fact.source and fact.url):
        raise ValueError("is sourced, so it needs “source” and “url”")
    return fact


class WrittenFacts(BaseModel):
    """facts.yaml, one key around its entries."""

    model_config = ConfigDict(frozen=True)
    facts: dict[Slug, Annotated[WrittenFact, AfterValidator(_sourced)]]


class WrittenForms(WrittenPart):
    """Other spellings of a term, and forms of its words."""

    en: tuple[Words, ...] = ()
    ms: tuple[Words, ...] = ()


class WrittenTerm(WrittenPart):
    """One entry of glossary.yaml"""

    term: Text
    definition: Text
    forms: WrittenForms = WrittenForms()
    see: tuple[Slug, ...] = ()


class WrittenGlossary(WrittenPart):
    """glossary.yaml"""

    review: CompleteReview
    terms: dict[Slug, WrittenTerm]


class WrittenCompetence(WrittenPart):
    """A competence of DigComp 2.2, by its number there."""

    code: Annotated[str, StringConstraints(pattern=r"^(1\.[1-3]|2\.[1-6]|[345]\.[1-4])$")]
    name: Text
    how: Text
    outcomes: Annotated[tuple[OutcomeName, ...], Field(min_length=1)]
    verified: YesOrNo


class WrittenDiscussionStep(WrittenPart):
    """One step of the discussion."""

    minutes: Annotated[WholeNumber, Field(ge=1, le=10)]
    title: Text
    do: Text
    ask: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    listen_for: Text | None = None


class WrittenInstructions(WrittenPart):
    """A thing to do in order."""

    title: Text
    items: Annotated[tuple[Text, ...], Field(min_length=3, max_length=5)]


class WrittenPaperExercise(WrittenPart):
    """An exercise on paper."""

    ask: Text
    lines: Annotated[WholeNumber, Field(ge=0, le=4)]


class WrittenHandout(WrittenPart):
    """The sheet for the students."""

    points: Annotated[tuple[Text, ...], Field(min_length=4, max_length=6)]
    steps: WrittenInstructions | None = None
    exercise: Annotated[WrittenPaperExercise, Field(alias="try")]
    remember: Text


class WrittenTeaching(WrittenPart):
    """teaching.yaml"""

    about: Text
    prepare: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    digcomp: Annotated[tuple[WrittenCompetence, ...], Field(min_length=1, max_length=4)]
    plan: Annotated[tuple[WrittenDiscussionStep, ...], Field(min_length=3, max_length=5)]
    care: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    handout: WrittenHandout
    review: CompleteReview


Written = TypeVar("Written", bound=BaseModel)


def as_written(model: type[Written], document: Document, report: Report) -> Written | None:
    """The document in the form of `model`; None, and a problem for each mismatch, when it has another."""
    return _validated(model, document.data, 0, document, report)


def facts_as_written(document: Document, report: Report) -> Mapping[str, WrittenFact] | None:
    """The entries of facts.yaml."""
    written = _validated(WrittenFacts, {"facts": document.data}, 1, document, report)
    return None if written is None else written.facts


def _validated(model: type[Written], data: object, depth: int, document: Document, report: Report) -> Written | None:
    try:
        return model.model_validate(data)
    except ValidationError as mistakes:
        found = mistakes.errors(include_url=False)
        for mistake in found:
            if mistake["type"] == "too_short" and _has_mistakes_inside(mistake["loc"], found):
                continue  # pydantic counts only the entries without a mistake
            place = mistake["loc"][depth:]
            report.error(document.file, document.line(*place), _sentence(place, mistake))
        return None


def _has_mistakes_inside(place: Place, found: list[ErrorDetails]) -> bool:
    return any(len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in found)


_SENTENCES = {
    "missing": "{place} is missing.",
    "extra_forbidden": "{place} is not known here.",
    "unexpected_keyword_argument": "{place} is not known here.",
    "string_type": "{place} must be text; put it in quotes.",
    "string_too_short": "{place} is empty.",
    "string_too_long": "{place} is longer than {max_length} letters.",
    "int_type": "{place} must be a whole number.",
    "bool_type": "{place} must be true or false.",
    "date_type": "{place} must be a day, like 2026-11-21.",
    "tuple_type": "{place} must be a list.",
    "dict_type": "{place} must have keys with values.",
    "model_type": "{place} must have keys with values.",
    "dataclass_type": "{place} must have keys with values, like {{en: …, ms: …}}.",
    "literal_error": "{place} must be {expected}.",
    "greater_than_equal": "{place} must be {ge} or more.",
    "less_than_equal": "{place} must be {le} or less.",
    "too_short": "{place} must hold at least {min_length}.",
    "too_long": "{place} must hold at most {max_length}.",
    "value_error": "{place} {error}.",
    "string_pattern_mismatch": "{place} may only look like {example}.",
}
_EXAMPLES = {
    "url": "https://example.org/page",
    "from": "an-earlier-lesson or module/an-earlier-lesson",
    "outcomes": "HS1: two capital letters and a number",
    "code": "2.5: an area and a competence of DigComp",
}


def _sentence(place: Place, mistake: ErrorDetails) -> str:
    names = [str(part) for part in place if part != "[key]"]
    shown = "“" + ".".join(names) + "”"
    if mistake["type"] == "missing" and names[-1] in LANGUAGES:
        return f"“{'.'.join(names[:-1])}” has no text in {LANGUAGE_NAMES[names[-1]]} ({names[-1]})."
    details: dict[str, Any] = {
        "example": next(
            (_EXAMPLES[name] for name in reversed(names) if name in _EXAMPLES),
            "this-name-1: small letters, digits and hyphens",
        ),
        **mistake.get("ctx", {}),
    }
    sentence = _SENTENCES.get(mistake["type"], "{place}: " + mistake["msg"].replace("{", "{{").replace("}", "}}"))
    return sentence.format(place=shown, **details)

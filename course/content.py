"""What `flask check-content` says: the words of the questions by the rules of lessons, and what nobody has signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import modules
import quizzes
from modules import wording


@dataclass(frozen=True)
class Folders:
    """Where the content stands; None is where it comes with the program."""

    lessons: Path | None
    questions: Path | None


def folders(chosen: str | None) -> Folders:
    """Those in a folder that an operator has chosen, or the program's own."""
    return Folders(Path(chosen) / "modules", Path(chosen) / "quizzes") if chosen else Folders(None, None)


Reviews = Mapping[str, modules.Review | quizzes.Review]  # of what is signed on its own, by id


def wording_problems(questions: Path | None) -> list[modules.Problem]:
    """The rules of wording of the lessons, applied to every text of the questions; by file and line."""
    return sorted(set(_remarks(questions)))


def _remarks(questions: Path | None) -> Iterator[modules.Problem]:
    for text in quizzes.written_texts(questions):
        for language, words in text.words.items():
            for remark in wording.remarks(words, language):
                yield remark.problem(text.file, text.lines[language])
        for remark in wording.untranslated(text.words["en"], text.words["ms"]):
            yield remark.problem(text.file, text.lines["ms"])


@dataclass(frozen=True)
class Unsigned:
    """What nobody has signed in one file: so many of all that are signed on their own, and their ids."""

    module: str
    file: str
    ids: tuple[str, ...]
    total: int


def unsigned(library: modules.Library, bank: quizzes.Bank) -> list[Unsigned]:
    """Everything whose review is pending, file by file in the order of the course, without files that are signed."""
    found = [
        _unsigned(module.slug, file, reviews)
        for module in library.modules
        for file, reviews in (*_lessons(module), *_questions(module.slug, bank))
    ]
    found.append(
        _unsigned("", "glossary.yaml", {"glossary": library.glossary.review} if library.glossary.terms else {})
    )
    found.append(_unsigned("", "campaigns.yaml", {"campaigns": modules.load_campaigns().review.as_review()}))
    guides = modules.load_guides().items()
    found += [_unsigned("", f"guides/{slug}.yaml", {slug: guide.review.as_review()}) for slug, guide in guides]
    apart = (*bank.tests, *([bank.booster] if bank.booster else []))
    found += [_unsigned("", f"{one.module}/{one.id}.yaml", one.reviews) for one in apart]
    found.append(_unsigned("", "check-in.yaml", {"check-in": bank.check_in.review} if bank.check_in else {}))
    return [file for file in found if file.ids]


def _unsigned(module: str, file: str, reviews: Reviews) -> Unsigned:
    ids = tuple(id for id, review in reviews.items() if review.state == "pending")
    return Unsigned(module, file, ids, len(reviews))


def _lessons(module: modules.Module) -> Iterator[tuple[str, Reviews]]:
    yield "module.yaml", {module.slug: module.review}
    for lesson in module.lessons:
        yield f"{lesson.number:02}-{lesson.slug}.yaml", {lesson.slug: lesson.review}
    if module.teaching:
        yield "teaching.yaml", {"teaching": module.teaching.review}


def _questions(module: str, bank: quizzes.Bank) -> Iterator[tuple[str, Reviews]]:
    definitions = [definition for definition in bank.definitions if definition.module == module]
    for definition in sorted(definitions, key=lambda definition: definition.kind != "quiz"):
        file = "pool.yaml" if definition.kind == "quiz" else f"activities/{definition.id}.yaml"
        yield file, definition.reviews

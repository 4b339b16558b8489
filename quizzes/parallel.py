"""What makes the forms of the test parallel, and what keeps their items out of everything else."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from quizzes.checking import Finding
from quizzes.definitions import AnyDefinition, AnyItem
from quizzes.kinds.feed_spotting.post import JudgedPost
from quizzes.kinds.quiz.question import Question
from quizzes.kinds.test.definition import CourseTest
from quizzes.texts import LANGUAGES

MALAY_POSTS_APART = 2  # so many more posts with Malay in them may one form have than another


def form_findings(form: CourseTest, first: CourseTest) -> Iterator[Finding]:
    """Where a form differs in its making from the first one: levels, wrong beliefs, severities, languages."""
    twins = {question.cell: question for question in first.questions.values()}
    for question in form.questions.values():
        twin = twins.get(question.cell, question)
        if question.level != twin.level:
            message = (
                f"It has level {question.level}; for the cell “{question.cell}”, form {first.id} has {twin.level}."
            )
            yield Finding(("items", question.id, "level"), message)
        if question.misconceptions != twin.misconceptions:
            beliefs = " and ".join(sorted(twin.misconceptions))
            message = f"Its wrong options come from other beliefs than in form {first.id}: {beliefs}."
            yield Finding(("items", question.id, "options"), message)
    weights = _weights(first)
    for family, found in _weights(form).items():
        if found != weights.get(family, found):
            message = (
                f"The posts of “{family}” break the rules {_listed(found)}, and {_listed(weights[family])} in form "
                f"{first.id}: the same rule with the same severity."
            )
            yield Finding(("items",), message)
    malay, wanted = _with_malay(form), _with_malay(first)
    if abs(malay - wanted) > MALAY_POSTS_APART:
        message = (
            f"{malay} posts have Malay in them, and {wanted} in form {first.id}: a language must not make it harder."
        )
        yield Finding(("items",), message, "warning")


def repeats(entries: Sequence[AnyItem], others: Sequence[AnyDefinition]) -> Iterator[Finding]:
    """Those of these items that stand in another definition too, by their id or by their words."""
    ids = {entry.id: other for other in others for entry in other.entries}
    words = {said: (entry, other) for other in others for entry in other.entries for said in _words(entry)}
    for entry in entries:
        if entry.id in ids:
            yield Finding(("items", entry.id), f"The id “{entry.id}” stands in {_named(ids[entry.id])} too.")
        known = [words[said] for said in _words(entry) if said in words]
        if known:
            other, where = known[0]
            message = f"“{other.id}” of {_named(where)} says the same: what is asked here is asked nowhere else."
            yield Finding(("items", entry.id), message)


def _weights(form: CourseTest) -> Mapping[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for post in form.posts.values():
        found.setdefault(post.family, []).append((post.rule or "", post.severity or 0))
    return {family: sorted(weights) for family, weights in found.items()}


def _listed(weights: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{rule} ({severity})" for rule, severity in weights)


def _with_malay(form: CourseTest) -> int:
    return Counter(any(run.lang == "ms" for run in post.runs) for post in form.posts.values())[True]


def _words(entry: AnyItem) -> Iterator[tuple[str, ...]]:
    """What an item says, in each language that it says it in: a question with its sample, a post by itself."""
    if isinstance(entry, Question):
        sample = "".join(run.t for run in entry.sample)
        yield from ((_plain(entry.stem[language]), _plain(sample)) for language in LANGUAGES)
    elif isinstance(entry, JudgedPost):
        yield (_plain("".join(run.t for run in entry.runs)),)


def _plain(words: str) -> str:
    """Letters and figures alone, so that a comma makes no new sentence."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _named(definition: AnyDefinition) -> str:
    if definition.kind == "test":
        return f"form {definition.id}"
    return f"the pool of “{definition.module}”" if definition.kind == "quiz" else f"“{definition.id}”"

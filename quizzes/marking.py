"""What answers come to: score, reasons, and what is still missing; each kind's own scoring does the work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from quizzes.answering import NotDrawn, Response
from quizzes.kinds import KINDS, Scoring
from quizzes.papers import Paper
from quizzes.results import Explained, ExplainedItem, Result, Verdict

_MISSED_FIRST: tuple[Verdict, ...] = ("wrong", "unanswered", "partly", "unscored", "right")


@dataclass(frozen=True)
class Gap:
    """Why an answer cannot count in full, whatever the key: `kind` is "missing", "tie", …, about these options."""

    item: str
    kind: str
    options: tuple[str, ...]


def score(paper: Paper, responses: Mapping[str, Response]) -> Result:
    """What the answers come to, 0 to 100; what is missing or makes no sense earns nothing. Never raises."""
    return _scoring(paper).score(paper.definition, paper.item_ids, _of(paper, responses))


def explain(paper: Paper, responses: Mapping[str, Response], result: Result, language: str) -> Explained:
    """Every item with its answer, the right one and the reasons of both: what went wrong first, then in their order.

    Raises `KeyError` for an unknown language.
    """
    verdicts = {item.id: item.verdict for item in result.items}
    given = _of(paper, responses)
    explained = [
        replace(_explain(paper, item, given[item], language), verdict=verdicts[item]) for item in paper.item_ids
    ]
    return Explained(tuple(sorted(explained, key=lambda item: _urgency(paper, item))))


def feedback(paper: Paper, item_id: str, response: Response, language: str) -> ExplainedItem:
    """One item, right after it was answered in practice.

    Raises `NotDrawn` for an item that is not on the paper, `KeyError` for an unknown language.
    """
    if item_id not in paper.item_ids:
        raise NotDrawn(item_id)
    return _explain(paper, item_id, _of(paper, {item_id: response})[item_id], language)


def weakest_families(paper: Paper, responses: Mapping[str, Response]) -> tuple[str, ...]:
    """The families to practise, weakest first; empty when nothing was missed or the kind has none."""
    return _scoring(paper).weakest_families(paper.definition, paper.item_ids, _of(paper, responses))


def problems(paper: Paper, responses: Mapping[str, Response]) -> tuple[Gap, ...]:
    """What is missing or cannot be in answers that were given, such as two steps that share a place."""
    given = _of(paper, responses)
    return tuple(gap for item in paper.item_ids if given[item] for gap in gaps(paper, item, given[item]))


def gaps(paper: Paper, item_id: str, response: Response) -> tuple[Gap, ...]:
    """The same of one item, also when nothing was answered. Raises `KeyError` for an item that does not exist."""
    return tuple(Gap(item_id, kind, options) for kind, options in paper.definition.by_id[item_id].gaps(response))


def _explain(paper: Paper, item_id: str, response: Response, language: str) -> ExplainedItem:
    number = paper.item_ids.index(item_id) + 1
    return _scoring(paper).explain(paper.definition, item_id, response, language, number)


def _urgency(paper: Paper, item: ExplainedItem) -> tuple[int, int, int]:
    return _MISSED_FIRST.index(item.verdict), paper.definition.by_id[item.id].missed_rank, item.number


def _of(paper: Paper, responses: Mapping[str, Response]) -> dict[str, Response]:
    """An answer to every item of the paper; what is not even a mapping is no answer."""
    return {item: found if isinstance(found := responses.get(item), dict) else {} for item in paper.item_ids}


def _scoring(paper: Paper) -> Scoring[Any]:
    return KINDS[paper.definition.kind].scoring

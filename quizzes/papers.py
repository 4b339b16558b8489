"""A paper: the items that somebody drew, in their order, and the reading of the answers to them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue, ValidationError

from quizzes.answering import PREFIX, Form, NotAnOption, NotDrawn, Refusal, Response, field_name
from quizzes.definitions import AnyItem, Mode
from quizzes.kinds import KINDS, Definition
from quizzes.showing import ShownPaper


class NotADefinition(Refusal):
    """The text is not the JSON of a definition of a known kind."""


class NotAPaper(Refusal):
    """The data is not that of a paper of this definition."""


def load_definition(json_text: str) -> Definition:
    """The definition that `to_json` wrote; its `content_hash` is the same. Raises `NotADefinition`."""
    try:
        data = json.loads(json_text)
        definition: Any = KINDS[data["kind"]].model.model_validate(data)
    except (ValueError, TypeError, KeyError, ValidationError, RecursionError) as problem:
        raise NotADefinition(str(problem)) from problem
    loaded: Definition = definition
    return loaded


@dataclass(frozen=True)
class Paper:
    """Items of a definition in the order they are answered in, each with the order of its own options."""

    definition: Definition
    mode: Mode
    item_ids: tuple[str, ...]
    option_order: Mapping[str, tuple[str, ...]]

    def to_data(self) -> dict[str, JsonValue]:
        """JSON-safe: `{"mode": …, "items": [ids in order], "options": {item: [ids in order]}}`."""
        return {
            "mode": self.mode,
            "items": [*self.item_ids],
            "options": {item: [*order] for item, order in self.option_order.items()},
        }

    @staticmethod
    def from_data(definition: Definition, data: Mapping[str, Any]) -> "Paper":
        """The paper that `to_data` described. Raises `NotAPaper`."""
        try:
            mode, items = data["mode"], tuple(data["items"])
            orders = {item: tuple(order) for item, order in data["options"].items()}
            options = {item: definition.by_id[item].option_ids for item in items}
        except (AttributeError, KeyError, TypeError) as problem:
            raise NotAPaper(str(problem)) from problem
        complete = {item: sorted(ids) for item, ids in options.items() if ids}
        if mode not in ("scored", "practice") or len(options) != len(items):
            raise NotAPaper(str(mode))
        if {item: sorted(order, key=str) for item, order in orders.items()} != complete:
            raise NotAPaper(str(orders))
        return Paper(definition, mode, items, orders)

    @property
    def page_size(self) -> int:
        """Items on one page: one in practice, where each is explained before the next."""
        return self.definition.page_size(self.mode)

    @property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """The item ids, page by page."""
        starts = range(0, len(self.item_ids), self.page_size)
        return tuple(self.item_ids[start : start + self.page_size] for start in starts)

    @property
    def items(self) -> tuple[AnyItem, ...]:
        """The items themselves, keys and all: for scoring, never for a page."""
        return tuple(self.definition.by_id[item] for item in self.item_ids)

    def shown(self, language: str) -> ShownPaper:
        """What may be shown before answering. Raises `KeyError` for an unknown language."""
        return ShownPaper(
            title=self.definition.title_in(language),
            content_note=self.definition.content_note_in(language),
            rule_card=self.definition.rule_card_in(language),
            items=tuple(item.shown(language, self.option_order.get(item.id, ())) for item in self.items),
            rules=self.definition.rules_in(language),
        )

    def read(self, form: Form) -> dict[str, Response]:
        """The answers in a form, by item; items that it does not mention are left out. Other fields are passed over.

        Raises `NotDrawn` for an item that is not on this paper, and `NotAnOption` for a value the form does not offer.
        """
        parts = {field_name(item.id, part): (item, part) for item in self.items for part in item.parts}
        given: dict[str, dict[str, Sequence[str]]] = {}
        for name, values in form.items():
            if name in parts:
                item, part = parts[name]
                given.setdefault(item.id, {})[part] = values
            elif name.startswith(PREFIX):
                raise self._refusal(name)
        answers = {item.id: item.read(given[item.id]) for item in self.items if item.id in given}
        return {item: answer for item, answer in answers.items() if answer is not None}

    def _refusal(self, field: str) -> Refusal:
        if any(field.startswith(f"{field_name(item)}-") for item in self.item_ids):
            return NotAnOption(field)
        return NotDrawn(field.removeprefix(PREFIX))

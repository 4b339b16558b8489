"""A paper: the items that somebody drew, in their order, and the reading of the answers to them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import JsonValue, ValidationError

from quizzes.answering import PREFIX, Form, NoAlternative, NotAnOption, NotDrawn, Refusal, Response, field_name
from quizzes.definitions import AnyItem, Mode, Sight
from quizzes.kinds import KINDS, Definition
from quizzes.showing import ShownItem, ShownPaper

NOTHING: Mapping[str, Response] = {}


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

    def shown(
        self,
        language: str,
        responses: Mapping[str, Response] = NOTHING,
        items: Sequence[str] | None = None,
        at: str = "",
    ) -> ShownPaper:
        """What may be shown before or while it is answered: all items, or only these, as the answers so far leave them.

        `at` asks for a place inside an item that has several. Raises `KeyError` for an unknown language.
        """
        wanted = self.item_ids if items is None else items
        return ShownPaper(
            title=self.definition.title_in(language),
            content_note=self.definition.content_note_in(language),
            rule_card=self.definition.rule_card_in(language),
            items=tuple(self._shown(item, language, responses.get(item) or {}, at) for item in wanted),
            rules=self.definition.rules_in(language),
        )

    def read(self, form: Form, earlier: Mapping[str, Response] = NOTHING) -> dict[str, Response]:
        """The answers in a form, by item, added to `earlier` ones where an item has several steps.

        Items that the form does not mention, and those that it does not change, are left out; so are other fields.
        Raises `NotDrawn` for an item that is not on this paper, `NotAnOption` for a value the form does not offer, and
        `OutOfOrder` for a step that is not due.
        """
        parts = {field_name(item.id, part): (item, part) for item in self.items for part in item.parts}
        given: dict[str, dict[str, Sequence[str]]] = {}
        for name, values in form.items():
            if name in parts:
                item, part = parts[name]
                given.setdefault(item.id, {})[part] = values
            elif name.startswith(PREFIX):
                raise self._refusal(name)
        answers = {
            item.id: item.read(given[item.id], earlier.get(item.id) or {}) for item in self.items if item.id in given
        }
        return {item: answer for item, answer in answers.items() if answer is not None}

    def is_answered(self, item_id: str, response: Response) -> bool:
        """Whether nothing of the item is left to fill in. Raises `KeyError` for an item that does not exist."""
        return self.definition.by_id[item_id].is_answered(response)

    def unanswered(self, responses: Mapping[str, Response]) -> tuple[str, ...]:
        """The items that are not answered in full, in the order of the paper."""
        return tuple(item for item in self.item_ids if not self.is_answered(item, responses.get(item) or {}))

    def swapped(self, item_id: str, responses: Mapping[str, Response]) -> "Paper":
        """The paper with the alternative of an item in its place.

        Raises `NoAlternative` when there is none, or the item was begun.
        """
        other = self.definition.alternatives.get(item_id)
        if other is None or item_id not in self.item_ids or other in self.item_ids or responses.get(item_id):
            raise NoAlternative(item_id)
        items = tuple(other if item == item_id else item for item in self.item_ids)
        orders = {item: order for item, order in self.option_order.items() if item != item_id}
        if options := self.definition.by_id[other].option_ids:
            orders[other] = tuple(sorted(options, key=lambda option: sha256(f"{other} {option}".encode()).digest()))
        return replace(self, item_ids=items, option_order=orders)

    def _shown(self, item_id: str, language: str, response: Response, at: str) -> ShownItem:
        item = self.definition.by_id[item_id]
        shown = item.shown(Sight(language, self.mode, self.option_order.get(item_id, ()), response, at))
        if item.content_note is None and item_id not in self.definition.alternatives:
            return shown
        return replace(
            shown,
            content_note=item.content_note[language] if item.content_note else "",
            has_alternative=item_id in self.definition.alternatives and not response,
        )

    def _refusal(self, field: str) -> Refusal:
        if any(field.startswith(f"{field_name(item)}-") for item in self.item_ids):
            return NotAnOption(field)
        return NotDrawn(field.removeprefix(PREFIX))

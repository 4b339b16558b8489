"""Drawing a paper: by lot, the same for the same seed, and with what was not seen yet before everything else."""

import hmac
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil

from quizzes.definitions import Mode, Stratum
from quizzes.kinds import Definition
from quizzes.papers import Paper


def draw(
    definition: Definition, seed: bytes, seen: Sequence[str] = (), mode: Mode = "scored", focus: Sequence[str] = ()
) -> Paper:
    """A paper of the definition; the same arguments draw the same paper, on every machine.

    `seen` are ids of items drawn before, most recent last: what is not among them comes first, then what was seen
    longest ago. That order holds inside each part of the blueprint (`Stratum`), so a pool of three times the draw gives
    three papers without a common item. Of an item and its alternative, one is drawn at most. `focus` are families to
    practise, for the kinds that have some.
    """
    last_seen = {item: when for when, item in enumerate(seen)}
    drawn: list[str] = []
    for stratum in definition.strata(mode, focus):
        drawn += _pick(stratum, seed, last_seen, definition.alternatives, drawn)
    items = tuple(sorted(drawn, key=lambda item: _lot(seed, "place", item)))
    orders = {
        item: tuple(sorted(options, key=lambda option: _lot(seed, "option", item, option)))
        for item in items
        if (options := definition.by_id[item].option_ids)
    }
    return Paper(definition, mode, items, orders)


def _pick(
    stratum: Stratum, seed: bytes, last_seen: Mapping[str, int], alternatives: Mapping[str, str], drawn: Sequence[str]
) -> list[str]:
    fresh = _fresh([item for item in stratum.groups if item not in last_seen], stratum, seed)
    stale = sorted((item for item in stratum.groups if item in last_seen), key=lambda item: last_seen[item])
    chosen: list[str] = []
    limited = 0
    for item in fresh + stale:
        if len(chosen) == stratum.count:
            break
        if alternatives.get(item) in (*drawn, *chosen):
            continue
        if item in stratum.limited:
            if limited == stratum.limit:
                continue
            limited += 1
        chosen.append(item)
    return chosen


def _fresh(items: Sequence[str], stratum: Stratum, seed: bytes) -> list[str]:
    """Unseen items in the order they are drawn in.

    This run's share of the limited ones, rounded up, comes first: what is put off could not all be drawn later.
    """
    limited = _spread([item for item in items if item in stratum.limited], stratum.groups, seed)
    others = _spread([item for item in items if item not in stratum.limited], stratum.groups, seed)
    share = ceil(len(limited) * min(stratum.count, len(items)) / len(items)) if items else 0
    return limited[:share] + others + limited[share:]


def _spread(items: Sequence[str], groups: Mapping[str, str], seed: bytes) -> list[str]:
    """The items in an order whose every beginning has each group in about its share of the whole."""
    members: dict[str, list[str]] = defaultdict(list)
    for item in sorted(items, key=lambda item: _lot(seed, "pick", item)):
        members[groups[item]].append(item)
    position: dict[str, float] = {}
    for group, its_items in members.items():
        offset = int.from_bytes(_lot(seed, "group", group)[:8]) / 2**64
        position |= {item: (index + offset) / len(its_items) for index, item in enumerate(its_items)}
    return sorted(items, key=lambda item: (position[item], item))


def _lot(seed: bytes, *names: str) -> bytes:
    # A hash instead of `random.Random`: Python promises no order of a shuffle from one version to the next.
    return hmac.digest(seed, "\0".join(names).encode(), "sha256")

"""The rules of writing a case: its keys exist, its order can be kept, and neither sort of case can be told unread."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quizzes.checking import Finding
from quizzes.kinds.report_desk.desk import APP, LEAVE, Desk

if TYPE_CHECKING:
    from quizzes.kinds.report_desk.case import Case

# Two harmful choices cost all that the right ones can earn, so ticking everything earns nothing.
HARMFUL_AT_LEAST = 2
OFFERED_AT_LEAST = 5
TELLING = ("leave", "act", "emergency", "urgent", "none")


def case_findings(case: "Case", desk: Desk) -> Iterator[Finding]:
    """Broken rules, with paths that begin inside the case."""
    yield from _unknown_names(case, desk)
    yield from _choices(case, desk)
    yield from _order(case)
    yield from _to_act_on(case, desk) if case.is_to_report else _to_leave(case)
    if any(word in case.id for word in (*TELLING, *desk.family_of)):
        yield Finding(("id",), "The id tells what the case is, and the form shows it: give it a number.")


def _unknown_names(case: "Case", desk: Desk) -> Iterator[Finding]:
    lists: tuple[tuple[str, Sequence[str], set[str]], ...] = (
        ("reasons", [*case.reasons], {*desk.family_of}),
        ("evidence", [*case.evidence], {one.id for one in desk.keepable}),
        ("steps", case.steps, {one.id for one in desk.steps}),
        ("channels", [*case.channels], {one.id for one in desk.channels}),
        ("facts", case.facts, {one.id for one in desk.facts}),
    )
    for place, named, known in lists:
        for name in named:
            if name not in known:
                yield Finding((place, name), f"“{name}” is not in the list “{place}” of the file.")


def _choices(case: "Case", desk: Desk) -> Iterator[Finding]:
    """What holds for both sorts of case, or the screens would tell which one it is."""
    tickable = {one: case.channels[one] for one in case.offered.channels}
    for place, ratings in (("evidence", [*case.evidence.values()]), ("channels", [*tickable.values()])):
        if len(ratings) < OFFERED_AT_LEAST:
            message = (
                f"The screen “{place}” offers {len(ratings)} things to tick; at least {OFFERED_AT_LEAST} are needed."
            )
            yield Finding((place,), message)
        if ratings.count("harm") < HARMFUL_AT_LEAST:
            message = f"With fewer than {HARMFUL_AT_LEAST} harmful things to tick, ticking everything would pay."
            yield Finding((place,), message)
    if not desk.helps_at_once & {*case.channels}:
        yield Finding(("channels",), "Every case offers emergency help, or the screen would tell an emergency.")


def _order(case: "Case") -> Iterator[Finding]:
    if len({*case.steps}) < len(case.steps):
        yield Finding(("steps",), "A step stands here twice.")
    for index, pair in enumerate(case.before):
        for step in pair:
            if step not in case.steps:
                yield Finding(("before", index), f"There is no step “{step}” in this case.")
    if len(case.right_order()) < len(case.steps):
        yield Finding(("before",), "The pairs run in a circle: no order keeps them all.")


def _to_act_on(case: "Case", desk: Desk) -> Iterator[Finding]:
    right = [reason for reason, credit in case.reasons.items() if credit == 1]
    if len(right) != 1 or right[0] not in desk.reasons:
        yield Finding(("reasons",), "One reason is right, with a credit of 1; families and neighbours have less.")
    if "keep" not in case.evidence.values():
        yield Finding(("evidence",), "Something is worth keeping in a case to act on: rate it `keep`.")
    for step in case.steps:
        if not any(step in pair for pair in case.before):
            yield Finding(("steps",), f"The step “{step}” is in no pair of “before”: its place would not matter.")
    if case.channels.get(APP) not in ("must", "should") or case.channels.get(LEAVE) != "harm":
        yield Finding(("channels",), "Where something is to be reported, `app` is must or should, and `leave` is harm.")
    if case.is_emergency and not desk.helps_at_once & {*case.turned_to_as("must")}:
        yield Finding(("channels",), "In an emergency, emergency help is a must.")
    for name in ("evidence", "order"):
        if getattr(case.why, name) is None:
            yield Finding(("why",), f"A case to act on says why in “{name}”, too.")


def _to_leave(case: "Case") -> Iterator[Finding]:
    if case.reasons or case.before or "keep" in case.evidence.values():
        yield Finding((), "Where nothing is to be reported, there are no reasons, no pairs and nothing to keep.")
    if case.channels.get(LEAVE) != "must" or case.channels.get(APP) != "harm":
        yield Finding(("channels",), "Where nothing is to be reported, `leave` is must and `app` is harm.")
    if len(case.turned_to_as("must")) > 1 or len(case.turned_to_as("should")) > 2:
        yield Finding(
            ("channels",), "Where nothing is to be reported, `leave` alone is must, and at most two are should."
        )

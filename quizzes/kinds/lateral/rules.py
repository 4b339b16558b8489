"""Rules of writing for the tabs of one claim."""

from collections import Counter
from collections.abc import Iterator, Sequence

from quizzes.checking import Finding
from quizzes.kinds.lateral.tabs import EVIDENCE, Tab, openable, revealed

LEAVES_BY = 2  # the action by which the page of the claim must have been left


def claim_findings(
    tabs: Sequence[Tab], path: Sequence[str], needed: Sequence[str], budget: int, *, has_picture: bool
) -> Iterator[Finding]:
    """Every tab can be opened, says what it reveals, and the fact-checker's path works."""
    yield from _shape_findings(tabs, has_picture)
    for tab in tabs:
        yield from _tab_findings(tab)
    if {result.tab for tab in tabs for result in tab.results} <= {tab.id for tab in tabs}:
        yield from _path_findings(tabs, path, needed, budget)


def _shape_findings(tabs: Sequence[Tab], has_picture: bool) -> Iterator[Finding]:
    known, listed = Counter(tab.id for tab in tabs), {result.tab for tab in tabs for result in tab.results}
    for name in sorted(name for name, times in known.items() if times > 1):
        yield Finding(("tabs", name), f"Two tabs are called “{name}”.")
    for name in sorted(listed - set(known)):
        yield Finding(("tabs",), f"A result opens “{name}”, which is no tab.")
    for tab in tabs:
        if (tab.kind == "page") != (tab.id in listed):
            message = (
                "No result opens this page." if tab.kind == "page" else "A result opens tabs of the kind `page` only."
            )
            yield Finding(("tabs", tab.id), message)
    if not any(tab.leaves and tab.kind != "page" for tab in tabs) or all(tab.leaves for tab in tabs):
        yield Finding(("tabs",), "Beside the claim stands a tab that leaves the page, and one that does not.")
    if has_picture != any(tab.kind == "image" for tab in tabs):
        yield Finding(("tabs",), "A picture can be searched for, so it has an `image` tab, and nothing else has.")


def _tab_findings(tab: Tab) -> Iterator[Finding]:
    place = ("tabs", tab.id)
    if bool(tab.reveals) != (tab.shows is not None):
        yield Finding((*place, "shows"), "A tab that reveals something says in `shows` what, and no other does.")
    if tab.kind in ("direct", "page") and tab.source is None:
        yield Finding(place, "Say in `source` whose page this is.")
    if tab.reveals and not tab.leaves and set(tab.reveals) != {"source"}:
        yield Finding(
            place, "A page tells of itself at most who is behind it: better coverage and origins lie outside."
        )
    if any(word in tab.id for word in (*EVIDENCE, "true", "false", "real", "fake", "official")):
        yield Finding((*place, "id"), "The id tells what the tab holds, and the form shows it: give it a number.")


def _path_findings(tabs: Sequence[Tab], path: Sequence[str], needed: Sequence[str], budget: int) -> Iterator[Finding]:
    by_id = {tab.id: tab for tab in tabs}
    for place, name in enumerate(path):
        if name not in openable(tabs, path[:place]) or name in path[:place]:
            yield Finding(("path",), f"The path comes to “{name}”, which cannot be opened then.")
            return
    if len(path) > budget:
        yield Finding(("path",), f"The path takes {len(path)} actions; there are {budget}.")
    if not any(by_id[name].leaves for name in path[:LEAVES_BY]):
        yield Finding(("path",), "By its second action the path has left the page.")
    if missing := sorted(set(needed) - revealed(tabs, path)):
        yield Finding(("path",), f"The path does not reveal what is needed: {', '.join(missing)}.")

"""The reasons for which a moderator holds or refuses somebody's words, as sentences."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

REFUSED: Mapping[str, object] = {
    "attacks_people": _l("attacks people"),
    "names_a_person": _l("names a person"),
    "contact_details": _l("gives an address or a number"),
    "distress_followed_up": _l("speaks of distress: followed up by a person"),
    "distress_shown_help": _l("speaks of distress: its sender is shown help"),
    "advertising": _l("advertises"),
    "off_topic": _l("is about something else"),
    "method_or_place": _l("tells of a method or a place of harm"),
    "shames": _l("shames somebody, or their body, food or weight"),
    "no_hope": _l("leaves readers without hope or help"),
}
HELD: Mapping[str, object] = {
    "distress": _l("may speak of distress: read it first, and think of who wrote it"),
    "contact": _l("holds an address or a number"),
    "person": _l("names an account"),
    "keyword": _l("holds one of your words"),
}


def refused(reasons: Sequence[str]) -> dict[str, object]:
    """Those that one page offers, in its order."""
    return {reason: REFUSED[reason] for reason in reasons}

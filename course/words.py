"""Words that somebody offers to be shown: what a person must read more carefully before others see it."""

import re
from collections.abc import Sequence
from typing import Literal

from modules.distress import holds_any, speaks_of_distress

# Why something was held or is refused. A reason is one of these, so that moderators can be asked about it later.
HeldFor = Literal["distress", "contact", "person", "keyword"]
RefusedFor = Literal[
    "attacks_people",
    "names_a_person",
    "contact_details",
    "distress_followed_up",
    "advertising",
    "off_topic",
    "distress_shown_help",
    "method_or_place",
    "shames",
    "no_hope",
]

_CONTACT = re.compile(r"https?:|www\.|\b[\w.-]+\.(?:com|net|org|my|me|io)\b|@\w+\.\w|(?:\d[\s-]?){7,}", re.IGNORECASE)
_PERSON = re.compile(r"(?<!\w)@\w{2,}")


def why_held(text: str, keywords: Sequence[str] = ()) -> HeldFor | None:
    """Why a moderator must look at this one by itself; None for what may wait with the others."""
    if speaks_of_distress(text):
        return "distress"
    if _CONTACT.search(text):
        return "contact"
    if _PERSON.search(text):
        return "person"
    return "keyword" if holds_any(text, keywords) else None

"""The support directory as the help page shows it: the campus's own unit first, then the country's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from modules.support import GROUPS, Channel, SupportEntry, load_support

TALK_NOW = ("danger", "campus", "talk")
ON_PAPER = ("emergency-999", "heal-15555", "talian-kasih-15999", "befrienders")  # by their ids in the directory


@dataclass(frozen=True)
class HelpEntry:
    """One organisation in one language."""

    name: str
    serves: str
    channels: Sequence[Channel]
    hours: str
    cost: str
    checked_on: date | None


@dataclass(frozen=True)
class HelpGroup:
    """One need and who helps with it."""

    need: str  # danger, talk, harm, images, content, campus
    entries: Sequence[HelpEntry]


def groups(language: str, campus: HelpEntry | None) -> list[HelpGroup]:
    directory = load_support()
    found = [HelpGroup(need, [_entry(entry, language) for entry in directory.group(need)]) for need in GROUPS]
    return [found[0], *([HelpGroup("campus", [campus])] if campus else []), *found[1:]]


def talk_now(language: str, campus: HelpEntry | None) -> list[HelpGroup]:
    """Those of the groups who are there for somebody in distress."""
    return [group for group in groups(language, campus) if group.need in TALK_NOW]


def on_paper(language: str, campus: HelpEntry | None) -> list[HelpEntry]:
    """The few lines that fit on a sheet: the campus's own unit, and those who are there for anybody."""
    by_id = {entry.id: entry for entry in load_support().entries}
    return [*([campus] if campus else []), *(_entry(by_id[name], language) for name in ON_PAPER)]


def campus_of(settings: Mapping[str, Any]) -> HelpEntry | None:
    """The campus's own counselling unit, when the operator has named it."""
    if not settings["CAMPUS_HELP_NAME"]:
        return None
    phone, url = settings["CAMPUS_HELP_PHONE"], settings["CAMPUS_HELP_URL"]
    channels = []
    if phone:
        dialled = "".join(character for character in str(phone) if character.isdigit() or character == "+")
        channels.append(Channel(kind="phone", label=str(phone), href=f"tel:{dialled}"))
    if url:
        channels.append(Channel(kind="web", label=str(url), href=str(url)))
    return HelpEntry(settings["CAMPUS_HELP_NAME"], "", channels, "", "", None)


def _entry(entry: SupportEntry, language: str) -> HelpEntry:
    return HelpEntry(
        name=entry.name[language],
        serves=entry.serves[language],
        channels=entry.channels,
        hours=entry.hours[language] if entry.hours else "",
        cost=entry.cost[language] if entry.cost else "",
        checked_on=entry.verified_on,
    )

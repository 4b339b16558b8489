"""The support directory as the help page shows it: the campus's own units first, then the country's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from course import campuses
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


def groups(language: str) -> list[HelpGroup]:
    directory, campus = load_support(), of_campus(language)
    found = [HelpGroup(need, [_entry(entry, language) for entry in directory.group(need)]) for need in GROUPS]
    return [found[0], *([HelpGroup("campus", campus)] if campus else []), *found[1:]]


def talk_now(language: str) -> list[HelpGroup]:
    """Those of the groups who are there for somebody in distress."""
    return [group for group in groups(language) if group.need in TALK_NOW]


def on_paper(language: str) -> list[HelpEntry]:
    """The few lines that fit on a sheet: the campus's own first unit, and those who are there for anybody."""
    by_id = {entry.id: entry for entry in load_support().entries}
    return [*of_campus(language)[:1], *(_entry(by_id[name], language) for name in ON_PAPER)]


def of_campus(language: str) -> list[HelpEntry]:
    """The counselling units that administrators have entered."""
    return [_unit(unit, language) for unit in campuses.units()]


def _unit(unit: campuses.Unit, language: str) -> HelpEntry:
    channels = []
    if unit.phone:
        dialled = "".join(character for character in unit.phone if character.isdigit() or character == "+")
        channels.append(Channel(kind="phone", label=unit.phone, href=f"tel:{dialled}"))
    if unit.chat:
        channels.append(Channel(kind="whatsapp", label=_host(unit.chat), href=unit.chat))
    if unit.site:
        channels.append(Channel(kind="web", label=_host(unit.site), href=unit.site))
    name, hours = (unit.name_ms, unit.hours_ms) if language == "ms" else (unit.name_en, unit.hours_en)
    return HelpEntry(name, unit.campus, channels, hours, "", unit.verified_on)


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].removeprefix("www.")


def _entry(entry: SupportEntry, language: str) -> HelpEntry:
    return HelpEntry(
        name=entry.name[language],
        serves=entry.serves[language],
        channels=entry.channels,
        hours=entry.hours[language] if entry.hours else "",
        cost=entry.cost[language] if entry.cost else "",
        checked_on=entry.verified_on,
    )

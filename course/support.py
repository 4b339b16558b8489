"""The support directory as the help page shows it: the campus's own units first, then the country's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from course import campuses
from course.clock import in_malaysia
from modules.support import GOOD_FOR, GROUPS, Channel, SupportEntry, load_support

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
    is_old: bool  # checked so long ago that the page says so
    is_open: bool | None  # None: nobody has said when they answer
    languages: Sequence[str]  # those that a source names


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Who may fit is shown; emergency and campus are there for everybody."""

    need: str = ""
    speaks: str = ""
    open_now: bool = False

    def may_fit(self, entry: HelpEntry) -> bool:
        speaks = not self.speaks or not entry.languages or self.speaks in entry.languages
        return speaks and not (self.open_now and entry.is_open is False)


@dataclass(frozen=True)
class HelpGroup:
    """One need and who helps with it."""

    need: str  # danger, talk, harm, images, content, check, campus
    entries: Sequence[HelpEntry]


def groups(language: str, now: datetime, wish: Wish = Wish()) -> list[HelpGroup]:
    """Those with somebody in them: danger first, then the campus, then the country by need."""
    directory, campus = load_support(), of_campus(language, now)
    found = [HelpGroup(need, [_entry(entry, language, now) for entry in directory.group(need)]) for need in GROUPS]
    wished = [
        HelpGroup(group.need, [entry for entry in group.entries if wish.may_fit(entry)])
        for group in found[1:]
        if wish.need in ("", group.need)
    ]
    return [group for group in (found[0], HelpGroup("campus", campus), *wished) if group.entries]


def talk_now(language: str, now: datetime) -> list[HelpGroup]:
    """Those of the groups who are there for somebody in distress."""
    return [group for group in groups(language, now) if group.need in TALK_NOW]


def on_paper(language: str, now: datetime) -> list[HelpEntry]:
    """The few lines that fit on a sheet: the campus's own first unit, and those who are there for anybody."""
    by_id = {entry.id: entry for entry in load_support().entries}
    return [*of_campus(language, now)[:1], *(_entry(by_id[name], language, now) for name in ON_PAPER)]


def of_campus(language: str, now: datetime) -> list[HelpEntry]:
    """The counselling units that administrators have entered."""
    return [_unit(unit, language, in_malaysia(now).date()) for unit in campuses.units()]


def _unit(unit: campuses.Unit, language: str, today: date) -> HelpEntry:
    channels = []
    if unit.phone:
        dialled = "".join(character for character in unit.phone if character.isdigit() or character == "+")
        channels.append(Channel(kind="phone", label=unit.phone, href=f"tel:{dialled}"))
    if unit.chat:
        channels.append(Channel(kind="whatsapp", label=_host(unit.chat), href=unit.chat))
    if unit.site:
        channels.append(Channel(kind="web", label=_host(unit.site), href=unit.site))
    name, hours = (unit.name_ms, unit.hours_ms) if language == "ms" else (unit.name_en, unit.hours_en)
    is_old = today - unit.verified_on > GOOD_FOR
    return HelpEntry(name, unit.campus, channels, hours, "", unit.verified_on, is_old, None, ())


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].removeprefix("www.")


def _entry(entry: SupportEntry, language: str, now: datetime) -> HelpEntry:
    here = in_malaysia(now)
    return HelpEntry(
        name=entry.name[language],
        serves=entry.serves[language],
        channels=entry.channels,
        hours=entry.hours[language] if entry.hours else "",
        cost=entry.cost[language] if entry.cost else "",
        checked_on=entry.verified_on,
        is_old=entry.is_old(here.date()),
        is_open=entry.open.hold(here) if entry.open else None,
        languages=entry.languages,
    )

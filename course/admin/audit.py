"""The audit log: what anybody with power did, the newest first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from course import audit, certificate_facts, lists, pages

# Acts are kept under these names for ever; one that is missing here is shown under its name.
ACTS: Mapping[str, object] = {
    "certificate issued": _l("Certificate issued"),
    "certificate revoked": _l("Certificate revoked"),
    "certificate drawn again": _l("PDF to be drawn again"),
    "certificates drawn again": _l("PDFs to be drawn again"),
    "certificates downloaded": _l("Certificates downloaded"),
    "people.give_role.student": _l("Made a student"),
    "people.give_role.lecturer": _l("Made a lecturer"),
    "people.give_role.organiser": _l("Made an organiser"),
    "people.give_role.admin": _l("Made an administrator"),
    "campus unit added": _l("Counselling unit added"),
    "campus unit changed": _l("Counselling unit changed"),
    "campus unit removed": _l("Counselling unit removed"),
    "class changed": _l("Class changed"),
    "class code renewed": _l("New code of a class"),
    "class archived": _l("Class archived"),
    "class opened again": _l("Class opened again"),
    "class teacher added": _l("Teacher added to a class"),
    "class teacher removed": _l("Teacher taken off a class"),
    "due dates set": _l("Due dates of a class set"),
    "student removed": _l("Student taken out of a class"),
    "extension": _l("Date moved for a student"),
    "allowance": _l("Tries granted to a student"),
    "drive opened": _l("Pledge drive opened"),
    "drive closed": _l("Pledge drive closed"),
    "drive changed": _l("Pledge drive changed"),
    "pledge text written": _l("New version of a pledge"),
    "organiser added": _l("Organiser added to a drive"),
    "organiser removed": _l("Organiser taken off a drive"),
    "station added": _l("Station added"),
    "station removed": _l("Station removed"),
    "station PIN changed": _l("PIN of a station changed"),
    "paper counted": _l("Pledges on paper counted"),
    "drive discarded": _l("Draft of a drive discarded"),
    "live session added": _l("Live session added"),
    "live session changed": _l("Live session changed"),
    "live session published": _l("Live session published"),
    "live session cancelled": _l("Live session called off"),
    "recording and transcript kept": _l("Recording or transcript added"),
    "attendance code renewed": _l("New attendance code"),
    "question waiting": _l("Question put back"),
    "question shown": _l("Question shown"),
    "question answered": _l("Question answered"),
    "question refused": _l("Question refused"),
    "registrations exported": _l("Registrations of a session exported"),
    "story approved": _l("Story approved"),
    "story refused": _l("Story refused"),
    "story taken back": _l("Story no longer shown"),
    "story taken back by its sender": _l("Story taken back by its sender"),
}

# What an entry is about, beside certificates: a kind of row and its number.
ROWS: Mapping[str, object] = {
    "user": _l("Account"),
    "class": _l("Class"),
    "drive": _l("Drive"),
    "question": _l("Question"),
    "session": _l("Session"),
    "station": _l("Station"),
    "story": _l("Story"),
    "unit": _l("Unit"),
}
_ROW = re.compile(rf"\b({'|'.join(ROWS)}) (\d+)\b")
_SERIAL = re.compile(r"TT-\w{4}-\w{4}")


@dataclass(frozen=True)
class Line:
    """An entry in words; `about` follows the serial where it is about a certificate."""

    at: datetime
    what: object
    serial: str
    about: object
    actor_id: int | None
    actor: str | None


def lines(noted: Iterable[audit.Noted]) -> list[Line]:
    return [_line(entry) for entry in noted]


def _line(entry: audit.Noted) -> Line:
    found = _SERIAL.match(entry.about)
    serial = found[0] if found else ""
    return Line(
        entry.at, ACTS.get(entry.act, entry.act), serial, _in_words(entry.about, serial), entry.actor_id, entry.actor
    )


def _in_words(about: str, serial: str) -> str:
    if serial:
        rest = about.removeprefix(serial)
        reason = certificate_facts.REVOKED_FOR.get(rest.removeprefix(": "))
        return f": {reason}" if reason else rest
    return _ROW.sub(lambda found: f"{ROWS[found[1]]} {found[2]}", about)


def see_audit() -> ResponseReturnValue:
    acts = audit.acts()
    act = next((one for one in acts if one == request.args.get("act")), None)
    page = lists.asked_page(lambda offset, limit: audit.entries(act=act, offset=offset, limit=limit))
    return pages.render("admin/see_audit.html", page=page, found=lines(page.rows), acts=acts, names=ACTS, act=act)

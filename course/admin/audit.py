"""The audit log: what anybody with power did, the newest first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
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
}


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
    kind, _between, rest = about.partition(" ")
    if serial:
        rest = about.removeprefix(serial)
        reason = certificate_facts.REVOKED_FOR.get(rest.removeprefix(": "))
        return f": {reason}" if reason else rest
    if kind == "user":
        return _("Account %(number)s", number=rest)
    return about


def see_audit() -> ResponseReturnValue:
    acts = audit.acts()
    act = next((one for one in acts if one == request.args.get("act")), None)
    page = lists.asked_page(lambda offset, limit: audit.entries(act=act, offset=offset, limit=limit))
    return pages.render("admin/see_audit.html", page=page, found=lines(page.rows), acts=acts, names=ACTS, act=act)

"""The audit log: what anybody with power did, the newest first."""

from collections.abc import Mapping

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from course import audit, pages

ON_A_PAGE = 50
LAST_PAGE = 10_000
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


def see_audit() -> ResponseReturnValue:
    acts = audit.acts()
    act = next((one for one in acts if one == request.args.get("act")), None)
    page = max(1, request.args.get("page", 1, type=int))
    if page > LAST_PAGE:
        abort(404)
    found = audit.entries(act=act, offset=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE + 1)
    return pages.render(
        "admin/see_audit.html",
        found=found[:ON_A_PAGE],
        acts=acts,
        names=ACTS,
        act=act,
        before=page - 1,
        after=page + 1 if len(found) > ON_A_PAGE else 0,
    )

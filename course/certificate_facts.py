"""What a certificate says, where it stands and why, in the reader's language; the same words on every page."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import certificates
from course.frame import day

REVOKED_FOR: Mapping[str, object] = {
    "issued_by_mistake": _l("it was issued by mistake"),
    "not_earned": _l("what it says was not earned"),
    "wrong_person": _l("somebody else had done the course"),
    "name_corrected": _l("the name was corrected"),
    "asked_by_holder": _l("its holder asked for it"),
}
REVOKED_BY: Mapping[str, object] = {
    "admin": _l("the administration of the course"),
    "operator": _l("the operator of this site"),
}


def facts(claims: certificates.Claims) -> list[tuple[str, str]]:
    """Every claim, so that an edited copy is caught by reading."""
    return [
        (_("Name"), claims.name),
        (_("Course"), claims.course),
        (_("Modules"), ", ".join(claims.modules)),
        (_("Skills shown on unseen cases"), "; ".join(claims.skills)),
        (_("Time"), claims.hours),
        (_("Campus"), claims.campus),
        (_("Signed by"), f"{claims.signatory}, {claims.signatory_role}"),
        (_("Issued on"), day(claims.issued_on)),
        (_("Course version"), claims.course_version),
    ]

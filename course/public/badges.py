"""What a verifier of Open Badges asks for: who issues, with which keys, what for, and which badges count no more."""

import json
from typing import Any

from flask import Response, abort, request, send_from_directory
from flask.typing import ResponseReturnValue

import certificates
from course import awards, catalogue, clock, jobs, keys, register
from course.extensions import limiter

JSON = "application/json"
LONGEST_VERSION = 100
SHORTLY = "public, max-age=300"
FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}  # verifiers run in browsers


def see_issuer() -> ResponseReturnValue:
    return _json(certificates.issuer_profile(jobs.mint().issuer, keys.current().badge_keys))


def see_key_set() -> ResponseReturnValue:
    return _json(certificates.key_set(jobs.mint().issuer, keys.current().badge_keys))


@limiter.limit("60/minute")
def see_achievement(version: str, code: str) -> ResponseReturnValue:
    """What a badge is for. Of an earlier version of the course, the certificates that were issued for it say so."""
    claims = awards.sample_claims(catalogue.current().issuer, code, clock.now())
    if claims.course_version != version:
        claims = register.claims_of_version(version[:LONGEST_VERSION].replace("\0", ""), code) or abort(404)
    return _json(certificates.achievement(claims, jobs.mint().issuer))


def see_key(thumbprint: str) -> ResponseReturnValue:
    """One key: what the `kid` of a badge leads to."""
    found = certificates.one_key(jobs.mint().issuer, keys.current().badge_keys, thumbprint)
    return _json(found) if found else abort(404)


@limiter.limit("60/minute")
def see_status_list(number: int) -> ResponseReturnValue:
    found = awards.status_list(number)
    if found is None:
        abort(404)
    signed = _signed_lists.get(number, found)
    return Response(signed, content_type="application/vc+jwt", headers={"Cache-Control": SHORTLY, **FOR_ALL})


class _SignedLists:
    """The lists as last signed: packing one takes 20 ms, and they change rarely."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple[awards.StatusList, str], str]] = {}

    def get(self, number: int, found: awards.StatusList) -> str:
        ring = keys.current()
        version = (found, ring.badge.thumbprint())
        known = self._kept.get(number)
        if known is None or known[0] != version:
            signed = certificates.sign_status_list(
                jobs.mint().issuer, ring.badge, number, found.revoked, found.changed_at
            )
            known = self._kept[number] = (version, signed)
        return known[1]


_signed_lists = _SignedLists()


def see_badge_image(kind: str) -> ResponseReturnValue:
    file = certificates.BADGE_PICTURES[kind]
    answer = send_from_directory(file.parent, file.name, max_age=24 * 3600)
    answer.headers.update(FOR_ALL)
    return answer


def _json(value: Any) -> Response:
    answer = Response(json.dumps(value, ensure_ascii=False, indent=1), mimetype=JSON)
    answer.headers.update({"Cache-Control": SHORTLY, **FOR_ALL})
    answer.add_etag()
    answer.make_conditional(request)
    return answer

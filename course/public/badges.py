"""What a verifier of Open Badges asks for: who issues, with which keys, what for, and which badges count no more."""

import json
from typing import Any

from flask import Response, abort, request, send_from_directory
from flask.typing import ResponseReturnValue

import certificates
from course import awards, catalogue, clock, jobs, keys
from course.extensions import limiter

JSON = "application/json"
SHORTLY = "public, max-age=300"
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}  # verifiers run in browsers


def see_issuer() -> ResponseReturnValue:
    return _json(certificates.issuer_profile(jobs.mint().issuer))


def see_key_set() -> ResponseReturnValue:
    return _json(certificates.key_set(keys.current().badge_keys))


def see_key(thumbprint: str) -> ResponseReturnValue:
    """One key: what the `kid` of a badge leads to."""
    found = certificates.one_key(keys.current().badge_keys, thumbprint)
    return _json(found) if found else abort(404)


@limiter.limit("60/minute")
def see_status_list(number: int) -> ResponseReturnValue:
    revoked = awards.revoked_places(number)
    if revoked is None:
        abort(404)
    signed = _signed_lists.get(number, revoked)
    return Response(signed, content_type="text/plain; charset=ascii", headers={"Cache-Control": SHORTLY, **FOR_ALL})


class _SignedLists:
    """The lists as last signed: packing one takes 20 ms, and they change rarely."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple[frozenset[int], str], str]] = {}

    def get(self, number: int, revoked: frozenset[int]) -> str:
        ring = keys.current()
        version = (revoked, ring.badge.thumbprint())
        known = self._kept.get(number)
        if known is None or known[0] != version:
            signed = certificates.sign_status_list(jobs.mint().issuer, ring.badge, number, revoked, clock.now())
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
    return answer.make_conditional(request)

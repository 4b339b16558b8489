"""The badge: what it says, that others can check it, and that nobody else can make one."""

import base64
import copy
import json
import random
from datetime import date
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from certificates import (
    BadgeCheck,
    BadgeIssuer,
    Claims,
    StatusPlace,
    Verdict,
    achievement,
    canonical_bytes,
    check_badge,
    fingerprint,
    issuer_profile,
    key_set,
    one_key,
    record_address,
    sign_badge,
    sign_status_list,
)
from certificates.samples import SAMPLES, sample
from certificates.status import LIST_TYP
from certificates.tokens import TOKEN_LIMIT_BYTES, sign
from tests.certificates.badge_keys import (
    ISSUER,
    KEY,
    KEYS,
    PLACE,
    RETIRED_KEY,
    STRANGERS_KEY,
    encoded,
    header_of,
    payload_of,
    public_half,
)
from tests.certificates.open_badges import mandatory_paths, problems
from tests.certificates.test_status import SOME_DAY

AISYAH = sample("Nur Aisyah binti Abdullah", "en")
KID = ISSUER.key(KEY.thumbprint())
PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth"}


def badge(claims: Claims = AISYAH, key: RSAKey = KEY) -> str:
    return sign_badge(claims, issuer=ISSUER, key=key, status=PLACE)


def check(token: str) -> BadgeCheck:
    return check_badge(token, KEYS, ISSUER)


GENUINE = BadgeCheck(Verdict.GENUINE, "TT-7K2M-9QXD", fingerprint(canonical_bytes(AISYAH)))
TOKEN = badge()
HEADER, PAYLOAD, SIGNATURE = TOKEN.split(".")


# --- what it says -----------------------------------------------------------------------------------------------------


def test_a_badge_says_what_the_certificate_says() -> None:
    base = "https://thinktwice.example.edu.my"
    award = f"{base}/achievements/2026.1/en"

    payload = payload_of(TOKEN)

    assert payload == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": f"{base}/verify/TT-7K2M-9QXD/badge",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "ThinkTwice: digital literacy for university students",
        "description": "Certificate of completion of ThinkTwice: digital literacy for university students, a course of "
        "about 45 minutes.",
        "issuer": {"id": f"{base}/issuer", "type": ["Profile"], "name": "Universiti Contoh Malaysia", "url": base},
        "validFrom": "2026-11-21T00:00:00+08:00",
        "credentialSubject": {
            "id": payload["sub"],
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "hashed": False,
                    "identityHash": "Nur Aisyah binti Abdullah",
                }
            ],
            "achievement": {
                "id": award,
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "name": "ThinkTwice: digital literacy for university students",
                "description": "Certificate of completion of ThinkTwice: digital literacy for university students, "
                "a course of about 45 minutes.",
                "criteria": {
                    "narrative": "Complete ThinkTwice: digital literacy for university students, a course of about "
                    "45 minutes, at Universiti Contoh Malaysia.\n\n"
                    "**Modules**\n\n"
                    "- Spotting hate speech\n\n"
                    "**Skills shown on unseen cases**\n\n"
                    "- Classify a post as an attack on a protected trait, as rude or as criticism\n"
                    "- Identify six techniques of hate speech, from the coded word to the false statistic\n"
                    "- Judge how urgent a post is and decide what to do with it"
                },
                "image": {
                    "id": f"{base}/badge.png",
                    "type": "Image",
                    "caption": "A seal with a speech bubble that holds a pause sign, and a tick",
                },
                "inLanguage": "en",
                "version": "2026.1",
                "resultDescription": [
                    {
                        "id": f"{award}#skill-{number}",
                        "type": ["ResultDescription"],
                        "name": skill,
                        "resultType": "Status",
                    }
                    for number, skill in enumerate(AISYAH.skills, 1)
                ],
            },
            "result": [
                {"type": ["Result"], "resultDescription": f"{award}#skill-{number}", "status": "Completed"}
                for number in (1, 2, 3)
            ],
        },
        "credentialStatus": {
            "id": f"{base}/status-lists/1#4711",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "4711",
            "statusListCredential": f"{base}/status-lists/1",
        },
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
        "relatedResource": [
            {
                "id": f"{base}/verify/TT-7K2M-9QXD/record.json",
                "mediaType": "application/json",
                "digestSRI": payload["relatedResource"][0]["digestSRI"],
            }
        ],
        "iss": f"{base}/issuer",
        "jti": f"{base}/verify/TT-7K2M-9QXD/badge",
        "nbf": 1795190400,
        "sub": payload["sub"],
    }


def test_a_badge_is_in_the_language_of_the_certificate() -> None:
    siti = sample("Siti", "ms")

    earned = payload_of(badge(siti))["credentialSubject"]["achievement"]

    assert earned == achievement(siti, ISSUER)
    assert earned["id"] == "https://thinktwice.example.edu.my/achievements/2026.1/ms"
    assert earned["inLanguage"] == "ms"
    assert earned["criteria"]["narrative"].splitlines()[:3] == [
        "Menamatkan ThinkTwice: literasi digital untuk pelajar universiti, kursus selama kira-kira 45 minit, "
        "di Universiti Contoh Malaysia.",
        "",
        "**Modul**",
    ]


def test_the_hash_in_a_badge_is_that_of_the_record_at_the_address_beside_it() -> None:
    (resource,) = payload_of(TOKEN)["relatedResource"]

    assert resource["id"] == record_address(AISYAH.verify_url)
    assert base64.b64decode(resource["digestSRI"].removeprefix("sha256-")).hex() == GENUINE.fingerprint


def test_two_certificates_of_a_person_have_nothing_in_common_but_the_name() -> None:
    serial = "TT-2222-2222"
    other = AISYAH.model_copy(update={"serial": serial, "verify_url": f"{ISSUER.base_url}/verify/{serial}"})

    holders = [payload_of(badge(claims))["credentialSubject"] for claims in (AISYAH, other)]

    assert holders[0]["identifier"] == holders[1]["identifier"]
    assert holders[0]["id"] != holders[1]["id"]
    assert all(holder["id"].startswith("urn:uuid:") for holder in holders)


def test_the_same_certificate_is_the_same_badge_to_the_letter() -> None:
    again = RSAKey.import_key(KEY.as_pem(private=True))

    assert badge(key=again) == TOKEN


def test_a_header_says_how_and_with_which_key_it_was_signed_and_nothing_else() -> None:
    assert header_of(TOKEN) == {"alg": "RS256", "kid": KID, "typ": "JWT"}


def test_a_course_version_of_any_letters_makes_an_address() -> None:
    claims = AISYAH.model_copy(update={"course_version": "2026/1 β?"})

    award = payload_of(badge(claims))["credentialSubject"]["achievement"]

    assert award["id"] == "https://thinktwice.example.edu.my/achievements/2026%2F1%20%CE%B2%3F/en"
    assert award["version"] == "2026/1 β?"


# --- what the standard requires ---------------------------------------------------------------------------------------

WITHOUT_SKILLS = AISYAH.model_copy(update={"skills": ()})
LARGEST = AISYAH.model_copy(update={"modules": ("M" * 200,) * 40, "skills": ("s" * 400,) * 80, "name": "W" * 120})
REGISTERED = {"iss", "jti", "nbf", "sub"}


@pytest.mark.parametrize(
    "claims", [*SAMPLES.values(), WITHOUT_SKILLS, LARGEST], ids=[*SAMPLES, "without-skills", "largest"]
)
def test_a_badge_has_all_that_the_standard_requires(claims: Claims) -> None:
    token = badge(claims)
    payload = payload_of(token)

    credential = {name: value for name, value in payload.items() if name not in REGISTERED}
    assert list(problems(credential)) == []
    assert payload["iss"] == credential["issuer"]["id"]
    assert payload["jti"] == credential["id"]
    assert payload["sub"] == credential["credentialSubject"]["id"]
    assert check(token) == BadgeCheck(Verdict.GENUINE, claims.serial, fingerprint(canonical_bytes(claims)))


def test_the_test_above_notices_whatever_is_missing() -> None:
    credential = {name: value for name, value in payload_of(TOKEN).items() if name not in REGISTERED}
    unnoticed = []

    paths = list(mandatory_paths(credential))
    for path in paths:
        spoilt = copy.deepcopy(credential)
        inner: Any = spoilt
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]
        if not list(problems(spoilt)):
            unnoticed.append(path)

    assert len(paths) > 40
    assert unnoticed == []


def test_the_parts_of_a_result_belong_together() -> None:
    subject = payload_of(TOKEN)["credentialSubject"]

    described = [skill["id"] for skill in subject["achievement"]["resultDescription"]]

    assert [result["resultDescription"] for result in subject["result"]] == described
    assert len(set(described)) == len(described)


# --- what others make of it -------------------------------------------------------------------------------------------


def test_another_library_finds_the_key_at_its_address_and_confirms_the_signature() -> None:
    found = one_key(ISSUER, KEYS, header_of(TOKEN)["kid"].rpartition("/")[2])
    assert found is not None

    payload = jwt.decode(TOKEN, jwt.PyJWK(found), algorithms=["RS256"], options={"verify_nbf": False})

    assert payload == payload_of(TOKEN)


def test_another_library_finds_the_key_in_the_set() -> None:
    key = jwt.PyJWKSet.from_dict(key_set(ISSUER, KEYS))[header_of(TOKEN)["kid"]]

    assert jwt.decode(TOKEN, key, algorithms=["RS256"], options={"verify_nbf": False})["jti"] == payload_of(TOKEN)["id"]


PAST = AISYAH.model_copy(update={"issued_on": date(2026, 1, 5)})  # for verifiers that look at the clock


def confirmed_elsewhere(token: str, revoked: list[int]) -> Any:
    """What a verifier makes of a badge that was not written by us; it gets the list from the address in the badge."""
    lists = {ISSUER.status_list(1): sign_status_list(ISSUER, KEY, 1, revoked, SOME_DAY).encode()}
    verifier = OB3Verifier(public_half(KEY).as_pem(private=False))
    return verifier.verify(token, check_status=True, download=lists.__getitem__)


def test_a_verifier_of_somebody_else_accepts_a_badge() -> None:
    credential = confirmed_elsewhere(badge(PAST), revoked=[1, 2, 3])

    assert credential.issuer.id == ISSUER.profile
    assert credential.issuer.name == ISSUER.name
    assert credential.achievement.name == PAST.course
    assert credential.recipient_id == payload_of(badge(PAST))["sub"]


def test_a_verifier_of_somebody_else_refuses_a_revoked_badge() -> None:
    with pytest.raises(OB3VerificationError, match="'revocation' is set at index 4711"):
        confirmed_elsewhere(badge(PAST), revoked=[4711])


def test_a_verifier_of_somebody_else_refuses_an_altered_badge() -> None:
    header, _, signature = badge(PAST).split(".")
    forged = {**payload_of(badge(PAST)), "name": "Doctor of Philosophy"}

    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        confirmed_elsewhere(f"{header}.{encoded(forged)}.{signature}", revoked=[])


# --- what we make of what others show ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "\n"), (" ", "\r\n")])
def test_a_badge_of_ours_is_genuine(before: str, after: str) -> None:
    assert check(f"{before}{TOKEN}{after}") == GENUINE


def test_a_badge_stays_genuine_when_its_key_has_retired() -> None:
    assert check(badge(key=RETIRED_KEY)) == GENUINE


def test_a_badge_whose_words_were_changed_is_altered_and_names_the_certificate_it_was_made_of() -> None:
    changed = payload_of(TOKEN)
    changed["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"

    assert check(f"{HEADER}.{encoded(changed)}.{SIGNATURE}") == BadgeCheck(Verdict.ALTERED, "TT-7K2M-9QXD")


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "!",
        "A",
        encoded(b"\xff\xfe"),
        encoded(b"[" * 50_000),
        encoded([]),
        encoded({"id": 7}),
        encoded({"id": "https://thinktwice.example.edu.my/verify/TT-7K2M-9QXE/badge"}),
        encoded({"id": "https://thinktwice.example.edu.my/verify/TT-7K2M-9QXD"}),
    ],
    ids=["empty", "no-base64", "cut", "no-text", "nested", "list", "number", "no-serial", "no-badge"],
)
def test_what_names_our_key_but_cannot_be_read_is_altered_and_nameless(payload: str) -> None:
    assert check(f"{HEADER}.{payload}.{SIGNATURE}") == BadgeCheck(Verdict.ALTERED)


def test_no_single_flipped_bit_is_genuine() -> None:
    chance = random.Random(20261121)
    data = TOKEN.encode()
    places = {(chance.randrange(len(data)), chance.randrange(8)) for _ in range(600)}
    # The last letter of a signature of 256 bytes has four bits that stand for nothing.
    places |= {(len(data) - 1, bit) for bit in range(8)}

    flipped = [data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :] for at, bit in places]

    assert [one for one in flipped if check(one.decode("latin-1")).verdict is Verdict.GENUINE] == []


def test_another_spelling_of_the_same_bytes_is_altered() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = TOKEN[:-1] + alphabet[alphabet.index(TOKEN[-1]) ^ 1]
    last = jwt.utils.base64url_decode(SIGNATURE)
    assert jwt.utils.base64url_decode(other.split(".")[2]) == last

    assert check(other).verdict is Verdict.ALTERED
    assert check(f"{TOKEN}==").verdict is Verdict.ALTERED
    assert check(f"{HEADER}.{PAYLOAD[:9]}\n{PAYLOAD[9:]}.{SIGNATURE}").verdict is Verdict.ALTERED


def test_a_badge_without_a_signature_is_altered() -> None:
    unsigned = encoded({"alg": "none", "kid": KID, "typ": "JWT"})

    assert check(f"{unsigned}.{PAYLOAD}.").verdict is Verdict.ALTERED
    assert check(f"{HEADER}.{PAYLOAD}.").verdict is Verdict.ALTERED


def test_our_public_key_is_no_shared_secret() -> None:
    secret = OctKey.import_key(base64.urlsafe_b64encode(public_half(KEY).as_pem(private=False)).decode())
    header = {"alg": "HS256", "kid": KID, "typ": "JWT"}

    forged = jws.serialize_compact(header, json.dumps(payload_of(TOKEN)), secret, algorithms=["HS256"])

    assert check(forged).verdict is Verdict.ALTERED


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_another_algorithm_is_refused_even_with_our_key(algorithm: str) -> None:
    header = {"alg": algorithm, "kid": KID, "typ": "JWT"}
    key = RSAKey.import_key(KEY.as_pem(private=True))

    token = jws.serialize_compact(header, json.dumps(payload_of(TOKEN)), key, algorithms=[algorithm])

    assert check(token).verdict is Verdict.ALTERED


@pytest.mark.parametrize("typ", ["", "jwt", "at+jwt"])
def test_what_our_key_signed_as_something_else_is_no_genuine_badge(typ: str) -> None:
    assert check(sign(payload_of(TOKEN), KEY, kid=KID, typ=typ)).verdict is Verdict.ALTERED
    assert check(sign(payload_of(TOKEN), KEY, kid=KID, typ=LIST_TYP)).verdict is Verdict.NOT_A_BADGE


def signed_by_stranger(header: dict[str, Any]) -> str:
    key = RSAKey.import_key(STRANGERS_KEY.as_pem(private=True))
    registry = jws.JWSRegistry(algorithms=["RS256"], strict_check_header=False)
    registry.max_header_length = 4096
    return jws.serialize_compact(header, json.dumps(payload_of(TOKEN)), key, registry=registry)


def test_a_key_that_the_forger_brings_along_counts_for_nothing() -> None:
    brought = public_half(STRANGERS_KEY).as_dict(private=False)

    with_our_name = signed_by_stranger({"alg": "RS256", "kid": KID, "typ": "JWT", "jwk": brought})
    without_a_name = signed_by_stranger({"alg": "RS256", "typ": "JWT", "jwk": brought})

    assert check(with_our_name) == BadgeCheck(Verdict.ALTERED, "TT-7K2M-9QXD")
    assert check(without_a_name) == BadgeCheck(Verdict.FOREIGN)


FOREIGN_KEYS = {
    "elsewhere": f"https://elsewhere.example/keys/{KEY.thumbprint()}",
    "longer-host": f"https://thinktwice.example.edu.my.elsewhere.example/keys/{KEY.thumbprint()}",
    "other-scheme": f"http://thinktwice.example.edu.my/keys/{KEY.thumbprint()}",
    "unknown": ISSUER.key(STRANGERS_KEY.thumbprint()),
    "empty": ISSUER.key(""),
    "slash": f"{KID}/",
    "fragment": f"{KID}#1",
    "thumbprint": KEY.thumbprint(),
    "none": None,
    "number": 7,
    "list": [KID],
}


@pytest.mark.parametrize("kid", FOREIGN_KEYS.values(), ids=FOREIGN_KEYS)
def test_a_key_that_is_not_at_an_address_of_ours_is_foreign(kid: object) -> None:
    header = encoded({"alg": "RS256", "kid": kid, "typ": "JWT"})

    assert check(f"{header}.{PAYLOAD}.{SIGNATURE}") == BadgeCheck(Verdict.FOREIGN)


def test_a_badge_of_another_site_is_foreign() -> None:
    elsewhere = BadgeIssuer("https://elsewhere.example", "Elsewhere")
    token = sign_badge(AISYAH, issuer=elsewhere, key=STRANGERS_KEY, status=PLACE)

    assert check(token) == BadgeCheck(Verdict.FOREIGN)


def test_a_badge_that_we_issued_under_another_address_is_not_genuine_here() -> None:
    elsewhere = BadgeIssuer("https://elsewhere.example", "Elsewhere")
    signed = sign(payload_of(sign_badge(AISYAH, issuer=elsewhere, key=KEY, status=PLACE)), KEY, kid=KID, typ="JWT")

    assert check(signed) == BadgeCheck(Verdict.NOT_A_BADGE)


def test_a_status_list_of_ours_is_no_badge() -> None:
    listed = sign_status_list(ISSUER, KEY, 1, [3], SOME_DAY)
    header, payload, _ = listed.split(".")

    assert header_of(listed)["typ"] == LIST_TYP
    assert check(listed) == BadgeCheck(Verdict.NOT_A_BADGE)
    assert check(f"{header}.{payload}.AAAA") == BadgeCheck(Verdict.NOT_A_BADGE)


@pytest.mark.parametrize(
    "payload", [{}, {"type": "OpenBadgeCredential"}, {"type": [["OpenBadgeCredential"], 7, None]}, {"sub": "1"}]
)
def test_a_token_that_is_about_something_else_is_no_badge(payload: dict[str, Any]) -> None:
    theirs = encoded({"alg": "RS256", "typ": "JWT"})

    assert check(f"{theirs}.{encoded(payload)}.AAAA") == BadgeCheck(Verdict.NOT_A_BADGE)
    assert check(sign(payload, KEY, kid=KID, typ="JWT")) == BadgeCheck(Verdict.NOT_A_BADGE)


NO_TOKENS = {
    "empty": "",
    "serial": "TT-7K2M-9QXD",
    "dots": "..",
    "letters": "a.b.c",
    "four-parts": f"{TOKEN}.{SIGNATURE}",
    "two-parts": f"{HEADER}.{PAYLOAD}",
    "list-for-header": f"{encoded([1])}.{PAYLOAD}.{SIGNATURE}",
    "no-json": f"{encoded(b'{' * 3)}.{PAYLOAD}.{SIGNATURE}",
    "nested-header": f"{encoded(b'[' * 1500)}.{PAYLOAD}.{SIGNATURE}",
    "long-header": f"{encoded({'alg': 'RS256', 'kid': KID, 'pad': 'x' * 4000})}.{PAYLOAD}.{SIGNATURE}",
    "accent": f"{HEADER}.{PAYLOAD}.\N{LATIN SMALL LETTER E WITH ACUTE}",
    "too-long": f"{HEADER}.{'A' * TOKEN_LIMIT_BYTES}.{SIGNATURE}",
    "much-space": " " * (10 * TOKEN_LIMIT_BYTES) + TOKEN,
    "without-signature": '{"@context": [], "type": ["OpenBadgeCredential"]}',
}


@pytest.mark.parametrize("shown", NO_TOKENS.values(), ids=NO_TOKENS)
def test_what_is_no_token_is_no_badge(shown: str) -> None:
    assert check(shown) == BadgeCheck(Verdict.NOT_A_BADGE)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(header=JSON_VALUES, payload=JSON_VALUES, signature=st.binary(max_size=40))
def test_no_token_of_a_stranger_is_genuine_or_makes_us_stumble(header: Any, payload: Any, signature: bytes) -> None:
    spoilt = [
        f"{encoded(header)}.{encoded(payload)}.{encoded(signature)}",
        f"{HEADER}.{encoded(payload)}.{encoded(signature)}",
        f"{encoded({'kid': header, 'alg': payload})}.{PAYLOAD}.{encoded(signature)}",
    ]

    assert Verdict.GENUINE not in {check(token).verdict for token in spoilt}


@given(st.text())
def test_no_text_makes_us_stumble(shown: str) -> None:
    assert check(shown) == BadgeCheck(Verdict.NOT_A_BADGE)


# --- the issuer -------------------------------------------------------------------------------------------------------


def test_what_is_published_of_a_key_is_its_public_half_alone() -> None:
    private = {KEY.thumbprint(): KEY, RETIRED_KEY.thumbprint(): RETIRED_KEY}  # given by mistake
    assert set(KEY.as_dict(private=True)) >= PRIVATE_MEMBERS - {"oth"}

    published = [
        one_key(ISSUER, private, KEY.thumbprint()),
        *key_set(ISSUER, private)["keys"],
        *(method["publicKeyJwk"] for method in issuer_profile(ISSUER, private)["verificationMethod"]),
    ]

    assert len(published) == 5
    assert {frozenset(jwk or {}) for jwk in published} == {frozenset({"kty", "n", "e", "kid", "use", "alg"})}
    everything = json.dumps([published, key_set(ISSUER, private), issuer_profile(ISSUER, private)])
    secrets = [value for name, value in KEY.as_dict(private=True).items() if name in PRIVATE_MEMBERS]
    assert [value for value in secrets if str(value) in everything] == []


def test_every_key_has_the_address_by_which_badges_name_it() -> None:
    addresses = {jwk["kid"] for jwk in key_set(ISSUER, KEYS)["keys"]}

    assert addresses == {KID, ISSUER.key(RETIRED_KEY.thumbprint())}
    assert one_key(ISSUER, KEYS, STRANGERS_KEY.thumbprint()) is None


def test_the_profile_says_who_issues_and_which_keys_speak_for_it() -> None:
    profile = issuer_profile(ISSUER, {KEY.thumbprint(): public_half(KEY)})

    assert profile == {
        "@context": [
            "https://www.w3.org/ns/cid/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://thinktwice.example.edu.my/issuer",
        "type": ["Profile"],
        "name": "Universiti Contoh Malaysia",
        "url": "https://thinktwice.example.edu.my",
        "verificationMethod": [
            {
                "id": KID,
                "type": "JsonWebKey",
                "controller": "https://thinktwice.example.edu.my/issuer",
                "publicKeyJwk": one_key(ISSUER, KEYS, KEY.thumbprint()),
            }
        ],
        "assertionMethod": [KID],
    }
    assert ISSUER.key_set == "https://thinktwice.example.edu.my/.well-known/jwks.json"


@pytest.mark.parametrize("address", ["https://thinktwice.example.edu.my/", "thinktwice.example.edu.my", ""])
def test_an_issuer_has_an_address_to_which_others_can_be_added(address: str) -> None:
    with pytest.raises(ValueError, match="without a slash at its end"):
        BadgeIssuer(address, "Universiti Contoh Malaysia")


@pytest.mark.parametrize(("number", "index"), [(-1, 0), (0, -1), (0, 131_072)])
def test_a_badge_has_a_place_that_exists(number: int, index: int) -> None:
    with pytest.raises(ValueError, match="a place is in a list from 0 on"):
        StatusPlace(number, index)

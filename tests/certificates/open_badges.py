"""What Open Badges 3.0 and W3C Verifiable Credentials 2.0 require of a credential, as far as we ever use it.

Written by hand after the class tables of the specification (Open Badges 3.0, appendix B). It is not the JSON Schema
that 1EdTech publishes, and stricter than that: a property that we do not use is a mistake.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

Rule = Callable[[Any], bool]

RESULT_TYPES = {
    "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
    "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
}  # fmt: skip
RESULT_STATUSES = {"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"}


def text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def uri(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", value) is not None


def boolean(value: Any) -> bool:
    return isinstance(value, bool)


def moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def exactly(*expected: Any) -> Rule:
    return lambda value: value in expected


def types(*required: str) -> Rule:
    return lambda value: isinstance(value, list) and set(required) <= set(value)


def contexts(value: Any) -> bool:
    return isinstance(value, list) and value[:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]


# For every class the rule of each property, or the class that it holds; "?" where it may be missing, "*" for a list.
CLASSES: dict[str, dict[str, Rule | str]] = {
    "OpenBadgeCredential": {
        "@context": contexts,
        "id": uri,
        "type": types("VerifiableCredential", "OpenBadgeCredential"),
        "name": text,
        "description?": text,
        "issuer": "Profile",
        "validFrom": moment,
        "credentialSubject": "AchievementSubject",
        "credentialStatus?": "BitstringStatusListEntry",
        "credentialSchema*?": "CredentialSchema",
        "relatedResource*?": "RelatedResource",
    },
    "Profile": {"id": uri, "type": types("Profile"), "name?": text, "url?": uri},
    "AchievementSubject": {
        "id": uri,
        "type": types("AchievementSubject"),
        "identifier*?": "IdentityObject",
        "achievement": "Achievement",
        "result*?": "Result",
    },
    "IdentityObject": {
        "type": exactly("IdentityObject"),
        "identityType": exactly("name"),
        "hashed": boolean,
        "identityHash": text,
    },
    "Achievement": {
        "id": uri,
        "type": types("Achievement"),
        "achievementType?": exactly("CertificateOfCompletion"),
        "name": text,
        "description": text,
        "criteria": "Criteria",
        "image?": "Image",
        "inLanguage?": exactly("en", "ms"),
        "version?": text,
        "resultDescription*?": "ResultDescription",
    },
    "Criteria": {"narrative?": text},
    "Image": {"id": uri, "type": exactly("Image"), "caption?": text},
    "ResultDescription": {
        "id": uri,
        "type": types("ResultDescription"),
        "name": text,
        "resultType": lambda value: value in RESULT_TYPES,
    },
    "Result": {
        "type": types("Result"),
        "resultDescription?": uri,
        "status?": lambda value: value in RESULT_STATUSES,
    },
    "BitstringStatusListEntry": {
        "id?": uri,
        "type": exactly("BitstringStatusListEntry"),
        "statusPurpose": exactly("revocation"),
        "statusListIndex": lambda value: isinstance(value, str) and value.isdecimal(),
        "statusListCredential": uri,
    },
    "CredentialSchema": {"id": uri, "type": exactly("1EdTechJsonSchemaValidator2019")},
    "RelatedResource": {
        "id": uri,
        "mediaType?": text,
        "digestSRI": lambda value: re.fullmatch(r"sha256-[A-Za-z0-9+/]{43}=", value) is not None,
    },
}


def problems(thing: Any, kind: str = "OpenBadgeCredential", at: str = "") -> Iterator[str]:
    """Every property that is missing, unknown, or not as it must be, by its path."""
    rules = {name.rstrip("?*"): (name, rule) for name, rule in CLASSES[kind].items()}
    if not isinstance(thing, dict):
        yield at or kind
        return
    yield from (f"{at}{name}" for name in thing if name not in rules)
    for name, (marks, rule) in rules.items():
        if name not in thing:
            yield from () if marks.endswith("?") else (f"{at}{name}",)
        elif callable(rule):
            yield from () if rule(thing[name]) else (f"{at}{name}",)
        elif "*" not in marks:
            yield from problems(thing[name], rule, f"{at}{name}.")
        elif not isinstance(thing[name], list) or not thing[name]:
            yield f"{at}{name}"
        else:
            for number, one in enumerate(thing[name]):
                yield from problems(one, rule, f"{at}{name}[{number}].")


def mandatory_paths(thing: dict[str, Any], kind: str = "OpenBadgeCredential") -> Iterator[tuple[str | int, ...]]:
    """The path of every property of a credential that must be there."""
    for marks, rule in CLASSES[kind].items():
        name = marks.rstrip("?*")
        if name not in thing:
            continue
        if not marks.endswith("?"):
            yield (name,)
        if isinstance(rule, str):
            inner = enumerate(thing[name]) if "*" in marks else [(None, thing[name])]
            for number, one in inner:
                start = (name,) if number is None else (name, number)
                yield from ((*start, *path) for path in mandatory_paths(one, rule))

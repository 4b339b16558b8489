"""What a certificate says, frozen on the day it is issued; everything else is a view of this record."""

import hashlib
from datetime import date
from typing import Annotated, Literal, Self

import rfc8785
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from certificates.names import clean_name, hidden_character
from certificates.serials import read_serial

LANGUAGES = ("en", "ms")


class NotClaims(ValueError):
    """These bytes are not the canonical form of a certificate's claims."""


def _without_hidden_characters(text: str) -> str:
    if hidden_character(text) or text != text.strip():
        raise ValueError("must be one line of visible characters")
    return text


def _issued(serial: str) -> str:
    if read_serial(serial) != serial:
        raise ValueError("is not a serial as new_serial writes them")
    return serial


def _taught(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return language


Visible = AfterValidator(_without_hidden_characters)

# Generous, because refusing a record would take a certificate from somebody who has earned it. What one page carries
# is the drawing's concern: 12 modules of 80 characters and 24 skills of 160 fit beside the longest name.
Line = Annotated[str, Field(min_length=1, max_length=200), Visible]
Sentence = Annotated[str, Field(min_length=1, max_length=400), Visible]
Address = Annotated[str, Field(max_length=400, pattern=r"^https?://[!-~]+$")]


class Claims(BaseModel):
    """Everything that is claimed about one person, in the words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1  # of this record; bytes signed today must still be readable when the record has grown
    serial: Annotated[str, AfterValidator(_issued)]
    name: Annotated[str, AfterValidator(clean_name)]
    course: Line
    course_version: Line
    modules: Annotated[tuple[Line, ...], Field(min_length=1, max_length=40)]
    hours: Line  # in words: "about 4 hours"
    skills: Annotated[tuple[Sentence, ...], Field(max_length=80)]
    campus: Line
    signatory: Line
    signatory_role: Line
    issued_on: date
    language: Annotated[str, AfterValidator(_taught)]
    verify_url: Address

    @model_validator(mode="after")
    def _leads_to_its_own_page(self) -> Self:
        if not self.verify_url.endswith(f"/{self.serial}"):
            raise ValueError("verify_url must end with the serial")
        return self


def canonical_bytes(claims: Claims) -> bytes:
    """The one byte form of these claims (RFC 8785), to be stored, hashed and, one day, signed."""
    return rfc8785.dumps(claims.model_dump(mode="json"))


def claims_from_bytes(record: bytes) -> Claims:
    """The claims of stored bytes; raises NotClaims when a single byte differs from the canonical form."""
    try:
        claims = Claims.model_validate_json(record)
    except ValidationError as problem:
        raise NotClaims(str(problem)) from problem
    if canonical_bytes(claims) != record:
        raise NotClaims("The claims are not in their canonical byte form.")
    return claims


def fingerprint(record: bytes) -> str:
    """The SHA-256 of a record, in hexadecimal, by which its bytes are recognised."""
    return hashlib.sha256(record).hexdigest()

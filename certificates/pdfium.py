"""Reads from a PDF, with PDFium, what may say which certificate it is.

Run as a script it is a process for one stranger's file: the PDF comes in on standard input, what was found goes out as
JSON, and there is little that it may spend. It imports nothing of ours and holds no key.
"""

import base64
import json
import os
import re
import resource
import sys
from types import ModuleType
from typing import Any, TypedDict

RECORD = "record.json"
BADGE = "openbadge.jwt"

MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 5
ANSWER_BYTES = 512 * 1024

_LARGEST_ATTACHMENT_BYTES = 64 * 1024
_ATTACHMENTS = 20
_PAGES = 3
_SERIALS = 20
# What a serial looks like; whether it is one, `certificates.serials` knows.
SERIAL = re.compile(r"(?<![0-9A-Za-z])TT-[2-9A-Z]{4}-[2-9A-Z]{4}(?![0-9A-Za-z])")


class Findings(TypedDict, total=False):
    condition: str  # readable, unreadable, encrypted or too_complex
    record: str  # the attachment record.json in base64
    badge: str  # the attachment openbadge.jwt in base64
    serials: list[str]  # what looks like one, in the attachment and properties, or else on the pages


def read(pdf: bytes) -> Findings:
    """Not to be called by two threads at once, nor with a stranger's file: see `certificates.reading`."""
    pypdfium2 = _library()
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as problem:
        is_locked = problem.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        return {"condition": "encrypted" if is_locked else "unreadable"}
    try:
        if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) != -1:
            return {"condition": "encrypted"}
        findings: Findings = {"condition": "readable"}
        attachments = _read_attachments(document)
        if RECORD in attachments:
            findings["record"] = base64.b64encode(attachments[RECORD]).decode("ascii")
        if BADGE in attachments:
            findings["badge"] = base64.b64encode(attachments[BADGE]).decode("ascii")
        named = attachments.get(RECORD, b"").decode("utf-8", "replace")
        for key in ("Subject", "Title", "Keywords"):
            named += " " + document.get_metadata_value(key)
        findings["serials"] = (SERIAL.findall(named) or _read_pages(document))[:_SERIALS]
        return findings
    finally:
        document.close()


def _library() -> ModuleType:
    """PDFium takes 20 MB and a tenth of a second; who only wants to know what a serial looks like needs none of it."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - as the docstring says

    return pypdfium2  # type: ignore[no-any-return]


def _read_attachments(document: Any) -> dict[str, bytes]:
    unreadable, found = _library().PdfiumError, {}
    for index in range(min(document.count_attachments(), _ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            name = attachment.get_name()
            if name in (RECORD, BADGE) and name not in found:
                content = bytes(attachment.get_data())
                if len(content) <= _LARGEST_ATTACHMENT_BYTES:
                    found[name] = content
        except unreadable:
            continue  # a damaged attachment; the rest of the file may still tell
    return found


def _read_pages(document: Any) -> list[str]:
    """A copy that was printed to a new PDF keeps nothing but what is on its pages."""
    unreadable, found = _library().PdfiumError, []
    for index in range(min(len(document), _PAGES)):
        try:
            found += SERIAL.findall(document[index].get_textpage().get_text_bounded())
        except unreadable:
            continue  # the same for a page
    return found


def _main() -> None:  # pragma: no cover - runs in the process of its own
    _library()
    "".encode("utf-16-le")  # loads what PDFium's texts are read with, for soon no file can be opened any more
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, ANSWER_BYTES)
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, PROCESSOR_SECONDS)
    pdf = sys.stdin.buffer.read()
    _limit(resource.RLIMIT_NOFILE, 3)
    try:
        findings = read(pdf)
    except MemoryError:
        findings = {"condition": "too_complex"}
    sys.stdout.write(json.dumps(findings))
    sys.stdout.flush()
    os._exit(0)  # tidying up takes PDFium a while, and it may stumble over what it has read


def _limit(what: int, most: int) -> None:  # pragma: no cover - the same
    _soft, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


if __name__ == "__main__":  # pragma: no cover - the same
    _main()

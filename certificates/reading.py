"""What a PDF says about a certificate; nothing here proves anything.

PDFium is written in C++ and reads whatever it is given, so a stranger's file is read by a process of its own.
"""

import base64
import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from certificates import pdfium
from certificates.serials import read_serial

PATIENCE_SECONDS = 10
PROCESSES_AT_ONCE = 2

_READER = Path(pdfium.__file__)
_one_of_few = threading.BoundedSemaphore(PROCESSES_AT_ONCE)


class Condition(StrEnum):
    """In what state a PDF was found."""

    READABLE = "readable"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_COMPLEX = "too_complex"


@dataclass(frozen=True)
class Reading:
    """What was found in a PDF; whoever made the file chose it."""

    condition: Condition
    record: bytes | None = None  # the attachment record.json, whatever is in it
    badge: str | None = None  # the attachment openbadge.jwt
    serials: tuple[str, ...] = ()  # what it names: in the record and the properties, or else on its pages


def read_here(pdf: bytes) -> Reading:
    """Reads a PDF of one's own making in this process. Not to be called by two threads at once."""
    return _understood(pdfium.read(pdf))


def read_apart(pdf: bytes) -> Reading:
    """Reads anybody's file, in a process with limits on memory, time and output; at most two of them at once.

    Whatever becomes of that process there is a Reading: TOO_COMPLEX when a limit ended it.
    """
    with _one_of_few, tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(pdf)
        question.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own program, and no argument comes from outside
            [sys.executable, "-I", str(_READER)],
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},  # and none of the site's secrets
        )
        try:
            status = process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return Reading(Condition.TOO_COMPLEX)
        finally:
            process.kill()
            process.wait()
        return _answered(status, answer)


def _answered(status: int, answer: IO[bytes]) -> Reading:
    """The answer of the process, trusted no more than the file it has read."""
    if status < 0:
        return Reading(Condition.TOO_COMPLEX)  # ended by a signal: out of time, out of memory, or PDFium fell
    answer.seek(0)
    try:
        return _understood(json.loads(answer.read(pdfium.ANSWER_BYTES)))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return Reading(Condition.UNREADABLE)


def _understood(findings: Any) -> Reading:
    record, badge = (base64.b64decode(findings.get(name, "")) for name in ("record", "badge"))
    named = (read_serial(str(text)) for text in findings.get("serials", ()))
    return Reading(
        condition=Condition(findings["condition"]),
        record=record or None,
        badge=badge.decode("ascii", "replace").strip() or None,
        serials=tuple(dict.fromkeys(serial for serial in named if serial)),
    )

"""Many certificates in one ZIP, made while it is sent: it is never whole in memory, nor on the disk."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select

import certificates
from course.clock import in_malaysia
from course.extensions import db
from course.tables import Certificate

AT_A_TIME = 8  # pages wait while a piece is put together
NAME_MAXIMUM_CHARACTERS = 60
# What a file system or a shell gives a meaning to, and what cannot be seen.
_UNSAFE = re.compile(r'[\\/:*?"<>|.\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')


def archive(certificate_ids: Sequence[int], note: str = "") -> Iterator[bytes]:
    """A ZIP of the PDFs of these certificates, piece by piece; those that are not drawn are left out.

    PDFs are compressed already, so they are stored as they are. A note stands in README.txt.
    """
    window = _Window()
    with zipfile.ZipFile(window, "w", zipfile.ZIP_STORED) as packed:
        for first in range(0, len(certificate_ids), AT_A_TIME):
            for member, pdf in _files(certificate_ids[first : first + AT_A_TIME]):
                packed.writestr(member, pdf)
            yield window.take()
        if note:
            packed.writestr("README.txt", note)
    yield window.take()


_FILES = (
    select(Certificate.serial, Certificate.claims, Certificate.issued_at, Certificate.pdf)
    .where(Certificate.id.in_(bindparam("ids", expanding=True)), Certificate.pdf.is_not(None))
    .order_by(Certificate.id)
)


def _files(certificate_ids: Sequence[int]) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with db.reading() as connection:
        rows = connection.execute(_FILES, {"ids": list(certificate_ids)}).all()
    return [
        (
            zipfile.ZipInfo(
                file_name(certificates.claims_from_bytes(claims).name, serial),
                in_malaysia(issued_at).timetuple()[:6],
            ),
            pdf or b"",
        )
        for serial, claims, issued_at, pdf in rows
    ]


def file_name(name: str, serial: str) -> str:
    """The holder's name for people who look for it, and the serial, which no two have."""
    readable = " ".join(_UNSAFE.sub(" ", name).split())[:NAME_MAXIMUM_CHARACTERS].strip()
    return f"{readable} {serial}.pdf".lstrip()


class _Window(io.RawIOBase):
    """The end of a file whose beginning was sent: what was not taken yet can still be written over.

    `zipfile` goes back to the head of a member to write its checksum there. On a pipe it would put it behind the
    member instead, and some programs refuse that for files that are stored.
    """

    def __init__(self) -> None:
        self._sent, self._open = 0, io.BytesIO()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._sent + self._open.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or offset < self._sent:
            raise io.UnsupportedOperation("What was sent cannot be changed.")
        return self._sent + self._open.seek(offset - self._sent)

    def write(self, data: Any) -> int:
        return self._open.write(data)

    def take(self) -> bytes:
        """What is new since the last time."""
        taken = self._open.getvalue()
        self._sent, self._open = self._sent + len(taken), io.BytesIO()
        return taken

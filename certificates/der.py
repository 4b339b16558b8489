"""Reads DER, the one way of writing ASN.1: any other way, and anything left over, is refused.

The libraries at hand read what is nearly DER as well, and forgive a flipped bit. Here nothing may be forgiven.
"""

from datetime import UTC, datetime

BOOLEAN, INTEGER, OCTETS, NULL, OBJECT, TIME, SEQUENCE, SET = 0x01, 0x02, 0x04, 0x05, 0x06, 0x18, 0x30, 0x31
TAGGED_0, TAGGED_1 = 0xA0, 0xA1

_LONGEST_LENGTH_BYTES = 4


class NotDer(ValueError):
    """These bytes are not DER, or not of the kind that was expected."""


class Reader:
    """Takes one value after another from the bytes it was given. Every method but `is_at_end` raises NotDer."""

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded
        self._at = 0

    def is_at_end(self) -> bool:
        return self._at == len(self._encoded)

    def end(self) -> None:
        if not self.is_at_end():
            raise NotDer("There is more than expected.")

    def next_tag(self) -> int | None:
        return None if self.is_at_end() else self._encoded[self._at]

    def whole(self) -> bytes:
        """The next value with its tag and length."""
        start, (_, content_end) = self._at, self._measure()
        self._at = content_end
        return self._encoded[start:content_end]

    def content(self, tag: int) -> bytes:
        """What is in the next value, which must have this tag."""
        if self.next_tag() != tag:
            raise NotDer(f"Tag {tag:#x} is missing.")
        start, end = self._measure()
        self._at = end
        return self._encoded[start:end]

    def inside(self, tag: int) -> "Reader":
        return Reader(self.content(tag))

    def expect(self, encoded: bytes) -> None:
        """The next value is exactly this."""
        if self.whole() != encoded:
            raise NotDer("A value is not what it has to be.")

    def rest(self) -> bytes:
        taken, self._at = self._encoded[self._at :], len(self._encoded)
        return taken

    def _measure(self) -> tuple[int, int]:
        """Where the content of the next value begins and ends."""
        encoded, at = self._encoded, self._at + 2
        if at > len(encoded):
            raise NotDer("A value is cut off.")
        length = encoded[at - 1]
        if length >= 0x80:
            size = length - 0x80
            if not 0 < size <= _LONGEST_LENGTH_BYTES:
                raise NotDer("A length is not definite, or too long.")
            length = int.from_bytes(encoded[at : at + size])
            at += size
            if length < 0x80 or length < 1 << (8 * (size - 1)):
                raise NotDer("A length is written longer than it has to be.")
        if at + length > len(encoded):
            raise NotDer("A value is cut off.")
        return at, at + length


def value(tag: int, *parts: bytes) -> bytes:
    """DER of a value with this tag and content."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes((tag, 0x80 + size)) + len(content).to_bytes(size) + content


def set_of(*encoded: bytes) -> bytes:
    """The content of a SET OF these values, which has an order of its own."""
    return b"".join(sorted(encoded))


def object_identifier(dotted: str) -> bytes:
    """DER of an object identifier."""
    first, second, *others = (int(number) for number in dotted.split("."))
    content = bytearray()
    for number in (40 * first + second, *others):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        content += bytes(reversed(groups))
    return value(OBJECT, bytes(content))


def generalized_time(content: bytes) -> datetime:
    """The time in UTC, with or without a fraction of a second. Raises NotDer."""
    text = content.decode("ascii", "replace")
    if not text.endswith("Z"):
        raise NotDer("A time is not in UTC.")
    try:
        return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as problem:
        raise NotDer("A time is none.") from problem

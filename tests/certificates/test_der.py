"""DER is read in the one way it is written; everything else is refused."""

from datetime import UTC, datetime

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from certificates import der
from certificates.der import NotDer, Reader


@given(st.binary(max_size=70_000))
def test_what_is_written_is_read_back(content: bytes) -> None:
    encoded = der.value(der.OCTETS, content)

    reader = Reader(encoded)

    assert encoded == core.OctetString(content).dump()  # as an independent library writes it
    assert reader.content(der.OCTETS) == content
    assert reader.is_at_end()


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reader = Reader(data)
    try:
        first = reader.whole()
    except NotDer:
        return

    assert data == first + reader.rest()


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.7.2", "2.16.840.1.101.3.4.2.1", "2.5.4.3"])
def test_object_identifiers_are_written_as_others_write_them(dotted: str) -> None:
    assert der.object_identifier(dotted) == core.ObjectIdentifier(dotted).dump()


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"\x04",
        b"\x04\x02a",
        b"\x04\x81\x01a",  # a short length in the long form
        b"\x04\x82\x00\x81" + bytes(129),  # a zero before the length
        b"\x24\x80\x04\x01a\x00\x00",  # a length that is found out while reading
        b"\x04\x85\x00\x00\x00\x00\x01a",
        b"\x04\x84\xff\xff\xff\xff",
        b"\x04\x82\x01",
    ],
)
def test_what_is_nearly_der_is_refused(encoded: bytes) -> None:
    with pytest.raises(NotDer):
        Reader(encoded).whole()


def test_what_is_left_over_is_refused() -> None:
    reader = Reader(b"\x05\x00\x05\x00")

    reader.expect(b"\x05\x00")

    with pytest.raises(NotDer, match="more than expected"):
        reader.end()
    with pytest.raises(NotDer, match="Tag 0x4 is missing"):
        reader.content(der.OCTETS)
    with pytest.raises(NotDer, match="not what it has to be"):
        reader.expect(b"\x04\x00")


@pytest.mark.parametrize("content", [b"20261121120000Z", b"20261121120000.25Z"])
def test_a_time_is_read_to_the_second(content: bytes) -> None:
    assert der.generalized_time(content) == datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"", b"20261121120000", b"20261121120000+0800", b"20261321120000Z", b"\xffZ"])
def test_what_is_no_time_is_refused(content: bytes) -> None:
    with pytest.raises(NotDer):
        der.generalized_time(content)

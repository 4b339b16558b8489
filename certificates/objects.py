"""Finds its way in a PDF that is about to be written: references, structure elements, the one page."""

from collections.abc import Iterator
from typing import Any

import pydyf


def resolve(pdf: pydyf.PDF, reference: Any) -> Any:
    """The object behind a reference such as b"12 0 R"."""
    return pdf.objects[int(reference.split()[0])]


def elements(pdf: pydyf.PDF, tag: str) -> Iterator[pydyf.Dictionary]:
    """The structure elements of one kind, in the order of the document."""
    return (item for item in typed(pdf, "/StructElem") if item["S"] == tag)


def typed(pdf: pydyf.PDF, kind: str) -> Iterator[pydyf.Dictionary]:
    return (item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == kind)


def page_of(pdf: pydyf.PDF) -> pydyf.Dictionary:
    return resolve(pdf, pdf.page_references[0])


def added(pdf: pydyf.PDF, item: Any) -> Any:
    """Add an object and return its reference."""
    pdf.add_object(item)
    return item.reference
